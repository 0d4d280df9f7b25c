"""Pictures of a session, fetched before their links die: small ones are kept, large ones are stood in for."""

import asyncio
import binascii
import re
import ssl
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import httpx
import pybase64

from contract_tests.connections import client_options
from image_edit.network.content_coding import Decoder, Undecodable
from image_gateways_documents.picture_check import media_type
from image_gateways_recordings.pictures import RECORDED_HOST

from .whole_file import write_new

LARGEST = 32 * 1024 * 1024
"""Size in bytes beyond which a picture is not read to its end."""

_SECONDS = 30.0
_DATA_URL = re.compile(r"(data:[a-z0-9.+/-]+;base64,)", re.IGNORECASE)
_FALLBACK_TYPE = "image/png"


class KeptPictures:
    """The pictures folder of the recordings.

    Args:
        folder: where pictures are kept; made when the first one is.
        spare: a folder of pictures to take stand-ins from where `folder` has none that fits.
        keep_up_to: size in bytes up to which a picture is kept.
    """

    def __init__(self, folder: Path, spare: Path, keep_up_to: int) -> None:
        self._folder = folder
        self._spare = spare
        self._keep_up_to = keep_up_to
        self._fetched: dict[str, bytes] = {}

    def remember(self, link: str, content: bytes) -> None:
        """Keep what a link led to until the answer that names it is recorded."""
        self._fetched[link] = content

    def recorded_link(self, link: str, note: Callable[[str], None]) -> str:
        """Return the link that a recording has in place of a picture's own.

        Args:
            link: the link as the gateway gave it.
            note: is told, in words, what was replaced and why.

        Raises:
            OSError: the picture cannot be written.
        """
        content = self._fetched.get(link)
        kind = media_type(content) if content else ""
        if content is None or not kind.startswith("image/"):
            note("a picture of ours stands in for one that could not be fetched")
            return _link_to(self._stand_in(_FALLBACK_TYPE))
        if len(content) > self._keep_up_to:
            note(f"a picture of ours stands in for one of {len(content)} bytes ({kind})")
            return _link_to(self._stand_in(kind))
        name = f"live_{sha256(content).hexdigest()[:16]}.{_extension(kind)}"
        return _link_to(self._write(name, content))

    def recorded_base64(self, text: str, note: Callable[[str], None]) -> str:
        """Return a text of JSON as it is, or the base64 of a stand-in where it is that of a picture too large to keep.

        Args:
            text: any string of a body; a `data:` prefix is kept.
            note: is told, in words, what was replaced and why.

        Raises:
            OSError: the stand-in cannot be read.
        """
        if len(text) * 3 // 4 <= self._keep_up_to:
            return text
        prefix = _DATA_URL.match(text)
        try:
            content = pybase64.b64decode(text[prefix.end() :] if prefix else text, validate=True)
        except (ValueError, binascii.Error):
            return text
        kind = media_type(content)
        if not kind.startswith("image/"):
            return text
        note(f"a picture of ours stands in for one of {len(content)} bytes ({kind})")
        bare = pybase64.b64encode((self._folder / self._stand_in(kind)).read_bytes()).decode()
        return (prefix[0] if prefix else "") + bare

    def _stand_in(self, kind: str) -> str:
        for folder in (self._folder, self._spare):
            for file in sorted(folder.glob("*")):
                if file.is_file() and file.stat().st_size <= max(self._keep_up_to, 1024):
                    content = file.read_bytes()
                    if media_type(content) == kind:
                        return file.name if folder == self._folder else self._write(file.name, content)
        if kind == _FALLBACK_TYPE:
            raise FileNotFoundError(f"{self._spare}: no picture here can stand in for another")
        return self._stand_in(_FALLBACK_TYPE)

    def _write(self, name: str, content: bytes) -> str:
        self._folder.mkdir(parents=True, exist_ok=True)
        if not (self._folder / name).exists():
            write_new(self._folder / name, content)
        return name


async def fetched_picture(link: str, tls: ssl.SSLContext) -> bytes | None:
    """Return what a link leads to; None where it cannot be had, is larger than `LARGEST` or takes over 30 seconds.

    Sends no key and no cookie. Asks once.
    """
    try:
        async with (
            asyncio.timeout(_SECONDS),
            httpx.AsyncClient(follow_redirects=True, max_redirects=3, **client_options(link, tls)) as client,
            client.stream("GET", link, headers={"Accept-Encoding": "identity"}) as answer,
        ):
            if not answer.is_success:
                return None
            content = bytearray()
            decoder = Decoder(answer.headers.get("content-encoding", ""))
            async for chunk in answer.aiter_raw():
                for piece in decoder.decode(chunk):
                    content += piece
                    if len(content) > LARGEST:
                        return None
            return bytes(content)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, Undecodable, ValueError):
        return None


def _link_to(name: str) -> str:
    return f"https://{RECORDED_HOST}/{name}"


def _extension(kind: str) -> str:
    return kind.partition("/")[2].replace("jpeg", "jpg")
