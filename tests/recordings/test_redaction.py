"""What is a secret by its name or its look is hidden wherever it stands; what only looks like one stays."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import hypothesis
import pytest
import yaml
from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.plugins.base import RegexBasedDetector
from hypothesis import strategies as st

from contract_tests.recorder.recorded import RawExchange
from contract_tests.recorder.session import RecordingSession
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.routing import parse_query
from image_gateways_mock import Settings, started_server
from image_gateways_mock.log import Log
from image_gateways_recordings.folder import RECORDINGS
from image_gateways_recordings.redaction import Redaction
from image_gateways_recordings.secret_looks import HIDDEN

KEY = "k3y/With+Odd=Signs-8842"
PLANTED = "pl4nted" + "Value7731"
WIDE = "".join(chr(ord(character) + 0xFEE0) for character in KEY)
SUBMIT = "/doubao/drawing/seededit_v30"
EDIT: dict[str, Any] = {"image_urls": ["https://example.com/cat.png"], "prompt": "Give it a hat"}


def random(alphabet: str, length: int) -> str:
    """Characters of a fake secret: put together here, so that no scanner takes them for a real one."""
    return (alphabet * length)[:length]


HEX, LETTERS, CAPITALS = "0a1b2c3d4e5f", "aB3dE5gH7jK9", "A2C4E6G7"
PEM = "-----BEGIN RSA {0}-----\nMIIE{1}\n-----END RSA {0}-----".format("PRIVATE KEY", PLANTED)

# Where it stands (a header, a query, a field of JSON, a form, a text), and what of it must not be seen.
SECRETS: dict[str, tuple[str, Any, str]] = {
    "X-AK": ("header", ("X-AK", PLANTED), PLANTED),
    "X-SK": ("header", ("X-SK", PLANTED), PLANTED),
    "Cookie2": ("header", ("Cookie2", f"$Version=1; a={PLANTED}"), PLANTED),
    "Proxy-Authorization": ("header", ("Proxy-Authorization", f"Digest username=u, response={PLANTED}"), PLANTED),
    "X-Auth-Token": ("header", ("X-Auth-Token", PLANTED), PLANTED),
    "X-Forwarded-For": ("header", ("X-Forwarded-For", "203.0.113.77"), "203.0.113"),
    "basic in another header": ("header", ("X-Copy", "Basic " + base64.b64encode(f"u:{PLANTED}".encode()).decode()),
                                base64.b64encode(f"u:{PLANTED}".encode()).decode()[4:-4]),
    "ak": ("query", {"ak": PLANTED}, PLANTED),
    "sk": ("query", {"sk": PLANTED}, PLANTED),
    "key": ("query", {"key": PLANTED}, PLANTED),
    "sign": ("query", {"sign": PLANTED}, PLANTED),
    "X-Tos-Credential": ("query", {"X-Tos-Credential": PLANTED}, PLANTED),
    "callback with a user": ("query", {"callback": f"amqp://u:{PLANTED}@host/x"}, PLANTED),
    "pwd": ("json", {"pwd": PLANTED}, PLANTED),
    "passphrase": ("json", {"passphrase": PLANTED}, PLANTED),
    "auth": ("json", {"auth": PLANTED}, PLANTED),
    "jwt": ("json", {"jwt": PLANTED}, PLANTED),
    "hmac": ("json", {"hmac": PLANTED}, PLANTED),
    "client_id": ("json", {"client_id": PLANTED}, PLANTED),
    "webhook_url": ("json", {"webhook_url": f"https://hook.example/{PLANTED}"}, PLANTED),
    "callbackUrl": ("json", {"callbackUrl": f"https://hook.example/{PLANTED}"}, PLANTED),
    "connection_string": ("json", {"connection_string": f"Endpoint=sb://x;{PLANTED}"}, PLANTED),
    "bearer": ("query", {"bearer": PLANTED}, PLANTED),
    "email": ("json", {"email": f"{PLANTED}"}, PLANTED),
    "phoneNumber": ("json", {"phoneNumber": "13800138000"}, "13800138000"),
    "open_id": ("json", {"open_id": PLANTED}, PLANTED),
    "unionid": ("json", {"unionid": PLANTED}, PLANTED),
    "client_ip": ("json", {"client_ip": "203.0.113.77"}, "203.0.113"),
    "refreshToken": ("json", {"refreshToken": PLANTED}, PLANTED),
    "secretAccessKey": ("json", {"secretAccessKey": PLANTED}, PLANTED),
    "awsaccesskeyid": ("json", {"awsaccesskeyid": PLANTED}, PLANTED),
    "APIKey": ("json", {"APIKey": PLANTED}, PLANTED),
    "x_sk": ("json", {"x_sk": PLANTED}, PLANTED),
    "a number": ("json", {"password": 77312345}, "77312345"),
    "a container": ("json", {"credentials": {"user": "u", "list": [PLANTED, {"more": PLANTED}]}}, PLANTED),
    "a name and a value": ("json", {"settings": [{"name": "password", "value": PLANTED}]}, PLANTED),
    "a key and a value": ("json", {"settings": [{"Value": PLANTED, "Key": "api_key"}]}, PLANTED),
    "a pair": ("json", {"settings": [["password", PLANTED]]}, PLANTED),
    "JSON in a text": ("json", {"extra": json.dumps({"password": PLANTED})}, PLANTED),
    "JSON in JSON in a text": ("json", {"extra": json.dumps({"a": json.dumps({"sk": PLANTED})})}, PLANTED),
    "a secret as a name": ("json", {f"Bearer {PLANTED}{PLANTED}": 1}, PLANTED),
    "password in a form": ("form", {"a": "b", "password": PLANTED}, PLANTED),
    "user[password] in a form": ("form", {"user[password]": PLANTED}, PLANTED),
    "accessKey in a form": ("form", {"accessKey": PLANTED, "z": "1"}, PLANTED),
    "password=": ("text", f"login failed with password={PLANTED} today", PLANTED),
    "password in quotes": ("text", f"password: '{PLANTED} {PLANTED}', try again", PLANTED),
    "JSON amid a text": ("text", 'sent {"a": 1, "secret_key": "' + PLANTED + '"} there', PLANTED),
    "escaped JSON amid a text": ("text", 'sent {\\"a\\": 1, \\"secret_key\\": \\"' + PLANTED + '\\"} there', PLANTED),
    "Set-Cookie": ("text", f"Set-Cookie: sid=1; other={PLANTED}\r\nX: y", PLANTED),
    "Basic": ("text", "tried Basic " + base64.b64encode(f"u:{PLANTED}".encode()).decode(),
              base64.b64encode(f"u:{PLANTED}".encode()).decode()[4:-4]),
    "user and password": ("text", f"see redis://me:{PLANTED}@cache:6379/0 there", PLANTED),
    "a user with @": ("text", f"see https://me:p@{PLANTED}@host.example/ there", PLANTED),
    "Slack's hook": ("text", f"post to https://hooks.slack.com/services/T01/B02/{PLANTED}", PLANTED),
    "Feishu's hook": ("text", f"post to https://open.feishu.cn/open-apis/bot/v2/hook/{PLANTED}", PLANTED),
    "GitHub": ("text", "with ghp_" + random(LETTERS, 36), random(LETTERS, 36)[:12]),
    "Google": ("text", "with AIza" + random(LETTERS, 35), random(LETTERS, 35)[:12]),
    "Hugging Face": ("text", "with hf_" + random(LETTERS, 34), random(LETTERS, 34)[:12]),
    "Slack": ("text", "with xoxb-" + random(LETTERS, 24), random(LETTERS, 24)[:12]),
    "AWS, temporary": ("text", "with ASIA" + random(CAPITALS, 16), random(CAPITALS, 16)),
    "AWS": ("text", "with AKIA" + random(CAPITALS, 16), random(CAPITALS, 16)),
    "Volcengine": ("text", "with AKLT" + random(LETTERS, 40) + "==", random(LETTERS, 40)[:12]),
    "OpenAI": ("text", "with sk-proj-" + random(LETTERS, 40), random(LETTERS, 40)[:12]),
    "a private key": ("text", f"it is {PEM} there", PLANTED),
    "a private key in one line": ("text", PEM.replace("\n", "\\n"), PLANTED),
    "a JWT": ("text", "with eyJ" + random(LETTERS, 20) + ".eyJ" + random(LETTERS, 20) + "." + random(LETTERS, 20),
              random(LETTERS, 20)[:12]),
    "an e-mail": ("text", f"mail {PLANTED}@mail.example please", PLANTED),
    "a phone": ("text", "call +86 138 0013 8000 or 138-0013-8001", "0013 8000"),
    "a phone alone": ("json", {"contact": "13800138000"}, "13800138000"),
    "an id of WeChat": ("text", "user o" + random("aB3_", 27) + " said", random("aB3_", 27)[:12]),
    "an id of Feishu": ("text", "user ou_" + random(HEX, 32) + " said", random(HEX, 32)[:12]),
    "an IPv4": ("text", "from 203.0.113.77: refused", "203.0.113"),
    "an IPv6": ("text", "from 2001:db8::77:1 refused", "2001:db8"),
    "the key": ("text", f"with {KEY}", KEY),
    "the key in capitals": ("text", f"with {KEY.upper()}", KEY.upper()),
    "the key in percents": ("text", "with " + "".join(f"%{ord(c):02X}" for c in KEY), "%38%38%34%32"),
    "the key in base64": ("text", "with " + base64.b64encode(b"ab" + KEY.encode()).decode(),
                          base64.b64encode(b"ab" + KEY.encode()).decode()[4:-4]),
    "the key in UTF-16 in base64": ("text", "with " + base64.b64encode(KEY.encode("utf-16")).decode(),
                                    base64.b64encode(KEY.encode("utf-16")).decode()[8:-8]),
    "the key in UTF-16": ("text", "with " + KEY.encode("utf-16-le").decode("latin-1"), "8\0008\0004"),
    "the key in hexadecimal": ("text", f"with {KEY.encode().hex()}", KEY.encode().hex()),
    "the key full-width": ("text", f"with {WIDE}", WIDE[-4:]),
    "the key backwards": ("text", f"with {KEY[::-1]}", KEY[::-1]),
    "the key over lines": ("text", f"with {KEY[:9]}\n    {KEY[9:]}", KEY[9:]),
    "the key spaced out": ("text", "with " + " ".join(KEY), "8 8 4 2"),
    "the key over texts": ("json", {"lines": ["a", KEY[:9], KEY[9:]]}, KEY[9:]),
    "the key over fields": ("json", {"first": KEY[:9], "second": KEY[9:]}, KEY[9:]),
    "the key masked": ("text", f"with {KEY[:7]}****{KEY[-4:]}", KEY[:7]),
}  # fmt: skip

# Names and values that a replay needs, or that tell nothing of anybody.
HARMLESS: dict[str, Any] = {
    "task_id": "16013983710365123456", "a task like a phone": {"task_id": "13800138000"},
    "a task in a text": "task 13800138000 is unknown", "request_id": "202504241731056AE80EBE54A94EAE89AC",
    "an uuid": "7d9e1b0c-3f52-4f6e-9a51-0c1d2e3f4a5b", "a Bailian id": "86ecf553-d340-4e21-xxxxxxxxx",
    "total_tokens": {"total_tokens": 5000, "max_tokens": 4096, "prompt_tokens": 1200, "max_token": 1000},
    "tokens": {"tokens": ["a", "cat"]}, "token_type": {"token_type": "bearer"}, "author": {"author": "Monet"},
    "authority": {"authority": "api.302.ai"}, "a moment": "2026-11-26T17:05:40.123456789+08:00",
    "another moment": "2025-04-24 17:31:05", "a version": {"Version": "2022-08-31"}, "a version in a text": "v1.2.3.4",
    "a browser": "Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/120.0.0.0", "a model": "doubao-seededit-3-0-i2i-250628",
    "another model": "gpt-image-1-mini-2025-10-06", "usage": {"usage": {"generated_images": 1, "output_tokens": 4096}},
    "req_key": {"req_key": "byteedit_v2.0"}, "algorithm_key": {"algorithm_key": "byteedit_v2.0_high_aes"},
    "seed": {"seed": 1380013800}, "created": {"created": 1757321139}, "time_stamp": {"time_stamp": "1745487065"},
    "time_elapsed": "10.618578556s", "Go's µ": "84.448µs", "a size": "1024x1024", "a picture": "A" * 400 + "==",
    "a data URL": "data:image/png;base64,iVBORw0KGgo=", "a prompt": "A basic landscape, a token of love, the secretary",
    "a prompt with a colon": "Style: basic; mood: calm", "loopback": "http://127.0.0.1:8000/pictures/a.png",
    "loopback of 6": "http://[::1]:8000/", "a link": "https://example.com/a.png?width=5", "a file": "icon@2x.png",
    "business code": {"code": 50413}, "a message": "Bearer " + "authentication is needed", "another": "Token expired",
    "invalid key": "Invalid API key.", "placeholder": {"api_key": "{{YOUR_API_KEY}}"}, "hidden": {"api_key": HIDDEN},
    "empty": {"password": ""}, "nothing": {"password": None}, "a switch": {"auth": True},
    "masked": {"app_key": "2100xxx"},
    "ratio": "16:9", "a request of a store": {"x-tos-request-id": "5af3"},
    "monkey": {"monkey": "chimpanzee", "keyboard": "qwerty", "design": "modern", "compass": "north"},
    "group_name": {"group_name": "portraits"}, "C++": "std::vector",
    "a key and a value": {"key": "style", "value": "oil"},
    "a pair": ["style", "oil"], "Action": {"Action": "CVProcess"}, "a path": "/api/v1/tasks/13800138000",
}  # fmt: skip


def redaction() -> Redaction:
    known = Redaction()
    known.known.add(KEY, HIDDEN)
    return known


def shown(where: str, given: Any, told: Callable[[str], None] = lambda _: None, hiding: Redaction | None = None) -> str:
    """What is shown of something that stands at a place."""
    hiding = hiding or redaction()
    if where in ("header", "query"):
        pairs = [given] if isinstance(given, tuple) else list(given.items())
        return " ".join(hiding.text(name, told) + hiding.named(name, value, told) for name, value in pairs)
    if where == "form":
        return hiding.text(urlencode(given), told)
    if where == "text":
        return hiding.text(given, told)
    return json.dumps(hiding.value(given, lambda _, what: told(what)), ensure_ascii=False)


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_hidden_where_it_stands_and_that_is_told_without_it(name: str) -> None:
    where, given, planted = SECRETS[name]
    told: list[str] = []
    assert planted in (str(given) if where != "json" else json.dumps(given, ensure_ascii=False)), "it was there"
    hiding = redaction()
    seen = shown(where, given, told.append, hiding)
    assert planted not in seen
    assert HIDDEN in seen or '": 0' in seen
    assert told
    assert not any(planted in words for words in told)
    told_again: list[str] = []
    assert (shown(where, given, told_again.append, hiding), told_again) == (seen, told), "as often as it comes"


def test_a_text_that_was_shown_is_hidden_once_it_is_known_to_be_a_secret() -> None:
    hiding, secret = Redaction(), "a word of mine"
    assert hiding.text(secret) == secret
    assert hiding.text(secret, more=[(secret, HIDDEN)]) == HIDDEN
    assert hiding.text(secret) == secret
    hiding.known.add(secret, HIDDEN)
    assert hiding.text(secret) == HIDDEN


def test_sixty_forms_and_forty_harmless_ones_are_tried() -> None:
    assert len(SECRETS) >= 60
    assert {where for where, _, _ in SECRETS.values()} == {"header", "query", "json", "form", "text"}
    assert len(HARMLESS) >= 40


@pytest.mark.parametrize("name", HARMLESS)
def test_what_a_replay_needs_stays(name: str) -> None:
    told: list[Any] = []
    assert redaction().value(HARMLESS[name], lambda *what: told.append(what)) == HARMLESS[name]
    if isinstance(HARMLESS[name], str):
        assert redaction().text(HARMLESS[name]) == HARMLESS[name]
    assert told == []


@pytest.mark.parametrize("name", SECRETS)
def test_what_was_hidden_once_stays_as_it_is(name: str) -> None:
    where, given, _ = SECRETS[name]
    if where in ("text", "json"):
        once = shown(where, given)
        assert redaction().text(once) == once


PIECES = [
    "password", "=", ":", '"', "\\", "Bearer ", "Basic ", "Basic \uff18abcdef", "token", "@", "://", "{", "}", ",",
    HIDDEN, "%3D", "%40", KEY[:9], KEY[9:], "\n", " ", "203.0.113.7", "+86 138 0013 8000", "13800138000", "Cookie: ",
    "1", "hooks.slack.com/services/", "2001:db8::1", PEM, "\x00", "\u0130",
]  # fmt: skip


@hypothesis.given(
    st.lists(st.sampled_from(PIECES)).map("".join) | st.text() | st.text(alphabet="abk=:%\\\"'@./?&{}[]* \n0189-_")
)
def test_hiding_never_fails_and_leaves_nothing_that_is_surely_a_secret(text: str) -> None:
    hiding = redaction()
    assert not hiding.is_in(hiding.text(text))


def test_every_recording_comes_out_unchanged() -> None:
    files = sorted(RECORDINGS.glob("*/*.yaml"))
    assert files
    for file in files:
        for interaction in yaml.load(file.read_bytes(), yaml.CSafeLoader)["interactions"]:
            texts = [interaction["request"]["uri"], interaction["request"]["body"] or ""]
            for text in (*texts, interaction["response"]["body"]["string"]):
                assert Redaction().text(text) == text, file.name


# --- a second judge -------------------------------------------------------------------------------------------------


def detectors() -> list[RegexBasedDetector]:
    """The rules of detect-secrets that know a secret by its look; what has no look of its own is left to names."""
    every: list[Any] = list(get_mapping_from_secret_type_to_class().values())
    return [detector() for detector in every if issubclass(detector, RegexBasedDetector)]


def found_by_others(text: str) -> list[str]:
    return [f"{d.secret_type}: {found}" for d in detectors() for found in d.analyze_string(text) if found]


def test_another_library_finds_no_secret_in_what_is_left() -> None:
    texts = {name: given for name, (where, given, _) in SECRETS.items() if where == "text"}
    known_to_it = [name for name, text in texts.items() if found_by_others(text)]
    assert len(known_to_it) >= 8, "it knows enough of them to be a judge"
    left = {name: found_by_others(shown("text", text)) for name, text in texts.items()}
    assert {name: found for name, found in left.items() if found} == {}


# --- end to end -----------------------------------------------------------------------------------------------------


def request_of(where: str, given: Any) -> tuple[str, list[tuple[str, str]], bytes]:
    """The query, the headers and the body of a request that holds something at a place."""
    headers = [("Authorization", f"Bearer {KEY}"), ("Content-Type", "application/json")]
    body: Any = EDIT
    if where == "header":
        return "", [*headers, given], json.dumps(body).encode()
    if where == "query":
        return "?" + urlencode(given), headers, json.dumps(body).encode()
    if where == "form":
        return "", [headers[0], ("Content-Type", "application/x-www-form-urlencoded")], urlencode(given).encode()
    return "", headers, json.dumps(EDIT | (given if where == "json" else {"prompt": given})).encode()


def in_json(planted: str) -> str:
    return json.dumps(planted)[1:-1]


def test_no_secret_is_in_the_journal_or_the_log_of_the_mock(tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as file:
        log = Log(file)
        with started_server(Settings(api_keys=(KEY,), max_journal=200, seed=1)) as server:
            server.app.journal._log = log
            with httpx.Client(base_url=server.url) as client:
                for where, given, _ in SECRETS.values():
                    query, headers, body = request_of(where, given)
                    client.post(SUBMIT + query, headers=headers, content=body)
                told = client.get("/__mock__/journal").json()
        log.flush()
    assert len(told["requests"]) == len(SECRETS)
    lines = (tmp_path / "log").read_text("utf-8")
    for request, (name, (_, _, planted)) in zip(told["requests"], SECRETS.items(), strict=True):
        seen = json.dumps(request, ensure_ascii=False)
        assert planted not in seen, name
        assert in_json(planted) not in seen, name
        assert planted not in lines, name
    assert lines.count("\n") == len(SECRETS)


@pytest.mark.parametrize("side", ["request", "answer"])
def test_no_secret_is_in_a_recording_and_what_was_masked_is_told(side: str, tmp_path: Path) -> None:
    document = open_document(DOCUMENTS / "ai302.yaml")
    for name, (where, given, planted) in SECRETS.items():
        lines: list[str] = []
        # Anew for each, since a session remembers the secrets that it met.
        session = RecordingSession(document, recordings=tmp_path, source="a test", report=lines.append)
        query, headers, body = request_of(where, given)
        refusal = {"error": {"err_code": -10003, "message": "no"}}
        if side == "answer":
            if where not in ("json", "text"):
                continue
            extra = given if where == "json" else {"message": given}
            refusal["error"].update(extra)
            query, body = "", json.dumps(EDIT).encode()
        exchange = RawExchange(
            method="POST",
            path=SUBMIT,
            query=parse_query(query[1:].encode()),
            request_headers=tuple((name.lower(), value) for name, value in headers),
            request_body=body,
            status=400,
            reason="Bad Request",
            response_headers=(("content-type", "application/json"),),
            response_body=json.dumps(refusal).encode(),
            host="api.302.ai",
            received=datetime(2026, 1, 2, tzinfo=UTC),
        )
        match = session.match("POST", SUBMIT, ())
        assert match
        session.receive(exchange, match)
        assert not session.not_written, (name, lines)
        (file,) = tmp_path.rglob("*.yaml")
        text = file.read_text("utf-8")
        file.unlink()
        for form in (planted, in_json(planted), quote(planted, safe="")):
            assert form not in text, name
        masked = yaml.load(text, yaml.CSafeLoader)["provenance"].get("masked", [])
        assert bool(masked) == (where not in ("header", "query")), (name, "what is not recorded is not masked either")
        assert all(line.startswith("interactions[0] ") for line in masked)
