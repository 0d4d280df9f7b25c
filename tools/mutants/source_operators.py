"""Operators on Python source: those of mutmut, and two that it has not."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any

import libcst

Operator = Callable[[Any], Iterable[libcst.CSTNode]]
IsHidden = Callable[[str, str], bool]
"""Whether something of a function is no matter of who talks to the program: its code, on a line, or nothing for all."""

# Each of these takes a text for people after its first argument, which says the rest for programs.
_SAID_TO_PEOPLE = frozenset({"Problem"})
# What other exceptions carry ends in a traceback or in a text for people.
_CARRIES_AN_ANSWER = frozenset({"Rejection", "UnknownWish"})
_TELLS_THE_JOURNAL = ("self.journal", "entry.")
_BOUNDS_A_CACHE = "REMEMBERED"

_CODECS = frozenset({"latin-1"})
_CODED = (libcst.BaseStatement, libcst.BaseExpression, libcst.CompIf)
CONDITIONAL = (libcst.If, libcst.IfExp, libcst.CompIf)

_NO_MODULE = libcst.Module([])


@dataclass(frozen=True)
class SourceEdit:
    """One change of one module.

    Attributes:
        operator: the name of the operator.
        function: the function or the class that it changes, `module` for none.
        number: which of the operator's changes there it is.
        module: the module as it is.
        statement: the statement of a block that holds it; None for none.
        old: what is changed.
        new: what comes in its place.
    """

    operator: str
    function: str
    number: int
    module: libcst.Module
    statement: libcst.CSTNode | None
    old: libcst.CSTNode
    new: libcst.CSTNode

    @property
    def way(self) -> bool | None:
        """The way that a condition is always decided now; None for a change of another kind."""
        if not isinstance(self.old, CONDITIONAL):
            return None
        test: Any = self.new.test  # type: ignore[attr-defined]
        last: Any = test.right if isinstance(test, libcst.BooleanOperation) else test
        return bool(last.value == "True")

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


def source_edits(source: str, is_hidden: IsHidden = lambda _, __: False) -> Iterator[SourceEdit]:
    """Yield every change of a module that could be seen by who talks to the program.

    Left out is what no answer can show: docstrings, annotations and aliases of types, decorators, assertions (they are
    for the type checker), texts with a space in them (they are for people), the texts of exceptions and problems, what
    a journal is told, bounds of caches, and another writing of the name of a codec or of a header.

    Args:
        source: the module.
        is_hidden: says what else is left out.
    """
    module = libcst.parse_module(source)
    counts: dict[tuple[str, str], int] = {}
    for place in _visible(module, is_hidden):
        for operator, new in _changes(place, is_hidden):
            counts[place.function, operator] = number = counts.get((place.function, operator), 0) + 1
            yield SourceEdit(operator, place.function or "module", number, module, place.statement, place.node, new)


@dataclass(frozen=True)
class _PlaceInSource:
    """A node, the name of the function that it is in, and the statement of a block."""

    node: libcst.CSTNode
    function: str = ""
    statement: libcst.CSTNode | None = None

    @property
    def code(self) -> str:
        """The node on a line; of what holds statements, what it asks."""
        if isinstance(self.node, libcst.If):
            return f"if {_on_a_line(self.node.test)}:"
        if isinstance(self.node, libcst.Match):
            return f"match {_on_a_line(self.node.subject)}:"
        # Without the comments that stand above a statement, or behind it.
        return _on_a_line(self.node.body[0] if isinstance(self.node, libcst.SimpleStatementLine) else self.node)

    def below(self, child: libcst.CSTNode) -> "_PlaceInSource":
        """A part of this one."""
        function, statement = self.function, self.statement
        if isinstance(child, libcst.FunctionDef | libcst.ClassDef):
            function = f"{function}.{child.name.value}".lstrip(".")
        if isinstance(self.node, libcst.IndentedBlock):
            statement = child
        return _PlaceInSource(child, function, statement)


def _changes(place: _PlaceInSource, is_hidden: IsHidden) -> Iterator[tuple[str, libcst.CSTNode]]:
    for operator in _operators_on(type(place.node)):
        name = operator.__name__.removeprefix("operator_").strip("_").replace("_", "-")
        for new in operator(place.node):
            if not (_is_written_otherwise(place.node, new) or _differs_in_what_is_hidden(place, new, is_hidden)):
                yield name, new


def _condition(node: libcst.If | libcst.CompIf) -> Iterator[libcst.CSTNode]:
    """Take one way always."""
    for way in ("True", "False"):
        yield node.with_changes(test=libcst.Name(way))


def _statement(node: libcst.SimpleStatementLine) -> Iterator[libcst.CSTNode]:
    """Leave out what is done for its effect."""
    if isinstance(node.body[0], libcst.Expr | libcst.Raise | libcst.Del):
        yield node.with_changes(body=[libcst.Pass()])


@cache
def _operators_on(kind: type[libcst.CSTNode]) -> Sequence[Operator]:
    """Return the operators for a class of nodes, of which there are few, and of nodes many."""
    return [operator for changed, operator in _operators() if issubclass(kind, changed)]


@cache
def _operators() -> Sequence[tuple[Any, Operator]]:
    from mutmut.mutation.mutators import mutation_operators  # takes half a second to import

    own = ((libcst.If | libcst.CompIf, _condition), (libcst.SimpleStatementLine, _statement))
    return (*mutation_operators, *own)


def _visible(module: libcst.Module, is_hidden: IsHidden) -> Iterator[_PlaceInSource]:
    """Yield what may be changed, in the order in which it stands."""
    waiting = [_PlaceInSource(module)]
    while waiting:
        place = waiting.pop()
        node = place.node
        if _is_unseen(node, place.function) or (isinstance(node, libcst.FunctionDef) and is_hidden(place.function, "")):
            continue
        if isinstance(node, _CODED) and is_hidden(place.function, place.code):
            children = _held_statements(node)
        else:
            yield place
            children = _visible_parts(node)
        waiting += [place.below(child) for child in reversed(children) if child]


def _held_statements(node: libcst.CSTNode) -> Sequence[libcst.CSTNode | None]:
    match node:
        case libcst.If():
            return [node.body, node.orelse]
        case libcst.Match():
            return node.cases
    return []


def _visible_parts(node: libcst.CSTNode) -> Sequence[libcst.CSTNode | None]:
    if isinstance(node, libcst.Raise) and _called(node.exc) not in _CARRIES_AN_ANSWER:
        return ()
    if isinstance(node, libcst.Call) and _called(node) in _SAID_TO_PEOPLE:
        return node.args[:1]
    return node.children


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


def _differs_in_what_is_hidden(place: _PlaceInSource, new: libcst.CSTNode, is_hidden: IsHidden) -> bool:
    """Tell whether a call differs in an argument alone that is for people, or hidden."""
    old = place.node
    if not (isinstance(old, libcst.Call) and isinstance(new, libcst.Call)):
        return False
    pairs = zip_longest(old.args, new.args)
    number, changed = next((pair for pair in enumerate(pairs) if not _are_equal(*pair[1])), (0, (None, None)))
    if changed[0] is None:
        return False
    if _called(old) in _SAID_TO_PEOPLE:
        return number > 0
    named = f"{changed[0].keyword.value}=" if changed[0].keyword else ""
    return is_hidden(place.function, named + _on_a_line(changed[0].value))


def _are_equal(one: libcst.Arg | None, other: libcst.Arg | None) -> bool:
    return one is not None and other is not None and bool(one.value.deep_equals(other.value))


def _is_written_otherwise(old: libcst.CSTNode, new: libcst.CSTNode) -> bool:
    """Tell the same name of a codec, or of a header, which have no case."""
    if not (isinstance(old, libcst.SimpleString) and isinstance(new, libcst.SimpleString)):
        return False
    return old.value.lower() == new.value.lower() and (old.value.startswith("b") or old.raw_value in _CODECS)


def _on_a_line(node: libcst.CSTNode) -> str:
    return " ".join(_NO_MODULE.code_for_node(node).split())


def _called(node: libcst.CSTNode | None) -> str:
    """The name of the function that a call calls; empty where it is no call of a name."""
    if isinstance(node, libcst.Call) and isinstance(node.func, libcst.Name):
        name: str = node.func.value
        return name
    return ""
