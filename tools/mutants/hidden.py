"""What of the mock's source is no matter of a contract, each with the reason."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from image_gateways_documents.yaml_text import read_yaml

_FILE = Path(__file__).with_name("hidden.yaml")


class Hidden(NamedTuple):
    """Patterns of functions, as the place of a mutant names one, and of code in them; without code all of it."""

    functions: Sequence[str]
    code: Sequence[str]


@cache
def hidden() -> Sequence[Hidden]:
    """Return what is written down."""
    return [Hidden(entry["in"], entry.get("code", [""])) for entry in read_yaml(_FILE)]


def is_hidden(function: str, code: str) -> bool:
    """Tell whether code of a function, or with no code the whole of it, is no matter of a contract."""
    return any(fits(pattern, code) for pattern in _hidden_in(function))


def fits(pattern: str, text: str) -> bool:
    """Tell whether a text is as a pattern has it, in which `*` stands for anything."""
    return _expression(pattern).fullmatch(text) is not None


@cache
def _hidden_in(function: str) -> Sequence[str]:
    return [code for one in hidden() if any(fits(name, function) for name in one.functions) for code in one.code]


@cache
def _expression(pattern: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, pattern.split("*"))), re.DOTALL)
