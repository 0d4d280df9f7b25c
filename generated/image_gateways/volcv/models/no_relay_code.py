from enum import StrEnum


class NoRelayCode(StrEnum):
    NONE = ""

    def __str__(self) -> str:
        return str(self.value)
