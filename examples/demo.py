"""Every operation of the three gateways through the generated clients, sync and async, against the mock.

Run by `make demo`. Needs no key and no network: the mock server answers from recordings on 127.0.0.1.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import io
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import httpx
from PIL import Image
from rich.console import Console
from rich.table import Table

from contract_tests.connections import connecting_to
from image_gateways import ai302, oceanbase, volcv
from image_gateways.ai302 import models as ai302_models
from image_gateways.ai302.api.images import create_doubao_image, draw_doubao_image
from image_gateways.ai302.api.seededit import get_seededit_v30_result, submit_seededit_v30
from image_gateways.oceanbase import models as oceanbase_models
from image_gateways.oceanbase.api.images import create_image
from image_gateways.oceanbase.api.tasks import get_task
from image_gateways.volcv import models as volcv_models
from image_gateways.volcv.api.cv import cv_process, cv_sync2async_get_result, cv_sync2async_submit_task
from image_gateways_mock import Settings, running_server

PICTURES = Path(__file__).parents[1] / "contract_tests" / "recordings" / "pictures"
KEY = "{{YOUR_API_KEY}}"  # the documents' placeholder, which the mock accepts
RETURN_URL = '{"return_url": true}'
POLL_SECONDS = 0.02  # the mock needs no patience; a gateway wants seconds


@dataclass
class DemoCall:
    """One operation to call: the generated module, its arguments and what a person would say it asks for."""

    operation: ModuleType
    asked: str
    arguments: dict[str, Any]


@dataclass
class DemoRow:
    """One line of the table."""

    gateway: str
    operation: str
    style: str
    asked: str
    came_back: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    base64s: list[str] = field(default_factory=list)
    seconds: float = 0.0


Story = Generator[DemoCall, Any, None]
"""The calls of one use of a gateway. It yields each call and is sent its answer, so that the same story runs
with `sync()` and with `asyncio()`."""


def picture_as_base64(name: str) -> str:
    """A picture of the recordings, as the gateways take it."""
    return base64.b64encode((PICTURES / name).read_bytes()).decode()


def volcv_edits() -> list[tuple[str, Any]]:
    """What a person would ask of volcv, and its body: each works at once and as a task."""
    lighthouse, mask = picture_as_base64("lighthouse.png"), picture_as_base64("lighthouse_boat_mask.png")
    canvas = [picture_as_base64("lighthouse_canvas.png"), picture_as_base64("lighthouse_canvas_mask.png")]
    address, models = "https://pictures.invalid/lighthouse.png", volcv_models
    return [
        (
            "edit the picture at a URL: make it night",
            models.ByteEditRequest(image_urls=[address], prompt="Make it night", return_url=True),
        ),
        (
            "edit a picture sent as base64",
            models.ByteEditRequest(binary_data_base64=[lighthouse], prompt="Make it night", return_url=False),
        ),
        ("edit with SeedEdit 3.0", models.SeedEditRequest(image_urls=[address], prompt="Make it night")),
        (
            "extend to left and right by the picture's width",
            models.OutpaintingRatioRequest(binary_data_base64=[lighthouse], left=1, right=1),
        ),
        (
            "fill a canvas as its mask says",
            models.OutpaintingCanvasRequest(binary_data_base64=canvas, prompt="Blue Ocean"),
        ),
        (
            "redraw what a mask marks: a sailing boat",
            models.InpaintingEditRequest(
                binary_data_base64=[lighthouse, mask], custom_prompt="A small sailing boat", return_url=True
            ),
        ),
        (
            "erase what a mask marks",
            models.EraseRequest(binary_data_base64=[picture_as_base64("lighthouse_boat.png"), mask], return_url=True),
        ),
    ]


def volcv_synchronous() -> Story:
    """CVProcess with each of its bodies."""
    for asked, body in volcv_edits():
        yield DemoCall(cv_process, asked, {"body": body})


def volcv_tasks() -> Story:
    """Submit the same bodies, and poll."""
    waiting = {volcv_models.TaskStatus.IN_QUEUE, volcv_models.TaskStatus.GENERATING}
    for asked, body in volcv_edits():
        submitted: volcv_models.TaskSubmitted = yield DemoCall(
            cv_sync2async_submit_task, f"submit: {asked}", {"body": body}
        )
        poll = volcv_models.GetResultRequest(body.req_key, submitted.data.task_id, req_json=RETURN_URL)
        status: str | None = None
        while status is None or status in waiting:
            polled: volcv_models.TaskResult = yield DemoCall(
                cv_sync2async_get_result, "poll the task until its status is final", {"body": poll}
            )
            status = polled.data.status


def ai302_task() -> Story:
    """Submit and poll."""
    submitted: ai302_models.TaskSubmitted = yield DemoCall(
        submit_seededit_v30,
        "submit an edit",
        {
            "body": ai302_models.SeededitV30Request(
                binary_data_base64=[picture_as_base64("lighthouse.png")], prompt="Make it night"
            )
        },
    )
    waiting = {ai302_models.TaskStatus.IN_QUEUE, ai302_models.TaskStatus.GENERATING}
    status: str | None = None
    while status is None or status in waiting:
        polled: ai302_models.TaskResult = yield DemoCall(
            get_seededit_v30_result,
            "poll the task until its status is final",
            {"body": ai302_models.SeededitV30ResultRequest(task_id=submitted.data.task_id, req_json=RETURN_URL)},
        )
        status = polled.data.status


def ai302_images() -> Story:
    """Models that answer at once: one picture, several, one as base64, and the older call that draws."""
    yield DemoCall(
        create_doubao_image,
        "edit with SeedEdit, answer at once",
        {
            "body": ai302_models.ArkImageRequest(
                model="doubao-seededit-3-0-i2i-250628",
                prompt="Put a rainbow behind the lighthouse",
                image="https://pictures.invalid/lighthouse.png",
            )
        },
    )
    yield DemoCall(
        create_doubao_image,
        "make several pictures of several with Seedream; one is refused",
        {
            "body": ai302_models.ArkImageRequest(
                model="doubao-seedream-4-0-250828",
                prompt="The boat of the second picture before the lighthouse of the first, in two pictures, by day and "
                "by night, the second in a storm",
                image=["https://pictures.invalid/lighthouse.png", "https://pictures.invalid/lighthouse_boat.png"],
                sequential_image_generation=ai302_models.SequentialImages.AUTO,
                sequential_image_generation_options=ai302_models.SequentialImagesOptions(max_images=2),
                response_format=ai302_models.ResponseFormat.URL,
                size="2K",
                stream=False,
                watermark=False,
            )
        },
    )
    yield DemoCall(
        create_doubao_image,
        "draw with Seedream, answer as base64",
        {
            "body": ai302_models.ArkImageRequest(
                model="doubao-seedream-5-0-260128",
                prompt="A lighthouse at night",
                response_format=ai302_models.ResponseFormat.B64_JSON,
            )
        },
    )
    yield DemoCall(
        draw_doubao_image,
        "draw with an older model",
        {
            "body": ai302_models.DoubaoDrawingRequest(
                prompt="A lighthouse at night", model_version=ai302_models.DrawingModel.GENERAL_V2_1_L, return_url=True
            )
        },
    )


def oceanbase_images() -> Story:
    """A model that answers at once, as a link and as base64, and one that answers with a task."""
    yield DemoCall(
        create_image,
        "edit with an Ark model, answer as a link",
        {
            "body": oceanbase_models.ArkImageRequest(
                model="doubao-seededit-3-0-i2i-250628",
                prompt="Put a rainbow behind the lighthouse",
                image="https://pictures.invalid/lighthouse.png",
            )
        },
    )
    yield DemoCall(
        create_image,
        "edit with an Ark model, answer as base64",
        {
            "body": oceanbase_models.ArkImageRequest(
                model="doubao-seededit-3-0-i2i-250628",
                prompt="Put a rainbow behind the lighthouse",
                image=f"data:image/png;base64,{picture_as_base64('lighthouse.png')}",
                response_format=oceanbase_models.ResponseFormat.B64_JSON,
            )
        },
    )
    yield DemoCall(
        create_image,
        "make several pictures of several with a newer Ark model; one is refused",
        {
            "body": oceanbase_models.ArkImageRequest(
                model="doubao-seedream-4-0-250828",
                prompt="The boat of the second picture before the lighthouse of the first, by day and by night",
                image=["https://pictures.invalid/lighthouse.png", "https://pictures.invalid/lighthouse_boat.png"],
                sequential_image_generation=oceanbase_models.SequentialImages.AUTO,
                sequential_image_generation_options=oceanbase_models.SequentialImagesOptions(max_images=3),
                optimize_prompt_options=oceanbase_models.PromptOptions(mode="standard"),
                response_format=oceanbase_models.ResponseFormat.URL,
                size="2K",
                watermark=False,
                stream=False,
            )
        },
    )
    yield DemoCall(
        create_image,
        "draw with a Bailian model that answers at once",
        {
            "body": oceanbase_models.BailianImageRequest(
                model="qwen-image-plus", input_=oceanbase_models.BailianInput(prompt="A lighthouse at night")
            )
        },
    )
    created: oceanbase_models.CreateImageSuccess = yield DemoCall(
        create_image,
        "draw with a Bailian model, which answers with a task",
        {
            "body": oceanbase_models.BailianImageRequest(
                model="wanx2.1-t2i-turbo", input_=oceanbase_models.BailianInput(prompt="A lighthouse at night")
            )
        },
    )
    assert isinstance(created.data, oceanbase_models.BailianAnswer)
    assert isinstance(created.data.output, oceanbase_models.BailianNewTask)
    waiting = {oceanbase_models.TaskStatus.PENDING, oceanbase_models.TaskStatus.RUNNING}
    status: str | None = None
    while status is None or status in waiting:
        polled: oceanbase_models.GetTaskSuccess = yield DemoCall(
            get_task, "poll the task until its status is final", {"task_id": created.data.output.task_id}
        )
        assert isinstance(polled.data, oceanbase_models.BailianTask)
        status = polled.data.output.task_status


def described(answer: Any) -> tuple[str, list[str], list[str]]:
    """What came back in words, and the links and base64 texts of its pictures."""
    data = answer.data
    match data:
        case volcv_models.SubmittedTask() | ai302_models.SubmittedTask():
            return f"task {data.task_id}", [], []
        case volcv_models.TaskData() | ai302_models.TaskData():
            return str(data.status), list(data.image_urls or []), list(data.binary_data_base64 or [])
        case volcv_models.CvProcessResult() | ai302_models.DrawnPictures():
            return str(answer.message), list(data.image_urls or []), list(data.binary_data_base64 or [])
        case oceanbase_models.ArkImageResult():
            return str(answer.message), *pictures_of_ark(data.data)
        case list():
            return f"{sum(not image.error for image in data)} of {len(data)}", *pictures_of_ark(data)
        case oceanbase_models.BailianAnswer(output=oceanbase_models.BailianNewTask() as task):
            return f"task {task.task_id} {task.task_status}", [], []
        case oceanbase_models.BailianAnswer(output=oceanbase_models.BailianPictures() as pictures):
            parts = [part for choice in pictures.choices for part in choice.message.content]
            return str(answer.message), [part.image for part in parts if isinstance(part.image, str)], []
        case oceanbase_models.BailianTask():
            results = data.output.results or []
            return str(data.output.task_status), [r.url for r in results if isinstance(r.url, str)], []
        case _:
            raise TypeError(f"an answer that the demo does not know: {type(data).__name__}")


def pictures_of_ark(images: list[Any]) -> tuple[list[str], list[str]]:
    """The links and the base64 texts of what Ark's image call made."""
    urls = [image.url for image in images if isinstance(image.url, str)]
    return urls, [image.b64_json for image in images if isinstance(image.b64_json, str)]


