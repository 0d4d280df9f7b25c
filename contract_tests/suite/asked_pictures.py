"""Whether a picture is what was asked for: of the size, a picture of something, neither the input nor another one's."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import orjson
from PIL import Image

from image_edit.pictures.whole import BrokenPicture, media_type_of
from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.operations import Operation
from image_gateways_documents.request_check import CheckedRequest
from image_gateways_documents.schema_walk import Path, at, find

from .answer_checks import JudgedExchange, fetched_picture, in_another_form
from .contract import Contract
from .decoded_pictures import decoded, whole
from .severity import Severity
from .violation import Violation
from .wire import NoAnswer

_SIZE = re.compile(r"([0-9]+)[x*]([0-9]+)")
_STATED = "the answer says"
_DATA_URL = re.compile(r"data:[^,]*,")


@dataclass(frozen=True)
class _Order:
    """A request for a picture: whose it is, what it tells of the picture, and in which form it is to come."""

    operation: Operation
    shape: BodySchema | None
    body: Any
    form: str | None

    @cached_property
    def name(self) -> bytes:
        """What tells it from others, in whichever form the picture is asked for."""
        lasting = deepcopy(self.body)
        for forms in self.shape.answer_forms if self.shape else ():
            for _, holder in find(lasting, forms.pattern):
                if isinstance(holder, dict):
                    holder.pop(forms.by, None)
        return self.operation.operation_id.encode() + orjson.dumps(lasting, option=orjson.OPT_SORT_KEYS)

    @cached_property
    def inputs(self) -> frozenset[str]:
        """The pictures that it gives, as links or bare base64."""
        if self.shape is None:
            return frozenset()
        held = [pattern for pattern, role in self.shape.roles if role == "picture-input"]
        held += [pattern for pattern, _ in self.shape.pictures]
        given = (text for pattern in held for _, text in find(self.body, pattern) if isinstance(text, str))
        return frozenset(_DATA_URL.sub("", text, count=1) for text in given)

    @cached_property
    def size(self) -> tuple[int, int] | None:
        """The width and height that it asks for, in pixels; None where it names none, or several."""
        sizes = set(_sizes(self.body))
        return sizes.pop() if len(sizes) == 1 else None


@dataclass
class AskedPictures:
    """What a run asked for, and which pictures came.

    A recorded picture is held to what it was recorded for, since whoever replays it gives the same one to many.

    Args:
        contract: the gateway's promises.
    """

    CHECKS: ClassVar = (
        "not_the_input",
        "picture_form_of_the_submit",
        "picture_of_its_own",
        "picture_shows_something",
        "picture_of_the_size",
        "usual_picture_type",
    )

    contract: Contract
    _tasks: dict[str, _Order] = field(default_factory=dict)
    _first: dict[bytes, bytes] = field(default_factory=dict)
    _recorded: dict[tuple[str, int], frozenset[bytes]] = field(default_factory=dict)

    def violations(self, exchange: JudgedExchange) -> Iterator[tuple[str, Violation]]:
        """Yield what is wrong with the pictures of an answer, with the name of the check."""
        order = self._order(exchange)
        if exchange.schema is None or not exchange.is_json or not exchange.succeeded:
            return
        yield from (("picture_form_of_the_submit", found) for found in self._unlike_the_submit(exchange, order))
        seen: set[str] = set()
        for path, role, text in exchange.schema.texts(exchange.value, "picture-base64", "picture-url"):
            if text in seen:
                message = "expected a picture of its own, found the one that stands before it in the same answer"
                yield "picture_of_its_own", Violation(message, path, severity=Severity.DRIFT)
                continue
            seen.add(text)
            if order is not None and text in order.inputs:
                yield "not_the_input", _input_found(path)
                continue
            try:
                content = decoded(text) if role == "picture-base64" else fetched_picture(exchange, text)
                if not self.contract.is_recorded_picture(content):
                    yield from self._unlike_the_order(exchange, order, content, path)
                else:
                    yield from _of_another_size(whole(content), path, _stated_size(exchange.value, path), _STATED)
                    yield from self._recorded_for_another(order, content, path) if order else ()
            except (BrokenPicture, NoAnswer):
                continue  # which is told by another check

    def _unlike_the_submit(self, exchange: JudgedExchange, order: _Order | None) -> Iterator[Violation]:
        """Whoever replays gives pictures as the submit asked for them, where the poll asks for no form."""
        request = exchange.expectation.request
        asks = request is None or request.picture_form is not None
        if self.contract.target.replays and order is not None and order.form is not None and not asks:
            yield from in_another_form(exchange, order.form, "as the submit asked")

    def _order(self, exchange: JudgedExchange) -> _Order | None:
        """The request that the pictures of an answer were asked for with: of a poll, the submit."""
        request = exchange.expectation.request
        if request is None:
            return None
        submit = self.contract.document.submits.get(request.operation.operation_id)
        if submit is not None and submit.task_link is not None:
            return self._tasks.get(request.task_id_at(submit.task_link.id_in_poll) or "")
        order = _order_of(request)
        task_id = exchange.is_json and request.operation.submitted_task(exchange.received.status, exchange.value)
        if task_id:
            self._tasks[task_id] = order
        return order

    def _recorded_for_another(self, order: _Order, content: bytes, path: Path) -> Iterator[tuple[str, Violation]]:
        recorded = self._recorded_for(order)
        if recorded and content not in recorded:
            if any(_is_same(content, given) for given in order.inputs):
                yield "not_the_input", _input_found(path)
            else:
                message = "expected a picture that was recorded for such a request, found another one's"
                yield "picture_of_its_own", Violation(message, path)

    def _recorded_for(self, order: _Order) -> frozenset[bytes]:
        kind = order.operation.operation_id, id(order.shape)
        if kind not in self._recorded:
            self._recorded[kind] = frozenset(self._pictures_recorded_for(order))
        return self._recorded[kind]

    def _pictures_recorded_for(self, order: _Order) -> Iterator[bytes]:
        for cassette in self.contract.cassettes:
            first = cassette.interactions[0].request
            if cassette.operation is not order.operation or first is None or first.shape is not order.shape:
                continue
            for interaction in cassette.interactions:
                response = interaction.operation.response(interaction.status)
                for schema in response.content.values() if response else ():
                    for _, role, text in (
                        schema.texts(interaction.body, "picture-url", "picture-base64") if schema else ()
                    ):
                        name = self.contract.pictures.recorded_name(text) if role == "picture-url" else None
                        if role == "picture-base64":
                            yield decoded(text)
                        elif name is not None and name in self.contract.pictures:
                            yield self.contract.pictures.read(name)

    def _unlike_the_order(
        self, exchange: JudgedExchange, order: _Order | None, content: bytes, path: Path
    ) -> Iterator[tuple[str, Violation]]:
        if self.contract.target.replays:
            return  # a mock has the pictures of its recordings alone, as another check says
        picture = whole(content)
        yield from (("picture_shows_something", found) for found in _one_colour(picture, path))
        if (kind := media_type_of(picture)) not in self._recorded_types:
            known = " or ".join(sorted(self._recorded_types))
            message = f"expected a picture of type {known}, as was recorded, found {kind}"
            yield "usual_picture_type", Violation(message, path, severity=Severity.LOW_DRIFT)
        unlike = [*_of_another_size(picture, path, _stated_size(exchange.value, path), _STATED)]
        yield from unlike or _of_another_size(picture, path, order.size if order else None, "was asked for")
        if order is None:
            return
        if any(_is_same(content, given) for given in order.inputs):
            yield "not_the_input", _input_found(path)
        elif self._first.setdefault(content, order.name) != order.name:
            message = "expected a picture of its own, found the one that came for another request"
            yield "picture_of_its_own", Violation(message, path, severity=Severity.DRIFT)

    @cached_property
    def _recorded_types(self) -> frozenset[str]:
        pictures = self.contract.pictures
        return frozenset(media_type_of(whole(pictures.read(name))) for name in pictures.names)


def _order_of(request: CheckedRequest) -> _Order:
    return _Order(request.operation, request.shape, request.body, request.picture_form)


def _one_colour(picture: Image.Image, path: Path) -> Iterator[Violation]:
    if len(picture.convert("RGB").getcolors(1) or ()) == 1:
        message = "expected a picture that shows something, found one of a single colour"
        yield Violation(message, path, severity=Severity.DRIFT)


def _of_another_size(
    picture: Image.Image, path: Path, size: tuple[int, int] | None, by: str
) -> Iterator[tuple[str, Violation]]:
    if size is not None and picture.size != size:
        message = f"expected a picture of {size[0]}x{size[1]} pixels, as {by}, found one of {_written(picture)}"
        yield "picture_of_the_size", Violation(message, path, severity=Severity.DRIFT)


def _input_found(path: Path) -> Violation:
    return Violation("expected another picture than the input, found the input", path)


def _is_same(content: bytes, given: str) -> bool:
    """Tell whether a picture has the pixels of another one, which is given as base64."""
    try:
        other = decoded(given)
        if other == content:
            return True
        new, old = whole(content), whole(other)
    except BrokenPicture:
        return False
    return new.size == old.size and new.convert("RGBA").tobytes() == old.convert("RGBA").tobytes()


def _stated_size(answer: Any, path: Path) -> tuple[int, int] | None:
    """The width and height that stand beside a picture in an answer."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    holder = at(answer, path[:-1])
    sizes = set(_sizes(list(holder.values()) if isinstance(holder, dict) else []))
    return sizes.pop() if len(sizes) == 1 else None


def _sizes(value: Any) -> Iterator[tuple[int, int]]:
    if isinstance(value, str) and (found := _SIZE.fullmatch(value)):
        yield int(found[1]), int(found[2])
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _sizes(child)


def _written(picture: Image.Image) -> str:
    return f"{picture.width}x{picture.height}"
