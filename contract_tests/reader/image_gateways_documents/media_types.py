"""Media types: their essence, which of them a range takes, and which are read as what."""

from collections.abc import Collection
from functools import lru_cache
from typing import Final

FORM: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"


@lru_cache(maxsize=1024)
def essence(media_type: str) -> str:
    """Return a media type in lower case, without its parameters: `text/html` of `text/html; charset=utf-8`."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Tell whether what is of this type is JSON."""
    kind = essence(media_type)
    return kind == "application/json" or kind.endswith("+json")


def is_form(media_type: str) -> bool:
    """Tell whether what is of this type has fields."""
    return essence(media_type) in (FORM, MULTIPART)


def documented_as(media_type: str, documented: Collection[str]) -> str | None:
    """Return which of the documented types covers one: itself, its range (`image/*`), or any (`*/*`)."""
    kind = essence(media_type)
    ranges = (kind, f"{kind.partition('/')[0]}/*", "*/*")
    return next((known for known in ranges if known in documented), None)
