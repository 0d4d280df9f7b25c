"""Whatever is asked of the control interface, or preferred, is answered or refused in a sentence, never with a 500."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from image_gateways_mock import RunningServer, started_server
from image_gateways_mock.faults import FAULTS

HEADERS = {"Authorization": "Bearer {{YOUR_API_KEY}}"}
EDIT = {"image_urls": ["https://example.com/a.png"], "prompt": "At night"}
FUZZ = settings(
    max_examples=4 * settings().max_examples,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# Faults that end the connection or take long are asked for elsewhere, one by one.
QUICK = sorted(name for name in FAULTS if not name.startswith(("reset", "cut", "drip")))
NUMBERS = st.one_of(
    st.integers(), st.sampled_from([0, -1, 10**30, 1e999, 0.5]), st.integers(1, 400).map(lambda n: 10**n)
)
DIGITS = st.sampled_from(["", "-1", "0", "1", "\u00b2", "1e9", "0x1", "9" * 5_000, " 1", "1_0", "\u0661"])
CHARSETS = ["idna", "punycode", "undefined", "utf-16", "rot13", "\0", "a" * 5_000, "..", "encodings", "aliases", "mbcs"]
PARAMETERS = st.one_of(DIGITS, st.sampled_from(CHARSETS), st.sampled_from(["1ms", "0s", "1-2ms"]), st.text(max_size=8))
FAULT = st.builds(lambda name, parameter: f"{name}={parameter}", st.sampled_from(QUICK), PARAMETERS) | st.sampled_from(
    QUICK
)
SOME_FAULTS = st.lists(FAULT | st.text(max_size=8), max_size=4).map(",".join)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=8),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=4,
)
ORDER = st.fixed_dictionaries(
    {}, optional={"fault": SOME_FAULTS | ANYTHING, "times": NUMBERS | ANYTHING, "operation": ANYTHING}
)
# What httpx lets through: a header holds no line ends, and what is not Latin-1 goes as UTF-8.
PREFER = st.builds(
    lambda name, value: f"{name}={value}",
    st.sampled_from(["fault", "code", "example", "other"]),
    SOME_FAULTS | st.text(),
)


@pytest.fixture
def caller(capfd: pytest.CaptureFixture[str]) -> Iterator[tuple[RunningServer, httpx.Client]]:
    with started_server() as server, httpx.Client(base_url=server.url, headers=HEADERS, trust_env=False) as client:
        yield server, client
    assert capfd.readouterr().err == ""


def header(text: str) -> bytes:
    return "".join(character for character in text if character.isprintable()).strip().encode("utf-8", "replace")


@FUZZ
@given(order=ORDER | ANYTHING)
def test_an_order_is_followed_or_refused(caller: tuple[RunningServer, httpx.Client], order: Any) -> None:
    server, client = caller
    text = json.dumps(order).replace("Infinity", "1e999").encode("utf-8", "replace")
    answer = client.post("/__mock__/faults", content=text, headers={"Content-Type": "application/json"})
    assert answer.status_code in (201, 400), answer.text
    if answer.status_code == 201:
        # What was armed happens, or waits for the one place that it was armed for.
        server.app.faults.disarm()
        armed = server.app.faults.arm(order["fault"], None, order.get("operation"))
        assert server.app.faults.take(armed.operation or server.app.operations[0].operation_id)
        server.reset()


@FUZZ
@given(prefer=st.lists(PREFER, min_size=1, max_size=3).map(", ".join) | st.text())
def test_a_preference_is_granted_refused_or_passed_over(
    caller: tuple[RunningServer, httpx.Client], prefer: str
) -> None:
    server, client = caller
    answer = client.post("/doubao/drawing/seededit_v30", json=EDIT, headers=[(b"Prefer", header(prefer))])
    expected = {200, 400, *(int(name[5:8]) for name in FAULTS if name.startswith("http-"))}
    assert answer.status_code in expected | {
        int(status) for status in server.app.operations[0].responses if status.isdigit()
    }
    if answer.status_code == 500:  # the one that was asked for
        assert "http-500" in prefer or "code=5" in prefer
    server.reset()


@FUZZ
@given(
    after=DIGITS | st.text(max_size=20),
    name=st.sampled_from(["journal", "faults", "operations", "reset", ""]) | st.text(max_size=9),
)
def test_a_question_is_answered_or_refused(caller: tuple[RunningServer, httpx.Client], after: str, name: str) -> None:
    _, client = caller
    path, query = (quote(text.encode("utf-8", "replace")) for text in (name, after))
    assert client.get(f"/__mock__/{path}?after={query}").status_code in (200, 400, 404, 405)
