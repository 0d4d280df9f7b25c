from enum import StrEnum


class PlatformCode(StrEnum):
    """A code of the platform's front. Nothing ran."""

    ACCESSDENIED = "AccessDenied"
    FLOWLIMITEXCEEDED = "FlowLimitExceeded"
    INVALIDACCESSKEY = "InvalidAccessKey"
    INVALIDACTIONORVERSION = "InvalidActionOrVersion"
    INVALIDTIMESTAMP = "InvalidTimestamp"
    LACKPOLICY = "LackPolicy"
    MISSINGAUTHENTICATIONTOKEN = "MissingAuthenticationToken"
    MISSINGPARAMETER = "MissingParameter"
    MISSINGSIGNATURE = "MissingSignature"
    SERVICENOTFOUND = "ServiceNotFound"
    SIGNATUREDOESNOTMATCH = "SignatureDoesNotMatch"

    def __str__(self) -> str:
        return str(self.value)
