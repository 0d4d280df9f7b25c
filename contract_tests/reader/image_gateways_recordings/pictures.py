"""The pictures that recordings link to or carry, which stand in for results."""

import hashlib
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import pybase64

from image_gateways_documents.picture_check import media_type

# Host of picture links in recordings: reserved by RFC 6761, so that no recording ever points at a real host.
RECORDED_HOST = "pictures.invalid"

_EXTENSIONS = {"image/png": ".png", "image/jpeg": ".jpg"}


class Pictures:
    """The pictures of one folder, and those that recordings carry as base64, by file name."""

    def __init__(self, folder: Path) -> None:
        self._files = {file.name: file for file in sorted(folder.glob("*")) if file.is_file()}
        self._carried: dict[str, bytes] = {}
        self._base64 = lru_cache(maxsize=64)(lambda name: pybase64.b64encode(self.read(name)).decode())

    def __contains__(self, name: str) -> bool:
        return name in self._files or name in self._carried

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the files in the folder."""
        return tuple(self._files)

    def read(self, name: str) -> bytes:
        """Return the bytes of a picture.

        Raises:
            KeyError: there is no picture of this name.
        """
        return self._carried[name] if name in self._carried else self._files[name].read_bytes()

    @staticmethod
    @lru_cache(maxsize=1024)
    def recorded_name(url: str) -> str | None:
        """Return the file name that a recorded link stands for, or None for a link to elsewhere."""
        parts = urlsplit(url)
        return parts.path.removeprefix("/") if parts.hostname == RECORDED_HOST else None

    def as_base64(self, url: str) -> str | None:
        """Return the picture behind a recorded link as bare base64, or None for a link to elsewhere."""
        name = self.recorded_name(url)
        return self._base64(name) if name is not None and name in self else None

    def carry(self, name: str, content: bytes) -> None:
        """Hold a picture under a name, where the folder has none of that name."""
        self._carried.setdefault(name, content)

    def as_recorded_url(self, base64: str) -> str:
        """Return a recorded link to the picture that a recording carries as base64."""
        content = pybase64.b64decode(base64)
        name = hashlib.sha256(content).hexdigest()[:16] + _EXTENSIONS.get(media_type(content), "")
        self._carried[name] = content
        return f"https://{RECORDED_HOST}/{name}"
