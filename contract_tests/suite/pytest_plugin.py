"""The suite as pytest runs it: `pytest --contract`, with a test for each operation and check of a document.

The requests of a document are sent once, when the first of its tests is run, and each test then tells what its check
found. So all tests of a document stay in one process, and nothing is sent, or billed, twice.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from .options import add_options, billed_calls_are_confirmed, check_options, live_run

if TYPE_CHECKING:
    from image_gateways_documents.document import Document

    from .finding import Finding
    from .target import Target

# Each run of pytest here loads this module, so what takes time to import is imported by a run of the suite alone.

NO_OPERATION = "no_operation"
"""Name of the tests of what reaches no operation."""

OTHER_CHECKS = "other_checks"
"""Name of the test of an operation's checks that have no test of their own, as those of schemathesis."""

_PLUGIN, _SEED = "contract", "contract_seed"
_HELD, _WHY_NOT = "held", "nothing held"  # names of properties of a test


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the suite."""
    group = parser.getgroup("contract", "the contract suite (in a checkout)")
    group.addoption("--contract", action="store_true", help="hold a server to the documents in openapi/")
    add_options(lambda name, **how: group.addoption(name, **{**how, "help": f"with --contract: {how['help']}"}))


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> None:
    """Have the documents collected where no path is given; else it would be this project's own tests."""
    given = early_config.known_args_namespace
    if given.contract and not given.file_or_dir:
        given.file_or_dir = [str(file) for file, name in _documents(given).items() if given.gateway in (None, name)]
        args += given.file_or_dir


def pytest_configure(config: pytest.Config) -> None:
    """Start the suite, where it is asked for."""
    if config.option.contract:
        config.pluginmanager.register(ContractPlugin(config), _PLUGIN)


def _documents(options: argparse.Namespace) -> dict[Path, str | None]:
    """Return the gateway of each document; of one that was given it is the one that was named."""
    from image_gateways_documents.folder import DOCUMENTS

    if options.document:
        return {options.document.resolve(): options.gateway}
    return {file.resolve(): file.stem for file in sorted(DOCUMENTS.glob("*.yaml"))}


class Judged(NamedTuple):
    """What came of the requests of one document.

    Attributes:
        held: how often an operation was held to a check, by its id and the check's name.
        findings: everything that was found wrong.
    """

    held: Counter[tuple[str, str]]
    findings: Sequence[Finding]


