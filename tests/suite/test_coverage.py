"""What examples and recordings exercise of the documents: counted rightly, and never less than before."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from contract_tests.suite.coverage import KINDS, SOURCES, Coverage, Item, coverage_of
from contract_tests.suite.coverage_floor import FLOOR, floor_of, lost, outdated, read_floor, write_floor
from contract_tests.suite.coverage_places import line_of
from contract_tests.suite.coverage_table import main, table
from image_gateways_documents.document import load_documents, open_document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_recordings.cassettes import RecordingError
from tests.support.our_documents import OUR_GATEWAYS, OURS

ROOT = Path(__file__).parents[2]
OPENAPI = ROOT / "openapi"
RECORDINGS = ROOT / "contract_tests" / "recordings"

STATUS = Item("gw", "status", "submit 429")
VALUE = Item("gw", "enum-value", "Status done")
BOTH = frozenset(SOURCES)


@pytest.fixture(scope="module")
def covered() -> Coverage:
    return {item: by for item, by in coverage_of(OPENAPI, RECORDINGS).items() if item.gateway in OUR_GATEWAYS}


def test_nothing_that_was_exercised_is_lost(covered: Coverage) -> None:
    assert not list(lost(read_floor(FLOOR), covered))


def test_what_the_floor_says_is_what_is_documented_and_not_exercised(covered: Coverage) -> None:
    assert not list(outdated(read_floor(FLOOR), covered))


def test_each_operation_has_a_recording_of_each_documented_status(covered: Coverage) -> None:
    """A range such as 4XX needs one of its own: of a status that no other entry of the operation names."""
    without = [item for item, by in covered.items() if item.kind in ("operation", "status") and "recordings" not in by]
    assert not without


def test_each_documented_answer_has_an_example(covered: Coverage) -> None:
    assert not [item for item, by in covered.items() if item.kind == "status" and "examples" not in by]


def test_each_kind_of_item_is_counted(covered: Coverage) -> None:
    for source in SOURCES:
        kinds = {item.kind for item, by in covered.items() if source in by}
        assert kinds == set(KINDS) - ({"parameter"} if source == "examples" else set())


@pytest.fixture(scope="module")
def without_a_recording(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The recordings without those of one status, and that status as the floor names it."""
    folder = tmp_path_factory.mktemp("recordings")
    shutil.copytree(RECORDINGS, folder, dirs_exist_ok=True)
    document = load_documents(OPENAPI)[0]
    operation = document.operations[0]
    for file in folder.joinpath(document.gateway).glob(f"{operation.operation_id}__*.yaml"):
        interactions = yaml.load(file.read_bytes(), yaml.CSafeLoader)["interactions"]
        if any(i["response"]["status"]["code"] == 429 for i in interactions):
            file.unlink()
    return folder, f"{document.gateway} status {operation.operation_id} 429"


def test_a_recording_that_is_taken_away_is_a_loss_that_is_named(without_a_recording: tuple[Path, str]) -> None:
    folder, status = without_a_recording
    problems = list(lost(read_floor(FLOOR), coverage_of(OPENAPI, folder)))
    assert any(problem.startswith(f"{status} is in none of the recordings") for problem in problems), problems


def test_an_example_that_is_taken_away_is_a_loss_that_is_named(tmp_path: Path) -> None:
    path = next(OPENAPI.glob("*.yaml"))
    content = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    path_item = next(iter(content["paths"].values()))
    operation = next(iter(path_item.values()))
    next(iter(operation["responses"]["200"]["content"].values()))["examples"] = {}
    tmp_path.joinpath(path.name).write_text(json.dumps(content), "utf-8")
    problems = list(lost(read_floor(FLOOR), coverage_of(tmp_path, RECORDINGS)))
    status = f"{path.stem} status {operation['operationId']} 200"
    assert any(problem.startswith(f"{status} is in none of the examples") for problem in problems), problems


def test_an_operation_that_takes_no_body_is_shown_by_the_example_of_an_answer(covered: Coverage) -> None:
    operations = {
        Item(document.gateway, "operation", operation.operation_id)
        for document in OURS
        for operation in document.operations
        if "requestBody" not in operation.node
    }
    assert operations
    assert all("examples" in covered[operation] for operation in operations)


def test_what_a_document_drops_is_not_lost_and_has_to_be_meant() -> None:
    floor = floor_of({STATUS: BOTH, VALUE: BOTH})
    assert not list(lost(floor, {STATUS: BOTH}))
    assert list(outdated(floor, {STATUS: BOTH})) == [
        "gw enum-value: 0 are documented, not 1: if that is meant, run: make coverage-floor"
    ]


