"""The strength of the contract tests: a sample of what is broken on purpose is noticed."""

from __future__ import annotations

import json
import signal
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from contract_tests.suite.request_cases import cases
from contract_tests.suite.session import Session
from image_gateways_documents.document import Document, load_documents
from tests.support.our_documents import OURS
from tools.mutants import bench, source_mutants, workers
from tools.mutants.altered_server import Answered
from tools.mutants.answer_mutants import answer_mutants
from tools.mutants.bench import Bench
from tools.mutants.document_nodes import Json, operation_nodes
from tools.mutants.document_operators import weaker_requests
from tools.mutants.hidden import fits, hidden
from tools.mutants.mutant import Mutant
from tools.mutants.probes import Probes, watched
from tools.mutants.report import explanation, explanations, rate, rate_with_journal
from tools.mutants.selection import SHARES, selected
from tools.mutants.source_operators import source_edits
from tools.mutants.trial_result import SURVIVED, Ending, TrialResult
from tools.mutants.trials import Trial, Trials
from tools.mutants.workers import Failed, run_each

OPENAPI = Path(__file__).parents[2] / "openapi"
OF_ONE = OPENAPI / "ai302.yaml"  # both ways to answer, with a task and at once
SEED = 1
SAMPLE = 7  # one or two of each kind, as `make mutants` takes 600
WORKERS = 2


@pytest.fixture(scope="module")
def trials() -> Trials:
    return Trials(SEED, WORKERS)


@pytest.fixture(scope="module")
def mutants(trials: Trials) -> list[Mutant]:
    """Those that are made without the contract being run on what is unchanged, which takes long: all but of answers."""
    return trials.mutants([kind for kind in SHARES if kind != "answer"])


def shown_answers(documents: tuple[Document, ...]) -> dict[tuple[str, int], list[Answered]]:
    """What the suite sees of the unchanged server, or nearly so: the examples."""
    seen: dict[tuple[str, int], list[Answered]] = {}
    for operation in (operation for document in documents for operation in document.operations):
        for example in operation.examples:
            status = 400 if example.status is None else example.status
            answered = Answered(status, (), json.dumps(example.value).encode())
            seen.setdefault((operation.operation_id, status), []).append(answered)
    return seen


def test_each_mutant_of_a_sample_is_noticed_or_its_survival_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / OF_ONE.name).symlink_to(OF_ONE)
    trials = Trials(SEED, WORKERS, tmp_path)
    with monkeypatch.context() as patch:
        # The client as it is, which takes longest, is held to the same in tests/generated.
        patch.setattr(Bench, "hold_client", lambda *_: SURVIVED)
        mutants = trials.mutants(SHARES)
    unnoticed = [
        f"{trial.verdict.outcome.value}: {trial.mutant.id} {trial.verdict.message}"
        for trial in trials.run(selected(mutants, SAMPLE, SEED))
        if trial.verdict.outcome in (Ending.SURVIVED, Ending.TIMED_OUT, Ending.BROKEN)
        and explanation(trial.mutant.id) is None
    ]
    assert not unnoticed, "\n".join(unnoticed)


@pytest.mark.parametrize("added", [(), (("more", "1"),)])
def test_what_the_journal_alone_shows_is_told_of_a_survivor(
    trials: Trials, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, added: tuple[tuple[str, str], ...]
) -> None:
    def run_one_case(session: Session, _: Any = None) -> None:
        session.judge("one", next(cases(session.contract)).request)

    monkeypatch.setattr(bench, "run_own_cases", run_one_case)
    tried = trials._bench(tmp_path)
    asked_for_more = tried.altered(lambda asked: replace(asked, query=(*asked.query, *added)))
    verdict = tried.hold("oceanbase", asked_for_more)
    assert verdict.outcome is Ending.SURVIVED
    assert bool(verdict.journal) == bool(added)
    mutant = trials.mutants(["client"])[0]
    told = [Trial(mutant, verdict, 0.0), Trial(mutant, TrialResult(Ending.KILLED), 0.0)]
    assert (rate(told), rate_with_journal(told)) == (0.5, 1.0 if added else 0.5)


def test_several_hundred_mutants_fit_and_each_has_an_id_of_its_own(mutants: list[Mutant]) -> None:
    assert len(mutants) > 500
    assert not [name for name, count in Counter(mutant.id for mutant in mutants).items() if count > 1]


def test_a_choice_of_mutants_has_every_operator_and_every_operation_and_is_the_same_for_a_seed(
    mutants: list[Mutant],
) -> None:
    chosen = selected(mutants, 600, SEED)
    assert {(m.kind, m.operator) for m in chosen} == {(m.kind, m.operator) for m in mutants}
    assert {name for m in chosen for name in m.operations} == {name for m in mutants for name in m.operations}
    assert [m.id for m in chosen] == [m.id for m in selected(mutants, 600, SEED)]
    assert [m.id for m in chosen] != [m.id for m in selected(mutants, 600, SEED + 1)]