class ContractPlugin:
    """One run of the suite.

    Args:
        config: what pytest was started with.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._options = config.option
        self._plugins = config.pluginmanager
        self._documents = _documents(self._options)
        self._stack = ExitStack()
        self._base_url = ""
        self.mocked: Sequence[str] | None = None
        self._tells: bool | None = None  # whether any test that was run tells anything
        self._why_not: dict[str, None] = {}
        handed_down = getattr(config, "workerinput", {})
        self._options.seed = handed_down.get(_SEED, self._options.seed)  # a random one is drawn once
        self._is_shared_out = config.getoption("dist", "no") != "no"
        if self._is_shared_out:
            config.option.dist = "loadfile"  # all tests of a document belong to one process

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Hand the seed down to a process that runs tests side by side with others."""
        node.workerinput[_SEED] = self._options.seed

    def pytest_report_header(self) -> str:
        """Return what repeats a run."""
        return f"contract: seed {self._options.seed}"

    @property
    def has_journal(self) -> bool:
        """Whether the server is held to a mock's journal."""
        return self.mocked is not None and self._options.journal

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        """Find out who the server is; without a key, since it may be anybody.

        Raises:
            UsageError: the run cannot start.
        """
        from contract_tests.base_url import UnusableBaseUrl, check_reachable, parsed_base_url
        from contract_tests.connections import UnusableEnvironment, check_environment, is_on_this_machine
        from image_gateways_documents.folder import DOCUMENTS

        from .identity import mocked_gateways
        from .live import CannotStart

        try:
            if not self._options.base_url:
                self.mocked = [file.stem for file in sorted(DOCUMENTS.glob("*.yaml"))]
                self._check_gateway()
                return
            base_url = parsed_base_url(self._options.base_url)
            if not is_on_this_machine(str(base_url)):
                check_environment()
            check_reachable(base_url)
            self._base_url = str(base_url)
            self.mocked = mocked_gateways(self._base_url)
            self._check_gateway()
        except (UnusableBaseUrl, UnusableEnvironment, CannotStart) as error:
            raise pytest.UsageError(str(error)) from None

    def _check_gateway(self) -> None:
        from .live import CannotStart

        check_options(self._options, is_mock=self.mocked is not None)
        if self._options.document and not self._options.gateway:
            raise CannotStart("say with --gateway whose document that is")
        if self.mocked is None:
            if self._is_shared_out and billed_calls_are_confirmed():
                raise CannotStart(
                    "billed calls and several processes do not go together: where one dies, its calls would be made "
                    "again; leave out -n, or CONFIRM_BILLED=1"
                )
            self._options.gateway = self._live_target().gateway
        elif self._options.gateway not in (None, *self.mocked):
            raise CannotStart(f"the mock does not serve {self._options.gateway}; it serves {', '.join(self.mocked)}")

    def pytest_unconfigure(self) -> None:
        """Stop the mock that was started."""
        self._stack.close()

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        """Take a document that is tried for a file of tests."""
        name = self._documents.get(file_path.resolve())
        wanted = [self._options.gateway] if self._options.gateway else self.mocked or ()
        if name is None or name not in wanted:
            return None
        node_id = None if file_path.is_relative_to(parent.config.rootpath) else file_path.name  # pytest has none for it
        return DocumentFile.from_parent(parent, path=file_path, nodeid=node_id, contract=self, gateway=name)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note whether a test tells anything; of tests in other processes as well."""
        self._tells = bool(self._tells) or (report.when == "call" and not report.skipped) or report.failed
        self._why_not |= {str(text): None for name, text in report.user_properties if name == _WHY_NOT}

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Have a run fail in which nothing was held to anything."""
        if self._tells is False and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
            self._say(f"nothing was held to any check that was chosen: {'; '.join(self._why_not)}")

    def why_nothing_is_held(self, outcome: Judged, tests: Sequence[CheckItem]) -> str:
        """Say why tests had nothing to look at: what failed in the place of an answer, else what was not asked."""
        from .finding import lines_of

        untold = (f for f in outcome.findings if self.fails(f) and not any(test.tells_of(f) for test in tests))
        if finding := next(untold, None):
            return next(lines_of(finding))
        if self.mocked is None and not billed_calls_are_confirmed():
            return "no answer to a call that costs nothing is of their kind, and CONFIRM_BILLED=1 was not given"
        return "no answer that came is of their kind"

    def run(self, gateway: str, operations: frozenset[str] | None) -> Judged:
        """Send the requests of operations, and judge what comes.

        Raises:
            Exit: the run cannot start.
        """
        from contract_tests.connections import UnusableEnvironment

        from .live import CannotStart

        try:
            return self._run_live(operations) if self.mocked is None else self._run_mock(gateway, operations)
        except (CannotStart, UnusableEnvironment) as error:
            pytest.exit(f"error: {error}", 2)

    def _run_mock(self, gateway: str, operations: frozenset[str] | None) -> Judged:
        from image_gateways_mock import Settings, running_server, started_server

        from .jobs import jobs_of
        from .kept_requests import write_requests
        from .mock_run import mock_targets, run_against_mock
        from .target import Profile
        from .task_memory import ROOM

        seed, is_own = self._options.seed, not self._options.base_url
        self._base_url = self._base_url or self._stack.enter_context(started_server(Settings(seed=seed))).url
        assert self.mocked is not None
        about = gateway, self._options.document, self._options.recordings
        (target,) = mock_targets(self._base_url, self.mocked, *about, is_own=is_own)
        profile = Profile(self._options.profile or Profile.CI)
        parts = jobs_of([replace(target, operations=operations)], profile, seed)
        with running_server(Settings(max_tasks=ROOM)) if is_own else nullcontext("") as small:
            came = run_against_mock(self._base_url, parts, 1, journal=self.has_journal, is_own=is_own, small_mock=small)
        for outcome in came.outcomes:
            write_requests(self._options.reports / "cases", outcome.kept, target.api_key)
        for note in came.notes:
            self._say(note)
        held = came.way.checks
        for outcome in came.outcomes:
            held = held + outcome.tally.checks
        return Judged(held, came.findings)

    def _run_live(self, operations: frozenset[str] | None) -> Judged:
        target = replace(self._live_target(), operations=operations)
        session = live_run(self._options, target, self._say).run(self._options.reports)
        return Judged(session.tally.checks, session.findings)

    def _live_target(self) -> Target:
        from .live import live_target

        options = self._options
        return live_target(options.gateway, self._base_url, options.document, options.recordings)

    def _say(self, line: str) -> None:
        reporter = self._plugins.get_plugin("terminalreporter")  # a worker of xdist has none
        if reporter is not None:
            reporter.ensure_newline()
            reporter.write_line(line)

    def fails(self, finding: Finding) -> bool:
        """Tell whether a finding fails its test."""
        from .severity import Severity

        return finding.severity.fails(Severity(self._options.fail_on))


