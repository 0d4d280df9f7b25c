"""The suite as tests of pytest: their names, what they tell, and that nothing is sent twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias
from xml.etree import ElementTree

import pytest

from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import RunningServer
from tests.support.few_cases import send_few_cases
from tests.support.independent_gateway import ARK, IndependentGateway
from tests.support.independent_server import Asked
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
    # A run within a run leaves to the outer one what tells of tests that hang, and of what was thrown away unclosed.
    left_out = ("-p", "no:cacheprovider", "-p", "no:unraisableexception", "-o", "faulthandler_timeout=0")
    return ["--contract", *left_out, f"--reports={reports}", *more]


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
    run: Run, server: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    chosen = ("--base-url", server.url, "--gateway", "ai302", "--profile", "quick", "-k", "draw_doubao_image")
    came = run("-n", "2", *chosen)
    assert came.code == 0, came
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
    live = ("--base-url", independent.url, "--gateway", "ai302")
    monkeypatch.delenv("AI302_API_KEY")
    for arguments, line in (
        (live, "no key: put the key of ai302 in the environment as AI302_API_KEY"),
        ((*live, "--profile", "quick"), "a profile is for a mock; "),
        (("--task-id", "7"), "a task is followed at a gateway alone: "),
        (("--max-seconds", "7"), "--max-seconds is for a gateway: "),
        ((f"--document={DOCUMENTS / 'ai302.yaml'}",), "say with --gateway whose document that is"),
    ):
        came = run("--collect-only", *arguments)
        assert came.code == pytest.ExitCode.USAGE_ERROR
        assert came.err.startswith(f"ERROR: {line}")
        assert came.err.strip().count("\n") == 0
    assert all(not asked.authorization for asked in independent.requests)


def test_a_task_is_followed_and_an_answer_that_comes_late_is_found(
    run: Run, independent: IndependentGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_contracts(monkeypatch, shown_alone=True)
    monkeypatch.delenv("CONFIRM_BILLED")
    chosen = ("--base-url", independent.url, "--gateway", "ai302", "-k", "get_seededit_v30_result and other_checks")
    came = run("--task-id", "7512345678901234567", "--max-seconds", "1e-9", *chosen)
    assert came.code == pytest.ExitCode.TESTS_FAILED
    assert "answers_in_time: get_seededit_v30_result: expected an answer in 1e-09 s" in came.out
    assert any(b"7512345678901234567" in asked.body for asked in independent.requests)


def test_another_document_than_the_gateway_s_own_is_the_one_that_a_server_is_held_to(
    run: Run, independent: IndependentGateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_contracts(monkeypatch, shown_alone=True)
    monkeypatch.delenv("CONFIRM_BILLED")
    own = (DOCUMENTS / "ai302.yaml").read_text(encoding="utf-8")
    changed = tmp_path / "changed.yaml"
    changed.write_text(own.replace("not_found", "is_not_found"), encoding="utf-8")
    chosen = ("--base-url", independent.url, "--gateway", "ai302", "-k", "get_seededit_v30_result")
    assert run(*chosen).code == 0
    came = run(f"--document={changed}", *chosen)
    assert came.code == pytest.ExitCode.TESTS_FAILED
    assert "FAILED changed.yaml::get_seededit_v30_result::nothing_undocumented" in came.out
    assert 'found "not_found"' in came.out


def test_a_run_in_which_nothing_was_held_fails_and_says_why(
    run: Run, independent: IndependentGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    know_contracts(monkeypatch, shown_alone=True)
    monkeypatch.delenv("CONFIRM_BILLED")
    live = ("--base-url", independent.url, "--gateway", "ai302", "-k")
    unbilled = run(*live, "submit_seededit_v30 and task_is_named")
    assert (unbilled.code, " passed" in unbilled.out) == (pytest.ExitCode.TESTS_FAILED, False)
    assert "nothing was held to any check that was chosen: " in unbilled.out
    assert "CONFIRM_BILLED=1 was not given" in unbilled.out
    held = run(*live, "task_is_named or (get_seededit_v30_result and strict_json)")
    assert (held.code, " skipped" in held.out) == (pytest.ExitCode.OK, True)

    def drop(asked: Asked) -> tuple[int, object]:
        if asked.authorization:
            raise ConnectionResetError
        return IndependentGateway.answer(independent, asked)

    monkeypatch.setattr(independent, "answer", drop)
    silent = run(*live, "get_seededit_v30_result and documented_body")
    assert silent.code == pytest.ExitCode.TESTS_FAILED
    assert "nothing was held to any check that was chosen: answer_arrives: get_seededit_v30_result: " in silent.out
