"""Requests derived from a document: what it shows, and for every constraint one just inside and one just outside."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeAlias
from urllib.parse import urlencode

from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import ANY, Path, Pattern, Place, Resolve, Schema, at, branches, find, places

from .contract import Contract
from .request_judge import taken_from
from .request_making import base_bodies, request_of, usual_media_type
from .schema_values import ALLOWED, Tried, beyond, merged, valid_value
from .union_choices import Choice, choices
from .wire import Sent

_COUNTS = ("minItems", "maxItems")
_SCALARS = ("string", "integer", "number")
_NO_OBJECTS = ("null", "array", "string", "number")
_NAMES_OF_KEYS = ("access_token", "api_key", "authorization", "key", "token")
_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH")

# What a change is called, the changed value, the mapping and keyword of the document that it tries, and what it is made
# to be, as `Case.made`.
Change: TypeAlias = tuple[str, Any, Any, str, str | None]


@dataclass(frozen=True, slots=True)
class Case:
    """One request of the suite's own.

    Attributes:
        name: what tells it from all others; the same in every run of the same document.
        operation: the operation it is about.
        request: what is sent.
        part: the mapping of the document's tree that it tries; None for the operation as a whole.
        keyword: the keyword in that mapping.
        made: what it is made to be, as far as its making knows: `ALLOWED`, or the condition that it is refused for.
    """

    name: str
    operation: Operation
    request: Sent
    part: Any = None
    keyword: str = ""
    made: str | None = None


def cases(contract: Contract) -> Iterator[Case]:
    """Yield the cases of a document, each name once.

    A mock holds a body to its schema in one way wherever that stands, so there the constraints of a schema that several
    bodies share are tried in the first of them. Any other server may have one program for each operation.
    """
    known: set[str] = set()
    tried = _Tried(contract.target.replays)
    for operation in contract.document.operations:
        for case in _of_operation(contract, operation, tried):
            name = f"{operation.operation_id}/{case.name}"
            if name not in known:
                known.add(name)
                yield replace(case, name=name)


class _Tried:
    """What was tried of a document's schemas, where trying each once is enough.

    Args:
        is_once: whether that is so.
    """

    def __init__(self, is_once: bool) -> None:
        self._is_once = is_once
        self._known: set[tuple[Pattern, int, str]] = set()

    def before(self, pattern: Pattern, part: Schema, keyword: str = "") -> bool:
        """Tell whether a keyword of just this part of the document was tried before at a place of that name."""
        key = pattern, id(part), keyword
        if self._is_once and key in self._known:
            return True
        self._known.add(key)
        return False


def _recorded_bodies(contract: Contract, operation: Operation) -> Iterator[Any]:
    """Yield the bodies that a server that replays knows the answer to, their fields in another order; of polls none."""
    if contract.target.replays and operation.operation_id not in contract.document.submits:
        for interaction in contract.recorded(operation):
            body = interaction.request.body if interaction.request else None
            if isinstance(body, dict) and operation.succeeds(interaction.status, interaction.body):
                yield dict(reversed(body.items()))


def _of_operation(contract: Contract, operation: Operation, tried: _Tried) -> Iterator[Case]:
    for index, body in enumerate(operation.body_examples):
        yield Case(f"example_{index + 1}", operation, request_of(contract, operation, body), made=ALLOWED)
    for index, body in enumerate(_recorded_bodies(contract, operation)):
        yield Case(f"recorded_{index + 1}", operation, request_of(contract, operation, body), made=ALLOWED)
    bodies = list(base_bodies(contract, operation))
    examples = _examples_by_pattern(contract, operation)
    for name, body in bodies:
        yield Case(f"{name}/as_it_is", operation, request_of(contract, operation, body), made=ALLOWED)
    if not bodies:
        return  # no body is known that the document allows
    base = request_of(contract, operation, bodies[0][1])
    yield from _of_text(contract, operation, base)
    yield from _of_content_type(contract, operation, base)
    yield from _of_credentials(contract, operation, base)
    yield from _of_query(contract, operation, base)
    yield from _of_headers(operation, base)
    yield from _of_parameters(contract, operation, base, bodies[0][1])
    yield from _of_path(contract, operation, base, bodies[0][1])
    for name, body in bodies:
        if operation.body is not None and isinstance(body, dict):
            yield from _of_body(contract, operation, name, body, examples, tried)


def _of_body(
    contract: Contract,
    operation: Operation,
    name: str,
    body: Any,
    examples: Mapping[Pattern, Sequence[Any]],
    tried: _Tried,
) -> Iterator[Case]:
    schema = contract.facts[operation.operation_id].body_schema
    resolve = contract.document.resolve
    leaf = contract.facts[operation.operation_id].leaf_of(body)
    if not tried.before((), leaf):
        changes = [
            *_changes(body, leaf, resolve, examples, tried),
            *_of_other_shapes(body, schema, leaf, resolve, examples),
        ]
        kinds = [_tags(other, resolve) for other in branches(schema, resolve)]
        for label, changed, part, keyword, made in changes:
            # With as many items it may be another kind of request of the same name.
            made = None if keyword in _COUNTS and kinds.count(_tags(leaf, resolve)) > 1 else made
            yield Case(f"{name}/{label}", operation, request_of(contract, operation, changed), part, keyword, made)
    yield Case(f"{name}/unknown_field", operation, request_of(contract, operation, {**body, "x_unknown": 1}), schema)


def _tags(leaf: Schema, resolve: Resolve) -> dict[Pattern, Any]:
    return {place.pattern: place.schema["const"] for place in places(leaf, resolve) if "const" in place.schema}


def _changes(
    body: Any, schema: Schema, resolve: Resolve, examples: Mapping[Pattern, Sequence[Any]], tried: _Tried
) -> Iterator[Change]:
    """Yield the body with one place changed, for every constraint of every place, in each way to decide its unions."""
    first, *others = choices(schema, resolve)
    yield from _changes_of(body, first, resolve, examples, tried)
    yield from _alternatives(body, first.places, resolve, examples)
    for choice in others:
        yield from _changes_of(body, choice, resolve, examples, tried)


def _changes_of(
    body: Any, choice: Choice, resolve: Resolve, examples: Mapping[Pattern, Sequence[Any]], tried: _Tried
) -> Iterator[Change]:
    """Yield the changes of one way to decide the unions: where another than the first branch was taken, and below."""
    leaf, above = choice.places, len(choice.at)
    for pattern in dict.fromkeys(
        place.pattern for place in leaf if place.pattern and place.pattern[:above] == choice.at
    ):
        label = "/".join(pattern) + (f"({choice.number})" if above else "")
        parts = [place.schema for place in leaf if place.pattern == pattern]
        shown = examples.get(pattern, ())
        value = valid_value(merged(parts), resolve, shown)
        base = _without_rivals(body, pattern[0], leaf)
        for holder in (pattern[:depth] for depth in range(1, len(pattern))):
            if not _has_room(base, holder, pattern[len(holder)]):
                schema = merged([place.schema for place in leaf if place.pattern == holder])
                base = _with(base, holder, valid_value(schema, resolve, examples.get(holder, ())))
        present = _with(base, pattern, value)
        if present is None:
            continue
        if pattern[-1] != ANY:
            yield f"{label}/present", present, parts[0], "", ALLOWED
            holders = [place.schema for place in leaf if place.pattern == pattern[:-1]]
            is_required = any(pattern[-1] in holder.get("required", ()) for holder in holders)
            without = _without(present, pattern)
            yield f"{label}/absent", without, parts[0], "", "missing-field" if is_required else None
        for keyword, part, others in beyond(parts, value, shown):
            if _items_of(present, pattern) > 1 and not tried.before(pattern, part, f"{keyword} of the last"):
                yield from _of_last(present, pattern, label, keyword, part, others)
            if tried.before(pattern, part, keyword):
                continue
            for number, (other, made) in enumerate(others, start=1):
                yield f"{label}/{keyword}/{number}", _with(present, pattern, other), part, keyword, made
        for part in parts:
            if "contentSchema" in part:
                content = valid_value(part["contentSchema"], resolve)
                for inner, changed, inner_part, keyword, made in _changes(
                    content, part["contentSchema"], resolve, {}, tried
                ):
                    text = json.dumps(changed)
                    yield f"{label}/content/{inner}", _with(present, pattern, text), inner_part, keyword, made


def _items_of(body: Any, pattern: Pattern) -> int:
    """How many items the list has whose items a pattern is of; 0 where it is of none."""
    return len(at(body, _first(pattern[:-1]))) if pattern[-1] == ANY else 0


def _of_last(
    body: Any, pattern: Pattern, label: str, keyword: str, part: Schema, others: Sequence[Tried]
) -> Iterator[Change]:
    """Yield the body with a list of which the last item alone is refused."""
    for value, made in islice((one for one in others if one.made), 1):
        changed = deepcopy(body)
        at(changed, _first(pattern[:-1]))[-1] = value
        yield f"{label}/{keyword}/last", changed, part, keyword, made


def _without_rivals(body: Any, name: str, leaf: Sequence[Place]) -> Any:
    """A body without the fields that exclude one of a name, so that it is refused for its own sake alone."""
    rivals = {rival for _, names in _choices(leaf) if name in names for rival in names if rival != name}
    return {field: value for field, value in body.items() if field not in rivals}


def _choices(leaf: Sequence[Place]) -> Iterator[tuple[Schema, list[str]]]:
    """The part and the names of each `oneOf: [{required: [a]}, {required: [b]}]` of a body."""
    for place in leaf:
        names = [branch["required"][0] for branch in place.schema.get("oneOf", ()) if set(branch) == {"required"}]
        if len(names) > 1 and not place.pattern:
            yield place.schema, names


def _of_other_shapes(
    body: Any,
    schema: Schema,
    leaf: Schema,
    resolve: Resolve,
    examples: Mapping[Pattern, Sequence[Any]],
) -> Iterator[Change]:
    """Yield the body with a field of another shape of the union: whether it may stand there the document decides."""
    own = {place.pattern for place in places(leaf, resolve)}
    for place in places(schema, resolve):
        if len(place.pattern) == 1 and place.pattern not in own:
            value = valid_value(place.schema, resolve, examples.get(place.pattern, ()))
            yield f"{place.pattern[0]}/of_another_shape", {**body, place.pattern[0]: value}, place.schema, "", None


def _alternatives(
    body: Any, leaf: Sequence[Place], resolve: Resolve, examples: Mapping[Pattern, Sequence[Any]]
) -> Iterator[Change]:
    """Of `oneOf: [{required: [a]}, {required: [b]}]`: each, all, none."""
    for part, names in _choices(leaf):
        schemas = {name: merged([place.schema for place in leaf if place.pattern == (name,)]) for name in names}
        values = {name: valid_value(schemas[name], resolve, examples.get((name,), ())) for name in names}
        rest = {name: value for name, value in body.items() if name not in names}
        for name, value in values.items():
            yield f"one_of/{name}", {**rest, name: value}, part, "oneOf", ALLOWED
            yield f"one_of/{name}_null_too", {**rest, **values, name: None}, part, "oneOf", None
        yield "one_of/all", {**rest, **values}, part, "oneOf", "conflicting-fields"
        yield "one_of/none", rest, part, "oneOf", "missing-field"


def _examples_by_pattern(contract: Contract, operation: Operation) -> dict[Pattern, list[Any]]:
    # A recorded task is none of a live gateway's, whose answer would be as good as unasked for.
    is_of_recordings = not contract.target.replays and operation.operation_id in contract.document.submits
    recorded = () if is_of_recordings else contract.recorded(operation)
    bodies = [*operation.body_examples, *(i.request.body for i in recorded if i.request is not None)]
    documented = places(contract.facts[operation.operation_id].body_schema, contract.document.resolve)
    found: dict[Pattern, list[Any]] = {}
    for pattern in {place.pattern for place in documented}:
        for body in bodies:
            for _, value in find(body, pattern):
                if value not in found.setdefault(pattern, []):
                    found[pattern].append(value)
    return found


def _has_room(body: Any, holder: Pattern, step: str) -> bool:
    """Tell whether the body has something at a pattern below which a step leads."""
    found = next((value for _, value in find(body, holder)), None)
    return isinstance(found, list) and bool(found) if step == ANY else isinstance(found, dict)


def _with(body: Any, pattern: Pattern, value: Any) -> Any:
    """A copy of the body with a value at the first place of a pattern; None where the body has no such place."""
    changed = deepcopy(body)
    holder = at(changed, _first(pattern[:-1]))
    if pattern[-1] == ANY and isinstance(holder, list) and holder:
        holder[0] = value
        return changed
    if pattern[-1] != ANY and isinstance(holder, dict):
        holder[pattern[-1]] = value
        return changed
    return None


def _first(pattern: Pattern) -> Path:
    """The path of the first place of a pattern."""
    return tuple(0 if step == ANY else step for step in pattern)


def _without(body: Any, pattern: Pattern) -> Any:
    changed = deepcopy(body)
    holder = at(changed, _first(pattern[:-1]))
    if isinstance(holder, dict):
        holder.pop(pattern[-1], None)
    return changed


def _of_text(contract: Contract, operation: Operation, base: Sent) -> Iterator[Case]:
    if operation.body is None:
        return
    text = base.body
    texts = {
        "empty": b"",
        "cut": text[:-1],
        "comment": text[:-1] + b"// a comment\n}",
        "block_comment": text[:-1] + b"/* a comment */}",
        "trailing_comma": text[:-1] + b",}",
        "single_quotes": text.replace(b'"', b"'"),
        "twice": text + text,
        "not_a_number": text[:-1] + b',"x":NaN}',
        "duplicate_name": text[:-1] + b"," + text[1:],
        "byte_order_mark": b"\xef\xbb\xbf" + text,
        "utf_16": text.decode().encode("utf-16"),
        "latin_1": text[:-1] + b',"x":"\xe9"}',
        "null": b"null",
        "array": b"[" + text + b"]",
        "string": b'"text"',
        "number": b"1",
        "spaces_around": b" \r\n\t" + text + b"\n",
        "escaped": json.dumps(json.loads(text)).encode(),
    }
    for name, content in texts.items():
        made = {"spaces_around": ALLOWED, "escaped": ALLOWED} | dict.fromkeys(_NO_OBJECTS, "not-an-object")
        if name == "empty" and not operation.body_required:
            made[name] = ALLOWED
        yield Case(f"text/{name}", operation, replace(base, body=content), made=made.get(name, "malformed-json"))
    if contract.target.is_direct:  # what stands before a server may want to know the length beforehand
        in_pieces = _with_header(base, "transfer-encoding", "chunked")
        yield Case("text/in_pieces", operation, in_pieces, made=ALLOWED)
        yield Case("text/in_pieces_cut", operation, replace(in_pieces, body=text[:-1]), made="malformed-json")


def _of_content_type(contract: Contract, operation: Operation, base: Sent) -> Iterator[Case]:
    if operation.body is None:
        return
    own = usual_media_type(operation)
    types = {
        "charset_utf_8": f"{own}; charset=utf-8",
        "capitals": own.upper(),
        "text": "text/plain",
        "form": "application/x-www-form-urlencoded",
        "xml": "application/xml",
        "charset_latin_1": f"{own}; charset=iso-8859-1",
    }
    taken = {"charset_utf_8", "capitals"}
    if contract.target.replays:  # a gateway may know fewer ways to write it
        more = {
            "charset_quoted": f'{own}; charset="UTF8"',
            "other_parameter": f"{own}; a=b=c; charset=utf-8",
            "no_blanks": f"{own};charset=utf-8;a=b",
        }
        types |= {**more, "charset_with_more": f"{own}; charset=utf-8=x"}
        taken |= more.keys()
        yield Case("content_type/none", operation, _with_header(base, "content-type", None), made=ALLOWED)
        yield Case(
            "content_type/not_coded", operation, _with_header(base, "content-encoding", "Identity"), made=ALLOWED
        )
    for name, value in types.items():
        made = ALLOWED if name in taken else "unsupported-media-type"
        yield Case(f"content_type/{name}", operation, _with_header(base, "content-type", value), made=made)
    coded = _with_header(base, "content-encoding", "gzip")
    yield Case("content_type/coded", operation, coded, made="unsupported-media-type")


def _of_credentials(contract: Contract, operation: Operation, base: Sent) -> Iterator[Case]:
    key = contract.target.api_key
    for credential in operation.usual_credentials:
        name = credential.name
        if credential.location != "header":
            made = "missing-credentials" if all(operation.credentials) else None
            yield Case(f"key/none/{name}", operation, _without_pair(base, credential.location, name), made=made)
            continue
        without = _with_header(base, name, None)
        yield Case("key/none", operation, without, made="missing-credentials")
        if contract.target.replays:  # in an address a gateway's key would be kept by whoever keeps a log
            elsewhere = replace(without, target=_with_key(without.target, key))
            yield Case("key/in_the_query", operation, elsewhere, made="missing-credentials")
        values = {
            "wrong": "Bearer not-a-key",
            "no_scheme": key,
            "scheme_alone": "Bearer",
            "empty": "",
            "other_scheme": f"Basic {key}",
            "small_letters": f"bearer {key}",
            "longer": f"Bearer {key}x",
            "led_by_more": f"Bearer x{key}",
            "shorter": f"Bearer {key[:-1]}",
            "beginning": f"Bearer {key[:1]}",
            "end": f"Bearer {key[1:]}",
            "other_case": f"Bearer {key.swapcase()}",
            "twice": f"Bearer {key} {key}",
        }
        if contract.target.replays:  # a gateway may be stricter than RFC 9110
            values["two_blanks"] = f"Bearer  {key}"
        for label, value in values.items():
            made = ALLOWED if label in ("small_letters", "two_blanks") else "wrong-credentials"
            yield Case(f"key/{label}", operation, _with_header(base, name, value), made=made)


def _without_pair(request: Sent, location: str, name: str) -> Sent:
    """A request without the header of a name, or without what its query, or its cookies, have under it."""
    if location == "header":
        return _with_header(request, name, None)
    if location == "query":
        kept = [pair for pair in request.query if pair[0] != name and not pair[0].startswith(f"{name}[")]
        text = urlencode(kept)
        return replace(request, target=request.target.partition("?")[0] + (f"?{text}" if text else ""))
    held = request.first_headers().get("cookie", "").split("; ")
    others = "; ".join(pair for pair in held if pair.partition("=")[0] != name)
    return _with_header(request, "cookie", others or None)


def _with_key(target: str, key: str) -> str:
    """An address with a key in it, by the names that others have for one there."""
    named = urlencode(dict.fromkeys(_NAMES_OF_KEYS, key))
    return f"{target}{'&' if '?' in target else '?'}{named}"


def _of_query(contract: Contract, operation: Operation, base: Sent) -> Iterator[Case]:
    path, _, query = base.target.partition("?")
    alike = [other for other in contract.document.operations if other.path == operation.path]
    for name, value in operation.constants.items():
        others = [(n, v) for n, v in base.query if n != name]
        changed = {
            "missing": others,
            "empty": [*others, (name, "")],
            "other": [*others, (name, f"{value}x")],
            "small_letters": [*others, (name.lower(), value)],
            "value_in_other_case": [*others, (name, value.swapcase() if value.upper() != value.lower() else "")],
            "twice": [*others, (name, value), (name, value)],
            "then_empty": [*others, (name, value), (name, "")],
            "first": [(name, value), *others],
        }
        for label, pairs in changed.items():
            asked = replace(base, target=f"{path}?{urlencode(pairs)}")
            tells_apart = any(other.constants.get(name) != value for other in alike)
            refused = "unknown-operation" if tells_apart else "unsupported-version"
            yield Case(f"query/{name}/{label}", operation, asked, made=ALLOWED if label == "first" else refused)
    unknown = replace(base, target=f"{path}?{query}{'&' if query else ''}x-unknown=1")
    yield Case("query/unknown", operation, unknown, made=ALLOWED)


def _of_headers(operation: Operation, base: Sent) -> Iterator[Case]:
    for parameter in operation.parameters:
        if parameter.location == "header":
            for value in ("true", "false", "x"):
                yield Case(f"header/{parameter.name}/{value}", operation, _with_header(base, parameter.name, value))


def _of_parameters(contract: Contract, operation: Operation, base: Sent, body: Any) -> Iterator[Case]:
    """Yield each parameter beside those of the path: left out, at its bounds and beyond, and given twice.

    A gateway may be more lenient than its document, so for bounds a mock alone is asked.
    """
    for node in contract.parameters(operation):
        where, name = node["in"], node["name"].lower() if node["in"] == "header" else node["name"]
        if where == "path" or (where == "query" and name in operation.constants):
            continue
        without = _without_pair(base, where, name)
        if node.get("required") and without != base:
            yield Case(f"{where}/{name}/absent", operation, without, made="missing-field")
        if contract.target.replays:
            yield from _of_bounds(contract, operation, body, node, name)


def _of_bounds(
    contract: Contract, operation: Operation, body: Any, node: Mapping[str, Any], name: str
) -> Iterator[Case]:
    where, schema = node["in"], contract.document.dereferenced(node.get("schema", {}))
    if schema.get("type") not in _SCALARS:
        return
    value = valid_value(schema, contract.document.resolve)
    tried = [one.value for keyword, _, others in beyond([schema], value, ()) if keyword != "type" for one in others]
    for number, other in enumerate((value, *tried), start=1):
        request = request_of(contract, operation, body, {name: other})
        yield Case(f"{where}/{name}/{number}", operation, request)
        if where == "query" and number == 1:
            pair = urlencode([pair for pair in request.query if pair[0] == name])
            twice = replace(request, target=f"{request.target}&{pair}")
            yield Case(f"query/{name}/twice", operation, twice, made="conflicting-fields")


def _of_path(contract: Contract, operation: Operation, base: Sent, body: Any) -> Iterator[Case]:
    path, mark, query = base.target.partition("?")
    near = {"longer": f"{path}/nothing", "shorter": path.rpartition("/")[0], "other_end": f"{path}x"}
    if contract.target.replays:  # what stands before a gateway may take these for the same path
        above, slash, last = path.rpartition("/")
        near |= {"other_case": f"{above}{slash}{last.swapcase()}", "slash_at_its_end": f"{path}/"}
    paths = [other.path for other in contract.document.operations]
    for label, other in near.items():
        # Whose path a beginning is that several gateways share, nobody knows.
        if other.count("/") > 1 and not any(taken_from(other, each) is not None for each in paths):
            asked = replace(base, target=f"{other}{mark}{query}")
            yield Case(f"path/{label}", operation, asked, made="not-found")
            # What changes nothing costs nothing, so this is asked of a live gateway in any case.
            yield Case(f"path/{label}/read", operation, replace(asked, method="GET", body=b""), made="not-found")
    known = {other.method for other in contract.document.operations if other.path == operation.path}
    for method in _METHODS:
        if method != operation.method:
            made = None if method in known else "method-not-allowed"
            yield Case(f"method/{method}", operation, replace(base, method=method), made=made)
    for parameter in operation.parameters:
        if parameter.location == "path":
            value = (taken_from(base.path, operation.path) or {}).get(parameter.name, "1")
            values = {
                "unknown": _other(value),
                "longest": "1" * 64,
                "too_long": "1" * 65,
                "space": "a b",
                "not_ascii": "猫",
            }
            for label, other in values.items():
                request = request_of(contract, operation, body, {parameter.name: other})
                yield Case(f"path/{parameter.name}/{label}", operation, request)


def _other(value: str) -> str:
    return value[:-1] + ("1" if value[-1] != "1" else "2")


def _with_header(request: Sent, name: str, value: str | None) -> Sent:
    kept = tuple(header for header in request.headers if header[0] != name)
    return replace(request, headers=kept if value is None else (*kept, (name, value)))
