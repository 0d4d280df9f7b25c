"""Answers: recorded once, made anew for each request."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import orjson

from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.schema_walk import Path, at, find
from image_gateways_recordings.pictures import Pictures

from .fresh_values import FreshValues

PICTURE_URL = "picture-url"
PICTURE_BASE64 = "picture-base64"
MESSAGE = "message"

_MARK_DIGITS = 6

_HOP_HEADERS = frozenset({
    "connection", "content-encoding", "content-length", "date", "keep-alive", "server", "transfer-encoding",
})  # fmt: skip


@dataclass(slots=True)
class ReplayedAnswer:
    """What goes back to the caller.

    Attributes:
        status: HTTP status code.
        headers: names in lower case and values.
        body: the body's bytes.
        variant: the recording or example that it was made from; None for an answer of another kind.
        task_id: the task that it speaks about, if any.
        succeeded: whether it tells of a success.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    variant: str | None = None
    task_id: str | None = None
    succeeded: bool = False

    def with_header(self, name: bytes, value: str) -> "ReplayedAnswer":
        """Return this answer with one header set; the name in lower case."""
        kept = tuple(header for header in self.headers if header[0] != name)
        return replace(self, headers=(*kept, (name, value.encode("latin-1", "replace"))))


@dataclass(slots=True)
class Circumstances:
    """What an answer is made for.

    Attributes:
        base_url: this server as the caller sees it, without a trailing slash.
        task_id: the id of the task it speaks about, if any.
        detail: what to add to the message of a refusal; empty adds nothing.
        picture_form: the role of the strings in which pictures are wanted; None for as recorded.
    """

    base_url: str
    task_id: str | None = None
    detail: str = ""
    picture_form: str | None = None


