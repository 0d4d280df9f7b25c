from enum import StrEnum


class RelayCode(StrEnum):
    """A code of the software that most hosts run."""

    ACCESS_DENIED = "access_denied"
    API_NOT_IMPLEMENTED = "api_not_implemented"
    BAD_REQUEST_BODY = "bad_request_body"
    BAD_RESPONSE_BODY = "bad_response_body"
    BAD_RESPONSE_STATUS_CODE = "bad_response_status_code"
    CHANNEL_HEADER_OVERRIDE_INVALID = "channel:header_override_invalid"
    CHANNEL_INVALID_KEY = "channel:invalid_key"
    CHANNEL_MODEL_MAPPED_ERROR = "channel:model_mapped_error"
    CHANNEL_NO_AVAILABLE_KEY = "channel:no_available_key"
    CHANNEL_PARAM_OVERRIDE_INVALID = "channel:param_override_invalid"
    CONVERT_REQUEST_FAILED = "convert_request_failed"
    DO_REQUEST_FAILED = "do_request_failed"
    EMPTY_RESPONSE = "empty_response"
    FAIL_TO_FETCH_TASK = "fail_to_fetch_task"
    GEN_RELAY_INFO_FAILED = "gen_relay_info_failed"
    GET_CHANNEL_FAILED = "get_channel_failed"
    INSUFFICIENT_USER_QUOTA = "insufficient_user_quota"
    INVALID_PARAMETER = "InvalidParameter"
    INVALID_REQUEST = "invalid_request"
    MODEL_NOT_FOUND = "model_not_found"
    MODEL_PRICE_ERROR = "model_price_error"
    PRE_CONSUME_TOKEN_QUOTA_FAILED = "pre_consume_token_quota_failed"
    PROMPT_BLOCKED = "prompt_blocked"
    QUERY_DATA_ERROR = "query_data_error"
    QUOTA_NOT_ENOUGH = "quota_not_enough"
    RATE_LIMIT = "rate_limit"
    READ_REQUEST_BODY_FAILED = "read_request_body_failed"
    READ_RESPONSE_BODY_FAILED = "read_response_body_failed"
    SENSITIVE_WORDS_DETECTED = "sensitive_words_detected"
    TASK_NOT_EXIST = "task_not_exist"

    def __str__(self) -> str:
        return str(self.value)
