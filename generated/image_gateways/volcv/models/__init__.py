"""Contains all the data models used in inputs/outputs"""

from .algorithm_base_resp import AlgorithmBaseResp
from .byte_edit_request import ByteEditRequest
from .cv_failure import CvFailure
from .cv_process_result import CvProcessResult
from .cv_process_success import CvProcessSuccess
from .failure_code import FailureCode
from .get_result_request import GetResultRequest
from .infer_context import InferContext
from .infer_params import InferParams
from .inpainting_edit_request import InpaintingEditRequest
from .logo_info import LogoInfo
from .logo_language import LogoLanguage
from .logo_position import LogoPosition
from .outpainting_canvas_request import OutpaintingCanvasRequest
from .outpainting_ratio_request import OutpaintingRatioRequest
from .platform_error import PlatformError
from .platform_failure import PlatformFailure
from .response_metadata import ResponseMetadata
from .result_options import ResultOptions
from .submitted_task import SubmittedTask
from .task_data import TaskData
from .task_result import TaskResult
from .task_status import TaskStatus
from .task_submitted import TaskSubmitted

__all__ = (
    "AlgorithmBaseResp",
    "ByteEditRequest",
    "CvFailure",
    "CvProcessResult",
    "CvProcessSuccess",
    "FailureCode",
    "GetResultRequest",
    "InferContext",
    "InferParams",
    "InpaintingEditRequest",
    "LogoInfo",
    "LogoLanguage",
    "LogoPosition",
    "OutpaintingCanvasRequest",
    "OutpaintingRatioRequest",
    "PlatformError",
    "PlatformFailure",
    "ResponseMetadata",
    "ResultOptions",
    "SubmittedTask",
    "TaskData",
    "TaskResult",
    "TaskStatus",
    "TaskSubmitted",
)
