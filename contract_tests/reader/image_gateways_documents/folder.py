"""Where the documents lie that this project ships."""

from pathlib import Path
from typing import Final

_PACKAGE = Path(__file__).resolve().parent
_IN_WHEEL = _PACKAGE / "openapi"

DOCUMENTS: Final = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parents[2] / "openapi"
"""The folder: inside the package in a wheel, `openapi/` in the repository."""
