"""Contains all the data models used in inputs/outputs"""

from .algorithm_base_resp import AlgorithmBaseResp
from .cv_failure import CvFailure
from .failure_code import FailureCode
from .gateway_error import GatewayError
from .gateway_error_code import GatewayErrorCode
from .gateway_failure import GatewayFailure
from .logo_info import LogoInfo
from .logo_language import LogoLanguage
from .logo_position import LogoPosition
from .result_options import ResultOptions
from .seededit_v30_request import SeededitV30Request
from .seededit_v30_result_request import SeededitV30ResultRequest
from .submitted_task import SubmittedTask
from .task_data import TaskData
from .task_result import TaskResult
from .task_status import TaskStatus
from .task_submitted import TaskSubmitted

__all__ = (
    "AlgorithmBaseResp",
    "CvFailure",
    "FailureCode",
    "GatewayError",
    "GatewayErrorCode",
    "GatewayFailure",
    "LogoInfo",
    "LogoLanguage",
    "LogoPosition",
    "ResultOptions",
    "SeededitV30Request",
    "SeededitV30ResultRequest",
    "SubmittedTask",
    "TaskData",
    "TaskResult",
    "TaskStatus",
    "TaskSubmitted",
)
