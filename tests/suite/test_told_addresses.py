"""An address in an answer is followed to the gateway and to the servers of its document, and the key to nobody else."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import pytest
from starlette.types import Receive, Scope, Send

from contract_tests.suite.contract import Contract
from contract_tests.suite.live import Allowance, LiveRun, Wishes
from contract_tests.suite.own_cases import run_own_cases
from contract_tests.suite.request_cases import Case, cases
from contract_tests.suite.session import Session
from contract_tests.suite.severity import Severity
from contract_tests.suite.target import Target
from contract_tests.suite.task_stories import TaskStory
from contract_tests.suite.told_addresses import follow
from contract_tests.suite.wire import Wire
from image_gateways_mock import Settings, started_server
from tests.support.served import served

KEY = "the-key-of-the-user"
FOUNDRY = """
openapi: 3.1.0
info: {title: A foundry, version: '1'}
servers: [{url: 'SERVER/v1'}]
security: [{key: []}]
components: {securitySchemes: {key: {type: apiKey, in: query, name: key}}}
paths:
  /bells:
    post:
      operationId: cast
      responses:
        '202':
          description: It cools.
          headers: {Location: {schema: {type: string}}}
          content: {application/json: {schema: {type: object, properties: {look_url: {type: string, format: uri},
            page: {type: string, format: uri}, id: {type: string}}}}}
  /bells/{bell}:
    get:
      operationId: look
      parameters: [{name: bell, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: It is.
          content: {application/json: {schema: {type: object, required: [state], properties: {
            state: {type: string, enum: [hot, cold], x-final: [cold]}}}}}
"""


@dataclass
class Foundry:
    """A server whose bells are cold when they are looked at for the third time; they are called as `told` says."""

    told: str = ""
    location: str = ""
    header: str = "location"
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Answer one call."""
        target = f"{scope['path']}?{scope['query_string'].decode()}"
        self.asked.append(f"{scope['method']} {target}")
        looks = sum(asked.startswith("GET") for asked in self.asked)
        body = {"id": "b", "page": "https://foundry.invalid/about", **({"look_url": self.told} if self.told else {})}
        status, answer = (202, body) if scope["method"] == "POST" else (200, {"state": "cold" if looks > 2 else "hot"})
        status = 404 if target.startswith("/v1/bells/gone") else status
        headers = [(b"content-type", b"application/json")]
        headers += (
            [(self.header.encode(), self.location.encode())] if self.location and scope["method"] == "POST" else []
        )
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": orjson.dumps(answer)})


LINK = "links: {look: {operationId: look, parameters: {bell: $response.body#/id}}}"


@contextmanager
def founded(
    folder: Path, gateway: Foundry, document_of: str = "https://foundry.invalid", link: str = ""
) -> Iterator[Target]:
    """Serve a gateway, and say what it is held to: a document with the server of an address, and a link."""
    text = FOUNDRY.replace("SERVER", document_of)
    (folder / "foundry.yaml").write_text(
        text.replace("description: It cools.", f"description: It cools.\n          {link}")
    )
    with served(gateway) as url:
        gateway.told, gateway.location = gateway.told.replace("HERE", url), gateway.location.replace("HERE", url)
        yield Target("foundry", folder / "foundry.yaml", url, KEY, folder, replays=False)


def making(contract: Contract) -> Case:
    return next(case for case in cases(contract) if case.name.startswith("cast/") and case.name.endswith("/as_it_is"))


@contextmanager
def cast(folder: Path, gateway: Foundry, document_of: str) -> Iterator[Session]:
    """Make a bell at a gateway, and follow what it says; the document has the server of this address."""
    with founded(folder, gateway, document_of) as target:
        session = Session(Contract(target), Wire(target.base_url))
        made = making(session.contract)
        for _ in range(2):  # of each place of an answer one address is enough
            exchange = session.judge(made.name, made.request)
            assert exchange is not None
            follow(session, made.name, exchange)
        session.wire.close()
    yield session


@pytest.mark.parametrize(
    ("told", "location", "header"),
    [
        ("HERE/v1/bells/b?x=1", "", ""),
        ("", "/v1/bells/b?x=1", "location"),
        ("", "bells/b?x=1", "location"),
        ("", "HERE/v1/bells/b?x=1", "location"),
        ("", "HERE/v1/bells/b?x=1", "operation-location"),
    ],
)
def test_what_was_made_is_asked_for_at_the_address_that_was_told_until_it_is_final(
    tmp_path: Path, told: str, location: str, header: str
) -> None:
    gateway = Foundry(told, location, header)
    with cast(tmp_path, gateway, "https://foundry.invalid") as session:
        assert session.findings == []
    made, look = f"POST /v1/bells?key={KEY}", f"GET /v1/bells/b?x=1&key={KEY}"
    assert gateway.asked == [made, look, look, look, made]


def test_no_key_goes_to_a_host_that_an_answer_alone_names(tmp_path: Path) -> None:
    stranger = Foundry()
    with (
        served(stranger) as elsewhere,
        cast(tmp_path, Foundry(f"{elsewhere}/v1/bells/b"), "https://f.invalid") as session,
    ):
        assert stranger.asked == []
    (finding,) = session.findings
    assert (finding.check, finding.severity) == ("address_leads_to_the_gateway", Severity.DRIFT)
    assert f"found {elsewhere}: it is not followed" in finding.message
    assert finding.json_path == "$.look_url"


def test_another_server_of_the_document_is_asked_by_its_address(tmp_path: Path) -> None:
    other = Foundry()
    with ExitStack() as stack:
        elsewhere = stack.enter_context(served(other))
        gateway = Foundry(f"{elsewhere}/v1/bells/b")
        session = stack.enter_context(cast(tmp_path, gateway, elsewhere))
        assert session.findings == []
    assert other.asked == [f"GET /v1/bells/b?key={KEY}"] * 3
    assert all(asked.startswith("POST") for asked in gateway.asked)


def test_an_address_where_nothing_is_is_found(tmp_path: Path) -> None:
    with cast(tmp_path, Foundry("HERE/v1/bells/gone"), "https://foundry.invalid") as session:
        assert "address_leads_somewhere" in {finding.check for finding in session.findings}


@pytest.mark.parametrize("header", ["Location", "Operation-Location"])
def test_addresses_of_a_mock_lead_back_to_it(tmp_path: Path, header: str) -> None:
    text = (
        FOUNDRY.replace("SERVER", "https://foundry.invalid")
        .replace("Location", header)
        .replace("id: {type: string}", "")
    )
    (tmp_path / "foundry.yaml").write_text(text.replace("look_url", "words"), "utf-8")
    with started_server(Settings(documents=tmp_path, recordings=tmp_path)) as server:
        target = Target(
            "foundry", tmp_path / "foundry.yaml", server.url, KEY, tmp_path, takes_any_key=True, is_direct=True
        )
        session = Session(Contract(target), Wire(server.url))
        run_own_cases(session, lambda name: name.startswith("cast/") and name.endswith("/as_it_is"))
        session.wire.close()
        made, *asked = server.journal()
    assert session.findings == []
    assert {entry.operation_id for entry in asked} == {"look"}
    assert {entry.task_id for entry in asked} == {made.task_id}


def test_a_live_run_follows_what_it_made(tmp_path: Path) -> None:
    gateway = Foundry("HERE/v1/bells/b")
    with founded(tmp_path, gateway) as target:
        run = LiveRun(target, Allowance(confirmed=True, most=1), Wishes(Severity.ERROR, 0), lambda _: None)
        run._session.pause_seconds = 0
        run._send(making(run._contract))
        run._session.wire.close()
    assert gateway.asked == [f"POST /v1/bells?key={KEY}"] + [f"GET /v1/bells/b?key={KEY}"] * 3


def test_a_task_with_a_link_is_asked_for_at_its_address_in_the_end(tmp_path: Path) -> None:
    gateway = Foundry("HERE/v1/bells/b?x=1")
    with founded(tmp_path, gateway, link=LINK) as target:
        session = Session(Contract(target), Wire(target.base_url))
        submit = making(session.contract).operation
        TaskStory(session, submit, "one", "", None, []).tell_once()
        session.wire.close()
    assert session.findings == []
    assert gateway.asked[1] == f"GET /v1/bells/b?key={KEY}"
    assert gateway.asked[-1] == f"GET /v1/bells/b?x=1&key={KEY}"
