"""The live suite against stand-ins that answer as gateways were seen to: it has nothing against them but drift."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from contract_tests.suite import live
from contract_tests.suite.__main__ import main
from tests.support.independent_gateway import IndependentGateway
from tests.support.independent_oceanbase import IndependentOceanbase
from tests.support.independent_server import Manner, StandIn, serving
from tests.support.independent_volcv import IndependentVolcv
from tests.support.known_contracts import know_contracts

KEY = "-".join(("live", "key", "0123456789abcdef"))

STAND_INS: dict[str, tuple[str, Callable[[], StandIn]]] = {
    "volcv": ("volcv", lambda: IndependentVolcv(KEY)),
    "volcv, sparse": ("volcv", lambda: IndependentVolcv(KEY, sparse=True)),
    "volcv, upstream": ("volcv", lambda: IndependentVolcv(KEY, refuses="upstream", most_calls=6)),
    "volcv, failures with 200": ("volcv", lambda: IndependentVolcv(KEY, failures_with_200=True, sparse=True)),
    "volcv, wrapped": ("volcv", lambda: IndependentVolcv(KEY, wraps=True)),
    "volcv, failed": ("volcv", lambda: IndependentVolcv(KEY, end="failed")),
    "ai302": ("ai302", lambda: IndependentGateway(KEY)),
    "ai302, sparse": ("ai302", lambda: IndependentGateway(KEY, sparse=True)),
    "ai302, upstream": ("ai302", lambda: IndependentGateway(KEY, failures="upstream", sparse=True, most_calls=6)),
    "ai302, failures with 200": ("ai302", lambda: IndependentGateway(KEY, failures="with-200")),
    "ai302, failed": ("ai302", lambda: IndependentGateway(KEY, end="failed")),
    "oceanbase": ("oceanbase", lambda: IndependentOceanbase(KEY)),
    "oceanbase, sibling": ("oceanbase", lambda: IndependentOceanbase(KEY, speaks="sibling", most_calls=6)),
    "oceanbase, vendor": ("oceanbase", lambda: IndependentOceanbase(KEY, speaks="vendor")),
}


MANNERS = {
    "volcv, sparse": Manner("HTTP/1.0"),
    "volcv, failed": Manner(in_pieces=True, named=str.lower, backwards=True),
    "ai302, failures with 200": Manner("HTTP/1.0", named=str.upper, backwards=True),
    "ai302, failed": Manner(in_pieces=True),
    "oceanbase, sibling": Manner(in_pieces=True, named=str.upper, backwards=True),
}


def run(gateway: str, url: str, reports: Path, *more: str) -> int:
    return main(["--base-url", url, "--gateway", gateway, "--reports", str(reports), *more])


def failed_in(reports: Path) -> list[str]:
    """What fails, by JUnit."""
    cases = ElementTree.parse(reports / "junit.xml").iter("testcase")
    failures = ((c, c.find("failure")) for c in cases)
    return [f"{c.get('classname')} {c.get('name')}: {f.text}" for c, f in failures if f is not None]


def told_in(reports: Path) -> Counter[str]:
    """How often each severity is told of, by the lines of the findings."""
    texts = [case.findtext("system-out") or "" for case in ElementTree.parse(reports / "junit.xml").iter("testcase")]
    lines = [line for text in texts for line in text.splitlines()]
    return Counter(s for line in lines for s in ("low drift", "drift") if line.startswith(f"{s}: "))


@pytest.fixture(autouse=True)
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    know_contracts(monkeypatch)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    for gateway in ("volcv", "ai302", "oceanbase"):
        monkeypatch.setenv(f"{gateway.upper()}_API_KEY", KEY)


# Each documented example, and so many refusals that a gateway might take; what those are is the same for all forms.
SOME = "20"
WHOLE = ("ai302, sparse", "oceanbase, vendor")


@pytest.mark.parametrize("name", [name for name in STAND_INS if name not in WHOLE])
def test_the_suite_has_nothing_against_a_gateway_that_answers_as_one_was_seen_to_but_drift(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway, make = STAND_INS[name]
    know_contracts(monkeypatch, of_each_kind=True)
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    with serving(make(), manner=MANNERS.get(name, Manner())) as stand_in:
        code = run(gateway, stand_in.url, tmp_path, "--max-billed", SOME)
        assert not failed_in(tmp_path)
        assert code == 0
    assert len(stand_in.requests) > int(SOME)


@pytest.mark.parametrize("name", WHOLE)
def test_the_same_of_each_case_there_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gateway, make = STAND_INS[name]
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    with serving(make()) as stand_in:
        assert run(gateway, stand_in.url, tmp_path, "--max-billed", "5000") == 0
    assert not failed_in(tmp_path)
    assert len(stand_in.requests) > 300


@pytest.mark.parametrize("name", ["volcv, sparse", "ai302, sparse", "oceanbase, vendor"])
def test_without_leave_to_spend_nothing_is_billed_and_nothing_found(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gateway, make = STAND_INS[name]
    with serving(make()) as stand_in:
        assert run(gateway, stand_in.url, tmp_path) == 0, capsys.readouterr().out
    assert not failed_in(tmp_path)
    assert getattr(stand_in, "made", getattr(stand_in, "submits", 0)) == 0


def test_what_is_not_as_usual_is_told_and_fails_a_run_only_if_it_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    know_contracts(monkeypatch, of_each_kind=True)
    monkeypatch.setenv("CONFIRM_BILLED", "1")
    with serving(IndependentVolcv(KEY, wraps=True, sparse=True)) as stand_in:
        assert run("volcv", stand_in.url, tmp_path / "all", "--max-billed", SOME) == 0
    assert told_in(tmp_path / "all")["low drift"] > 0
    said = capsys.readouterr().out
    assert "drift: usual_alternative: cv_sync2async_submit_task $: expected the usual form" in said
    assert "low drift: usual_fields: cv_sync2async_get_result $.message: expected the field" in said
    assert re.search(
        r"drift cv_process 200 \$\.time_elapsed: the document says type .*the gateway said nothing \(unlike its ex",
        said,
    )
    with serving(IndependentVolcv(KEY, wraps=True)) as stand_in:
        assert run("volcv", stand_in.url, tmp_path / "strict", "--max-billed", SOME, "--fail-on", "drift") == 1
    assert any("usual_alternative" in line for line in failed_in(tmp_path / "strict"))
    assert not any("usual_fields" in line for line in failed_in(tmp_path / "strict"))
