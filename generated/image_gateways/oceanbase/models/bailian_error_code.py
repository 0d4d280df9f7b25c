from enum import StrEnum


class BailianErrorCode(StrEnum):
    """Bailian's codes, as far as they matter to pictures. One with a part after a dot that is not listed means what
    the part before says."""

    ACCESS_DENIED = "AccessDenied"
    ALLOCATION_QUOTA_FREE_TIER_ONLY = "AllocationQuota.FreeTierOnly"
    ARREARAGE = "Arrearage"
    DATA_INSPECTION_FAILED = "DataInspectionFailed"
    INTERNAL_ERROR = "InternalError"
    INTERNAL_ERROR_TIMEOUT = "InternalError.Timeout"
    INVALID_API_KEY = "InvalidApiKey"
    INVALID_PARAMETER = "InvalidParameter"
    IP_INFRINGEMENT_SUSPECT = "IPInfringementSuspect"
    MODEL_ACCESS_DENIED = "Model.AccessDenied"
    MODEL_NOT_FOUND = "ModelNotFound"
    MODEL_UNAVAILABLE = "ModelUnavailable"
    THROTTLING = "Throttling"

    def __str__(self) -> str:
        return str(self.value)
