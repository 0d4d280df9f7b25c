"""`python -m tools.nearest_tests`: prints the test files that are nearest to what changed since the last commit.

These are the changed tests themselves, and each `test_journal.py` of a changed module `journal.py` or `journal/….py`.
"""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def nearest(changed: Iterable[Path], tests: Iterable[Path]) -> list[Path]:
    """Return the tests that are nearest to some changed files; both are relative to the same folder."""
    changed = set(changed)
    names = {f"test_{name}" for file in changed for name in (file.stem, file.parent.name)}
    return sorted(test for test in tests if test in changed or test.stem in names)


def changed_files() -> list[Path]:
    """Return the files that were changed or added since the last commit, relative to the repository."""
    commands = ("git diff --name-only HEAD", "git ls-files --others --exclude-standard")
    told = [subprocess.run(each.split(), cwd=ROOT, check=True, capture_output=True, text=True) for each in commands]  # noqa: S603  both are above
    return [Path(line) for each in told for line in each.stdout.splitlines()]


def main() -> None:
    """Print the nearest tests, one a line."""
    tests = [file.relative_to(ROOT) for file in (ROOT / "tests").rglob("test_*.py")]
    sys.stdout.writelines(f"{test}\n" for test in nearest(changed_files(), tests))


if __name__ == "__main__":
    main()
