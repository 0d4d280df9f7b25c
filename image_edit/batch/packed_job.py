"""A job in little memory, so that a batch of very many takes hardly more of it than one of a few."""

import marshal
from pathlib import Path
from typing import Any, TypeAlias

from .job import Job

#: The prompt, which many jobs may share, and the rest; or the job itself, where that holds more than names.
PackedJob: TypeAlias = "tuple[str | None, bytes] | Job"

_PATH = type(Path())
_PLAIN = (str, int, float, bool, type(None))


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
