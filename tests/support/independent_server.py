"""What the stand-ins of live gateways have in common: a server, JSON read strictly, and a picture.

They share nothing with the mock server: neither code, nor documents, nor recordings. What the mock would get wrong the
same way as the suite, they show.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar
from urllib.parse import parse_qsl, urlencode

from PIL import Image

PICTURE = "/results/cat.png"

_FORMS = frozenset({"return_url", "response_format"})
_SIZE = re.compile(r"([0-9]+)[x*]([0-9]+)")
_USUAL_SIZE = "64x48"
_DURATIONS = ("84.448µs", "31.122275ms", "1.616183051s", "508.3ms")
_ADDRESS = re.compile(r"https?://\S+")


class Asked(NamedTuple):
    """A request: its method, its path without the query, its `Authorization` header, its body, the query, its type.

    The type is the media type in lower case, empty for one with another charset than UTF-8 or with a coding.
    """

    method: str
    path: str
    authorization: str
    body: bytes
    query: dict[str, str]
    media_type: str


class Answered(NamedTuple):
    """An answer: its status, its type, its body."""

    status: int
    media_type: str
    content: bytes


class Manner(NamedTuple):
    """How a server writes what it answers; clients read all of it alike.

    Attributes:
        protocol: the version of HTTP; by 1.0 each answer ends with its connection.
        in_pieces: whether a body is sent chunked, which 1.0 does not know, so that its length is not told beforehand.
        named: writes the names of headers.
        backwards: whether the fields of an object come in another order, over several lines and in ASCII alone.
    """

    protocol: str = "HTTP/1.1"
    in_pieces: bool = False
    named: Callable[[str], str] = str
    backwards: bool = False


_USUAL_MANNER = Manner()

Change: TypeAlias = Callable[[Asked, Answered], Answered]
"""What a fault makes of an answer, after it was made and before it is sent."""


class StandIn(Protocol):
    """A gateway that answers; `url` is where it listens, without a trailing slash, and `requests` what it was asked."""

    url: str
    requests: list[Asked]

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return status and answer."""


StandInT = TypeVar("StandInT", bound=StandIn)


def has_key(asked: Asked, key: str) -> bool:
    """Tell whether a request carries a key as a bearer token."""
    scheme, _, given = asked.authorization.partition(" ")
    return scheme.lower() == "bearer" and given == key


def json_object(body: bytes | str) -> dict[str, Any] | None:
    """Return the object that a JSON text is, read strictly; None for what is none."""
    try:
        text = body if isinstance(body, str) else body.decode()
        value = json.loads(text, object_pairs_hook=_once_each, parse_constant=_no_constant)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def is_one_too_many(stand_in: StandIn, most: int) -> bool:
    """Tell whether a gateway was just asked more often than it allows: once after each so many calls, 0 for never."""
    return most > 0 and len(stand_in.requests) % (most + 1) == 0


def call_id(number: int) -> str:
    """Return the id of a call: of 32 letters and digits, or of 34, as upstreams have them."""
    return f"202611261200{number:020X}{'B4' * (number % 2)}"


def duration(number: int) -> str:
    """Return how long a call took, in a unit that goes with it."""
    return _DURATIONS[number % len(_DURATIONS)]


def is_address(text: Any) -> bool:
    """Tell whether a value is an address of http or https."""
    return isinstance(text, str) and _ADDRESS.fullmatch(text) is not None


def is_number(value: Any, least: float, most: float) -> bool:
    """Tell whether a value is a number within bounds."""
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def is_whole(value: Any, least: int, most: int) -> bool:
    """Tell whether a value is a whole number within bounds; 2.0 is one."""
    return is_number(value, least, most) and value == int(value)


def decoded_picture(text: Any) -> Image.Image | None:
    """Return the picture that a bare base64 text is; None for what is none."""
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(text, validate=True)))
        picture.load()
    except (TypeError, ValueError, OSError, Image.DecompressionBombError):
        return None
    return picture


