"""A gateway's contract and its cases, made once for all live runs of a process: a third of what a run takes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import pytest

from contract_tests.suite import live
from contract_tests.suite.contract import Contract
from contract_tests.suite.request_cases import Case, cases
from contract_tests.suite.target import Target
from tests.support.few_cases import kind_of


def know_contracts(
    patch: pytest.MonkeyPatch, *, draws: bool = False, shown_alone: bool = False, of_each_kind: bool = False
) -> None:
    """Have live runs share what depends on the document alone. One run at a time may go on.

    Args:
        patch: undoes it.
        draws: whether schemathesis runs too, which takes longer than all else.
        shown_alone: whether of each operation nothing is asked but what its document shows.
        of_each_kind: whether of the cases that differ in their place in the document alone one is asked.
    """
    if not draws:
        patch.setattr(live, "draw", lambda _session, _seed: None)
    patch.setattr(live, "Contract", _contract)
    chosen = _shown if shown_alone else _of_each_kind if of_each_kind else _cases
    patch.setattr(live, "cases", lambda contract: chosen(_anywhere(contract.target)))
    if shown_alone:
        patch.setattr(live, "text_cases", lambda _contract: ())


def _contract(target: Target) -> Contract:
    contract = _known(_anywhere(target))
    contract.target = target
    return contract


def _anywhere(target: Target) -> Target:
    return replace(target, base_url="")


@cache
def _known(target: Target) -> Contract:
    return Contract(target)


@cache
def _cases(target: Target) -> Sequence[Case]:
    return tuple(cases(_known(target)))


@cache
def _shown(target: Target) -> Sequence[Case]:
    return tuple(case for case in _cases(target) if "/example_" in case.name)


@cache
def _of_each_kind(target: Target) -> Sequence[Case]:
    return tuple({kind_of(case): case for case in reversed(_cases(target))}.values())[::-1]
