"""A task, or an answer that came at once, and what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .edited_image import EditedImage
from .gateways.gateway import Answer


@dataclass(slots=True)
class Submission:
    """A task, or an answer that came at once, and what is known of it.

    Attributes:
        answer: the latest answer; None if nothing was asked yet.
        operation_id: the operation that gave it.
        content: its body, as it arrived.
        task_id: the task's id; None if the gateway answered at once.
        poll_options: what the poll tells the gateway about the picture.
        seed: the seed that was asked for.
        images: the pictures that were fetched, by their position in the answer.
        is_open: whether it may end well without a picture.
    """

    task_id: str | None
    poll_options: Mapping[str, Any]
    answer: Answer | None = None
    operation_id: str = ""
    content: bytes = field(default=b"", repr=False)
    seed: int | None = None
    images: dict[int, EditedImage] = field(default_factory=dict)
    is_open: bool = False

    @property
    def model(self) -> str | None:
        """What the poll has to name beside the id; None if that is all it takes."""
        return self.poll_options.get("model")
