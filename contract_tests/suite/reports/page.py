"""A run as a page for people: by operation, status and check, with coverage and drift."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from ..coverage import KINDS
from ..finding import Finding
from .contents import Group, Report

_TEMPLATE = "page.html.jinja"
_PARAMETER = re.compile(r"\{[^{}]+\}")
_UNDOCUMENTED = "not documented"


@dataclass(frozen=True, slots=True)
class Status:
    """A status of an operation: its name, what it is documented as, and how many answers had it."""

    name: str
    documented: str
    answers: int


@dataclass(frozen=True, slots=True)
class Check:
    """A check of an operation: its name, how many times it was held to it, and what was found wrong."""

    name: str
    number: int
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class PageSection:
    """An operation's part of the page, or that of the requests that reach none."""

    name: str
    call: str
    statuses: Sequence[Status]
    checks: Sequence[Check]


@dataclass(frozen=True, slots=True)
class Covered:
    """Of one kind of what a document states: how much there is, how much was exercised, and what was not."""

    kind: str
    stated: int
    seen: int
    missing: Sequence[str]


def page(report: Report, hide: Callable[[str], str]) -> str:
    """Return a run as HTML. Addresses stand there as in the documents, without what takes a parameter's place.

    Args:
        report: the run.
        hide: takes secrets out of a text.
    """
    groups = list(report.groups())
    addresses = list(_addresses(groups))

    def shown(value: object) -> Markup:
        text = hide(str(value))
        for address, path in addresses:
            text = address.sub(path, text)
        return escape(text)

    sections = [(group, list(_sections(group)), list(_coverage(group))) for group in groups]
    return _template().render(report=report, groups=sections, shown=shown)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        finalize=_as_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(_TEMPLATE)


@pass_context
def _as_shown(context: Context, value: object) -> object:
    return value if isinstance(value, Markup) else context["shown"](value)


def _sections(group: Group) -> Iterator[PageSection]:
    checks = group.checks
    for operation_id in dict.fromkeys([*group.tally.operations, *sorted(name for name, _ in checks)]):
        described = group.tally.operations.get(operation_id)
        yield PageSection(
            operation_id or "no operation",
            described.call if described else "",
            list(_statuses(group, operation_id)),
            [
                Check(check, number, group.findings_of(operation_id, check))
                for (name, check), number in sorted(checks.items())
                if name == operation_id
            ],
        )


def _statuses(group: Group, operation_id: str) -> Iterator[Status]:
    """The statuses that came, and those that are documented and did not."""
    came = {status: number for (name, status), number in group.tally.answers.items() if name == operation_id}
    unseen = list(group.tally.operations[operation_id].statuses) if operation_id in group.tally.operations else []
    for status, number in sorted(came.items()):
        documented = group.tally.documented_status(operation_id, status)
        unseen = [name for name in unseen if name != documented]
        yield Status(str(status) if status else "none", documented or (operation_id and _UNDOCUMENTED), number)
    yield from (Status(name, name, 0) for name in unseen)


def _coverage(group: Group) -> Iterator[Covered]:
    for kind in KINDS:
        items = [item for item in group.tally.stated if item.kind == kind]
        missing = [item.name for item in items if item not in group.tally.seen]
        if items:
            yield Covered(kind, len(items), len(items) - len(missing), missing)


def _addresses(groups: Sequence[Group]) -> Iterator[tuple[re.Pattern[str], str]]:
    """The paths of the documents' operations that have parameters, and what finds the addresses that they stand for."""
    paths = {described.call.partition(" ")[2] for group in groups for described in group.tally.operations.values()}
    for path in sorted(filter(_PARAMETER.search, paths)):
        yield re.compile(r"[^\s/?#\"'&:;,]+".join(map(re.escape, _PARAMETER.split(path)))), path
