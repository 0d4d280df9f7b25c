"""What the functions in ``api`` raise when a server answers, but not with the documented success"""

from __future__ import annotations

from typing import TYPE_CHECKING

from image_gateways.errors import QUOTED_LENGTH, ApiError, UnexpectedStatus, UnreadableResponse
from image_gateways.errors import ErrorResponse as _ErrorResponse

if TYPE_CHECKING:
    from .models.cv_failure import CvFailure
    from .models.gateway_failure import GatewayFailure
    from .models.platform_failure import PlatformFailure


class ErrorResponse(_ErrorResponse):
    """The server answered with a documented error; ``error`` is its body."""

    error: CvFailure | PlatformFailure | GatewayFailure


__all__ = ["QUOTED_LENGTH", "ApiError", "ErrorResponse", "UnexpectedStatus", "UnreadableResponse"]
