"""The hook `submitted` of each single call: it is told the task before the call goes on, and cannot lose it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from image_edit import AsyncImageEditor, AsyncTask, BadInput, Task
from tests.support.batching import NO_WAITING
from tests.support.editing import MODES, PICTURE, PICTURES, editing
from tests.support.independent_gateway import POLL, SUBMIT, IndependentGateway
from tests.support.independent_server import serving
from tests.support.independent_volcv import IndependentVolcv

KEY = "key-of-nobody"
MASK = PICTURES / "lighthouse_boat_mask.png"
CALLS: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("edit", (PICTURE, "At night"), {}),
    ("expand", (PICTURE,), {"to": "16:9"}),
    ("inpaint", (PICTURE, MASK, "A boat"), {}),
    ("erase", (PICTURE, MASK), {}),
]


@pytest.mark.parametrize("mode", MODES)
def test_it_is_told_the_task_before_the_first_poll_and_once(mode: str) -> None:
    with serving(IndependentGateway(KEY)) as gateway, editing(mode, api_key=KEY, base_url=gateway.url) as editor:
        told: list[tuple[Any, list[str]]] = []

        def hook(task: Any) -> None:
            told.append((task, [asked.path for asked in gateway.requests]))

        image = editor.edit(PICTURE, "At night", submitted=hook)
        assert [(task.id, paths) for task, paths in told] == [(image.task_id, [SUBMIT])]
        assert type(told[0][0]) is (Task if mode == "blocking" else AsyncTask)
        task = editor.submit_edit(PICTURE, "At night", submitted=hook)
        assert told[1][0].id == task.id
        assert editor.of(told[1][0], "result")().task_id == task.id
        assert len(told) == 2


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("name", "arguments", "options"), CALLS, ids=[name for name, *_ in CALLS])
def test_it_is_an_option_of_each_call_and_tells_the_model_that_picks_the_task_up(
    mode: str, name: str, arguments: Any, options: Any
) -> None:
    with (
        serving(IndependentVolcv(KEY)) as gateway,
        editing(mode, gateway="volcv", api_key=KEY, base_url=gateway.url) as editor,
    ):
        told: list[Any] = []
        task = getattr(editor, f"submit_{name}")(*arguments, **options, submitted=told.append)
        image = getattr(editor, name)(*arguments, **options, submitted=told.append)
        assert [(each.id, each.model) for each in told] == [(task.id, task.model), (image.task_id, task.model)]
        assert all(b"submitted" not in asked.body for asked in gateway.requests)


@pytest.mark.parametrize("mode", MODES)
def test_it_is_called_without_an_id_where_the_gateway_answers_at_once(mode: str) -> None:
    model = "doubao-seedream-4-0-250828"
    with serving(IndependentGateway(KEY)) as gateway, editing(mode, api_key=KEY, base_url=gateway.url) as editor:
        told: list[Any] = []
        editor.edit(
            PICTURE, "At night", model=model, submitted=lambda task: told.append((task.id, len(gateway.requests)))
        )
        editor.generate("A boat", model=model, submitted=lambda task: told.append((task.id, len(gateway.requests))))
        assert told == [(None, 1), (None, 3)]  # between them the download


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, StopIteration, BadInput])
@pytest.mark.parametrize("name", ["edit", "submit_edit"])
def test_what_it_raises_ends_the_call_and_names_the_task(mode: str, kind: type[BaseException], name: str) -> None:
    def hook(_: Any) -> None:
        raise kind("the disk is full")

    with serving(IndependentGateway(KEY)) as gateway, editing(mode, api_key=KEY, base_url=gateway.url) as editor:
        with pytest.raises(RuntimeError if kind is StopIteration else kind) as raised:
            getattr(editor, name)(PICTURE, "At night", submitted=hook)
        task_id = raised.value.task_id  # type: ignore[attr-defined]
        assert [asked.path for asked in gateway.requests] == [SUBMIT]
        assert editor.of(editor.task(task_id), "result")().task_id == task_id
        assert gateway.submits == 1


@pytest.mark.parametrize("mode", MODES)
def test_what_it_raises_tells_where_the_picture_lies_that_came_at_once(mode: str) -> None:
    def hook(_: Any) -> None:
        raise ValueError

    with serving(IndependentGateway(KEY)) as gateway, editing(mode, api_key=KEY, base_url=gateway.url) as editor:
        with pytest.raises(ValueError, match="it lies at http") as raised:
            editor.generate("A boat", model="doubao-seedream-4-0-250828", submitted=hook)
        assert raised.value.url.startswith(f"{gateway.url}/results/cat.png")  # type: ignore[attr-defined]


def test_it_may_be_a_coroutine_function_in_an_event_loop() -> None:
    with serving(IndependentGateway(KEY)) as gateway:
        told: list[tuple[str | None, int]] = []

        async def hook(task: AsyncTask) -> None:
            await asyncio.sleep(0)
            told.append((task.id, len(gateway.requests)))

        async def run() -> str | None:
            async with AsyncImageEditor("ai302", KEY, gateway.url) as editor:
                return (await editor.submit_edit(PICTURE, "At night", submitted=hook)).id

        task_id = asyncio.run(run())
        assert told == [(task_id, 1)]


def test_a_cancellation_while_it_runs_names_the_task() -> None:
    with serving(IndependentGateway(KEY)) as gateway:

        async def run() -> None:
            async def hook(_: AsyncTask) -> None:
                current = asyncio.current_task()
                assert current is not None
                current.cancel()
                await asyncio.sleep(0)

            async with AsyncImageEditor("ai302", KEY, gateway.url, policy=NO_WAITING) as editor:
                with pytest.raises(asyncio.CancelledError) as cancelled:
                    await asyncio.create_task(editor.edit(PICTURE, "At night", submitted=hook))
                assert (await editor.task(cancelled.value.task_id).result()).data  # type: ignore[attr-defined]

        asyncio.run(run())
        assert gateway.submits == 1
        assert any(asked.path == POLL for asked in gateway.requests)


@pytest.mark.parametrize("mode", MODES)
def test_what_could_not_be_called_is_refused_before_anything_is_billed(mode: str) -> None:
    async def hook(_: Any) -> None: ...

    with serving(IndependentGateway(KEY)) as gateway, editing(mode, api_key=KEY, base_url=gateway.url) as editor:
        with pytest.raises(TypeError, match="submitted is a function that takes the task, not str"):
            editor.edit(PICTURE, "At night", submitted="print")
        if mode == "blocking":
            with pytest.raises(TypeError, match="submitted is a plain function here"):
                editor.edit(PICTURE, "At night", submitted=hook)
        assert gateway.requests == []


@pytest.mark.parametrize("mode", MODES)
def test_it_is_not_called_for_what_was_refused(mode: str) -> None:
    with serving(IndependentGateway(KEY)) as gateway, editing(mode, api_key=KEY, base_url=gateway.url) as editor:
        with pytest.raises(BadInput):
            editor.edit(PICTURE, "At night", scale=2, submitted=pytest.fail)
        assert gateway.requests == []
