"""The suite as tests of pytest: their names, what they tell, and that nothing is sent twice."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from image_gateways_mock import RunningServer
from tests.support.independent_gateway import IndependentGateway
from tests.support.independent_server import serving
from tests.support.mock_key import KEY as MOCK_KEY

ROOT = Path(__file__).parents[2]
KEY = "-".join(("live", "key", "0123456789abcdef"))
GENERATE = "create_doubao_image"


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--contract", "-p", "no:cacheprovider", f"--reports={folder}"]
    return subprocess.run(
        [*command, *arguments], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )


def live(folder: Path, url: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "--base-url", url, "--gateway", "ai302", *arguments, AI302_API_KEY=KEY, **environment)


def test_each_operation_and_check_is_a_test_with_its_own_name(tmp_path: Path) -> None:
    names = run(tmp_path, "--collect-only", "-q").stdout.splitlines()
    assert "openapi/ai302.yaml::submit_seededit_v30::documented_body" in names
    assert "openapi/oceanbase.yaml::get_task::final_stays" in names
    assert "openapi/oceanbase.yaml::create_image::task_is_named" in names
    assert "openapi/volcv.yaml::no_operation::answered_as_documented" in names
    assert max(Counter(names).values()) == 1
    assert not any(name.startswith("tests/") for name in names)


def test_what_is_found_fails_the_test_of_its_check_and_no_other(server: RunningServer, tmp_path: Path) -> None:
    server.arm("invalid-json", None, "get_task")
    report = tmp_path / "junit.xml"
    chosen = ("--gateway", "oceanbase", "--profile", "quick", f"--junitxml={report}")
    came = run(tmp_path, "--base-url", server.url, *chosen, OCEANBASE_API_KEY=MOCK_KEY)
    server.reset()
    assert came.returncode == 1, came.stdout + came.stderr
    assert "strict_json: get_task" in came.stdout
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = {f"{case.get('classname')}.{case.get('name')}" for case in cases if case.find("failure") is not None}
    assert "openapi.oceanbase.yaml.get_task.strict_json" in failed
    assert not any("create_image" in name for name in failed)
    held = [
        case for case in cases if case.get("name") == "strict_json" and case.find("properties/property") is not None
    ]
    assert held
    skipped = [case.find("skipped") for case in cases if case.find("skipped") is not None]
    assert all("nothing came that it could look at" in str(one.get("message")) for one in skipped if one is not None)


def test_tests_side_by_side_send_nothing_twice_and_only_what_was_chosen(tmp_path: Path) -> None:
    requests = []
    for processes in ("0", "2"):
        with serving(IndependentGateway(KEY)) as gateway:
            came = live(tmp_path, gateway.url, "-n", processes, "-k", GENERATE)
            assert came.returncode == 0, came.stdout + came.stderr
            sent = [asked for asked in gateway.requests if not asked.path.startswith("/__mock__/")]
            requests.append(Counter((asked.method, asked.path, asked.body) for asked in sent))
    assert requests[0] == requests[1]
    assert {path for _, path, body in requests[0] if body} == {"/doubao/images/generations"}


def test_what_may_be_billed_keeps_to_the_budget_and_is_refused_side_by_side(tmp_path: Path) -> None:
    with serving(IndependentGateway(KEY)) as gateway:
        side_by_side = live(tmp_path, gateway.url, "-n", "2", "-k", GENERATE, CONFIRM_BILLED="1")
        assert (side_by_side.returncode, gateway.requests[1:]) == (pytest.ExitCode.USAGE_ERROR, [])
        assert "billed calls and several processes do not go together" in side_by_side.stderr
        came = live(tmp_path, gateway.url, "-k", GENERATE, "--max-billed", "1", CONFIRM_BILLED="1")
        assert came.returncode == 0, came.stdout + came.stderr
        assert "spent: 1 billed call" in came.stdout


def test_a_run_that_cannot_start_is_one_line(tmp_path: Path) -> None:
    with serving(IndependentGateway(KEY)) as gateway:
        came = run(tmp_path, "--base-url", gateway.url, "--gateway", "ai302")
        assert came.returncode == pytest.ExitCode.USAGE_ERROR
        assert came.stderr.strip() == "ERROR: no key: put the key of ai302 in the environment as AI302_API_KEY"
