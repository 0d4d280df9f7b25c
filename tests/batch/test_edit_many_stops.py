"""`edit_many` that is stopped, at whichever step: the journal is whole, and another run pays for nothing again."""

from __future__ import annotations

import asyncio
import json
import signal
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from image_edit import AsyncImageEditor, ImageEditor, Job, MaybeBilled, Outcome, RateLimited, State
from image_edit.batch.batch_run import AsyncBatch, BatchWishes
from image_edit.batch.journal.writing import Journal
from image_edit.batch.schedule import RunCounts
from image_edit.batch.threads import ThreadedBatch
from tests.support.batching import KEY, NO_WAITING, Batching, ScriptedGateway, edits
from tests.support.editing import MODES
from tests.support.independent_gateway import POLL, SUBMIT
from tests.support.independent_server import Asked

NEVER = 3600.0  # seconds that no test waits


class Stopping:
    """Runs a batch of either kind, which the gateway's thread can stop while it answers."""

    def __init__(self, mode: str, gateway: ScriptedGateway, jobs: list[Job], **options: Any) -> None:
        self.stop: Callable[[], object] = lambda: None
        self.settle: Callable[[], object] = lambda: None
        self._mode, self._gateway, self._jobs, self._wishes = mode, gateway, jobs, BatchWishes(**options)

    def run(self) -> list[Outcome]:
        """Run it; return all outcomes."""
        if self._mode == "asyncio":
            return asyncio.run(self._arun())
        with ImageEditor("ai302", KEY, self._gateway.url, policy=NO_WAITING) as editor:
            batch = ThreadedBatch(editor, self._jobs, self._wishes)
            self.stop = batch.stop  # before anything can be asked
            with batch:
                return list(batch)

    async def _arun(self) -> list[Outcome]:
        loop = asyncio.get_running_loop()
        async with AsyncImageEditor("ai302", KEY, self._gateway.url, policy=NO_WAITING) as editor:
            batch = AsyncBatch(editor, self._jobs, self._wishes)
            self.stop = lambda: loop.call_soon_threadsafe(batch.stop)  # before anything can be asked
            self.settle = lambda: asyncio.run_coroutine_threadsafe(_settled(), loop).result()
            async with batch:
                return [outcome async for outcome in batch]


async def _settled() -> None:
    for _ in range(20):  # turns of the event loop, in which all that was cancelled hears of it
        await asyncio.sleep(0)


class Noticed(list[Asked]):
    """The requests of a gateway; a function is called right after each arrived, also one for a picture."""

    def __init__(self, notice: Callable[[int], object]) -> None:
        self._notice = notice

    def append(self, asked: Asked) -> None:
        super().append(asked)
        self._notice(len(self))


def states(outcomes: list[Outcome]) -> Counter[State]:
    return Counter(outcome.state for outcome in outcomes)


def is_open_for_another(journal: Path, gateway: ScriptedGateway) -> bool:
    Journal.open(journal, gateway="ai302", base_url=gateway.url).close()
    return True


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("step", range(1, 11))
def test_stopped_at_any_request_it_goes_on_and_each_job_is_paid_for_once(
    mode: str, step: int, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 3), out / "journal.sqlite"
    stopping = Stopping(mode, gateway, jobs, journal=journal, at_once=2, grace=NEVER)

    gateway.requests = Noticed(lambda number: stopping.stop() if number == step else None)
    outcomes = stopping.run()
    assert State.DONE not in states(outcomes) or step > 4
    assert [outcome.job.name for outcome in sorted(outcomes, key=lambda each: each.job.output)] == [
        job.name for job in jobs
    ]
    assert State.UNCLEAR not in states(outcomes)
    assert sum(outcome.submits for outcome in outcomes) == gateway.submits
    assert is_open_for_another(journal, gateway)
    again = Batching(mode, api_key=KEY, base_url=gateway.url).run(jobs, journal=journal)
    assert states(again) == {State.DONE: 3}
    assert gateway.submits == 3
    assert sorted(file.name for file in out.iterdir()) == [
        "journal.sqlite",
        *(f"photo-00{number}.png" for number in range(3)),
    ]


