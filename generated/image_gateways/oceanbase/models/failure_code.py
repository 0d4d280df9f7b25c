from enum import StrEnum


class FailureCode(StrEnum):
    INVALID_REQUEST_PARAMETERS = "400"
    RATE_LIMIT_EXCEEDED = "429"
    UNAUTHORIZED = "401"

    def __str__(self) -> str:
        return str(self.value)
