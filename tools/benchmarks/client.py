"""`make bench-client`: what the clients cost beside httpx itself and beside other people's clients.

Every figure comes from this run on this machine, what is compared takes turns, and the target stands beside it.
"""

from __future__ import annotations

import base64
import importlib.resources
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import openai
from volcengine.visual.VisualService import VisualService

from contract_tests.connections import connecting_to
from image_gateways import ai302, oceanbase, volcv
from image_gateways.ai302.api.seededit import submit_seededit_v30
from image_gateways.ai302.models import SeededitV30Request
from image_gateways.oceanbase.api.images import create_image
from image_gateways.oceanbase.models import ArkImageRequest
from image_gateways.volcv.api.cv import cv_process
from image_gateways.volcv.models import ByteEditRequest

from .mock_server import KEY, mock
from .report import FigureTable, timed
from .server_process import ROOT, process

PORT = 8220
URL = f"http://127.0.0.1:{PORT}"
MOCK_PORT = 8221

SMALL_ROUNDS, SMALL_CALLS = 60, 20
LARGE_ROUNDS = 30
LARGE = 10_000_000  # characters of base64
IMPORT_ROUNDS = 20
TASKS = 10_000


class ClientExamples:
    """What a client's document says of its operations: where they are, and examples."""

    def __init__(self, gateway: str) -> None:
        text = importlib.resources.files(f"image_gateways.{gateway}").joinpath("openapi.json").read_text("utf-8")
        self._document = json.loads(text)

    def path(self, operation_id: str) -> str:
        """The operation's path on the wire."""
        return next(
            str(path).partition("#")[0]
            for path, methods in self._document["paths"].items()
            for operation in methods.values()
            if operation["operationId"] == operation_id
        )

    def example(self, name: str) -> Any:
        """The value of an example."""
        return self._document["components"]["examples"][name]["value"]


AI302, OCEANBASE, VOLCV = ClientExamples("ai302"), ClientExamples("oceanbase"), ClientExamples("volcv")
SUBMIT = AI302.path("submit_seededit_v30")


def fixed_answers(folder: Path) -> list[str]:
    """The command that starts a server with one answer for each path."""
    answers = {
        SUBMIT: AI302.example("SubmitSeededitV30ResponseExample"),
        OCEANBASE.path("create_image"): OCEANBASE.example("CreateImageArkResponseExample"),
        VOLCV.path("cv_process"): VOLCV.example("CvProcessByteEditResponseExample"),
    }
    file = folder / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    return [sys.executable, "-m", "tools.benchmarks.fixed_answers", str(PORT), str(file)]


def in_turn(actions: dict[str, Callable[[], object]], rounds: int, calls: int = 1) -> dict[str, float]:
    """The least time of each action, for what else a machine does only adds; they take turns at its quiet moments."""
    least = dict.fromkeys(actions, math.inf)
    for number in range(rounds + 1):
        for name, action in actions.items():
            spent = timed(lambda action=action: [action() for _ in range(calls)])  # type: ignore[misc]
            if number:  # The first round opens connections.
                least[name] = min(least[name], spent)
    return least


def small_calls(report: FigureTable) -> None:
    """A call with the documents' own examples, against raw httpx and against two other packages."""
    edit = AI302.example("SubmitSeededitV30RequestExample")
    image = OCEANBASE.example("CreateImageArkRequestExample")
    form = VOLCV.example("CvProcessByteEditRequestExample")
    with (
        httpx.Client(base_url=URL, headers={"Authorization": f"Bearer {KEY}"}) as raw,
        ai302.AuthenticatedClient(base_url=URL, token=KEY) as edits,
        oceanbase.AuthenticatedClient(base_url=URL, token=KEY) as images,
        volcv.AuthenticatedClient(base_url=URL, token=KEY) as visual,
        openai.OpenAI(base_url=f"{URL}/api/v1", api_key=KEY, max_retries=0) as openai_client,
    ):
        service = VisualService()
        service.set_ak("of-no-account")
        service.set_sk("of-no-account")
        service.set_host(f"127.0.0.1:{PORT}")
        service.api_info["CVProcess"].path = VOLCV.path("cv_process")
        took = in_turn(
            {
                "httpx": lambda: raw.post(SUBMIT, json=edit),
                "ai302": lambda: submit_seededit_v30.sync(client=edits, body=SeededitV30Request(**edit)),
                "oceanbase": lambda: create_image.sync(client=images, body=ArkImageRequest.from_dict(image)),
                "openai": lambda: openai_client.images.generate(prompt=image["prompt"], extra_body=image),
                "volcv": lambda: cv_process.sync(client=visual, body=ByteEditRequest.from_dict(form)),
                "volcengine": lambda: service.cv_process(form),
            },
            SMALL_ROUNDS,
            SMALL_CALLS,
        )
    report.add("a small call, against raw httpx with json=", took["ai302"] / took["httpx"], 1.15)
    report.add("a small call, against the same with openai", took["oceanbase"] / took["openai"], 1)
    report.add("a small call, against the same with volcengine", took["volcv"] / took["volcengine"], 1)


