"""Each fault of the mock server's table happens when it is asked for, and to the requests it is meant for."""

import encodings.aliases
import io
import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from image_gateways_mock import RunningServer, Settings, started_server
from image_gateways_mock.__main__ import main
from image_gateways_mock.answers import ReplayedAnswer
from image_gateways_mock.broken_answers import changed
from image_gateways_mock.faults import FAULTS, FaultPlan, UnknownFault, parse_faults

ROOT = Path(__file__).parents[2]
HEADERS = {"Authorization": "Bearer {{YOUR_API_KEY}}"}
SUBMIT = "/doubao/drawing/seededit_v30"
POLL = "/doubao/drawing/seededit_v30_result"
EDIT = {"image_urls": ["https://example.com/a.png"], "prompt": "At night"}
PICTURE = "/pictures/lighthouse.png"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with started_server() as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> RunningServer:
    running.reset()
    return running


def submit(server: RunningServer, fault: str = "") -> httpx.Response:
    prefer = {"Prefer": f'fault="{fault}"'} if fault else {}
    return httpx.post(server.url + SUBMIT, json=EDIT, headers={**HEADERS, **prefer})


def fetch(server: RunningServer, fault: str = "") -> httpx.Response:
    return httpx.get(server.url + PICTURE, headers={"Prefer": f'fault="{fault}"'} if fault else {})


def raw_exchange(server: RunningServer, head: str, body: bytes) -> bytes:
    """Send a request over a bare socket and return all that comes back before an orderly end."""
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port or 0)) as connection:
        connection.sendall(f"{head}\r\nHost: a\r\n\r\n".encode() + body)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("fault", ["latency=1ms", "latency=0.5-2ms", "latency=0s"])
def test_a_late_answer_is_the_right_one(server: RunningServer, fault: str) -> None:
    assert submit(server, fault).json()["code"] == 10000
    assert server.journal()[0].fault == fault


def test_an_answer_stays_away_for_as_long_as_it_is_late(server: RunningServer) -> None:
    server.arm("latency=3600s")
    body = json.dumps(EDIT).encode()
    head = (
        f"POST {SUBMIT} HTTP/1.1\r\nHost: a\r\nAuthorization: {HEADERS['Authorization']}\r\nContent-Length: {len(body)}"
    )
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port or 0)) as connection:
        connection.sendall(f"{head}\r\nContent-Type: application/json\r\n\r\n".encode() + body)
        while server.submits != {"submit_seededit_v30": 1}:
            pass
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_a_spread_of_times_is_drawn_from_within() -> None:
    (fault,) = parse_faults("latency=50-400ms")
    assert all(0.05 <= fault.seconds() <= 0.4 for _ in range(200))


def test_too_many_calls_get_the_gateways_own_answer_and_seconds_to_wait(server: RunningServer) -> None:
    answer = submit(server, "http-429=7")
    assert (answer.status_code, answer.headers["retry-after"], answer.json()["code"]) == (429, "7", 50429)


def test_too_many_calls_get_a_date_to_wait_for(server: RunningServer) -> None:
    answer = submit(server, "http-429-date=90")
    until = parsedate_to_datetime(answer.headers["retry-after"])
    said = parsedate_to_datetime(answer.headers["date"])
    assert (answer.status_code, 89 <= (until - said).total_seconds() < 900) == (429, True)


