"""Volcano Engine Ark's image call, which more than one gateway passes on: what a request holds, what an answer says.

Each gateway's client has generated types of its own for it, which are alike; they are taken by what they have.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypedDict, TypeVar

from ..errors import BadInput
from ..pictures.encoding import PreparedPicture
from .gateway import Answer, End, Failure, ResultPicture


class Body(Protocol):
    """A request of which only a part is typed."""

    additional_properties: dict[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON."""


class ArkOptions(TypedDict, total=False):
    """What its models take beside the model, the prompt and the pictures; whether also a text, says the gateway."""

    seed: int | None
    scale: float | None
    size: str | None
    watermark: bool | str | None
    vendor_options: Mapping[str, Any] | None


_FIELDS = {"seed": "seed", "scale": "guidance_scale", "size": "size", "watermark": "watermark"}

_Body = TypeVar("_Body", bound=Body)


def filled(
    request: _Body,
    prompt: str,
    pictures: Sequence[PreparedPicture],
    options: ArkOptions,
) -> _Body:
    """Fill a request that holds the model so far; what is None is not sent.

    Raises:
        BadInput: `vendor_options` holds what is set already, or asks for a stream.
    """
    told = {field: options.get(name) for name, field in _FIELDS.items()}
    sources = [picture.url or picture.data_url() for picture in pictures]
    image = sources[0] if len(sources) == 1 else sources or None
    for field, value in {"prompt": prompt, "image": image, **told}.items():
        if value is not None:
            setattr(request, field, value)
    return with_options(request, options.get("vendor_options"))


def option_fields(vendor_options: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the fields that a caller gives by the names that the vendor has for them.

    Raises:
        BadInput: they are no mapping, or would have the picture come in a form that is not read here.
    """
    if vendor_options is not None and not isinstance(vendor_options, Mapping):
        raise BadInput(f"vendor_options are fields by their names, as a dict, not {type(vendor_options).__name__}")
    fields = vendor_options or {}
    if fields.get("stream"):
        raise BadInput("stream: the pictures would come as a stream of events, which is not read here; leave it out")
    return fields


def with_options(body: _Body, vendor_options: Mapping[str, Any] | None) -> _Body:
    """Add fields to a request that has its own already; one that is there is not replaced, nor dropped in silence.

    Raises:
        BadInput: as of `option_fields`, or a field is set already.
    """
    fields = option_fields(vendor_options)
    for name in body.to_dict():
        if name in fields:
            raise BadInput(f"vendor_options holds {name!r}, which is set already: give it as an argument alone")
    # Also those that have a type of their own, which would not take what a caller writes: `auto` is no enum.
    body.additional_properties.update(fields)
    return body


def read(parsed: object, result: Any) -> Answer:
    """Read what was made at once: several pictures, of which some may have failed.

    Args:
        parsed: the whole answer, as its generated type.
        result: the part of it that is Ark's.
    """
    items = result.data if isinstance(result.data, list) else []
    pictures = (ResultPicture(_text(item.url), _text(item.b64_json)) for item in items)
    found = tuple(picture for picture in pictures if picture.url or picture.base64)
    failures = tuple(Failure.of(told.error) for told in (*items, result) if told.error)
    return Answer(parsed, end=End.DONE, pictures=found, failures=failures)


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