def large_uploads(report: FigureTable) -> None:
    """A picture of 10 MB as base64: time against raw httpx, and memory against the picture."""
    picture = base64.b64encode(os.urandom(LARGE * 3 // 4)).decode()
    edit: dict[str, Any] = {"prompt": "Give it a hat", "binary_data_base64": [picture]}
    with (
        httpx.Client(base_url=URL, headers={"Authorization": f"Bearer {KEY}"}) as raw,
        ai302.AuthenticatedClient(base_url=URL, token=KEY) as edits,
    ):
        took = in_turn(
            {
                "httpx": lambda: raw.post(SUBMIT, json=edit),
                "ai302": lambda: submit_seededit_v30.sync(client=edits, body=SeededitV30Request.from_dict(edit)),
            },
            LARGE_ROUNDS,
        )
    report.add("a 10 MB base64 upload, against raw httpx with json=", took["ai302"] / took["httpx"], 0.5)
    for flavour in ("sync", "asyncio"):
        command = [sys.executable, "-m", "tools.benchmarks.one_upload", str(PORT), flavour, str(LARGE)]
        done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        report.add(f"its memory at the peak with {flavour}, against its own size", int(done.stdout) / LARGE, 3)


def imports(report: FigureTable, folder: Path) -> None:
    """Imports in fresh interpreters, with byte code in place, as an installed package has it."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(folder / "byte_code"), "PYTHONDONTWRITEBYTECODE": ""}
    statements = {
        "httpx": "import httpx",
        "operation": "from image_gateways.ai302.api.seededit import submit_seededit_v30",
        "image_edit": "from image_edit import AsyncImageEditor, ImageEditor",
    }
    # httpx imports these where they are, for its own command, as here for the demo; most of its users have neither.
    hidden = "import sys; sys.modules['click'] = sys.modules['rich'] = None"
    least = dict.fromkeys(statements, math.inf)
    for number in range(IMPORT_ROUNDS + 1):
        for name, statement in statements.items():
            # The processor's time: an import waits for nothing, and a busy machine would be most of what a clock shows.
            timing = f"import time; start = time.process_time(); {statement}; print(time.process_time() - start)"
            command = [sys.executable, "-c", f"{hidden}; {timing}"]
            done = subprocess.run(command, check=True, capture_output=True, env=environment, cwd=ROOT)
            if number:  # The first round writes the byte code.
                least[name] = min(least[name], float(done.stdout))
    report.add("importing one operation, against import httpx", least["operation"] / least["httpx"], 1.3)
    report.add("importing both editors, against import httpx", least["image_edit"] / least["httpx"], 1.6)


def many_tasks(report: FigureTable) -> None:
    """Many tasks waited for at once in one process, against the mock."""
    with process([*mock(MOCK_PORT), "--max-tasks", str(2 * TASKS)], MOCK_PORT):
        url = f"http://127.0.0.1:{MOCK_PORT}"
        command = [sys.executable, "-m", "tools.benchmarks.many_tasks", url, str(TASKS)]
        done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    found = json.loads(done.stdout)
    report.add(f"of {TASKS} tasks waited for at once, delivered", found["answered"], TASKS, at_least=True, unit="")
    report.add("memory at the peak of that process", found["peak"] / 1e6, 300, unit="MB")


def main() -> int:
    """Run every measurement; the exit status is 1 where a target is missed."""
    report = FigureTable("The clients")
    with tempfile.TemporaryDirectory() as name, connecting_to(URL):
        folder = Path(name)
        with process(fixed_answers(folder), PORT):
            small_calls(report)
            large_uploads(report)
        imports(report, folder)
        many_tasks(report)
    report.show()
    return 0 if report.all_met else 1


if __name__ == "__main__":
    sys.exit(main())
