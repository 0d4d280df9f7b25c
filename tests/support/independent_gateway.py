"""A small 302.AI in the place of the live one, written from what is known of the provider alone.

Ark's call answers at once, the edit of SeedEdit 3.0 is a task.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from .independent_ark import made, refused
from .independent_server import (
    Asked,
    Made,
    call_id,
    decoded_picture,
    duration,
    has_key,
    is_address,
    is_number,
    is_one_too_many,
    is_whole,
    json_object,
    made_of,
)

SUBMIT = "/doubao/drawing/seededit_v30"
POLL = "/doubao/drawing/seededit_v30_result"
DRAW = "/doubao/drawing"
ARK = "/doubao/images/generations"

_LONGEST_PROMPT = 700
_MOST_BASE64, _LONGEST_SIDE, _LONGEST_RATIO = 4_700_000 * 4 // 3 + 4, 4096, 3


@dataclass
class IndependentGateway:
    """What the server does and what it was asked; each attribute may be changed while it runs.

    Attributes:
        key: the key that it takes.
        failures: how it refuses what a submit or a poll cannot work on: in its own form, with the upstream's envelope
            passed through, or with that and HTTP status 200.
        sparse: whether answers have only what each piece of evidence has.
        more: fields that each success has beside the known ones.
        more_data: fields that the `data` of each poll's answer has beside the known ones.
        with_picture: whether a task that is done has a picture.
        end: the status that a task ends with.
        takes_anything: whether it works for everybody and on whatever it gets.
        repeated_id: the id that every task gets; None for a new one each time.
        most_calls: after how many calls one is refused as too many; 0 for none.
        url: where it listens, without a trailing slash.
        requests: what it was asked, in order.
        submits: number of tasks it made. Each is billed.
    """

    key: str
    failures: Literal["own", "upstream", "with-200"] = "own"
    sparse: bool = False
    more: dict[str, Any] = field(default_factory=dict)
    more_data: dict[str, Any] = field(default_factory=dict)
    with_picture: bool = True
    end: str = "done"
    takes_anything: bool = False
    repeated_id: str | None = None
    most_calls: int = 0
    url: str = ""
    requests: list[Asked] = field(default_factory=list)
    submits: int = 0
    _polls: dict[str, int] = field(default_factory=dict)
    _made: dict[str, Made] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return status and answer."""
        if asked.path not in (SUBMIT, POLL, DRAW, ARK):
            return 404, self._own(-10010, "Not found")
        if asked.method != "POST":
            return 405, self._own(-10009, "Not supported")
        if not self.takes_anything and not has_key(asked, self.key):
            return 401, self._own(-10001, "Missing 302 Apikey")
        if is_one_too_many(self, self.most_calls):
            return self._too_many()
        body = json_object(asked.body) if asked.media_type == "application/json" else None
        if body is None:
            if self.takes_anything and asked.path == SUBMIT:
                return 200, self._submitted()
            return 400, self._own(-10011, "Invalid request")
        if asked.path == ARK:
            if wrong := refused(body):
                return 400, self._own(-10003, f"Network error: {wrong}")
            return 200, made(body, self.url)
        if asked.path == DRAW:
            return self._draw(body)
        return self._submit(body) if asked.path == SUBMIT else self._poll(body)

    def _draw(self, asked: dict[str, Any]) -> tuple[int, Any]:
        if not isinstance(asked.get("prompt"), str):
            return self._refused("prompt")
        if asked.get("return_url", True):
            return 200, self._success({"image_urls": [made_of(asked).link(self.url)], "binary_data_base64": []})
        return 200, self._success({"image_urls": None, "binary_data_base64": [made_of(asked).carried()]})

    def _submit(self, asked: dict[str, Any]) -> tuple[int, Any]:
        if not self.takes_anything and (wrong := _wrong_in_submit(asked)):
            return self._refused(wrong)
        return 200, self._submitted(asked)

    def _submitted(self, asked: dict[str, Any] | None = None) -> Any:
        self.submits += 1
        task_id = self.repeated_id or str(7_500_000_000_000_000_000 + next(self._numbers))
        self._polls[task_id] = 0
        self._made[task_id] = made_of(asked or {})
        return self._success({"task_id": task_id})

    def _poll(self, asked: dict[str, Any]) -> tuple[int, Any]:
        task_id, options = asked.get("task_id"), asked.get("req_json", "{}")
        if not isinstance(task_id, str) or not task_id.isdecimal() or len(task_id) > 20 or not _are_options(options):
            return self._refused("task_id" if "task_id" in asked else "")
        if task_id not in self._polls:
            if self.sparse:
                return 400, self._envelope(50215, None, "Input invalid for this service.")
            return 200, self._success({"status": "not_found", "image_urls": None, "binary_data_base64": None})
        self._polls[task_id] += 1
        status = ("in_queue", "generating")[self._polls[task_id] - 1] if self._polls[task_id] < 3 else self.end
        links: list[str] | None = None
        carried: list[str] | None = None
        if status == "done" and self.with_picture:
            if (json_object(options) or {}).get("return_url", True):
                links = [self._made[task_id].link(self.url)]
            else:
                carried = [self._made[task_id].carried()]
        data = {"status": status, "image_urls": links, "binary_data_base64": carried}
        if self.sparse:
            data = {name: value for name, value in data.items() if value is not None}
        return 200, self._success(data | self.more_data)

    def _success(self, data: dict[str, Any]) -> Any:
        return self._envelope(10000, data, "Success") | self.more

    def _envelope(self, code: int, data: Any, message: str) -> dict[str, Any]:
        number = next(self._numbers)
        request_id = call_id(number)
        if self.sparse:
            return {"code": code, "data": data, "request_id": request_id}
        more = {"message": message, "status": code, "request_id": request_id, "time_elapsed": duration(number)}
        return {"code": code, "data": data, **more}

    def _refused(self, wrong: str) -> tuple[int, Any]:
        if self.failures == "own":
            return 400, self._own(-10003, f"Network error: {wrong}")
        code = 50204 if wrong else 50201
        status = 200 if self.failures == "with-200" else 400
        return status, self._envelope(code, None, f"invalid argument: {wrong}")

    def _too_many(self) -> tuple[int, Any]:
        if self.failures == "own":
            return 429, self._own(-10012, "Hourly quota")
        return 429, self._envelope(50430, None, "Request Has Reached API Concurrent Limit, Please Try Later")

    def _own(self, code: int, message: str) -> Any:
        known = {"err_code": code, "message": message}
        return {"error": known if self.sparse else {**known, "message_cn": message, "type": "api_error"}}


