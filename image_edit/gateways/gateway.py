"""What the flows need to know of a gateway, which its adapter tells."""

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import zip_longest
from typing import Any, ClassVar, cast

from ..document import ClientDocument, document
from ..errors import BadInput, BadPicture, Facts
from ..network.calls import GeneratedOperation, Reply
from ..pictures.encoding import PreparedPicture
from ..pictures.limits import PictureLimits
from ..pictures.source import is_data_url

_DEEPEST_FAILURE = 4  # each host on the way may put what it got into words of its own


_MOST_WORDS = 10_000
_NAMED = re.compile(rb'"(task_id|request_id|RequestId)"\s*:\s*(?:"([\w.:-]{1,200})"|(\d{1,200})\s*[,}])')
# As `(request id: …)`, `Request id: …`, `RequestId: …`; each host on the way appends its own.
_CALL_ID = re.compile(r"\brequest[ _-]?id\s*[:=\uff1a]\s*([\w-]{1,200})", re.IGNORECASE)
# Of new-api, on which many hosts run, and what is usual.
_CALL_ID_HEADERS = ("x-oneapi-request-id", "x-request-id")


class End(Enum):
    """How a task ended."""

    DONE = auto()
    FAILED = auto()
    CANCELED = auto()
    EXPIRED = auto()
    NOT_FOUND = auto()


@dataclass(frozen=True, slots=True)
class ResultPicture:
    """A picture of an answer: a link to it, or the picture itself as base64, or both.

    Attributes:
        url: the link; None if there is none.
        base64: the picture; None if there is a link alone.
    """

    url: str | None = None
    base64: str | None = field(default=None, repr=False)

    @property
    def link(self) -> str | None:
        """The link, if that is where the picture lies, and not the picture itself as a `data:` URL."""
        return None if self.url is None or is_data_url(self.url) else self.url


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failure says, of a call or of one picture.

    Attributes:
        code: its code; None if it has none.
        message: its words.
        request_id: the gateway's id of the call.
        in_front: whether it comes from the host in front of the service, which knows nothing of tasks.
        within: the code of the failure in whose words it stood; empty if it stood in none.
    """

    code: str | int | None
    message: str
    request_id: str | None = None
    in_front: bool = False
    within: str = ""

    @classmethod
    def of(cls, told: Any, request_id: str | None = None) -> "Failure":
        """Read what has a `code` and a `message`; either may be empty, null or left out."""
        return cls(str(told.code) if told.code else None, str(told.message or ""), request_id)

    def __str__(self) -> str:
        told = "" if self.code is None else str(self.code)
        return ": ".join(filter(None, (told, self.message))) or "no reason was given"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a success says, whichever gateway said it.

    Attributes:
        raw: the answer as its generated type.
        task_id: the task's id; None if the gateway answered at once.
        status: the gateway's own word for how far it is; None if the answer has none.
        end: how it ended; None while it runs.
        pictures: the pictures.
        failures: why pictures failed, of several that were asked for.
        request_id: the gateway's id of the call.
        seed: the seed that was used, if the answer says so.
    """

    raw: object = field(repr=False)
    task_id: str | None = None
    status: str | None = None
    end: End | None = None
    pictures: tuple[ResultPicture, ...] = ()
    failures: tuple[Failure, ...] = ()
    request_id: str | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A request to a gateway, built and not yet sent.

    Attributes:
        operation: the generated module of its operation.
        arguments: what its `build_request` takes.
        seed: the seed that was asked for, if one was.
        poll_options: what `poll` takes beside the id of the task that this submits.
        task_id: the task that it asks for; None if it asks for none.
        is_open: whether the body is the caller's own, of which no schema says what is allowed and what it gives.
    """

    operation: GeneratedOperation
    arguments: Mapping[str, Any] = field(repr=False)
    seed: int | None = None
    poll_options: Mapping[str, Any] = field(default_factory=dict)
    task_id: str | None = None
    is_open: bool = False

    @property
    def operation_id(self) -> str:
        """The operation's id, after which the generator names the module."""
        name: str = self.operation.__name__  # type: ignore[attr-defined]  # every module has a name
        return name.rpartition(".")[2]


