"""Whatever goes wrong on the way, a call ends in a picture or in the right error, by its deadline, and bills once."""

from __future__ import annotations

import gc
import logging
import pickle
import re
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from PIL import Image

from image_edit import (
    ConnectionFailed,
    DeadlinePassed,
    DownloadFailed,
    DownloadTimedOut,
    EditedImage,
    GatewayUnavailable,
    ImageEditError,
    MaybeBilled,
    Policy,
    RateLimited,
    SubmitTimedOut,
    UnexpectedAnswer,
)
from image_gateways_mock import RunningServer
from image_gateways_mock.faults import FAULTS, PICTURES
from tests.support.editing import MODES, PICTURE, Editing, by_turns, editing
from tests.support.mock_key import KEY

BAILIAN = "wanx2.1-t2i-turbo"


@dataclass(frozen=True)
class Scenario:
    """A call of an editor, and the operations that it makes."""

    name: str
    gateway: str
    submit: str
    poll: str | None
    call: Callable[..., Any]

    def __str__(self) -> str:
        return self.name

    def __call__(self, editor: Editing, **options: Any) -> EditedImage:
        image = self.call(editor, **options)
        assert isinstance(image, EditedImage)
        return image


def mask() -> Image.Image:
    drawn = Image.new("L", (96, 64), 0)
    drawn.paste(255, (0, 0, 40, 40))
    return drawn


def inpaint(editor: Editing, **options: Any) -> Any:
    return editor.inpaint(PICTURE, mask(), "A boat", **options)


def erase(editor: Editing, **options: Any) -> Any:
    return editor.erase(PICTURE, mask(), **options)


SCENARIOS = [
    Scenario(
        "ai302-edit",
        "ai302",
        "submit_seededit_v30",
        "get_seededit_v30_result",
        lambda editor, **options: editor.edit(PICTURE, "At night", **options),
    ),
    Scenario(
        "volcv-edit",
        "volcv",
        "cv_sync2async_submit_task",
        "cv_sync2async_get_result",
        lambda editor, **options: editor.edit(PICTURE, "At night", **options),
    ),
    Scenario(
        "volcv-expand",
        "volcv",
        "cv_sync2async_submit_task",
        "cv_sync2async_get_result",
        lambda editor, **options: editor.expand(PICTURE, to="2:1", **options),
    ),
    Scenario("volcv-inpaint", "volcv", "cv_sync2async_submit_task", "cv_sync2async_get_result", inpaint),
    Scenario("volcv-erase", "volcv", "cv_sync2async_submit_task", "cv_sync2async_get_result", erase),
    Scenario(
        "oceanbase-edit",
        "oceanbase",
        "create_image",
        None,
        lambda editor, **options: editor.edit(PICTURE, "At night", **options),
    ),
    Scenario(
        "oceanbase-generate",
        "oceanbase",
        "create_image",
        "get_task",
        # As recorded: other requests of the vendor get a picture at once.
        lambda editor, **options: editor.generate(
            "A lighthouse at night", model=BAILIAN, vendor_options={"n": 1}, **options
        ),
    ),
]
# A download is one flow, whatever was called before it: one that follows a poll, and one that does not.
BEFORE_DOWNLOADS = [scenario for scenario in SCENARIOS if scenario.name in ("ai302-edit", "oceanbase-edit")]
# One for each operation that is billed and answers by itself.
LATE = [scenario for scenario in SCENARIOS if scenario.name in ("ai302-edit", "volcv-expand", "oceanbase-edit")]
# A poll is one flow as well: one for each operation that polls.
WITH_POLLS = [each for each in SCENARIOS if each.name in ("ai302-edit", "volcv-edit", "oceanbase-generate")]

# How each fault is armed, and what becomes of a submit that meets it. None: the call goes well all the same.
SUBMIT_ENDS: dict[str, tuple[str, type[ImageEditError] | None]] = {
    "http-429": ("http-429=2", None),
    "http-429-date": ("http-429-date=2", None),
    "http-499": ("http-499", MaybeBilled),
    "http-500": ("http-500", MaybeBilled),
    "http-502": ("http-502", MaybeBilled),
    "http-520": ("http-520", MaybeBilled),
    "reset-before-read": ("reset-before-read", MaybeBilled),
    "reset-after-read": ("reset-after-read", MaybeBilled),
    "reset-after-effect": ("reset-after-effect", MaybeBilled),
    "cut": ("cut", MaybeBilled),
    "drip": ("drip=0.1ms", None),
    "latency": ("latency=1ms", None),
    "wrong-content-type": ("wrong-content-type", None),
    "invalid-json": ("invalid-json", MaybeBilled),
    "wrong-charset": ("wrong-charset", MaybeBilled),
}

