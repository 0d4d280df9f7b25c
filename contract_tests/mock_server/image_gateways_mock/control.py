"""The control interface under `/__mock__/`: what was asked, what goes wrong next, what can be answered."""

import re
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from image_gateways_documents.json_text import MalformedJson, parse_json

from .faults import FAULTS, UnknownFault
from .origins import stranger

if TYPE_CHECKING:
    from .app import MockServer

_LONGEST_REQUEST = 65_536
_MOST_TIMES = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,18}")
_ARM_FIELDS = frozenset({"fault", "times", "operation"})


class BadControlRequest(Exception):
    """A control request that cannot be followed; the message says why."""


def control_routes(server: "MockServer") -> list[Route]:
    """Return the routes of the control interface of a server."""

    async def journal(request: Request) -> Response:
        after = request.query_params.get("after", "0")
        if not _NUMBER.fullmatch(after):
            raise BadControlRequest("after is the number of a request: what came later is told")
        return _json({"submits": server.journal.submits, "requests": list(server.journal.after(int(after)))})

    async def forget_journal(_: Request) -> Response:
        server.journal.clear()
        return Response(status_code=204)

    async def reset(_: Request) -> Response:
        server.reset()
        return Response(status_code=204)

    async def faults(_: Request) -> Response:
        table = [{"name": k.name, "does": k.does, "parameter": k.parameter or None} for k in FAULTS.values()]
        return _json({"faults": table, "always": server.settings.faults, "armed": server.faults.armed})

    async def arm(request: Request) -> Response:
        asked = await _asked(request)
        operation, times = asked.get("operation"), asked.get("times", 1)
        if times is not None and (
            not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= _MOST_TIMES
        ):
            raise BadControlRequest(f"times is a whole number, 1 to {_MOST_TIMES}, or null for every request")
        if not isinstance(asked.get("fault"), str):
            raise BadControlRequest('fault is a text such as "latency=200ms"')
        try:
            return _json(server.faults.arm(asked["fault"], times, operation), 201)
        except UnknownFault as error:
            raise BadControlRequest(str(error)) from None

    async def disarm(_: Request) -> Response:
        server.faults.disarm()
        return Response(status_code=204)

    async def operations(_: Request) -> Response:
        return _json({"operations": list(_operations(server))})

    handlers: dict[tuple[str, str], Callable[[Request], Awaitable[Response]]] = {
        ("GET", "journal"): journal,
        ("DELETE", "journal"): forget_journal,
        ("POST", "reset"): reset,
        ("GET", "faults"): faults,
        ("POST", "faults"): arm,
        ("DELETE", "faults"): disarm,
        ("GET", "operations"): operations,
    }

    async def handle(request: Request) -> Response:
        if why := stranger(request, server.settings.hosts):
            return _problem(403, why)
        if why := _wrong_type(request):
            return _problem(415, why)
        name = request.path_params["name"]
        allowed = [method for method, known in handlers if known == name]
        handler = handlers.get((request.method, name))
        if handler is None and allowed:
            title = f"{request.method} is not for {request.url.path}"
            return _problem(405, title, {"allow": ", ".join(allowed)})
        if handler is None:
            return _problem(404, f"there are {', '.join(dict.fromkeys(known for _, known in handlers))} here")
        try:
            return await handler(request)
        except BadControlRequest as error:
            return _problem(400, str(error))

    methods = ["GET", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"]
    return [Route("/__mock__/{name:path}", handle, methods=methods)]


def _operations(server: "MockServer") -> Iterator[dict[str, Any]]:
    for gateway in server.gateways.values():
        for operation in gateway.document.operations:
            yield {
                "gateway": operation.gateway,
                "operation_id": operation.operation_id,
                "summary": operation.summary,
                "method": operation.method,
                "path": operation.path,
                "query": operation.constants,
                "statuses": list(operation.responses),
                "variants": [{"name": name, "status": status} for name, status in gateway.variants(operation)],
            }


def _wrong_type(request: Request) -> str | None:
    """Say that a body is not called JSON; a page may send other types anywhere without being asked who it is."""
    given = request.headers.get("content-type")
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if given is None and not has_body:
        return None
    media_type = (given or "nothing").partition(";")[0].strip()
    return (
        None if media_type.lower() == "application/json" else f"Content-Type is {media_type[:60]}, not application/json"
    )


async def _asked(request: Request) -> dict[str, Any]:
    text = b""
    async for chunk in request.stream():
        text += chunk
        if len(text) > _LONGEST_REQUEST:
            raise BadControlRequest(f"at most {_LONGEST_REQUEST} bytes are read here")
    try:
        asked = parse_json(text)
    except MalformedJson as error:
        raise BadControlRequest(f"the body is no JSON: {error}") from None
    if not isinstance(asked, dict) or not asked.keys() <= _ARM_FIELDS:
        raise BadControlRequest(f"the body is an object with {', '.join(sorted(_ARM_FIELDS))}")
    return asked


def _json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value, option=orjson.OPT_UTC_Z), status, media_type="application/json")


def _problem(status: int, title: str, headers: dict[str, str] | None = None) -> Response:
    body = orjson.dumps({"title": title, "status": status})
    return Response(body, status, headers, media_type="application/problem+json")
