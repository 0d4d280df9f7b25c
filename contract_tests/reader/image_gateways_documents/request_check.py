"""Holds a request to its operation: credentials, parameters, content type, body, pictures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from .body_schema import BodySchema, PictureRules
from .form_text import MalformedForm
from .json_text import MalformedJson, parse_json
from .media_types import documented_as, is_form, is_json
from .operations import Operation
from .parameters import Parameter
from .picture_check import picture_problem
from .problem import Problem, quoted
from .routing import Match, Query, Rejection
from .schema_walk import Path, at, find
from .security import Credential

Headers = Mapping[str, str]

_DATA = "data:"
_SHORT_BASE64 = "AAAA"


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """A request that its document allows.

    Attributes:
        operation: the operation it is for.
        parameters: its path and query parameters, parsed, without those that have one legal value.
        body: its body, parsed; bytes where it is of a type that is not read, None where it has none.
        shape: the leaf of the operation's union of bodies that the body falls in.
        picture_form: the role of the strings in which it asks for pictures; None where it leaves that open.
    """

    operation: Operation
    parameters: Mapping[str, Any]
    body: Any
    shape: BodySchema | None
    picture_form: str | None

    def task_id_at(self, place: Path) -> str | None:
        """Return the id of the task that a poll asks for; None where it asks for none.

        Args:
            place: where the id is, as `TaskLink.id_in_poll` has it.
        """
        source, *path = place
        value = at(self.body if source == "body" else self.parameters, tuple(path))
        return None if value is None else str(value)


def check_credentials(operation: Operation, headers: Headers, query: Query, keys: Collection[str]) -> None:
    """Refuse a request without the credentials that its operation asks for.

    Args:
        operation: the operation.
        headers: the request's headers, names in lower case.
        query: the request's query parameters.
        keys: the keys that are accepted; empty for those that the document names as placeholders.

    Raises:
        Rejection: a key is missing or wrong.
    """
    refusals = []
    for requirement in operation.credentials:
        refusal = next(filter(None, (_refusal(credential, headers, query, keys) for credential in requirement)), None)
        if refusal is None:
            return
        refusals.append(refusal)
    if refusals:
        raise Rejection(refusals[0], operation=operation)


def _refusal(credential: Credential, headers: Headers, query: Query, keys: Collection[str]) -> Problem | None:
    name = credential.name
    match credential.location:
        case "header":
            given = headers.get(name)
        case "cookie":
            given = cookies(headers).get(name)
        case _:
            given = dict(query).get(name)
    if given is None:
        return Problem("missing-credentials", (name,), "a key", "nothing")
    if credential.prefix:
        prefix, _, given = given.partition(" ")
        if prefix.lower() != credential.prefix:
            return Problem("wrong-credentials", (name,), f"the scheme {credential.prefix}", "another")
    shown = credential.keys(given.strip() if credential.prefix else given)
    accepted = keys or credential.placeholders
    if not shown or (accepted and shown.isdisjoint(accepted)):
        return Problem("wrong-credentials", (name,), "a key that is accepted here", "another")
    return None


def check_parameters(match: Match, headers: Headers, query: Query) -> dict[str, Any]:
    """Return the parameters of a request, parsed.

    Raises:
        Rejection: a parameter is missing, given twice, or not what its schema allows.
    """
    operation = match.operation
    parsed: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.const is not None:
            continue
        given = _given(parameter, match, headers, query)
        if given:
            if wrong := parameter.schema.problem(given[0]):
                raise Rejection(replace(wrong, path=(parameter.name, *wrong.path)), operation=operation)
            parsed[parameter.name] = given[0]
        elif parameter.required:
            problem = Problem("missing-field", (parameter.name,), "a value, since it is required", "nothing")
            raise Rejection(problem, operation=operation)
    return parsed


def _given(parameter: Parameter, match: Match, headers: Headers, query: Query) -> list[Any]:
    """The value that a request gives to a parameter, alone in a list; an empty list for none."""
    if parameter.style.is_spread and parameter.location == "query":
        value = parameter.style.read_spread(query)
        return [value] if value else []
    texts = [text for text in _texts(parameter, match, headers, query) if parameter.style.begins(text)]
    if len(texts) > 1 and not parameter.style.is_list:
        problem = Problem("conflicting-fields", (parameter.name,), "one value", f"{len(texts)} values")
        raise Rejection(problem, operation=match.operation)
    return [parameter.style.read(texts)] if texts else []


def cookies(headers: Headers) -> dict[str, str]:
    """Return the cookies of a request by their names."""
    pairs = (pair.strip().partition("=") for pair in headers.get("cookie", "").split(";"))
    return {name: value.strip('"') for name, equals, value in pairs if equals}


def _texts(parameter: Parameter, match: Match, headers: Headers, query: Query) -> list[str]:
    match parameter.location:
        case "path":
            return [match.path_parameters[parameter.name]]
        case "query":
            return [value for name, value in query if name == parameter.name]
        case "header":
            found = headers
        case _:
            found = cookies(headers)
    return [found[parameter.name]] if parameter.name in found else []


def check_content_type(operation: Operation, headers: Headers) -> None:
    """Refuse a body of a type, a charset or a coding that the operation does not take.

    Raises:
        Rejection: the content type is not among the documented ones. A missing one is taken as JSON where that is one.
    """
    if not operation.bodies:
        return
    media_type, charset = _media_type_and_charset(headers.get("content-type", _usual_type(operation)))
    if documented_as(media_type, operation.media_types) is None:
        wanted = " or ".join(sorted(operation.media_types))
        problem = Problem("unsupported-media-type", ("Content-Type",), wanted, media_type[:60] or "nothing")
    elif charset not in ("utf-8", "utf8"):
        problem = Problem("unsupported-media-type", ("Content-Type",), "the charset utf-8", charset[:60])
    elif headers.get("content-encoding", "identity").lower() != "identity":
        problem = Problem("unsupported-media-type", ("Content-Encoding",), "none", headers["content-encoding"][:60])
    else:
        return
    raise Rejection(problem, operation=operation)


@lru_cache(maxsize=256)
def _media_type_and_charset(content_type: str) -> tuple[str, str]:
    media_type, _, parameters = content_type.partition(";")
    for name, _, value in (parameter.partition("=") for parameter in parameters.split(";")):
        if name.strip().lower() == "charset":
            return media_type.strip(), value.strip().strip('"').lower()
    return media_type.strip(), "utf-8"


def check_body(
    operation: Operation, parameters: Mapping[str, Any], raw: bytes, content_type: str = ""
) -> CheckedRequest:
    """Return the request, parsed, with its body held to the document.

    Args:
        operation: the operation.
        parameters: its parameters, parsed.
        raw: the body.
        content_type: its `Content-Type`, one that `check_content_type` lets pass; empty where it has none.

    Raises:
        Rejection: the body cannot be read as what it is called, or is not what the document allows.
    """
    if not operation.bodies or (not raw and not operation.body_required):
        return CheckedRequest(operation, parameters, None, None, None)
    content_type = content_type or _usual_type(operation)
    schema = operation.bodies[documented_as(content_type, operation.bodies) or _usual_type(operation)]
    body = _read(operation, schema, content_type, raw)
    if schema is None:
        return CheckedRequest(operation, parameters, body, None, None)
    problem, shape = schema.check(body)
    if problem:
        raise Rejection(_specific(problem, schema, body), operation=operation)
    form = _picture_form(shape, body)
    for path, text, rules in _pictures(shape, body) if shape.pictures else ():
        if problem := _picture_problem(text, rules, path):
            raise Rejection(problem, operation=operation)
    for path, text, content in _json_texts(shape, body) if shape.json_texts else ():
        form = _check_json_text(operation, path, text, content) or form
    return CheckedRequest(operation, parameters, body, shape, form)


def _usual_type(operation: Operation) -> str:
    return next((name for name in operation.bodies if is_json(name)), next(iter(operation.bodies)))


def _read(operation: Operation, schema: BodySchema | None, content_type: str, raw: bytes) -> Any:
    """Read a body as its type says: JSON, a form, a text; another stays bytes."""
    try:
        if is_json(content_type):
            return parse_json(raw)
        if schema is not None and is_form(content_type):
            return schema.form.read(content_type, raw)
    except (MalformedJson, MalformedForm) as error:
        expected = "JSON" if is_json(content_type) else "a form"
        raise Rejection(Problem("malformed-json", (), expected, str(error)), operation=operation) from None
    if not raw:
        problem = Problem("missing-field", (), "a body, since it is required", "nothing")
        raise Rejection(problem, operation=operation)
    return raw if schema is None else raw.decode("utf-8", "replace")


def _specific(problem: Problem, schema: BodySchema, body: Any) -> Problem:
    """Name the condition as closely as the place of the problem allows."""
    if not problem.path and problem.condition == "wrong-type":
        return replace(problem, condition="not-an-object")
    for path, text, rules in _pictures(schema, body):
        if path == problem.path:
            return _picture_problem(text, rules, path) or problem
    return problem


def _pictures(schema: BodySchema, body: Any) -> Iterable[tuple[Path, str, PictureRules]]:
    for pattern, rules in schema.pictures:
        for path, value in find(body, pattern):
            if isinstance(value, str):
                yield path, value, rules


def _picture_problem(text: str, rules: PictureRules, path: Path) -> Problem | None:
    """Check a picture that is bare base64 or, where the document says so, an address or a `data:` URL."""
    if not rules.limits.get("data_url"):
        return picture_problem(text, rules.limits, path)
    base64 = ""
    if text.startswith(_DATA):
        # The document's pattern looks at what stands before the picture; the picture itself may be megabytes.
        head, comma, base64 = text.partition(",")
        wrong = rules.text.problem(f"{head}{comma}{_SHORT_BASE64}")
    else:
        wrong = rules.text.problem(text)
    if wrong:
        return replace(wrong, path=path, found=quoted(text))
    return picture_problem(base64, rules.limits, path) if text.startswith(_DATA) else None


def _json_texts(schema: BodySchema, body: Any) -> Iterable[tuple[Path, str, BodySchema]]:
    for pattern, content in schema.json_texts:
        for path, value in find(body, pattern):
            if isinstance(value, str):
                yield path, value, content


def _check_json_text(operation: Operation, path: Path, text: str, content: BodySchema) -> str | None:
    """Hold a string that carries JSON to the schema of what it carries; return the picture form it asks for."""
    try:
        value = parse_json(text.encode())
    except MalformedJson as error:
        raise Rejection(Problem("malformed-json", path, "JSON", str(error)), operation=operation) from None
    if problem := content.problem(value):
        raise Rejection(replace(problem, path=(*path, *problem.path)), operation=operation)
    return _picture_form(content, value)


def _picture_form(schema: BodySchema, body: Any) -> str | None:
    for forms in schema.answer_forms:
        for _, holder in find(body, forms.pattern):
            if isinstance(holder, dict):
                return forms.choose(holder)
    return None
