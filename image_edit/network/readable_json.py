"""JSON that a server did not write as UTF-8, though it has to be: mended where all but some words of it is whole."""

import json

_GUESSED = "gb18030"  # all that GBK and GB2312 write; the gateways are Chinese


def as_utf8(content: bytes, charset: str | None) -> bytes:
    """Return JSON as UTF-8; unchanged if it is so, is read by its zeros as UTF-16 or UTF-32, or is no JSON at all.

    Args:
        charset: the charset that its `Content-Type` names, if any.
    """
    if content.isascii() or json.detect_encoding(content) != "utf-8" or _text(content, "utf-8") is not None:
        return content
    texts = (_text(content, name) for name in (charset, _GUESSED) if name)
    for text in (*texts, content.decode("utf-8", "replace")):
        if text is not None and _is_json(text):
            return text.encode()
    return content


def _text(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset, "surrogatepass" if charset == "utf-8" else "strict")
    except (LookupError, ValueError):  # LookupError: no charset that Python knows
        return None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
