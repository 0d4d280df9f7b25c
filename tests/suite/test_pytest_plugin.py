"""The suite as tests of pytest: their names, what they tell, and that nothing is sent twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias
from xml.etree import ElementTree

import pytest

from image_gateways_mock import RunningServer
from tests.support.few_cases import send_few_cases
from tests.support.independent_gateway import ARK, IndependentGateway
from tests.support.known_contracts import know_contracts
from tests.support.mock_key import KEY

ROOT = Path(__file__).parents[2]


class Came(NamedTuple):
    """What came of a run of pytest: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Came]


def arguments_of(reports: Path, *more: str) -> list[str]:
    # A run within a run leaves alone what the outer one has for tests that hang.
    return ["--contract", "-p", "no:cacheprovider", "-o", "faulthandler_timeout=0", f"--reports={reports}", *more]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run pytest within this process, which starts no other and imports nothing anew."""
    monkeypatch.chdir(ROOT)

    def ran(*more: str) -> Came:
        capsys.readouterr()
        code = pytest.main(arguments_of(tmp_path, *more))
        return Came(code, *capsys.readouterr())

    return ran


def asked_of(server: RunningServer) -> Counter[str | None]:
    """How many bodies a mock read, by operation; of the call that tries which key it takes, it reads none."""
    return Counter(entry.operation_id for entry in server.journal() if entry.body is not None)


def test_each_operation_and_check_is_a_test_with_its_own_name(run: Run) -> None:
    names = run("--collect-only", "-q").out.splitlines()
    assert "openapi/ai302.yaml::submit_seededit_v30::documented_body" in names
    assert "openapi/oceanbase.yaml::get_task::final_stays" in names
    assert "openapi/oceanbase.yaml::create_image::task_is_named" in names
    assert "openapi/volcv.yaml::no_operation::answered_as_documented" in names
    assert max(Counter(names).values()) == 1
    assert not any(name.startswith("tests/") for name in names)


def test_what_is_found_fails_the_test_of_its_check_and_no_other(
    run: Run, server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_few_cases(monkeypatch)
    monkeypatch.setenv("OCEANBASE_API_KEY", KEY)
    server.arm("invalid-json", None, "get_task")
    report = tmp_path / "junit.xml"
    chosen = ("--gateway", "oceanbase", "--profile", "quick", f"--junitxml={report}")
    came = run("--base-url", server.url, *chosen)
    assert came.code == pytest.ExitCode.TESTS_FAILED, came
    assert "strict_json: get_task" in came.out
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = {f"{case.get('classname')}.{case.get('name')}" for case in cases if case.find("failure") is not None}
    assert failed == {"openapi.oceanbase.yaml.get_task.strict_json"}
    held = [
        case for case in cases if case.get("name") == "strict_json" and case.find("properties/property") is not None
    ]
    assert held
    skipped = [case.find("skipped") for case in cases if case.find("skipped") is not None]
    assert all("nothing came that it could look at" in str(one.get("message")) for one in skipped if one is not None)


def test_tests_side_by_side_send_nothing_twice_and_only_what_was_chosen(
    run: Run, server: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    chosen = ("--base-url", server.url, "--gateway", "ai302", "--profile", "quick", "-k", "draw_doubao_image")
    command = [sys.executable, "-m", "pytest", *arguments_of(tmp_path, "-n", "2", *chosen)]
    came = subprocess.run(command, cwd=ROOT, env=os.environ.copy(), capture_output=True, text=True, check=False)
    assert came.returncode == 0, came.stdout + came.stderr
    side_by_side = asked_of(server)
    server.reset()
    assert run(*chosen).code == 0
    assert side_by_side == asked_of(server)
    assert side_by_side.keys() - {None} == {"draw_doubao_image"}


def test_what_may_be_billed_keeps_to_the_budget_and_is_refused_side_by_side(
    run: Run, independent: IndependentGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_contracts(monkeypatch, shown_alone=True)
    chosen = ("--base-url", independent.url, "--gateway", "ai302", "-k", "create_doubao_image")
    side_by_side = run("-n", "2", *chosen)
    assert (side_by_side.code, independent.requests[1:]) == (pytest.ExitCode.USAGE_ERROR, [])
    assert "billed calls and several processes do not go together" in side_by_side.err
    came = run("--max-billed", "1", *chosen)
    assert came.code == 0, came
    assert "spent: 1 billed call" in came.out
    assert [asked.path for asked in independent.requests if asked.body] == [ARK]


def test_a_run_that_cannot_start_is_one_line(
    run: Run, independent: IndependentGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AI302_API_KEY")
    came = run("--base-url", independent.url, "--gateway", "ai302")
    assert came.code == pytest.ExitCode.USAGE_ERROR
    assert came.err.strip() == "ERROR: no key: put the key of ai302 in the environment as AI302_API_KEY"
