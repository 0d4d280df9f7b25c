"""Prompts: one without words, such as an unset variable of a shell, is sent to nobody who bills it."""

import unicodedata
from typing import TypeVar

from .errors import BadInput

_Prompt = TypeVar("_Prompt", str, str | None)

# Blanks, controls, and what is not seen or only changes the letter before it: zero-width space, byte order mark, …
_WORDLESS = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Mc", "Me"})
_LETTERS_THAT_ARE_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # fillers of Hangul, and Braille without a dot


def worded(prompt: _Prompt, *, optional: bool = False) -> _Prompt:
    """Return a prompt, which has words if it is a text.

    Args:
        prompt: the prompt; what is no text is left to the document, which knows whether there has to be one.
        optional: whether the operation does without one.

    Raises:
        BadInput: it is a text that shows nothing.
    """
    if isinstance(prompt, str) and not any(map(_shows, prompt)):
        advice = "say what is wanted, or leave the prompt out" if optional else "say what is wanted"
        raise BadInput(f"the prompt is empty: {advice}")
    return prompt


def _shows(letter: str) -> bool:
    return unicodedata.category(letter) not in _WORDLESS and letter not in _LETTERS_THAT_ARE_BLANK
