"""This machine is reached directly, whatever the environment says, and what cannot be used in it is named."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import httpx
import pytest

from contract_tests.base_url import check_reachable, parsed_base_url
from contract_tests.connections import (
    UnusableEnvironment,
    check_environment,
    client_options,
    connecting_to,
    is_on_this_machine,
)
from contract_tests.recorder.__main__ import main as recorder
from contract_tests.suite import live
from contract_tests.suite.__main__ import main as suite
from contract_tests.suite.jobs import EXAMPLES
from contract_tests.suite.request_cases import cases
from contract_tests.suite.target import Profile
from examples import demo
from image_edit.errors import BadInput
from image_gateways_documents.document import load_documents
from image_gateways_documents.folder import DOCUMENTS
from tests.support.few_cases import send_few_cases, try_alone
from tests.support.independent_oceanbase import IndependentOceanbase
from tests.support.independent_server import serving
from tests.support.raw_server import RawServer, raw_server
from tools.mutants.__main__ import main as mutants
from tools.mutants.trials import NotGreen

KEY = "-".join(("live", "key", "0123456789abcdef"))
PASSWORD = "-".join(("pass", "word", "4711"))


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawServer]:
    """A proxy that the environment names for everything, beside all else that is wrong there."""
    with raw_server(lambda *_: False) as server:
        for name in ("HTTP_PROXY", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, server.url)
        monkeypatch.setenv("NO_PROXY", "[::1]")
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
        monkeypatch.setenv("SSLKEYLOGFILE", "/nowhere/keys.log")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/certificates.pem")
        yield server


def test_the_demo_calls_each_operation_and_passes_over_what_the_environment_says_of_the_network(
    proxy: RawServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main(["--out", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    operations = [operation for document in load_documents(DOCUMENTS) for operation in document.operations]
    assert [one.operation_id for one in operations if shown.count(f" {one.operation_id} ") < len(demo.STYLES)] == []
    assert proxy.connections == 0


def test_the_suite_passes_over_it_with_every_library_that_it_sends_with(
    proxy: RawServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(EXAMPLES, Profile.CI, 1)
    try_alone(monkeypatch, "get_task")  # all go out alike
    send_few_cases(monkeypatch, "get_task")
    assert suite(["--gateway", "oceanbase", "--jobs", "1", "--reports", str(tmp_path)]) == 0, capsys.readouterr().out
    assert proxy.connections == 0


def test_trials_of_mutants_pass_over_it(proxy: RawServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def trials(*_: object) -> None:
        httpx.Client().close()
        raise NotGreen(os.environ.get("HTTP_PROXY", "no proxy"))

    monkeypatch.setattr("tools.mutants.__main__.Trials", trials)
    with redirect_stdout(StringIO()) as said:
        assert mutants([]) == 2
    assert "no proxy" in said.getvalue()
    assert os.environ["HTTP_PROXY"] == proxy.url


def test_a_live_run_reaches_a_gateway_on_this_machine_directly(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OCEANBASE_API_KEY", KEY)
    monkeypatch.setattr(live, "_SECONDS_BETWEEN_POLLS", 0.0)
    monkeypatch.setattr(live, "cases", lambda contract: itertools.islice(cases(contract), 1))  # all go out alike
    monkeypatch.setattr(live, "_DRAWN_AT_MOST", 1)
    with serving(IndependentOceanbase(KEY)) as gateway:
        suite(["--base-url", gateway.url, "--gateway", "oceanbase", "--reports", str(tmp_path)])
        assert gateway.requests
    assert "answer_arrives" not in capsys.readouterr().out


UNUSABLE = [
    ("HTTP_PROXY", "ftp://127.0.0.1:9", "'ftp'"),
    ("https_proxy", f"http://user:{PASSWORD}@127.0.0.1:99999", "no address of a proxy"),
    ("ALL_PROXY", "not an address", "no address of a proxy"),
    ("ALL_PROXY", f"socks4://user:{PASSWORD}@127.0.0.1:9", "'socks4'"),
    ("SSL_CERT_FILE", "/nowhere/certificates.pem", "No such file"),
    ("SSLKEYLOGFILE", "/nowhere/keys.log", "No such file"),
]


@pytest.mark.parametrize(("name", "value", "words"), UNUSABLE)
@pytest.mark.parametrize("command", ["suite", "recorder"])
def test_a_variable_that_cannot_be_used_is_named_in_one_line_before_anything_is_sent(
    command: str,
    name: str,
    value: str,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv(name, value)
    there = ["--gateway", "ai302", "--base-url", "https://gateway.invalid"]
    if command == "suite":
        code = suite([*there, "--reports", str(tmp_path)])
    else:
        code = recorder(["proxy", *there, "--port", "0", "--recordings", str(tmp_path)])
    said = capsys.readouterr()
    assert code == 2
    assert said.err.startswith(f"error: {name} ")
    assert words in said.err
    assert said.err.count("\n") == 1
    assert PASSWORD not in said.err


@pytest.mark.parametrize("value", ["http://127.0.0.1:9", "127.0.0.1:9", "https://me:secret@proxy.invalid:8080", ""])
def test_a_proxy_that_could_be_one_is_let_be(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    monkeypatch.setenv("NO_PROXY", "::1,[::1],[::1]:8000,localhost,.example.com,10.0.0.0/8")
    check_environment()


def test_a_proxy_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    there = ["--gateway", "ai302", "--base-url", "https://gateway.invalid"]
    assert suite([*there, "--reports", str(tmp_path)]) == 2
    assert "does not answer through the proxy http://127.0.0.1:1 of all_proxy" in capsys.readouterr().err
    check_reachable(parsed_base_url("https://gateway.invalid"))  # only the proxy could tell


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://127.8.9.1", True),
        ("http://[::1]:8000/base", True),
        ("http://localhost:1", True),
        ("http://mock.localhost", True),
        ("https://api.302.ai", False),
        ("http://127.0.0.1.example.com", False),
        ("http://localhost.example.com", False),
        ("http://10.0.0.1", False),
    ],
)
def test_what_is_on_this_machine(url: str, here: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_on_this_machine(url) == here
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    before = dict(os.environ)
    with connecting_to(url):
        assert ("HTTP_PROXY" not in os.environ) == here
    assert dict(os.environ) == before


def test_the_environment_is_as_it_was_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    before = dict(os.environ)
    with pytest.raises(UnusableEnvironment, match="SSL_CERT_FILE"):
        check_environment()
    assert dict(os.environ) == before
    with pytest.raises(FileNotFoundError):
        httpx.Client()


def test_a_client_for_this_machine_needs_nothing_of_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "ftp://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere/certificates.pem")
    monkeypatch.setenv("SSLKEYLOGFILE", "/nowhere/keys.log")
    with httpx.Client(**client_options("http://127.0.0.1:8000")) as client:
        assert not client.trust_env
    with pytest.raises(BadInput, match="HTTP_PROXY"):
        client_options("http://gateway.invalid")
