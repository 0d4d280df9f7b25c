"""What surrounds each request to a gateway: who sends many at once keeps a record and a pace by it."""

from typing import Protocol

from .errors import ImageEditError
from .policy import Purpose

__all__ = ["NO_GUARD", "Guard"]


class Guard(Protocol):
    """Surrounds the requests of one call. Downloads, which go to other hosts, are left out."""

    async def before(self, purpose: Purpose, /) -> None:
        """Do what comes before each try; whatever it raises keeps the request from being sent."""

    def answered(self) -> None:
        """Take note that the gateway answered."""

    async def failed(self, purpose: Purpose, error: ImageEditError, pause: float | None, /) -> float | None:
        """Do what comes after a try that failed.

        Args:
            purpose: what the request was for.
            error: what went wrong.
            pause: seconds until the next try; None if there is to be none.

        Returns:
            The seconds until the next try; None to raise the error.
        """


class _NoGuard:
    async def before(self, _: Purpose, /) -> None:
        pass

    def answered(self) -> None:
        pass

    async def failed(self, _: Purpose, __: ImageEditError, pause: float | None, /) -> float | None:
        return pause


NO_GUARD: Guard = _NoGuard()