@pytest.mark.parametrize(
    ("path", "body"), [(SUBMIT, EDIT), ("/api/v1/images/generations", {"model": "m"}), ("/nowhere", {})]
)
@pytest.mark.parametrize(("fault", "status"), [("http-499", 499), ("http-502", 502), ("http-520", 520)])
def test_a_proxys_page_takes_the_answers_place(
    server: RunningServer, path: str, body: Any, fault: str, status: int
) -> None:
    answer = httpx.post(server.url + path, json=body, headers={**HEADERS, "Prefer": f"fault={fault}"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")
    assert f"<h1>{status} " in answer.text


def test_an_internal_error_is_the_gateways_own_where_its_document_has_one(server: RunningServer) -> None:
    own = submit(server, "http-500")
    bare = httpx.post(f"{server.url}/nowhere", json={}, headers={**HEADERS, "Prefer": "fault=http-500"})
    assert (own.status_code, own.json()["code"]) == (500, 50500)
    assert (bare.status_code, bare.headers["content-type"]) == (500, "text/html")


@pytest.mark.parametrize("fault", ["http-429", "http-429-date", "http-499", "http-500", "http-502", "http-520"])
def test_an_answer_in_place_of_the_right_one_has_no_effect(server: RunningServer, fault: str) -> None:
    submit(server, fault)
    assert (server.submits, len(server.app.tasks)) == ({}, 0)


def test_the_connection_is_reset_before_the_body_is_read(server: RunningServer) -> None:
    with pytest.raises(ConnectionResetError):
        raw_exchange(server, f"POST {SUBMIT} HTTP/1.1\r\nPrefer: fault=reset-before-read\r\nContent-Length: 9", b"")
    assert server.journal()[0].body is None


@pytest.mark.parametrize(("fault", "submits"), [("reset-after-read", []), ("reset-after-effect", [1])])
def test_the_connection_is_reset_after_the_request_was_read(
    server: RunningServer, fault: str, submits: list[int]
) -> None:
    body = json.dumps(EDIT).encode()
    head = f"POST {SUBMIT} HTTP/1.1\r\nAuthorization: {HEADERS['Authorization']}\r\nPrefer: fault={fault}"
    with pytest.raises(ConnectionResetError):
        raw_exchange(server, f"{head}\r\nContent-Length: {len(body)}", body)
    (seen,) = server.journal()
    assert (seen.body, seen.status) == (EDIT, None)
    assert list(server.submits.values()) == submits


def test_a_task_whose_answer_was_lost_runs_all_the_same(server: RunningServer) -> None:
    with pytest.raises(httpx.TransportError):
        submit(server, "reset-after-effect")
    task_id = server.journal()[0].task_id
    answer = httpx.post(server.url + POLL, json={"task_id": task_id}, headers=HEADERS)
    assert answer.json()["data"]["status"] == "in_queue"
    assert server.submits == {"submit_seededit_v30": 1}


@pytest.mark.parametrize(("fault", "size"), [("cut", None), ("cut=0", 0), ("cut=10", 10)])
def test_an_answer_is_cut_though_its_length_is_declared(server: RunningServer, fault: str, size: int | None) -> None:
    whole = len(submit(server).content)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        submit(server, fault)
    text = raw_exchange(server, f"GET {PICTURE} HTTP/1.1\r\nPrefer: fault={fault}", b"")
    head, _, body = text.partition(b"\r\n\r\n")
    declared = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    assert whole > 10
    assert len(body) == (declared // 2 if size is None else size) < declared


def test_requests_that_wait_behind_a_cut_answer_are_given_up(capfd: pytest.CaptureFixture[str]) -> None:
    line = f"GET {PICTURE} HTTP/1.1"
    head = f"{line}\r\nHost: a\r\n"
    with started_server() as server:
        text = raw_exchange(server, f"{head}\r\n{head}Prefer: fault=cut\r\n\r\n{head}\r\n{line}", b"")
    assert text.count(b"HTTP/1.1 200") == 2
    assert capfd.readouterr().err == ""  # nothing was left to be cancelled


def test_a_body_that_drips_arrives_whole(server: RunningServer) -> None:
    assert submit(server, "drip=0.1ms").json()["code"] == 10000


def test_a_body_that_drips_comes_byte_by_byte(server: RunningServer) -> None:
    address = urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port or 0)) as connection:
        connection.sendall(f'GET {PICTURE} HTTP/1.1\r\nHost: a\r\nPrefer: fault="drip=3600s"\r\n\r\n'.encode())
        text = connection.recv(65536)
        while text.endswith(b"\r\n\r\n"):
            text += connection.recv(65536)
    assert text.endswith(b"\r\n\r\n\x89")


@pytest.mark.parametrize(("fault", "found"), [("", "text/html"), ("=text/plain", "text/plain")])
def test_the_right_body_comes_under_another_type(server: RunningServer, fault: str, found: str) -> None:
    answer = submit(server, f"wrong-content-type{fault}")
    assert (answer.json()["code"], answer.headers["content-type"]) == (10000, found)


def test_a_whole_answer_is_no_json(server: RunningServer) -> None:
    answer = submit(server, "invalid-json")
    assert len(answer.content) == int(answer.headers["content-length"])
    with pytest.raises(json.JSONDecodeError):
        answer.json()


def test_a_body_is_in_another_charset_than_it_says(server: RunningServer) -> None:
    answer = submit(server, "wrong-charset")
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        answer.content.decode("utf-8")
    assert json.loads(answer.content.decode("cp500"))["code"] == 10000
    assert submit(server, "wrong-charset=utf-16").content.decode("utf-16").startswith("{")


def test_a_picture_is_cut_short(server: RunningServer) -> None:
    answer = fetch(server, "cut-picture")
    assert len(answer.content) == int(answer.headers["content-length"]) < len(fetch(server).content)
    with pytest.raises(OSError, match="truncated"), Image.open(io.BytesIO(answer.content)) as picture:
        picture.load()


def test_a_picture_is_of_another_type_than_it_says(server: RunningServer) -> None:
    answer = fetch(server, "wrong-picture-type")
    with Image.open(io.BytesIO(answer.content)) as picture:
        assert Image.MIME[picture.format or ""] != answer.headers["content-type"]


def test_every_fault_of_the_table_can_be_asked_for(server: RunningServer) -> None:
    for kind in FAULTS.values():
        fault = kind.name if kind.default is not None else f"{kind.name}=1ms"
        if kind.name == "drip":
            fault = "drip=0.1ms"
        try:
            answer = fetch(server, fault) if kind.only_pictures else submit(server, fault)
        except httpx.TransportError:
            continue
        assert answer.headers["preference-applied"].startswith("fault=")


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("nothing-like-it", "no fault is named 'nothing-like-it'; there are latency, http-429"),
        ("latency", "latency takes a parameter: a time"),
        ("latency=5", "latency takes a time or a spread"),
        ("latency=300-200ms", "latency takes a time or a spread"),
        ("latency=3601s", "latency takes a time or a spread"),
        ("latency=2h", "latency takes a time or a spread"),
        ("http-429=soon", "http-429 takes whole seconds"),
        ("http-502=1", "http-502 takes no parameter"),
        ("cut=-1", "cut takes bytes"),
        ("wrong-charset=klingon", "wrong-charset takes a charset"),
        ("wrong-charset=base64", "wrong-charset takes a charset"),
        ("wrong-content-type=html", "wrong-content-type takes a type"),
        ("cut,", "no fault is named ''"),
        ("wrong-charset=idna", "wrong-charset takes a charset"),
        ("wrong-charset=undefined", "wrong-charset takes a charset"),
        ("wrong-charset=utf8", "wrong-charset takes a charset other than UTF-8"),
        ("http-500,cut", "http-500 and cut cannot happen to one answer"),
        ("latency=1ms,drip,invalid-json", "drip and invalid-json cannot happen to one answer"),
    ],
)
def test_a_fault_that_cannot_be_is_refused_with_what_can(server: RunningServer, fault: str, word: str) -> None:
    answer = submit(server, fault)
    assert (answer.status_code, word in answer.json()["title"]) == (400, True)
    with pytest.raises(UnknownFault, match=word.split(";")[0]):
        parse_faults(fault)


