"""Carries requests over a blocking httpx client: one exchange at a time, never a second by itself."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

from . import exchange
from .calls import Call, Fetch, Reply, Trouble
from .deadline import bounded_by


class BlockingChannel:
    """Carries requests over a blocking httpx client.

    Args:
        address: where the gateway is.
        http: the client.
    """

    def __init__(self, address: exchange.Address, http: httpx.Client) -> None:
        self._address = address
        self._http = http
        self._process: int | None = None

    def call(self, asked: Call) -> Reply | Trouble:
        """Call an operation once."""
        if trouble := self._refusal(asked):
            return trouble
        asked = asked.begun()
        progress = exchange.Progress()
        try:
            request = self._address.request(self._http, asked)
            with bounded_by(asked.deadline), self._opened(request, progress) as response:
                body = self._read(response, asked, progress)
            return exchange.reply_of(asked, response, body)
        except exchange.CAUGHT as error:
            return progress.trouble(error, asked.deadline)

    def fetch(self, asked: Fetch) -> Reply | Trouble:
        """Fetch a file once, without the key; redirects are followed."""
        if trouble := self._refusal(asked):
            return trouble
        progress = exchange.Progress()
        try:
            link: str | None = asked.url
            with bounded_by(asked.deadline):
                for _ in range(exchange.MOST_REDIRECTS + 1):
                    assert link is not None
                    request = exchange.download_request(self._http, link, self._address.timeout(asked))
                    with self._opened(request, progress) as response:
                        link = exchange.next_link(response)
                        if link is None:
                            body = self._read(response, asked, progress)
                            return Reply(response.status_code, response.headers, body)
            raise exchange.BadRedirect(f"more than {exchange.MOST_REDIRECTS} redirects")
        except exchange.CAUGHT as error:
            return progress.trouble(error, asked.deadline)

    def _refusal(self, asked: Call | Fetch) -> Trouble | None:
        # Two processes that share a connection would get each other's answers.
        process = os.getpid()
        self._process = self._process or process
        return exchange.cannot_begin(self._http, asked, self._process, process)

    @contextmanager
    def _opened(self, request: httpx.Request, progress: exchange.Progress) -> Iterator[httpx.Response]:
        """Send a request; the response is closed afterwards."""
        request.extensions["trace"] = progress.note
        with exchange.foreseen():
            try:
                # No auth of the client's own: it would take the place of the gateway's key.
                response = self._http.send(request, auth=None, follow_redirects=False, stream=True)
            except BaseException:
                if progress.unused is not None:
                    progress.unused.close()
                raise
        try:
            progress.status = response.status_code
            yield response
        finally:
            response.close()

    def _read(self, response: httpx.Response, asked: Call | Fetch, progress: exchange.Progress) -> bytes:
        """Read a body, within time and size."""
        limit = self._address.limit(asked.purpose)
        exchange.shorten(response.request, asked.deadline)
        decoder = exchange.decoder_of(response)
        with exchange.foreseen():
            for raw in [response.content] if response.is_stream_consumed else response.iter_raw():
                for chunk in decoder.decode(raw):
                    progress.add(chunk, asked.deadline, limit)
        return b"".join(progress.chunks)
