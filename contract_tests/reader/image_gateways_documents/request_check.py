"""Holds a request to its operation: credentials, parameters, content type, body, pictures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from .document import BodySchema, Credential, Operation, PictureRules
from .json_text import MalformedJson, parse_json
from .picture_check import picture_problem
from .problem import Problem, quoted
from .routing import Match, Query, Rejection
from .schema_walk import Path, at, find

Headers = Mapping[str, str]

_DATA = "data:"
_SHORT_BASE64 = "AAAA"


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """A request that its document allows.

    Attributes:
        operation: the operation it is for.
        parameters: its path and query parameters, parsed, without those that have one legal value.
        body: its body, parsed; None where it has none.
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
    given = headers.get(name) if credential.location == "header" else dict(query).get(name)
    if given is None:
        return Problem("missing-credentials", (name,), "a key", "nothing")
    if credential.prefix:
        prefix, _, given = given.partition(" ")
        if prefix.lower() != credential.prefix:
            return Problem("wrong-credentials", (name,), f"the scheme {credential.prefix}", "another")
        given = given.strip()
    accepted = keys or credential.placeholders
    if not given or (accepted and given not in accepted):
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
        if parameter.const is not None and parameter.location == "query":
            continue
        match parameter.location:
            case "path":
                texts = [match.path_parameters[parameter.name]]
            case "query":
                texts = [value for name, value in query if name == parameter.name]
            case "header":
                texts = [headers[parameter.name]] if parameter.name in headers else []
            case _:
                texts = []
        if not texts:
            if parameter.required:
                problem = Problem("missing-field", (parameter.name,), "a value, since it is required", "nothing")
                raise Rejection(problem, operation=operation)
            continue
        if len(texts) > 1:
            problem = Problem("conflicting-fields", (parameter.name,), "one value", f"{len(texts)} values")
            raise Rejection(problem, operation=operation)
        value = parameter.parse(texts[0])
        if wrong := parameter.schema.problem(value):
            raise Rejection(replace(wrong, path=(parameter.name, *wrong.path)), operation=operation)
        parsed[parameter.name] = value
    return parsed


def check_content_type(operation: Operation, headers: Headers) -> None:
    """Refuse a body of a type, a charset or a coding that the operation does not take.

    Raises:
        Rejection: the content type is not among the documented ones. A missing one is taken as JSON.
    """
    if operation.body is None:
        return
    media_type, charset = _media_type_and_charset(headers.get("content-type", "application/json"))
    if media_type.lower() not in operation.media_types:
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


def check_body(operation: Operation, parameters: Mapping[str, Any], raw: bytes) -> CheckedRequest:
    """Return the request, parsed, with its body held to the document.

    Raises:
        Rejection: the body is not JSON or not what the document allows.
    """
    schema = operation.body
    if schema is None or (not raw and not operation.body_required):
        return CheckedRequest(operation, parameters, None, None, None)
    try:
        body = parse_json(raw)
    except MalformedJson as error:
        raise Rejection(Problem("malformed-json", (), "JSON", str(error)), operation=operation) from None
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