# What becomes of polls and downloads that meet a fault again and again; once alone, it does no harm.
POLL_ENDS: dict[str, type[ImageEditError]] = {
    "http-429": RateLimited,
    "http-429-date": RateLimited,
    "http-499": GatewayUnavailable,
    "http-500": GatewayUnavailable,
    "http-502": GatewayUnavailable,
    "http-520": GatewayUnavailable,
    "reset-before-read": ConnectionFailed,
    "reset-after-read": ConnectionFailed,
    "reset-after-effect": ConnectionFailed,
    "cut": ConnectionFailed,
    "invalid-json": UnexpectedAnswer,
    "wrong-charset": UnexpectedAnswer,
}
ONE_POLL_FAULTS = sorted({*SUBMIT_ENDS} - {"latency"})
LATE_FAULTS = ("latency=3600s", "drip=3600s")
DOWNLOAD_FAULTS = sorted({*POLL_ENDS, "cut-picture"} - {"invalid-json", "wrong-charset"})
ONE_DOWNLOAD_FAULTS = [*DOWNLOAD_FAULTS, "wrong-picture-type", "wrong-content-type"]


@pytest.fixture(scope="module")
def editors(shared_mock: RunningServer) -> Iterator[Callable[[str, str], Editing]]:
    opened: dict[tuple[str, str], Editing] = {}

    def editor(mode: str, gateway: str) -> Editing:
        if (mode, gateway) not in opened:
            opened[mode, gateway] = Editing(mode, gateway=gateway, api_key=KEY, base_url=shared_mock.url, timeout=3000)
        return opened[mode, gateway]

    yield editor
    for each in opened.values():
        each.close()


def attempts(server: RunningServer, operation: str) -> int:
    return sum(exchange.operation_id == operation for exchange in server.journal())


def shown(error: BaseException) -> str:
    """Everything that can be printed, logged or sent on of an error and of what hangs on it."""
    texts, at = ["".join(traceback.format_exception(error))], error
    while at is not None:
        texts += [str(at), repr(at), repr(at.args), repr(vars(at)), repr(pickle.dumps(at))]
        request = getattr(at, "request", None)
        texts.append(repr(getattr(request, "headers", None) and list(request.headers.raw)))  # type: ignore[union-attr]
        at = at.__cause__ or at.__context__  # type: ignore[assignment]
    return "\n".join(texts)


def check_error(error: ImageEditError, scenario: Scenario, caplog: pytest.LogCaptureFixture) -> None:
    assert error.gateway == scenario.gateway
    assert KEY not in shown(error)
    assert KEY not in caplog.text
    assert str(error).endswith((".", "?", "!")), str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_every_fault_of_the_mock_has_an_end_that_is_tested() -> None:
    assert {name for name, kind in FAULTS.items() if not kind.only_pictures} == SUBMIT_ENDS.keys()
    assert SUBMIT_ENDS.keys() - {"drip", "latency", "wrong-content-type"} == POLL_ENDS.keys()


