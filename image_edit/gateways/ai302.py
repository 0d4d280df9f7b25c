"""302.AI: SeedEdit 3.0 by submitting a task and polling for it."""

from collections.abc import Sequence
from typing import Any

from image_gateways.ai302.api.seededit import get_seededit_v30_result, submit_seededit_v30
from image_gateways.ai302.models import (
    CvFailure,
    GatewayError,
    GatewayFailure,
    LogoInfo,
    PlatformFailure,
    ResultOptions,
    SeededitV30Request,
    SeededitV30ResultRequest,
    TaskResult,
    TaskStatus,
    TaskSubmitted,
)
from image_gateways.ai302.types import UNSET

from ..picture_input import PreparedPicture
from .gateway import Answer, End, Failure, Gateway, Request, either_form, logo_fields, one_of, result_pictures

ENDS = {
    TaskStatus.DONE: End.DONE,
    TaskStatus.FAILED: End.FAILED,
    TaskStatus.EXPIRED: End.EXPIRED,
    TaskStatus.NOT_FOUND: End.NOT_FOUND,
}


class Ai302(Gateway):
    """The adapter of 302.AI."""

    name = "ai302"
    failure_types = (CvFailure, PlatformFailure, GatewayFailure)
    picture_schema = "InputPictureBase64"

    def edit(
        self,
        pictures: Sequence[PreparedPicture],
        prompt: str,
        *,
        seed: int | None = None,
        scale: float | None = None,
        watermark: bool | str | None = None,
    ) -> Request:
        """Return the request that submits an edit; the gateway reads the watermark from the poll."""
        urls, base64s = either_form(one_of(pictures))
        body = SeededitV30Request(
            prompt=prompt,
            image_urls=urls or UNSET,
            binary_data_base64=base64s or UNSET,
            seed=UNSET if seed is None else seed,
            scale=UNSET if scale is None else scale,
        )
        return Request(submit_seededit_v30, {"body": body}, seed, {"watermark": watermark})

    def poll(self, task_id: str, *, watermark: bool | str | None = None) -> Request:
        """Return the request that asks how far a task is; the picture is to come as a link."""
        options = ResultOptions(return_url=True)
        if watermark is not None:
            options.logo_info = LogoInfo(**logo_fields(watermark))
        body = SeededitV30ResultRequest(task_id=task_id, req_json=self.json_text(options))
        return Request(get_seededit_v30_result, {"body": body})

    def read(self, parsed: object) -> Answer | None:
        """Read a success; None if it is none."""
        if isinstance(parsed, TaskSubmitted):
            return Answer(parsed, task_id=parsed.data.task_id, request_id=_text(parsed.request_id))
        if not isinstance(parsed, TaskResult):
            return None
        data = parsed.data
        return Answer(
            parsed,
            status=str(data.status),
            end=self.end(data.status, ENDS),
            pictures=result_pictures(data.image_urls, data.binary_data_base64),
            request_id=_text(parsed.request_id),
        )

    def read_failure_type(self, parsed: Any) -> Failure:
        """Read a failure in any of its shapes."""
        if isinstance(parsed, PlatformFailure):
            metadata = parsed.response_metadata
            message = _text(metadata.error.message) or ""
            return Failure(metadata.error.code, message, _text(metadata.request_id), in_front=True)
        if not isinstance(parsed, GatewayFailure):
            return Failure(parsed.code, _text(parsed.message) or "", _text(parsed.request_id))
        error = parsed.error
        if isinstance(error, GatewayError):
            return Failure(error.err_code, _text(error.message) or "", in_front=True)
        return Failure(_text(error.code), error.message)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
