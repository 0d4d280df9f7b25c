"""Fetches the pictures that answers link to, before their links die."""

import asyncio
import ssl

import httpx

from contract_tests.connections import client_options
from image_edit.content_coding import Decoder, Undecodable

LARGEST = 32 * 1024 * 1024
"""Size in bytes beyond which a picture is not read to its end."""

_SECONDS = 30.0


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