def _wrong_in_submit(asked: dict[str, Any]) -> str:
    """The field that is wrong; empty where all are right."""
    pictures = [name for name in ("image_urls", "binary_data_base64") if name in asked]
    if len(pictures) != 1:
        return "image_urls"
    given = asked[pictures[0]]
    if not isinstance(given, list) or len(given) != 1:
        return pictures[0]
    if not (is_address if pictures == ["image_urls"] else _is_picture)(given[0]):
        return pictures[0]
    prompt, seed, scale = asked.get("prompt"), asked.get("seed", -1), asked.get("scale", 0.5)
    if not isinstance(prompt, str) or len(prompt) > _LONGEST_PROMPT:
        return "prompt"
    if not is_whole(seed, -(2**63), 2**63):
        return "seed"
    return "" if is_number(scale, 0, 1) else "scale"


def _is_picture(text: Any) -> bool:
    picture = decoded_picture(text)
    if picture is None or len(text) > _MOST_BASE64:
        return False
    short, long = sorted(picture.size)
    return picture.format in ("JPEG", "PNG") and long <= _LONGEST_SIDE and long <= _LONGEST_RATIO * short


def _are_options(text: Any) -> bool:
    """Whether a `req_json` is a text that holds options."""
    options = json_object(text) if isinstance(text, str) else None
    if options is None or not isinstance(options.get("return_url", True), bool):
        return False
    logo = options.get("logo_info", {})
    return (
        isinstance(logo, dict)
        and isinstance(logo.get("add_logo", False), bool)
        and all(type(logo.get(name, 0)) is int for name in ("position", "language"))
        and logo.get("position", 0) in range(4)
        and logo.get("language", 0) in range(2)
        and is_number(logo.get("opacity", 1), 0, 1)
        and isinstance(logo.get("logo_text_content", ""), str)
    )
