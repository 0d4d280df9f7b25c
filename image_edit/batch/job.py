"""What is to be done in a batch, and where its result goes.

A job can be packed, so that a batch of very many takes hardly more memory than one of a few.
"""

import hashlib
import json
import marshal
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeAlias, Unpack, cast

from ..errors import BadInput
from ..options import EditOptions, EraseOptions, ExpandOptions, GenerateOptions, InpaintOptions
from ..pictures.source import PictureSource, PictureSources, loaded, several

if TYPE_CHECKING:  # importing it takes time
    from PIL import Image

_ORIENTATION = 0x0112  # EXIF's tag
_NOT_CONTENT = frozenset({"timeout"})  # how long a caller waits makes no other picture


#: The prompt, which many jobs may share, and the rest; or the job itself, where that holds more than names.
PackedJob: TypeAlias = "tuple[str | None, bytes] | Job"
_PATH = type(Path())
_PLAIN = (str, int, float, bool, type(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One call of a batch and the file that its result goes to. Made by `Job.edit` and the other four.

    Attributes:
        operation: the method of the editor: `edit`, `expand`, `inpaint`, `erase` or `generate`.
        output: the file. Without a suffix it gets the one of what the gateway made; with the suffix of another type of
            picture, the result is converted. Of several pictures the second goes to `name-2`, and so on.
        images: the input pictures; none for `generate`.
        mask: what is redrawn or erased; None where there is none.
        prompt: what to do; None where the operation needs none.
        options: the options of the method, without those that are None.
        label: what messages call the job, as `row 7`; empty for the name of its output.
    """

    operation: str
    output: Path
    images: tuple[PictureSource, ...] = field(default=(), repr=False)
    mask: "PictureSource | None" = field(default=None, repr=False)
    prompt: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""

    @classmethod
    def edit(
        cls, image: PictureSources, prompt: str, output: str | os.PathLike[str], **options: Unpack[EditOptions]
    ) -> Self:
        """Edit a picture, or several for a model that takes them; options as in `ImageEditor.edit`."""
        given = _given(options)
        return cls(operation="edit", output=Path(output), images=tuple(several(image)), prompt=prompt, options=given)

    @classmethod
    def expand(cls, image: PictureSource, output: str | os.PathLike[str], **options: Unpack[ExpandOptions]) -> Self:
        """Extend a picture beyond its edges; options as in `ImageEditor.expand`."""
        prompt = options.get("prompt")
        others = {name: value for name, value in _given(options).items() if name != "prompt"}
        return cls(operation="expand", output=Path(output), images=(image,), prompt=prompt, options=others)

    @classmethod
    def inpaint(
        cls,
        image: PictureSource,
        mask: PictureSource,
        prompt: str,
        output: str | os.PathLike[str],
        **options: Unpack[InpaintOptions],
    ) -> Self:
        """Redraw what a mask marks; options as in `ImageEditor.inpaint`."""
        return cls(
            operation="inpaint",
            output=Path(output),
            images=(image,),
            mask=mask,
            prompt=prompt,
            options=_given(options),
        )

    @classmethod
    def erase(
        cls,
        image: PictureSource,
        mask: PictureSource,
        output: str | os.PathLike[str],
        **options: Unpack[EraseOptions],
    ) -> Self:
        """Remove what a mask marks; options as in `ImageEditor.erase`."""
        return cls(operation="erase", output=Path(output), images=(image,), mask=mask, options=_given(options))

    @classmethod
    def generate(cls, prompt: str, output: str | os.PathLike[str], **options: Unpack[GenerateOptions]) -> Self:
        """Draw a picture; options as in `ImageEditor.generate`."""
        return cls(operation="generate", output=Path(output), prompt=prompt, options=_given(options))

    @property
    def inputs(self) -> tuple[PictureSource, ...]:
        """Its pictures, and its mask if it has one."""
        return self.images if self.mask is None else (*self.images, self.mask)

    @property
    def name(self) -> str:
        """What messages call the job."""
        return self.label or self.output.name

    def loaded(self) -> Self:
        """Return the same job with its files read, so that what is hashed is what is sent.

        Raises:
            BadPicture: a picture cannot be read, or only once.
        """
        images = tuple(loaded(image, "picture") for image in self.images)
        return replace(self, images=images, mask=None if self.mask is None else loaded(self.mask, "mask"))

    def labelled(self, label: str) -> Self:
        """Return the same job, called by another name in messages."""
        return replace(self, label=label)


def content_key(job: Job, gateway: str) -> str:
    """Return the hash of all that makes the picture what it is: two jobs with one key are paid for once.

    Args:
        job: the job, its files read by `Job.loaded`. That they are whole pictures is not asked here.
        gateway: the name of the gateway that is to do it.

    Raises:
        BadInput: an option is nothing that JSON can hold.
    """
    content = {
        "gateway": gateway,
        "operation": job.operation,
        "images": [_fingerprint(image) for image in job.images],
        "mask": None if job.mask is None else _fingerprint(job.mask),
        "prompt": job.prompt,
        "options": {name: value for name, value in job.options.items() if name not in _NOT_CONTENT},
    }
    try:
        written = json.dumps(content, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise BadInput(f"an option is nothing that can be sent as JSON: {error}") from None
    return hashlib.sha256(written.encode()).hexdigest()


def _fingerprint(image: PictureSource) -> str:
    """Return what tells a picture that was loaded from any other."""
    if isinstance(image, str):
        return image
    if isinstance(image, bytes):
        return hashlib.sha256(image).hexdigest()
    pixels = cast("Image.Image", image)
    orientation = pixels.getexif().get(_ORIENTATION, 0)
    told = f"{pixels.mode} {pixels.size} {orientation} {pixels.info.get('transparency')!r}".encode()
    palette = bytes(pixels.palette.getdata()[1]) if pixels.palette else b""
    return hashlib.sha256(b"\0".join((told, palette, pixels.tobytes()))).hexdigest()


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if value is not None}


def packed(job: Job) -> PackedJob:
    """Return a job in little memory; one that holds pictures, or options of unusual types, as it is."""
    sources = (job.output, *job.images, job.mask)
    if type(job) is not Job or type(job.output) is not _PATH or type(job.options) is not dict:
        return job
    if not all(type(source) in (str, _PATH, type(None)) for source in sources) or not _is_plain(job.options):
        return job
    names = [(type(source) is _PATH, None if source is None else str(source)) for source in sources]
    return job.prompt, marshal.dumps((job.operation, names, job.options, job.label))


def unpacked(job: PackedJob) -> Job:
    """Return the job that was packed, or one that equals it."""
    if isinstance(job, Job):
        return job
    prompt, rest = job
    operation, names, options, label = marshal.loads(rest)  # noqa: S302  written by this process
    output, *images, mask = (Path(name) if is_path else name for is_path, name in names)
    return Job(
        operation=operation,
        output=output,
        images=tuple(images),
        mask=mask,
        prompt=prompt,
        options=options,
        label=label,
    )


def _is_plain(value: Any) -> bool:
    """Say whether a value is the same after it was packed."""
    if type(value) is dict:
        return all(type(name) is str and _is_plain(item) for name, item in value.items())
    if type(value) in (list, tuple):
        return all(map(_is_plain, value))
    return type(value) in _PLAIN