@pytest.mark.parametrize(("scenario", "fault", "mode"), by_turns(SCENARIOS, SUBMIT_ENDS), ids=str)
def test_a_billed_submit_is_never_sent_twice(
    server: RunningServer,
    editors: Callable[[str, str], Editing],
    caplog: pytest.LogCaptureFixture,
    mode: str,
    scenario: Scenario,
    fault: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    armed, end = SUBMIT_ENDS[fault]
    server.arm(armed, operation=scenario.submit)
    editor = editors(mode, scenario.gateway)
    if end is None:
        assert scenario(editor).data
        assert server.submits == {scenario.submit: 1}
        assert attempts(server, scenario.submit) == (2 if "429" in fault else 1)
    else:
        with pytest.raises(end) as raised:
            scenario(editor)
        check_error(raised.value, scenario, caplog)
        assert (raised.value.maybe_billed, raised.value.retry_can_help) == (True, False)
        assert raised.value.operation_id == scenario.submit
        assert attempts(server, scenario.submit) == 1
        assert sum(server.submits.values()) <= 1
    assert editor.busy_connections() == []


@pytest.mark.parametrize(("scenario", "fault", "mode"), by_turns(WITH_POLLS, ONE_POLL_FAULTS), ids=str)
def test_a_poll_that_goes_wrong_once_does_no_harm(
    server: RunningServer, editors: Callable[[str, str], Editing], mode: str, scenario: Scenario, fault: str
) -> None:
    server.arm(SUBMIT_ENDS[fault][0], operation=scenario.poll)
    editor = editors(mode, scenario.gateway)
    assert scenario(editor).task_id
    assert server.submits == {scenario.submit: 1}
    assert editor.busy_connections() == []


@pytest.mark.parametrize(("scenario", "fault", "mode"), by_turns(WITH_POLLS, POLL_ENDS), ids=str)
def test_a_poll_that_always_goes_wrong_says_so_and_keeps_the_task(
    server: RunningServer,
    editors: Callable[[str, str], Editing],
    caplog: pytest.LogCaptureFixture,
    mode: str,
    scenario: Scenario,
    fault: str,
) -> None:
    server.arm(fault, times=None, operation=scenario.poll)
    editor = editors(mode, scenario.gateway)
    with pytest.raises(POLL_ENDS[fault]) as raised:
        scenario(editor)
    error = raised.value
    check_error(error, scenario, caplog)
    assert type(error) is POLL_ENDS[fault]
    assert (error.retry_can_help, error.maybe_billed, error.operation_id) == (True, True, scenario.poll)
    assert server.submits == {scenario.submit: 1}
    assert attempts(server, scenario.poll or "") == Policy().tries
    if isinstance(error, RateLimited):
        assert error.retry_after is not None
        assert 0 <= error.retry_after < 60  # by the server's own date, which is late where the server is
    server.app.faults.disarm()
    assert error.task_id is not None
    assert editor.of(editor.task(error.task_id), "result")().task_id == error.task_id
    assert server.submits == {scenario.submit: 1}
    assert editor.busy_connections() == []


@pytest.mark.parametrize(
    ("scenario", "fault", "mode"),
    by_turns(BEFORE_DOWNLOADS, ONE_DOWNLOAD_FAULTS),
    ids=str,
)
def test_a_download_that_goes_wrong_once_does_no_harm(
    server: RunningServer, editors: Callable[[str, str], Editing], mode: str, scenario: Scenario, fault: str
) -> None:
    server.arm(fault, operation=PICTURES)
    editor = editors(mode, scenario.gateway)
    image = scenario(editor)
    with image.to_pil() as picture:
        assert image.media_type == Image.MIME[picture.format or ""]
    assert editor.busy_connections() == []


@pytest.mark.parametrize(("scenario", "fault", "mode"), by_turns(BEFORE_DOWNLOADS, DOWNLOAD_FAULTS), ids=str)
def test_a_download_that_always_goes_wrong_leaves_the_link(
    server: RunningServer,
    editors: Callable[[str, str], Editing],
    caplog: pytest.LogCaptureFixture,
    mode: str,
    scenario: Scenario,
    fault: str,
) -> None:
    server.arm(fault, times=None, operation=PICTURES)
    editor = editors(mode, scenario.gateway)
    with pytest.raises(DownloadFailed) as raised:
        scenario(editor)
    check_error(raised.value, scenario, caplog)
    assert (raised.value.url or "").startswith(server.url)
    assert raised.value.maybe_billed
    assert attempts(server, "pictures") == 0
    assert server.submits == {scenario.submit: 1}
    assert editor.busy_connections() == []


@pytest.mark.parametrize(("scenario", "fault", "mode"), by_turns(LATE, LATE_FAULTS), ids=str)
def test_a_late_answer_to_a_submit_ends_by_the_deadline_and_may_be_billed(
    server: RunningServer,
    editors: Callable[[str, str], Editing],
    caplog: pytest.LogCaptureFixture,
    mode: str,
    scenario: Scenario,
    fault: str,
) -> None:
    editor = editors(mode, scenario.gateway)
    server.arm(fault, operation=scenario.submit)
    arrived = lambda: attempts(server, scenario.submit) > 0  # noqa: E731
    with editor.time_passes(61, arrived), pytest.raises(SubmitTimedOut) as raised:
        scenario(editor, timeout=60)
    assert isinstance(raised.value, TimeoutError)
    check_error(raised.value, scenario, caplog)
    assert raised.value.maybe_billed
    assert attempts(server, scenario.submit) == 1
    assert editor.busy_connections() == []


@pytest.mark.parametrize(("scenario", "fault", "mode"), by_turns(WITH_POLLS, LATE_FAULTS), ids=str)
def test_a_late_answer_to_a_poll_is_asked_for_again(
    server: RunningServer, mode: str, scenario: Scenario, fault: str
) -> None:
    server.arm(fault, operation=scenario.poll)
    options = {"gateway": scenario.gateway, "api_key": KEY, "base_url": server.url}
    with editing(mode, **options) as editor:
        # However far the time comes before the next poll arrives.
        with editor.time_passes(Policy().read_timeout + 1, lambda: attempts(server, scenario.poll or "") == 1):
            assert scenario(editor, timeout=1_000_000).task_id
        assert attempts(server, scenario.poll or "") > 1
        assert server.submits == {scenario.submit: 1}
        assert editor.busy_connections() == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", LATE_FAULTS)
@pytest.mark.parametrize(("place", "end"), [("get_seededit_v30_result", DeadlinePassed), (PICTURES, DownloadTimedOut)])
def test_late_polls_and_downloads_end_by_the_deadline(
    server: RunningServer, mode: str, fault: str, place: str, end: type[ImageEditError]
) -> None:
    server.arm(fault, operation=place)
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        task = editor.submit_edit(PICTURE, "At night")
        if place == PICTURES:
            editor.of(task, "wait")()
        with editor.time_passes(61, lambda: not server.app.faults.armed), pytest.raises(end) as raised:
            editor.of(task, "result")(60)
        assert raised.value.task_id == task.id
        assert editor.busy_connections() == []
    assert server.submits == {"submit_seededit_v30": 1}


@pytest.mark.parametrize("mode", MODES)
def test_a_poll_that_drips_does_not_take_all_the_time(
    server: RunningServer, mode: str, caplog: pytest.LogCaptureFixture
) -> None:
    server.arm("drip=3600s", operation="get_seededit_v30_result")
    policy = Policy(read_timeout=1000, poll_timeout=60)
    with (
        editing(mode, api_key=KEY, base_url=server.url, policy=policy) as editor,
        editor.time_passes(61, lambda: attempts(server, "get_seededit_v30_result") == 1),
    ):
        assert editor.edit(PICTURE, "At night", timeout=1_000_000).task_id
    assert re.search(r"get_seededit_v30_result: ConnectionFailed( \(HTTP 200\))?; try 2", caplog.text)


@pytest.mark.parametrize("mode", MODES)
def test_a_poll_that_never_ends_ends_by_the_deadline(slow: RunningServer, mode: str) -> None:
    with editing(mode, api_key=KEY, base_url=slow.url) as editor:
        with pytest.raises(DeadlinePassed, match=r"in_queue|generating") as raised:
            editor.edit(PICTURE, "At night", timeout=120)
        assert raised.value.task_id is not None
        assert raised.value.task_id in str(raised.value)
        assert sum(editor.pauses) == pytest.approx(120)
        assert max(editor.pauses) <= Policy().longest_interval
        assert slow.submits == {"submit_seededit_v30": 1}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_a_gateway_that_always_limits_gets_no_effect_and_says_when_to_come_back(
    server: RunningServer, editors: Callable[[str, str], Editing], mode: str, scenario: Scenario
) -> None:
    server.arm("http-429=7", times=None, operation=scenario.submit)
    editor = editors(mode, scenario.gateway)
    before = len(editor.pauses)
    with pytest.raises(RateLimited) as raised:
        scenario(editor)
    assert (raised.value.retry_after, raised.value.retry_can_help, raised.value.maybe_billed) == (7, True, False)
    assert editor.pauses[before:] == [7, 7]
    assert server.submits == {}
    assert attempts(server, scenario.submit) == Policy().submit_tries


@pytest.mark.parametrize("mode", MODES)
def test_a_pause_that_would_pass_the_deadline_is_not_made(server: RunningServer, mode: str) -> None:
    server.arm("http-429=50", times=None, operation="submit_seededit_v30")
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        with pytest.raises(RateLimited) as raised:
            editor.edit(PICTURE, "At night", timeout=20)
        assert raised.value.retry_after == 50
        assert editor.pauses == []


def test_nothing_is_left_open(server: RunningServer) -> None:
    for mode in MODES:
        for fault in ("cut", "reset-after-read", "http-502"):
            server.arm(fault, operation="submit_seededit_v30")
            with editing(mode, api_key=KEY, base_url=server.url) as editor, pytest.raises(MaybeBilled):
                editor.edit(PICTURE, "At night")
    gc.collect()  # a socket left open would warn here, and a warning is an error
