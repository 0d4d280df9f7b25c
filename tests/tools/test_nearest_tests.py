"""`make check` runs the tests that are nearest to what changed, and no others."""

from pathlib import Path

from tools.nearest_tests import ROOT, nearest

TESTS = [Path("tests/batch/test_journal.py"), Path("tests/mock/test_journal.py"), Path("tests/batch/test_schedule.py")]


def test_a_module_has_the_tests_of_its_name() -> None:
    assert nearest([Path("image_edit/batch/schedule.py")], TESTS) == TESTS[2:]


def test_a_module_has_the_tests_that_are_named_after_its_folder() -> None:
    assert nearest([Path("image_edit/batch/journal/writing.py")], TESTS) == TESTS[:2]


def test_a_changed_test_is_its_own() -> None:
    assert nearest([Path("tests/batch/test_schedule.py"), Path("README.md")], TESTS) == TESTS[2:]


def test_what_has_no_test_of_its_name_has_none() -> None:
    assert nearest([Path("image_edit/batch/threads.py")], TESTS) == []


def test_the_tests_are_found_where_they_lie() -> None:
    assert (ROOT / "tests" / "tools" / "test_nearest_tests.py").is_file()
