"""schemathesis against one gateway, in this process: every phase, every check of its own, and those of the suite.

The command `st` is not used: checks that it runs could not be told which contract to hold an answer to.
"""

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.core.transport import Response
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.engine.run import TESTING_PHASES

from contract_tests.connections import connecting_to
from contract_tests.suite import strategies  # noqa: F401  registers the formats of the documents
from image_gateways_documents.schema_walk import ANY

from .answer_checks import JudgedExchange, answered_as_documented
from .metered_requests import metered, was_held_back
from .session import Session
from .severity import Severity
from .violation import Violation
from .wire import Passed, Received, Sent

_CONFIGURATION = Path(__file__).parents[1] / "schemathesis.toml"

_ACCEPTANCE = "positive_data_acceptance"
# Of a live gateway the suite's own check says what is refused, by evidence.
_LEFT_TO_OWN_CHECKS = ("negative_data_rejection", _ACCEPTANCE)

# What would find fault with documents that are right, where they do not keep the house's rules. In place of the first
# four the suite's own checks hold every answer: `answered_as_documented`, `documented_status`, `documented_body`.
_OF_HOUSE_RULES = (
    "negative_data_rejection",  # takes `int64` for a bound, which is a note, and a text for no XML, whatever is in it
    _ACCEPTANCE,  # writes lists of objects into forms in a way of its own, which need not be taken
    "status_code_conformance",  # few documents name a refusal for each operation that can refuse
    "response_schema_conformance",  # refuses fields that are `writeOnly` even where the document's own example has them
    "use_after_free",  # no document says what a deletion leaves, and a mock gives what is shown whatever was deleted
)
_OF_KEYS = ("ignored_auth", "missing_required_header")

# The contract that a document as schemathesis read it belongs to.
_runs: dict[int, "PropertyTests"] = {}


@schemathesis.check
def answer_checks(_: schemathesis.CheckContext, response: Response, case: schemathesis.Case[Any]) -> None:
    """Hold an answer to every check of the suite's own, in every phase."""
    if was_held_back(response.headers):
        return
    _run_of(case).examine(response)


@schemathesis.hook
def before_call(_: schemathesis.HookContext, case: schemathesis.Case[Any], __: dict[str, Any]) -> None:
    """Send nothing more to a server that no longer answers."""
    _run_of(case).session.go_on()


@schemathesis.hook
def after_network_error(_: schemathesis.HookContext, case: schemathesis.Case[Any], __: Any) -> None:
    """Count what had no answer."""
    _run_of(case).session.unanswered += 1


def _run_of(case: schemathesis.Case[Any]) -> "PropertyTests":
    """Return the run that a case belongs to.

    Raises:
        LookupError: none is known, so that its answer would be held to nothing.
    """
    run = _runs.get(id(case.operation.schema))
    if run is None:
        raise LookupError(f"{case.operation.label}: schemathesis sent a case of a document that no run has given it")
    return run


