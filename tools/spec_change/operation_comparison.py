"""What changed between two states of one document, operation by operation."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from image_gateways_documents.document_tree import METHODS, OperationNode, covering

from .change import Change, Effect, Section
from .lined_document import LinedDocument
from .schema_comparison import SchemaComparison, Side
from .schema_meaning import Meanings

_PARAMETER = re.compile(r"\{[^{}]*\}")
# What these say is words, or is seen elsewhere: `tags` name the client's modules, so the Python interface has them.
_WORDS = frozenset(["summary", "description", "tags", "x-evidence", "externalDocs", "examples", "example"])
_JUDGED = {
    "root": frozenset(["openapi", "info", "externalDocs", "tags", "paths", "components", "servers", "security"]),
    "path": frozenset(METHODS) | _WORDS | {"parameters"},
    "operation": _WORDS
    | {"operationId", "parameters", "requestBody", "responses", "security", "deprecated", "servers"},
    "parameter": _WORDS | {"name", "in", "required", "schema", "deprecated"},
    "request": _WORDS | {"required", "content"},
    "response": _WORDS | {"content", "headers"},
    "media": _WORDS | {"schema"},
}


class DocumentComparison:
    """Compares two states of the document of one gateway.

    Args:
        gateway: its name.
        old: the document as it was.
        new: the document as it is.
    """

    def __init__(self, gateway: str, old: LinedDocument, new: LinedDocument) -> None:
        self._gateway = gateway
        self._old = old
        self._new = new
        self._meanings = {
            sent: (Meanings(old, sent_by_caller=sent), Meanings(new, sent_by_caller=sent)) for sent in (True, False)
        }

    def changes(self) -> Iterator[Change]:
        """Yield every change that reaches a user; one that only changed words, examples or evidence does not."""
        yield from self._of("", self._servers(self._old.root, self._new.root))
        yield from self._of("", self._other_keys("root", self._old.root, self._new.root))
        yield from self._of("", self._read_by_the_mock())
        before, after = _operations(self._old), _operations(self._new)
        moved = {after_key: before_key for before_key, after_key in _moved(before, after)}
        for key, old in before.items():
            if key not in after and key not in moved.values():
                gone = self._gone("the operation is gone", self._old.line(old.item, old.method))
                yield from self._of(old.name, [gone])
        for key, new in after.items():
            was = moved.get(key, key)
            if was in before:
                yield from self._of(new.name, self._operation(before[was], new))
            else:
                line = self._new.line(new.item, new.method)
                come = Change(Effect.COMPATIBLE, "a new operation", line=line, section=Section.ADDED)
                yield from self._of(new.name, [come])

    def _of(self, operation: str, changes: Iterable[Change]) -> Iterator[Change]:
        for change in changes:
            yield replace(change, gateway=self._gateway, operation=operation)

    def _operation(self, old: "_Operation", new: "_Operation") -> Iterator[Change]:
        before, after = old.node, new.node
        if old.sent != new.sent:
            line = self._new.line(new.item, new.method)
            yield Change(Effect.BREAKING, f"{old.address} became {new.address}", side="request", line=line)
        if before.get("operationId") != after.get("operationId"):
            what = f"{before.get('operationId')} is renamed; recordings and the mock's journal bear the name"
            yield Change(Effect.BREAKING, what, line=self._new.line(after, "operationId"))
        if after.get("deprecated") and not before.get("deprecated"):
            line = self._new.line(after, "deprecated")
            yield Change(Effect.COMPATIBLE, "deprecated", line=line, section=Section.DEPRECATED)
        yield from self._other_keys("path", old.item, new.item)
        yield from self._servers(before, after)
        yield from self._security(before, after)
        yield from self._parameters(old, new)
        yield from self._request(before, after)
        yield from self._responses(before["responses"], after["responses"])
        yield from self._other_keys("operation", before, after)

    def _read_by_the_mock(self) -> Iterator[Change]:
        for kind, key in (("examples", "x-conditions"), ("securitySchemes", "x-placeholders")):
            before, after = (d.root.get("components", {}).get(kind, {}) for d in (self._old, self._new))
            for name in {**before, **after}:
                was, now = before.get(name, {}), after.get(name, {})
                if was.get(key) != now.get(key):
                    line = self._new.line(now, key) or self._old.line(was, key)
                    yield Change(Effect.LOOK, f"{key} of {name} changed, by which the mock answers", line=line)

    def _servers(self, before: Any, after: Any) -> Iterator[Change]:
        urls = [[_base(server["url"]) for server in node.get("servers", ())] for node in (before, after)]
        for url in [url for url in urls[0] if url not in urls[1]]:
            yield Change(Effect.BREAKING, f"the server {url} is gone", line=self._new.line(after, "servers"))
        for url in [url for url in urls[1] if url not in urls[0]]:
            what, line = f"the server {url} is new", self._new.line(after, "servers")
            yield Change(Effect.COMPATIBLE, what, line=line, section=Section.ADDED)
        variables = [_json([server.get("variables") for server in node.get("servers", ())]) for node in (before, after)]
        if urls[0] == urls[1] and variables[0] != variables[1]:
            yield Change(Effect.LOOK, "the servers' variables changed", line=self._new.line(after, "servers"))

    def _security(self, before: Any, after: Any) -> Iterator[Change]:
        was, now = self._ways_in(self._old, before), self._ways_in(self._new, after)
        line = self._new.line(after, "security")
        gone, come = [way for way in was if way not in now], [way for way in now if way not in was]
        if len(gone) == len(come) == 1:
            what = f"{gone[0]} no longer lets a caller in, {come[0]} does"
            yield Change(Effect.BREAKING, what, side="request", line=line)
            return
        for way in gone:
            yield Change(Effect.BREAKING, f"{way} no longer lets a caller in", side="request", line=line)
        for way in come:
            what = f"{way} lets a caller in now"
            yield Change(Effect.COMPATIBLE, what, side="request", line=line, section=Section.ADDED)

    def _ways_in(self, document: LinedDocument, node: Any) -> list[str]:
        requirements = node.get("security", document.root.get("security")) or [{}]
        return [
            " and ".join(self._scheme(document, n, scopes) for n, scopes in requirement.items()) or "no key at all"
            for requirement in requirements
        ]

    def _scheme(self, document: LinedDocument, name: str, scopes: Any) -> str:
        scheme = document.dereferenced(document.resolve(f"#/components/securitySchemes/{name}"))
        said = {key: value for key, value in scheme.items() if key not in _WORDS | {"x-placeholders", "bearerFormat"}}
        for key, kind, value in (("scheme", "type", "http"), ("name", "in", "header")):
            if said.get(kind) == value and isinstance(said.get(key), str):
                said[key] = said[key].lower()  # neither scheme nor header tells great letters from small ones
        return _json(said) + (f" with {_json(scopes)}" if scopes else "")

    def _parameters(self, old: "_Operation", new: "_Operation") -> Iterator[Change]:
        before, after = self._all_parameters(self._old, old), self._all_parameters(self._new, new)
        for key, node in before.items():
            if key not in after:
                where = f"{key[0]} parameter {node['name']}"
                yield self._gone("the parameter is gone", self._old.line(node), "request", where)
        for key, node in after.items():
            where, line = f"{key[0]} parameter {node['name']}", self._new.line(node)
            required = bool(node.get("required"))
            was = before.get(key)
            if was is None:
                effect = Effect.BREAKING if required else Effect.COMPATIBLE
                what = "a new parameter" + (" that is required" if required else "")
                yield Change(effect, what, side="request", where=where, line=line, section=Section.ADDED)
                continue
            yield from self._required(was, node, where)
            yield from self._schemas(was, node, Side("request", True), where)
            if node.get("deprecated") and not was.get("deprecated"):
                said = self._new.line(node, "deprecated")
                yield Change(Effect.COMPATIBLE, "deprecated", "", "", "request", where, said, Section.DEPRECATED)
            yield from self._other_keys("parameter", *self._with_styles(was, node), "request", where)

    def _all_parameters(self, document: LinedDocument, operation: "_Operation") -> dict[tuple[str, str], Any]:
        """The parameters by what is sent: of one in the path that is its place, not its name."""
        held = (*operation.item.get("parameters", ()), *operation.node.get("parameters", ()))
        names = _PARAMETER.findall(operation.path)
        found = {}
        for node in map(document.dereferenced, held):
            name = node["name"].lower() if node["in"] == "header" else node["name"]
            if node["in"] == "path" and f"{{{name}}}" in names:
                name = str(names.index(f"{{{name}}}"))
            found[node["in"], name] = node
        return found

    def _required(self, before: Any, after: Any, where: str) -> Iterator[Change]:
        was, now = bool(before.get("required")), bool(after.get("required"))
        line = self._new.line(after, "required")
        if now and not was:
            yield Change(Effect.BREAKING, "now required", side="request", where=where, line=line)
        if was and not now:
            yield Change(Effect.COMPATIBLE, "no longer required", side="request", where=where, line=line)

    def _request(self, old: Any, new: Any) -> Iterator[Change]:
        before = self._old.dereferenced(old["requestBody"]) if "requestBody" in old else None
        after = self._new.dereferenced(new["requestBody"]) if "requestBody" in new else None
        if before is None and after is not None:
            effect = Effect.BREAKING if after.get("required") else Effect.COMPATIBLE
            line = self._new.line(new, "requestBody")
            yield Change(effect, "a new body", side="request", line=line, section=Section.ADDED)
        elif before is not None and after is None:
            yield self._gone("the body is gone", self._old.line(old, "requestBody"), "request")
        elif before is not None and after is not None:
            yield from self._required(before, after, "")
            yield from self._content(before, after, Side("request", True))
            yield from self._other_keys("request", before, after, "request")

    def _responses(self, old: Any, new: Any) -> Iterator[Change]:
        """Compare the answers. A status without an answer of its own has that of its class, as 4XX."""
        for status in [*old, *(status for status in new if status not in old)]:
            before, after = _answer(old, status), _answer(new, status)
            side = Side(f"answer {status}", False)
            own = self._new.line(new, status) if status in new else self._old.line(old, status)
            if after is None:
                yield self._gone("the answer is gone", own, side.name)
            elif before is None:
                effect = Effect.LOOK if status.startswith(("2", "3", "d")) else Effect.COMPATIBLE
                yield Change(effect, "a new answer", side=side.name, line=own, section=Section.ADDED)
            elif status in old and status in new:
                yield from self._response(before, after, side)
            else:
                yield from self._response_of_a_class(old, new, status, own, side)

    def _response_of_a_class(self, old: Any, new: Any, status: str, line: str, side: Side) -> Iterator[Change]:
        """Compare the answer of a status that was, or is now, covered by that of its class."""
        covered = (
            f"{covering(old, status)} covered it before" if status in new else f"{covering(new, status)} covers it now"
        )
        found = list(self._response(_answer(old, status), _answer(new, status), side))
        for change in found:
            yield replace(change, what=f"{change.what}; {covered}")
        if not found:
            what = "an answer of its own" if status in new else "no answer of its own any longer"
            yield Change(Effect.COMPATIBLE, f"{what}, which says the same; {covered}", side=side.name, line=line)

    def _response(self, old: Any, new: Any, side: Side) -> Iterator[Change]:
        before, after = self._old.dereferenced(old), self._new.dereferenced(new)
        yield from self._content(before, after, side)
        yield from self._headers(before.get("headers", {}), after.get("headers", {}), side)
        yield from self._other_keys("response", before, after, side.name)

    def _headers(self, old: Any, new: Any, side: Side) -> Iterator[Change]:
        before, after = ({name.lower(): name for name in headers} for headers in (old, new))
        for key, name in before.items():
            if key not in after:
                yield self._gone("the header is gone", self._old.line(old, name), side.name, f"header {name}")
                continue
            was, now = self._old.dereferenced(old[name]), self._new.dereferenced(new[after[key]])
            if was.get("required") and not now.get("required"):
                line, where = self._new.line(now), f"header {name}"
                yield Change(Effect.BREAKING, "no longer required", side=side.name, where=where, line=line)
            yield from self._schemas(was, now, side, f"header {name}")
            yield from self._other_keys("parameter", *self._with_styles(was, now), side.name, f"header {name}")
        for key, name in after.items():
            if key not in before:
                line, where = self._new.line(new, name), f"header {name}"
                section = Section.ADDED
                yield Change(Effect.COMPATIBLE, "a new header", "", "", side.name, where, line, section)

    def _content(self, old_holder: Any, new_holder: Any, side: Side) -> Iterator[Change]:
        old, new = old_holder.get("content", {}), new_holder.get("content", {})
        before, after = ({name.lower(): name for name in content} for content in (old, new))
        for key, name in before.items():
            if key not in after:
                yield self._gone(f"{name} is gone", self._old.line(old, name), side.name)
            else:
                was, now = old[name], new[after[key]]
                yield from self._schemas(was, now, side, "$")
                yield from self._other_keys("media", was, now, side.name)
        for key, name in after.items():
            if key not in before:
                effect = Effect.COMPATIBLE if side.sent_by_caller else Effect.BREAKING
                line, section = self._new.line(new, name), Section.ADDED
                yield Change(effect, f"{name} is new", side=side.name, line=line, section=section)

    def _schemas(self, before: Any, after: Any, side: Side, where: str) -> Iterator[Change]:
        old, new = before.get("schema", {}), after.get("schema", {})
        meanings = self._meanings[side.sent_by_caller]
        yield from SchemaComparison(self._old, self._new, side, meanings).changes(old, new, where)

    def _other_keys(self, kind: str, old: Any, new: Any, side: str = "", where: str = "") -> Iterator[Change]:
        """Report what no other step judges: an extension key, a link, the style of a parameter."""
        for key in [key for key in {**old, **new} if key not in _JUDGED[kind]]:
            if _json(_plain(self._old, old.get(key))) != _json(_plain(self._new, new.get(key))):
                line = self._new.line(new, key) if key in new else self._old.line(old, key)
                yield Change(Effect.LOOK, f"{key} changed", side=side, where=where, line=line)

    def _with_styles(self, old: Any, new: Any) -> tuple[Any, Any]:
        return _with_style(self._old, old), _with_style(self._new, new)

    def _gone(self, what: str, line: str, side: str = "", where: str = "") -> Change:
        return Change(Effect.BREAKING, what, side=side, where=where, line=line, section=Section.REMOVED)


class _Operation(OperationNode):
    """An operation that is compared."""

    @property
    def name(self) -> str:
        return str(self.node.get("operationId") or self.address)

    @property
    def key(self) -> tuple[str, str]:
        """What stays the same where only a parameter of the path is called something else."""
        return self.method, _PARAMETER.sub("{}", self.path)

    @property
    def sent(self) -> tuple[str, str]:
        """What is sent of it: a fragment only tells operations of one path apart."""
        return self.method, self.key[1].partition("#")[0]


_Operations: TypeAlias = dict[tuple[str, str], _Operation]


def _operations(document: LinedDocument) -> _Operations:
    found = (_Operation(found.path, found.method, found.item, found.node) for found in document.operation_nodes())
    return {operation.key: operation for operation in found}


def _moved(before: _Operations, after: _Operations) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Operations that kept their name and changed their place."""
    places = {operation.name: key for key, operation in after.items() if key not in before}
    for key, operation in before.items():
        if key not in after and operation.name in places:
            yield key, places[operation.name]


def _answer(responses: Mapping[str, Any], status: str) -> Any:
    return responses.get(covering(responses, status) or "")


def _with_style(document: LinedDocument, parameter: Any) -> Any:
    """A parameter or header with its style written out, as it is where nothing is said."""
    style = parameter.get("style", "form" if parameter.get("in") in ("query", "cookie") else "simple")
    written = {"explode": style == "form", "allowReserved": False, **parameter, "style": style}
    return document.in_other_words(parameter, written, {})


def _plain(document: LinedDocument, node: Any, open_references: frozenset[str] = frozenset()) -> Any:
    """A part of a document with all that it refers to."""
    if isinstance(node, dict) and isinstance(reference := node.get("$ref"), str) and reference not in open_references:
        return _plain(document, document.resolve(reference), open_references | {reference})
    if isinstance(node, dict):
        return {key: _plain(document, below, open_references) for key, below in node.items()}
    return [_plain(document, below, open_references) for below in node] if isinstance(node, list) else node


def _base(url: str) -> str:
    """A server's URL as it is called: scheme and host in small letters, no slash before the path that follows."""
    scheme, separator, rest = url.rpartition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}{separator}{host if '{' in host else host.lower()}{slash}{path}".rstrip("/")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
