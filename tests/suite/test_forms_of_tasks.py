"""Whether the pictures of a task come in the form that its submit asked for, where a poll asks for none."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contract_tests.suite.contract import Contract
from contract_tests.suite.session import Session
from contract_tests.suite.target import Target
from contract_tests.suite.task_stories import stories
from contract_tests.suite.wire import Wire
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_mock import Settings, running_server
from image_gateways_mock.gateway import GatewayReplay
from image_gateways_mock.tasks import TaskStore
from image_gateways_recordings.folder import RECORDINGS

add, answer = TaskStore.add, GatewayReplay.answer


def forgets(store: TaskStore[Any], poll: str, task_id: str, answers: tuple[Any, ...], _: str | None) -> Any:
    """Remember a task, and not in which form its pictures were asked for."""
    return add(store, poll, task_id, answers, None)


def leaks(gateway: GatewayReplay, request: Any, *more: Any) -> Any:
    """Answer polls in the form that the poll before them asked for."""
    if request.operation.operation_id == "cv_sync2async_get_result":
        asked = request.picture_form or getattr(gateway, "asked_before", None)
        vars(gateway)["asked_before"], request = asked, replace(request, picture_form=asked)
    return answer(gateway, request, *more)


@pytest.mark.parametrize(
    ("place", "name", "broken"), [(TaskStore, "add", forgets), (GatewayReplay, "answer", leaks), (None, "", None)]
)
def test_what_a_submit_asked_for_holds_for_each_poll_that_asks_for_nothing_else(
    place: type | None, name: str, broken: Callable[..., Any] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if place is not None:
        monkeypatch.setattr(place, name, broken)
    with running_server(Settings(seed=1)) as url:
        target = Target("volcv", DOCUMENTS / "volcv.yaml", url, "{{YOUR_API_KEY}}", RECORDINGS)
        session = Session(Contract(target), Wire(url))
        dict(stories(session))["cv_sync2async_submit_task/forms/body_1"]()
        session.wire.close()
    assert {finding.check for finding in session.findings} == ({"picture_form_of_the_submit"} if place else set())
