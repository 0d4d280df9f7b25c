"""A small host of `/volcv/v1` in the place of a live one, written from what is known of such hosts alone.

Three speak there, each in its own form: the host's software, the platform's front, and the upstream.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from .independent_server import Asked, Made, call_id, duration, has_key, is_one_too_many, json_object, made_of

PATH = "/volcv/v1"

_VERSION = "2022-08-31"
_PROCESS, _SUBMIT, _RESULT = "CVProcess", "CVSync2AsyncSubmitTask", "CVSync2AsyncGetResult"
_ALGORITHMS = ("byteedit_v2.0", "seededit_v3.0", "i2i_outpainting", "i2i_inpainting_edit", "i2i_inpainting")
_LONGEST_ID = 20
_TYPES: dict[str, type | tuple[type, ...]] = {
    "prompt": str, "custom_prompt": str, "negative_prompt": str, "return_url": bool, "logo_info": dict,
    "scale": (int, float), "seed": (int, float), "image_urls": list, "binary_data_base64": list, "req_json": str,
}  # fmt: skip


@dataclass
class IndependentVolcv:
    """What the server does and what it was asked; each attribute may be changed while it runs.

    Attributes:
        key: the key that it takes.
        refuses: who refuses a wrong key: the host itself, or the upstream.
        failures_with_200: whether the upstream refuses with HTTP status 200.
        sparse: whether answers have only what each piece of evidence has.
        wraps: whether a submit's success comes wrapped, as other calls of the service have it.
        end: the status that a task ends with.
        most_calls: after how many calls one is refused as too many; 0 for none.
        url: where it listens, without a trailing slash.
        requests: what it was asked, in order.
        made: number of pictures and tasks that it made. Each is billed.
    """

    key: str
    refuses: Literal["host", "upstream"] = "host"
    failures_with_200: bool = False
    sparse: bool = False
    wraps: bool = False
    end: str = "done"
    most_calls: int = 0
    url: str = ""
    requests: list[Asked] = field(default_factory=list)
    made: int = 0
    _polls: dict[str, int] = field(default_factory=dict)
    _algorithms: dict[str, str] = field(default_factory=dict)
    _made: dict[str, Made] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return status and answer."""
        if asked.path != PATH or asked.method != "POST":
            return 404, self._host(f"Invalid URL ({asked.method} {asked.path})", "")
        if not has_key(asked, self.key):
            if self.refuses == "host":
                return 401, self._host("No such token", "")
            return 401, self._upstream(50400, None, "Access Denied: Access Denied")
        if is_one_too_many(self, self.most_calls):
            return self._too_many()
        action = asked.query.get("Action", "")
        if not action:
            return 400, self._front("MissingParameter", 100002, "The request is missing Action parameter.", {})
        if action not in (_PROCESS, _SUBMIT, _RESULT) or asked.query.get("Version") != _VERSION:
            about = {"Action": action, "Version": asked.query.get("Version", ""), "Service": "cv"}
            return 404, self._front("InvalidActionOrVersion", 100008, f"Could not find operation {action}.", about)
        body = json_object(asked.body) if asked.media_type == "application/json" else None
        if body is None:
            return self._refused(50200, "invalid body")
        if wrong := next(_wrong_types(body), ""):
            return self._refused(50204, wrong)
        return self._poll(body) if action == _RESULT else self._work(action, body)

    def _work(self, action: str, body: dict[str, Any]) -> tuple[int, Any]:
        if body.get("req_key") not in _ALGORITHMS:
            return self._refused(50400, "Access Denied: Internal Error")
        if not (body.get("image_urls") or body.get("binary_data_base64")):
            return self._refused(50201, "image_urls")
        self.made += 1
        if action == _PROCESS:
            return 200, self._upstream(10000, self._pictures(made_of(body), body.get("return_url", False)), "Success")
        task_id = str(16_000_000_000_000_000_000 + next(self._numbers))
        self._polls[task_id] = 0
        self._algorithms[task_id] = body["req_key"]
        self._made[task_id] = made_of(body)
        submitted = self._upstream(10000, {"task_id": task_id}, "Success")
        if self.wraps:
            return 200, {"ResponseMetadata": {"RequestId": self._id(), "Action": action}, "Result": submitted}
        return 200, submitted

    def _poll(self, body: dict[str, Any]) -> tuple[int, Any]:
        task_id, options = body.get("task_id"), json_object(body.get("req_json", "{}"))
        if not isinstance(task_id, str) or not isinstance(body.get("req_key"), str):
            return self._refused(50201 if "task_id" not in body else 50204, "task_id")
        if (
            options is None
            or not task_id.isdecimal()
            or len(task_id) > _LONGEST_ID
            or not self._is_known(task_id, body)
        ):
            return self._refused(50215, "Input invalid for this service.")
        self._polls[task_id] += 1
        number = self._polls[task_id]
        status = ("in_queue", "generating")[number - 1] if number < 3 else self.end
        data: dict[str, Any] = {"status": status}
        if status == "done":
            data |= self._pictures(self._made[task_id], options.get("return_url", True))
        elif not self.sparse:
            data |= {"binary_data_base64": [], "image_urls": None}
        more = {} if self.sparse else {"aigc_meta_tagged": False, "video_url": ""}
        return 200, self._upstream(10000, data | more, "Success")

    def _is_known(self, task_id: str, body: dict[str, Any]) -> bool:
        return task_id in self._polls and self._algorithms[task_id] == body["req_key"]

    def _pictures(self, made: Made, as_link: bool) -> dict[str, Any]:
        found = {"image_urls": [made.link(self.url)]} if as_link else {"binary_data_base64": [made.carried()]}
        return found if self.sparse else {"image_urls": None, "binary_data_base64": [], **found}

    def _refused(self, code: int, message: str) -> tuple[int, Any]:
        data: dict[str, Any] | None = {} if self.failures_with_200 else None
        return 200 if self.failures_with_200 else 400, self._upstream(code, data, message)

    def _too_many(self) -> tuple[int, Any]:
        if self.refuses == "host":
            return 429, self._host("Rate limit", "rate_limit")
        return 429, self._upstream(50429, None, "Request Has Reached API Limit, Please Try Later")

    def _upstream(self, code: int, data: Any, message: str) -> dict[str, Any]:
        if self.sparse:
            known = {"code": code, "message": message, "request_id": self._id()}
            return {"code": code, "data": data} if code == 10000 else known
        return {"code": code, "data": data, "message": message, "request_id": self._id(), "status": code,
                "time_elapsed": duration(next(self._numbers))}  # fmt: skip

    def _front(self, code: str, number: int, message: str, about: dict[str, str]) -> Any:
        named = about if self.sparse else {"RequestId": self._id(), **about}
        return {"ResponseMetadata": {**named, "Error": {"CodeN": number, "Code": code, "Message": message}}}

    def _host(self, message: str, code: str) -> Any:
        if self.sparse:
            return {"error": {"message": message}}
        words = f"{message} (request id: {self._id()})"
        return {"error": {"message": words, "type": "new_api_error", "param": "", "code": code}}

    def _id(self) -> str:
        return call_id(next(self._numbers))


def _wrong_types(body: dict[str, Any]) -> Iterator[str]:
    for name, kind in _TYPES.items():
        value = body.get(name)
        if name in body and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            yield name
