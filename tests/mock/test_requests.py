"""The mock server refuses what the documents forbid, in the gateway's own form, and says which field."""

import base64
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from PIL import Image

from image_gateways_documents.document import load_documents
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.operations import Operation
from image_gateways_documents.routing import Match, Rejection, Router
from image_gateways_mock import Settings, running_server
from image_gateways_mock.request_head import RequestHeads

KEY = "Bearer {{YOUR_API_KEY}}"
PROCESS = {"Action": "CVProcess", "Version": "2022-08-31"}
RESULT = {"Action": "CVSync2AsyncGetResult", "Version": "2022-08-31"}
EDIT: dict[str, Any] = {"req_key": "byteedit_v2.0", "image_urls": ["https://example.com/a.png"], "prompt": "At night"}
OUTPAINT: dict[str, Any] = {"req_key": "i2i_outpainting", "image_urls": ["https://example.com/a.png"]}


@pytest.fixture(scope="module")
def caller() -> Iterator[httpx.Client]:
    settings = Settings(max_body_bytes=1_000_000)
    with running_server(settings) as url, httpx.Client(base_url=url, headers={"Authorization": KEY}) as client:
        yield client


def picture(width: int = 8, height: int = 8, kind: str = "PNG") -> str:
    written = io.BytesIO()
    Image.new("L", (width, height)).save(written, kind)
    return base64.b64encode(written.getvalue()).decode()


def process(caller: httpx.Client, body: Any, **options: Any) -> httpx.Response:
    return caller.post("/volcv/v1", params=PROCESS, json=body, **options)


def send_text(caller: httpx.Client, text: bytes, content_type: str = "application/json") -> httpx.Response:
    return caller.post("/volcv/v1", params=PROCESS, content=text, headers={"Content-Type": content_type})


def assert_refused(response: httpx.Response, status: int, code: int, *words: str) -> None:
    body = response.json()
    assert (response.status_code, body["code"], body["status"], body["data"]) == (status, code, code, None)
    for word in words:
        assert word in body["message"]


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"prompt": None}, 50204, ["prompt: expected a string, found null"]),
        ({"prompt": 5}, 50204, ["prompt: expected a string, found 5"]),
        ({"scale": 1.5}, 50200, ["scale: expected at most 1, found 1.5"]),
        ({"logo_info": {"opacity": -1}}, 50200, ["logo_info.opacity: expected at least 0, found -1"]),
        ({"seed": 0.5}, 50204, ["seed: expected an integer, found 0.5"]),
        ({"return_url": "yes"}, 50204, ['return_url: expected a boolean, found "yes"']),
        ({"logo_info": {"position": 4}}, 50200, ["logo_info.position: expected one of 0, 1, 2, 3, found 4"]),
        ({"logo_info": {"opacity": True}}, 50204, ["logo_info.opacity: expected a number, found true"]),
        ({"image_urls": []}, 50200, ["image_urls: expected at least 1 item, found an empty array"]),
        ({"image_urls": ["ftp://example.com/a.png"]}, 50200, ["image_urls[0]: expected text of the form"]),
        ({"image_urls": ["https://a.b"] * 2}, 50200, ["image_urls: expected at most 1 item, found an array of 2"]),
        ({"binary_data_base64": [picture()]}, 50200, ["exactly one of image_urls and binary_data_base64"]),
        ({"req_key": "unknown"}, 50400, ["req_key: expected", "byteedit_v2.0", "i2i_outpainting", "i2i_inpaint"]),
    ],
)
def test_a_wrong_field_is_named_with_what_was_expected_and_found(
    caller: httpx.Client, change: dict[str, Any], code: int, words: list[str]
) -> None:
    assert_refused(process(caller, {**EDIT, **change}), 400, code, *words)