def test_an_explanation_is_found_by_the_pattern_of_an_id_and_by_no_other() -> None:
    assert explanation("leniency/drop-type/ai302/requests/schemas/SeededitV30Request/allOf/0")
    assert explanation("answer/drop/ai302/submit_seededit_v30/200/data.task_id") is None


def test_each_explanation_is_of_mutants_that_there_are(mutants: list[Mutant]) -> None:
    documents = OURS
    of_answers = answer_mutants(documents, shown_answers(documents))
    ids = [mutant.id for mutant in (*mutants, *of_answers)]
    assert not [pattern for pattern in explanations() if not any(fnmatchcase(name, pattern) for name in ids)]


def test_a_client_may_lack_a_status_unnoticed_only_where_a_range_has_the_same_answer(trials: Trials) -> None:
    documents = {document.gateway: document for document in OURS}
    dropped = [mutant for mutant in trials.mutants(["client"]) if mutant.operator == "drop-answer"]
    for mutant in (mutant for mutant in dropped if explanation(mutant.id)):
        document = documents[mutant.gateway]
        read = document.dereferenced
        _, operation_id, status = mutant.place.split("/")
        (node,) = (node for _, node in operation_nodes(document.root) if node["operationId"] == operation_id)
        contents = (read(node["responses"][key])["content"] for key in (status, f"{status[0]}XX"))
        own, ranged = ({kind: media["schema"] for kind, media in content.items()} for content in contents)
        assert own == ranged, mutant.id


def test_what_no_answer_can_show_of_a_source_is_left_as_it_is() -> None:
    edits = list(
        source_edits('''
"""Says what it does, and in which 1 place."""
Filler = Callable[[Any, int], Any]
AnswerT = TypeVar("AnswerT")
_MOST_REMEMBERED = 1024

class Store(Generic[AnswerT]):
    """Says what it does."""

    @lru_cache(maxsize=64)
    def add(self, name: str | None, more: Literal["a"]) -> int | None:
        """Says what it does."""
        assert name != "" and more, 1
        self.journal.note(name, 1)
        entry.variant = name + 1
        raise ValueError(f"name is {name}", 1)
''')
    )
    # That it is refused at all is to be seen, why is not.
    assert [str(edit) for edit in edits] == ['raise ValueError(f"name is {name}", 1) -> pass']


def test_a_source_is_changed_at_its_conditions_its_effects_and_what_it_says_to_programs() -> None:
    changes = [
        (edit.operator, str(edit))
        for edit in source_edits(
            """
def check(value, limit):
    if value > limit:
        raise Rejection(Problem("out-of-bounds", (), f"at most {limit}", str(value)))
"""
        )
    ]
    rejection = 'Rejection(Problem("out-of-bounds", (), f"at most {limit}", str(value)))'
    statement = f"if value > limit: raise {rejection}"
    assert ("condition", f"{statement} -> if False: raise {rejection}") in changes
    assert ("swap-op", "> limit -> >= limit") in changes
    assert ("statement", f"raise {rejection} -> pass") in changes
    assert ("string", '"out-of-bounds" -> "OUT-OF-BOUNDS"') in changes
    assert not [change for _, change in changes if "str(None)" in change]


def test_a_mock_of_broken_source_is_noticed_unless_it_serves_nobody_or_nothing_is_to_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One gateway is enough to see it, and the others take longest where there is nothing to be seen.
    (tmp_path / "oceanbase.yaml").symlink_to(OPENAPI / "oceanbase.yaml")
    trials, documents = Trials(SEED, WORKERS, tmp_path), load_documents(tmp_path)
    monkeypatch.setattr(Trials, "_unchanged", SimpleNamespace(seconds=1.0))  # the sample says that it passes
    monkeypatch.setattr(source_mutants, "MODULES", {"image_gateways_mock": ("gateway", "tasks")})
    monkeypatch.setattr(source_mutants, "is_hidden", lambda *_: False)
    outcomes = {
        "self.named: dict[str, _Recorded] = {} -> self.named: dict[str, _Recorded] = None": Ending.STILLBORN,
        "operation = request.operation -> operation = None": Ending.STILLBORN,
        "self._tasks[poll, task_id] = task -> self._tasks[poll, task_id] = None": Ending.KILLED,
        ">= self._limit -> > self._limit": Ending.KILLED,
        "pending - 1 -> pending + 1": Ending.SURVIVED,
    }
    made = source_mutants.source_mutants(documents)
    chosen = [mutant for mutant in made if str(mutant.edit) in outcomes]
    seen = {str(trial.mutant.edit): trial.verdict.outcome for trial in trials.run(chosen)}  # type: ignore[attr-defined]
    assert seen == outcomes


