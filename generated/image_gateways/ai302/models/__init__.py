"""Contains all the data models used in inputs/outputs"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .algorithm_base_resp import AlgorithmBaseResp
    from .ark_error import ArkError
    from .ark_error_code import ArkErrorCode
    from .ark_image import ArkImage
    from .ark_image_request import ArkImageRequest
    from .ark_image_result import ArkImageResult
    from .ark_usage import ArkUsage
    from .cv_failure import CvFailure
    from .doubao_drawing_request import DoubaoDrawingRequest
    from .doubao_drawing_result import DoubaoDrawingResult
    from .drawing_model import DrawingModel
    from .drawn_pictures import DrawnPictures
    from .failure_code import FailureCode
    from .failure_data import FailureData
    from .gateway_error import GatewayError
    from .gateway_error_code import GatewayErrorCode
    from .gateway_failure import GatewayFailure
    from .logo_info import LogoInfo
    from .logo_language import LogoLanguage
    from .logo_position import LogoPosition
    from .platform_error import PlatformError
    from .platform_error_code import PlatformErrorCode
    from .platform_failure import PlatformFailure
    from .prompt_options import PromptOptions
    from .response_format import ResponseFormat
    from .response_metadata import ResponseMetadata
    from .result_options import ResultOptions
    from .seededit_v30_request import SeededitV30Request
    from .seededit_v30_result_request import SeededitV30ResultRequest
    from .sequential_images import SequentialImages
    from .sequential_images_options import SequentialImagesOptions
    from .submitted_task import SubmittedTask
    from .task_data import TaskData
    from .task_result import TaskResult
    from .task_status import TaskStatus
    from .task_submitted import TaskSubmitted
    from .vendor_error import VendorError
else:
    _MODULES = {
        "AlgorithmBaseResp": ".algorithm_base_resp",
        "ArkError": ".ark_error",
        "ArkErrorCode": ".ark_error_code",
        "ArkImage": ".ark_image",
        "ArkImageRequest": ".ark_image_request",
        "ArkImageResult": ".ark_image_result",
        "ArkUsage": ".ark_usage",
        "CvFailure": ".cv_failure",
        "DoubaoDrawingRequest": ".doubao_drawing_request",
        "DoubaoDrawingResult": ".doubao_drawing_result",
        "DrawingModel": ".drawing_model",
        "DrawnPictures": ".drawn_pictures",
        "FailureCode": ".failure_code",
        "FailureData": ".failure_data",
        "GatewayError": ".gateway_error",
        "GatewayErrorCode": ".gateway_error_code",
        "GatewayFailure": ".gateway_failure",
        "LogoInfo": ".logo_info",
        "LogoLanguage": ".logo_language",
        "LogoPosition": ".logo_position",
        "PlatformError": ".platform_error",
        "PlatformErrorCode": ".platform_error_code",
        "PlatformFailure": ".platform_failure",
        "PromptOptions": ".prompt_options",
        "ResponseFormat": ".response_format",
        "ResponseMetadata": ".response_metadata",
        "ResultOptions": ".result_options",
        "SeededitV30Request": ".seededit_v30_request",
        "SeededitV30ResultRequest": ".seededit_v30_result_request",
        "SequentialImages": ".sequential_images",
        "SequentialImagesOptions": ".sequential_images_options",
        "SubmittedTask": ".submitted_task",
        "TaskData": ".task_data",
        "TaskResult": ".task_result",
        "TaskStatus": ".task_status",
        "TaskSubmitted": ".task_submitted",
        "VendorError": ".vendor_error",
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
    "AlgorithmBaseResp",
    "ArkError",
    "ArkErrorCode",
    "ArkImage",
    "ArkImageRequest",
    "ArkImageResult",
    "ArkUsage",
    "CvFailure",
    "DoubaoDrawingRequest",
    "DoubaoDrawingResult",
    "DrawingModel",
    "DrawnPictures",
    "FailureCode",
    "FailureData",
    "GatewayError",
    "GatewayErrorCode",
    "GatewayFailure",
    "LogoInfo",
    "LogoLanguage",
    "LogoPosition",
    "PlatformError",
    "PlatformErrorCode",
    "PlatformFailure",
    "PromptOptions",
    "ResponseFormat",
    "ResponseMetadata",
    "ResultOptions",
    "SeededitV30Request",
    "SeededitV30ResultRequest",
    "SequentialImages",
    "SequentialImagesOptions",
    "SubmittedTask",
    "TaskData",
    "TaskResult",
    "TaskStatus",
    "TaskSubmitted",
    "VendorError",
)
