"""What is tried of a document's demands on requests."""

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

import pytest

from contract_tests.suite.contract import Contract, Contradiction, Expectation
from contract_tests.suite.request_cases import Case, cases
from contract_tests.suite.schema_values import ALLOWED
from contract_tests.suite.target import Target
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.problem import Problem
from image_gateways_recordings.folder import RECORDINGS
from tests.support.our_documents import OUR_FILES


@pytest.mark.parametrize("document", OUR_FILES, ids=lambda file: file.stem)
def test_a_case_is_what_it_is_made_to_be_and_a_demanded_field_is_tried_where_nothing_else_is_broken(
    document: Path,
) -> None:
    contract = Contract(Target(document.stem, document, "http://127.0.0.1:1", "key", RECORDINGS, replays=False))
    distinct = {_of_what(case): case for case in cases(contract)}.values()
    made = {contract.expect(case.request).made(case.made) and case.made for case in distinct}
    assert {ALLOWED, "method-not-allowed", "missing-credentials", "wrong-credentials"} <= made
    assert {"malformed-json", "unsupported-media-type", "not-found"} <= made
    assert {case.made for case in distinct if case.name.endswith("/present")} == {ALLOWED}


def test_what_was_recorded_is_asked_for_again_with_its_fields_in_another_order() -> None:
    document = DOCUMENTS / "ai302.yaml"
    contract = Contract(Target(document.stem, document, "http://127.0.0.1:1", "key", RECORDINGS))
    again = [case for case in cases(contract) if case.name.partition("/")[2].startswith("recorded_")]
    assert {case.operation.operation_id for case in again} == {
        operation.operation_id for operation in contract.document.operations
    } - contract.document.submits.keys()
    for case in again:
        request = contract.expect(case.request).request
        assert request is not None
        assert contract.recorded_of_just(request)
        bodies = [i.request.body for i in contract.recorded(case.operation) if i.request]
        assert request.body in bodies
        assert len(request.body) == 1 or list(request.body) not in [
            list(body) for body in bodies if body == request.body
        ]


def test_a_body_whose_length_is_not_told_is_sent_where_nothing_may_want_to_know_it() -> None:
    target = Target("ai302", DOCUMENTS / "ai302.yaml", "http://127.0.0.1:1", "key", RECORDINGS)
    contract = Contract(target)
    sent = {}
    for is_direct in (False, True):
        contract.target = replace(target, is_direct=is_direct)
        sent[is_direct] = {case.made for case in cases(contract) if "transfer-encoding" in case.request.first_headers()}
    assert sent == {False: set(), True: {ALLOWED, "malformed-json"}}


def _of_what(case: Case) -> Hashable:
    """Equal for the cases of a schema that operations share, which differ in their operation alone."""
    return case.name if case.part is None else (id(case.part), case.name.partition("/")[2], case.request.body)


def test_a_case_that_is_not_what_it_is_made_to_be_is_an_error_of_the_suite() -> None:
    allowed = Expectation(None, None)
    broken = Problem("out-of-bounds", ("seed",), "at least 1", "0")
    refused = Expectation(None, None, ((broken, None),))
    assert allowed.made("") == allowed.made(None) == allowed
    assert refused.made(None) == refused
    assert refused.made("out-of-bounds") == replace(refused, is_made=True)
    for expectation, made in ((allowed, "wrong-type"), (refused, "wrong-type"), (refused, "")):
        with pytest.raises(Contradiction, match="made to be"):
            expectation.made(made)


def test_of_several_reasons_to_refuse_a_case_the_one_that_it_is_made_for_is_expected() -> None:
    reasons = [(Problem(name, (), "", ""), None) for name in ("out-of-bounds", "wrong-type")]
    assert Expectation(None, None, tuple(reasons)).made("wrong-type").refusals == (reasons[1],)