@dataclass
class PropertyTests:
    """One run of schemathesis.

    Args:
        session: what is tested, and where findings go.
        seed: of what is drawn.
        max_examples: number of cases that a phase draws at most for an operation.
    """

    session: Session
    seed: int
    max_examples: int
    _answered: int = field(default=0, init=False)
    _examined: int = field(default=0, init=False)

    def run(self) -> None:
        """Run every phase."""
        target = self.session.target
        config = SchemathesisConfig.from_path(_CONFIGURATION)
        config.update(seed=self.seed, max_failures=None)
        schema = schemathesis.openapi.from_dict(deepcopy(self.session.contract.document.root), config=config)
        base_path = urlsplit(self.session.contract.document.server_url).path.rstrip("/")
        schema.config.update(base_url=target.base_url + base_path, headers=self._headers())
        schema.config.generation.update(max_examples=self.max_examples)
        if not target.replays:
            schema.config.update(request_timeout=self.session.wire.timeout_seconds)
            schema.config.phases.coverage.unexpected_methods = set()
        schema.config.checks.update(excluded_check_names=self._left_out())
        if target.operations is not None:
            schema = cast(Any, schema.include(operation_id=sorted(target.operations)))  # typed as its base class
        _runs[id(schema)] = self
        phases: set[Any] = set()
        try:
            with connecting_to(target.base_url), self._within_budget():
                for event in from_schema(schema).execute():
                    self._take(event, phases)
        finally:
            del _runs[id(schema)]
        # A document may show nothing to send, and link nothing.
        whole = target.operations is None and self.session.contract.has_house_rules
        for phase in sorted(set(TESTING_PHASES) - phases) if whole else ():
            self._finding("every_phase_runs", f"expected schemathesis to run its phase {phase}, it did not")
        if self._examined < self._answered:
            message = f"expected {self._answered} answers to be held to the suite's checks, {self._examined} were"
            self._finding("every_answer_is_examined", message)

    def _left_out(self) -> list[str]:
        """Return the names of schemathesis' checks that this server is not held to."""
        target = self.session.target
        left_out = () if target.replays else _LEFT_TO_OWN_CHECKS
        of_house = () if self.session.contract.has_house_rules else _OF_HOUSE_RULES
        return list(dict.fromkeys([*left_out, *of_house, *(_OF_KEYS if target.takes_any_key else ())]))

    def _within_budget(self) -> AbstractContextManager[None]:
        """Have each request pass the purse, where there is one."""
        if self.session.purse is None:
            return nullcontext()
        return metered(self.session.purse, lambda request: _sent(request, self.session.target.base_url))

    def examine(self, response: Response) -> None:
        """Hold an answer to the suite's own checks.

        Raises:
            AssertionError: it breaks one.
        """
        sent, received = _sent(response.request, self.session.target.base_url), _received(response)
        self.session.wire.passed.append(Passed(sent, received, time.time() - response.elapsed, response.elapsed))
        expectation = self.session.contract.expect(sent)
        exchange = JudgedExchange(self.session.contract, sent, received, expectation, self.session.fetch_once)
        found = [
            (check, self._graded(check, violation, exchange)) for check, violation in self.session.found_in(exchange)
        ]
        self.session.on_answer(exchange, found)
        self._examined += 1
        for check, violation in found:
            self.session.report(self.session.keep(sent), check, violation, sent, expectation.operation, exchange)
        assert not found, "; ".join(violation.message for _, violation in found)

    def _graded(self, check: str, violation: Violation, exchange: JudgedExchange) -> Violation:
        """A live gateway may refuse what was drawn: no document says whether a drawn address leads to a picture."""
        is_allowed = check == answered_as_documented.__name__ and exchange.expectation.problem is None
        if is_allowed and not self.session.target.replays:
            return replace(violation, severity=Severity.DRIFT)
        return violation

    def _headers(self) -> dict[str, str]:
        key = self.session.target.api_key
        credentials = self.session.contract.document.credentials
        return {each.name.title(): each.value(key) for each in credentials if each.location == "header"}

    def _take(self, event: Any, phases: set[Any]) -> None:
        match event:
            case events.PhaseFinished() if event.status not in (Status.SKIP, Status.INTERRUPTED):
                phases.add(event.phase.name)
            case events.ScenarioFinished():
                self.session.cases += sum(not _never_left(each) for each in event.recorder.interactions.values())
                self._answered += sum(1 for _ in _answered_cases(event.recorder))
                self._count(event.recorder)
                for name, message, interaction in _failures(event.recorder):
                    sent = _recorded(interaction, self.session.target.base_url)
                    if name != _ACCEPTANCE or not self._breaks_what_a_text_carries(sent):
                        self._finding(name, message, sent)
            case events.NonFatalError():
                self._finding("schemathesis", f"{event.label}: {event.info.title}: {event.value}")
            case events.FatalError():
                raise event.exception

    def _count(self, recorder: ScenarioRecorder) -> None:
        """Count what schemathesis' own checks were held to."""
        for case_id, checks in recorder.checks.items():
            interaction = recorder.interactions.get(case_id)
            if interaction is not None and not _never_left(interaction):
                operation = self.session.contract.reached(_recorded(interaction, self.session.target.base_url))
                self.session.tally.held(operation, (c.name for c in checks if c.name != answer_checks.__name__))

    def _breaks_what_a_text_carries(self, sent: Sent) -> bool:
        """Tell whether a request is refused for the JSON or the picture in a text, which schemathesis does not read."""
        expected = self.session.contract.expect(sent)
        operation, problem = expected.operation, expected.problem
        if problem is None or operation is None or operation.body is None:
            return False
        pattern = tuple(ANY if isinstance(step, int) else step for step in problem.path)
        texts = (text for shape in operation.body.shapes for text, _ in (*shape.json_texts, *shape.pictures))
        return any(pattern[: len(text)] == text for text in texts)

    def _finding(self, check: str, message: str, sent: Sent | None = None) -> None:
        session = self.session
        if sent is None:
            session.add(check, message)
        else:
            operation = session.contract.reached(sent)
            session.report(session.keep(sent), check, Violation(message), sent, operation)


def _answered_cases(recorder: ScenarioRecorder) -> Iterator[str]:
    """The cases that had an answer, without what a check of schemathesis' own sent beside a case, to compare."""
    for case_id, interaction in recorder.interactions.items():
        node = recorder.cases[case_id]
        was_answered = interaction.response is not None and not _never_left(interaction)
        if was_answered and (node.parent_id is None or node.transition is not None):
            yield case_id


def _never_left(interaction: Interaction) -> bool:
    return interaction.response is not None and was_held_back(interaction.response.headers)


def _failures(recorder: ScenarioRecorder) -> Iterator[tuple[str, str, Interaction]]:
    """The failures of schemathesis' own checks; those of ours are reported by themselves."""
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.status is Status.FAILURE and check.failure_info and check.name != answer_checks.__name__:
                failure = check.failure_info.failure
                interaction = recorder.interactions.get(failure.case_id or case_id)
                if interaction is not None and not _never_left(interaction):
                    yield check.name, f"{failure.title}: {failure.message}".strip(), interaction


def _sent(request: Any, base_url: str) -> Sent:
    """A request as `requests` prepared it."""
    body = request.body or b""
    headers = tuple((name.lower(), _text(value)) for name, value in request.headers.items())
    return Sent(
        request.method, _target(request.url, base_url), headers, body if isinstance(body, bytes) else body.encode()
    )


def _recorded(interaction: Interaction, base_url: str) -> Sent:
    """A request as schemathesis recorded it."""
    request = interaction.request
    headers = tuple((name.lower(), value) for name, values in request.headers.items() for value in values)
    return Sent(request.method, _target(request.uri, base_url), headers, request.body or b"")


def _received(response: Response) -> Received:
    headers = tuple((name.lower(), value) for name, values in response.headers.items() for value in values)
    return Received(response.status_code, headers, response.content or b"")


def _target(url: str, base_url: str) -> str:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return target.removeprefix(urlsplit(base_url).path)


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
