"""How a journal names files and inputs: so that its folder can be moved, and nothing secret or large is kept."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_DATA = re.compile(r"\s*data:([^,;\s]*)[^,\s]*,?\S*", re.IGNORECASE)
_DATA_WITHIN = re.compile(r"\bdata:([\w.+/-]*);[^,\s]*,[\w+/=%-]*", re.IGNORECASE)


class Places:
    """Paths as they are kept: relative to the journal's folder where they lie beneath it, else absolute.

    Args:
        folder: the journal's folder, absolute.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._real_folder = os.path.realpath(folder)
        self._kept_folder = lru_cache(maxsize=256)(self._folder_as_kept)  # most results share one

    def kept(self, path: str | os.PathLike[str]) -> str | bytes:
        """Return what the journal keeps of a path; bytes where it is no text."""
        head, name = os.path.split(os.path.abspath(path))  # noqa: PTH100  Path.absolute keeps the dots
        return as_kept(os.path.join(self._kept_folder(head), name).replace(os.sep, "/"))  # noqa: PTH118  it is quicker

    def found(self, kept: str | bytes) -> Path:
        """Return the absolute path that was kept."""
        return self._folder / from_kept(kept)

    def same(self, path: str | os.PathLike[str]) -> Path:
        """Return the path as the journal gives it back: one name for one file."""
        return self.found(self.kept(path))

    def _folder_as_kept(self, folder: str) -> str:
        real = Path(os.path.realpath(folder))
        if not real.is_relative_to(self._real_folder):
            return folder
        beneath = real.relative_to(self._real_folder)
        return str(beneath) if beneath.parts else ""


def folder_of(journal: Path) -> Path:
    """Return the folder of a journal's file: of that itself, if the path is a link to it."""
    return Path(os.path.realpath(journal)).parent if journal.is_symlink() else journal.parent


def as_kept(text: str) -> str | bytes:
    """Return a text as SQLite takes it: bytes where a file's name in it is no Unicode."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def from_kept(kept: str | bytes) -> str:
    """Return the text that `as_kept` was given."""
    return kept if isinstance(kept, str) else kept.decode("utf-8", "surrogatepass")


def without_data(text: str) -> str:
    """Return a text whose `data:` URLs name their type and no more."""
    return _DATA_WITHIN.sub(lambda found: f"data:{found[1]}", text)


def without_secrets(value: Any) -> Any:
    """Return a value of JSON, or an input, without pictures in `data:` URLs and without what a URL may be signed with.

    A URL loses its user and its query, of which `?…` remains.
    """
    if isinstance(value, dict):
        return {name: without_secrets(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_secrets(item) for item in value]
    if not isinstance(value, str):
        return value
    data = _DATA.match(value)
    if data:
        return f"data:{data[1]}"
    if value.lstrip()[:8].lower().startswith(("http://", "https://")):
        return _bare(value.strip())
    return value


def _bare(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("?")[0]
    query = "?…" if parts.query else ""
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}{query}"
