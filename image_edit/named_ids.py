"""The ids that an answer names: of its task and of the call, wherever they stand."""

import re
from typing import cast

from .errors import Facts
from .gateways.gateway import Failure
from .network.calls import Reply

_MOST_WORDS = 10_000
_NAMED = re.compile(rb'"(task_id|request_id|RequestId)"\s*:\s*(?:"([\w.:-]{1,200})"|(\d{1,200})\s*[,}])')
# As `(request id: …)`, `Request id: …`, `RequestId: …`; each host on the way appends its own.
_CALL_ID = re.compile(r"\brequest[ _-]?id\s*[:=\uff1a]\s*([\w-]{1,200})", re.IGNORECASE)
# Of new-api, on which many hosts run, and what is usual.
_CALL_ID_HEADERS = ("x-oneapi-request-id", "x-request-id")


def named_in(content: bytes) -> Facts:
    """Return the ids that stand in a body, though it is cut or not what the document says."""
    found = {
        "task_id" if name == b"task_id" else "request_id": (text or number).decode(errors="replace")
        for name, text, number in _NAMED.findall(content)
    }
    return cast(Facts, found)


def call_id_in(words: str) -> str | None:
    """Return the id of the call that stands in words: the last one, which the host that was called has put there."""
    return next(reversed(_CALL_ID.findall(words)), None)


def call_id(reply: Reply, failure: Failure | None) -> str | None:
    """Return the gateway's id of the call: from its place, from the words, from anywhere in the body, from a header."""
    words = failure.message if failure else reply.readable[:_MOST_WORDS].decode(errors="replace")
    found = (failure and failure.request_id, call_id_in(words), named_in(reply.content).get("request_id"))
    return next(filter(None, (*found, *map(reply.headers.get, _CALL_ID_HEADERS))), None)
