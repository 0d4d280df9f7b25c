"""Operators on Python source: those of mutmut, and two that it has not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import libcst
from mutmut.mutation.mutators import mutation_operators

Operator = Callable[[Any], Iterable[libcst.CSTNode]]

# Each of these takes a text for people after its first argument, which says the rest for programs.
_SAID_TO_PEOPLE = frozenset({"Problem"})
# What other exceptions carry ends in a traceback or in a text for people.
_CARRIES_AN_ANSWER = frozenset({"Rejection", "UnknownWish"})
_TELLS_THE_JOURNAL = ("self.journal", "entry.")
_BOUNDS_A_CACHE = "REMEMBERED"

_NO_MODULE = libcst.Module([])


@dataclass(frozen=True)
class SourceEdit:
    """One change of one module.

    Attributes:
        operator: the name of the operator.
        function: the function or the class that it changes, `module` for none.
        number: which of the operator's changes there it is.
        module: the module as it is.
        old: what is changed.
        new: what comes in its place.
    """

    operator: str
    function: str
    number: int
    module: libcst.Module
    old: libcst.CSTNode
    new: libcst.CSTNode

    @property
    def source(self) -> str:
        """The module with the change."""
        changed = self.module.deep_replace(self.old, self.new)
        assert isinstance(changed, libcst.Module)
        code: str = changed.code
        return code

    def __str__(self) -> str:
        """What was there and what is there now, on a line."""
        texts = (" ".join(self.module.code_for_node(node).split()) for node in (self.old, self.new))
        return " -> ".join(text[:120] for text in texts)


def source_edits(source: str) -> Iterator[SourceEdit]:
    """Yield every change of a module that could be seen by who talks to the program.

    Left out is what no answer can show: docstrings, annotations and aliases of types, decorators, assertions (they are
    for the type checker), texts with a space in them (they are for people), the texts of exceptions and problems, what
    a journal is told, and bounds of caches.
    """
    module = libcst.parse_module(source)
    counts: dict[tuple[str, str], int] = {}
    for function, node in _visible(module, ""):
        for operator, new in _changes(node):
            counts[function, operator] = number = counts.get((function, operator), 0) + 1
            yield SourceEdit(operator, function or "module", number, module, node, new)


def _changes(node: libcst.CSTNode) -> Iterator[tuple[str, libcst.CSTNode]]:
    for kind, operator in _OPERATORS:
        if isinstance(node, kind):
            name = operator.__name__.removeprefix("operator_").strip("_").replace("_", "-")
            for new in operator(node):
                if not _differs_for_people_alone(node, new):
                    yield name, new


def _condition(node: libcst.If | libcst.CompIf) -> Iterator[libcst.CSTNode]:
    """Take one way always."""
    for way in ("True", "False"):
        yield node.with_changes(test=libcst.Name(way))


def _statement(node: libcst.SimpleStatementLine) -> Iterator[libcst.CSTNode]:
    """Leave out what is done for its effect."""
    if isinstance(node.body[0], libcst.Expr | libcst.Raise | libcst.Del):
        yield node.with_changes(body=[libcst.Pass()])


_OPERATORS: Sequence[tuple[Any, Operator]] = (
    *mutation_operators,
    (libcst.If | libcst.CompIf, _condition),
    (libcst.SimpleStatementLine, _statement),
)


def _visible(node: libcst.CSTNode, function: str) -> Iterator[tuple[str, libcst.CSTNode]]:
    """Yield what may be changed, and the name of the function that it is in."""
    if _is_unseen(node, function):
        return
    if isinstance(node, libcst.FunctionDef | libcst.ClassDef):
        function = f"{function}.{node.name.value}".lstrip(".")
    yield function, node
    if isinstance(node, libcst.Raise) and _called(node.exc) not in _CARRIES_AN_ANSWER:
        return
    children = node.args[:1] if isinstance(node, libcst.Call) and _called(node) in _SAID_TO_PEOPLE else node.children
    for child in children:
        yield from _visible(child, function)


def _is_unseen(node: libcst.CSTNode, function: str) -> bool:
    match node:
        case libcst.Annotation() | libcst.Decorator() | libcst.Assert():
            return True
        case libcst.SimpleStatementLine(body=[libcst.Expr(value=libcst.SimpleString() | libcst.ConcatenatedString())]):
            return True
        case libcst.SimpleStatementLine():
            code: str = _NO_MODULE.code_for_node(node)
            return code.strip().startswith(_TELLS_THE_JOURNAL)
        case libcst.SimpleString():
            return any(map(str.isspace, node.value))
        case libcst.Assign(targets=[libcst.AssignTarget(target=libcst.Name() as target)]) if not function:
            is_of_types = isinstance(node.value, libcst.Subscript) or _called(node.value) == "TypeVar"
            return is_of_types or target.value.endswith(_BOUNDS_A_CACHE)
        case libcst.AnnAssign(annotation=libcst.Annotation(annotation=libcst.Name("TypeAlias"))):
            return True
        case libcst.Call():
            return _called(node) == "lru_cache"
    return False


def _differs_for_people_alone(old: libcst.CSTNode, new: libcst.CSTNode) -> bool:
    if not (isinstance(old, libcst.Call) and isinstance(new, libcst.Call) and _called(old) in _SAID_TO_PEOPLE):
        return False
    return bool(new.args) and bool(old.args[0].value.deep_equals(new.args[0].value))


def _called(node: libcst.CSTNode | None) -> str:
    """The name of the function that a call calls; empty where it is no call of a name."""
    if isinstance(node, libcst.Call) and isinstance(node.func, libcst.Name):
        name: str = node.func.value
        return name
    return ""
