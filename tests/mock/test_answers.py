"""The mock server's answers fit the request: fresh ids, own picture links, base64 on demand, any answer by name."""

import base64
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from PIL import Image

from image_gateways_mock import Settings, running_server
from image_gateways_mock.app import MockServer
from image_gateways_mock.fresh_values import FreshValues
from tests.support.our_documents import OUR_GATEWAYS, OURS

HEADERS = {"Authorization": "Bearer {{YOUR_API_KEY}}"}
PROCESS = {"Action": "CVProcess", "Version": "2022-08-31"}
SUBMIT = {"Action": "CVSync2AsyncSubmitTask", "Version": "2022-08-31"}
RESULT = {"Action": "CVSync2AsyncGetResult", "Version": "2022-08-31"}
EDIT: dict[str, Any] = {"req_key": "byteedit_v2.0", "image_urls": ["https://example.com/a.png"], "prompt": "At night"}
ARK = {"model": "doubao-seededit-3-0-i2i-250628", "prompt": "At night", "image": "https://example.com/a.png"}


@pytest.fixture(scope="module")
def caller() -> Iterator[httpx.Client]:
    with running_server() as url, httpx.Client(base_url=url, headers=HEADERS) as client:
        yield client


def edit(caller: httpx.Client, **options: Any) -> dict[str, Any]:
    body: dict[str, Any] = caller.post("/volcv/v1", params=PROCESS, json={**EDIT, **options}).json()
    return body


def assert_same_picture(encoded: str, link: str) -> None:
    served = httpx.get(link)
    assert base64.b64decode(encoded, validate=True) == served.content
    with Image.open(io.BytesIO(served.content)) as picture:
        picture.load()
        assert Image.MIME[picture.format or ""] == served.headers["content-type"]


def test_return_url_decides_between_a_link_and_base64_of_the_same_picture(caller: httpx.Client) -> None:
    linked, carried = edit(caller, return_url=True)["data"], edit(caller, return_url=False)["data"]
    assert (linked["binary_data_base64"], carried["image_urls"]) == ([], [])
    assert_same_picture(carried["binary_data_base64"][0], linked["image_urls"][0])


def test_a_request_that_leaves_return_url_out_gets_base64(caller: httpx.Client) -> None:
    assert edit(caller)["data"]["binary_data_base64"]


def test_a_picture_that_was_recorded_as_base64_can_be_had_as_a_link(caller: httpx.Client) -> None:
    body = {"req_key": "i2i_outpainting", "image_urls": ["https://example.com/a.png"]}
    wish = {"Prefer": "example=outpainting_ratio"}
    carried, linked = (
        caller.post("/volcv/v1", params=PROCESS, json={**body, "return_url": by_link}, headers=wish).json()["data"]
        for by_link in (False, True)
    )
    assert_same_picture(carried["binary_data_base64"][0], linked["image_urls"][0])


def test_the_options_of_a_poll_outweigh_those_of_the_submit(caller: httpx.Client) -> None:
    forms = []
    for submitted, polled in (
        (True, None),
        (False, None),
        (True, '{"return_url":false}'),
        (False, '{"return_url":true}'),
    ):
        task = caller.post("/volcv/v1", params=SUBMIT, json={**EDIT, "return_url": submitted}).json()["data"]["task_id"]
        body = {"req_key": "byteedit_v2.0", "task_id": task, **({"req_json": polled} if polled else {})}
        data = [caller.post("/volcv/v1", params=RESULT, json=body).json()["data"] for _ in range(3)][-1]
        forms.append("link" if data["image_urls"] else "base64")
    assert forms == ["link", "base64", "base64", "link"]


def test_response_format_decides_on_the_ark_model(caller: httpx.Client) -> None:
    linked, carried = (
        caller.post("/api/v1/images/generations", json={**ARK, "response_format": form}).json()["data"]["data"][0]
        for form in ("url", "b64_json")
    )
    assert "b64_json" not in linked
    assert "url" not in carried
    assert_same_picture(carried["b64_json"], linked["url"])


def test_the_model_decides_between_a_picture_and_a_task(caller: httpx.Client) -> None:
    picture = caller.post("/api/v1/images/generations", json=ARK).json()["data"]
    task = caller.post(
        "/api/v1/images/generations", json={"model": "wanx2.1-t2i-turbo", "input": {"prompt": "A lighthouse"}}
    ).json()["data"]
    assert picture["data"][0]["url"]
    assert task["output"]["task_status"] == "PENDING"


