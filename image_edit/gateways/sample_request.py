"""A request of a gateway as it would be built, with stand-ins for pictures and words: it tells what a call would be."""

import inspect
from collections.abc import Mapping
from typing import Any

from ..pictures.encoding import PreparedPicture
from .gateway import Gateway, Request

_PICTURE = PreparedPicture(url="https://example.com/picture.png")
_STAND_INS: dict[str, Any] = {
    "pictures": [_PICTURE], "picture": _PICTURE, "canvas": _PICTURE, "mask": _PICTURE, "prompt": "a lighthouse",
}  # fmt: skip


def sample_request(adapter: Gateway, method: str, options: Mapping[str, Any]) -> Request:
    """Return the request that a method would build.

    Args:
        method: one that it has: `edit`, `expand`, `inpaint`, `erase` or `generate`.
        options: options that the method takes, and their values.

    Raises:
        NotSupported: the gateway has no such model, or the model does not take an option.
        BadInput: a value is not allowed.
        TypeError: it needs a model, or does not take an option.
    """
    make = getattr(adapter, method)
    parameters = inspect.signature(make).parameters.values()
    named = {each.name: _STAND_INS[each.name] for each in parameters if each.kind is not each.KEYWORD_ONLY}
    request: Request = make(**{**named, **options})
    return request