@pytest.mark.parametrize("missing", ["prompt", "req_key", "image_urls"])
def test_a_missing_field_is_named(caller: httpx.Client, missing: str) -> None:
    body = {name: value for name, value in EDIT.items() if name != missing}
    assert_refused(process(caller, body), 400, 50201, missing)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"top": 0}, ["top: expected more than 0, found 0"]),
        ({"image_urls": ["https://a.b"] * 3}, ["image_urls: expected at most 1 item or at most 2 items"]),
        ({"image_urls": ["https://a.b"] * 2, "top": 0.1, "left": 0.1}, ["image_urls"]),
    ],
)
def test_the_body_that_was_meant_explains_the_refusal(
    caller: httpx.Client, change: dict[str, Any], words: list[str]
) -> None:
    assert_refused(process(caller, {**OUTPAINT, **change}), 400, 50200, *words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", ["body: expected JSON"]),
        (b"{", ["body: expected JSON"]),
        (b"\xff\xfe", ["body: expected JSON"]),
        (b'{"prompt": "\xff"}', ["body: expected JSON"]),
        (b'{"prompt": "\\ud800"}', ["body: expected JSON"]),
        (b'{"prompt": "a\x00b"}', ["body: expected JSON"]),
        (b'{"seed": NaN}', ["body: expected JSON"]),
        (b'{"seed": Infinity}', ["body: expected JSON"]),
        (b'{"seed": 1,}', ["trailing comma"]),
        (b'{"seed": 1} {"seed": 2}', ["trailing"]),
        (b'{"seed": 1, "seed": 2}', ["duplicate", "seed"]),
        (b"[" * 100_000, ["recursion limit"]),
        (b"\xef\xbb\xbf{}", ["byte order mark"]),
        (b'// a note\n{"seed": 1}', ["comments are not JSON"]),
        (b'{\n  // "binary_data_base64": [],\n  "seed": 1}', ["comments are not JSON", "line 2"]),
        (b'{"seed": 1 /* random */}', ["comments are not JSON"]),
    ],
)
def test_text_that_is_not_json_is_refused_with_the_reason(caller: httpx.Client, text: bytes, words: list[str]) -> None:
    assert_refused(send_text(caller, text), 400, 50200, *words)


@pytest.mark.parametrize("text", [b"null", b"[]", b"1", b"true", b'"text"', b"1e400", b"9" * 4000])
def test_a_body_that_is_no_object_is_refused(caller: httpx.Client, text: bytes) -> None:
    assert_refused(send_text(caller, text), 400, 50200, "body: expected an object")


def test_a_slash_in_a_text_is_not_mistaken_for_a_comment(caller: httpx.Client) -> None:
    assert "comment" not in send_text(caller, b'{"image_urls": ["https://a.b"], }').json()["message"]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e400"])
def test_a_number_beyond_all_bounds_is_called_what_it_is(caller: httpx.Client, number: str) -> None:
    text = json.dumps(EDIT)[:-1] + f', "scale": {number}}}'
    assert_refused(send_text(caller, text.encode()), 400, 50200, "scale: expected", "found a number too large")


@pytest.mark.parametrize("number", ["1" + "0" * 400, "123456789012345678901234567890"])
def test_a_huge_whole_number_is_a_legal_seed(caller: httpx.Client, number: str) -> None:
    text = json.dumps(EDIT)[:-1] + f', "seed": {number}}}'
    assert send_text(caller, text.encode()).status_code == 200


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk", "junk"]
)
def test_a_body_of_another_type_is_refused(caller: httpx.Client, content_type: str) -> None:
    assert_refused(send_text(caller, json.dumps(EDIT).encode(), content_type), 400, 50200, "Content-Type")


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=UTF-8", "APPLICATION/JSON", 'application/json;charset="utf-8"']
)
def test_json_in_utf_8_is_accepted_however_it_is_spelled(caller: httpx.Client, content_type: str) -> None:
    assert send_text(caller, json.dumps(EDIT).encode(), content_type).status_code == 200


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", 50206, ["an empty string"]),
        ("data:image/png;base64," + picture(), 50207, ["data: prefix"]),
        ("not base64!", 50207, ["expected base64"]),
        (picture()[:-1], 50207, ["expected base64"]),
        (picture()[:60] + "\n" + picture()[60:], 50207, ["expected base64"]),
        (base64.b64encode(b"just some text").decode(), 50200, ["image/jpeg or image/png"]),
        (picture(kind="GIF"), 50200, ["found image/gif"]),
        (picture(kind="WEBP"), 50200, ["found image/webp"]),
        (base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(40)).decode(), 50207, ["header is broken"]),
        (picture(4097, 2000), 50205, ["a width of at most 4096 pixels, found 4097"]),
        (picture(31, 10), 50205, ["at most 3 times the short side, found 31 x 10"]),
    ],
)
def test_a_picture_that_the_gateway_cannot_take_is_refused(
    caller: httpx.Client, text: str, code: int, words: list[str]
) -> None:
    body = {"req_key": "byteedit_v2.0", "prompt": "At night", "binary_data_base64": [text]}
    assert_refused(process(caller, body), 400, code, "binary_data_base64[0]", *words)


