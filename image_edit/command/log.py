"""The library's log, on stderr while a command runs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["logging_to_stderr"]


@contextmanager
def logging_to_stderr(verbosity: int) -> Iterator[None]:
    """Log what is tried again; from 1 on submits too, from 2 on polls and downloads."""
    logger = logging.getLogger("image_edit")
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("image-edit: %(message)s"))
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel((logging.WARNING, logging.INFO, logging.DEBUG)[min(verbosity, 2)])
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
