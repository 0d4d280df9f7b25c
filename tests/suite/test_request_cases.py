"""What is tried of a document's demands on requests."""

from collections import Counter
from pathlib import Path

import pytest

from contract_tests.suite.contract import Contract, Contradiction, Expectation
from contract_tests.suite.request_cases import cases
from contract_tests.suite.target import Target
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.problem import Problem
from image_gateways_recordings.folder import RECORDINGS


@pytest.mark.parametrize("document", sorted(DOCUMENTS.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_demand_on_a_field_is_tried_in_a_body_that_breaks_no_other(document: Path) -> None:
    contract = Contract(Target(document.stem, document, "http://127.0.0.1:1", "key", RECORDINGS, replays=False))
    with_the_field = [case for case in cases(contract) if case.name.endswith("/present")]
    assert with_the_field
    refused = [
        f"{case.name}: {problem}" for case in with_the_field if (problem := contract.expect(case.request).problem)
    ]
    assert not refused, "\n".join(refused)


@pytest.mark.parametrize("replays", [True, False])
@pytest.mark.parametrize("document", sorted(DOCUMENTS.glob("*.yaml")), ids=lambda file: file.stem)
def test_what_a_case_is_made_to_be_is_what_the_document_says_of_it(document: Path, replays: bool) -> None:
    contract = Contract(Target(document.stem, document, "http://127.0.0.1:1", "key", RECORDINGS, replays=replays))
    made = Counter(contract.expect(case.request).made(case.made) and case.made for case in cases(contract))
    conditions = {"missing-credentials", "wrong-credentials", "malformed-json", "unsupported-media-type", "not-found"}
    assert {"", "method-not-allowed"} <= made.keys()
    assert conditions <= made.keys()


def test_a_case_that_is_not_what_it_is_made_to_be_is_an_error_of_the_suite() -> None:
    allowed = Expectation(None, None)
    broken = Problem("out-of-bounds", ("seed",), "at least 1", "0")
    refused = Expectation(None, None, ((broken, None),))
    assert allowed.made("") == allowed.made(None) == allowed
    assert refused.made("out-of-bounds") == refused.made(None) == refused
    for expectation, made in ((allowed, "wrong-type"), (refused, "wrong-type"), (refused, "")):
        with pytest.raises(Contradiction, match="made to be"):
            expectation.made(made)


def test_of_several_reasons_to_refuse_a_case_the_one_that_it_is_made_for_is_expected() -> None:
    reasons = [(Problem(name, (), "", ""), None) for name in ("out-of-bounds", "wrong-type")]
    assert Expectation(None, None, tuple(reasons)).made("wrong-type").refusals == (reasons[1],)
