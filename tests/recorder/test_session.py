"""The recorder forwards once, writes no secret, keeps what departs aside, and what it writes replays."""

import base64
import json
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import yaml

from contract_tests.base_url import parsed_base_url
from contract_tests.recorder.__main__ import main
from contract_tests.recorder.proxy import RecordingProxy, running_proxy
from contract_tests.recorder.session import NewCassette, RecordingSession
from contract_tests.recorder.spending import Spending
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings, running_server
from image_gateways_recordings.folder import RECORDINGS
from tests.support.our_documents import OUR_GATEWAYS

ROOT = Path(__file__).parents[2]
KEY = "k3y/With+Odd=Signs-8842"
SUBMIT, POLL = "/doubao/drawing/seededit_v30", "/doubao/drawing/seededit_v30_result"
EDIT: dict[str, Any] = {"image_urls": ["https://example.com/cat.png"], "prompt": "Give it a hat"}
ENVELOPE = {"code": 10000, "message": "Success", "request_id": "2025", "status": 10000, "time_elapsed": "1ms"}
SUBMITTED = {**ENVELOPE, "data": {"task_id": "77"}}
PIXEL = (RECORDINGS / "pictures" / "lighthouse_boat_mask.png").read_bytes()


def polled(status: str, **more: Any) -> dict[str, Any]:
    return {**ENVELOPE, "data": {"status": status, **more}}


def read(file: Path) -> Any:
    return yaml.load(file.read_bytes(), yaml.CSafeLoader)


@dataclass
class Recorder:
    url: str
    folder: Path
    session: RecordingSession
    proxy: RecordingProxy
    lines: list[str]

    def client(self, key: str = KEY) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {key}"}, timeout=None)

    def by_name(self) -> dict[str, NewCassette]:
        return {cassette.file.name: cassette for cassette in self.session.cassettes if cassette.file}

    def cassette(self, name: str) -> Any:
        (file,) = self.folder.rglob(name)
        return read(file)

    def written(self) -> list[str]:
        return sorted(str(file.relative_to(self.folder)) for file in self.folder.rglob("*.yaml"))


@contextmanager
def recorder(
    base_url: str,
    folder: Path,
    gateway: str = "ai302",
    *,
    confirmed: bool = True,
    most: int = 10_000,
    seconds: float = 3600,
    documents: Path = DOCUMENTS,
    **options: Any,
) -> Iterator[Recorder]:
    document = open_document(documents / f"{gateway}.yaml")
    lines: list[str] = []
    session = RecordingSession(document, recordings=folder, source="a test", report=lines.append, **options)
    spending = Spending(document, confirmed=confirmed, most=most)
    proxy = RecordingProxy(parsed_base_url(base_url), session, spending, timeout_seconds=seconds, report=lines.append)
    with running_proxy(proxy) as url:
        yield Recorder(url, folder, session, proxy, lines)


Script = Callable[["Gateway", BaseHTTPRequestHandler], None]


@dataclass
class Gateway:
    """Plays the live gateway: counts what arrives and answers what it is told, however ill-formed."""

    script: Script
    url: str = ""
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def answers(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Script:
    def script(_: Gateway, handler: BaseHTTPRequestHandler) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {"Content-Type": "application/json", **(headers or {})}
        handler.send_response(status)
        for name, value in given.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(raw)))
        handler.end_headers()
        handler.wfile.write(raw)

    return script


def in_turn(*scripts: Script) -> Script:
    left = list(scripts)
    return lambda gateway, handler: (left.pop(0) if len(left) > 1 else left[0])(gateway, handler)


