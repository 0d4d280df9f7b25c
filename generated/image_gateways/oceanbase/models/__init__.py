"""Contains all the data models used in inputs/outputs"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
else:
    _MODULES = {
        "ArkError": ".ark_error",
        "ArkImage": ".ark_image",
        "ArkImageRequest": ".ark_image_request",
        "ArkImageResult": ".ark_image_result",
        "ArkUsage": ".ark_usage",
        "BailianImageRequest": ".bailian_image_request",
        "BailianInput": ".bailian_input",
        "BailianMetrics": ".bailian_metrics",
        "BailianNewTask": ".bailian_new_task",
        "BailianParameters": ".bailian_parameters",
        "BailianResult": ".bailian_result",
        "BailianTask": ".bailian_task",
        "BailianTaskCreated": ".bailian_task_created",
        "BailianTaskOutput": ".bailian_task_output",
        "BailianUsage": ".bailian_usage",
        "CreateImageSuccess": ".create_image_success",
        "EnvelopeFailure": ".envelope_failure",
        "ErrorDetail": ".error_detail",
        "ErrorFailure": ".error_failure",
        "FailureCode": ".failure_code",
        "GetTaskSuccess": ".get_task_success",
        "ResponseFormat": ".response_format",
        "TaskStatus": ".task_status",
        "VendorData": ".vendor_data",
        "VendorImageRequest": ".vendor_image_request",
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
