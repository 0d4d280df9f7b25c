"""What changed between two states of one document, operation by operation."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .change import Change, Effect, Section
from .lined_document import LinedDocument
from .schema_comparison import SchemaComparison, Side

_METHODS = frozenset(["get", "put", "post", "delete", "options", "head", "patch", "trace"])
# What these say is words, or is seen elsewhere: `tags` name the client's modules, so the Python interface has them.
_WORDS = frozenset(["summary", "description", "tags", "x-evidence", "externalDocs", "examples", "example"])
_JUDGED = {
    "root": frozenset(["openapi", "info", "externalDocs", "tags", "paths", "components", "servers", "security"]),
    "path": _METHODS | _WORDS | {"parameters"},
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

    def changes(self) -> Iterator[Change]:
        """Yield every change that reaches a user; one that only changed words, examples or evidence does not."""
        yield from self._of("", self._servers(self._old.root, self._new.root))
        yield from self._of("", self._other_keys("root", self._old.root, self._new.root))
        yield from self._of("", self._read_by_the_mock())
        before, after = _operations(self._old), _operations(self._new)
        moved = {after_key: before_key for before_key, after_key in _moved(before, after)}
        for key, (item, node) in before.items():
            if key not in after and key not in moved.values():
                yield from self._of(
                    _name(node, key), [self._gone("the operation is gone", self._old.line(item, key[0]))]
                )
        for key, (item, node) in after.items():
            was = moved.get(key, key)
            if was in before:
                yield from self._of(_name(node, key), self._operation(was, before[was], key, (item, node)))
            else:
                line = self._new.line(item, key[0])
                new = Change(Effect.COMPATIBLE, "a new operation", line=line, section=Section.ADDED)
                yield from self._of(_name(node, key), [new])

    def _of(self, operation: str, changes: Iterable[Change]) -> Iterator[Change]:
        for change in changes:
            yield replace(change, gateway=self._gateway, operation=operation)

    def _operation(
        self, old_key: tuple[str, str], old: tuple[Any, Any], new_key: tuple[str, str], new: tuple[Any, Any]
    ) -> Iterator[Change]:
        (old_item, before), (new_item, after) = old, new
        line = self._new.line(new_item, new_key[0])
        if (old_key[0], _sent(old_key)) != (new_key[0], _sent(new_key)):
            what = f"{_call(old_key)} became {_call(new_key)}"
            yield Change(Effect.BREAKING, what, side="request", line=line)
        if before.get("operationId") != after.get("operationId"):
            what = f"{before.get('operationId')} is renamed; recordings and the mock's journal bear the name"
            yield Change(Effect.BREAKING, what, line=self._new.line(after, "operationId"))
        if after.get("deprecated") and not before.get("deprecated"):
            line = self._new.line(after, "deprecated")
            yield Change(Effect.COMPATIBLE, "deprecated", line=line, section=Section.DEPRECATED)
        yield from self._other_keys("path", old_item, new_item)
        yield from self._servers(before, after)
        yield from self._security(before, after)
        yield from self._parameters((old_item, before), (new_item, after))
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
        urls = [[server["url"] for server in node.get("servers", ())] for node in (before, after)]
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
        for way in [way for way in was if way not in now]:
            yield Change(Effect.BREAKING, f"{way} no longer lets a caller in", side="request", line=line)
        for way in [way for way in now if way not in was]:
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
        said = {key: value for key, value in scheme.items() if key not in _WORDS | {"x-placeholders"}}
        return _json(said) + (f" with {_json(scopes)}" if scopes else "")

    def _parameters(self, old: tuple[Any, Any], new: tuple[Any, Any]) -> Iterator[Change]:
        before, after = self._all_parameters(self._old, *old), self._all_parameters(self._new, *new)
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
            yield from self._other_keys("parameter", was, node, "request", where)

    def _all_parameters(self, document: LinedDocument, item: Any, operation: Any) -> dict[tuple[str, str], Any]:
        nodes = map(document.dereferenced, (*item.get("parameters", ()), *operation.get("parameters", ())))
        return {(n["in"], n["name"].lower() if n["in"] == "header" else n["name"]): n for n in nodes}

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
            else:
                before, after = self._old.dereferenced(before), self._new.dereferenced(after)
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
            yield from self._other_keys("parameter", was, now, side.name, f"header {name}")
        for key, name in after.items():
            if key not in before:
                line, where = self._new.line(new, name), f"header {name}"
                section = Section.ADDED
                yield Change(Effect.COMPATIBLE, "a new header", "", "", side.name, where, line, section)

    def _content(self, old: Any, new: Any, side: Side) -> Iterator[Change]:
        before, after = old.get("content", {}), new.get("content", {})
        for name in before:
            if name not in after:
                line = self._old.line(before, name)
                yield self._gone(f"{name} is gone", line, side.name)
            else:
                yield from self._schemas(before[name], after[name], side, "$")
                yield from self._other_keys("media", before[name], after[name], side.name)
        for name in after:
            if name not in before:
                effect = Effect.COMPATIBLE if side.sent_by_caller else Effect.BREAKING
                line, section = self._new.line(after, name), Section.ADDED
                yield Change(effect, f"{name} is new", side=side.name, line=line, section=section)

    def _schemas(self, before: Any, after: Any, side: Side, where: str) -> Iterator[Change]:
        old, new = before.get("schema", {}), after.get("schema", {})
        yield from SchemaComparison(self._old, self._new, side).changes(old, new, where)

    def _other_keys(self, kind: str, old: Any, new: Any, side: str = "", where: str = "") -> Iterator[Change]:
        """Report what no other step judges: an extension key, a link, the style of a parameter."""
        for key in [key for key in {**old, **new} if key not in _JUDGED[kind]]:
            if _json(old.get(key)) != _json(new.get(key)):
                line = self._new.line(new, key) if key in new else self._old.line(old, key)
                yield Change(Effect.LOOK, f"{key} changed", side=side, where=where, line=line)

    def _gone(self, what: str, line: str, side: str = "", where: str = "") -> Change:
        return Change(Effect.BREAKING, what, side=side, where=where, line=line, section=Section.REMOVED)


def _operations(document: LinedDocument) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Each operation by method and path key, with its path item."""
    return {
        (method, path): (item, node)
        for path, item in document.root["paths"].items()
        for method, node in item.items()
        if method in _METHODS
    }


def _moved(before: Mapping[tuple[str, str], Any], after: Mapping[tuple[str, str], Any]) -> Iterator[Any]:
    """Operations that kept their name and changed their place."""
    places = {node.get("operationId"): key for key, (_, node) in after.items() if key not in before}
    for key, (_, node) in before.items():
        if key not in after and node.get("operationId") in places:
            yield key, places[node["operationId"]]


def _answer(responses: Mapping[str, Any], status: str) -> Any:
    keys = (status, f"{status[0]}XX", "default")
    return next((responses[key] for key in keys if key in responses), None)


def _name(node: Any, key: tuple[str, str]) -> str:
    return str(node.get("operationId") or _call(key))


def _sent(key: tuple[str, str]) -> str:
    """The path as it is sent: a fragment only tells operations of one path apart."""
    return key[1].partition("#")[0]


def _call(key: tuple[str, str]) -> str:
    return f"{key[0].upper()} {key[1]}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
