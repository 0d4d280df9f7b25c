"""The key of a gateway, which shows itself nowhere."""

import json

from .errors import ImageEditError

_STAND_IN = "***"
_SHORTEST = 6  # what is shorter is a stand-in of a test, and part of ordinary words


class Key:
    """A key whose `repr` and `str` hide it, so that no printed local variable shows it.

    Args:
        text: the key itself.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Key(***)"

    def __reduce__(self) -> str:
        raise TypeError("a key is not pickled")

    def reveal(self) -> str:
        """Return the key itself."""
        return self._text

    def remove_from(self, error: ImageEditError) -> None:
        """Replace the key wherever it stands in an error, should a server have sent it back."""
        if len(self._text) < _SHORTEST:
            return
        error.args = tuple(self._without(value) for value in error.args)
        for name, value in vars(error).items():
            vars(error)[name] = self._without(value)

    def _without(self, value: object) -> object:
        spellings = {self._text, json.dumps(self._text)[1:-1], self._text.replace("/", "\\/")}
        for spelling in sorted(spellings, key=len, reverse=True):
            if isinstance(value, str):
                value = value.replace(spelling, _STAND_IN)
            elif isinstance(value, bytes):
                value = value.replace(spelling.encode(), _STAND_IN.encode())
        return [self._without(item) for item in value] if isinstance(value, list) else value
