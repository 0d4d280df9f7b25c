"""What a request asks for, as far as it is known before its body is read."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.types import Scope

from image_gateways_documents.operations import Operation
from image_gateways_documents.request_check import (
    CheckedRequest,
    Headers,
    check_body,
    check_content_type,
    check_credentials,
    check_parameters,
)
from image_gateways_documents.routing import Match, Rejection, Router, parse_query

from .faults import FAULTS
from .gateway import Wish
from .journal import JournaledRequest, asked
from .prefer import preferences

PICTURES_PATH = "/pictures/"

_HOST = re.compile(r"[A-Za-z0-9._-]+(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")
_PREFERENCES = frozenset({"code", "example", "fault"})
_LISTS = frozenset({"fault"})
_UNQUOTED = frozenset(FAULTS)

# What is remembered is bounded in size as well as in number.
_REMEMBERED = 1024
_LONGEST_REMEMBERED = 4096

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


@dataclass(slots=True)
class RequestHead:
    """A request before its body is read.

    Attributes:
        method: its HTTP method.
        path: its path, decoded.
        headers: its headers, names in lower case.
        base_url: this server as the caller sees it, without a trailing slash.
        size: the size that it declares for its body, in bytes; 0 for none.
        wishes: its preferences.
        wish: the answer that it prefers, if any.
        match: the operation that it reaches, or why it reaches none; None for one of a picture.
        parameters: its parameters, parsed, or why it is refused whatever its body is.
        asked: what the journal keeps of it.
    """

    method: str
    path: str
    headers: Headers
    base_url: str
    size: int
    wishes: dict[str, str]
    wish: Wish | None
    match: Match | Rejection | None
    parameters: Mapping[str, Any] | Rejection
    asked: JournaledRequest


class RequestHeads:
    """Reads the heads of requests. Callers repeat a few: what all but the body amounts to is worked out once for each.

    So is what a short body amounts to, where its document allows it and the request has no parameters.

    Args:
        router: finds the operation.
        keys: the keys that are accepted; empty for those that the documents name as placeholders.
    """

    def __init__(self, router: Router, keys: Collection[str]) -> None:
        self._router = router
        self._keys = keys
        self._remembered: dict[tuple[Any, ...], RequestHead] = {}
        self._requests: dict[tuple[str, str, str, bytes], CheckedRequest] = {}

    def __len__(self) -> int:
        return len(self._remembered) + len(self._requests)

    def read(self, scope: Scope) -> RequestHead:
        """Return the head of the request that an ASGI scope holds."""
        # All that a head is made from, as it stands: equal ones are the same head, whatever they mean.
        key = (scope["method"], scope["path"], scope.get("query_string"), scope["scheme"], *scope["headers"])
        head = self._remembered.get(key)
        if head is None:
            head = self._read(scope)
            self._remember(key, head)
        return head

    def request(
        self, operation: Operation, parameters: Mapping[str, Any], body: bytes, content_type: str = ""
    ) -> CheckedRequest:
        """Return the request that a body makes of a head, as `check_body` does.

        Raises:
            Rejection: the body is not JSON or not what the document allows.
        """
        if parameters or len(body) > _LONGEST_REMEMBERED:
            return check_body(operation, parameters, body, content_type)
        key = (operation.gateway, operation.operation_id, content_type, body)
        request = self._requests.get(key)
        if request is None:
            request = check_body(operation, parameters, body, content_type)
            _keep(self._requests, key, request)
        return request

    def forget(self) -> None:
        """Forget what is remembered; with it go the keys that requests were made with."""
        self._remembered.clear()
        self._requests.clear()

    def _remember(self, key: tuple[Any, ...], head: RequestHead) -> None:
        refused = isinstance(head.match, Rejection) or isinstance(head.parameters, Rejection)
        size = sum(len(name) + len(value) for name, value in head.headers.items()) + len(key[1]) + len(key[2] or b"")
        if refused or size > _LONGEST_REMEMBERED or not _HOST.fullmatch(head.headers.get("host", "")):
            return
        _keep(self._remembered, key, head)

    def _read(self, scope: Scope) -> RequestHead:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in reversed(scope["headers"])}
        method, path, query_string = scope["method"], scope["path"], scope.get("query_string", b"")
        preferred = [value.decode("latin-1") for name, value in scope["headers"] if name == b"prefer"]
        wishes = _wishes(preferred) if preferred else {}
        declared = headers.get("content-length", "0")
        match = None if path.startswith(PICTURES_PATH) else self._match(method, path, query_string)
        return RequestHead(
            method=method,
            path=path,
            headers=headers,
            base_url=_base_url(scope, headers),
            size=int(declared) if declared.isdigit() else 0,
            wishes=wishes,
            wish=_wish(wishes),
            match=match,
            parameters=self._parameters(match, headers, query_string) if isinstance(match, Match) else {},
            asked=asked(method, path, query_string, headers, *_meant(match)),
        )

    def _match(self, method: str, path: str, query_string: bytes) -> Match | Rejection:
        try:
            return self._router.match(method, path, parse_query(query_string))
        except Rejection as rejection:
            return rejection

    def _parameters(self, match: Match, headers: Headers, query_string: bytes) -> Mapping[str, Any] | Rejection:
        query = parse_query(query_string)
        try:
            check_credentials(match.operation, headers, query, self._keys)
            parameters = check_parameters(match, headers, query)
            check_content_type(match.operation, headers)
        except Rejection as rejection:
            return rejection
        return parameters


def _keep(remembered: dict[KeyT, ValueT], key: KeyT, value: ValueT) -> None:
    if len(remembered) >= _REMEMBERED:
        remembered.clear()
    remembered[key] = value


def _meant(match: Match | Rejection | None) -> tuple[str | None, str | None]:
    """The gateway and the operation that a request is for, as far as it reaches them."""
    if match is None:
        return None, None
    if match.operation:
        return match.operation.gateway, match.operation.operation_id
    return (match.document.gateway if isinstance(match, Rejection) and match.document else None), None


def _wishes(preferred: list[str]) -> dict[str, str]:
    """What `Prefer` asks for. Of faults without the quotes around them, all but the first look like preferences."""
    wishes = preferences(preferred, _PREFERENCES | _UNQUOTED, lists=_LISTS)
    more = {name: wishes.pop(name) for name in list(wishes) if name in _UNQUOTED}
    if more and "fault" in wishes:
        wishes["fault"] = ",".join((wishes["fault"], *(f"{n}={v}" if v else n for n, v in more.items())))
    return wishes


def _base_url(scope: Scope, headers: Headers) -> str:
    host = headers.get("host", "")
    if not _HOST.fullmatch(host):
        name, port = scope.get("server") or ("127.0.0.1", None)
        host = name if port is None else f"{name}:{port}"
    return f"{scope['scheme']}://{host}"


def _wish(wishes: dict[str, str]) -> Wish | None:
    status, example = wishes.get("code"), wishes.get("example")
    return Wish(status.upper() if status else None, example or None) if status or example else None
