"""What a check says is wrong, before it is known which request and which line it belongs to."""

from dataclasses import dataclass
from typing import Any

from image_gateways_documents.schema_walk import Path

from .severity import Severity


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise.

    Attributes:
        message: what was expected and what came.
        path: where in the answer's body; None if it is not about the body.
        part: the mapping of the document's tree that was broken, where the path does not lead to it.
        keyword: the keyword in that mapping.
        severity: how bad it is.
    """

    message: str
    path: Path | None = None
    part: Any = None
    keyword: str = ""
    severity: Severity = Severity.ERROR
