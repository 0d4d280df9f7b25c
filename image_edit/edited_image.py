"""The picture that an edit gave, and how it is kept."""

import errno
import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from .pictures.saved_format import converted, format_of, suffix_of
from .pictures.whole import media_type_of, whole_picture
from .whole_file import is_written_to, write_whole

if TYPE_CHECKING:  # as in whole_picture
    from PIL import Image


@dataclass(frozen=True, slots=True, repr=False)
class EditedImage:
    """A picture that a gateway made, fetched and checked to be whole.

    Attributes:
        data: the file as the gateway made it.
        media_type: its type by its content, as `image/png`.
        size: width and height in pixels.
        url: the link that it came from, dead within about a day; None if it came as base64.
        seed: the seed that was sent; None if none was.
        request_id: the gateway's id of the call that gave it.
        task_id: the task's id; None if the gateway answered at once.
        answer: the answer as the generated client typed it.
    """

    data: bytes
    media_type: str
    size: tuple[int, int]
    url: str | None = None
    seed: int | None = None
    request_id: str | None = None
    task_id: str | None = None
    answer: Any = field(default=None, compare=False)

    @classmethod
    def from_bytes(
        cls,
        data: bytes,
        *,
        url: str | None = None,
        seed: int | None = None,
        request_id: str | None = None,
        task_id: str | None = None,
        answer: Any = None,
    ) -> Self:
        """Check that the bytes are a whole picture, and say of which type and size. The type is that of the content.

        Raises:
            BrokenPicture: they are none: another file, or cut off.
        """
        picture = whole_picture(data)
        return cls(data, media_type_of(picture), picture.size, url, seed, request_id, task_id, answer)

    def __repr__(self) -> str:
        known = f", task {self.task_id}" if self.task_id else ""
        return f"<EditedImage {self.media_type}, {self.size[0]} x {self.size[1]} pixels, {len(self.data)} bytes{known}>"

    def to_pil(self) -> "Image.Image":
        """Return the picture as a PIL image, decoded."""
        return whole_picture(self.data)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the picture to a file, in place of an older one; it is there whole or not at all.

        An older file's mode and owner are kept, as far as that is allowed. The suffix is always right for the
        content. If `path` has a suffix of another type of picture, the picture is
        converted to that type. If it has none, or none that Pillow writes, the right one is added. In a folder, the
        file is named after its content. A pipe, a device or a descriptor (`/dev/stdout`) gets the bytes as they are.

        Args:
            path: the file, or a folder that exists.

        Returns:
            The file's path.

        Raises:
            OSError: it cannot be written, or not be converted; an older file stays as it was, and nothing else is left.
        """
        file = Path(path)
        try:
            file, data = written_as(self, file)
            write_whole(file, data)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            number, reason = (error.errno, error.strerror) if isinstance(error, OSError) else (errno.EINVAL, error)
            raise OSError(
                number,
                f"{reason}. The picture was not saved and nothing of it is left there; it is still in "
                "memory, so save it elsewhere",
                str(file),
            ) from error
        return file

    def _file_and_format(self, path: Path) -> tuple[Path, str | None]:
        """Return the path with its right suffix, and the format to convert to; None to leave the content as it is."""
        from PIL import Image

        if path.is_dir():
            return path / f"image-{hashlib.sha256(self.data).hexdigest()[:12]}{suffix_of(self.media_type)}", None
        if is_written_to(path):
            return path, None
        kind = format_of(path)
        if kind is None:
            return path.with_name(path.name + suffix_of(self.media_type)), None
        return path, None if Image.MIME[kind] == self.media_type else kind


def written_as(image: EditedImage, path: Path) -> tuple[Path, bytes]:
    """Return the file that `EditedImage.save` writes, and the bytes that it writes there.

    Raises:
        OSError: the picture cannot be converted.
    """
    file, kind = image._file_and_format(path)  # noqa: SLF001  of the same file
    return file, image.data if kind is None else converted(image.to_pil(), kind)


def numbered(file: Path, position: int) -> Path:
    """Return the file of one of several pictures that are wanted in a file.

    Args:
        file: the file.
        position: of the picture, from 0.
    """
    return file if position == 0 else file.with_name(f"{file.stem}-{position + 1}{file.suffix}")


def saved_elsewhere(image: EditedImage) -> Path:
    """Save a picture, which is paid for, in a new folder for temporary files; return its path.

    Raises:
        OSError: that cannot be done, either; nothing is left of it.
    """
    folder = Path(tempfile.mkdtemp(prefix="image-edit-"))
    try:
        return image.save(folder)
    except OSError:
        with suppress(OSError):
            folder.rmdir()
        raise


def reason_unsaved(error: OSError) -> str:
    """Return why `EditedImage.save` failed, without its advice, which is for programs."""
    cause = error.__cause__ or error
    return str(getattr(cause, "strerror", None) or cause)
