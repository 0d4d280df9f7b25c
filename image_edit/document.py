"""Facts that are read from a gateway's OpenAPI document, which its client carries as `openapi.json`."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from .errors import BadInput

if TYPE_CHECKING:
    import jsonschema_rs

# A longer text is a picture as base64. Its beginning is held to the schema, the rest is what the encoder made; it is
# a multiple of 4, so that the beginning of valid base64 is valid.
_LONG = 65_536
_QUOTED = 80
_DEEPEST = 100  # no gateway's field is, and deeper ones end encoders, here or there


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A code of `x-error-codes`.

    Attributes:
        kind: what it means, in the words of the document: `input-text-refused`, `rate-limit` …
        retry: whether trying again can help.
        retry_poll: whether a poll that got it may be repeated.
        meaning: the document's sentence about it.
    """

    kind: str
    retry: bool
    retry_poll: bool
    meaning: str


class Document:
    """A gateway's document.

    Args:
        gateway: its name, as `ai302`.
        content: the document, as parsed from JSON.
    """

    def __init__(self, gateway: str, content: Mapping[str, Any]) -> None:
        self.gateway = gateway
        self._content = content
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    @cached_property
    def error_codes(self) -> dict[str, ErrorCode]:
        """The codes of failures, written as text."""
        found = {}
        for schema in self._schemas_with("x-error-codes"):
            for code, facts in schema["x-error-codes"].items():
                meaning = schema.get("x-enum-descriptions", {}).get(code, "")
                retry = facts["retry"]
                found[code] = ErrorCode(facts["kind"], retry is True, retry in (True, "polls"), meaning)
        return found

    @cached_property
    def final_statuses(self) -> frozenset[str]:
        """The statuses after which a task does not change."""
        return frozenset(status for schema in self._schemas_with("x-final") for status in schema["x-final"])

    @cached_property
    def _billed(self) -> dict[str, bool]:
        return {
            operation["operationId"]: operation["x-billed"]
            for methods in self._content["paths"].values()
            for operation in methods.values()
        }

    def is_billed(self, operation_id: str) -> bool:
        """Tell whether a call of an operation costs money."""
        return self._billed[operation_id]

    @property
    def server_url(self) -> str | None:
        """The gateway's address, or None where each user has one of his own."""
        server = self._content["servers"][0]
        return None if server.get("variables") else server["url"]

    def schema(self, name: str) -> Mapping[str, Any]:
        """Return a schema by its name."""
        found: Mapping[str, Any] = self._content["components"]["schemas"][name]
        return found

    def example(self, name: str) -> Any:
        """Return the value of an example by its name."""
        return self._content["components"]["examples"][name]["value"]

    def check(self, schema: str, value: object, what: str = "the request") -> None:
        """Hold a value to a schema.

        Args:
            schema: the schema's name.
            value: what JSON can hold. Of a very long text only the beginning is looked at.
            what: what messages call the value as a whole.

        Raises:
            BadInput: the value breaks the schema; the message names the field and the bound, and quotes no picture.
        """
        validator = self._validators.get(schema)
        if validator is None:
            import jsonschema_rs

            reference = {"$ref": f"#/components/schemas/{schema}", "components": self._content["components"]}
            # The linear-time engine: no text that a caller chooses makes a pattern slow.
            validator = jsonschema_rs.Draft202012Validator(reference, pattern_options=jsonschema_rs.RegexOptions())
            self._validators[schema] = validator
        try:
            problem = next(iter(validator.iter_errors(_shortened(value))), None)
        except _NoJson as error:
            raise BadInput(f"{what} cannot be written as JSON: {error}", gateway=self.gateway) from None
        if problem is not None:
            raise BadInput(_described(problem, what), gateway=self.gateway)

    def _schemas_with(self, key: str) -> Iterator[Mapping[str, Any]]:
        return (schema for schema in self._content["components"]["schemas"].values() if key in schema)


@cache
def document(gateway: str) -> Document:
    """Return the document of a gateway; read once."""
    import orjson

    return Document(gateway, orjson.loads(files(f"image_gateways.{gateway}").joinpath("openapi.json").read_bytes()))


class _NoJson(Exception):
    """JSON has no form for a value; the message says where and why."""


def _shortened(value: Any, *path: str) -> Any:
    """Return what JSON can hold, long texts cut.

    Raises:
        _NoJson: it cannot. What this lets pass can be sent, so that nothing fails after a submit was billed.
    """
    if len(path) > _DEEPEST:
        raise _NoJson(f"{path[0]}: it is nested more than {_DEEPEST} levels deep, or holds itself")
    if isinstance(value, str):
        return _text(value, *path)[:_LONG]
    if isinstance(value, dict):
        return {_name(key, *path): _shortened(item, *path, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shortened(item, *path, "[]") for item in value]
    if value is not None and not isinstance(value, bool | int | float):
        raise _NoJson(f"{_place(path)}: {type(value).__name__} has no form in it")
    if isinstance(value, float) and not math.isfinite(value):
        raise _NoJson(f"{_place(path)}: {value} has no form in it")
    return value


def _name(key: Any, *path: str) -> str:
    if not isinstance(key, str):
        raise _NoJson(f"{_place(path)}: the name of a field is a text, not {type(key).__name__}")
    return _text(key, *path)


def _text(text: str, *path: str) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise _NoJson(
                f"{_place(path)}: {text[error.start]!a} in it is no Unicode text. It is half of a surrogate pair, or "
                "stands for a byte of another encoding than the program reads: give the text as UTF-8."
            ) from None
    return text


def _place(path: tuple[str, ...]) -> str:
    return ascii(".".join(path))[1:-1][:_QUOTED] or "the value"


def _described(problem: "jsonschema_rs.ValidationError", what: str) -> str:
    field = ".".join(str(step) for step in problem.instance_path if isinstance(step, str)) or what
    if isinstance(problem.instance, str | bool | int | float) and len(str(problem.instance)) <= _QUOTED:
        return f"{field}: {problem.message}"
    # The library's own message quotes the whole value.
    return f"{field}: breaks {problem.kind.name} {str(getattr(problem.kind, 'value', ''))[:_QUOTED]}".rstrip()