def test_what_is_documented_and_no_longer_exercised_is_lost() -> None:
    floor, now = floor_of({VALUE: BOTH}), {VALUE: frozenset({"examples"})}
    assert not list(outdated(floor, now))
    assert len(list(lost(floor, now))) == 1


def test_what_is_newly_exercised_has_to_leave_the_floor() -> None:
    floor = floor_of({STATUS: frozenset({"examples"})})
    assert not list(lost(floor, {STATUS: BOTH}))
    assert len(list(outdated(floor, {STATUS: BOTH}))) == 1


def test_what_is_newly_documented_has_to_be_exercised_or_listed_by_hand() -> None:
    now: Coverage = {STATUS: BOTH, VALUE: frozenset()}
    (example, recording) = lost(floor_of({STATUS: BOTH}), now)
    assert "in none of the examples" in example
    assert "'gw enum-value Status done: examples recordings' into contract_tests/coverage_floor.txt" in recording
    assert not list(lost(floor_of(now), now))


def test_what_is_listed_and_no_longer_documented_is_said() -> None:
    floor = floor_of({VALUE: frozenset()})
    assert any("is no longer in the document" in line for line in outdated(floor, {VALUE._replace(name="new"): BOTH}))


def test_a_floor_that_is_written_reads_the_same(tmp_path: Path) -> None:
    covered: Coverage = {STATUS: BOTH, VALUE: frozenset(), Item("gw", "property", "Edit.by"): frozenset({"examples"})}
    write_floor(tmp_path / "floor.txt", covered)
    assert read_floor(tmp_path / "floor.txt") == floor_of(covered)


@pytest.mark.parametrize("line", ["gw status", "gw status submit 429: hearsay", "gw status submit 429", "gw status: x"])
def test_a_floor_that_cannot_be_read_says_which_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "floor.txt").write_text(f"{line}\n")
    with pytest.raises(ValueError, match=line):
        read_floor(tmp_path / "floor.txt")


def test_the_table_counts_by_source_and_names_what_nothing_exercises() -> None:
    lines = table({STATUS: BOTH, VALUE: frozenset()}).splitlines()
    assert lines[0].split() == ["gw", "documented", *SOURCES, "either"]
    assert ["status", "1", "1", "1", "100%"] in [line.split() for line in lines]
    assert ["enum-value", "1", "0", "0", "0%"] in [line.split() for line in lines]
    assert any(VALUE.name in line for line in lines)


@pytest.mark.parametrize("error", [DocumentError("a.yaml: no"), RecordingError(Path("b.yaml"), (), "an id", "none")])
def test_nothing_is_counted_where_recordings_and_documents_do_not_fit(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> Coverage:
        raise error

    monkeypatch.setattr("contract_tests.suite.coverage_table.coverage_of", refuse)
    assert main([]) == 2
    told, what_to_do = capsys.readouterr().err.splitlines()
    assert told == str(error)
    assert "change the one or the other" in what_to_do


def test_a_loss_fails_the_run_and_cannot_be_written_away(
    covered: Coverage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    floor = tmp_path / "floor.txt"
    shutil.copy(FLOOR, floor)
    monkeypatch.setattr("contract_tests.suite.coverage_table.FLOOR", floor)
    assert main([]) == 0
    missing = next(item for item, by in covered.items() if not by)
    kept = [line for line in floor.read_text("utf-8").splitlines() if not line.startswith(f"{' '.join(missing)}: ")]
    floor.write_text("\n".join(kept), "utf-8")
    before = floor.read_bytes()
    monkeypatch.setattr("contract_tests.suite.coverage_table.coverage_of", lambda *_: covered)  # which takes longest
    assert main([]) == main(["--write"]) == 1
    assert floor.read_bytes() == before
    assert re.search(rf"^openapi/\S+:\d+: .*{re.escape(missing.name)} is in none", capsys.readouterr().err, re.M)


def test_the_line_is_named_on_which_a_document_states_what_is_not_exercised(covered: Coverage) -> None:
    for document in (open_document(file, lined=True) for file in sorted(OPENAPI.glob("*.yaml"))):
        lines = ["", *document.file.read_text("utf-8").splitlines()]
        for item in (item for item in covered if item.gateway == document.gateway):
            named = re.split(r"[ .]", item.name)
            key = {"operation": r"(get|post)", "parameter": "parameters", "enum-value": "enum"}.get(
                item.kind, named[-1]
            )
            assert re.match(rf" +'?{key}'?:", lines[line_of(item, document).number]), item
