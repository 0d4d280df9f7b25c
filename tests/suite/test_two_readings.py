"""What pages leave open: a live gateway may read it either way, and is told as drift at most."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from contract_tests.suite.answer_checks import JudgedExchange, violations
from contract_tests.suite.contract import Contract
from contract_tests.suite.request_making import base_bodies, request_of
from contract_tests.suite.schema_values import encoded_picture
from contract_tests.suite.severity import Severity
from contract_tests.suite.target import Target
from contract_tests.suite.wire import NoAnswer, Received
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.folder import RECORDINGS

BILLED = {"ai302": "submit_seededit_v30", "volcv": "cv_sync2async_submit_task"}
MEGABYTES, MEBIBYTES = 4_700_000, int(4.7 * 2**20)


@cache
def contract_of(gateway: str) -> Contract:
    return Contract(Target(gateway, DOCUMENTS / f"{gateway}.yaml", "http://127.0.0.1:1", "a-key", RECORDINGS,
                           replays=False))  # fmt: skip


def told(gateway: str, picture: dict[str, Any], *, taken: bool) -> list[tuple[str, Severity]]:
    """What is told of a gateway that takes or refuses a picture."""
    contract = contract_of(gateway)
    operation = next(o for o in contract.document.operations if o.operation_id == BILLED[gateway])
    _, shown = next(base_bodies(contract, operation))
    body = {name: value for name, value in shown.items() if name not in ("image_urls", "binary_data_base64")}
    sent = request_of(contract, operation, body | picture)
    task = {"code": 10000, "data": {"task_id": "7418048504813240371"}, "message": "Success"}
    failure = {"code": 50205, "data": None, "message": "Image too large"}
    more = {"request_id": "20250704110639B45733F15D31C41ACBCD", "time_elapsed": "1ms"}
    status, answer = (200, {**task, "status": 10000}) if taken else (400, {**failure, "status": 50205})
    received = Received(status, (("content-type", "application/json"),), json.dumps(answer | more).encode())
    exchange = JudgedExchange(contract, sent, received, contract.expect(sent), _fetch_nothing)
    return [(check, violation.severity) for check, violation in violations(exchange)]


def _fetch_nothing(link: str) -> Received:
    raise NoAnswer(link)


@pytest.mark.parametrize("gateway", BILLED)
def test_a_picture_between_the_two_readings_of_a_limit_may_be_taken_or_refused(gateway: str) -> None:
    for size in (MEGABYTES + 1, MEBIBYTES):
        between = {"binary_data_base64": [encoded_picture("PNG", 64, 64, size)]}
        assert told(gateway, between, taken=True) == [("answered_as_documented", Severity.DRIFT)]
        assert told(gateway, between, taken=False) == []


@pytest.mark.parametrize("gateway", BILLED)
def test_a_picture_that_is_small_by_either_reading_has_to_be_taken(gateway: str) -> None:
    small = {"binary_data_base64": [encoded_picture("PNG", 64, 64, MEGABYTES)]}
    assert told(gateway, small, taken=True) == []
    assert told(gateway, small, taken=False) == [("answered_as_documented", Severity.ERROR)]


@pytest.mark.parametrize("gateway", BILLED)
@pytest.mark.parametrize("blank", [" ", "\t", "\u3000"])
def test_an_address_with_a_blank_may_be_taken_or_refused(gateway: str, blank: str) -> None:
    address = {"image_urls": [f"https://example.com/a{blank}cat.png"]}
    assert told(gateway, address, taken=True) == [("answered_as_documented", Severity.DRIFT)]
    assert [severity for _, severity in told(gateway, address, taken=False)] in ([], [Severity.DRIFT])