def test_links_lead_to_the_host_that_the_caller_knows(caller: httpx.Client) -> None:
    for host, expected in (("gateway.example:81", "http://gateway.example:81"), ("a,b", str(caller.base_url))):
        answer = caller.post(
            "/volcv/v1", params=PROCESS, json={**EDIT, "return_url": True}, headers={"Host": host}
        ).json()
        assert answer["data"]["image_urls"][0].startswith(f"{expected.rstrip('/')}/pictures/")


def test_ids_durations_and_time_stamps_differ_from_answer_to_answer(caller: httpx.Client) -> None:
    first, second = edit(caller), edit(caller)
    for name in ("request_id", "time_elapsed"):
        assert first[name] != second[name]
    stamp = datetime.strptime(first["request_id"][:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    assert abs((datetime.now(UTC) - stamp).total_seconds()) < 3600


def test_an_id_that_was_recorded_twice_stays_one_id(caller: httpx.Client) -> None:
    data = edit(caller)["data"]
    assert data["request_id"] == data["infer_ctx"]["request_id"]


@pytest.mark.parametrize(
    "path", ["/pictures/none.png", "/pictures/..%2f..%2fapp.py", "/pictures/%2e%2e/x", "/pictures/"]
)
def test_only_pictures_are_served(caller: httpx.Client, path: str) -> None:
    assert caller.get(path).status_code == 404


def test_a_status_can_be_asked_for(caller: httpx.Client) -> None:
    for status in (401, 429, 500):
        response = caller.post("/volcv/v1", params=PROCESS, json=EDIT, headers={"Prefer": f"wait=9, code={status}"})
        assert response.status_code == status


@pytest.mark.parametrize("name", ["TextRiskNotPass", "text_risk_not_pass"])
def test_an_answer_can_be_asked_for_by_name(caller: httpx.Client, name: str) -> None:
    response = caller.post("/volcv/v1", params=PROCESS, json=EDIT, headers={"Prefer": f'example="{name}"'})
    assert (response.status_code, response.json()["code"]) == (400, 50412)


@pytest.mark.parametrize("wish", ["code=418", "example=nothing_like_it"])
def test_a_wish_that_cannot_be_granted_lists_what_can(caller: httpx.Client, wish: str) -> None:
    response = caller.post("/volcv/v1", params=PROCESS, json=EDIT, headers={"Prefer": wish})
    assert response.status_code == 400
    assert "text_risk_not_pass (400)" in response.json()["known"]


@pytest.mark.parametrize(
    ("prefer", "status", "applied"),
    [
        (["code=429"], 429, "code=429"),
        (['code="429"'], 429, "code=429"),
        (["Code = 429 ; note=1"], 429, "code=429"),
        (["wait=9, code=401"], 401, "code=401"),
        (['note="a, code=500"; code=500, code=401'], 401, "code=401"),
        (["code=401, code=429"], 401, "code=401"),
        (["respond-async", "code=401"], 401, "code=401"),
        (["code=4xx"], 401, "code=4xx"),
        (["code=5XX"], 500, "code=5XX"),
        (['example="TextRiskNotPass"; code=400'], 400, "code=400, example=TextRiskNotPass"),
        (['example="Text\\RiskNotPass"'], 400, "example=TextRiskNotPass"),
        (["wait=9"], 200, None),
        (["code="], 200, None),
        (['code="429'], 200, None),
        ([",;=,,"], 200, None),
    ],
)
def test_preferences_are_read_as_their_rfc_says(
    caller: httpx.Client, prefer: list[str], status: int, applied: str | None
) -> None:
    headers = [*caller.headers.items(), *(("Prefer", value) for value in prefer)]
    response = httpx.post(f"{caller.base_url}/volcv/v1", params=PROCESS, json=EDIT, headers=headers)
    assert (response.status_code, response.headers.get("preference-applied")) == (status, applied)


def test_every_documented_status_can_be_asked_for(caller: httpx.Client) -> None:
    for operation in (operation for document in OURS for operation in document.operations):
        for status in operation.responses:
            response = _ask(caller, operation, f"code={status}", {"return_url": True})
            assert str(response.status_code)[0] == status[0], (operation.operation_id, status, response.text)
            assert status.endswith("XX") or response.status_code == int(status)


@pytest.mark.parametrize("wish", ["example=text_risk_not_pass, code=429", "example=task_done"])
def test_an_example_of_another_status_or_operation_is_not_given(caller: httpx.Client, wish: str) -> None:
    response = caller.post("/volcv/v1", params=PROCESS, json=EDIT, headers={"Prefer": wish})
    assert (response.status_code, "preference-applied" in response.headers) == (400, False)


def test_a_wish_does_not_excuse_an_invalid_request(caller: httpx.Client) -> None:
    response = caller.post("/volcv/v1", params=PROCESS, json={}, headers={"Prefer": "example=byteedit"})
    assert response.json()["code"] == 50201


def test_every_answer_that_can_be_asked_for_is_valid_by_its_document(caller: httpx.Client) -> None:
    app = MockServer(Settings())
    seen = 0
    for gateway in map(app.gateways.__getitem__, OUR_GATEWAYS):
        for operation in gateway.document.operations:
            for name, status in gateway.variants(operation):
                # A refusal has no picture, hence one form.
                for options in [{"return_url": True}, {"return_url": False}][: 1 if status >= 400 else 2]:
                    response = _ask(caller, operation, f"example={name}", options)
                    assert response.status_code == status, (operation.operation_id, name, response.text)
                    documented = operation.response(status)
                    assert documented is not None
                    schema = documented.content[response.headers["content-type"].partition(";")[0]]
                    assert schema is None or schema.problem(response.json()) is None, (operation.operation_id, name)
                    assert "pictures.invalid" not in response.text
                    seen += 1
    assert seen > 200


def _ask(caller: httpx.Client, operation: Any, wish: str, options: dict[str, bool]) -> httpx.Response:
    bodies: dict[str, dict[str, Any]] = {
        "cv_process": {**EDIT, **options},
        "cv_sync2async_submit_task": {**EDIT, **options},
        "cv_sync2async_get_result": {"req_key": "byteedit_v2.0", "task_id": "1"},
        "submit_seededit_v30": {"image_urls": ["https://example.com/a.png"], "prompt": "At night"},
        "get_seededit_v30_result": {"task_id": "1"},
        "create_image": {**ARK, "response_format": "url" if options["return_url"] else "b64_json"},
        "create_doubao_image": {**ARK, "response_format": "url" if options["return_url"] else "b64_json"},
        "draw_doubao_image": {"prompt": "At night", **options},
    }
    return caller.request(
        operation.method,
        operation.path.replace("{task_id}", "1"),
        params=operation.constants,
        json=bodies.get(operation.operation_id),
        headers={"Prefer": wish},
    )


@pytest.mark.parametrize(
    ("role", "recorded", "shape"),
    [
        ("request_id", "2024092411365866C579D2A96A35DA62A9", r"20\d{12}[0-9A-F]{20}"),
        ("request_id", "a04f81492fc0e8ecc59957137cc02e2c27067344fd6f02c6c0b019ea8c759020", r"[0-9a-f]{64}"),
        ("request_id", "3b8f1c9e-5c1d-4d1f-9f0e-0123456789ab", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"),
        ("request_id", "", r""),
        ("task_id", "7418048504813240370", r"[1-9]\d{19}"),
        ("task_id", "1", r"[1-9]\d{19}"),
        ("duration", "23.099216ms", r"\d+\.?\d{0,6}ms"),
        ("duration", "84.448µs", r"\d+\.?\d{0,3}µs"),
        ("duration", "3s", r"\d+s"),
        ("date_time", "2025-04-24T17:31:15.660547898+08:00", r"2025-01-31T\d\d:\d\d:\d\d\.\d{9}\+08:00"),
        ("date_time", "2025-01-01 12:00:00.123", r"2025-01-31 \d\d:\d\d:\d\d\.\d{3}"),
        ("date_time", "2025-01-01T12:00:00Z", r"2025-01-31T\d\d:\d\d:\d\dZ"),
        ("date_time", "yesterday", r"yesterday"),
        ("unix_time", "1745487075", r"17\d{8}"),
    ],
)
def test_fresh_values_keep_the_recorded_shape(role: str, recorded: str, shape: str) -> None:
    fresh = FreshValues(seed=3)
    for _ in range(50):
        assert re.fullmatch(shape, str(getattr(fresh, role)(recorded)))