def test_every_charset_that_is_taken_can_write_any_answer() -> None:
    answer = ReplayedAnswer(200, (), ("{" + 100 * "a" + "\u00b5s\u4e2d\U0001f600 \\u0000}").encode())
    taken = set()
    for name in (*encodings.aliases.aliases.values(), "idna", "punycode", "utf_8_sig", "unicode_escape", "undefined"):
        with suppress(UnknownFault):
            (fault,) = parse_faults(f"wrong-charset={name}")
            assert changed(answer, fault).body != answer.body, name
            taken.add(name)
    assert {"gbk", "latin_1", "utf_16", "utf_8_sig"} <= taken
    assert not taken & {"utf_8", "idna", "undefined", "rot_13", "base64_codec"}


@pytest.mark.parametrize(
    "prefer",
    [
        "fault=latency=1ms,http-500",
        "fault=http-500, code=200 , latency=1ms;x=1",
        "fault=latency=1ms, fault=http-500",
        "fault=, fault=latency=1ms;fault=http-500",
    ],
)
def test_faults_that_stand_without_quotes_happen_together(server: RunningServer, prefer: str) -> None:
    answer = httpx.post(server.url + SUBMIT, json=EDIT, headers={**HEADERS, "Prefer": prefer})
    assert answer.status_code == 500
    assert set(server.journal()[0].fault.split(",")) == {"latency=1ms", "http-500"}


def test_the_name_of_a_fault_alone_is_a_preference_of_somebody_else(server: RunningServer) -> None:
    answer = httpx.post(server.url + SUBMIT, json=EDIT, headers={**HEADERS, "Prefer": "http-500, cut=1"})
    assert answer.json()["code"] == 10000


@pytest.mark.parametrize("faults", [("http-502", "cut"), ("cut-picture,wrong-picture-type",)])
def test_the_server_does_not_start_with_a_fault_that_another_keeps_from_happening(faults: tuple[str, ...]) -> None:
    with pytest.raises(UnknownFault, match="cannot happen to one answer"), started_server(Settings(faults=faults)):
        pass


def test_faults_of_pictures_and_of_operations_can_be_there_for_every_request() -> None:
    plan = FaultPlan(["http-502", "latency=1ms", "cut-picture"])
    assert [fault.text for fault in plan.take("a")] == ["http-502", "latency=1ms"]
    assert [fault.text for fault in plan.take("pictures")] == ["cut-picture"]


def test_a_fault_for_an_operation_that_is_not_there_is_refused(server: RunningServer) -> None:
    with pytest.raises(UnknownFault, match=r"operation is one of pictures, .*submit_seededit_v30"):
        server.arm("cut", operation="submit_seededit")


