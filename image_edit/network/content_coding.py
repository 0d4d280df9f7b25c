"""Undoes the coding of a body, as gzip, in pieces of a bounded size, and that of text that a server wrote otherwise.

httpx undoes as many codings as a server names, one upon the other, and each piece of each as a whole: some hundred
bytes become gigabytes. Here one coding is undone, and nobody has to take more of it than wanted.
"""

import json
import zlib
from collections.abc import Iterator

_PIECE = 65_536
_GZIP = b"\x1f\x8b"
_NONE = ("", "identity")
_UNDONE = ("gzip", "x-gzip", "deflate")
_GUESSED = "gb18030"  # of text that is no UTF-8: all that GBK and GB2312 write; the gateways are Chinese
_NOT_UNDONE = ("br", "compress", "x-compress", "dcb", "dcz", "zstd")


class Undecodable(Exception):
    """The body is coded in a way that is not undone, or is broken."""


class Decoder:
    """Undoes the coding of one body.

    Args:
        content_encoding: the header of that name, several joined with commas; empty for none.

    Raises:
        Undecodable: there are several codings, or one that is known and not undone. A name that is no coding's, as
            servers write all sorts there, means none.
    """

    def __init__(self, content_encoding: str) -> None:
        names = [name.strip().lower() for name in content_encoding.split(",")]
        codings = [name for name in names if name in (*_UNDONE, *_NOT_UNDONE)]
        if len(codings) > 1 or (codings and codings[0] in _NOT_UNDONE):
            raise Undecodable(f"the answer is coded as {', '.join(codings)[:80]}, though no coding was asked for")
        self._coding = codings[0] if codings else ""
        self._stream: zlib._Decompress | None = None
        self._held = b""
        self._has_ended = False

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Yield what the next bytes of a body stand for, in pieces; at least one, maybe empty.

        Raises:
            Undecodable: the body is broken.
        """
        if not self._coding:
            yield data
            return
        yield b""
        data = self._held + data
        while len(data) > 1 or (data and self._stream):
            self._stream = self._stream or self._opened(data[:2])
            if self._stream is None:
                return
            full = True
            while (data or full) and not self._stream.eof:
                piece = self._piece(self._stream, data)
                yield piece
                data, full = self._stream.unconsumed_tail, len(piece) == _PIECE
            if self._stream.eof:
                data, self._stream, self._has_ended = self._stream.unused_data, None, True
        self._held = data

    def _opened(self, first: bytes) -> "zlib._Decompress | None":
        """Begin a stream by its first two bytes; None if they are no further one, and are left out."""
        if first == _GZIP:  # a file may have several, one after the other
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        if self._has_ended:
            return None
        if first[0] & 15 == zlib.DEFLATED and int.from_bytes(first) % 31 == 0:
            return zlib.decompressobj()
        if self._coding == "deflate":  # some servers leave out the wrapping that the standard asks for
            return zlib.decompressobj(-zlib.MAX_WBITS)
        raise Undecodable(f"the answer says that it is coded as {self._coding}, and is not")

    @staticmethod
    def _piece(stream: "zlib._Decompress", data: bytes) -> bytes:
        try:
            return stream.decompress(data, _PIECE)
        except zlib.error as error:
            raise Undecodable(f"the coded answer is broken ({error})") from None


def as_utf8(content: bytes, charset: str | None) -> bytes:
    """Return JSON as UTF-8, also where a server wrote it, or some words of it, as something else.

    It is unchanged if it is UTF-8, is read by its zeros as UTF-16 or UTF-32, or is no JSON at all.

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
