"""What of a program a run reaches: each statement says when it is run, and each condition which way it was decided."""

import builtins
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import libcst

from .source_operators import CONDITIONAL, SourceEdit

Ways = frozenset[tuple[int, bool]]
"""The numbers of the probes that a run came to, each with the ways that it saw; of a statement that is True."""

_PROBE = "__reached__"


class Probes:
    """Modules with a probe before each statement of a block, and around each condition.

    Args:
        modules: modules by name.

    Attributes:
        sources: the same with the probes.
    """

    def __init__(self, modules: Mapping[str, libcst.Module]) -> None:
        setting = _Setting()
        self.sources = {name: module.visit(setting).code for name, module in modules.items()}
        self._numbers = setting.numbers

    def show(self, edit: SourceEdit, seen: Ways) -> bool:
        """Tell whether a run could show that something was changed: it comes there, and not always the new way."""
        if edit.statement is not None and (self._numbers[edit.statement], True) not in seen:
            return False
        if isinstance(edit.old, libcst.Match):
            kept = edit.new.children
            return any((self._numbers[case.body.body[0]], True) in seen for case in edit.old.cases if case not in kept)
        way = edit.way
        return way is None or (self._numbers[edit.old.test], not way) in seen  # type: ignore[attr-defined]


def watched() -> set[tuple[int, bool]]:
    """Return what the probes that this process runs from now on see, which grows."""
    seen: set[tuple[int, bool]] = set()

    def reached(number: int, found: Any = True) -> Any:
        seen.add((number, bool(found)))
        return found

    setattr(builtins, _PROBE, reached)
    return seen


class _Setting(libcst.CSTTransformer):
    """Sets the probes, and remembers their numbers by what they are of."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: dict[libcst.CSTNode, int] = {}
        self._next = count()

    def on_leave(self, original_node: Any, updated_node: Any) -> Any:
        """Set the probes of a node whose parts have theirs."""
        if isinstance(original_node, libcst.IndentedBlock):
            return updated_node.with_changes(body=[*self._led_by_probes(original_node, updated_node)])
        if isinstance(original_node, CONDITIONAL):
            return updated_node.with_changes(test=self._probe(original_node.test, updated_node.test))
        return updated_node

    def _led_by_probes(
        self, original: libcst.IndentedBlock, updated: libcst.IndentedBlock
    ) -> Iterator[libcst.BaseStatement]:
        for statement, probed in zip(original.body, updated.body, strict=True):
            yield libcst.SimpleStatementLine([libcst.Expr(self._probe(statement))])
            yield probed

    def _probe(self, node: libcst.CSTNode, *found: libcst.BaseExpression) -> libcst.Call:
        self.numbers[node] = number = next(self._next)
        return libcst.Call(libcst.Name(_PROBE), [libcst.Arg(libcst.Integer(str(number))), *map(libcst.Arg, found)])