def resets(_: Gateway, handler: BaseHTTPRequestHandler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def is_silent(live: Gateway, _: BaseHTTPRequestHandler) -> None:
    live.over.wait()


def breaks_off(_: Gateway, handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"code": 10000')


@contextmanager
def gateway(script: Script) -> Iterator[Gateway]:
    played = Gateway(script)

    class Handler(BaseHTTPRequestHandler):
        def respond(self) -> None:
            self.close_connection = True
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path.startswith("/pictures/"):
                answers(PIXEL, headers={"Content-Type": "image/png"})(played, self)
                return
            played.requests.append((self.path, dict(self.headers.items()), body))
            played.script(played, self)

        do_GET = do_POST = respond  # noqa: N815  http.server's names

        def log_message(self, *_: Any) -> None:
            pass

        def finish(self) -> None:
            if self.connection.fileno() >= 0:
                super().finish()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # resets are the point
        played.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield played
        finally:
            played.over.set()
            server.shutdown()
            thread.join()


# --- end to end -----------------------------------------------------------------------------------------------------


def every_cassette(name: str) -> Iterator[tuple[Path, Any]]:
    for file in sorted((RECORDINGS / name).glob("*.yaml")):
        yield file, read(file)


def send_again(
    client: httpx.Client, request: Any, variant: str | None, task_id: tuple[str, str] | None
) -> httpx.Response:
    uri, body = str(httpx.URL(request["uri"]).raw_path, "ascii"), request["body"]
    if task_id:
        uri, body = uri.replace(*task_id), body.replace(*task_id) if body else body
    headers = {"Content-Type": "application/json"} if body else {}
    if variant:
        headers["Prefer"] = f"example={variant}"
    return client.request(request["method"], uri, content=body.encode() if body else None, headers=headers)


@pytest.mark.parametrize("name", OUR_GATEWAYS)
def test_each_kind_of_answer_of_a_gateway_is_recorded_and_replays_as_it_was(name: str, tmp_path: Path) -> None:
    kinds: list[Any] = []
    with (
        running_server(Settings(api_keys=(KEY,), seed=1)) as live,
        recorder(live, tmp_path, name) as recording,
        recording.client() as client,
    ):
        for file, content in every_cassette(name):
            variant = file.stem.partition("__")[2]
            first, *polls = content["interactions"]
            if not polls and kind_of(first) in kinds:
                continue
            kinds.append(kind_of(first))
            answer = send_again(client, first["request"], variant, None)
            if answer.status_code == 404 and answer.headers["content-type"] == "application/problem+json":
                continue  # a recording of a request that no operation takes; the recorder does not forward those
            assert answer.status_code == first["response"]["status"]["code"]
            if polls:
                old, new = (ids(json.loads(text)) for text in (first["response"]["body"]["string"], answer.text))
                for poll in polls:
                    send_again(client, poll["request"], None, (old, new))
        forwarded = recording.proxy.forwarded.total()
    assert forwarded == recording.session.received.total()
    assert not [cassette.drift for cassette in recording.session.cassettes if cassette.drift]
    assert not recording.session.not_written
    assert not any(KEY in file.read_text("utf-8") for file in tmp_path.rglob("*.yaml"))
    written = {
        cassette.file: read(cassette.file)["interactions"] for cassette in recording.session.cassettes if cassette.file
    }
    assert len(written) == len(recording.session.cassettes)
    with running_server(Settings(recordings=tmp_path)) as mock, httpx.Client(base_url=mock) as client:
        client.headers["Authorization"] = "Bearer {{YOUR_API_KEY}}"
        for file, (first, *_) in written.items():
            replayed = send_again(client, first["request"], file.stem.partition("__")[2], None)
            assert replayed.status_code == first["response"]["status"]["code"]
            recorded = json.loads(first["response"]["body"]["string"])
            assert shape(replayed.json()) == shape(recorded), file.name
    assert {i["response"]["status"]["code"] for each in written.values() for i in each} >= {200, 400, 401, 429}


def kind_of(interaction: Any) -> Any:
    """What is called, and the status and the fields of the answer: many refusals differ in their code alone."""
    asked, answer = interaction["request"], interaction["response"]
    return asked["method"], asked["uri"], answer["status"]["code"], shape(json.loads(answer["body"]["string"]))


def ids(answer: Any) -> str:
    data = answer.get("Result", answer)["data"]
    return str(data.get("task_id") or data["output"]["task_id"])


def shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: shape(child) for name, child in value.items()}
    return [shape(child) for child in value] if isinstance(value, list) else type(value).__name__


def test_the_generated_client_records_a_task_that_the_mock_then_replays(tmp_path: Path) -> None:
    from image_gateways.ai302 import AuthenticatedClient
    from image_gateways.ai302.api.seededit import get_seededit_v30_result, submit_seededit_v30
    from image_gateways.ai302.models import SeededitV30Request, SeededitV30ResultRequest

    def edit(url: str, key: str) -> list[str]:
        with AuthenticatedClient(base_url=url, token=key) as client:
            body = SeededitV30Request(image_urls=["https://example.com/cat.png"], prompt="Give it a hat")
            task = SeededitV30ResultRequest(task_id=submit_seededit_v30.sync(client=client, body=body).data.task_id)
            seen = []
            for _ in range(6):
                seen.append(get_seededit_v30_result.sync(client=client, body=task))
            links = seen[-1].data.image_urls
            assert links
            assert httpx.get(links[0]).headers["content-type"] == "image/jpeg"
            return [str(answer.data.status) for answer in seen]

    with running_server(Settings(api_keys=(KEY,))) as live, recorder(live, tmp_path) as recording:
        at_first = edit(recording.url, KEY)
    assert recording.written() == ["ai302/submit_seededit_v30__task_done.yaml"]
    assert len(recording.cassette("*task_done.yaml")["interactions"]) == 4, "the repeated polls are left out"
    for other in ("oceanbase", "volcv"):
        shutil.copytree(RECORDINGS / other, tmp_path / other)
    shutil.copytree(RECORDINGS / "pictures", tmp_path / "pictures", dirs_exist_ok=True)
    with running_server(Settings(recordings=tmp_path)) as mock:
        assert edit(mock, "{{YOUR_API_KEY}}") == at_first


def test_an_answer_passes_unchanged_byte_by_byte_and_header_by_header(tmp_path: Path) -> None:
    raw = b'{ "code":10000,\n"data": {"task_id":"77"}, "message":"\\u00fc","status":1e4}'
    headers = {"X-Odd": "kept; as=it is", "Set-Cookie": "a=bcdefghijk; path=/"}
    with (
        gateway(answers(raw, headers=headers)) as live,
        recorder(live.url, tmp_path) as recording,
        recording.client() as client,
    ):
        answer = client.post(SUBMIT, json=EDIT)
    assert answer.content == raw
    assert answer.headers["x-odd"] == "kept; as=it is"
    assert answer.headers["set-cookie"] == "a=bcdefghijk; path=/"
    assert live.requests[0][2] == answer.request.content, "and so does the request"


# --- money ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "status"), [(resets, 502), (is_silent, 504), (answers(b"", 307, {"Location": "/"}), 307)]
)
def test_a_request_reaches_the_gateway_once_whatever_becomes_of_it(script: Script, status: int, tmp_path: Path) -> None:
    seconds = 2 if script is is_silent else 3600
    with (
        gateway(script) as live,
        recorder(live.url, tmp_path, seconds=seconds) as recording,
        recording.client() as client,
    ):
        answer = client.post(SUBMIT, json=EDIT)
        assert answer.status_code == status
        assert client.post(SUBMIT, json=EDIT).status_code == status
    assert len(live.requests) == 2
    if status != 307:
        assert "may have run and been billed" in answer.json()["title"]
        assert recording.written() == []