@pytest.mark.parametrize(("width", "height", "kind"), [(8, 8, "PNG"), (30, 10, "JPEG"), (4096, 1400, "JPEG")])
def test_a_picture_within_the_limits_is_accepted(caller: httpx.Client, width: int, height: int, kind: str) -> None:
    body = {"req_key": "byteedit_v2.0", "prompt": "At night", "binary_data_base64": [picture(width, height, kind)]}
    assert process(caller, body).status_code == 200


ARK = {"model": "doubao-seededit-3-0-i2i-250628", "prompt": "At night"}


@pytest.mark.parametrize(
    "image",
    [
        "https://example.com/a.png?b=%20",
        f"data:image/png;base64,{picture()}",
        f"data:image/webp;base64,{picture(kind='WEBP')}",
        f"data:image/png;base64,{picture(9000, 10)}",
    ],
)
def test_a_picture_may_be_an_address_or_a_data_url_where_the_document_says_so(caller: httpx.Client, image: str) -> None:
    assert caller.post("/api/v1/images/generations", json={**ARK, "image": image}).status_code == 200


@pytest.mark.parametrize(
    ("image", "words"),
    [
        ("ftp://example.com/a.png", "image: expected text of the form ^(?:https?://"),
        ("", 'found ""'),
        (picture(), "found a string of"),
        ("data:text/plain;base64,AAAA", 'found "data:text/plain;base64,AAAA"'),
        ("data:image/png,AAAA", "expected text of the form"),
        ("data:image/png;base64", "expected text of the form"),
        ("DATA:image/png;base64,AAAA", "expected text of the form"),
        ("data:image/png;base64,", "found an empty string"),
        (f"data:image/png;base64,{picture()}=", "image: expected base64 with its padding"),
        (f"data:image/png;base64,{picture()[:-4]} AAA", "expected base64"),
        ("data:image/png;base64,AAAA", "image: expected a picture"),
    ],
)
def test_a_data_url_that_holds_no_picture_is_refused(caller: httpx.Client, image: str, words: str) -> None:
    response = caller.post("/api/v1/images/generations", json={**ARK, "image": image})
    assert (response.status_code, words in response.json()["message"]) == (400, True), response.text


def test_a_picture_of_too_many_bytes_is_refused() -> None:
    heavy = base64.b64encode(base64.b64decode(picture()) + bytes(4_700_000)).decode()
    body = {"req_key": "byteedit_v2.0", "prompt": "At night", "binary_data_base64": [heavy]}
    with running_server() as url, httpx.Client(base_url=url, headers={"Authorization": KEY}) as caller:
        assert_refused(process(caller, body), 400, 50205, "at most 4700000 bytes")


def test_a_body_over_the_cap_is_refused_whether_its_length_is_declared_or_not(caller: httpx.Client) -> None:
    text = b" " * 1_000_001
    for content in (text, iter([text])):
        response = caller.post(
            "/volcv/v1", params=PROCESS, content=content, headers={"Content-Type": "application/json"}
        )
        assert_refused(response, 400, 50213, "at most 1000000 bytes")


