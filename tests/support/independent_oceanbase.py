"""A small gateway of OceanBase in the place of the live one, written from what is known of it and its vendors alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal

from .independent_ark import error, made, refused
from .independent_server import Asked, Made, has_key, is_one_too_many, json_object, made_of

CREATE = "/api/v1/images/generations"
TASKS = "/api/v1/tasks/"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass
class IndependentOceanbase:
    """What the server does and what it was asked; each attribute may be changed while it runs.

    Attributes:
        key: the key that it takes.
        speaks: whose words its answers are: the gateway's, in its envelope or as a sibling page has its errors, or the
            vendor's alone.
        most_calls: after how many calls one is refused as too many; 0 for none.
        url: where it listens, without a trailing slash.
        requests: what it was asked, in order.
        made: number of pictures and tasks that it made. Each is billed.
    """

    key: str
    speaks: Literal["envelope", "sibling", "vendor"] = "envelope"
    most_calls: int = 0
    url: str = ""
    requests: list[Asked] = field(default_factory=list)
    made: int = 0
    _polls: dict[str, int] = field(default_factory=dict)
    _pictures: dict[str, Made] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Return status and answer."""
        is_poll = asked.path.startswith(TASKS) and "/" not in asked.path.removeprefix(TASKS)
        if asked.path != CREATE and not is_poll:
            return 404, self._failure(404, "NotFound", "Not found")
        if asked.method != ("GET" if is_poll else "POST"):
            return 405, self._failure(404, "NotFound", "Not found")
        if not has_key(asked, self.key):
            return 401, self._failure(401, "AuthenticationError", "Unauthorized")
        if is_one_too_many(self, self.most_calls):
            return 429, self._failure(429, "RateLimitExceeded", "Rate limit exceeded")
        if is_poll:
            return self._poll(asked.path.removeprefix(TASKS))
        body = json_object(asked.body) if asked.media_type == "application/json" else None
        return self._create(body)

    def _create(self, body: dict[str, Any] | None) -> tuple[int, Any]:
        model = body.get("model") if body else None
        if body is None or not isinstance(model, str):
            return 400, self._failure(400, "InvalidParameter.Model", "Invalid request parameters")
        if model.startswith(("wan", "qwen")):
            return self._bailian(body)
        is_known = model.startswith(("doubao-", "seed", "ep-", "dola-"))
        if self.speaks != "sibling" and not is_known:
            return 404, self._failure(404, "InvalidEndpointOrModel.NotFound", f"There is no model {model}")
        if is_known and refused(body):
            return 400, self._failure(400, "InvalidParameter", "Invalid request parameters")
        self.made += 1
        return 200, self._success(made({**body, "model": model or "a-model"}, self.url))

    def _bailian(self, body: dict[str, Any]) -> tuple[int, Any]:
        given, parameters = body.get("input", {}), body.get("parameters", {})
        if not isinstance(given, dict) or not isinstance(parameters, dict):
            return 400, self._failure(400, "InvalidParameter", "Invalid request parameters")
        if not isinstance(given.get("prompt", ""), str):
            return 400, self._failure(400, "InvalidParameter", "Invalid request parameters")
        self.made += 1
        task_id = f"53950fb7-281a-4e60-b543-{next(self._numbers):012x}"
        self._polls[task_id] = 0
        self._pictures[task_id] = made_of(body, parameters.get("size"))
        return 200, self._success(self._task({"task_id": task_id, "task_status": "PENDING"}))

    def _poll(self, task_id: str) -> tuple[int, Any]:
        if not _ID.fullmatch(task_id):
            return 404, self._failure(404, "NotFound", "Not found")
        if task_id not in self._polls:
            return 200, self._success(self._task({"task_id": task_id, "task_status": "UNKNOWN"}))
        self._polls[task_id] += 1
        status = ("PENDING", "RUNNING", "SUCCEEDED")[min(self._polls[task_id], 3) - 1]
        output: dict[str, Any] = {"task_id": task_id, "task_status": status}
        if status == "SUCCEEDED":
            output["results"] = [{"url": self._pictures[task_id].link(self.url)}]
        return 200, self._success(self._task(output))

    def _task(self, output: dict[str, Any]) -> Any:
        return {"request_id": self._id(), "output": output}

    def _success(self, answer: Any) -> Any:
        if self.speaks == "vendor":
            return answer
        return {"success": True, "code": "200", "message": "successful", "data": answer}

    def _failure(self, status: int, code: str, message: str) -> Any:
        match self.speaks:
            case "vendor" if status == 401:
                return {"code": "InvalidApiKey", "message": "Invalid API-key provided.", "request_id": self._id()}
            case "vendor":
                return error(code, message, "BadRequest")
            case "sibling":
                return {"error": {"code": message.lower().replace(" ", "_"), "message": message}}
        return {"success": False, "code": str(status), "message": message}

    def _id(self) -> str:
        return f"fb53c4ec-1c12-4fc4-a580-{next(self._numbers):012x}"
