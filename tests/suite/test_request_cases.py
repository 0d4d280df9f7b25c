"""What is tried of a document's demands on requests."""

from pathlib import Path

import pytest

from contract_tests.suite.contract import Contract
from contract_tests.suite.request_cases import cases
from contract_tests.suite.target import Target
from image_gateways_documents.folder import DOCUMENTS
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