def test_a_body_in_chunks_is_read_whole(caller: httpx.Client) -> None:
    text = json.dumps(EDIT).encode()
    response = caller.post(
        "/volcv/v1",
        params=PROCESS,
        content=(text[i : i + 1] for i in range(len(text))),
        headers={"Content-Type": "application/json"},
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ('{"return_url": 3}', ["req_json.return_url: expected a boolean, found 3"]),
        ('{"logo_info": {"position": 9}}', ["req_json.logo_info.position"]),
        ("[]", ["req_json: expected an object"]),
        ("{return_url: true}", ["req_json: expected JSON"]),
        ("", ["req_json: expected JSON"]),
    ],
)
def test_json_inside_a_string_is_held_to_its_own_schema(caller: httpx.Client, options: str, words: list[str]) -> None:
    body = {"req_key": "byteedit_v2.0", "task_id": "1", "req_json": options}
    response = caller.post("/volcv/v1", params=RESULT, json=body)
    assert response.status_code == 400
    for word in words:
        assert word in response.json()["message"]


@pytest.mark.parametrize("value", [None, "", "Bearer", "Bearer wrong", "Basic {{YOUR_API_KEY}}", "{{YOUR_API_KEY}}"])
def test_missing_and_wrong_credentials_are_refused(caller: httpx.Client, value: str | None) -> None:
    headers = {} if value is None else {"Authorization": value}
    for method, path, params in (
        ("POST", "/volcv/v1", PROCESS),
        ("POST", "/doubao/drawing/seededit_v30", None),
        ("GET", "/api/v1/tasks/1", None),
    ):
        response = httpx.request(method, f"{caller.base_url}{path}", params=params, headers=headers)
        assert response.status_code == 401
        assert response.headers["content-type"] == "application/json"


def test_keys_that_the_user_chose_replace_the_placeholders() -> None:
    with running_server(Settings(api_keys=("one", "two"))) as url:
        statuses = [
            httpx.post(
                f"{url}/volcv/v1", params=PROCESS, json=EDIT, headers={"Authorization": f"{scheme} {key}"}
            ).status_code
            for scheme, key in (("Bearer", "one"), ("bearer", "two"), ("Bearer", "{{YOUR_API_KEY}}"))
        ]
    assert statuses == [200, 200, 401]


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ({**PROCESS, "Action": "CVUnknown"}, "Action"),
        ({**PROCESS, "Action": ""}, "Action"),
        ({"Version": "2022-08-31"}, "Action"),
        ({**PROCESS, "Version": "2020-08-26"}, "Version"),
        ({"Action": "CVProcess"}, "Version"),
        ([("Action", "CVProcess"), ("Action", "CVProcess"), ("Version", "2022-08-31")], "Action"),
        ([("Action", "CVProcess"), ("Version", "2022-08-31"), ("Version", "2022-08-31")], "Version"),
        ({"action": "CVProcess", "version": "2022-08-31"}, "Action"),
    ],
)
def test_an_unknown_action_or_version_gets_the_answer_of_the_platforms_front(
    caller: httpx.Client, params: Any, word: str
) -> None:
    response = caller.post("/volcv/v1", params=params, json=EDIT)
    assert response.status_code == 404
    assert word in response.json()["ResponseMetadata"]["Error"]["Message"]


def test_query_parameters_that_no_document_declares_are_passed_over(caller: httpx.Client) -> None:
    assert caller.post("/volcv/v1?a=%zz&a=%FF&=&b", params=PROCESS, json=EDIT).status_code in (200, 400)
    response = caller.post("/volcv/v1?Action=CVProcess&Version=2022-08-31&a=%zz&a=%FF&=&b", json=EDIT)
    assert response.status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
def test_a_method_that_no_document_declares_is_not_allowed(caller: httpx.Client, method: str) -> None:
    response = caller.request(method, "/volcv/v1", params=PROCESS)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("path", "has_own_form"),
    [
        ("/volcv/v2", lambda body: body["error"]["message"].startswith("Invalid URL")),
        ("/api/v1/tasks/a/b", lambda body: body["error"]["code"] == "not_found"),
        ("/doubao/drawing/other", lambda body: body["error"]["err_code"] == -10010),
        ("/nowhere", lambda body: body["status"] == 404),
    ],
)
def test_an_unknown_path_is_answered_by_the_gateway_it_resembles(
    caller: httpx.Client, path: str, has_own_form: Any
) -> None:
    response = caller.post(path)
    assert response.status_code == 404
    assert has_own_form(response.json())


