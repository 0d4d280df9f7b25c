"""Reads HAR files, as browsers, proxies and test runners write them."""

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from contract_tests.base_url import BaseUrl, UnusableBaseUrl, parsed_base_url
from image_gateways_documents.json_text import MalformedJson, parse_json
from image_gateways_documents.routing import parse_query

from .recorded import RawExchange, media_type_of
from .session_secrets import HeaderPairs

# The body in a HAR is the decoded one; a coding left beside it would be undone twice.
_OF_THE_TRANSPORT = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_HAVE_BODIES = frozenset({"POST", "PUT", "PATCH"})
_TEXTUAL = ("text/", "json", "xml", "javascript", "x-www-form-urlencoded")
_STATUSES = range(100, 1000)
_MAY_BE_EMPTY = (*range(100, 200), 204, *range(300, 400))
_LONGEST_INTEGER = 18


class BrokenHar(Exception):
    """The file is no HAR; the message says why, in one line."""


class _Unreadable(Exception):
    """An entry is not what HAR says; the message says where and how, and repeats no value."""


class _NotOurs(Exception):
    """An entry is nothing to record; the message says why."""


@dataclass(slots=True)
class HarContent:
    """What a HAR file holds for one gateway.

    Attributes:
        exchanges: the exchanges with the gateway, by the moment they began.
        pictures: the pictures that any host answered with, by link.
        skipped: how many entries are neither, by reason.
        unreadable: which entries are no HAR, counted from 1, and what is wrong with each.
    """

    exchanges: list[RawExchange] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    skipped: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)


def read_har(file: Path, base_url: BaseUrl) -> HarContent:
    """Read the exchanges with one gateway from a HAR file. An entry that cannot be read costs no other.

    Raises:
        BrokenHar: the file cannot be read, or is no HAR.
    """
    content = HarContent()
    before = datetime.min.replace(tzinfo=UTC)
    began: list[tuple[datetime, RawExchange]] = []
    for number, entry in enumerate(_entries(file), 1):
        try:
            exchange, url = _exchange(entry, base_url)
            # One without a moment of its own stays behind the one that it stands behind.
            before = exchange.received if _moment(entry) else before
            if media_type_of(exchange.response_headers).startswith("image/") and exchange.response_body:
                content.pictures[url.geturl()] = exchange.response_body
            _check_is_ours(entry, exchange, url, base_url)
            began.append((before, exchange))
        except _NotOurs as reason:
            content.skipped[str(reason)] += 1
        except (_Unreadable, ValueError) as error:
            content.skipped["not readable"] += 1
            why = str(error) if isinstance(error, _Unreadable) else "its link or its headers cannot be read"
            content.unreadable.append(f"entry {number}: {why}")
    content.exchanges = [exchange for _, exchange in sorted(began, key=lambda one: one[0])]
    return content


