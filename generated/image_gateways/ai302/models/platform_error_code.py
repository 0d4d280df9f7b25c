from enum import StrEnum


class PlatformErrorCode(StrEnum):
    """A code of the upstream's platform, whose front refused the call before any algorithm was reached."""

    ACCESSDENIED = "AccessDenied"
    INVALIDACTIONORVERSION = "InvalidActionOrVersion"
    SERVICENOTFOUND = "ServiceNotFound"
    SIGNATUREDOESNOTMATCH = "SignatureDoesNotMatch"

    def __str__(self) -> str:
        return str(self.value)