class Made(NamedTuple):
    """What a stand-in makes of a request: of each another picture, and of the same the same.

    Attributes:
        of: what tells the picture from others.
        size: its width and height in pixels, as `64x48`.
    """

    of: str = ""
    size: str = _USUAL_SIZE

    def link(self, url: str) -> str:
        """Return a link to it on a server."""
        return f"{url}{PICTURE}?{urlencode(self._asdict())}"

    def carried(self) -> str:
        """Return it as bare base64."""
        return base64.b64encode(picture(self)).decode()


def made_of(asked: dict[str, Any], size: Any = None, number: int = 0) -> Made:
    """Return what becomes of a request, in whichever form that is asked for.

    Args:
        asked: the request's body.
        size: the size that it asks for; whatever is no width and height is another model's word for it.
        number: which of several pictures.
    """
    lasting = {name: value for name, value in asked.items() if name not in _FORMS}
    of = hashlib.sha256(json.dumps([lasting, number], sort_keys=True).encode()).hexdigest()[:12]
    return Made(of, size if isinstance(size, str) and _SIZE.fullmatch(size) else _USUAL_SIZE)


_ANYTHING = Made()


@cache
def picture(made: Made = _ANYTHING) -> bytes:
    """Return a PNG that no other has the pixels of."""
    found = _SIZE.fullmatch(made.size)
    assert found is not None
    width, height = int(found[1]), int(found[2])
    # One bit for each pixel, since some are asked for with millions of them.
    drawn = Image.new("P", (width, height))
    drawn.putpalette([0, 0, 0, *hashlib.sha256(made.of.encode()).digest()[:3]])
    drawn.paste(1, (0, 0, width // 2, height))
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG", bits=1, compress_level=1)
    return buffer.getvalue()


def _unchanged(_: Asked, answered: Answered) -> Answered:
    return answered


def _written(value: Any, manner: Manner) -> str:
    if manner.backwards:
        return json.dumps(_backwards(value), indent=4)
    return json.dumps(value, ensure_ascii=False)


def _backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _backwards(value[name]) for name in reversed(value)}
    return [_backwards(one) for one in value] if isinstance(value, list) else value


def _piece(content: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(content), content) if content else b""


@contextmanager
def serving(gateway: StandInT, change: Change = _unchanged, manner: Manner = _USUAL_MANNER) -> Iterator[StandInT]:
    """Serve on a free port of 127.0.0.1 for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = manner.protocol
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path, _, query = self.path.partition("?")
            kind, _, charset = (self.headers.get("Content-Type") or "").lower().replace(" ", "").partition(";")
            is_plain = charset in ("", "charset=utf-8") and "Content-Encoding" not in self.headers
            given = self.headers.get("Authorization") or ""
            asked = Asked(self.command, path, given, body, dict(parse_qsl(query)), kind if is_plain else "")
            gateway.requests.append(asked)
            self._send(*change(asked, self._answered(asked)))

        do_GET = do_PUT = do_DELETE = do_PATCH = do_POST  # noqa: N815  the names are given

        def _answered(self, asked: Asked) -> Answered:
            if asked.path == PICTURE:
                return Answered(200, "image/png", picture(Made(**asked.query)))
            status, answer = gateway.answer(asked)
            return Answered(status, "application/json", _written(answer, manner).encode())

        def _send(self, status: int, media_type: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header(manner.named("Content-Type"), media_type)
            if manner.in_pieces:
                self.send_header(manner.named("Transfer-Encoding"), "chunked")
                content = b"".join((*map(_piece, (content[:7], content[7:])), b"0\r\n\r\n"))
            elif manner.protocol == "HTTP/1.1":
                self.send_header(manner.named("Content-Length"), str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *about: Any) -> None:
            """Say nothing of a client that did not wait for its answer."""
            if not isinstance(sys.exception(), ConnectionError):
                super().handle_error(*about)

    with Server(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        gateway.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield gateway
        finally:
            server.shutdown()
            thread.join()
