from enum import StrEnum


class FailureCode(StrEnum):
    FORBIDDEN = "403"
    INTERNAL_ERROR = "500"
    INVALID_REQUEST_PARAMETERS = "400"
    RATE_LIMIT_EXCEEDED = "429"
    RESOURCE_NOT_FOUND = "404"
    SERVICE_UNAVAILABLE = "503"
    UNAUTHORIZED = "401"

    def __str__(self) -> str:
        return str(self.value)
