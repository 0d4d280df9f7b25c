"""Contains all the data models used in inputs/outputs"""

from .ark_error import ArkError
from .ark_image import ArkImage
from .ark_image_request import ArkImageRequest
from .ark_image_result import ArkImageResult
from .ark_usage import ArkUsage
from .bailian_image_request import BailianImageRequest
from .bailian_input import BailianInput
from .bailian_metrics import BailianMetrics
from .bailian_new_task import BailianNewTask
from .bailian_parameters import BailianParameters
from .bailian_result import BailianResult
from .bailian_task import BailianTask
from .bailian_task_created import BailianTaskCreated
from .bailian_task_output import BailianTaskOutput
from .bailian_usage import BailianUsage
from .create_image_success import CreateImageSuccess
from .envelope_failure import EnvelopeFailure
from .error_detail import ErrorDetail
from .error_failure import ErrorFailure
from .failure_code import FailureCode
from .get_task_success import GetTaskSuccess
from .response_format import ResponseFormat
from .task_status import TaskStatus
from .vendor_data import VendorData
from .vendor_image_request import VendorImageRequest

__all__ = (
    "ArkError",
    "ArkImage",
    "ArkImageRequest",
    "ArkImageResult",
    "ArkUsage",
    "BailianImageRequest",
    "BailianInput",
    "BailianMetrics",
    "BailianNewTask",
    "BailianParameters",
    "BailianResult",
    "BailianTask",
    "BailianTaskCreated",
    "BailianTaskOutput",
    "BailianUsage",
    "CreateImageSuccess",
    "EnvelopeFailure",
    "ErrorDetail",
    "ErrorFailure",
    "FailureCode",
    "GetTaskSuccess",
    "ResponseFormat",
    "TaskStatus",
    "VendorData",
    "VendorImageRequest",
)
