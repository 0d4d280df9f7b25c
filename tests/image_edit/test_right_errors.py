"""Each answer that was seen, is documented or is expected becomes what the table beside the answers says."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest

import image_edit
from image_edit import ImageEditError, Policy
from image_edit.document import document
from image_edit.gateways import adapter_of
from image_edit.network.calls import Reply
from image_gateways_documents.yaml_text import read_yaml, yaml_files
from tests.support.editing import MODES, PICTURE, Editing, editing

ANSWERS = Path(__file__).parent / "answers"
KEY = "{{YOUR_API_KEY}}"
PICTURES_HOST = "pictures.invalid"


@dataclass(frozen=True)
class Row:
    """A line of the table: an answer, and what a caller gets."""

    answer: str
    gets: str
    code: str
    request_id: str
    task_id: str
    billed: str
    again: str
    told: str

    @property
    def gateway(self) -> str:
        return self.answer.partition("/")[0]

    @property
    def operation(self) -> str:
        return self.answer.partition("/")[2].partition("__")[0]

    @property
    def status(self) -> int:
        return int(self.answer.partition("__")[2][:3])

    @property
    def content(self) -> bytes:
        return json.dumps(read_yaml(ANSWERS / f"{self.answer}.yaml")["body"]).encode()

    @property
    def error(self) -> type[ImageEditError] | None:
        found: type[ImageEditError] | None = getattr(image_edit, self.gets, None)
        return found

    @property
    def is_poll(self) -> bool:
        return not document(self.gateway).is_billed(self.operation)


def table() -> list[Row]:
    lines = (ANSWERS / "README.md").read_text("utf-8").splitlines()
    rows = [[cell.strip().strip("`") for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| `")]
    return [Row(*cells) for cells in rows]


ROWS = table()


def test_the_table_has_a_line_for_each_answer_and_each_answer_says_how_it_is_known() -> None:
    files = [file for folder in ANSWERS.iterdir() if folder.is_dir() for file in yaml_files(folder)]
    assert sorted(f"{file.parent.name}/{file.stem}" for file in files) == sorted(row.answer for row in ROWS)
    for file in files:
        answer = read_yaml(file)
        assert answer.keys() == {"what", "evidence", "body"}
        assert answer["evidence"].keys() == {"level", "source"}
        assert answer["evidence"]["level"] in {"documented", "observed", "inferred"}


class Gate:
    """Gives one answer again and again, and counts how often."""

    def __init__(self, row: Row, content: bytes | None = None) -> None:
        self.row = row
        self.content = content or row.content
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == PICTURES_HOST:
            return httpx.Response(200, content=PICTURE.read_bytes())
        self.asked += 1
        return httpx.Response(self.row.status, content=self.content, headers={"Content-Type": "application/json"})


class StillRuns(Exception):
    """The task has a status, and was not asked for again."""


def call(editor: Editing, row: Row) -> Any:
    """Make the call that the answer is one to; return its task."""
    if row.is_poll:
        return editor.task(row.task_id)
    _, _, fields = REQUESTS[row.operation]
    if row.operation in ("cv_process", "draw_doubao_image"):
        return editor.call(row.operation, **fields)
    if row.operation == "create_doubao_image":
        return editor.submit_edit(PICTURE, "At night", model=fields["model"])
    return editor.submit_edit(PICTURE, "At night")


def opened(mode: str, row: Row, gate: Gate) -> Any:
    kind: Any = httpx.Client if mode == "blocking" else httpx.AsyncClient
    client = kind(transport=httpx.MockTransport(gate))
    url = "https://gateway.invalid"
    return editing(mode, gateway=row.gateway, api_key=KEY, base_url=url, http_client=client)


def stop(task: Any) -> None:
    if not task.done:
        raise StillRuns(task.status)


SUCCESSES = [row for row in ROWS if row.error is None]
NEEDED_BY_NOBODY = ("message", "request_id", "status", "time_elapsed")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", SUCCESSES, ids=lambda row: row.answer)
def test_a_success_is_one_whatever_is_missing(mode: str, row: Row) -> None:
    assert request_id_of_success(mode, row, Gate(row)) == row.request_id


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", [row for row in SUCCESSES if row.gateway != "oceanbase"], ids=lambda row: row.answer)
def test_a_success_is_one_without_each_field_of_its_envelope_that_nobody_needs(mode: str, row: Row) -> None:
    body = json.loads(row.content)
    envelope = body.get("Result", body)
    for name in [name for name in NEEDED_BY_NOBODY if name in envelope]:
        value = envelope.pop(name)
        request_id_of_success(mode, row, Gate(row, json.dumps(body).encode()))
        envelope[name] = None
        request_id_of_success(mode, row, Gate(row, json.dumps(body).encode()))
        envelope[name] = value


def request_id_of_success(mode: str, row: Row, gate: Gate) -> str:
    """Hold a success to its line; return the id of its call, as far as a picture tells it, else that of the line."""
    told: str = row.request_id
    with opened(mode, row, gate) as editor:
        task = call(editor, row)
        if row.gets == "a picture":
            editor.of(task, "wait")(60, 0, stop)
            image = editor.of(task, "result")()
            assert image.data is not None
            assert (image.task_id or "") == row.task_id
            told = image.request_id or ""
        elif row.gets == "a task":
            assert (task.id, task.done) == (row.task_id, False)
        else:
            with pytest.raises(StillRuns) as raised:
                editor.of(task, "wait")(60, 0, stop)
            assert (raised.value.args, task.id) == ((row.gets,), row.task_id)
    assert gate.asked == 1
    return told


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("row", [row for row in ROWS if row.error is not None], ids=lambda row: row.answer)
def test_a_failure_is_the_error_of_the_table(mode: str, row: Row) -> None:
    gate = Gate(row)
    with opened(mode, row, gate) as editor, pytest.raises(ImageEditError) as raised:
        editor.of(call(editor, row), "wait")()
    error = raised.value
    facts = [str(fact or "") for fact in (error.code, error.request_id, error.task_id)]
    billed, again = "maybe" if error.maybe_billed else "no", "yes" if error.retry_can_help else "no"
    found = (type(error).__name__, *facts, billed, again)
    assert found == (row.gets, row.code, row.request_id, row.task_id, row.billed, row.again), error
    assert row.told in str(error)
    assert str(error).endswith(".")
    assert (error.http_status, error.operation_id, error.body) == (row.status, row.operation, row.content)
    if row.is_poll:
        assert gate.asked == (Policy().tries if type(error) is image_edit.GatewayUnavailable else 1)
    else:
        assert gate.asked == (Policy().submit_tries if type(error) is image_edit.RateLimited else 1)


@pytest.mark.parametrize(
    ("hosts", "code"), [(1, "50412"), (4, "50412"), (5, "fail_to_fetch_task"), (12, "fail_to_fetch_task")]
)
def test_a_failure_is_found_in_the_words_of_four_hosts_and_no_deeper(hosts: int, code: str) -> None:
    body: dict[str, Any] = {"code": 50412, "message": "Text Risk Not Pass", "request_id": "R1"}
    for _ in range(hosts):
        body = {"code": "fail_to_fetch_task", "message": json.dumps(body), "data": None}
    adapter = adapter_of("volcv")
    failure = adapter.read_failure(Reply(403, httpx.Headers(), b"", readable=json.dumps(body).encode()))
    assert failure is not None
    assert str(failure.code) == code


# A request of each operation: its module, and what its function takes.
PROMPT = {"prompt": "At night", "image_urls": ["https://pictures.invalid/lighthouse.png"]}
REQUESTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "cv_process": ("cv", "ByteEditRequest", {"req_key": "byteedit_v2.0", **PROMPT}),
    "cv_sync2async_submit_task": ("cv", "ByteEditRequest", {"req_key": "byteedit_v2.0", **PROMPT}),
    "cv_sync2async_get_result": ("cv", "GetResultRequest", {"req_key": "byteedit_v2.0", "task_id": "7"}),
    "submit_seededit_v30": ("seededit", "SeededitV30Request", PROMPT),
    "get_seededit_v30_result": ("seededit", "SeededitV30ResultRequest", {"task_id": "7"}),
    "create_doubao_image": ("images", "ArkImageRequest", {"model": "doubao-seedream-4-0-250828", "prompt": "At night"}),
    "draw_doubao_image": ("images", "DoubaoDrawingRequest", {"prompt": "At night"}),
    "create_image": ("images", "ArkImageRequest", {"model": "doubao-seededit-3-0-i2i-250628", "prompt": "At night"}),
    "get_task": ("tasks", "", {"task_id": "7"}),
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.answer)
def test_the_generated_client_reads_the_answer_and_raises_a_failure_alone(row: Row) -> None:
    tag, model, arguments = REQUESTS[row.operation]
    package = import_module(f"image_gateways.{row.gateway}")
    function = import_module(f"{package.__name__}.api.{tag}.{row.operation}")
    if model:
        body = getattr(import_module(f"{package.__name__}.models"), model)
        arguments = {"body": body.from_dict(arguments)}
    transport = httpx.MockTransport(Gate(row))
    client = package.AuthenticatedClient("https://gateway.invalid", KEY, httpx_args={"transport": transport})
    read = function.sync_detailed(client=client, **arguments)
    assert (int(read.status_code), read.content) == (row.status, row.content)
    assert read.parsed.to_dict() == json.loads(row.content)
    assert asyncio.run(function.asyncio_detailed(client=client, **arguments)).parsed == read.parsed
    if is_failure(json.loads(row.content)):
        with pytest.raises(package.errors.ErrorResponse) as raised:
            function.sync(client=client, **arguments)
        assert raised.value.error == read.parsed
    else:
        assert function.sync(client=client, **arguments) == read.parsed


def is_failure(body: Any) -> bool:
    """Tell whether an answer as such says that it failed: an answer about a task that failed is a good one."""
    metadata = body.get("ResponseMetadata", {})
    return "error" in body or "Error" in metadata or body.get("code", 10000) not in (10000, "200")
