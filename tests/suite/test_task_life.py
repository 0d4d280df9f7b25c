"""How long a task is known by its id: as long as its document says, at a mock whose clock a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from contract_tests.suite.contract import Contract
from contract_tests.suite.session import Session
from contract_tests.suite.target import Target
from contract_tests.suite.task_stories import stories
from contract_tests.suite.wire import Wire
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings, app, running_server
from image_gateways_mock.tasks import TaskStore
from image_gateways_recordings.folder import RECORDINGS

KEY = "{{YOUR_API_KEY}}"
SECONDS_OF_AN_HOUR = 3600


class Clock:
    """Says the time, in seconds, that it is set to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def url(clock: Clock) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "TaskStore", partial(TaskStore, clock=clock))
        with running_server(Settings(seed=1)) as url:
            yield url


@pytest.mark.parametrize(
    ("gateway", "story", "hours"),
    [
        ("volcv", "cv_sync2async_submit_task/task/task_done", 12),
        ("ai302", "submit_seededit_v30/task/task_done", 12),
        ("oceanbase", "create_image/task/bailian_task_done", 24),
    ],
)
def test_a_task_is_known_for_as_many_hours_as_its_document_says(
    gateway: str, story: str, hours: int, url: str, clock: Clock
) -> None:
    session = Session(Contract(Target(gateway, DOCUMENTS / f"{gateway}.yaml", url, KEY, RECORDINGS)), Wire(url))
    tell = dict(stories(session))[story]
    tell()
    clock.now += hours * SECONDS_OF_AN_HOUR - 1
    answers = [tell.__self__.asks_for(task_id) for task_id in session.task_ids]
    session.wire.close()
    assert session.findings == []
    assert len(answers) == 2
    for answer in answers:
        assert answer.facts.task_status(answer.value) in [("done", True), ("SUCCEEDED", True)]