def _entries(file: Path) -> list[Any]:
    try:
        whole = json.loads(file.read_text("utf-8-sig"), parse_int=_integer)
    except OSError as error:
        raise BrokenHar(f"{file}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise BrokenHar(f"{file}: no HAR, since it is not JSON: {' '.join(str(error).split())}") from None
    log = whole.get("log") if isinstance(whole, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        raise BrokenHar(f"{file}: no HAR, since it has no log.entries")
    return entries


def _integer(digits: str) -> int | float:
    # Python refuses to read thousands of digits, and with them the whole file.
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _check_is_ours(entry: dict[str, Any], exchange: RawExchange, url: SplitResult, base_url: BaseUrl) -> None:
    """Look whether an entry is a whole exchange with the gateway.

    Raises:
        _NotOurs: it is not.
    """
    if exchange.status not in _STATUSES:
        raise _NotOurs("no answer")
    if exchange.host != base_url.host or url.scheme != base_url.scheme:
        raise _NotOurs("another host")
    if not url.path.startswith(base_url.path + "/"):
        raise _NotOurs("no operation of the document")
    if not _is_whole(exchange.request_body, _size_sent(entry, exchange)):
        raise _NotOurs("request without its whole body")
    size = _whole_number(_object(_object(entry, "response"), "content"), "size")
    if size is None and not exchange.response_body and exchange.status not in _MAY_BE_EMPTY:
        size = 1
    if not _is_whole(exchange.response_body, size):
        raise _NotOurs("answer without its body" if not exchange.response_body else "answer without its whole body")


def _size_sent(entry: dict[str, Any], exchange: RawExchange) -> int | None:
    """The size of a request's body as its size, its length or its method tell; None where nothing does."""
    request = _object(entry, "request")
    size = _whole_number(request, "bodySize")
    if size is None or size < 0:
        length = next((value for name, value in _headers(request) if name == "content-length"), "")
        size = int(length) if length.isascii() and length.isdigit() and len(length) <= _LONGEST_INTEGER else None
    if size is None and exchange.method in _HAVE_BODIES and "postData" not in request:
        return 1
    return size


def _is_whole(body: bytes, size: int | None) -> bool:
    """Whether a body is all that there was. Sizes are counted in many ways: JSON that can be read counts as whole."""
    if not body:
        return not size
    if size is None or len(body) >= size:
        return True
    try:
        parse_json(body)
    except MalformedJson:
        return False
    return True


def _exchange(entry: Any, base_url: BaseUrl) -> tuple[RawExchange, SplitResult]:
    """Return what an entry says passed, and the link that it was asked for.

    Raises:
        _Unreadable: it is not what HAR says.
        ValueError: the link is none.
    """
    if not isinstance(entry, dict):
        raise _Unreadable(f"expected an object, found {_kind(entry)}")
    request, response = _object(entry, "request"), _object(entry, "response")
    url = urlsplit(_text(request, "url"))
    headers = tuple((n, v) for n, v in _headers(response) if n not in _OF_THE_TRANSPORT)
    content = _object(response, "content")
    if not media_type_of(headers) and (kind := _text(content, "mimeType", "")):
        headers = (*headers, ("content-type", kind))
    try:
        host = parsed_base_url(f"{url.scheme}://{url.netloc.rpartition('@')[2]}").host
    except UnusableBaseUrl:
        host = url.netloc
    exchange = RawExchange(
        method=_text(request, "method").upper(),
        path=unquote(url.path.removeprefix(base_url.path)),
        query=parse_query(url.query.encode("utf-8", "surrogatepass")),
        request_headers=tuple(pair for pair in _headers(request) if pair[0] != "content-length"),
        request_body=_body(_object(request, "postData")),
        status=_whole_number(response, "status") or 0,
        reason=_text(response, "statusText", ""),
        response_headers=headers,
        response_body=_body(content),
        host=host,
        received=_moment(entry) or datetime.fromtimestamp(0, UTC),
    )
    return exchange, url


def _headers(part: dict[str, Any]) -> HeaderPairs:
    return tuple(_pairs(part))


def _pairs(part: dict[str, Any]) -> Iterator[tuple[str, str]]:
    headers = part.get("headers") or []
    if not isinstance(headers, list):
        raise _Unreadable(f"headers: expected an array, found {_kind(headers)}")
    for header in headers:
        if not isinstance(header, dict):
            raise _Unreadable(f"headers: expected objects, found {_kind(header)}")
        name = _text(header, "name")
        if not name.startswith(":"):  # HTTP/2 writes method and path as headers
            yield name.lower(), _text(header, "value", "")


def _body(content: dict[str, Any]) -> bytes:
    text = _text(content, "text", "")
    plain = text.encode("utf-8", "surrogatepass")
    if _text(content, "encoding", "") != "base64":
        return plain
    try:
        # Some break it into lines, or leave out what fills it up.
        bare = "".join(text.split()).rstrip("=")
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        # Firefox has called plain text base64.
        if any(word in _text(content, "mimeType", "").lower() for word in _TEXTUAL):
            return plain
        raise _Unreadable("text: it is called base64 and is not") from None


def _object(part: dict[str, Any], name: str) -> dict[str, Any]:
    """A part of an entry; an empty one where it is left out."""
    found = part.get(name)
    if found is not None and not isinstance(found, dict):
        raise _Unreadable(f"{name}: expected an object, found {_kind(found)}")
    return found or {}


def _text(part: dict[str, Any], name: str, default: str | None = None) -> str:
    found = part.get(name)
    found = default if found is None else found
    if not isinstance(found, str):
        raise _Unreadable(f"{name}: expected a text, found {_kind(found)}")
    return found


def _whole_number(part: dict[str, Any], name: str) -> int | None:
    """A number of an entry; None where it is left out."""
    found = part.get(name)
    if isinstance(found, str) and found.isascii() and found.isdigit() and len(found) <= _LONGEST_INTEGER:
        return int(found)
    if found is None or (isinstance(found, int) and not isinstance(found, bool)):
        return found
    if isinstance(found, float) and found.is_integer():
        return int(found)
    raise _Unreadable(f"{name}: expected a whole number, found {_kind(found)}")


_KINDS = {type(None): "nothing", bool: "true or false", str: "a text", list: "an array", dict: "an object"}


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), "a number that is not whole or too large")


def _moment(entry: dict[str, Any]) -> datetime | None:
    """When an entry began; None where it does not say so as RFC 3339 has it. Without a zone, it is UTC."""
    said = entry.get("startedDateTime")
    try:
        moment = datetime.fromisoformat(said.strip().upper()) if isinstance(said, str) else None
        return moment and (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
