"""What changed between two states of one document, operation by operation.

Each state is read into facts, each of a kind and under the path of the part that it is said of. What is said of a part
that is gone or new is told by the part alone; of all else `_RULES` has what it does to a user.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from image_gateways_documents.document_tree import METHODS, OperationNode, covering
from image_gateways_documents.json_text import difference

from .change import Change, Effect, Section
from .lined_document import LinedDocument
from .schema_comparison import REQUEST, SchemaComparison
from .schema_meaning import Meanings, as_json

_PARAMETER = re.compile(r"\{[^{}]*\}")
# What these say is words, or is seen elsewhere: `tags` name the client's modules, so the Python interface has them.
_WORDS = frozenset(["summary", "description", "tags", "x-evidence", "externalDocs", "examples", "example"])
# The keys of which a fact is made of its own.
_READ = {
    "root": {"openapi", "info", "paths", "components", "servers", "security"},
    "path": {*METHODS, "parameters"},
    "operation": {"operationId", "parameters", "requestBody", "responses", "security", "deprecated", "servers"},
    "field": {"name", "in", "required", "schema", "deprecated"},
    "server": {"url", "name"},
    "body": {"required", "content"},
    "answer": {"content", "headers"},
    "media": {"schema"},
}


class _Rule(NamedTuple):
    """What it does to a user that a fact of some kind is gone, is new, or changed; None: nothing."""

    gone: Effect | None = Effect.BREAKING
    come: Effect | None = Effect.COMPATIBLE
    changed: Effect | None = Effect.BREAKING
    section: Section = Section.CHANGED


_RULES = {
    "operation": _Rule(),
    "call": _Rule(),
    "operationId, which recordings and the mock's journal bear,": _Rule(),
    "server": _Rule(),
    "way to let a caller in": _Rule(),
    "parameter": _Rule(),
    "body": _Rule(),
    "header": _Rule(),
    "media type to send": _Rule(),
    "media type of answers": _Rule(come=Effect.BREAKING),
    "answer": _Rule(changed=None),
    "answer of success": _Rule(come=Effect.LOOK, changed=None),
    "deprecated": _Rule(gone=None, section=Section.DEPRECATED),
}

_Path: TypeAlias = tuple[str, ...]


class _Fact(NamedTuple):
    """One thing that a document says.

    Attributes:
        kind: what kind of thing it is; one that `_RULES` does not know is for a person to look at.
        value: what it says; of a parameter, a body or a header whether it is required.
        line: where it is said.
        side: the side of the call.
        where: what on that side it is said of.
    """

    kind: str
    value: Any
    line: str
    side: str = ""
    where: str = ""


_Facts: TypeAlias = dict[_Path, _Fact]


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
        yield from self._compared("", _FactReader(self._old).root(), _FactReader(self._new).root())
        before, after = _operations(self._old), _operations(self._new)
        # An operation that kept its name and changed its place is the same one.
        places = {operation.name: key for key, operation in after.items() if key not in before}
        before = {key if key in after else places.get(was.name, key): was for key, was in before.items()}
        for key in dict.fromkeys((*before, *after)):
            both = [operation for operation in (before.get(key), after.get(key)) if operation]
            statuses = dict.fromkeys(status for operation in both for status in operation.node["responses"])
            old, new = (
                _FactReader(document).operation(operations[key], statuses) if key in operations else {}
                for document, operations in ((self._old, before), (self._new, after))
            )
            yield from self._compared(both[-1].name, old, new)

    def _compared(self, operation: str, before: _Facts, after: _Facts) -> Iterator[Change]:
        after = _aligned(before, after)
        told: dict[_Path, list[Change]] = {}
        for path in dict.fromkeys((*before, *after)):
            if all((path[:length] in before) == (path[:length] in after) for length in range(len(path))):
                found = told.setdefault(path[:1], [])
                found += self._change(before.get(path), after.get(path))
        for path, changes in told.items():
            was, now = before.get(path), after.get(path)
            if was and now and was.kind.startswith("answer") and was.value != now.value:
                changes = list(_of_a_class(was, now, changes))
            for change in changes:
                yield replace(change, gateway=self._gateway, operation=operation)

    def _change(self, was: _Fact | None, now: _Fact | None) -> Iterator[Change]:
        fact = now or was
        assert fact is not None
        kind, rule, section = fact.kind, _RULES.get(fact.kind), Section.CHANGED
        effect: Effect | None = Effect.LOOK
        what = f"{kind} changed"
        if was and now and kind == "schema":
            comparison = SchemaComparison(self._old, self._new, fact.side, self._meanings[fact.side == REQUEST])
            yield from comparison.changes(was.value, now.value, fact.where)
            return
        if was and now and difference(was.value, now.value) is None:
            return
        if was and now and rule and isinstance(now.value, bool):
            what = "now required" if now.value else "no longer required"
            on_request = Effect.BREAKING if now.value else Effect.COMPATIBLE
            effect = on_request if fact.side == REQUEST else None if now.value else Effect.BREAKING
        elif was and now and rule:
            effect, what = rule.changed, f"{kind} {was.value} became {now.value}"
        elif rule and now:
            required = now.value is True and fact.side == REQUEST
            effect, section = (Effect.BREAKING if required else rule.come), Section.ADDED
            what = f"a new {kind}{' that is required' if required else ''}"
            if rule.section is not Section.CHANGED:
                what, section = kind, rule.section
        elif rule:
            effect, what, section = rule.gone, f"the {kind} is gone", Section.REMOVED
        if effect is not None:
            yield Change(effect, what, side=fact.side, where=fact.where, line=fact.line, section=section)


class _FactReader:
    """Reads the facts of one state of a document."""

    def __init__(self, document: LinedDocument) -> None:
        self._document = document
        self._facts: _Facts = {}

    def root(self) -> _Facts:
        """Return what is said of the whole gateway."""
        root = self._document.root
        self._servers(root)
        self._others((), "root", root)
        for kind, key in (("examples", "x-conditions"), ("securitySchemes", "x-placeholders")):
            for name, node in root.get("components", {}).get(kind, {}).items():
                if key in node:
                    self._put((kind, name), f"{key} of {name}, by which the mock answers,", node[key], node, key)
        return self._facts

    def operation(self, operation: "_Operation", statuses: Iterable[str]) -> _Facts:
        """Return what is said of an operation, of its answers to each of the statuses."""
        node, item = operation.node, operation.item
        self._put((), "operation", None, item, operation.method)
        self._put(("call",), "call", operation.sent, item, operation.method, REQUEST)
        name = "operationId, which recordings and the mock's journal bear,"
        self._put(("name",), name, node.get("operationId"), node, "operationId")
        self._others((), "operation", node)
        self._others(("path",), "path", item)
        self._servers(node)
        for way in self._ways_in(node):
            self._put(("way", way), "way to let a caller in", way, node, "security", REQUEST)
        for sent, parameter in self._parameters(operation):
            where = f"{parameter['in']} parameter {parameter['name']}"
            self._field(("parameter", *sent), "parameter", parameter, REQUEST, where)
        if "requestBody" in node:
            body = self._document.dereferenced(node["requestBody"])
            self._put(("body",), "body", bool(body.get("required")), node, "requestBody", REQUEST)
            self._content(("body",), body, REQUEST)
            self._others(("body",), "body", body, REQUEST)
        for status in statuses:
            # A status without an answer of its own has that of its class, as 4XX.
            if key := covering(node["responses"], status):
                self._answer(status, key, node["responses"])
        return self._facts

    def _put(
        self, path: _Path, kind: str, value: Any, node: Any, key: str | None = None, side: str = "", where: str = ""
    ) -> None:
        self._facts[path] = _Fact(kind, value, self._document.line(node, key), side, where)

    def _others(self, path: _Path, read: str, node: Any, side: str = "", where: str = "") -> None:
        """Read what no rule is about: an extension key, a link, the style of a parameter."""
        if node.get("deprecated"):
            self._put((*path, "deprecated"), "deprecated", None, node, "deprecated", side, where)
        for key in [key for key in node if key not in _WORDS | _READ[read]]:
            self._put((*path, key), key, _plain(self._document, node[key]), node, key, side, where)

    def _servers(self, holder: Any) -> None:
        for server in holder.get("servers", ()):
            url = _base(server["url"])
            self._put(("server", url), "server", None, holder, "servers", where=url)
            self._others(("server", url), "server", server, where=url)

    def _ways_in(self, node: Any) -> list[str]:
        requirements = node.get("security", self._document.root.get("security")) or [{}]
        return [
            " and ".join(self._scheme(name, scopes) for name, scopes in requirement.items()) or "no key at all"
            for requirement in requirements
        ]

    def _scheme(self, name: str, scopes: Any) -> str:
        scheme = self._document.dereferenced(self._document.resolve(f"#/components/securitySchemes/{name}"))
        said = {key: value for key, value in scheme.items() if key not in _WORDS | {"x-placeholders", "bearerFormat"}}
        for key, kind, value in (("scheme", "type", "http"), ("name", "in", "header")):
            if said.get(kind) == value and isinstance(said.get(key), str):
                said[key] = said[key].lower()  # neither scheme nor header tells great letters from small ones
        return as_json(said) + (f" with {as_json(scopes)}" if scopes else "")

    def _parameters(self, operation: "_Operation") -> Iterator[tuple[_Path, Any]]:
        """Yield the parameters by what is sent: of one in the path that is its place, not its name."""
        names = _PARAMETER.findall(operation.path)
        for node in self._document.parameters(operation):
            name = node["name"].lower() if node["in"] == "header" else node["name"]
            if node["in"] == "path" and f"{{{name}}}" in names:
                name = str(names.index(f"{{{name}}}"))
            yield (node["in"], name), node

    def _field(self, path: _Path, kind: str, node: Any, side: str, where: str) -> None:
        """Read a parameter or a header, with its style written out, as it is where nothing is said."""
        self._put(path, kind, bool(node.get("required")), node, None, side, where)
        self._put((*path, "schema"), "schema", node.get("schema", {}), node, "schema", side, where)
        style = node.get("style", "form" if node.get("in") in ("query", "cookie") else "simple")
        written = {"explode": style == "form", "allowReserved": False, **node, "style": style}
        self._others(path, "field", self._document.in_other_words(node, written, {}), side, where)

    def _answer(self, status: str, key: str, held: Any) -> None:
        side, answer = f"answer {status}", self._document.dereferenced(held[key])
        kind = "answer of success" if status.startswith(("2", "3", "d")) else "answer"
        self._put((side,), kind, key, held, key, side)
        self._content((side,), answer, side)
        for name, header in answer.get("headers", {}).items():
            path = side, f"header {name.lower()}"
            self._field(path, "header", self._document.dereferenced(header), side, f"header {name}")
        self._others((side,), "answer", answer, side)

    def _content(self, path: _Path, holder: Any, side: str) -> None:
        kind = "media type to send" if side == REQUEST else "media type of answers"
        for name, media in holder.get("content", {}).items():
            own = *path, f"content {name.lower()}"
            self._put(own, kind, None, holder["content"], name, side, name)
            self._put((*own, "schema"), "schema", media.get("schema", {}), media, "schema", side, "$")
            self._others(own, "media", media, side)


def _aligned(before: _Facts, after: _Facts) -> _Facts:
    """Put the only new way to let a caller in where the only one that is gone was: one took the place of the other."""
    gone, come = (
        [p for p in one if p[:1] == ("way",) and p not in other] for one, other in ((before, after), (after, before))
    )
    renamed = {come[0]: gone[0]} if len(gone) == len(come) == 1 else {}
    return {renamed.get(path, path): fact for path, fact in after.items()}


def _of_a_class(was: _Fact, now: _Fact, changes: list[Change]) -> Iterator[Change]:
    """Say of the changes of an answer that it is no longer, or now, that of its class."""
    own = now.side == f"answer {now.value}"
    covered = f"{was.value} covered it before" if own else f"{now.value} covers it now"
    for change in changes:
        yield replace(change, what=f"{change.what}; {covered}")
    if not changes:
        what = "an answer of its own" if own else "no answer of its own any longer"
        yield Change(Effect.COMPATIBLE, f"{what}, which says the same; {covered}", side=now.side, line=now.line)


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
    def sent(self) -> str:
        """What is sent of it: a fragment only tells operations of one path apart."""
        return f"{self.method.upper()} {self.key[1].partition('#')[0]}"


def _operations(document: LinedDocument) -> dict[tuple[str, str], _Operation]:
    found = (_Operation(found.path, found.method, found.item, found.node) for found in document.operation_nodes())
    return {operation.key: operation for operation in found}


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
