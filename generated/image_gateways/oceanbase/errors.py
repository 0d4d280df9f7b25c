"""What the functions in ``api`` raise when a server answers, but not with the documented success"""

from __future__ import annotations

from typing import TYPE_CHECKING

from image_gateways.errors import QUOTED_LENGTH, ApiError, UnexpectedStatus, UnreadableResponse
from image_gateways.errors import ErrorResponse as _ErrorResponse

if TYPE_CHECKING:
    from .models.bailian_failure import BailianFailure
    from .models.envelope_failure import EnvelopeFailure
    from .models.error_failure import ErrorFailure


class ErrorResponse(_ErrorResponse):
    """The server answered with a documented error; ``error`` is its body."""

    error: EnvelopeFailure | ErrorFailure | BailianFailure


__all__ = ["QUOTED_LENGTH", "ApiError", "ErrorResponse", "UnexpectedStatus", "UnreadableResponse"]
