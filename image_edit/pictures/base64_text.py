"""Pictures as base64, as people and gateways write it."""

import base64
from urllib.parse import unquote_to_bytes

_URL_SAFE = bytes.maketrans(b"-_", b"+/")


def is_data_url(text: str) -> bool:
    """Tell whether a text is a `data:` URL, which holds what it is an address of."""
    return text.lstrip()[:5].lower() == "data:"


def from_base64(text: str) -> bytes:
    """Decode base64, also with line breaks, without padding, in letters for URLs, or percent-encoded.

    Nothing is lost by that: whether what comes out is a whole picture is looked at afterwards.

    Raises:
        ValueError: it is no base64.
    """
    # Removed piece by piece, since of 10 MB each step that is not needed costs.
    content = b"".join((unquote_to_bytes(text) if "%" in text else text.encode()).split()).rstrip(b"=")
    return base64.b64decode(content.translate(_URL_SAFE) + b"=" * (-len(content) % 4), validate=True)