class Gateway(ABC):
    """A gateway's adapter. One that edits, expands, inpaints, erases or generates has a method for it.

    Those methods take prepared pictures, a prompt, and what options the gateway knows; they return a `Request`.
    """

    name: ClassVar[str]
    failure_types: ClassVar[tuple[Any, ...]]
    picture_schema: ClassVar[str]
    #: The field of a body that names the model, or the algorithm.
    model_field: ClassVar[str] = "model"

    @property
    def document(self) -> ClientDocument:
        """The gateway's document."""
        return document(self.name)

    def picture_limits(self, model: object = None) -> PictureLimits:
        """Return what the gateway takes for an input picture of a model; None for the model of no name."""
        return PictureLimits.from_document(self.document.schema(self.picture_schema_of(model))["x-picture"])

    def picture_schema_of(self, _model: object) -> str:
        """Return the schema of an input picture of a model."""
        return self.picture_schema

    def model_of(self, request: Request) -> str | None:
        """Return the model, or the algorithm, that a request asks for; None if it names none."""
        fields = request.arguments["body"].to_dict() if "body" in request.arguments else {}
        asked = fields.get(self.model_field)
        return None if asked is None else str(asked)

    @abstractmethod
    def poll(self, task_id: str) -> Request:
        """Return the request that asks how far a task is.

        Some gateways take options here: `model`, which the task was submitted with, and what the picture is to be like.
        """

    def poll_options(self, _fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what `poll` takes for a task that was submitted with a body of the caller's own."""
        return {}

    @abstractmethod
    def read(self, parsed: object) -> Answer | None:
        """Read a success; None if it is none."""

    @abstractmethod
    def read_failure_type(self, parsed: Any) -> Failure:
        """Read a failure, which is of one of `failure_types`."""

    def json_text(self, model: Any) -> str:
        """Return a generated model as a text that holds JSON, for a field that is one.

        Raises:
            BadInput: the document does not allow it.
        """
        value = model.to_dict()
        self.document.check(type(model).__name__, value)  # the generator names a model after its schema
        return json.dumps(value, ensure_ascii=False)

    def is_named(self, schema: str, model: str) -> bool:
        """Tell whether a model's name is one of those that a schema of the document has a pattern for.

        Raises:
            BadInput: it is no text.
        """
        if not isinstance(model, str):
            raise BadInput(f"model is a text, not {type(model).__name__}")
        return re.search(self.document.schema(schema)["pattern"], model) is not None

    def end(self, status: str, ends: Mapping[Any, End]) -> End | None:
        """Return how a task ended; None while its status is not among the final ones of the document."""
        return ends.get(status, End.FAILED) if status in self.document.final_statuses else None

    def read_failure(self, reply: Reply) -> Failure | None:
        """Read the gateway's own failure, whatever the HTTP status it came with; None if it is none."""
        parsed = reply.parsed
        if not isinstance(parsed, self.failure_types):
            parsed = self._failure_in(reply.readable)
        if parsed is None:
            return None
        failure = self.read_failure_type(parsed)
        # A success whose data is not what the document says has the envelope of a failure, and its own code.
        if failure.code is not None and failure.code == self.document.success_code:
            return None
        return self.failure_within(failure) or failure

    def failure_within(self, failure: Failure, depth: int = _DEEPEST_FAILURE) -> Failure | None:
        """Read the failure that stands as JSON in the words of another, as a host passes it on.

        Returns:
            The innermost whose code or words the document lists; None if there is none.
        """
        parsed = self._failure_in(failure.message.encode(errors="replace")) if depth else None
        if parsed is None:
            return None
        inner = self.read_failure_type(parsed)
        listed = self.document.listed_failure(inner.code, inner.message)
        found = self.failure_within(inner, depth - 1) or (inner if listed else None)
        if found is None:
            return None
        return replace(found, request_id=found.request_id or failure.request_id, within=str(failure.code or ""))

    def _failure_in(self, content: bytes) -> object:
        import orjson

        try:
            value = orjson.loads(content)
            if isinstance(value, str):
                value = orjson.loads(value)
        except orjson.JSONDecodeError:
            return None
        for failure_type in self.failure_types if isinstance(value, dict) else ():
            try:
                return failure_type.from_dict(value)
            except (TypeError, ValueError, KeyError, AttributeError):
                continue
        return None


def one_of(pictures: Sequence[PreparedPicture]) -> PreparedPicture:
    """Return the picture of a call that takes one.

    Raises:
        BadInput: there are several, or none.
    """
    if len(pictures) != 1:
        raise BadInput(f"one picture is taken here, and {len(pictures)} were given")
    return pictures[0]


def picture_fields(*pictures: PreparedPicture) -> dict[str, Any]:
    """Return the field of a body that has pictures as addresses, or the one that has them as base64.

    Raises:
        BadPicture: some are addresses and some are not; a request takes one form.
    """
    urls = [picture.url for picture in pictures if picture.url is not None]
    if urls and len(urls) < len(pictures):
        raise BadPicture("give all pictures as URLs, or none: one request takes one form")
    return {"image_urls": urls} if urls else {"binary_data_base64": [picture.base64() for picture in pictures]}


def given(options: Mapping[str, Any], *others: str) -> dict[str, Any]:
    """Return the fields that options are which were given, but for others: what is None is not sent."""
    return {name: value for name, value in options.items() if value is not None and name not in others}


def logo_fields(watermark: bool | str) -> dict[str, Any]:
    """Return the fields of `LogoInfo`: a text is drawn itself. What is neither, the document refuses as a text."""
    if isinstance(watermark, bool):
        return {"add_logo": watermark}
    return {"add_logo": True, "logo_text_content": watermark}


def result_pictures(urls: object, base64s: object) -> tuple[ResultPicture, ...]:
    """Return the pictures of an answer that has two lists; either may be empty, null or left out."""
    lists = [each if isinstance(each, list) else [] for each in (urls, base64s)]
    return tuple(ResultPicture(url or None, text or None) for url, text in zip_longest(*lists) if url or text)


def named_in(content: bytes) -> Facts:
    """Return the ids that stand in a body, though it is cut or not what the document says."""
    found = {
        "task_id" if name == b"task_id" else "request_id": (text or number).decode(errors="replace")
        for name, text, number in _NAMED.findall(content)
    }
    return cast(Facts, found)


def call_id_in(words: str) -> str | None:
    """Return the id of the call that stands in words: the last one, which the host that was called has put there."""
    return next(reversed(_CALL_ID.findall(words)), None)


def call_id(reply: Reply, failure: Failure | None) -> str | None:
    """Return the gateway's id of the call: from its place, from the words, from anywhere in the body, from a header."""
    words = failure.message if failure else reply.readable[:_MOST_WORDS].decode(errors="replace")
    found = (failure and failure.request_id, call_id_in(words), named_in(reply.content).get("request_id"))
    return next(filter(None, (*found, *map(reply.headers.get, _CALL_ID_HEADERS))), None)
