"""The control interface under `/__mock__/`: what was asked, what goes wrong next, what can be answered."""

import re
from collections.abc import Awaitable, Callable, Collection, Iterator
from typing import Any, Protocol

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from image_gateways_documents.json_text import MalformedJson, parse_json

from .faults import FAULTS, FaultPlan, UnknownFault
from .gateway import GatewayReplay
from .journal import CallJournal
from .origins import stranger
from .settings import Settings

_LONGEST_REQUEST = 65_536
_MOST_TIMES = 1_000_000
_NUMBER = re.compile(r"[0-9]{1,18}")
_ARM_FIELDS = frozenset({"fault", "times", "operation"})


class Controlled(Protocol):
    """A server, as far as it is controlled."""

    settings: Settings
    gateways: dict[str, GatewayReplay]
    faults: FaultPlan
    journal: CallJournal

    def reset(self) -> None:
        """Begin again."""


def control_routes(server: Controlled) -> list[Route]:
    """Return the routes of the control interface of a server."""

    async def journal(request: Request) -> Response:
        after = request.query_params.get("after", "0")
        if not _NUMBER.fullmatch(after):
            raise HTTPException(400, "after is the number of a request: what came later is told")
        return _json({"submits": server.journal.submits, "requests": list(server.journal.after(int(after)))})

    async def faults(_: Request) -> Response:
        table = [{"name": k.name, "does": k.does, "parameter": k.parameter or None} for k in FAULTS.values()]
        return _json({"faults": table, "always": server.settings.faults, "armed": server.faults.armed})

    async def arm(request: Request) -> Response:
        asked = await _asked(request)
        try:
            return _json(server.faults.arm(asked["fault"], asked.get("times", 1), asked.get("operation")), 201)
        except UnknownFault as error:
            raise HTTPException(400, str(error)) from None

    async def operations(_: Request) -> Response:
        return _json({"operations": list(_operations(server))})

    handlers: dict[tuple[str, str], Callable[[Request], Awaitable[Response]]] = {
        ("GET", "journal"): journal,
        ("DELETE", "journal"): _doing(server.journal.clear),
        ("POST", "reset"): _doing(server.reset),
        ("GET", "faults"): faults,
        ("POST", "faults"): arm,
        ("DELETE", "faults"): _doing(server.faults.disarm),
        ("GET", "operations"): operations,
    }

    async def handle(request: Request) -> Response:
        try:
            _check_sender(request, server.settings.hosts)
            name = request.path_params["name"]
            if (request.method, name) in handlers:
                return await handlers[request.method, name](request)
            if allowed := ", ".join(method for method, known in handlers if known == name):
                raise HTTPException(405, f"{request.method} is not for {request.url.path}", {"allow": allowed})
            raise HTTPException(404, f"there are {', '.join(dict.fromkeys(known for _, known in handlers))} here")
        except HTTPException as error:
            body = orjson.dumps({"title": error.detail, "status": error.status_code})
            return Response(body, error.status_code, error.headers, media_type="application/problem+json")

    methods = ["GET", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"]
    return [Route("/__mock__/{name:path}", handle, methods=methods)]


def _doing(action: Callable[[], None]) -> Callable[[Request], Awaitable[Response]]:
    async def do(_: Request) -> Response:
        action()
        return Response(status_code=204)

    return do


def _operations(server: Controlled) -> Iterator[dict[str, Any]]:
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


def _check_sender(request: Request, hosts: Collection[str]) -> None:
    """Refuse a page that has no business here, and a body that a page could send without being asked who it is."""
    if why := stranger(request, hosts):
        raise HTTPException(403, why)
    given = request.headers.get("content-type")
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    media_type = (given or "nothing").partition(";")[0].strip()
    if (has_body or given is not None) and media_type.lower() != "application/json":
        raise HTTPException(415, f"Content-Type is {media_type[:60]}, not application/json")


async def _asked(request: Request) -> dict[str, Any]:
    """The fault that is to be armed, its form checked."""
    text = b""
    async for chunk in request.stream():
        text += chunk
        if len(text) > _LONGEST_REQUEST:
            raise HTTPException(400, f"at most {_LONGEST_REQUEST} bytes are read here")
    try:
        asked = parse_json(text)
    except MalformedJson as error:
        raise HTTPException(400, f"the body is no JSON: {error}") from None
    if not isinstance(asked, dict) or not asked.keys() <= _ARM_FIELDS:
        raise HTTPException(400, f"the body is an object with {', '.join(sorted(_ARM_FIELDS))}")
    times = asked.get("times", 1)
    if times is not None and (type(times) is not int or not 1 <= times <= _MOST_TIMES):
        raise HTTPException(400, f"times is a whole number, 1 to {_MOST_TIMES}, or null for every request")
    if not isinstance(asked.get("fault"), str):
        raise HTTPException(400, 'fault is a text such as "latency=200ms"')
    return asked


def _json(value: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(value, option=orjson.OPT_UTC_Z), status, media_type="application/json")