class DocumentFile(pytest.File):
    """A document: its operations are the classes of its tests.

    Args:
        contract: the run of the suite.
        gateway: name of the gateway that it is of.
        more: what pytest makes a node with.
    """

    def __init__(self, *, contract: ContractPlugin, gateway: str, **more: Any) -> None:
        super().__init__(**more)
        self.contract = contract
        self.gateway = gateway
        self.operations: set[str] = set()
        self._outcome: Judged | BaseException | None = None

    def collect(self) -> Iterator[pytest.Collector]:
        """Yield each operation, and one node for what reaches none."""
        from image_gateways_documents.document_faults import DocumentError

        from .answer_checks import CHECKS
        from .journal_account import CHECKS as JOURNAL_CHECKS
        from .task_stories import POLL_CHECKS, SUBMIT_CHECKS

        try:
            document = self._document()
        except DocumentError as error:
            raise self.CollectError(str(error)) from None
        of_all = ["answer_arrives", *CHECKS, "ids_are_not_reused"]
        if self.contract.has_journal:
            of_all += JOURNAL_CHECKS
        self.operations = {operation.operation_id for operation in document.operations}
        for operation in document.operations:
            own = SUBMIT_CHECKS if operation.task_link else ()
            if operation.operation_id in document.submits:
                own = (*own, *POLL_CHECKS)
            yield OperationTests.from_parent(self, name=operation.operation_id, checks=(*of_all, *own))
        yield OperationTests.from_parent(self, name=NO_OPERATION, checks=tuple(of_all))

    def outcome(self) -> Judged:
        """Return what came of the requests, which are sent when this is called first, and never again."""
        if self._outcome is None:
            try:
                self._outcome = self.contract.run(self.gateway, self._wanted())
            except BaseException as error:
                self._outcome = error
                raise
        if isinstance(self._outcome, BaseException):
            raise self._outcome
        return self._outcome

    @cached_property
    def why_nothing_is_held(self) -> str:
        """Why those of its tests that were chosen had nothing to look at."""
        return self.contract.why_nothing_is_held(self.outcome(), self._tests())

    def _tests(self) -> list[CheckItem]:
        """Those that were chosen."""
        return [item for item in self.session.items if isinstance(item, CheckItem) and item.document is self]

    def _document(self) -> Document:
        """What the run is held to as well, which is made once."""
        from image_gateways_documents.document import open_document

        return open_document(self.path, gateway=self.gateway, lined=True)

    def _wanted(self) -> frozenset[str] | None:
        """The operations whose requests are sent: those of the tests that were chosen, and who submits their tasks."""
        operations = self._document().operations
        known = {operation.operation_id for operation in operations}
        chosen = {test.operation_id for test in self._tests()}
        if "" in chosen or chosen == known:
            return None
        links = {(o.operation_id, o.task_link.poll_operation_id) for o in operations if o.task_link}
        return frozenset(chosen | {submit for submit, poll in links if poll in chosen})


class OperationTests(pytest.Collector):
    """An operation: its checks are the tests.

    Args:
        checks: the names of those that have a test of their own.
        more: what pytest makes a node with.
    """

    def __init__(self, *, checks: tuple[str, ...], **more: Any) -> None:
        super().__init__(**more)
        self.checks = checks

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each check, and one for all others."""
        for check in (*self.checks, OTHER_CHECKS):
            yield CheckItem.from_parent(self, name=check)


class CheckFailed(Exception):
    """A check found something; the message has the lines of the findings."""


class CheckItem(pytest.Item):
    """One check of one operation."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        parent = self.parent
        assert isinstance(parent, OperationTests)
        assert isinstance(parent.parent, DocumentFile)
        self.document = parent.parent
        self.operation_id = "" if parent.name == NO_OPERATION else parent.name
        self._own_checks = parent.checks

    def runtest(self) -> None:
        """Tell what the check found.

        Raises:
            CheckFailed: something that is bad enough.
        """
        from .finding import lines_of

        outcome = self.document.outcome()
        found = [finding for finding in outcome.findings if self.tells_of(finding)]
        held = {check: number for (name, check), number in outcome.held.items() if self._is_own(name, check)}
        failing = [finding for finding in found if self.document.contract.fails(finding)]
        others = [finding for finding in found if finding not in failing]
        if failing:
            raise CheckFailed("\n\n".join("\n".join(lines_of(finding)) for finding in failing))
        if not held and not found:
            self.user_properties.append((_WHY_NOT, self.document.why_nothing_is_held))
            pytest.skip(f"{self.name} of {self.operation_id or NO_OPERATION}: nothing came that it could look at")
        lines = [f"{check}: held {number} times" for check, number in sorted(held.items())]
        lines += ["\n".join(lines_of(finding)) for finding in others]
        self.add_report_section("call", _PLUGIN, "\n".join(lines))
        self.user_properties.append((_HELD, sum(held.values())))

    def tells_of(self, finding: Finding) -> bool:
        """Tell whether a finding is told by this test."""
        return self._is_own(finding.operation_id, finding.check)

    def _is_own(self, operation_id: str, check: str) -> bool:
        """Tell whether this test tells of a check; what is of no operation of the document is of none."""
        if (operation_id if operation_id in self.document.operations else "") != self.operation_id:
            return False
        return check == self.name or (self.name == OTHER_CHECKS and check not in self._own_checks)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *_: Any) -> Any:
        """Return the lines of the findings, without a way through this module."""
        return str(excinfo.value) if isinstance(excinfo.value, CheckFailed) else super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Return where a test stands, and its name."""
        return self.path, None, f"{self.parent.name if self.parent else ''}::{self.name}"
