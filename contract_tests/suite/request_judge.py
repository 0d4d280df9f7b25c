"""Which requests a document allows, and what the others break: read from the document alone, as `jsonschema` has it.

The mock has another program for the same question. Neither may use the other's.
"""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isinf
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from image_gateways_documents.document_tree import DocumentTree, OperationNode
from image_gateways_documents.media_types import documented_as, essence, is_form, is_json
from image_gateways_documents.problem import Problem, quoted
from image_gateways_documents.schema_walk import Path, Taken, all_branches, places

from .asked_values import (
    Choose,
    cookies,
    form_fields,
    is_spread,
    is_written_once,
    properties,
    read_json,
    readings,
    types_of,
)  # fmt: skip
from .request_pictures import picture_fault

_DATA = "data:"
_BLANKS = r"\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # what ECMA-262 calls white space
_END_OF_PATTERN = re.compile(r"(?<!\\)\$$")

# What breaks a keyword falls under the condition of a bound, but for these.
_CONDITIONS = {
    "required": "missing-field",
    "type": "wrong-type",
    "additionalProperties": "conflicting-fields",
    "unevaluatedProperties": "conflicting-fields",
    "propertyNames": "conflicting-fields",
    "not": "conflicting-fields",
    "oneOf": "conflicting-fields",
}
_OWN_CONDITIONS = frozenset({
    "picture-empty", "picture-undecodable", "picture-type", "picture-too-large", "malformed-json",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        method: the HTTP method.
        path: the path, decoded.
        query: names and values, decoded, in order.
        headers: names in lower case and the first value of each.
        body: the body; empty for none.
    """

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a document says of a request.

    Attributes:
        operation_id: the operation that it reaches; empty for none.
        problems: what it breaks; none where it is allowed. Of several, each is a reason to refuse it.
        parameters: its path, query and header parameters, parsed, without those that have one legal value.
        body: its body, parsed; None for none.
    """

    operation_id: str
    problems: tuple[Problem, ...]
    parameters: Mapping[str, Any]
    body: Any = None


class RequestJudge:
    """Reads a document as OpenAPI and JSON Schema have it.

    Args:
        document: the document.
        keys: the keys that are accepted; none for those that the document names as placeholders.
    """

    def __init__(self, document: DocumentTree, keys: Iterable[str] = ()) -> None:
        self._document = document
        self._keys = frozenset(keys)
        validator = _validator_of(document)
        found = [_Judged(document, node, validator) for node in document.operation_nodes()]
        # A path without parameters goes before one that has some.
        self._operations = sorted(found, key=lambda operation: "{" in operation.path)

    def judge(self, asked: Asked) -> Judgement:
        """Say what the document says of a request."""
        operation, problem = self._reached(asked)
        if operation is None or problem is not None:
            reached = "" if operation is None else operation.operation_id
            return Judgement(reached, () if problem is None else (problem,), {})
        if (problem := self._key_problem(operation, asked)) is not None:
            return Judgement(operation.operation_id, (problem,), {})
        problems, parameters = operation.read_parameters(asked)
        content_problem = operation.content_problem(asked)
        body: Any = None
        if content_problem is not None:
            problems.append(content_problem)
        else:
            body_problems, body = operation.read_body(asked)
            problems += body_problems
        return Judgement(operation.operation_id, tuple(dict.fromkeys(problems)), parameters, body)

    def reached(self, asked: Asked) -> str:
        """Return the id of the operation that a request is for, whatever its key and body; empty for none."""
        operation, problem = self._reached(asked)
        return "" if operation is None or problem is not None else operation.operation_id

    def _reached(self, asked: Asked) -> "tuple[_Judged | None, Problem | None]":
        at_path = [operation for operation in self._operations if taken_from(asked.path, operation.path) is not None]
        if not at_path:
            return None, Problem("not-found", ("path",), "a documented path", quoted(asked.path))
        at_path = [operation for operation in at_path if operation.path == at_path[0].path]
        methods = " or ".join(sorted({operation.method for operation in at_path}))
        alike = [operation for operation in at_path if operation.method == asked.method]
        if not alike:
            return None, Problem("method-not-allowed", ("method",), methods, asked.method)
        for operation in alike:
            wrong = [name for name, value in operation.constants.items() if asked_values(asked, name) != [value]]
            telling = [name for name in wrong if len({other.constants.get(name) for other in alike}) > 1]
            if not wrong:
                return operation, None
            if not telling:
                found = quoted(asked_values(asked, wrong[0]))
                return operation, Problem("unsupported-version", (wrong[0],), operation.constants[wrong[0]], found)
        known = " or ".join(value for operation in alike for value in operation.constants.values())
        return None, Problem("unknown-operation", tuple(alike[0].constants)[:1], known, quoted(list(asked.query)))

    def _key_problem(self, operation: "_Judged", asked: Asked) -> Problem | None:
        problems = []
        for way in operation.security:
            found = [problem for name in way if (problem := self._scheme_problem(name, asked)) is not None]
            if not found:
                return None
            problems += found[:1]
        return next(iter(problems), None)

    def _scheme_problem(self, name: str, asked: Asked) -> Problem | None:
        scheme = self._document.dereferenced({"$ref": f"#/components/securitySchemes/{name}"})
        if scheme["type"] == "mutualTLS":
            return None  # the connection shows it, and no request
        where, kind = _place_of_key(scheme)
        places = {"query": dict(asked.query), "cookie": cookies(asked.headers.get("cookie", ""))}
        shown = places.get(scheme.get("in", ""), asked.headers).get(where)
        if shown is None:
            return Problem("missing-credentials", (where,), "a key", "nothing")
        if kind:
            given, _, shown = shown.partition(" ")
            shown = shown.strip() if given.lower() == kind else ""
        accepted = self._keys or frozenset(scheme.get("x-placeholders", ()))
        held = _keys_in(shown, kind)
        if not held or (accepted and accepted.isdisjoint(held)):
            return Problem("wrong-credentials", (where,), "a key that is accepted", "another")
        return None


def _place_of_key(scheme: Mapping[str, Any]) -> tuple[str, str]:
    """Where a scheme has the key, and what stands before it there, in small letters."""
    if scheme["type"] == "apiKey":
        return (scheme["name"].lower() if scheme["in"] == "header" else scheme["name"]), ""
    return "authorization", scheme.get("scheme", "bearer").lower()


def _keys_in(shown: str, kind: str) -> set[str]:
    """What may be the key in what is shown: of a name and a password each, and both."""
    if kind != "basic":
        return {shown} - {""}
    try:
        whole = b64decode(shown, validate=True).decode()
    except ValueError:
        return set()
    return {whole, *whole.split(":", 1)} - {""}


class _Judged:
    """One operation, its validators compiled."""

    def __init__(self, document: DocumentTree, found: OperationNode, validator: Any) -> None:
        node = found.node
        self._document = document
        self._validator = validator
        self.path = _base_of(document) + found.path.partition("#")[0]
        self.method = found.method.upper()
        self.operation_id = found.operation_id
        self.security: list[dict[str, Any]] = (node if "security" in node else document.root).get("security", [])
        parameters = [one for one in document.parameters(found) if not _is_no_parameter(one)]
        needed = [(one["name"], document.dereferenced(_schema_of(one))) for one in parameters if _may_tell_apart(one)]
        self.constants: dict[str, str] = {
            name: schema["const"] for name, schema in needed if isinstance(schema.get("const"), str)
        }
        self._parameters = [
            (one, validator(_schema_of(one)), self._types(_schema_of(one)))
            for one in parameters
            if one["in"] != "query" or one["name"] not in self.constants
        ]
        request = document.dereferenced(node.get("requestBody", {}))
        self._content = {essence(name): media for name, media in request.get("content", {}).items()}
        self._body_required: bool = request.get("required", False)

    @cached_property
    def _body_validators(self) -> dict[str, Any]:
        return {name: self._validator(media.get("schema", {})) for name, media in self._content.items()}

    def read_parameters(self, asked: Asked) -> tuple[list[Problem], dict[str, Any]]:
        """Return what the parameters break, and their values."""
        problems: list[Problem] = []
        parsed: dict[str, Any] = {}
        for parameter, validator, types in self._parameters:
            name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
            ways = self._ways(parameter, types, asked)
            if isinstance(ways, Problem):
                problems.append(ways)
                continue
            errors = [(value, _meant_errors(list(validator.iter_errors(value)))) for value in ways]
            if not errors:
                if parameter.get("required"):
                    problems.append(Problem("missing-field", (name,), "a value", "nothing"))
                continue
            value, wrong = min(errors, key=lambda pair: (_distance(pair[1], ()), len(pair[1])))
            if not wrong:
                parsed[name] = value
            problems += [replace(problem, path=(name, *problem.path)) for problem in map(_problem, wrong)]
        return problems, parsed

    def _ways(self, parameter: Mapping[str, Any], types: Sequence[str], asked: Asked) -> list[Any] | Problem:
        """What a parameter may stand for; nothing where it is not there."""
        schema = _schema_of(parameter)
        if is_spread(parameter, types):
            fields = {place.pattern[0] for place in places(schema, self._document.resolve) if place.pattern}
            found = properties(parameter, fields, asked.query, self._chooses(schema))
            return [found] if found else []
        texts = self._texts(parameter, asked)
        if len(texts) > 1 and is_written_once(parameter, types):
            return Problem("conflicting-fields", (parameter["name"],), "one value", f"{len(texts)} values")
        return list(readings(parameter, types, texts, self._chooses(schema))) if texts else []

    def _texts(self, parameter: Mapping[str, Any], asked: Asked) -> list[str]:
        name = parameter["name"]
        match parameter["in"]:
            case "query":
                return asked_values(asked, name)
            case "path":
                held: Mapping[str, str] = taken_from(asked.path, self.path) or {}
            case "cookie":
                held = cookies(asked.headers.get("cookie", ""))
            case _:
                name, held = name.lower(), asked.headers
        return [held[name]] if name in held else []

    def _types(self, schema: Any) -> list[str]:
        return types_of(schema, self._document.resolve)

    def _chooses(self, schema: Any) -> Choose:
        """Return what chooses a value for a field of an object: one that its schemas allow, else one of their type."""
        always, perhaps = self._of_fields(schema, lambda *_: ()), self._of_fields(schema, all_branches)

        def errors(name: str, value: Any) -> list[ValidationError]:
            if name in always:
                return [error for known in always[name] for error in known.iter_errors(value)]
            return min(([*known.iter_errors(value)] for known in perhaps.get(name, ())), key=len, default=[])

        def choose(name: str, ways: Sequence[Any]) -> Any:
            found = [(errors(name, way), way) for way in ways]
            allowed = (way for wrong, way in found if not wrong)
            of_type = (way for wrong, way in found if not any(error.validator == "type" for error in wrong))
            return next(allowed, next(of_type, ways[0]))

        return choose

    def _empty_lists(self, schema: Any) -> dict[str, Any]:
        """The required lists of a form, which has no other way to say that one is empty than to leave it out."""
        found = list(places(schema, self._document.resolve))
        required = {name for place in found if not place.pattern for name in place.schema.get("required", ())}
        fields = {place.pattern[0]: place.schema for place in found if len(place.pattern) == 1}
        return {name: [] for name in required & fields.keys() if "array" in self._types(fields[name])}

    def _of_fields(self, schema: Any, taken: Taken) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for place in places(schema, self._document.resolve, taken):
            if len(place.pattern) == 1:
                found.setdefault(place.pattern[0], []).append(self._validator(place.schema))
        return found

    def content_problem(self, asked: Asked) -> Problem | None:
        """Return what is wrong with the type, the charset or the coding of a body. Without a type it is the usual."""
        if not self._content:
            return None
        given = asked.headers.get("content-type", self._usual_type)
        kind, *parameters = [part.strip().lower() for part in given.split(";")]
        named = dict(part.replace('"', "").replace(" ", "").partition("=")[::2] for part in parameters)
        if documented_as(kind, self._content) is None or named.get("charset", "utf-8") not in ("utf-8", "utf8"):
            wanted = " or ".join(self._content)
            return Problem("unsupported-media-type", ("Content-Type",), f"{wanted} in UTF-8", quoted(given))
        coding = asked.headers.get("content-encoding", "identity")
        if coding.lower() != "identity":
            return Problem("unsupported-media-type", ("Content-Encoding",), "none", quoted(coding))
        return None

    @property
    def _usual_type(self) -> str:
        return next((name for name in self._content if is_json(name)), next(iter(self._content)))

    def read_body(self, asked: Asked) -> tuple[list[Problem], Any]:
        """Return what the body breaks, and what it holds; bytes where its type is not read."""
        if not self._content or (not asked.body and not self._body_required):
            return [], None
        given = asked.headers.get("content-type", self._usual_type)
        known = documented_as(given, self._content) or self._usual_type
        is_read = is_json(given) or is_form(given)
        if not is_read and not asked.body:
            return [Problem("missing-field", (), "a body", "nothing")], None
        try:
            value = self._read(given, asked.body, self._content[known].get("schema", {}))
        except ValueError as error:
            return [Problem("malformed-json", (), "JSON" if is_json(given) else "a form", str(error))], None
        if not is_read and not given.startswith("text/"):
            return [], value
        problems = [_problem(error) for error in _meant_errors(list(self._body_validators[known].iter_errors(value)))]
        if any(problem.condition == "wrong-type" and not problem.path for problem in problems):
            return [Problem("not-an-object", (), "an object", quoted(value))], value
        return problems, value

    def _read(self, content_type: str, body: bytes, schema: Any) -> Any:
        if is_json(content_type):
            return read_json(body)
        if is_form(content_type):
            return self._empty_lists(schema) | form_fields(content_type, body, self._chooses(schema))
        return body.decode("utf-8", "replace") if content_type.startswith("text/") else body


def _base_of(document: DocumentTree) -> str:
    """The path of the server, which is the same for all operations."""
    server = (document.root.get("servers") or [{"url": ""}])[0]
    usual = {name: told.get("default", "host") for name, told in server.get("variables", {}).items()}
    url = re.sub(r"\{([^}]*)\}", lambda name: str(usual.get(name[1], "host")), server["url"])
    return urlsplit(url).path.rstrip("/")


def _is_no_parameter(parameter: Mapping[str, Any]) -> bool:
    """Whether OpenAPI has a parameter passed over."""
    return parameter["in"] == "header" and parameter["name"].lower() in ("accept", "content-type", "authorization")


def _may_tell_apart(parameter: Mapping[str, Any]) -> bool:
    return parameter["in"] == "query" and bool(parameter.get("required"))


def _schema_of(parameter: Mapping[str, Any]) -> Any:
    holder = next(iter(parameter["content"].values())) if parameter.get("content") else parameter
    return holder.get("schema", {})


def asked_values(asked: Asked, name: str) -> list[str]:
    """The values that a query has under a name."""
    return [value for known, value in asked.query if known == name]


def taken_from(path: str, template: str) -> dict[str, str] | None:
    """Return the parameters of a path that a template fits; None where it does not."""
    texts, names = re.split(r"\{[^{}]+\}", template), re.findall(r"\{([^{}]+)\}", template)
    found = re.fullmatch("([^/]+)".join(map(re.escape, texts)), path)
    return dict(zip(names, found.groups(), strict=True)) if found else None


# --- what a validator's errors mean -----------------------------------------------------------------------------------


def _meant_errors(errors: Sequence[ValidationError]) -> list[ValidationError]:
    """The errors that a value is refused for: of a union, those of the alternatives that it is nearest to."""
    found: list[ValidationError] = []
    for error in errors:
        if error.validator in ("oneOf", "anyOf") and error.context and not _is_choice_of_fields(error):
            found += _of_nearest(error)
        else:
            found.append(error)
    # What is of another type has no bounds.
    of_other_type = {tuple(error.absolute_path) for error in found if error.validator == "type"}
    return [error for error in found if error.validator == "type" or tuple(error.absolute_path) not in of_other_type]


def _of_nearest(error: ValidationError) -> list[ValidationError]:
    alternatives: dict[Any, list[ValidationError]] = {}
    for below in error.context:
        alternatives.setdefault(below.schema_path[0], []).append(below)
    explained = [_meant_errors(branch) for branch in alternatives.values()]
    distances = [_distance(branch, tuple(error.absolute_path)) for branch in explained]
    return [one for branch, far in zip(explained, distances, strict=True) if far == min(distances) for one in branch]


def _distance(errors: Sequence[ValidationError], place: Path) -> tuple[int, bool]:
    """How far a value at a place is from what it has these errors with: a wrong tag says that another was meant."""
    tags = sum(error.validator == "const" or _excludes_value(error) for error in errors)
    paths = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    return tags, place in paths


def _excludes_value(error: ValidationError) -> bool:
    return error.validator == "not" and "const" in error.validator_value


def _is_choice_of_fields(error: ValidationError) -> bool:
    """Whether a union is of the form `oneOf: [{required: [a]}, {required: [b]}]`."""
    return all(set(branch) == {"required"} for branch in error.validator_value)


def _problem(error: ValidationError) -> Problem:
    path: Path = tuple(error.absolute_path)
    keyword, limit, value = str(error.validator), error.validator_value, error.instance
    condition = _CONDITIONS.get(keyword, keyword if keyword in _OWN_CONDITIONS else "out-of-bounds")
    expected = f"{keyword} {quoted(limit)}"
    match keyword:
        case "required":
            name = next(name for name in limit if f"{name!r} " in error.message)
            return Problem(condition, (*path, name), "a value, since the field is required", "nothing")
        case "type" if isinstance(value, float) and isinf(value):
            condition = "out-of-bounds"
        case "const":
            condition = "unknown-tag" if type(limit) is type(value) else "wrong-type"
        case "oneOf" if error.context:
            condition = "missing-field"
    return Problem(condition, path, expected, quoted(value))


# --- keywords that JSON Schema leaves open, and one that OpenAPI adds to ----------------------------------------------


def _one_of(validator: Any, alternatives: Sequence[Any], value: Any, schema: Any) -> Iterator[ValidationError]:
    """Hold a value to the alternative that its tag means, where the document says so: the others need no look."""
    discriminator = schema.get("discriminator", {})
    tag = value.get(discriminator.get("propertyName")) if isinstance(value, dict) else None
    meant = {"$ref": discriminator.get("mapping", {}).get(tag)} if isinstance(tag, str) else None
    if meant in alternatives:
        yield from validator.descend(value, alternatives[alternatives.index(meant)])
    else:
        yield from Draft202012Validator.VALIDATORS["oneOf"](validator, alternatives, value, schema)


def _pattern(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "string") and "x-picture" not in schema and not _matches(pattern, value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def _matches(pattern: str, text: str) -> bool:
    # By JSON Schema's own rules, unlike Python's, `$` is never before a line break, and other characters are blanks.
    own = pattern.replace(r"\S", f"[^{_BLANKS}]").replace(r"\s", f"[{_BLANKS}]")
    try:
        return re.search(_END_OF_PATTERN.sub(r"\\Z", own), text) is not None
    except re.error:  # what Python's expressions have not, as \p{L}
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}).is_valid(text)


def _format(_validator: Any, name: str, value: Any, schema: Any) -> Iterator[ValidationError]:
    """Hold a text to its format: by the library that knows the most of them."""
    if isinstance(value, str) and "x-picture" not in schema and not _is_of_format(name, value):
        yield ValidationError(f"{value!r} is no {name}")


def _is_of_format(name: str, text: str) -> bool:
    return jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True).is_valid(text)


