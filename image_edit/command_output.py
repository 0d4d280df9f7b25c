"""Where the command puts pictures: looked at before anything is billed, and never lost after it was."""

import tempfile
from pathlib import Path

from .edited_image import EditedImage
from .errors import BadInput

__all__ = ["check_place", "keep", "numbered"]


def check_place(path: Path) -> None:
    """See that a file can be made where the picture is wanted.

    Raises:
        BadInput: it cannot.
    """
    if str(path) == "-":
        raise BadInput("-o - is no file; for stdout say -o /dev/stdout. Nothing was sent.")
    try:
        folder = path if path.is_dir() else path.parent
        if not folder.is_dir():
            raise BadInput(f"-o {path}: there is no folder {str(folder)!r}. Make it first; nothing was sent.")
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise BadInput(f"-o {path}: no file can be made there: {error.strerror}. Nothing was sent.") from None


def numbered(path: Path, number: int) -> Path:
    """Return where a picture goes by its number, from 1, of several that are made at once."""
    return path if number == 1 or path.is_dir() else path.with_name(f"{path.stem}-{number}{path.suffix}")


def keep(image: EditedImage, path: Path) -> tuple[Path | None, str]:
    """Save a picture, which is paid for: where it is wanted, else in a new folder for temporary files.

    Returns:
        Where it is, None if it could be saved nowhere, and why it is not where it was wanted, empty if it is.
    """
    try:
        return image.save(path), ""
    except OSError as error:
        problem = _reason(error)
    try:
        return image.save(tempfile.mkdtemp(prefix="image-edit-")), problem
    except OSError as error:
        return None, f"{problem}; nor in a folder for temporary files: {_reason(error)}"


def _reason(error: OSError) -> str:
    """Return why `EditedImage.save` failed, without its advice, which is for programs."""
    cause = error.__cause__ or error
    return str(getattr(cause, "strerror", None) or cause)
