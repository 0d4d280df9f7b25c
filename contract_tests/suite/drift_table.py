"""Field by field: what the document says, what the recording says, what the gateway said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from image_gateways_documents.problem import quoted
from image_gateways_documents.schema_walk import ANY, Path, Pattern, Schema, at, json_path

from .answer_checks import (
    JudgedExchange,
    answered_as_documented,
    code_of_status,
    data_with_success_alone,
    documented_body,
    usual_alternative,
)
from .recorded_likeness import closest, of_whichever_form
from .severity import Severity
from .violation import Violation

DIFFERS = "differs from the recording"
"""The verdict on a field that the document allows, and that is otherwise in the recording."""

_LONGEST = 120

# What the others expect is no sentence of the document: an example is no rule, nor is what a picture ought to be.
_OF_THE_DOCUMENT = frozenset(
    check.__name__
    for check in (
        documented_body,
        usual_alternative,
        code_of_status,
        data_with_success_alone,
        answered_as_documented,
    )
)
_VERDICTS = {
    Severity.ERROR: "breaks the document",
    Severity.DRIFT: "beyond the document",
    Severity.LOW_DRIFT: "unlike its examples",
}


VERDICTS = (*_VERDICTS.values(), DIFFERS)
"""The verdicts on fields where not all agree, the worst first."""


@dataclass(frozen=True, slots=True)
class DriftRow:
    """One field of one answer.

    Attributes:
        answer: the operation and the HTTP status.
        path: where in the body.
        document: what the document says.
        recording: what the recorded or documented answer holds that is most like it.
        gateway: what the gateway said.
        verdict: `breaks the document`, `beyond the document`, `unlike its examples`, `differs from the recording`, or
            empty where all agree.
    """

    answer: str
    path: str
    document: str
    recording: str
    gateway: str
    verdict: str


def rows(exchange: JudgedExchange, violations: Iterable[tuple[str, Violation]]) -> Iterator[DriftRow]:
    """Yield a row for each field that the answer or the recorded answer most like it has.

    Args:
        exchange: the answer and what it answers.
        violations: what is wrong with it, with the name of the check.
    """
    operation, status = exchange.operation, exchange.received.status
    if operation is None or not exchange.is_json or exchange.schema is None:
        return
    answer = f"{operation.operation_id} {status}"
    found = {v.path: (check, v) for check, v in violations if v.path is not None}
    bodies = [*exchange.contract.known_answers(operation, status)]
    schema = exchange.schema
    if schema.problem(exchange.value) is None and not schema.is_drift(exchange.value):
        # What is recorded of another of the forms that the document knows says nothing of this one.
        bodies = [body for body in bodies if schema.shape_of(body) is schema.shape_of(exchange.value)]
    recorded, differences = closest(bodies, exchange.value, schema, alike=of_whichever_form) or (None, ())
    differing = {violation.path for violation in differences}
    documented = exchange.contract.answer_places(operation, status, exchange.media_type) or {}
    paths = dict.fromkeys([*_leaves(exchange.value, ()), *_leaves(recorded, ()), *found])
    for path in paths:
        check, violation = found.get(path, ("", None))
        verdict = _VERDICTS[violation.severity] if violation else DIFFERS if path in differing else ""
        yield DriftRow(
            answer,
            json_path(path, "$"),
            violation.message if violation and check in _OF_THE_DOCUMENT else _documented(documented, path),
            "nothing is recorded" if recorded is None else _shown(recorded, path),
            _shown(exchange.value, path),
            verdict,
        )


def _documented(documented: Mapping[Pattern, Sequence[Schema]], path: Path) -> str:
    """What the document demands of a place, in a few words."""
    found = documented.get(tuple(ANY if isinstance(step, int) else step for step in path), [])
    words: list[str] = []
    for part in found:
        for keyword in ("type", "const", "enum", "pattern"):
            if keyword in part:
                words.append(f"{keyword} {part[keyword]}")
    return "; ".join(dict.fromkeys(words))[:_LONGEST] if found else "nothing of such a field"


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, dict) and value:
        for name, below in value.items():
            yield from _leaves(below, (*path, name))
    elif isinstance(value, list) and value:
        for index, below in enumerate(value):
            yield from _leaves(below, (*path, index))
    else:
        yield path


def _shown(value: Any, path: Path) -> str:
    holder = at(value, path[:-1]) if path else {"": value}
    last = path[-1] if path else ""
    if isinstance(holder, list):
        present = isinstance(last, int) and last < len(holder)
    else:
        present = isinstance(holder, dict) and last in holder
    return quoted(holder[last])[:_LONGEST] if present else "nothing"
