"""Links that a document does not name, as its names and paths tell them to the mock and to `make gateway`."""

from typing import Any

import pytest

from image_gateways_documents.document_tree import DocumentTree
from image_gateways_documents.implied_links import implied_links

STATUS = {"status": {"type": "string"}}


def shows(*names: str, **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": {name: {"type": "string"} for name in names} | properties}
    return {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}


def takes(*names: str) -> dict[str, Any]:
    return {"parameters": [{"name": name, "in": "query", "required": True} for name in names]}


def takes_in_body(name: str) -> dict[str, Any]:
    schema = {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


DATA = {"data": {"type": "object", "properties": {"task_id": {"type": "string"}}}}
MADE = {"POST /edits": shows("id")}


def told(calls: dict[str, Any]) -> dict[str, list[tuple[str, Any, Any]]]:
    paths: dict[str, Any] = {}
    for address, node in calls.items():
        method, path = address.split()
        paths.setdefault(path, {})[method.lower()] = node
    found = implied_links(DocumentTree({"paths": paths}))
    links = [(submit.path, way.poll.path, way.task_link) for submit, ways in found for way in ways]
    return {path: [(poll, link.id_in_answer, link.id_in_poll) for made, poll, link in links if made == path]
            for path, _, _ in links}  # fmt: skip


@pytest.mark.parametrize(
    ("calls", "expected"),
    [
        (
            {**MADE, "GET /edits/{edit}": takes("edit") | shows("size")},
            ("/edits/{edit}", ("id",), "parameters", "edit"),
        ),
        ({**MADE, "GET /look": takes("id") | shows(**STATUS)}, ("/look", ("id",), "parameters", "id")),
        ({**MADE, "GET /look": takes("jobId") | shows("size")}, ("/look", ("id",), "parameters", "jobId")),
        (
            {"POST /edits": shows(**DATA), "POST /look": takes_in_body("task_id") | shows(**STATUS)},
            ("/look", ("data", "task_id"), "body", "task_id"),
        ),
        (
            {**MADE, "GET /edits/{edit}/page": takes("edit"), "GET /edits/{edit}": takes("edit")},
            ("/edits/{edit}", ("id",), "parameters", "edit"),
        ),
    ],
)
def test_an_id_leads_to_what_asks_for_it(calls: dict[str, Any], expected: tuple[Any, ...]) -> None:
    poll, answered, place, name = expected
    assert told(calls) == {"/edits": [(poll, answered, (place, name))]}


@pytest.mark.parametrize(
    "calls",
    [
        {"POST /edits": shows("style_id"), "GET /styles": takes("style_id") | shows("name")},
        {**MADE, "GET /look": takes("pet_id") | shows(**STATUS)},
        {**MADE, "GET /look": takes("id", "user") | shows(**STATUS)},
        {"POST /edits": {**shows("id"), **takes("edit_id")}, "GET /edit": takes("edit_id") | shows(**STATUS),
         "GET /job": takes("job_id") | shows(**STATUS)},
        {"PUT /edits": shows("id"), "GET /look": takes("id") | shows(**STATUS)},
    ],
    ids=["what something was made of", "of another kind", "with more", "what is done to one that is there", "put"],
)  # fmt: skip
def test_what_may_be_the_id_of_another_thing_leads_nowhere(calls: dict[str, Any]) -> None:
    assert told(calls) == {}


def test_polls_that_are_equally_likely_are_all_told() -> None:
    looks = {f"GET /{name}": takes("id") | shows(**STATUS) for name in ("look", "see")}
    assert [poll for poll, _, _ in told({**MADE, **looks})["/edits"]] == ["/see", "/look"]
