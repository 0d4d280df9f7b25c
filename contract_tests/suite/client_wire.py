"""What a client puts on the wire and what it gets back."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from contract_tests.connections import LONGEST_IDLE_SECONDS


class ClientWire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A client's transport, sync and async, that keeps every answer, which knows its request.

    Attributes:
        canned: answers in place of the server while it is set.
        responses: the answers, in order.
    """

    def __init__(self) -> None:
        self.canned: Callable[[], httpx.Response] | None = None
        self.responses: list[httpx.Response] = []
        limits = httpx.Limits(keepalive_expiry=LONGEST_IDLE_SECONDS)
        self._transport = httpx.HTTPTransport(limits=limits)
        self._async_transport = httpx.AsyncHTTPTransport(limits=limits)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, or answer it with what is canned."""
        request.read()
        if self.canned is not None:
            return self._kept(request, self.canned())
        answer = self._transport.handle_request(request)
        assert isinstance(answer.stream, httpx.SyncByteStream)
        try:
            return self._kept(request, _whole(answer, b"".join(answer.stream)))
        finally:
            answer.close()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, or answer it with what is canned."""
        await request.aread()
        if self.canned is not None:
            return self._kept(request, self.canned())
        answer = await self._async_transport.handle_async_request(request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        try:
            return self._kept(request, _whole(answer, b"".join([part async for part in answer.stream])))
        finally:
            await answer.aclose()

    def close(self) -> None:
        """Close the connections of the sync half."""
        self._transport.close()

    async def aclose(self) -> None:
        """Close the connections of the async half."""
        await self._async_transport.aclose()

    def _kept(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        response.request = request
        self.responses.append(response)
        return response


def _whole(answer: httpx.Response, raw: bytes) -> httpx.Response:
    return httpx.Response(answer.status_code, headers=answer.headers, content=raw)
