"""A small 302.AI in the place of the live one, written from what is known of the provider alone.

It shares nothing with the mock server: neither code, nor documents, nor recordings. What the mock would get wrong the
same way as the suite, this server shows.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any, Literal, NamedTuple

from PIL import Image

SUBMIT = "/doubao/drawing/seededit_v30"
POLL = "/doubao/drawing/seededit_v30_result"
PICTURE = "/results/cat.png"

_LONGEST_PROMPT = 700
_MOST_BYTES, _LONGEST_SIDE, _LONGEST_RATIO = 4_700_000, 4096, 3


class Asked(NamedTuple):
    """A request: its method, its path without the query, its `Authorization` header, and its body."""

    method: str
    path: str
    authorization: str
    body: bytes


@dataclass
class IndependentGateway:
    """What the server does and what it was asked; each attribute may be changed while it runs.

    Attributes:
        key: the key that it takes.
        failures: whether it refuses in its own form, or passes the upstream's envelope through.
        more: fields that each success has beside the known ones.
        more_data: fields that the `data` of each poll's answer has beside the known ones.
        with_picture: whether a task that is done has a picture.
        takes_anything: whether it works for everybody and on whatever it gets.
        repeated_id: the id that every task gets; None for a new one each time.
        url: where it listens, without a trailing slash.
        requests: what it was asked, in order.
        submits: number of tasks it made. Each is billed.
    """

    key: str
    failures: Literal["own", "upstream"] = "own"
    more: dict[str, Any] = field(default_factory=dict)
    more_data: dict[str, Any] = field(default_factory=dict)
    with_picture: bool = True
    takes_anything: bool = False
    repeated_id: str | None = None
    url: str = ""
    requests: list[Asked] = field(default_factory=list)
    submits: int = 0
    _polls: dict[str, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, method: str, path: str, authorization: str, media_type: str, body: bytes) -> tuple[int, Any]:
        """Return status and answer."""
        if path not in (SUBMIT, POLL):
            return 404, self._own(-10010, "Not found")
        if method != "POST":
            return 405, self._own(-10009, "Not supported")
        scheme, _, key = authorization.partition(" ")
        if not self.takes_anything and (scheme.lower() != "bearer" or key != self.key):
            return 401, self._own(-10001, "Invalid API key")
        kind, _, charset = media_type.lower().replace(" ", "").partition(";")
        if kind != "application/json" or charset not in ("", "charset=utf-8"):
            return 400, self._own(-10011, "Invalid request")
        try:
            asked = json.loads(body.decode(), object_pairs_hook=_once_each, parse_constant=_no_constant)
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            if self.takes_anything and path == SUBMIT:
                return 200, self._submitted()
            return 400, self._own(-10011, "Invalid request")
        return self._submit(asked) if path == SUBMIT else self._poll(asked)

    def _submit(self, asked: dict[str, Any]) -> tuple[int, Any]:
        if not self.takes_anything and (wrong := _wrong_in_submit(asked)):
            return 400, self._refused(wrong)
        return 200, self._submitted()

    def _submitted(self) -> Any:
        self.submits += 1
        task_id = self.repeated_id or str(7_500_000_000_000_000_000 + next(self._numbers))
        self._polls[task_id] = 0
        return self._success({"task_id": task_id})

    def _poll(self, asked: dict[str, Any]) -> tuple[int, Any]:
        task_id, options = asked.get("task_id"), asked.get("req_json", "{}")
        if not isinstance(task_id, str) or not task_id.isdecimal() or len(task_id) > 20 or not _are_options(options):
            return 400, self._refused("task_id" if "task_id" in asked else "")
        if task_id not in self._polls:
            return 200, self._success({"status": "not_found", "image_urls": None, "binary_data_base64": None})
        self._polls[task_id] += 1
        status = ("in_queue", "generating")[self._polls[task_id] - 1] if self._polls[task_id] < 3 else "done"
        links: list[str] | None = None
        carried: list[str] | None = None
        if status == "done" and self.with_picture:
            if json.loads(options).get("return_url", True):
                links = [self.url + PICTURE]
            else:
                carried = [base64.b64encode(_picture()).decode()]
        data = {"status": status, "image_urls": links, "binary_data_base64": carried}
        return 200, self._success(data | self.more_data)

    def _success(self, data: dict[str, Any]) -> Any:
        return {"code": 10000, "data": data, "message": "Success", **self._about(10000), **self.more}

    def _about(self, code: int) -> dict[str, Any]:
        return {"status": code, "request_id": f"202611261200{next(self._numbers):022X}", "time_elapsed": "84.448µs"}

    def _refused(self, wrong: str) -> Any:
        if self.failures == "own":
            return self._own(-10003, f"Network error: {wrong}")
        code = 50204 if wrong else 50201
        return {"code": code, "data": None, "message": f"invalid argument: {wrong}", **self._about(code)}

    def _own(self, code: int, message: str) -> Any:
        return {"error": {"err_code": code, "message": message, "message_cn": message}}


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _wrong_in_submit(asked: dict[str, Any]) -> str:
    """The field that is wrong; empty where all are right."""
    pictures = [name for name in ("image_urls", "binary_data_base64") if name in asked]
    if len(pictures) != 1:
        return "image_urls"
    given = asked[pictures[0]]
    if not isinstance(given, list) or len(given) != 1 or not isinstance(given[0], str):
        return pictures[0]
    if not (_is_address if pictures == ["image_urls"] else _is_picture)(given[0]):
        return pictures[0]
    prompt, seed, scale = asked.get("prompt"), asked.get("seed", -1), asked.get("scale", 0.5)
    if not isinstance(prompt, str) or len(prompt) > _LONGEST_PROMPT:
        return "prompt"
    if not isinstance(seed, int) or isinstance(seed, bool):
        return "seed"
    return "" if _is_number(scale) and 0 <= scale <= 1 else "scale"


def _is_address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and text.isprintable() and " " not in text


def _is_picture(text: str) -> bool:
    try:
        content = base64.b64decode(text, validate=True)
        with Image.open(io.BytesIO(content)) as picture:
            short, long = sorted(picture.size)
            picture.load()
            is_small = len(content) <= _MOST_BYTES and long <= _LONGEST_SIDE and long <= _LONGEST_RATIO * short
            return picture.format in ("JPEG", "PNG") and is_small
    except (ValueError, OSError):
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_options(text: Any) -> bool:
    """Whether a `req_json` is a text that holds options."""
    try:
        options = json.loads(text, object_pairs_hook=_once_each) if isinstance(text, str) else None
    except ValueError:
        return False
    if not isinstance(options, dict) or not isinstance(options.get("return_url", True), bool):
        return False
    logo = options.get("logo_info", {})
    return (
        isinstance(logo, dict)
        and isinstance(logo.get("add_logo", False), bool)
        and all(type(logo.get(name, 0)) is int for name in ("position", "language"))
        and logo.get("position", 0) in range(4)
        and logo.get("language", 0) in range(2)
        and _is_number(logo.get("opacity", 1))
        and 0 <= logo.get("opacity", 1) <= 1
        and isinstance(logo.get("logo_text_content", ""), str)
    )


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "PNG")
    return buffer.getvalue()


@contextmanager
def serving(gateway: IndependentGateway) -> Iterator[IndependentGateway]:
    """Serve on a free port of 127.0.0.1 for as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.partition("?")[0]
            given = self.headers.get("Authorization") or ""
            media_type = self.headers.get("Content-Type") or ""
            if "Content-Encoding" in self.headers:
                media_type = "coded"
            gateway.requests.append(Asked(self.command, path, given, body))
            if path == PICTURE:
                self._send(200, "image/png", _picture())
                return
            status, answer = gateway.answer(self.command, path, given, media_type, body)
            self._send(status, "application/json", json.dumps(answer, ensure_ascii=False).encode())

        do_GET = do_PUT = do_DELETE = do_PATCH = do_POST  # noqa: N815  the names are given

        def _send(self, status: int, media_type: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        gateway.url = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield gateway
        finally:
            server.shutdown()
            thread.join()
