"""The pace of a batch: a rate limit slows all of it, by a clock that only these tests move."""

from __future__ import annotations

import pytest

from image_edit import Policy
from image_edit.batch.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_rate_limit_holds_every_request_back_for_as_long_as_was_asked(clock: Clock) -> None:
    pace = Pace(8, Policy(), clock)
    assert pace.delay() == 0
    pace.limited(pace.turn, 30)
    assert 30 <= pace.delay() <= 33
    clock.now += 29.9
    assert pace.delay() > 0
    clock.now += 0.1
    assert pace.delay() == 0


def test_no_gateway_holds_it_back_for_longer_than_the_policy_allows(clock: Clock) -> None:
    pace = Pace(8, Policy(longest_retry_after=60), clock)
    pace.limited(pace.turn, 100_000)
    assert 60 <= pace.delay() <= 66


def test_a_pause_that_nobody_asked_for_doubles_until_a_request_is_answered(clock: Clock) -> None:
    pace = Pace(8, Policy(first_pause=1, longest_pause=20), clock)
    for longest in (1, 2, 4, 8, 16, 20, 20):
        turn = pace.turn
        pace.limited(turn, None)
        assert longest / 2 <= pace.delay() <= longest * 1.1
        clock.now += longest
        assert pace.delay() == 0
    pace.answered(pace.turn)
    pace.limited(pace.turn, None)
    assert pace.delay() <= 1.1


def test_of_requests_that_were_under_way_together_one_counts(clock: Clock) -> None:
    pace = Pace(8, Policy(first_pause=1), clock)
    turn = pace.turn
    for _ in range(8):
        pace.limited(turn, None)
    assert pace.at_once == 4
    assert pace.delay() <= 1.1
    pace.limited(turn, 30)
    assert pace.at_once == 4
    assert pace.delay() >= 30


def test_each_rate_limit_halves_the_jobs_at_once_and_answers_let_them_grow_slowly(clock: Clock) -> None:
    pace = Pace(8, Policy(first_pause=0), clock)
    seen = []
    for _ in range(5):
        pace.limited(pace.turn, None)
        seen.append(pace.at_once)
    assert seen == [4, 2, 1, 1, 1]
    grown = [pace.answered(pace.turn) for _ in range(2)]
    assert grown == [False, True] or pace.at_once == 1
    answers = 2
    while pace.at_once < 8:
        pace.answered(pace.turn)
        answers += 1
    assert 30 < answers < 80
    for _ in range(100):
        pace.answered(pace.turn)
    assert pace.at_once == 8


def test_an_answer_to_what_was_sent_before_the_limit_says_nothing(clock: Clock) -> None:
    pace = Pace(8, Policy(first_pause=1), clock)
    early = pace.turn
    pace.limited(early, None)
    for _ in range(100):
        assert not pace.answered(early)
    assert pace.at_once == 4