def test_a_source_is_left_as_it_is_where_something_is_hidden() -> None:
    source = "def f():\n    if asked(a, b):\n        tell(a, b)\n"

    def changed(left_out: str) -> set[str]:
        edits = source_edits(source, lambda _, code: code == left_out)
        return {str(edit).partition(" -> ")[0].partition("(")[0] for edit in edits}

    assert changed("nothing of it") == {"if asked", "asked", "tell"}
    assert changed("if asked(a, b):") == {"tell"}
    assert changed("tell(a, b)") == {"if asked", "asked"}
    assert not changed("")
    arguments = [str(edit) for edit in source_edits(source, lambda _, code: code == "b")]
    assert "asked(a, b) -> asked(None, b)" in arguments
    assert "asked(a, b) -> asked(a, None)" not in arguments


def test_each_hidden_thing_is_in_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    there: defaultdict[str, set[str]] = defaultdict(set)

    def note(function: str, code: str) -> bool:
        there[function].add(code)
        return False

    monkeypatch.setattr(source_mutants, "is_hidden", note)
    list(source_mutants.source_mutants(OURS))
    for functions, codes in hidden():
        inside = [function for function in there if any(fits(name, function) for name in functions)]
        assert not [name for name in functions if not any(fits(name, function) for function in inside)]
        code_inside = {code for function in inside for code in there[function]}
        assert not [pattern for pattern in codes if not any(fits(pattern, code) for code in code_inside)]


def test_a_change_is_shown_by_a_run_that_comes_there_and_decides_otherwise() -> None:
    source = "def f(a):\n    if a:\n        tell(1)\n    else:\n        tell(2)\n    return 3 if a else 4\n"
    edits = list(source_edits(source))
    probes = Probes({"f": edits[0].module})
    program: dict[str, Any] = {"tell": lambda _: None}
    exec(probes.sources["f"], program)
    seen = watched()
    assert program["f"](True) == 3
    shown = {str(edit) for edit in edits if probes.show(edit, frozenset(seen))}
    assert {"1 -> 2", "tell(1) -> pass", "if a: tell(1) else: tell(2) -> if False: tell(1) else: tell(2)"} <= shown
    assert not shown & {"2 -> 3", "tell(2) -> pass", "if a: tell(1) else: tell(2) -> if True: tell(1) else: tell(2)"}
    assert {edit for edit in shown if edit.startswith("3 if a")} == {"3 if a else 4 -> 3 if (a) and False else 4"}


def body_validators(root: Json) -> Iterator[tuple[list[Any], Draft202012Validator]]:
    """The examples of each body, and what holds a body to its schema alone."""
    for _, operation in operation_nodes(root):
        media = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if media is not None:
            examples = [root["components"]["examples"][name]["value"] for name in media["examples"]]
            yield examples, Draft202012Validator({**media["schema"], "components": root["components"]})


def changed_values(value: Any) -> Iterator[Any]:
    """The value with each part of it, and itself, replaced by a value of each type, or taken away."""
    yield from ("text", "", 1, 1.5, 99, True, None, [], {})
    if isinstance(value, dict):
        for name, part in value.items():
            yield {key: other for key, other in value.items() if key != name}
            yield from ({**value, name: other} for other in changed_values(part))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from ([*value[:index], other, *value[index + 1 :]] for other in changed_values(part))


@pytest.mark.parametrize("document", OURS, ids=lambda document: document.gateway)
def test_a_schema_may_lose_a_demand_unnoticed_only_where_it_takes_the_same_bodies_without_it(
    document: Document,
) -> None:
    lost = [
        edit
        for edit in weaker_requests(document.root)
        if explanation(f"leniency/{edit.operator}/{document.gateway}/{edit.place}")
        and edit.operator != "drop-pattern"  # of pictures, which x-picture stands beside, and JSON Schema does not know
    ]
    assert lost
    for edit in lost:
        pairs = zip(body_validators(document.root), body_validators(edit.edited(document.root)), strict=True)
        for (examples, strict), (_, lenient) in pairs:
            bodies = [*examples, *(body for example in examples for body in changed_values(example))]
            taken = [body for body in bodies if strict.is_valid(body) != lenient.is_valid(body)]
            assert not taken, edit.place


def worked(item: str, folder: Path) -> str:
    if item == "raises":
        raise ValueError(item)
    if item == "hangs":
        signal.pause()
    (folder / "note").write_text(item)
    return item.upper()


def test_a_process_that_fails_or_hangs_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0
    monkeypatch.setattr(workers, "time", SimpleNamespace(monotonic=lambda: now))
    runs = {}
    for run in run_each(["hangs", "well", "raises", "too"], worked, workers=2, seconds=900):
        runs[run.item] = run
        now = 1000 if len(runs) == 3 else 0
    assert (runs["well"].result, runs["too"].result) == ("WELL", "TOO")
    assert isinstance(runs["raises"].error, Failed)
    assert "ValueError: raises" in str(runs["raises"].error)
    assert isinstance(runs["hangs"].error, TimeoutError)
