"""`make bench-client`: what the clients cost beside httpx itself and beside other people's clients.

Every figure comes from this run on this machine, what is compared takes turns, and the target stands beside it.
"""

from __future__ import annotations

import argparse
import base64
import importlib
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx
from volcengine.visual.VisualService import VisualService

from contract_tests.connections import connecting_to
from image_gateways import ai302, oceanbase, volcv
from image_gateways.ai302.api.seededit import submit_seededit_v30
from image_gateways.ai302.models import SeededitV30Request
from image_gateways.oceanbase.api.images import create_image
from image_gateways.oceanbase.models import ArkImageRequest
from image_gateways.volcv.api.cv import cv_process
from image_gateways.volcv.models import ByteEditRequest
from image_gateways_documents.document import load_documents
from image_gateways_documents.folder import DOCUMENTS

from .client_work import took
from .mock_server import mock
from .processes import KEY, ROOT, process
from .report import FigureTable, timed

PORT = 8220
URL = f"http://127.0.0.1:{PORT}"
MOCK_PORT = 8221

SMALL_ROUNDS, SMALL_CALLS = 60, 20
LARGE_ROUNDS = 30
LARGE = 10_000_000  # characters of base64
IMPORT_ROUNDS = 20
TASKS = 10_000

# The type checker would spend a fifth of its first run on it; tests/mock/test_peers.py calls it as it is called here.
OpenAI = importlib.import_module("openai").OpenAI

GATEWAYS = {document.gateway: document for document in load_documents(DOCUMENTS)}
OPERATIONS = {operation.operation_id: operation for gateway in GATEWAYS.values() for operation in gateway.operations}
SUBMIT = OPERATIONS["submit_seededit_v30"].path


def example(gateway: str, name: str) -> Any:
    """The value of an example of a gateway's document."""
    return GATEWAYS[gateway].root["components"]["examples"][name]["value"]


def fixed_answers(folder: Path) -> list[str]:
    """The command that starts a server with one answer for each path."""
    answers = {
        SUBMIT: example("ai302", "SubmitSeededitV30ResponseExample"),
        OPERATIONS["create_image"].path: example("oceanbase", "CreateImageArkResponseExample"),
        OPERATIONS["cv_process"].path: example("volcv", "CvProcessByteEditResponseExample"),
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
    edit = example("ai302", "SubmitSeededitV30RequestExample")
    image = example("oceanbase", "CreateImageArkRequestExample")
    form = example("volcv", "CvProcessByteEditRequestExample")
    with (
        httpx.Client(base_url=URL, headers={"Authorization": f"Bearer {KEY}"}) as raw,
        ai302.AuthenticatedClient(base_url=URL, token=KEY) as edits,
        oceanbase.AuthenticatedClient(base_url=URL, token=KEY) as images,
        volcv.AuthenticatedClient(base_url=URL, token=KEY) as visual,
        OpenAI(base_url=f"{URL}/api/v1", api_key=KEY, max_retries=0) as openai_client,
    ):
        service = VisualService()
        service.set_ak("of-no-account")
        service.set_sk("of-no-account")
        service.set_host(f"127.0.0.1:{PORT}")
        service.api_info["CVProcess"].path = OPERATIONS["cv_process"].path
        least = in_turn(
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
    report.add("a small call, against raw httpx with json=", least["ai302"] / least["httpx"], 1.15)
    report.add("a small call, against the same with openai", least["oceanbase"] / least["openai"], 1)
    report.add("a small call, against the same with volcengine", least["volcv"] / least["volcengine"], 1)


def large_uploads(report: FigureTable) -> None:
    """A picture of 10 MB as base64: time against raw httpx, and memory against the picture."""
    picture = base64.b64encode(os.urandom(LARGE * 3 // 4)).decode()
    edit: dict[str, Any] = {"prompt": "Give it a hat", "binary_data_base64": [picture]}
    with (
        httpx.Client(base_url=URL, headers={"Authorization": f"Bearer {KEY}"}) as raw,
        ai302.AuthenticatedClient(base_url=URL, token=KEY) as edits,
    ):
        least = in_turn(
            {
                "httpx": lambda: raw.post(SUBMIT, json=edit),
                "ai302": lambda: submit_seededit_v30.sync(client=edits, body=SeededitV30Request.from_dict(edit)),
            },
            LARGE_ROUNDS,
        )
    report.add("a 10 MB base64 upload, against raw httpx with json=", least["ai302"] / least["httpx"], 0.5)
    for flavour in ("sync", "asyncio"):
        needed = took(f"upload_{flavour}", URL, LARGE).done
        report.add(f"its memory at the peak with {flavour}, against its own size", needed / LARGE, 3)


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
        waiting = took("many_tasks", f"http://127.0.0.1:{MOCK_PORT}", TASKS)
    report.add(f"of {TASKS} tasks waited for at once, delivered", waiting.done, TASKS, at_least=True, unit="")
    report.add("memory at the peak of that process", waiting.peak / 1e6, 300, unit="MB")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every measurement; the exit status is 1 where a target is missed."""
    argparse.ArgumentParser(prog="make bench-client", description=__doc__).parse_args(arguments)
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
