"""What the library `requests` sends, request by request past the purse of a run.

schemathesis sends by itself: cases of every phase, what its checks send beside them, its probes, and once more what had
no answer since the connection was dropped. A hook of its own can neither leave a case out nor see all of that, so the
requests are stopped where they leave. As nothing is sent again, no connection is used that its server may be closing.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from contract_tests.connections import LONGEST_IDLE_SECONDS

from .billing import Purse
from .wire import Sent

_HELD_BACK = "x-was-held-back"


@contextmanager
def metered(purse: Purse, read: Callable[[requests.PreparedRequest], Sent]) -> Iterator[None]:
    """Let sessions of `requests` that are made meanwhile send what the purse lets through, and nothing twice.

    What is held back gets an answer that never came from a server; `was_held_back` tells it from others.

    Args:
        purse: asked before each request, and told what became of it.
        read: reads a request as the suite does.
    """
    lost: dict[str, requests.exceptions.ConnectionError] = {}

    class MeteredAdapter(HTTPAdapter):
        """Asks the purse first."""

        _answered = -math.inf  # when, as `time.monotonic` counts

        def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
            sent = read(request)
            if sent.name in lost:
                raise lost[sent.name]
            if not purse.lets_through(sent):
                return self._held_back(request)
            if time.monotonic() - self._answered > LONGEST_IDLE_SECONDS:
                self.close()
            try:
                answer = super().send(request, *args, **options)
            except requests.exceptions.ConnectionError as error:
                if sent.name:
                    lost[sent.name] = error
                raise
            self._answered = time.monotonic()
            purse.answered(sent, answer.status_code)
            return answer

        def _held_back(self, request: requests.PreparedRequest) -> requests.Response:
            headers = HTTPHeaderDict({_HELD_BACK: "1"})
            nothing = HTTPResponse(BytesIO(), headers, HTTPStatus.IM_A_TEAPOT, preload_content=False)
            return self.build_response(request, nothing)

    sessions: Any = requests.sessions  # each session mounts what has this name there
    usual = sessions.HTTPAdapter
    sessions.HTTPAdapter = MeteredAdapter
    try:
        yield
    finally:
        sessions.HTTPAdapter = usual


def was_held_back(headers: Any) -> bool:
    """Tell by the headers of an answer whether its request never left."""
    return _HELD_BACK in headers
