from enum import StrEnum


class ArkErrorCode(StrEnum):
    """Ark's codes, as far as they matter to pictures. One with a part after a dot that is not listed means what the
    part before says."""

    ACCESS_DENIED = "AccessDenied"
    ACCOUNT_OVERDUE_ERROR = "AccountOverdueError"
    ACCOUNT_QUOTA_EXCEEDED = "AccountQuotaExceeded"
    AUTHENTICATION_ERROR = "AuthenticationError"
    INPUT_IMAGE_RISK_DETECTION = "InputImageRiskDetection"
    INPUT_IMAGE_SENSITIVE_CONTENT_DETECTED = "InputImageSensitiveContentDetected"
    INPUT_TEXT_RISK_DETECTION = "InputTextRiskDetection"
    INPUT_TEXT_SENSITIVE_CONTENT_DETECTED = "InputTextSensitiveContentDetected"
    INTERNAL_SERVICE_ERROR = "InternalServiceError"
    INVALID_ENDPOINT_OR_MODEL_NOT_FOUND = "InvalidEndpointOrModel.NotFound"
    INVALID_PARAMETER = "InvalidParameter"
    MISSING_PARAMETER = "MissingParameter"
    MODEL_ACCOUNT_IPM_RATE_LIMIT_EXCEEDED = "ModelAccountIpmRateLimitExceeded"
    MODEL_NOT_OPEN = "ModelNotOpen"
    OPERATION_DENIED_SERVICE_OVERDUE = "OperationDenied.ServiceOverdue"
    OUTPUT_IMAGE_RISK_DETECTION = "OutputImageRiskDetection"
    OUTPUT_IMAGE_SENSITIVE_CONTENT_DETECTED = "OutputImageSensitiveContentDetected"
    QUOTA_EXCEEDED = "QuotaExceeded"
    RATE_LIMIT_EXCEEDED_ENDPOINT_RPM_EXCEEDED = "RateLimitExceeded.EndpointRPMExceeded"
    SENSITIVE_CONTENT_DETECTED = "SensitiveContentDetected"
    SERVER_OVERLOADED = "ServerOverloaded"
    SET_LIMIT_EXCEEDED = "SetLimitExceeded"

    def __str__(self) -> str:
        return str(self.value)
