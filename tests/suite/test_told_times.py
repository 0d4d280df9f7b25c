"""Whether the times that answers tell are held against each other."""

import pytest

from contract_tests.suite.told_times import ToldTimes
from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS

FIRST = {
    "id": "20250704110639B457",
    "made": "2025-07-04T19:06:39.5+08:00",
    "told": "2025-07-04 11:06:40",
    "at": 1751627200,
}


@pytest.fixture(scope="module")
def schema() -> BodySchema:
    moment = {"type": "string", "x-replay": "date-time"}
    properties = {
        "id": {"type": "string", "x-replay": "request-id"},
        "made": moment,
        "told": moment,
        "at": {"type": ["integer", "string"], "x-replay": "unix-time"},
    }
    return BodySchema({"type": "object", "properties": properties}, open_document(DOCUMENTS / "oceanbase.yaml"))


def test_a_clock_that_goes_on_may_be_told_in_each_way(schema: BodySchema) -> None:
    times = ToldTimes()
    assert not list(times.violations(schema, FIRST))
    assert not list(times.violations(schema, {"id": "20250704120000B457", "at": "1751630400"}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "20240704110639B457"),
        ("made", "2025-07-04T19:06:39.5-08:00"),
        ("told", "2025-06-04 11:06:40"),
        ("at", 1745487075),
        ("id", "20250704110439B457"),
    ],
)
def test_a_time_of_another_day_or_zone_or_from_before_is_found(schema: BodySchema, name: str, value: str | int) -> None:
    times = ToldTimes()
    assert not list(times.violations(schema, FIRST))
    assert [found.path for found in times.violations(schema, {**FIRST, name: value})] == [(name,)]


@pytest.mark.parametrize(("passed", "answers", "found"), [(60.0, 25, True), (60.0, 5, False), (1.0, 25, False)])
def test_a_clock_that_stands_still_is_found_once_the_run_s_own_went_on(
    schema: BodySchema, passed: float, answers: int, found: bool
) -> None:
    own = iter([0.0, *[passed] * answers])
    times = ToldTimes(lambda: next(own))
    still = [bool([*times.violations(schema, {"at": 1751627200})]) for _ in range(answers + 1)]
    assert any(still) is found
