"""Contains all the data models used in inputs/outputs"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .aigc_meta import AigcMeta
    from .algorithm_base_resp import AlgorithmBaseResp
    from .byte_edit_request import ByteEditRequest
    from .call_metadata import CallMetadata
    from .cv_failure import CvFailure
    from .cv_process_result import CvProcessResult
    from .cv_process_success import CvProcessSuccess
    from .erase_request import EraseRequest
    from .failure_code import FailureCode
    from .failure_data import FailureData
    from .get_result_request import GetResultRequest
    from .infer_context import InferContext
    from .infer_params import InferParams
    from .inpainting_edit_request import InpaintingEditRequest
    from .logo_info import LogoInfo
    from .logo_language import LogoLanguage
    from .logo_position import LogoPosition
    from .no_relay_code import NoRelayCode
    from .outpainting_canvas_request import OutpaintingCanvasRequest
    from .outpainting_ratio_request import OutpaintingRatioRequest
    from .platform_code import PlatformCode
    from .platform_error import PlatformError
    from .platform_failure import PlatformFailure
    from .relay_code import RelayCode
    from .relay_error import RelayError
    from .relay_failure import RelayFailure
    from .relay_task_failure import RelayTaskFailure
    from .req_key import ReqKey
    from .response_metadata import ResponseMetadata
    from .result_options import ResultOptions
    from .seed_edit_request import SeedEditRequest
    from .submitted_task import SubmittedTask
    from .task_data import TaskData
    from .task_result import TaskResult
    from .task_status import TaskStatus
    from .task_submitted import TaskSubmitted
    from .wrapped_cv_process_success import WrappedCvProcessSuccess
    from .wrapped_failure import WrappedFailure
    from .wrapped_task_result import WrappedTaskResult
    from .wrapped_task_submitted import WrappedTaskSubmitted
else:
    _MODULES = {
        "AigcMeta": ".aigc_meta",
        "AlgorithmBaseResp": ".algorithm_base_resp",
        "ByteEditRequest": ".byte_edit_request",
        "CallMetadata": ".call_metadata",
        "CvFailure": ".cv_failure",
        "CvProcessResult": ".cv_process_result",
        "CvProcessSuccess": ".cv_process_success",
        "EraseRequest": ".erase_request",
        "FailureCode": ".failure_code",
        "FailureData": ".failure_data",
        "GetResultRequest": ".get_result_request",
        "InferContext": ".infer_context",
        "InferParams": ".infer_params",
        "InpaintingEditRequest": ".inpainting_edit_request",
        "LogoInfo": ".logo_info",
        "LogoLanguage": ".logo_language",
        "LogoPosition": ".logo_position",
        "NoRelayCode": ".no_relay_code",
        "OutpaintingCanvasRequest": ".outpainting_canvas_request",
        "OutpaintingRatioRequest": ".outpainting_ratio_request",
        "PlatformCode": ".platform_code",
        "PlatformError": ".platform_error",
        "PlatformFailure": ".platform_failure",
        "RelayCode": ".relay_code",
        "RelayError": ".relay_error",
        "RelayFailure": ".relay_failure",
        "RelayTaskFailure": ".relay_task_failure",
        "ReqKey": ".req_key",
        "ResponseMetadata": ".response_metadata",
        "ResultOptions": ".result_options",
        "SeedEditRequest": ".seed_edit_request",
        "SubmittedTask": ".submitted_task",
        "TaskData": ".task_data",
        "TaskResult": ".task_result",
        "TaskStatus": ".task_status",
        "TaskSubmitted": ".task_submitted",
        "WrappedCvProcessSuccess": ".wrapped_cv_process_success",
        "WrappedFailure": ".wrapped_failure",
        "WrappedTaskResult": ".wrapped_task_result",
        "WrappedTaskSubmitted": ".wrapped_task_submitted",
    }

    def __getattr__(name: str) -> type:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        model = getattr(_import_module(_MODULES[name], __name__), name)
        globals()[name] = model
        return model

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = (
    "AigcMeta",
    "AlgorithmBaseResp",
    "ByteEditRequest",
    "CallMetadata",
    "CvFailure",
    "CvProcessResult",
    "CvProcessSuccess",
    "EraseRequest",
    "FailureCode",
    "FailureData",
    "GetResultRequest",
    "InferContext",
    "InferParams",
    "InpaintingEditRequest",
    "LogoInfo",
    "LogoLanguage",
    "LogoPosition",
    "NoRelayCode",
    "OutpaintingCanvasRequest",
    "OutpaintingRatioRequest",
    "PlatformCode",
    "PlatformError",
    "PlatformFailure",
    "RelayCode",
    "RelayError",
    "RelayFailure",
    "RelayTaskFailure",
    "ReqKey",
    "ResponseMetadata",
    "ResultOptions",
    "SeedEditRequest",
    "SubmittedTask",
    "TaskData",
    "TaskResult",
    "TaskStatus",
    "TaskSubmitted",
    "WrappedCvProcessSuccess",
    "WrappedFailure",
    "WrappedTaskResult",
    "WrappedTaskSubmitted",
)
