"""`make corpus` tries every document of a folder, and tells of each what does not work."""

from pathlib import Path

import pytest

from tools.corpus import __main__ as corpus
from tools.corpus import trial


def steps_that(monkeypatch: pytest.MonkeyPatch, **failing: str) -> None:
    """Let each step pass at once, or fail with the message that its name has here."""

    def step(name: str) -> object:
        def run(_: object) -> None:
            if name in failing:
                raise trial.StepFailed(failing[name])

        return run

    monkeypatch.setattr(trial, "_STEPS", {name: step(name) for name in trial.STEPS})


def put(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("openapi: 3.1.0\n", "utf-8")


def test_yaml_and_json_documents_of_the_folder_are_tried_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps_that(monkeypatch)
    put(tmp_path, "b.json", "a.yaml", "c.yml", "notes.txt", ".hidden.yaml")
    assert corpus.main([str(tmp_path)]) == 0
    _, *rows, whole = capsys.readouterr().out.splitlines()
    assert [row.split() for row in rows] == [[name, *["pass"] * 5] for name in ("a.yaml", "b.json", "c.yml")]
    assert whole == "3 of 3 documents pass every step."


def test_a_document_that_fails_stops_no_other_and_its_first_message_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    steps_that(monkeypatch, generate="#/paths: is a list", mock="line 3: no")
    put(tmp_path, "a.yaml", "b.yaml")
    assert corpus.main([str(tmp_path)]) == 1
    _, first, second, whole, *messages = capsys.readouterr().out.splitlines()
    assert first.split() == ["a.yaml", "FAIL", "-", "-", "FAIL", "-"]
    assert second.split()[1:] == first.split()[1:]
    assert whole == "0 of 2 documents pass every step."
    assert messages == [
        f"{tmp_path / name}: {told}"
        for name in ("a.yaml", "b.yaml")
        for told in ("generate: #/paths: is a list", "mock: line 3: no")
    ]


def test_a_folder_without_documents_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert corpus.main([str(tmp_path)]) == 2
    assert "CORPUS=" in capsys.readouterr().err


def test_what_generator_and_mock_say_of_a_document_is_told_by_the_name_that_it_has(tmp_path: Path) -> None:
    put(tmp_path, "a.yaml")
    came = trial.tried(tmp_path / "a.yaml")
    assert came.passed == set()
    assert came.failures.keys() == {"generate", "mock"}
    assert "paths" in came.failures["mock"]
    assert all("/openapi/" not in told for told in came.failures.values())


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("\nerror: a.yaml: no\nmore\n", "error: a.yaml: no"),
        ("http://x is this project's mock: …\nstatus: list: 500\n  document: a.yaml:3\n  curl: c\n",
         "status: list: 500 document: a.yaml:3"),
        ("status: list: 500\n  curl: c\n", "status: list: 500"),
        ("Traceback (most recent call last):\n  File …\nValueError: no such thing\n", "ValueError: no such thing"),
        ("\n", ""),
    ],
)  # fmt: skip
def test_of_what_a_step_says_the_line_with_the_cause_is_told(output: str, told: str) -> None:
    assert trial.first_message(output) == told