Filler = Callable[[Any, Circumstances], Any]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place that is filled in anew: with what, and what was recorded there."""

    fill: Filler
    recorded: Any


@dataclass(slots=True)
class _Cut:
    """A serialised body in pieces: those that stay, and for each slot the places of those that it fills."""

    pieces: list[bytes]
    slots: tuple[tuple[_Slot, tuple[int, ...]], ...]


class AnswerWriter:
    """Fills in what differs from answer to answer.

    Attributes:
        fillers: makes the values of each role; the strings of other roles stay as recorded.
        pictures: the pictures that answers show.
    """

    def __init__(self, fresh: FreshValues, pictures: Pictures) -> None:
        self._fresh = fresh
        self.pictures = pictures
        self.fillers: dict[str, Filler] = {
            "request-id": lambda recorded, _: fresh.request_id(recorded),
            "duration": lambda recorded, _: fresh.duration(recorded),
            "date-time": lambda recorded, _: fresh.date_time(recorded),
            "unix-time": lambda recorded, _: fresh.unix_time(recorded),
            "task-id": self._task_id,
            MESSAGE: self._message,
            PICTURE_URL: self._picture_url,
        }

    def new_task_id(self, recorded: str | int) -> str:
        """Return the id of a task that is submitted now."""
        return str(self._fresh.number()) if isinstance(recorded, int) else self._fresh.task_id(recorded)

    def renumbered(self, recorded: str | int) -> str:
        """Return an id for a task that is submitted now, of which only the digits are others."""
        return self._fresh.renumbered(str(recorded))

    def _task_id(self, recorded: str, circumstances: Circumstances) -> str:
        task_id = circumstances.task_id  # which a poll may leave empty
        return self._fresh.task_id(recorded) if task_id is None else task_id

    def _message(self, recorded: str, circumstances: Circumstances) -> str:
        return f"{recorded.rstrip('. ')}: {circumstances.detail}"

    def _picture_url(self, recorded: str, circumstances: Circumstances) -> str:
        name = self.pictures.recorded_name(recorded)
        return recorded if name is None else f"{circumstances.base_url}/pictures/{name}"


class AnswerTemplate:
    """A recorded answer, cut into the bytes that stay and the slots that are filled in anew.

    Args:
        status: HTTP status code.
        headers: header names and values.
        body: the parsed body of a JSON answer, else its text, or its bytes.
        schema: the schema that the body was validated with; None for an answer that has none.
        writer: fills the slots.
        variant: the name of the recording or example.
        succeeded: whether it tells of a success.
        places: returns what is filled in anew in a body beside that which its schema names, and with what.
        header_fillers: makes the values of headers anew, by their names in lower case.
    """

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        body: Any,
        schema: BodySchema | None,
        writer: AnswerWriter,
        variant: str,
        succeeded: bool,
        places: Callable[[Any], Iterable[tuple[Path, Filler]]] = lambda _: (),
        header_fillers: Mapping[str, Filler] = MappingProxyType({}),
    ) -> None:
        self._places = places
        self._header_fillers = {name.encode("latin-1"): fill for name, fill in header_fillers.items()}
        self.status = status
        self.succeeded = succeeded
        self.variant = variant
        self.body = body
        self._headers = tuple(
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in headers.items()
            if name.lower() not in _HOP_HEADERS
        )
        self._schema = schema
        self._writer = writer
        self._cuts: dict[tuple[str | None, bool], _Cut] = {}

    @property
    def media_type(self) -> str:
        """Its `Content-Type`; empty for none."""
        return next((value.decode("latin-1") for name, value in self._headers if name == b"content-type"), "")

    @property
    def fits_document(self) -> bool:
        """Whether it has a schema, which it was validated with."""
        return self._schema is not None

    @property
    def has_message(self) -> bool:
        """Whether it has a place for what was wrong with a request."""
        return self._schema is not None and any(role == MESSAGE for _, role in self._schema.roles)

    @property
    def is_drift(self) -> bool:
        """Whether its form is marked as drift."""
        return self._schema is not None and self._schema.is_drift(self.body)

    @property
    def is_final(self) -> bool:
        """Whether it says of a task that it will not change any more, or tells of a failure."""
        return not self.succeeded or (self._schema is not None and self._schema.is_final(self.body))

    def answer(self, circumstances: Circumstances) -> ReplayedAnswer:
        """Return the answer for one request."""
        kind = circumstances.picture_form, not circumstances.detail
        cut = self._cuts.get(kind)
        if cut is None:
            cut = self._cuts[kind] = self._cut(*kind)
        pieces = cut.pieces.copy()
        for slot, places in cut.slots:
            filled = slot.fill(slot.recorded, circumstances)
            # orjson writes no integer of more than 64 bits, and an id may be one.
            value = b"%d" % filled if isinstance(filled, int) else orjson.dumps(filled)
            for place in places:
                pieces[place] = value
        body, headers = b"".join(pieces), self._headers
        if self._header_fillers:
            headers = tuple((name, self._header(name, value, circumstances)) for name, value in headers)
        return ReplayedAnswer(self.status, headers, body, self.variant, circumstances.task_id, self.succeeded)

    def _header(self, name: bytes, recorded: bytes, circumstances: Circumstances) -> bytes:
        fill = self._header_fillers.get(name)
        return recorded if fill is None else str(fill(recorded.decode("latin-1"), circumstances)).encode("latin-1")

    def _cut(self, form: str | None, messages_stay: bool) -> _Cut:
        if isinstance(self.body, str | bytes) and self._schema is None:
            return _Cut([self.body.encode() if isinstance(self.body, str) else self.body], ())
        body = deepcopy(self.body)
        if form is not None and self._schema is not None:
            self._change_picture_form(body, form, self._schema)
        mark = uuid.uuid4().hex
        slots: list[_Slot] = []
        for path, fill in (*self._places(body), *self._by_role(body, messages_stay)):
            recorded = at(body, path)
            if path and isinstance(recorded, str | int) and not str(recorded).startswith(mark):
                at(body, path[:-1])[path[-1]] = f"{mark}{len(slots):0{_MARK_DIGITS}}"
                slots.append(_Slot(fill, recorded))
        return _split(orjson.dumps(body), mark, slots)

    def _by_role(self, body: Any, messages_stay: bool) -> Iterator[tuple[Path, Filler]]:
        """Yield what the schema says is made anew, and how."""
        for pattern, role in self._schema.roles if self._schema else ():
            fill = self._writer.fillers.get(role)
            if fill is not None and not (messages_stay and role == MESSAGE):
                yield from ((path, fill) for path, _ in find(body, pattern))

    def _change_picture_form(self, body: Any, form: str, schema: BodySchema) -> None:
        """Move each picture to the property of the wanted form, converted; an unused property keeps its look."""
        pictures = self._writer.pictures
        convert = pictures.as_base64 if form == PICTURE_BASE64 else pictures.as_recorded_url
        for forms in schema.picture_forms:
            target = forms.properties[form]
            source = next(name for role, name in forms.properties.items() if role != form)
            for _, holder in find(body, forms.pattern):
                if isinstance(holder, dict) and holder.get(source):
                    _move(holder, source, target, convert)


def _move(holder: dict[str, Any], source: str, target: str, convert: Callable[[str], str | None]) -> None:
    given = holder[source]
    converted = [convert(picture) for picture in given] if isinstance(given, list) else convert(given)
    if converted is None or (isinstance(converted, list) and None in converted):
        return
    if isinstance(given, list):
        holder[source] = holder.get(target, [])
    else:
        del holder[source]
    holder[target] = converted


def _split(text: bytes, mark: str, slots: list[_Slot]) -> _Cut:
    """Cut serialised JSON at its marks. Equal slots become one, so that a repeated id stays one id."""
    first, *rest = text.split(b'"' + mark.encode())
    pieces = [first]
    places: dict[_Slot, tuple[int, ...]] = dict.fromkeys(slots, ())
    for piece in rest:
        slot = slots[int(piece[:_MARK_DIGITS])]
        places[slot] += (len(pieces),)
        pieces += (b"", piece[_MARK_DIGITS + 1 :])
    return _Cut(pieces, tuple(places.items()))