def test_a_late_picture_that_is_cut_is_armed_for_a_picture(server: RunningServer) -> None:
    server.arm("latency=1ms,cut-picture")
    assert submit(server).status_code == 200
    assert [len(fetch(server).content) < len(fetch(server).content)] == [True]


def test_a_fault_of_pictures_cannot_be_asked_for_elsewhere(server: RunningServer) -> None:
    assert "pictures alone" in submit(server, "cut-picture").json()["title"]
    with pytest.raises(UnknownFault, match="pictures alone"):
        server.arm("cut-picture", operation="submit_seededit_v30")


def test_an_armed_fault_happens_to_the_next_requests_and_no_more(server: RunningServer) -> None:
    server.arm("http-502", times=2)
    assert [submit(server).status_code for _ in range(3)] == [502, 502, 200]


def test_an_armed_fault_waits_for_its_operation(server: RunningServer) -> None:
    server.arm("http-502", operation="get_seededit_v30_result")
    statuses = [submit(server).status_code]
    statuses += [httpx.post(server.url + POLL, json={"task_id": "1"}, headers=HEADERS).status_code for _ in range(2)]
    assert statuses[:2] == [200, 502]
    assert statuses[2] != 502


def test_an_armed_fault_of_pictures_waits_for_a_picture(server: RunningServer) -> None:
    server.arm("cut-picture")
    server.arm("http-502", operation="pictures")
    assert submit(server).status_code == 200
    whole = Path(ROOT / "contract_tests" / "recordings" / "pictures" / "lighthouse.png").stat().st_size
    assert len(fetch(server).content) < whole
    assert [fetch(server).status_code for _ in range(2)] == [502, 200]


def test_armed_faults_happen_in_the_order_in_which_they_were_armed(server: RunningServer) -> None:
    server.arm("http-502")
    server.arm("http-520")
    assert [submit(server).status_code for _ in range(3)] == [502, 520, 200]


def test_a_request_that_asks_for_a_fault_spends_none_that_is_armed(server: RunningServer) -> None:
    server.arm("http-520")
    assert [submit(server, "http-502").status_code, submit(server).status_code] == [502, 520]


def test_a_fault_armed_for_all_requests_lasts_until_the_reset(server: RunningServer) -> None:
    server.arm("http-502", times=None)
    assert {submit(server).status_code for _ in range(5)} == {502}
    server.reset()
    assert submit(server).status_code == 200


def test_delays_add_to_another_fault() -> None:
    plan = FaultPlan(["latency=1ms", "cut"])
    plan.arm("latency=2ms,http-502")
    assert [fault.text for fault in plan.take("a")] == ["latency=2ms", "http-502", "latency=1ms"]
    assert [fault.text for fault in plan.take("a")] == ["latency=1ms", "cut"]


def test_no_more_than_a_bounded_number_of_faults_is_armed() -> None:
    plan = FaultPlan()
    for _ in range(1000):
        plan.arm("cut")
    with pytest.raises(UnknownFault, match="armed already"):
        plan.arm("cut")


def test_a_server_can_be_started_with_faults_for_every_request() -> None:
    with started_server(Settings(faults=("http-502",))) as server:
        assert [submit(server).status_code, fetch(server).status_code] == [502, 200]
        server.reset()
        assert submit(server).status_code == 502


def test_the_command_takes_faults_and_a_latency(lean_mock: list[str]) -> None:
    command = [*lean_mock, "--quiet", "--latency", "1-2ms", "--fault", "http-429=3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        answer = httpx.post(url + SUBMIT, json=EDIT, headers=HEADERS)
        faults = httpx.get(f"{url}/__mock__/faults").json()
        process.kill()
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert faults["always"] == ["latency=1-2ms", "http-429=3"]


@pytest.mark.parametrize("option", [["--fault", "nothing-like-it"], ["--latency", "soon"]])
def test_the_command_refuses_an_unknown_fault_in_one_line(
    option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--port=0", *option]) == 2
    out, err = capsys.readouterr()
    assert (err.startswith("error: "), err.count("\n"), out) == (True, 1, "")


def test_the_command_lists_every_fault(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(f"  {name}" in text for name in FAULTS)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_callers_who_wait_on_purpose_do_not_keep_the_server_from_stopping(
    stop: signal.Signals, lean_mock: list[str]
) -> None:
    command = [*lean_mock, "--quiet", "--fault", "drip=3600s"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().split()[-1])
        with socket.create_connection((address.hostname, address.port or 0)) as connection:
            connection.sendall(b"GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n")
            assert connection.recv(12) == b"HTTP/1.1 404"
            process.send_signal(stop)
            _, errors = process.communicate()
    assert (process.returncode, errors) == (0, "")
