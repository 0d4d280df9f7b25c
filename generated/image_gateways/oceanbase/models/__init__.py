"""Contains all the data models used in inputs/outputs"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .ark_error import ArkError
    from .ark_error_code import ArkErrorCode
    from .ark_image import ArkImage
    from .ark_image_request import ArkImageRequest
    from .ark_image_result import ArkImageResult
    from .ark_usage import ArkUsage
    from .bailian_answer import BailianAnswer
    from .bailian_choice import BailianChoice
    from .bailian_choice_message import BailianChoiceMessage
    from .bailian_content import BailianContent
    from .bailian_error_code import BailianErrorCode
    from .bailian_failure import BailianFailure
    from .bailian_image_request import BailianImageRequest
    from .bailian_input import BailianInput
    from .bailian_metrics import BailianMetrics
    from .bailian_new_task import BailianNewTask
    from .bailian_parameters import BailianParameters
    from .bailian_pictures import BailianPictures
    from .bailian_result import BailianResult
    from .bailian_task import BailianTask
    from .bailian_task_output import BailianTaskOutput
    from .bailian_usage import BailianUsage
    from .create_image_success import CreateImageSuccess
    from .envelope_failure import EnvelopeFailure
    from .error_detail import ErrorDetail
    from .error_failure import ErrorFailure
    from .failure_code import FailureCode
    from .get_task_success import GetTaskSuccess
    from .product_error_code import ProductErrorCode
    from .prompt_options import PromptOptions
    from .response_format import ResponseFormat
    from .sequential_images import SequentialImages
    from .sequential_images_options import SequentialImagesOptions
    from .task_status import TaskStatus
    from .vendor_data import VendorData
    from .vendor_image_request import VendorImageRequest
else:
    _MODULES = {
        "ArkError": ".ark_error",
        "ArkErrorCode": ".ark_error_code",
        "ArkImage": ".ark_image",
        "ArkImageRequest": ".ark_image_request",
        "ArkImageResult": ".ark_image_result",
        "ArkUsage": ".ark_usage",
        "BailianAnswer": ".bailian_answer",
        "BailianChoice": ".bailian_choice",
        "BailianChoiceMessage": ".bailian_choice_message",
        "BailianContent": ".bailian_content",
        "BailianErrorCode": ".bailian_error_code",
        "BailianFailure": ".bailian_failure",
        "BailianImageRequest": ".bailian_image_request",
        "BailianInput": ".bailian_input",
        "BailianMetrics": ".bailian_metrics",
        "BailianNewTask": ".bailian_new_task",
        "BailianParameters": ".bailian_parameters",
        "BailianPictures": ".bailian_pictures",
        "BailianResult": ".bailian_result",
        "BailianTask": ".bailian_task",
        "BailianTaskOutput": ".bailian_task_output",
        "BailianUsage": ".bailian_usage",
        "CreateImageSuccess": ".create_image_success",
        "EnvelopeFailure": ".envelope_failure",
        "ErrorDetail": ".error_detail",
        "ErrorFailure": ".error_failure",
        "FailureCode": ".failure_code",
        "GetTaskSuccess": ".get_task_success",
        "ProductErrorCode": ".product_error_code",
        "PromptOptions": ".prompt_options",
        "ResponseFormat": ".response_format",
        "SequentialImages": ".sequential_images",
        "SequentialImagesOptions": ".sequential_images_options",
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
    "ArkErrorCode",
    "ArkImage",
    "ArkImageRequest",
    "ArkImageResult",
    "ArkUsage",
    "BailianAnswer",
    "BailianChoice",
    "BailianChoiceMessage",
    "BailianContent",
    "BailianErrorCode",
    "BailianFailure",
    "BailianImageRequest",
    "BailianInput",
    "BailianMetrics",
    "BailianNewTask",
    "BailianParameters",
    "BailianPictures",
    "BailianResult",
    "BailianTask",
    "BailianTaskOutput",
    "BailianUsage",
    "CreateImageSuccess",
    "EnvelopeFailure",
    "ErrorDetail",
    "ErrorFailure",
    "FailureCode",
    "GetTaskSuccess",
    "ProductErrorCode",
    "PromptOptions",
    "ResponseFormat",
    "SequentialImages",
    "SequentialImagesOptions",
    "TaskStatus",
    "VendorData",
    "VendorImageRequest",
)
