"""The table of what is tried again, how long the pauses are, and what `Retry-After` means."""

from __future__ import annotations

import time
import uuid
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest

from image_edit import BadInput, GatewayUnavailable, Policy, Purpose, Situation, errors
from image_edit.key import Key
from image_edit.policy import RETRIED, retry_after
from image_gateways_mock import RunningServer
from tests.support.editing import MODES, PICTURE, editing
from tests.support.mock_key import KEY


@pytest.mark.parametrize(
    "situation", sorted(set(Situation) - {Situation.NOT_CONNECTED, Situation.RATE_LIMITED}, key=str)
)
def test_no_table_can_send_a_submit_again_that_may_have_run(situation: Situation) -> None:
    assert Purpose.SUBMIT not in RETRIED[situation]
    with pytest.raises(BadInput, match="never sent again"):
        Policy(retried={situation: frozenset({Purpose.SUBMIT})})


@pytest.mark.parametrize("wrong", [{"tries": 0}, {"submit_tries": 0}, {"interval_growth": 0.5}, {"first_pause": -1}])
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        Policy(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", MODES)
def test_the_table_can_be_replaced(server: RunningServer, mode: str) -> None:
    server.arm("http-502", times=None, operation="get_seededit_v30_result")
    policy = Policy(retried={}, first_interval=2)
    with editing(mode, api_key=KEY, base_url=server.url, policy=policy) as editor:
        with pytest.raises(GatewayUnavailable):
            editor.edit(PICTURE, "At night")
        assert len(editor.pauses) == 1  # before the one poll


def test_pauses_are_jittered_and_grow_to_a_limit() -> None:
    policy = Policy(first_pause=1, longest_pause=4, tries=99)
    for tried, limit in [(1, 1), (2, 2), (3, 4), (9, 4), (98, 4)]:
        drawn = [policy.pause(Situation.BROKEN, Purpose.POLL, tried, None) or 0 for _ in range(200)]
        assert 0 <= min(drawn) < limit / 2 < max(drawn) <= limit


def test_the_policy_gives_up_after_so_many_tries() -> None:
    policy = Policy(tries=3, submit_tries=2)
    assert policy.pause(Situation.BROKEN, Purpose.POLL, 2, None) is not None
    assert policy.pause(Situation.BROKEN, Purpose.POLL, 3, None) is None
    assert policy.pause(Situation.RATE_LIMITED, Purpose.SUBMIT, 1, 5) == 5
    assert policy.pause(Situation.RATE_LIMITED, Purpose.SUBMIT, 2, 5) is None
    assert policy.pause(None, Purpose.POLL, 1, 5) is None


def test_what_a_server_asks_for_is_capped() -> None:
    assert Policy(longest_retry_after=60).pause(Situation.RATE_LIMITED, Purpose.POLL, 1, 86400) == 60


def test_intervals_grow_to_a_limit() -> None:
    policy = Policy(first_interval=1, interval_growth=2, longest_interval=10)
    for polls, longest in [(0, 1), (1, 2), (3, 8), (4, 10), (10_000, 10)]:
        assert 0.8 * longest <= policy.interval(polls) <= longest
    assert policy.interval(50, 3) == 3


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("99999999999999", 999999999),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
        ("٣", None),
        ("Fri, 99 Nov 2026 99:00:00 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_a_date_counts_from_the_servers_own_clock() -> None:
    there = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    until = format_datetime(there + timedelta(seconds=90), usegmt=True)
    assert retry_after(until, format_datetime(there, usegmt=True)) == 90


def test_a_date_without_the_servers_clock_counts_from_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    here = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    monkeypatch.setattr("image_edit.policy.datetime", SimpleNamespace(now=here.astimezone))
    until = format_datetime(here + timedelta(seconds=90), usegmt=True)
    assert retry_after(until) == 90
    assert retry_after(until, "nonsense") == 90


@pytest.mark.parametrize("mode", MODES)
def test_a_clock_that_jumps_does_not_matter(server: RunningServer, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    server.arm("http-502", operation="get_seededit_v30_result")
    jumps = iter(range(10**6))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + (-1) ** (jump := next(jumps)) * 10**6 * jump)
    with editing(mode, api_key=KEY, base_url=server.url) as editor:
        assert editor.edit(PICTURE, "At night", timeout=600).task_id
        assert sum(editor.pauses) < 60


def test_a_key_shows_itself_nowhere() -> None:
    text = f"key/{uuid.uuid4().hex}"
    key = Key(text)
    assert text not in f"{key} {key!r}"
    with pytest.raises(TypeError):
        key.__reduce__()
    error = errors.UnexpectedAnswer(f"it said {text}", body=f'{{"a": "{text.replace("/", chr(92) + "/")}"}}'.encode())
    error.add_note(f"and {text}")
    key.remove_from(error)
    assert (str(error), error.body, error.__notes__) == ("it said ***", b'{"a": "***"}', ["and ***"])


def test_every_error_is_in_the_tree_and_in_the_package() -> None:
    import image_edit

    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, Exception):
            assert issubclass(kind, errors.ImageEditError)
            assert getattr(image_edit, name) is kind
    assert issubclass(errors.BadInput, ValueError)
    assert issubclass(errors.DeadlinePassed, TimeoutError)
