from enum import StrEnum


class PlatformErrorCode(StrEnum):
    ACCESSDENIED = "AccessDenied"
    INVALIDACTIONORVERSION = "InvalidActionOrVersion"
    SERVICENOTFOUND = "ServiceNotFound"
    SIGNATUREDOESNOTMATCH = "SignatureDoesNotMatch"

    def __str__(self) -> str:
        return str(self.value)