def _picture(validator: Any, limits: Mapping[str, Any], value: Any, schema: Any) -> Iterator[ValidationError]:
    if not validator.is_type(value, "string"):
        return
    carried: str | None = value
    if limits.get("data_url"):
        head, comma, carried = value.partition(",") if value.startswith(_DATA) else (value, "", None)
        # What stands before the picture is text; the picture may be megabytes.
        if not _matches(schema.get("pattern", ""), f"{head}{comma}AAAA" if comma else head):
            yield ValidationError("another form", validator="pattern", validator_value=schema["pattern"])
            return
    if carried is not None and (fault := picture_fault(carried, limits)):
        yield ValidationError(fault.expected, validator=fault.condition, validator_value=fault.expected)


def _json_text(validator: Any, content: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if not validator.is_type(value, "string"):
        return
    try:
        held = read_json(value.encode())
    except ValueError as error:
        yield ValidationError(str(error), validator="malformed-json", validator_value="JSON")
        return
    yield from validator.descend(held, content)


def _is_number(_checker: Any, value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and not (isinstance(value, float) and isinf(value))
    )


_Validator = extend(
    Draft202012Validator,
    {"oneOf": _one_of, "pattern": _pattern, "format": _format, "x-picture": _picture, "contentSchema": _json_text},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("number", _is_number),
)


def _validator_of(document: DocumentTree) -> Any:
    """Return what compiles a schema of a document; each that lies in another, or is referred to, is compiled once."""

    def referred(_validator: Any, reference: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
        if reference not in named:
            named[reference] = compiled(document.resolve(reference))
        errors: Iterator[ValidationError] = named[reference].iter_errors(value)
        return errors

    def descend(
        _validator: Any, instance: Any, schema: Any, path: Any = None, schema_path: Any = None, **_resolver: Any
    ) -> Iterator[ValidationError]:
        for error in compiled(schema).iter_errors(instance):
            if path is not None:
                error.path.appendleft(path)
            if schema_path is not None:
                error.schema_path.appendleft(schema_path)
            yield error

    def compiled(schema: Any) -> Any:
        if id(schema) not in known:
            known[id(schema)] = validator(schema)
        return known[id(schema)]

    named: dict[str, Any] = {}
    known: dict[int, Any] = {}  # as many as the document has schemas, which these keep: an id is of no other one later
    validator = extend(_Validator, {"$ref": referred})
    # That of jsonschema compiles a schema anew for each value, which takes longer than to hold the value to it.
    validator.descend = descend
    return validator
