"""The survivors that are known, each with the reason why nothing notices it."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

from image_gateways_documents.yaml_text import read_yaml

_FILE = Path(__file__).with_name("explained.yaml")


def explanations() -> Mapping[str, str]:
    """Return the reasons by pattern; a pattern is an id in which `*` stands for anything."""
    entries = read_yaml(_FILE) or []
    return {pattern: entry["reason"] for entry in entries for pattern in entry["mutants"]}


def explanation(mutant_id: str) -> str | None:
    """Return why a mutant survives, or None where nobody said."""
    return next((reason for pattern, reason in explanations().items() if fnmatchcase(mutant_id, pattern)), None)
