from enum import StrEnum


class NoRelayCode(StrEnum):
    NONE = ""
    UPSTREAM_ERROR = "upstream_error"

    def __str__(self) -> str:
        return str(self.value)
