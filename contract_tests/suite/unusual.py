"""Requests that no client of a gateway sends, and that a proxy may therefore answer, refuse or tidy up by itself."""

import re

from .wire import Sent

_USUAL_METHODS = frozenset({"GET", "POST"})
_USUAL_PATH = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")


def is_usual(sent: Sent) -> bool:
    """Tell whether everything between here and a gateway reads a request alike.

    Many a proxy passes GET and POST alone, decodes a path and writes it anew, or keeps one of two query parameters of
    a name.
    """
    names = [name for name, _ in sent.query]
    plain = _USUAL_PATH.fullmatch(sent.target.partition("?")[0]) is not None
    return sent.method in _USUAL_METHODS and plain and len(names) == len(set(names))
