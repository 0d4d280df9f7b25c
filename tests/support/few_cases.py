"""The suite's own cases, a few of them: for what does not depend on how many there are."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from contract_tests.suite import __main__ as suite_command
from contract_tests.suite import own_cases
from contract_tests.suite.mock_run import mock_targets
from contract_tests.suite.request_cases import Case, cases
from contract_tests.suite.staged_answers import busy, staged
from contract_tests.suite.target import Target
from contract_tests.suite.task_stories import stories


def send_few_cases(patch: pytest.MonkeyPatch, *operations: str) -> None:
    """Have one case of each kind sent; and of each operation one failure asked for, and one story told.

    Args:
        patch: undoes it.
        operations: the ids of those that are tried; none for all.
    """

    def first_of_each(made: Callable[[Any], Iterable[Any]], kind: Callable[[Any], Hashable]) -> Any:
        def few(about: Any) -> Collection[Any]:
            found: dict[Hashable, Any] = {}
            for one in made(about):
                if not operations or _operation_of(one) in operations:
                    found.setdefault(kind(one), one)
            return found.values()

        return few

    patch.setattr(own_cases, "cases", first_of_each(cases, kind_of))
    for made in (staged, busy, stories):
        patch.setattr(own_cases, made.__name__, first_of_each(made, _operation_of))


def try_alone(patch: pytest.MonkeyPatch, *operations: str) -> None:
    """Have the suite's command try a mock's operations of these ids, drawn cases as well, and no other."""

    def chosen(*about: Any, **more: Any) -> Iterator[Target]:
        return (replace(target, operations=frozenset(operations)) for target in mock_targets(*about, **more))

    patch.setattr(suite_command, "mock_targets", chosen)


def kind_of(case: Case) -> Hashable:
    """Equal for the cases of an operation that try the same keyword in the same way."""
    return _operation_of(case), case.name.split("/")[1], case.keyword, case.request.method


def _operation_of(one: Any) -> str:
    case = one if isinstance(one, Case) else one[0]  # what belongs to a case, or to a story's name
    name: str = case.name if isinstance(case, Case) else case
    return name.partition("/")[0]
