"""Small pictures for answers of which the document says no more than their type."""

import io
from functools import cache

from PIL import Image

from image_gateways_documents.media_types import essence

_SIZE = (64, 48)
_SVG = "image/svg+xml"
_DRAWN = b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="50%" height="100%"/></svg>'
_USUAL = "image/png"


def concrete(media_type: str) -> str:
    """Return a type that a picture can be made in: itself, or PNG for a range (`image/*`) or one that is not known."""
    kind = essence(media_type)
    return kind if kind == _SVG or _format_of(kind) else _USUAL


@cache
def sample_picture(media_type: str) -> bytes:
    """Return a whole picture of a concrete type, the same each time."""
    if media_type == _SVG:
        return _DRAWN
    written = io.BytesIO()
    Image.linear_gradient("L").resize(_SIZE).convert("RGB").save(written, _format_of(media_type))
    return written.getvalue()


@cache
def _format_of(media_type: str) -> str | None:
    """The format in which Pillow writes pictures of a type; the less common ones take long to import."""
    for load in (Image.preinit, Image.init):
        load()
        found = (name for name, mime in Image.MIME.items() if mime == media_type and name in Image.SAVE)
        if (name := next(found, None)) is not None:
            return name
    return None
