"""What of an answer may differ from a recorded one, and from an earlier one."""

from contract_tests.suite.recorded_likeness import changes, differences
from image_gateways_documents.document import BodySchema, Document
from image_gateways_documents.folder import DOCUMENTS

ONE_MOMENT = {"submitted": "2025-07-04 11:06:39.402", "begun": "2025-07-04 11:06:39.402"}
TWO_MOMENTS = {"submitted": "2025-07-04 12:00:00.001", "begun": "2025-07-04 12:00:00.002"}


def schema() -> BodySchema:
    moment = {"type": "string", "x-replay": "date-time"}
    properties = {"submitted": moment, "begun": moment}
    return BodySchema({"type": "object", "properties": properties}, Document(DOCUMENTS / "oceanbase.yaml"))


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
