"""Web pages of this machine may call the mock and read its answers; those of others do not, and give no orders."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from image_gateways_mock import RunningServer, Settings, started_server
from image_gateways_mock.__main__ import main
from image_gateways_mock.origins import checked_origin

HEADERS = {"Authorization": "Bearer {{YOUR_API_KEY}}"}
SUBMIT = "/doubao/drawing/seededit_v30"
EDIT = {"image_urls": ["https://example.com/a.png"], "prompt": "At night"}
APP = "https://app.example"
HERE = [
    "http://localhost", "http://localhost:3000", "https://localhost:5173", "http://app.localhost:80",
    "http://127.0.0.1:3000", "http://127.1.2.3", "http://[::1]:3000",
]  # fmt: skip
ELSEWHERE = [
    "https://evil.example", "http://localhost.evil.example", "http://evil.example:3000", "http://notlocalhost",
    "http://127.0.0.1.evil.example", "null", "", "file://", "http://127.0.0.1@evil.example", "https://app.example.evil",
    "http://localhost:3000/", "http://localhost, http://evil.example", "http://10.0.0.1", "http://[::2]",
]  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with started_server(Settings(origins=(APP,), hosts=("mock.internal",))) as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> RunningServer:
    running.reset()
    return running


def preflight(server: RunningServer, origin: str, path: str = SUBMIT, **headers: str) -> httpx.Response:
    """What a browser asks before `fetch` sends JSON with a key."""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    return httpx.options(server.url + path, headers={**asked, **headers})


def words(text: str) -> set[str]:
    return {word.strip().lower() for word in text.split(",")}


@pytest.mark.parametrize("origin", [*HERE, APP])
def test_a_page_may_call_and_read_the_answer(server: RunningServer, origin: str) -> None:
    """As the Fetch standard asks of a CORS-preflight fetch and of the CORS check after it."""
    allowed = preflight(server, origin)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, origin)
    assert {"post", "get"} <= words(allowed.headers["access-control-allow-methods"])
    assert {"authorization", "content-type"} <= words(allowed.headers["access-control-allow-headers"])
    assert "origin" in words(allowed.headers["vary"])
    answer = httpx.post(server.url + SUBMIT, json=EDIT, headers={**HEADERS, "Origin": origin})
    assert answer.json()["code"] == 10000
    assert answer.headers["access-control-allow-origin"] == origin
    assert answer.headers["access-control-expose-headers"] == "*"
    assert words(answer.headers["vary"]) == {"origin"}


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_page_of_another_origin_may_not_read_the_answer(server: RunningServer, origin: str) -> None:
    refused = preflight(server, origin)
    assert (refused.status_code, "access-control-allow-origin" in refused.headers) == (400, False)
    answer = httpx.post(server.url + SUBMIT, json=EDIT, headers={**HEADERS, "Origin": origin})
    assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (200, False)


def test_a_preflight_is_no_call(server: RunningServer) -> None:
    server.arm("http-502")
    for origin in (APP, "https://evil.example"):
        preflight(server, origin)
    assert (server.journal(), server.submits, len(server.app.faults.armed)) == ([], {}, 1)
    # One that asks for no method is an ordinary request, which no document has.
    assert httpx.options(server.url + SUBMIT, headers={"Origin": APP}).status_code == 502
    assert len(server.journal()) == 1


def test_a_public_page_may_reach_this_machine_when_its_browser_asks(server: RunningServer) -> None:
    allowed = preflight(server, APP, **{"Access-Control-Request-Private-Network": "true"})
    assert (allowed.status_code, allowed.headers["access-control-allow-private-network"]) == (200, "true")


@pytest.mark.parametrize(
    ("path", "body", "prefer", "status"),
    [
        (SUBMIT, {}, "", 400),
        ("/nowhere", EDIT, "", 404),
        (SUBMIT, EDIT, "fault=http-500", 500),
        (SUBMIT, EDIT, "fault=http-502", 502),
        (SUBMIT, EDIT, "fault=latency=1ms", 200),
        (SUBMIT, EDIT, "fault=drip=0.01ms", 200),
        (SUBMIT, EDIT, "fault=klingon", 400),
        (SUBMIT, EDIT, "code=429", 429),
    ],
)
def test_a_page_can_read_refusals_and_faults(
    server: RunningServer, path: str, body: Any, prefer: str, status: int
) -> None:
    headers = {**HEADERS, "Origin": APP, **({"Prefer": prefer} if prefer else {})}
    answer = httpx.post(server.url + path, json=body, headers=headers)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, APP)


def test_pictures_and_the_control_interface_can_be_read_by_pages_of_this_machine(server: RunningServer) -> None:
    for path in ("/pictures/lighthouse.png", "/__mock__/journal"):
        answer = httpx.get(server.url + path, headers={"Origin": HERE[1]})
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, HERE[1])


def test_an_answer_to_no_page_says_nothing_of_origins(server: RunningServer) -> None:
    answer = httpx.post(server.url + SUBMIT, json=EDIT, headers=HEADERS)
    assert not [name for name in answer.headers if name == "vary" or name.startswith("access-control")]


def test_all_origins_can_be_allowed_but_not_the_control_interface() -> None:
    with started_server(Settings(origins=("*",))) as server:
        for origin in ("https://evil.example", "null"):
            assert preflight(server, origin).headers["access-control-allow-origin"] == "*"
            answer = httpx.post(server.url + SUBMIT, json=EDIT, headers={**HEADERS, "Origin": origin})
            assert answer.headers["access-control-allow-origin"] == "*"
            assert httpx.post(f"{server.url}/__mock__/reset", headers={"Origin": origin}).status_code == 403
        assert server.submits == {"submit_seededit_v30": 2}


ORDERS = [
    ("POST", "reset", None),
    ("POST", "faults", {"fault": "http-502"}),
    ("DELETE", "faults", None),
    ("DELETE", "journal", None),
    ("GET", "journal", None),
    ("GET", "faults", None),
    ("GET", "operations", None),
    ("GET", "nothing", None),
]


def order(server: RunningServer, method: str, name: str, body: Any, **headers: str) -> httpx.Response:
    return httpx.request(method, f"{server.url}/__mock__/{name}", json=body, headers=headers)


@pytest.mark.parametrize(("method", "name", "body"), ORDERS)
@pytest.mark.parametrize("origin", [*ELSEWHERE, APP])
def test_a_page_of_another_origin_gives_no_orders(
    server: RunningServer, method: str, name: str, body: Any, origin: str
) -> None:
    httpx.post(server.url + SUBMIT, json=EDIT, headers=HEADERS)
    answer = order(server, method, name, body, Origin=origin)
    assert answer.status_code == 403
    assert answer.json()["title"].startswith("Origin is ")
    assert (len(server.journal()), server.app.faults.armed) == (1, [])


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "10.0.0.1", "0.0.0.0", "[::2]:80"],
)
def test_a_name_that_is_made_to_lead_here_is_not_this_machine(server: RunningServer, host: str) -> None:
    for method, name, body in ORDERS:
        for origin in ({}, {"Origin": f"http://{host}"}):
            answer = order(server, method, name, body, Host=host, **origin)
            assert (answer.status_code, "--allow-host" in answer.json()["title"]) == (403, True)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.9.9.9:1", "[::1]:80", "a.localhost", "mock.internal:8000"]
)
def test_this_machine_may_be_called_by_its_names(server: RunningServer, host: str) -> None:
    for origin in ({}, {"Origin": f"http://{host}"}, {"Origin": f"https://{host}"}, {"Origin": HERE[1]}):
        for method, name, body in ORDERS:
            assert order(server, method, name, body, Host=host, **origin).status_code in (200, 201, 204, 404)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "a"])
def test_an_order_is_json_and_nothing_that_a_form_can_send(server: RunningServer, kind: str) -> None:
    url = f"{server.url}/__mock__/"
    text = json.dumps({"fault": "http-502"})
    answers = [
        httpx.post(url + name, content=content, headers={"Content-Type": kind})
        for name, content in (("faults", text), ("reset", ""), ("reset", "x"))
    ]
    answers.append(httpx.post(url + "faults", content=text))
    assert [(a.status_code, "not application/json" in a.json()["title"]) for a in answers] == [(415, True)] * 4
    assert server.app.faults.armed == []
    json_ = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert httpx.post(url + "faults", content=text, headers=json_).status_code == 201


@pytest.mark.parametrize(
    "option",
    [
        ["--cors", "app.example"],
        ["--cors", "https://app.example/path"],
        ["--cors", "https://user@app.example"],
        ["--cors", ""],
        ["--allow-host", "http://a"],
        ["--allow-host", "a:80"],
        ["--allow-host", "a b"],
        ["--allow-host", ""],
    ],
    ids=" ".join,
)
def test_an_origin_or_host_that_is_none_is_refused_with_how_one_looks(
    option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(option)
    error = capsys.readouterr().err.splitlines()[-1]
    assert ", as " in error
    assert error.endswith(f", not {option[1]!r}")


def test_an_origin_is_compared_as_browsers_write_it() -> None:
    assert checked_origin("HTTPS://App.Example/") == APP
