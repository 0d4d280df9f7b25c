"""Where the recordings lie that this project ships."""

from pathlib import Path
from typing import Final

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "recordings"

RECORDINGS: Final = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parents[1] / "recordings"
"""The folder: inside the package in a wheel, `contract_tests/recordings` in the repository."""
