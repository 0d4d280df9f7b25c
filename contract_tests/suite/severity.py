"""How bad a finding is."""

from enum import Enum


class Severity(Enum):
    """How bad a finding is, and from where on a run fails.

    `ERROR`: a promise is broken. `DRIFT`: the document leaves it open, and does not know it either.
    """

    ERROR = "error"
    DRIFT = "drift"

    def fails(self, fail_on: "Severity") -> bool:
        """Tell whether a finding of this severity makes a run fail that fails on another and on what is worse."""
        order = list(Severity)
        return order.index(self) <= order.index(fail_on)