class Rows:
    """Collects the rows; polls of one task share a row."""

    def __init__(self) -> None:
        self.rows: list[DemoRow] = []

    def add(self, gateway: str, style: str, call: DemoCall, answer: Any, seconds: float) -> None:
        """Note one call, its answer and how many seconds it took."""
        operation = call.operation.__name__.rsplit(".", 1)[-1]
        row = next((row for row in reversed(self.rows) if (row.gateway, row.style) == (gateway, style)), None)
        if row is None or (row.operation, row.asked) != (operation, call.asked):
            row = DemoRow(gateway, operation, style, call.asked)
            self.rows.append(row)
        words, urls, base64s = described(answer)
        row.came_back.append(words)
        row.urls += urls
        row.base64s += base64s
        row.seconds += seconds

    def keep_pictures(self, folder: Path) -> None:
        """Fetch or decode every picture, look whether it is one, and save it in the folder."""
        folder.mkdir(parents=True, exist_ok=True)
        number = 0
        for row in self.in_order():
            contents = [httpx.get(url).raise_for_status().content for url in row.urls]
            contents += [base64.b64decode(text, validate=True) for text in row.base64s]
            for content in contents:
                with Image.open(io.BytesIO(content)) as picture:
                    picture.load()
                    kind, (width, height) = str(picture.format), picture.size
                number += 1
                name = f"{number:02}_{row.operation}_{row.style}.{kind.lower()}"
                write_whole(folder / name, content)
                row.pictures.append(f"{kind} {width}x{height} {name}")

    def in_order(self) -> list[DemoRow]:
        """The rows, gateway by gateway; what ran at the same time comes in a fixed order too."""
        order = list(STORIES)
        return sorted(self.rows, key=lambda row: (order.index(row.gateway), row.style != "sync"))

    def show(self, console: Console) -> None:
        """Print the table."""
        table = Table(title="Every operation of the three gateways, offline", title_justify="left")
        for heading in ("gateway", "operation", "style"):
            table.add_column(heading, no_wrap=True)
        table.add_column("what was asked")
        table.add_column("what came back", overflow="fold")
        table.add_column("time", justify="right", no_wrap=True)
        previous = None
        for row in self.in_order():
            if previous not in (None, row.gateway):
                table.add_section()
            previous = row.gateway
            came_back = "\n".join([" → ".join(row.came_back), *row.pictures])
            milliseconds = f"{row.seconds * 1000:.0f} ms"
            table.add_row(row.gateway, row.operation, row.style, row.asked, came_back, milliseconds)
        console.print(table)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and rename it, so that a full disk or Ctrl-C leaves no half picture."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(content)
            file.flush()
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


