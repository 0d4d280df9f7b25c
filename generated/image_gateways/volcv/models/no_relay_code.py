from enum import StrEnum


class NoRelayCode(StrEnum):
    """What stands for a code where the host has none that tells anything."""

    NONE = ""
    UPSTREAM_ERROR = "upstream_error"

    def __str__(self) -> str:
        return str(self.value)
