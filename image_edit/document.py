"""Facts that are read from a gateway's OpenAPI document, which its client carries as `openapi.json`."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from image_gateways_documents.document_tree import SAFE_METHODS, DocumentTree, OperationNode, objects
from image_gateways_documents.schema_walk import pointer_to

from .errors import BadInput

if TYPE_CHECKING:
    import jsonschema_rs

# A longer text is a picture as base64. Its beginning is held to the schema, the rest is what the encoder made; it is
# a multiple of 4, so that the beginning of valid base64 is valid.
_LONG = 65_536
_QUOTED = 80
_DEEPEST = 100  # no gateway's field is, and deeper ones end encoders, here or there


class ListedFailure(NamedTuple):
    """What the document says about failures with a code of `x-error-codes`, or with words of `x-error-texts`.

    Attributes:
        kind: what it means, in the words of the document: `input-text-refused`, `rate-limit` …
        retry: whether trying again can help.
        retry_poll: whether a poll that got it may be repeated.
        unknown_task: whether a poll that got it asked for a task that the gateway does not know.
        meaning: the document's sentence about the code; empty if there is none.
    """

    kind: str
    retry: bool
    retry_poll: bool
    unknown_task: bool = False
    meaning: str = ""

    @classmethod
    def of(cls, facts: Mapping[str, Any], meaning: str = "") -> "ListedFailure":
        """Return what an entry of `x-error-codes` or `x-error-texts` says."""
        retry = facts["retry"]
        return cls(facts["kind"], retry is True, retry in (True, "polls"), facts.get("poll") == "unknown-task", meaning)


class ClientDocument:
    """A gateway's document.

    Args:
        gateway: its name, as `ai302`.
        content: the document, as parsed from JSON.
    """

    def __init__(self, gateway: str, content: dict[str, Any]) -> None:
        self.gateway = gateway
        self._content = content
        self._tree = DocumentTree(content)
        self._validators: dict[str, jsonschema_rs.Draft202012Validator] = {}

    @cached_property
    def error_codes(self) -> dict[str, ListedFailure]:
        """The codes of failures, written as text."""
        return {
            code: ListedFailure.of(facts, schema.get("x-enum-descriptions", {}).get(code, ""))
            for schema in self._schemas_with("x-error-codes")
            for code, facts in schema["x-error-codes"].items()
        }

    @cached_property
    def error_texts(self) -> tuple[tuple[re.Pattern[str], ListedFailure], ...]:
        """What words say of a failure that has no listed code, in the order of the document."""
        return tuple(
            (re.compile(facts["pattern"], re.IGNORECASE), ListedFailure.of(facts))
            for schema in self._schemas_with("x-error-texts")
            for facts in schema["x-error-texts"]
        )

    def listed_failure(self, code: str | int | None, words: str) -> ListedFailure | None:
        """Return what the document says about a failure; None if it lists neither its code nor its words.

        Args:
            code: its code. One that is not listed counts as what stands before its last dot.
            words: its message, which is searched where the code says nothing.
        """
        part = "" if code is None else str(code)
        while part:
            if part in self.error_codes:
                return self.error_codes[part]
            part = part.rpartition(".")[0]
        return next((listed for pattern, listed in self.error_texts if pattern.search(words)), None)

    @cached_property
    def final_statuses(self) -> frozenset[str]:
        """The statuses after which a task does not change."""
        return frozenset(status for schema in self._schemas_with("x-final") for status in schema["x-final"])

    @cached_property
    def success_code(self) -> str | int | None:
        """The code of a success, as its envelope has it; None where no envelope has one."""
        code: str | int | None = self._content["components"]["schemas"].get("SuccessCode", {}).get("const")
        return code

    @cached_property
    def task_lifetime(self) -> timedelta:
        """How long at least the gateway knows a task; where nobody says it, for ever."""
        hours = [schema["x-lifetime-hours"] for schema in self._schemas_with("x-lifetime-hours")]
        return timedelta(hours=min(hours)) if hours else timedelta.max

    @cached_property
    def task_id_schema(self) -> str | None:
        """The schema of its tasks' ids, as `check` takes it; None where none is marked, or they are no texts."""
        marked = objects(self._content["components"]["schemas"])
        ids = (
            path for path, schema in marked if schema.get("x-replay") == "task-id" and schema.get("type") == "string"
        )
        return next((pointer_to("", *path)[1:] for path in ids), None)

    @cached_property
    def _operations(self) -> dict[str, OperationNode]:
        return {found.node["operationId"]: found for found in self._tree.operation_nodes()}

    @property
    def operation_ids(self) -> Collection[str]:
        """The ids of all operations."""
        return self._operations.keys()

    def is_billed(self, operation_id: str) -> bool:
        """Tell whether a call of an operation costs money: also where nobody says, if it may change something."""
        found = self._operations[operation_id]
        billed: bool = found.node.get("x-billed", found.method.upper() not in SAFE_METHODS)
        return billed

    def price(self, operation_id: str) -> Mapping[str, Any] | None:
        """Return what a call of an operation costs, as `amount` and `unit`; None where nobody says."""
        price: Mapping[str, Any] | None = self._operations[operation_id].node.get("x-price")
        return price

    def is_addressed(self, operation_id: str) -> bool:
        """Tell whether the path of an operation names what it is about, so that HTTP's 404 can mean that."""
        return "{" in self._operations[operation_id].path

    def parameters(self, operation_id: str) -> list[str]:
        """Return the names of what an operation takes outside of its body: in the path, the query and the headers."""
        held = self._operations[operation_id].node.get("parameters", ())
        return [parameter["name"] for parameter in map(self._tree.dereferenced, held)]

    @property
    def server_url(self) -> str | None:
        """The gateway's address, or None where each user has one of his own."""
        server: dict[str, Any] = next(iter(self._content.get("servers", ())), {})
        return None if server.get("variables") else server.get("url")

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
            schema: the name of its model, or the way to it from the schemas on.
            value: what JSON can hold. Of a very long text only the beginning is looked at.
            what: what messages call the value as a whole.

        Raises:
            BadInput: the value breaks the schema; the message names the field and the bound, and quotes no picture.
        """
        shortened = self.written(value, what)
        validator = self._validators.get(schema)
        if validator is None:
            import jsonschema_rs

            place = schema if "/" in schema else self._schema_of(schema)
            reference = {"$ref": f"#/components/schemas/{place}", "components": self._content["components"]}
            # The linear-time engine: no text that a caller chooses makes a pattern slow.
            validator = jsonschema_rs.Draft202012Validator(reference, pattern_options=jsonschema_rs.RegexOptions())
            self._validators[schema] = validator
        problem = next(iter(validator.iter_errors(shortened)), None)
        if problem is not None:
            raise BadInput(_described(problem, what), gateway=self.gateway)

    def _schema_of(self, model: str) -> str:
        """The schema that a model is made of, whose name may have other marks and capitals, as `relight-request`."""
        names: Iterable[str] = self._content["components"]["schemas"]
        plain = model.lower()
        found = [name for name in names if re.sub("[^a-z0-9]", "", name.lower()) == plain]
        if not found:
            told = f"{model} is no schema under components of {self.gateway}'s document; give it this name there"
            raise BadInput(told, gateway=self.gateway)
        return model if model in found else pointer_to("", found[0])[1:]

    def written(self, value: object, what: str = "the request") -> Any:
        """Return a value as it will be written as JSON, but very long texts cut.

        Args:
            what: what messages call it.

        Raises:
            BadInput: JSON has no form for it; the message says where.
        """
        try:
            return _shortened(value)
        except _NoJson as error:
            raise BadInput(f"{what} cannot be written as JSON: {error}", gateway=self.gateway) from None

    def _schemas_with(self, key: str) -> Iterator[Mapping[str, Any]]:
        return (schema for _, schema in objects(self._content["components"]["schemas"]) if key in schema)


@cache
def document(gateway: str) -> ClientDocument:
    """Return the document of a gateway; read once."""
    from pkgutil import get_data  # importlib.resources takes as long to import as the rest of the gateways

    import orjson

    content = get_data(f"image_gateways.{gateway}", "openapi.json")
    assert content is not None
    return ClientDocument(gateway, orjson.loads(content))


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


def _telling(problem: "jsonschema_rs.ValidationError") -> "jsonschema_rs.ValidationError":
    """Return what is wrong in the branch of a union that a value was meant for: the one of its type."""
    branches: Sequence[Sequence[jsonschema_rs.ValidationError]] = getattr(problem.kind, "context", ())
    errors = [error for branch in branches for error in branch]
    if not errors:
        return problem
    return _telling(next((error for error in errors if error.kind.name != "type"), errors[0]))


def _described(problem: "jsonschema_rs.ValidationError", what: str) -> str:
    problem = _telling(problem)
    field = ".".join(str(step) for step in problem.instance_path if isinstance(step, str)) or what
    if isinstance(problem.instance, str | bool | int | float) and len(str(problem.instance)) <= _QUOTED:
        return f"{field}: {problem.message}"
    # The library's own message quotes the whole value.
    return f"{field}: breaks {problem.kind.name} {str(getattr(problem.kind, 'value', ''))[:_QUOTED]}".rstrip()