def test_a_call_that_never_reached_the_gateway_is_not_counted_as_spent(tmp_path: Path, port_that_refuses: int) -> None:
    base_url = f"http://127.0.0.1:{port_that_refuses}"
    with recorder(base_url, tmp_path, most=1) as recording, recording.client() as client:
        for _ in range(2):
            answer = client.post(SUBMIT, json=EDIT)
            assert (answer.status_code, "nothing was billed" in answer.json()["title"]) == (502, True)


def test_an_answer_that_breaks_off_breaks_off_for_the_caller_and_is_not_recorded(tmp_path: Path) -> None:
    with (
        gateway(breaks_off) as live,
        recorder(live.url, tmp_path) as recording,
        recording.client() as client,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        client.post(SUBMIT, json=EDIT)
    assert len(live.requests) == 1
    assert recording.written() == []
    assert "broke off" in recording.proxy.without_answer[0]


def test_a_caller_that_hangs_up_still_has_the_answer_that_is_paid_for_recorded(tmp_path: Path) -> None:
    arrived, hung_up = threading.Event(), threading.Event()

    def slow(live: Gateway, handler: BaseHTTPRequestHandler) -> None:
        arrived.set()
        hung_up.wait()
        answers(SUBMITTED)(live, handler)

    with gateway(slow) as live, recorder(live.url, tmp_path) as recording:
        body = json.dumps(EDIT)
        head = f"POST {SUBMIT} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
        with socket.create_connection(("127.0.0.1", httpx.URL(recording.url).port or 0)) as caller:
            caller.sendall(f"{head}\r\n\r\n{body}".encode())
            arrived.wait()
        hung_up.set()
    assert len(live.requests) == 1
    assert recording.written() == ["ai302/submit_seededit_v30__task_unfinished.yaml"]


def test_a_billed_call_is_refused_until_it_is_confirmed_while_polls_pass(tmp_path: Path) -> None:
    with (
        gateway(answers(polled("in_queue"))) as live,
        recorder(live.url, tmp_path, confirmed=False) as recording,
        recording.client() as client,
    ):
        refused = client.post(SUBMIT, json=EDIT)
        assert client.post(POLL, json={"task_id": "77"}).status_code == 200
    assert refused.status_code == 402
    assert "CONFIRM_BILLED=1" in refused.json()["title"]
    assert [path for path, _, _ in live.requests] == [POLL]


def test_no_more_billed_calls_are_made_than_were_allowed_even_at_the_same_time(tmp_path: Path) -> None:
    with gateway(answers(SUBMITTED)) as live, recorder(live.url, tmp_path, most=2) as recording:
        statuses: list[int] = []

        def submit() -> None:
            with recording.client() as client:
                statuses.append(client.post(SUBMIT, json=EDIT).status_code)

        threads = [threading.Thread(target=submit) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(live.requests) == 2
    assert sorted(statuses) == [200, 200, *[402] * 6]


def test_a_request_that_no_operation_takes_is_not_forwarded(tmp_path: Path) -> None:
    with gateway(answers(SUBMITTED)) as live, recorder(live.url, tmp_path) as recording, recording.client() as client:
        assert client.post("/something/else", json=EDIT).status_code == 404
        assert client.delete(SUBMIT).status_code == 404
    assert live.requests == []


def changed_document(folder: Path, *changes: tuple[str, str]) -> Path:
    text = (DOCUMENTS / "ai302.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    folder.mkdir()
    (folder / "ai302.yaml").write_text(text, "utf-8")
    return folder


def test_the_document_says_what_is_billed_and_what_it_costs(tmp_path: Path) -> None:
    text = (DOCUMENTS / "ai302.yaml").read_text("utf-8")
    stated = "".join(
        line for line in text.splitlines(keepends=True) if "x-billed" not in line and "x-price" not in line
    )
    file = tmp_path / "ai302.yaml"
    costs = {"get_seededit_v30_result": "x-billed: false"}
    priced = "x-billed: true\n      x-price: {amount: 0.05, unit: PTC}"
    of_operations = r"^ {6}operationId: (\w+)$"
    told = re.sub(of_operations, lambda m: f"      {costs.get(m[1], priced)}\n{m[0]}", stated, flags=re.M)
    file.write_text(told, "utf-8")
    plan = "\n".join(Spending(open_document(file), confirmed=True, most=3).plan())
    assert "submit_seededit_v30: billed, 0.05 PTC a call" in plan
    assert "get_seededit_v30_result: free" in plan
    assert "at most 3, for at most 0.15 PTC" in plan
    file.write_text(stated, "utf-8")
    plan = "\n".join(Spending(open_document(file), confirmed=False, most=3).plan())
    assert "submit_seededit_v30: billed" in plan, "without x-billed, whatever may change something counts as billed"
    assert "get_seededit_v30_result: billed" in plan, "a poll that is a POST is free only if the document says so"
    assert "Billed calls are refused here" in plan


# --- secrets --------------------------------------------------------------------------------------------------------

COOKIE, ACCOUNT, OTHER, SIGNATURE = "c00kie-value-5521", "2100998877", "another-Secret-93311", "0123456789abcdef"


def test_no_secret_is_written_wherever_it_stood(tmp_path: Path) -> None:
    signed = f"/pictures/a.png?X-Tos-Signature={SIGNATURE}&X-Tos-Credential=AK{'LTabcdefghijklmnop'}"
    as_base64 = [base64.b64encode(("x" * n + KEY + "tail").encode()).decode() for n in range(3)]
    failure = {
        "error": {
            "err_code": -10001,
            "message": f"Incorrect API key {KEY.upper()}, {quote(KEY, safe='')}, {quote(quote(KEY, safe=''))}, "
            f"{KEY[:6]}****{KEY[-4:]}, cookie {COOKIE}, account {ACCOUNT}",
            "message_cn": f"{as_base64} https://user:{OTHER}@host/p?x={OTHER}&Signature={SIGNATURE}",
            "account_id": "unheard-of-7731",
            "nested": json.dumps({"api_key": "in-a-string-66412", "seen": KEY}),
            f"{KEY}": 1,
            "hex": KEY.encode().hex(),
        }
    }
    headers = {"Set-Cookie": f"session={COOKIE}; Path=/", "X-Account-Id": ACCOUNT, "X-Trace": KEY, "Retry-After": "7"}

    def script(live: Gateway, handler: BaseHTTPRequestHandler) -> None:
        if handler.path.startswith(POLL):
            answers(polled("done", image_urls=[live.url + signed], resp_data=json.dumps({"u": live.url + signed})))(
                live, handler
            )
        else:
            answers(failure, 401, headers)(live, handler)

    with gateway(script) as live, recorder(live.url, tmp_path) as recording:
        client = httpx.Client(base_url=recording.url)
        odd = {"aUTHORIZATION": f"bEARER {KEY}", "X-API-KEY": OTHER, "cookie": f"sid={COOKIE}", "User-Agent": KEY}
        body = {
            **EDIT,
            "image_urls": [f"https://e.org/a.png?token={OTHER}"],
            "prompt": f"hat {KEY}",
            "api_key": "p-882716",
        }
        client.post(f"{SUBMIT}?access_token={OTHER}&k={quote(KEY)}", json=body, headers=odd)
        client.post(POLL, json={"task_id": "77"}, headers=odd)
        html = f"<p>Bearer {KEY} https:\\/\\/e.org\\/p?Expires=12&Signature={SIGNATURE}</p>".encode()
        live.script = answers(html, 502, {"Content-Type": "text/html"})
        client.post(POLL, json={"task_id": "78"}, headers=odd)
        client.close()
    assert len(recording.written()) == 3
    text = "".join(file.read_text("utf-8") for file in tmp_path.rglob("*.yaml")).lower()
    for planted in (
        KEY, quote(KEY, safe=""), KEY[:6] + "*", KEY[-8:], KEY.encode().hex(), COOKIE, ACCOUNT, OTHER,
        SIGNATURE, "aklt",
        "unheard-of", "in-a-string", "p-882716", "x-tos-", "expires", "access_token", "session=",
        *(encoded[4:-8] for encoded in as_base64),
    ):  # fmt: skip
        assert planted.lower() not in text, planted
    refusal = recording.cassette("submit*.yaml")["interactions"][0]
    kept = {"Authorization": ["bEARER {{YOUR_API_KEY}}"], "Content-Type": ["application/json"]}
    assert refusal["request"]["headers"] == kept
    assert refusal["response"]["headers"] == {"Content-Type": ["application/json"], "Retry-After": ["7"]}
    assert "https://e.org/a.png" in text, "host and path of a link stay"


# --- pictures -------------------------------------------------------------------------------------------------------


def test_a_small_picture_is_kept_and_a_large_one_is_replaced_by_one_of_the_same_kind(tmp_path: Path) -> None:
    import io

    from PIL import Image

    written = io.BytesIO()
    Image.effect_noise((300, 300), 90).save(written, "PNG")
    large = base64.b64encode(written.getvalue()).decode()

    def script(live: Gateway, handler: BaseHTTPRequestHandler) -> None:
        pictures = {"image_urls": [live.url + "/pictures/a?sig=1"], "binary_data_base64": [large]}
        answers(SUBMITTED if handler.path == SUBMIT else polled("done", **pictures))(live, handler)

    with (
        gateway(script) as live,
        recorder(live.url, tmp_path, keep_up_to=20_000) as recording,
        recording.client() as client,
    ):
        client.post(SUBMIT, json={"binary_data_base64": [large], "prompt": "Give it a hat"})
        assert client.post(POLL, json={"task_id": "77"}).json()["data"]["binary_data_base64"] == [large]
    submit, poll = recording.cassette("*task_done.yaml")["interactions"]
    (sent,) = json.loads(submit["request"]["body"])["binary_data_base64"]
    data = json.loads(poll["response"]["body"]["string"])["data"]
    kept = data["image_urls"][0].removeprefix("https://pictures.invalid/")
    assert (tmp_path / "pictures" / kept).read_bytes() == PIXEL
    for small in (sent, *data["binary_data_base64"]):
        assert len(small) < 2_000
        assert Image.open(io.BytesIO(base64.b64decode(small))).format == "PNG"
    assert len(live.requests) == 2, "the gateway's calls; the picture itself was asked for once"


def test_a_linked_picture_over_the_limit_is_stood_in_for(tmp_path: Path) -> None:
    def script(live: Gateway, handler: BaseHTTPRequestHandler) -> None:
        answers(polled("done", image_urls=[f"{live.url}/pictures/a.png"]))(live, handler)

    with (
        gateway(script) as live,
        recorder(live.url, tmp_path, keep_up_to=len(PIXEL) - 1) as recording,
        recording.client() as client,
    ):
        client.post(POLL, json={"task_id": "77"})
    (kept,) = (tmp_path / "pictures").iterdir()
    assert kept.read_bytes() != PIXEL
    assert kept.suffix == ".png"
    assert f"one of {len(PIXEL)} bytes" in recording.cassette("*done.yaml")["provenance"]["replaced"][0]


def test_a_picture_that_cannot_be_fetched_is_stood_in_for(tmp_path: Path) -> None:
    with (
        gateway(answers(polled("done", image_urls=["http://127.0.0.1:9/gone.png?a=b"]))) as live,
        recorder(live.url, tmp_path) as recording,
        recording.client() as client,
    ):
        client.post(POLL, json={"task_id": "77"})
    cassette = recording.cassette("*done.yaml")
    (link,) = json.loads(cassette["interactions"][0]["response"]["body"]["string"])["data"]["image_urls"]
    assert (tmp_path / "pictures" / link.removeprefix("https://pictures.invalid/")).is_file()
    assert "could not be fetched" in cassette["provenance"]["replaced"][0]


# --- tasks ----------------------------------------------------------------------------------------------------------

FAILED = {**ENVELOPE, "code": 50413, "status": 50413, "data": None, "message": "Post Text Risk Not Pass"}
BUSY = {**FAILED, "code": 50429, "status": 50429}
BROKEN = {**FAILED, "code": 50500, "status": 50500}


@pytest.mark.parametrize(
    ("polls", "names", "statuses"),
    [
        (["in_queue", "in_queue", "generating", "done", "done"], ["task_ends_done"],
         ["in_queue", "generating", "done"]),
        (["in_queue", "expired"], ["task_ends_expired"], ["in_queue", "expired"]),
        (["in_queue", "generating"], ["task_unfinished"], ["in_queue", "generating"]),
        (["in_queue", FAILED], ["task_fails_post_text_risk_not_pass"], ["in_queue", 400]),
        (["in_queue", BUSY, "done"], ["task_ends_done", "api_limit_reached"], ["in_queue", "done"]),
        (["in_queue", BUSY], ["task_unfinished", "api_limit_reached"], ["in_queue"]),
        (["in_queue", BROKEN, "done"], ["task_ends_done", "internal_error"], ["in_queue", "done"]),
        ([], ["task_unfinished"], []),
    ],
)  # fmt: skip
def test_a_task_is_one_cassette_without_the_polls_that_say_nothing_new(
    polls: list[Any], names: list[str], statuses: list[Any], tmp_path: Path
) -> None:
    http = {50413: 400, 50429: 429, 50500: 500}
    steps = [
        answers(polled(p) if isinstance(p, str) else p, 200 if isinstance(p, str) else http[p["code"]]) for p in polls
    ]
    with (
        gateway(in_turn(answers(SUBMITTED), *steps)) as live,
        recorder(live.url, tmp_path) as recording,
        recording.client() as client,
    ):
        client.post(SUBMIT, json=EDIT)
        for _ in polls:
            client.post(POLL, json={"task_id": "77"})
    variants = {name.removesuffix(".yaml").partition("__")[2] for name in recording.by_name()}
    assert variants == set(names)
    assert len(recording.written()) == len(names), "nothing of an earlier state is left"
    cassette = recording.cassette(f"submit*{names[0]}.yaml")
    seen = [
        json.loads(i["response"]["body"]["string"]).get("data") or i["response"]["status"]["code"]
        for i in cassette["interactions"][1:]
    ]
    assert [poll["status"] if isinstance(poll, dict) else poll for poll in seen] == statuses
    assert cassette["provenance"].get("unfinished", False) == (names[0] == "task_unfinished")
    assert not [cassette.drift for cassette in recording.session.cassettes if cassette.drift]


# --- drift ----------------------------------------------------------------------------------------------------------


def test_drift_is_reported_field_by_field_and_the_recording_kept_where_nothing_loads_it(tmp_path: Path) -> None:
    changes = (
        ("required: [code, data]", "required: [code, data, region]"),
        ("pattern: ^[0-9]{1,20}$", "pattern: ^[a-z]{1,20}$"),
    )  # fmt: skip
    documents = changed_document(tmp_path / "documents", *changes)
    folder = tmp_path / "recordings"
    with (
        gateway(answers(SUBMITTED)) as live,
        recorder(live.url, folder, documents=documents) as recording,
        recording.client() as client,
    ):
        assert client.post(SUBMIT, json=EDIT).status_code == 200
    (cassette,) = recording.session.cassettes
    found = {drift.where: drift for drift in cassette.drift}
    assert {"answer $.data.task_id", "answer $.region"} == found.keys()
    assert found["answer $.region"].document == "a value, since the field is required"
    assert found["answer $.region"].gateway == "nothing"
    assert recording.written() == [".drift/ai302/submit_seededit_v30__task_unfinished.yaml"]
    assert recording.cassette("*.yaml")["provenance"]["drift"]
    for gateway_folder in ("ai302", "oceanbase", "volcv", "pictures"):
        shutil.copytree(RECORDINGS / gateway_folder, folder / gateway_folder, dirs_exist_ok=True)
    with running_server(Settings(recordings=folder)):
        pass


@pytest.mark.parametrize(
    ("script", "where"),
    [
        (answers(b"<html>Bad gateway</html>", 200, {"Content-Type": "text/html"}), "answer header Content-Type"),
        (answers(b"<html>Bad gateway</html>", 200), "answer $"),
        (answers(b'{"code": 10000,', 200), "answer $"),
        (answers(b"", 302, {"Location": "/"}), "answer status"),
        (answers({**SUBMITTED, "data": {"task_id": 77}}), "answer $.data.task_id"),
        (answers({**SUBMITTED, "data": {}}), "answer $.data.task_id"),
    ],
)
def test_an_answer_that_the_document_does_not_know_is_kept_aside(script: Script, where: str, tmp_path: Path) -> None:
    with gateway(script) as live, recorder(live.url, tmp_path) as recording, recording.client() as client:
        client.post(SUBMIT, json=EDIT)
    (cassette,) = recording.session.cassettes
    assert [drift.where for drift in cassette.drift] == [where]
    assert [name.partition("/")[0] for name in recording.written()] == [".drift"]


def test_a_request_that_is_accepted_against_the_document_is_drift(tmp_path: Path) -> None:
    with gateway(answers(SUBMITTED)) as live, recorder(live.url, tmp_path) as recording, recording.client() as client:
        client.post(SUBMIT, json={**EDIT, "scale": 3, "seed": "x"})
    (cassette,) = recording.session.cassettes
    assert {drift.where for drift in cassette.drift} == {"request $.scale", "request $.seed"}


def test_an_unknown_field_or_value_is_noted_and_the_recording_kept(tmp_path: Path) -> None:
    with (
        gateway(answers(polled("paused", region={"name": "x"}))) as live,
        recorder(live.url, tmp_path) as recording,
        recording.client() as client,
    ):
        client.post(POLL, json={"task_id": "77"})
    (cassette,) = recording.session.cassettes
    assert [note.where for note in cassette.notes] == ["answer $.data.region", "answer $.data.status"]
    assert not cassette.drift
    assert recording.written() == ["ai302/get_seededit_v30_result__paused.yaml"]
    provenance = yaml.safe_load((tmp_path / "ai302" / "get_seededit_v30_result__paused.yaml").read_text())["provenance"]
    assert provenance["undocumented"] == [
        "interactions[0] answer $.data.region: the document says nothing of such a field",
        "interactions[0] answer $.data.status: the document says nothing of such a value",
    ]


def test_an_unknown_field_of_a_request_is_noted(tmp_path: Path) -> None:
    with gateway(answers(SUBMITTED)) as live, recorder(live.url, tmp_path) as recording, recording.client() as client:
        client.post(SUBMIT, json={**EDIT, "mood": "calm"})
    (cassette,) = recording.session.cassettes
    assert [(note.where, note.document) for note in cassette.notes] == [("request $.mood", "nothing of such a field")]


# --- the command ----------------------------------------------------------------------------------------------------


def command(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "contract_tests.recorder", *arguments],
        cwd=ROOT, env={**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "200", **environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


STOPPED_AT_ITS_LINE = """
import os, signal, sys
from contract_tests.recorder import __main__ as command

class Console(command.Console):
    def print(self, text="", **more):
        super().print(text, **more)
        if "Ctrl-C ends it" in str(text):
            os.kill(os.getpid(), signal.Signals[sys.argv[1]])

command.Console = Console
sys.exit(command.main(sys.argv[2:]))
"""


@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
def test_a_signal_that_comes_with_the_url_ends_with_a_summary(stop: str, tmp_path: Path) -> None:
    arguments = ["proxy", "--gateway", "ai302", "--port", "0", "--recordings", str(tmp_path)]
    with gateway(in_turn(answers(SUBMITTED))) as live:
        done = subprocess.run(
            [sys.executable, "-c", STOPPED_AT_ITS_LINE, stop, *arguments, "--base-url", live.url],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr, "spent: " in done.stdout) == (0, "", True)


@pytest.mark.parametrize(("drifting", "code"), [(False, 0), (True, 1)])
def test_ctrl_c_ends_with_a_summary_and_leaves_an_unfinished_task_written(
    drifting: bool, code: int, tmp_path: Path
) -> None:
    poll = polled("in_queue") if not drifting else {**polled("in_queue"), "request_id": 5}
    with gateway(in_turn(answers(SUBMITTED), answers(poll))) as live:
        running = command(
            "proxy", "--gateway=ai302", f"--base-url={live.url}", "--port=0", f"--recordings={tmp_path}",
            CONFIRM_BILLED="1",
        )  # fmt: skip
        with running:
            assert running.stdout
            before = ""
            while "; Ctrl-C ends it" not in before:
                line = running.stdout.readline()
                assert line, "it did not start"
                before += line
            url = before.split(" on ")[1].split(";")[0]
            httpx.post(url + SUBMIT, json=EDIT, headers={"Authorization": f"Bearer {KEY}"})
            httpx.post(url + POLL, json={"task_id": "77"}, headers={"Authorization": f"Bearer {KEY}"})
            refused = httpx.post(url + SUBMIT, json=EDIT)
            assert refused.status_code == 402, "one billed call, if nobody says more"
            running.send_signal(signal.SIGINT)
            out, err = running.communicate()
    assert "billed" in before, "it says what a call costs before it makes one"
    assert (running.returncode, err) == (code, "")
    assert "task_unfinished.yaml (unfinished)" in out
    assert "spent: 1 billed call" in out
    assert ("drift: .drift/ai302" in out and "$.request_id" in out) == drifting
    assert KEY not in before + out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--gateway=ai303", "--base-url=http://127.0.0.1"], "GATEWAY=ai302 or"),
        (["--gateway=ai302", "--base-url=api.302.ai"], "https://host"),
        (["--gateway=ai302", f"--base-url=https://me:{KEY}@host"], "no user"),
        (["--gateway=ai302", "--base-url=http://127.0.0.1:{refusing}"], "cannot be reached"),
        (["--gateway=ai302", "--base-url=http://no-such-host.invalid"], "cannot be reached"),
        (["--gateway=volcv"], "--base-url"),
        (["--gateway=ai302", "--base-url={live}", "--port={taken}"], "cannot listen on"),
    ],
)
def test_what_cannot_start_says_why_in_one_line(
    arguments: list[str], words: str, tmp_path: Path, port_that_refuses: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with gateway(answers(b"")) as live:
        places = {"{refusing}": str(port_that_refuses), "{live}": live.url, "{taken}": live.url.rpartition(":")[2]}
        for mark, value in places.items():
            arguments = [argument.replace(mark, value) for argument in arguments]
        assert main(["proxy", f"--recordings={tmp_path}", *arguments]) == 2
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert words in err
    assert err.count("\n") == 1
    assert not any(part in err for part in (KEY, KEY[:3], KEY[-4:]))