@pytest.mark.parametrize("mode", MODES)
def test_a_submit_that_is_under_way_may_still_tell_the_id_of_its_task(
    mode: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    stopping = Stopping(mode, gateway, edits(tmp_path, 3), journal=out / "journal.sqlite", at_once=1, grace=NEVER)

    def instead(asked: Asked) -> None:
        if asked.path == SUBMIT:
            stopping.stop()

    gateway.instead = instead
    outcomes = stopping.run()
    assert states(outcomes) == {State.SUBMITTED: 1, State.PLANNED: 2}
    (task_id,) = (outcome.task_id for outcome in outcomes if outcome.task_id)
    assert task_id in gateway._polls
    assert [asked.path for asked in gateway.requests] == [SUBMIT]


@pytest.mark.parametrize("mode", MODES)
def test_a_submit_that_does_not_end_in_time_is_unclear_and_is_sent_again_only_on_request(
    mode: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 2), out / "journal.sqlite"
    stopping = Stopping(mode, gateway, jobs, journal=journal, at_once=1, grace=0)
    over = threading.Event()

    def instead(asked: Asked) -> None:
        if asked.path == SUBMIT:
            stopping.stop()
            over.wait()

    gateway.instead = instead
    outcomes = stopping.run()
    over.set()
    gateway.instead = lambda _: None
    assert [outcome.state for outcome in outcomes] == [State.UNCLEAR, State.PLANNED]
    assert isinstance(outcomes[0].error, MaybeBilled)
    batch = Batching(mode, api_key=KEY, base_url=gateway.url)
    assert states(batch.run(jobs, journal=journal)) == {State.UNCLEAR: 1, State.DONE: 1}
    assert states(batch.run(jobs, journal=journal, resubmit_unclear=True)) == {State.DONE: 2}
    assert gateway.submits == 3


def test_a_second_stop_does_not_wait_for_the_submit(gateway: ScriptedGateway, tmp_path: Path, out: Path) -> None:
    stopping = Stopping("asyncio", gateway, edits(tmp_path, 1), journal=out / "journal.sqlite", grace=NEVER)
    over = threading.Event()

    def instead(asked: Asked) -> None:
        if asked.path == SUBMIT:
            stopping.stop()
            stopping.stop()
            over.wait()

    gateway.instead = instead
    assert states(stopping.run()) == {State.UNCLEAR: 1}
    over.set()


def test_not_even_a_second_stop_cuts_short_what_is_being_written_down(
    gateway: ScriptedGateway, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping = Stopping("asyncio", gateway, edits(tmp_path, 1), journal=out / "journal.sqlite", grace=NEVER)
    submitted = Journal.submitted

    def stopped_meanwhile(self: Journal, *arguments: Any, **options: Any) -> None:
        stopping.stop()
        stopping.stop()
        stopping.settle()
        submitted(self, *arguments, **options)

    monkeypatch.setattr(Journal, "submitted", stopped_meanwhile)
    assert states(stopping.run()) == {State.SUBMITTED: 1}
    with Journal.open(out / "journal.sqlite", gateway="ai302", base_url=gateway.url) as journal:
        assert journal.counts().rows[State.SUBMITTED] == 1


@pytest.mark.parametrize("mode", MODES)
def test_a_poll_that_is_under_way_is_not_waited_for(
    mode: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 1), out / "journal.sqlite"
    stopping = Stopping(mode, gateway, jobs, journal=journal, grace=NEVER)
    over = threading.Event()

    def instead(asked: Asked) -> None:
        if asked.path == POLL:
            stopping.stop()
            over.wait()

    gateway.instead = instead
    assert states(stopping.run()) == {State.SUBMITTED: 1}
    gateway.instead = lambda _: None
    over.set()
    assert states(Batching(mode, api_key=KEY, base_url=gateway.url).run(jobs, journal=journal)) == {State.DONE: 1}
    assert gateway.submits == 1


def test_a_task_that_is_cancelled_leaves_the_journal_whole_and_closed(
    gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 4), out / "journal.sqlite"

    async def run() -> None:
        loop = asyncio.get_running_loop()

        async def consume() -> None:
            async with AsyncImageEditor("ai302", KEY, gateway.url, policy=NO_WAITING) as editor:
                async for _ in editor.edit_many(jobs, journal=journal, at_once=2):
                    pass

        consuming = asyncio.create_task(consume())

        def instead(asked: Asked) -> None:
            if asked.path == POLL:
                loop.call_soon_threadsafe(consuming.cancel)

        gateway.instead = instead
        with pytest.raises(asyncio.CancelledError):
            await consuming
        assert is_open_for_another(journal, gateway)

    asyncio.run(run())
    gateway.instead = lambda _: None
    again = Batching("asyncio", api_key=KEY, base_url=gateway.url).run(jobs, journal=journal)
    assert states(again) == {State.DONE: 4}
    assert gateway.submits == 4


@pytest.mark.parametrize("mode", MODES)
def test_what_the_callers_loop_raises_leaves_the_journal_whole_and_closed(
    mode: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal = edits(tmp_path, 4), out / "journal.sqlite"

    def blocking() -> None:
        with ImageEditor("ai302", KEY, gateway.url, policy=NO_WAITING) as editor:
            for _ in editor.edit_many(jobs, journal=journal, at_once=1):
                raise KeyboardInterrupt

    async def waiting() -> None:
        async with AsyncImageEditor("ai302", KEY, gateway.url, policy=NO_WAITING) as editor:
            async for _ in editor.edit_many(jobs, journal=journal, at_once=1):
                raise RuntimeError

    if mode == "blocking":
        with pytest.raises(KeyboardInterrupt) as interruption:
            blocking()
        del interruption  # whose traceback holds the loop
    else:
        with pytest.raises(RuntimeError):
            asyncio.run(waiting())
    assert is_open_for_another(journal, gateway)
    assert states(Batching(mode, api_key=KEY, base_url=gateway.url).run(jobs, journal=journal)) == {State.DONE: 4}
    assert gateway.submits == 4


@pytest.mark.parametrize("mode", MODES)
def test_no_more_jobs_than_asked_for_are_paid_for_and_not_kept(
    mode: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    polled: Counter[str] = Counter()
    most = 0

    def altered(asked: Asked, answer: Any) -> Any:
        nonlocal most
        most = max(most, gateway.submits - sum(count >= 6 for count in polled.values()))
        if asked.path == POLL:
            task_id = json.loads(asked.body)["task_id"]
            polled[task_id] += 1
            if polled[task_id] < 6:  # long enough that every job that may begin does
                answer["data"].update(status="generating", image_urls=None)
        return answer

    gateway.altered = altered
    outcomes = Batching(mode, api_key=KEY, base_url=gateway.url).run(
        edits(tmp_path, 7), journal=out / "journal.sqlite", at_once=3
    )
    assert states(outcomes) == {State.DONE: 7}
    assert most == 3


@pytest.mark.parametrize("mode", MODES)
def test_how_far_it_is_is_told_whenever_that_changes(
    mode: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    told: list[RunCounts] = []
    options = {"journal": out / "journal.sqlite", "at_once": 1, "on_change": told.append}
    Stopping(mode, gateway, edits(tmp_path, 2), **options).run()
    ways = [(counts.rows[State.DONE], counts.running, counts.ended, counts.submits) for counts in told]
    assert (told[0].looked_at, sum(told[0].rows.values())) == (2, 0)
    assert ways[1] == (0, 0, 0, 0)
    assert ways[-1] == (2, 0, 2, 2)
    assert {sum(counts.rows.values()) for counts in told[1:]} == {2}
    assert any(counts.rows[State.SUBMITTING] for counts in told)
    assert any(counts.rows[State.SUBMITTED] for counts in told)


@pytest.mark.parametrize("mode", MODES)
def test_what_the_callers_function_raises_is_raised_at_the_end_and_loses_nothing(
    mode: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    def on_change(counts: RunCounts) -> None:
        if counts.submits == 2:
            raise ZeroDivisionError

    jobs, journal = edits(tmp_path, 4), out / "journal.sqlite"
    with pytest.raises(ZeroDivisionError):
        Stopping(mode, gateway, jobs, journal=journal, at_once=1, on_change=on_change).run()
    assert is_open_for_another(journal, gateway)
    again = Batching(mode, api_key=KEY, base_url=gateway.url).run(jobs, journal=journal, resubmit_unclear=True)
    assert states(again) == {State.DONE: 4}
    assert gateway.submits == 4


def test_a_gateway_that_takes_nothing_slows_all_of_it_until_the_time_of_each_job_is_over(
    gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    class Editor(AsyncImageEditor):
        _clock = staticmethod(lambda: sum(pauses))
        _sleep = staticmethod(sleep)

    asked: list[httpx.Request] = []

    def busy(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(429, text="busy")

    async def run() -> list[Outcome]:
        # Answers at once: no time may pass on this clock while an answer is on its way.
        async with httpx.AsyncClient(transport=httpx.MockTransport(busy)) as client:
            editor = Editor("ai302", KEY, gateway.url, timeout=100, http_client=client)
            batch = editor.edit_many(edits(tmp_path, 5), journal=out / "journal.sqlite")
            return [outcome async for outcome in batch]

    outcomes = asyncio.run(run())
    assert states(outcomes) == {State.PLANNED: 5}
    assert RateLimited in {type(outcome.error) for outcome in outcomes}
    assert {outcome.submits for outcome in outcomes} == {0}
    assert 5 <= len(asked) < 100
    assert states(
        Batching("asyncio", api_key=KEY, base_url=gateway.url).run(edits(tmp_path, 5), journal=out / "journal.sqlite")
    ) == {State.DONE: 5}
    assert gateway.submits == 5


def interrupt() -> None:
    """Press Ctrl-C, from whichever thread."""
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, signal.SIGINT)


@pytest.mark.parametrize("at", ["plan", POLL])
def test_ctrl_c_while_a_blocking_batch_waits_leaves_the_journal_whole_and_closed(
    at: str, gateway: ScriptedGateway, tmp_path: Path, out: Path
) -> None:
    jobs, journal, over = edits(tmp_path, 2), out / "journal.sqlite", threading.Event()

    def told(counts: RunCounts) -> None:
        if at == "plan" and not sum(counts.rows.values()):
            interrupt()

    def instead(asked: Asked) -> None:
        if asked.path == at:
            interrupt()
            over.wait()

    gateway.instead = instead
    with pytest.raises(KeyboardInterrupt):
        Stopping("blocking", gateway, jobs, journal=journal, at_once=1, on_change=told, grace=NEVER).run()
    assert is_open_for_another(journal, gateway)
    gateway.instead = lambda _: None
    over.set()
    assert states(Batching("blocking", api_key=KEY, base_url=gateway.url).run(jobs, journal=journal)) == {State.DONE: 2}
    assert gateway.submits == 2


def test_ctrl_c_once_more_does_not_wait_for_what_is_being_submitted(
    gateway: ScriptedGateway, tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, journal, over = edits(tmp_path, 1), out / "journal.sqlite", threading.Event()

    def instead(asked: Asked) -> None:
        if asked.path == SUBMIT:
            interrupt()
            stopped.wait()
            interrupt()
            over.wait()

    gateway.instead = instead
    stop, stopped = ThreadedBatch.stop, threading.Event()

    def noticed(batch: ThreadedBatch) -> None:
        stop(batch)
        stopped.set()

    monkeypatch.setattr(ThreadedBatch, "stop", noticed)
    with pytest.raises(KeyboardInterrupt):
        Stopping("blocking", gateway, jobs, journal=journal, grace=NEVER).run()
    over.set()
    with Journal.open(journal, gateway="ai302", base_url=gateway.url) as kept:
        assert kept.counts().rows[State.UNCLEAR] == 1
