"""What of an answer may differ from a recorded one, and from an earlier one."""

import pytest

from contract_tests.suite.recorded_likeness import changes, closest, differences
from image_gateways_documents.body_schema import BodySchema
from image_gateways_documents.document import open_document
from image_gateways_documents.folder import DOCUMENTS

ONE_MOMENT = {"submitted": "2025-07-04 11:06:39.402", "begun": "2025-07-04 11:06:39.402"}
TWO_MOMENTS = {"submitted": "2025-07-04 12:00:00.001", "begun": "2025-07-04 12:00:00.002"}


def schema() -> BodySchema:
    moment = {"type": "string", "x-replay": "date-time"}
    properties = {"submitted": moment, "begun": moment}
    return BodySchema({"type": "object", "properties": properties}, open_document(DOCUMENTS / "oceanbase.yaml"))


def test_two_moments_of_an_answer_may_be_the_same_by_chance_and_differ_when_it_is_asked_for_again() -> None:
    assert not list(changes(ONE_MOMENT, TWO_MOMENTS, schema()))
    assert not list(changes(TWO_MOMENTS, ONE_MOMENT, schema()))


def test_what_is_one_value_in_a_recording_is_one_in_the_answer() -> None:
    (found,) = differences(ONE_MOMENT, TWO_MOMENTS, schema())
    assert found.path == ("begun",)
    assert not list(differences(TWO_MOMENTS, ONE_MOMENT, schema()))


def test_a_field_that_another_answer_has_not_is_a_change() -> None:
    assert [found.path for found in changes(ONE_MOMENT, {"submitted": ONE_MOMENT["submitted"]}, schema())] == [
        ("begun",)
    ]


@pytest.mark.parametrize(
    ("role", "recorded", "alike", "others"),
    [
        ("date-time", "2025-07-04 11:06:39.402", ["2026-01-31 00:00:00.000"], ["2025-13-04 11:06:39.402"]),
        ("duration", "1.902331ms", ["2.5ms", "3ms", "0.96ms"], ["0.9ms", "4ms", "2.5s", "0ms", "1.9.0ms"]),
        (
            "request-id",
            "20250704110639B4",
            ["20260101000000AF"],
            ["20260101000000af", "20260101000000A", "19700101000000AF"],
        ),
        ("request-id", "7c3f1d90-b24e", ["00000000-0000"], ["7C3F1D90-B24E", "7c3f1d90b24e0"]),
        (
            "message",
            "Invalid key.",
            ["Invalid key: the key", "Invalid key. See why"],
            ["Wrong key.", "Invalid key.: the key"],
        ),
    ],
)
def test_what_is_made_anew_has_the_form_of_what_was_recorded(
    role: str, recorded: str, alike: list[str], others: list[str]
) -> None:
    properties = {"field": {"type": "string", "x-replay": role}}
    of_role = BodySchema({"type": "object", "properties": properties}, open_document(DOCUMENTS / "oceanbase.yaml"))

    def differs(value: str) -> bool:
        return any(differences({"field": recorded}, {"field": value}, of_role))

    assert not [value for value in (recorded, *alike) if differs(value)]
    assert all(map(differs, others))


def test_the_message_of_a_success_says_no_more_than_was_recorded() -> None:
    properties = {"message": {"type": "string", "x-replay": "message"}}
    worded = BodySchema({"type": "object", "properties": properties}, open_document(DOCUMENTS / "oceanbase.yaml"))
    recorded, value = {"message": "Success"}, {"message": "Success: and more"}
    found = [closest([recorded], value, worded, wording=wording) for wording in (False, True)]
    assert [len(violations) for _, violations in filter(None, found)] == [0, 1]
