"""Whether a server is held to the number of tasks that it remembers."""

from collections.abc import Iterator

import pytest

from contract_tests.suite import task_memory
from contract_tests.suite.contract import Contract
from contract_tests.suite.session import Session
from contract_tests.suite.target import Target
from contract_tests.suite.task_memory import ROOM, found_of_memory
from contract_tests.suite.task_stories import stories
from contract_tests.suite.wire import Wire
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings, started_server
from image_gateways_recordings.folder import RECORDINGS


@pytest.fixture(scope="module")
def contract() -> Iterator[Contract]:
    with started_server(Settings(max_tasks=ROOM, seed=1)) as server:
        yield Contract(
            Target(
                "oceanbase", DOCUMENTS / "oceanbase.yaml", server.url, "{{YOUR_API_KEY}}", RECORDINGS, is_direct=True
            )
        )


def test_a_server_that_remembers_as_many_tasks_as_it_should_is_green(contract: Contract) -> None:
    assert not found_of_memory(contract)


@pytest.mark.parametrize(("room", "check"), [(ROOM - 1, "unknown_task"), (ROOM + 1, "final_stays")])
def test_a_server_that_never_forgets_a_task_or_forgets_one_too_early_is_found(
    contract: Contract, monkeypatch: pytest.MonkeyPatch, room: int, check: str
) -> None:
    monkeypatch.setattr(task_memory, "ROOM", room)
    assert {finding.check for finding in found_of_memory(contract)} == {check}


def test_a_server_that_does_not_know_the_first_task_of_a_run_any_more_is_found(contract: Contract) -> None:
    session = Session(contract, Wire(contract.target.base_url))
    told = dict(stories(session))
    for found in (set(), {"final_stays"}):
        told["create_image/task/bailian_task_done"]()  # as many tasks as the server has room for
        told["create_image/first_task"]()
        assert {finding.check for finding in session.findings} == found
    session.wire.close()