ClientType: TypeAlias = (
    type[volcv.AuthenticatedClient] | type[oceanbase.AuthenticatedClient] | type[ai302.AuthenticatedClient]
)
STORIES: dict[str, tuple[ClientType, list[Callable[[], Story]]]] = {
    "volcv": (volcv.AuthenticatedClient, [volcv_synchronous, volcv_tasks]),
    "oceanbase": (oceanbase.AuthenticatedClient, [oceanbase_images]),
    "ai302": (ai302.AuthenticatedClient, [ai302_task, ai302_images]),
}


def run_sync(base_url: str, report: Rows) -> None:
    """Every story with `sync()`, one after the other."""
    for gateway, (client_type, stories) in STORIES.items():
        with client_type(base_url=base_url, token=KEY) as client:
            for story in stories:
                calls, answer = story(), None
                with contextlib.suppress(StopIteration):
                    while True:
                        call = calls.send(answer)
                        started = time.perf_counter()
                        answer = call.operation.sync(client=client, **call.arguments)
                        report.add(gateway, "sync", call, answer, time.perf_counter() - started)
                        time.sleep(POLL_SECONDS)


async def run_async(base_url: str, report: Rows) -> None:
    """Every story with `asyncio()`, all gateways at once."""

    async def tell(gateway: str) -> None:
        client_type, stories = STORIES[gateway]
        async with client_type(base_url=base_url, token=KEY) as client:
            for story in stories:
                calls, answer = story(), None
                with contextlib.suppress(StopIteration):
                    while True:
                        call = calls.send(answer)
                        started = time.perf_counter()
                        answer = await call.operation.asyncio(client=client, **call.arguments)
                        report.add(gateway, "async", call, answer, time.perf_counter() - started)
                        await asyncio.sleep(POLL_SECONDS)

    async with asyncio.TaskGroup() as group:
        for gateway in STORIES:
            group.create_task(tell(gateway))


def main(arguments: list[str] | None = None) -> int:
    """Run the demo; the exit status is 0 when every call came back as its type and every picture was kept."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for the pictures (default: out)")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 160)
    complaints = Console(stderr=True, highlight=False)
    report = Rows()
    try:
        with running_server(Settings()) as base_url, connecting_to(base_url):
            run_sync(base_url, report)
            asyncio.run(run_async(base_url, report))
            report.keep_pictures(options.out)
    except KeyboardInterrupt:
        complaints.print("Interrupted; the mock server is stopped.")
        return 130
    except OSError as error:
        complaints.print(f"The pictures could not be kept in {options.out}: {error.strerror or error}")
        return 1
    report.show(console)
    console.print(f"The pictures are in {options.out}", highlight=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