def test_every_refusal_is_valid_by_its_document(caller: httpx.Client) -> None:
    """Each operation, sent a table of junk, answers with a documented status and a body of the documented schema."""
    junk = [b"", b"{}", b"[]", b"null", b'{"a": 1', b'{"req_key": 1}', b'{"model": []}', b'{"task_id": {}}', b"\xff"]
    seen = 0
    for document in load_documents(DOCUMENTS):
        for operation in document.operations:
            path = operation.path.replace("{task_id}", "1")
            for text in junk if operation.body else []:
                for headers in ({}, {"Authorization": "Bearer wrong"}):
                    response = caller.request(
                        operation.method,
                        path,
                        params=operation.constants,
                        content=text,
                        headers={"Content-Type": "application/json", **headers},
                    )
                    documented = operation.response(response.status_code)
                    assert documented is not None, (operation.operation_id, text, response.status_code)
                    schema = documented.content[response.headers["content-type"]]
                    assert schema is not None
                    assert schema.problem(response.json()) is None
                    seen += 400 <= response.status_code < 500
    assert seen > 50


def calls(*keys: str) -> RequestHeads:
    return RequestHeads(Router(load_documents(DOCUMENTS)), keys)


def scope(path: str = "/doubao/drawing/seededit_v30", key: str = "", **headers: str) -> dict[str, Any]:
    sent = {"authorization": f"Bearer {key or '{{YOUR_API_KEY}}'}", "host": "127.0.0.1", **headers}
    return {
        "method": "POST",
        "path": path,
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }


def test_what_is_remembered_of_calls_is_bounded_and_can_be_forgotten() -> None:
    known = calls()
    for number in range(3000):
        known.read(scope(x_number=str(number)))
    assert 0 < len(known) < 3000
    known.forget()
    assert len(known) == 0


@pytest.mark.parametrize(
    "refused",
    [scope(key="wrong"), scope("/nowhere"), scope(x_long="x" * 10_000), scope(host="not a host")],
    ids=["wrong key", "unknown path", "very long", "host that is none"],
)
def test_calls_that_are_refused_or_odd_are_not_remembered(refused: dict[str, Any]) -> None:
    known = calls()
    known.read(refused)
    assert len(known) == 0


def test_a_call_that_was_accepted_excuses_no_other() -> None:
    known = calls("k1")
    for _ in range(2):
        assert known.read(scope(key="k1")).parameters == {}
        assert isinstance(known.read(scope(key="k2")).parameters, Rejection)
        assert isinstance(known.read(scope(key="k1", **{"content-type": "text/plain"})).parameters, Rejection)


def next_body(operation: Operation, prompt: str) -> bytes:
    return json.dumps({**operation.body_examples[0], "prompt": prompt}).encode()


def test_what_is_remembered_of_bodies_is_bounded_and_can_be_forgotten() -> None:
    known = calls()
    match = known.read(scope()).match
    assert isinstance(match, Match)
    known.forget()
    for number in range(3000):
        known.request(match.operation, {}, next_body(match.operation, str(number)))
    assert 0 < len(known) < 3000
    known.forget()
    known.request(match.operation, {}, next_body(match.operation, "1") + b" " * 10_000)
    known.request(match.operation, {"own": "parameter"}, next_body(match.operation, "1"))
    assert len(known) == 0


def test_a_body_that_was_accepted_excuses_no_other() -> None:
    known = calls()
    match = known.read(scope()).match
    assert isinstance(match, Match)
    operation = match.operation
    for _ in range(2):
        assert known.request(operation, {}, next_body(operation, "one")).body["prompt"] == "one"
        assert known.request(operation, {}, next_body(operation, "two")).body["prompt"] == "two"
        assert known.request(operation, {"own": "1"}, next_body(operation, "one")).parameters == {"own": "1"}
        with pytest.raises(Rejection):
            known.request(operation, {}, next_body(operation, "one") + b",")
        # Two gateways may name an operation alike, and mean something else.
        elsewhere = replace(operation, gateway="another")
        assert known.request(elsewhere, {}, next_body(operation, "one")).operation.gateway == "another"
