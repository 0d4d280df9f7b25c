"""How bad a finding is."""

from enum import Enum


class Severity(Enum):
    """How bad a finding is, and from where on a run fails.

    `ERROR`: a promise is broken. `DRIFT`: the document leaves it open, and does not know it either, or knows it as
    drift. `LOW_DRIFT`: the document allows it, and its examples are otherwise; no run fails for that.
    """

    ERROR = "error"
    DRIFT = "drift"
    LOW_DRIFT = "low drift"

    def fails(self, fail_on: "Severity") -> bool:
        """Tell whether a finding of this severity makes a run fail that fails on another and on what is worse."""
        order = list(Severity)
        return order.index(self) <= order.index(fail_on)


FAILING = (Severity.ERROR, Severity.DRIFT)
"""The severities for which a run can be made to fail."""
