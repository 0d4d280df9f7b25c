"""Reads HAR files, as browsers and mitmproxy write them."""

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from contract_tests.mock_server.routing import parse_query

from .base_url import BaseUrl, UnusableBaseUrl, parsed_base_url
from .exchange import Exchange, HeaderPairs

# The body in a HAR is the decoded one; a coding left beside it would be undone twice.
_OF_THE_TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding"})


class BrokenHar(Exception):
    """The file is no HAR; the message says why, in one line."""


@dataclass(slots=True)
class HarContent:
    """What a HAR file holds for one gateway.

    Attributes:
        exchanges: the exchanges with the gateway, by the time they began.
        pictures: the pictures that any host answered with, by link.
        skipped: how many entries are neither, by reason.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)


def read_har(file: Path, base_url: BaseUrl) -> HarContent:
    """Read the exchanges with one gateway from a HAR file.

    Raises:
        BrokenHar: the file cannot be read, or is no HAR.
    """
    content = HarContent()
    for entry in sorted(_entries(file), key=_began):
        try:
            url = entry["request"]["url"]
            exchange = _exchange(entry, base_url)
        except (LookupError, TypeError, ValueError, AttributeError):
            content.skipped["not readable"] += 1
            continue
        kind = next((value for name, value in exchange.response_headers if name == "content-type"), "")
        if kind.lower().startswith("image/") and exchange.response_body:
            content.pictures[url] = exchange.response_body
        if exchange.status < 100:
            content.skipped["no answer"] += 1
        elif exchange.host != base_url.host or urlsplit(url).scheme != base_url.scheme:
            content.skipped["another host"] += 1
        elif not urlsplit(url).path.startswith(base_url.path + "/"):
            content.skipped["no operation of the document"] += 1
        elif not exchange.response_body and int(entry["response"].get("content", {}).get("size") or 0) > 0:
            content.skipped["answer without its body"] += 1
        else:
            content.exchanges.append(exchange)
    return content


def _entries(file: Path) -> list[dict[str, Any]]:
    try:
        whole = json.loads(file.read_text("utf-8-sig"))
    except OSError as error:
        raise BrokenHar(f"{file}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise BrokenHar(f"{file}: no HAR, since it is not JSON: {' '.join(str(error).split())}") from None
    log = whole.get("log") if isinstance(whole, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise BrokenHar(f"{file}: no HAR, since it has no log.entries")
    return entries


def _began(entry: Any) -> str:
    return str(entry.get("startedDateTime", "")) if isinstance(entry, dict) else ""


def _exchange(entry: dict[str, Any], base_url: BaseUrl) -> Exchange:
    request, response = entry["request"], entry["response"]
    url = urlsplit(request["url"])
    headers = tuple((n, v) for n, v in _headers(response) if n not in _OF_THE_TRANSPORT)
    content = response.get("content") or {}
    if all(name != "content-type" for name, _ in headers) and content.get("mimeType"):
        headers = (*headers, ("content-type", content["mimeType"]))
    try:
        host = parsed_base_url(f"{url.scheme}://{url.netloc.rpartition('@')[2]}").host
    except UnusableBaseUrl:
        host = url.netloc
    return Exchange(
        method=request["method"].upper(),
        path=unquote(url.path.removeprefix(base_url.path)),
        query=parse_query(url.query.encode()),
        request_headers=tuple(pair for pair in _headers(request) if pair[0] != "content-length"),
        request_body=_bytes(request.get("postData") or {}),
        status=int(response["status"]),
        reason=str(response.get("statusText") or ""),
        response_headers=headers,
        response_body=_bytes(content),
        host=host,
        received=_time(entry.get("startedDateTime")),
    )


def _headers(part: dict[str, Any]) -> HeaderPairs:
    return tuple(_pairs(part))


def _pairs(part: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for header in part.get("headers") or ():
        if not header["name"].startswith(":"):  # HTTP/2 writes method and path as headers
            yield header["name"].lower(), str(header["value"])


def _bytes(content: dict[str, Any]) -> bytes:
    text = content.get("text") or ""
    if content.get("encoding") == "base64":
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise ValueError(str(error)) from None
    return bytes(text.encode("utf-8", "surrogatepass"))


def _time(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
