from enum import StrEnum


class FailureCode(StrEnum):
    """The HTTP status as a string: "400" invalid request parameters, "401" unauthorized, "403" forbidden, "404" not
    found, "429" too many calls, "500" internal error, "503" not available. Page 003 shows 400, 401 and 429; that
    others are written so as well is our reading."""

    FORBIDDEN = "403"
    INTERNAL_ERROR = "500"
    INVALID_REQUEST_PARAMETERS = "400"
    RATE_LIMIT_EXCEEDED = "429"
    RESOURCE_NOT_FOUND = "404"
    SERVICE_UNAVAILABLE = "503"
    UNAUTHORIZED = "401"

    def __str__(self) -> str:
        return str(self.value)
