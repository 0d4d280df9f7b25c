"""volcv: everything by submitting a task and polling for it.

Each algorithm has a synchronous call as well. The task is used all the same: its id outlives a lost connection, after
which the answer of a synchronous call is gone and billed. How the picture is to come back and to be marked is said when
it is polled for: the upstream reads it there.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict, Unpack

from image_gateways.volcv import models
from image_gateways.volcv.api.cv import cv_sync2async_get_result, cv_sync2async_submit_task
from image_gateways.volcv.types import UNSET, Unset

from ..errors import NotSupported
from ..options import spelled_out
from ..pictures.encoding import PreparedPicture
from .gateway import Answer, End, Failure, Gateway, Request, given, logo_fields, one_of, picture_fields, result_pictures

ENDS = {
    models.TaskStatus.DONE: End.DONE,
    models.TaskStatus.EXPIRED: End.EXPIRED,
    models.TaskStatus.FAILED: End.FAILED,
    models.TaskStatus.NOT_FOUND: End.NOT_FOUND,
}


class _EditOptions(TypedDict, total=False):
    seed: int | None
    scale: float | None
    watermark: bool | str | None


class _InpaintOptions(_EditOptions, total=False):
    steps: int | None


class _EraseOptions(_InpaintOptions, total=False):
    strength: float | None


class _ExpandOptions(_EraseOptions, total=False):
    prompt: str | None


class Volcv(Gateway):
    """The adapter of volcv."""

    name = "volcv"
    failure_types = (
        models.CvFailure,
        models.PlatformFailure,
        models.WrappedFailure,
        models.RelayFailure,
        models.RelayTaskFailure,
    )
    picture_schema = "InputPictureBase64"
    model_field = "req_key"

    @spelled_out
    def edit(
        self,
        pictures: Sequence[PreparedPicture],
        prompt: str,
        *,
        model: str | None = None,
        negative_prompt: str | None = None,
        **options: Unpack[_EditOptions],
    ) -> Request:
        """Return the request that submits an edit.

        Args:
            model: `byteedit_v2.0`, which is that of None, or `seededit_v3.0`, which has no negative prompt.
        """
        fields = {**picture_fields(one_of(pictures)), "prompt": prompt, **given(options, "watermark")}
        match model or models.ReqKey.BYTEEDIT_V2_0:
            case models.ReqKey.BYTEEDIT_V2_0:
                negative = UNSET if negative_prompt is None else negative_prompt
                return _submitting(models.ByteEditRequest(**fields, negative_prompt=negative), options)
            case models.ReqKey.SEEDEDIT_V3_0 if negative_prompt is None:
                return _submitting(models.SeedEditRequest(**fields), options)
            case models.ReqKey.SEEDEDIT_V3_0:
                raise NotSupported(f"{model} takes no negative_prompt; {models.ReqKey.BYTEEDIT_V2_0.value} does")
        known = f"{models.ReqKey.BYTEEDIT_V2_0.value} or {models.ReqKey.SEEDEDIT_V3_0.value}"
        raise NotSupported(f"edit takes {known} for a model, not {model!r}; `call` sends any algorithm its fields")

    @spelled_out
    def expand(self, canvas: PreparedPicture, mask: PreparedPicture, **options: Unpack[_ExpandOptions]) -> Request:
        """Return the request that submits a canvas, to be filled as its mask says.

        By ratio the gateway could make the canvas itself; but what it does with a side that is left out is not
        documented, and 0 is not allowed. The largest sides are sent too, since the result is else made smaller.
        """
        fields = {**picture_fields(canvas, mask), **given(options, "watermark")}
        return _submitting(
            models.OutpaintingCanvasRequest(max_width=canvas.width, max_height=canvas.height, **fields), options
        )

    @spelled_out
    def inpaint(
        self, picture: PreparedPicture, mask: PreparedPicture, prompt: str, **options: Unpack[_InpaintOptions]
    ) -> Request:
        """Return the request that submits a picture, in which is to be redrawn what a mask marks."""
        fields = {**picture_fields(picture, mask), **given(options, "watermark")}
        return _submitting(models.InpaintingEditRequest(custom_prompt=prompt, **fields), options)

    @spelled_out
    def erase(self, picture: PreparedPicture, mask: PreparedPicture, **options: Unpack[_EraseOptions]) -> Request:
        """Return the request that submits a picture, in which is to be erased what a mask marks."""
        return _submitting(models.EraseRequest(**picture_fields(picture, mask), **given(options, "watermark")), options)

    def poll(self, task_id: str, *, model: str | None = None, watermark: bool | str | None = None) -> Request:
        """Return the request that asks how far a task is; the picture is to come as a link.

        Args:
            model: the `req_key` of the submit; that of an edit without a model for None.
        """
        options = models.ResultOptions(return_url=True, logo_info=_logo(watermark))
        body = models.GetResultRequest(model or models.ReqKey.BYTEEDIT_V2_0, task_id, req_json=self.json_text(options))
        return Request(cv_sync2async_get_result, {"body": body})

    def poll_options(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what a poll repeats of a submit."""
        return {"model": fields.get(self.model_field)}

    def read(self, parsed: object) -> Answer | None:
        """Read a success, plain or wrapped; None if it is none."""
        if isinstance(parsed, models.WrappedCvProcessSuccess | models.WrappedTaskResult | models.WrappedTaskSubmitted):
            answer = self.read(parsed.result)
            assert answer is not None
            return replace(answer, raw=parsed)
        if isinstance(parsed, models.TaskSubmitted):
            return Answer(parsed, task_id=parsed.data.task_id, request_id=parsed.request_id or None)
        if isinstance(parsed, models.CvProcessSuccess):
            return Answer(
                parsed,
                end=End.DONE,
                pictures=result_pictures(parsed.data.image_urls, parsed.data.binary_data_base64),
                request_id=parsed.request_id or None,
                seed=_seed(parsed.data.infer_ctx),
            )
        if not isinstance(parsed, models.TaskResult):
            return None
        data = parsed.data
        pictures = result_pictures(data.image_urls, data.binary_data_base64)
        reason = None if pictures else self.failure_within(Failure(None, str(data.resp_data or "")))
        return Answer(
            parsed,
            status=str(data.status),
            end=self.end(data.status, ENDS),
            pictures=pictures,
            failures=(reason,) if reason else (),
            request_id=parsed.request_id or None,
        )

    def read_failure_type(self, parsed: Any) -> Failure:
        """Read a failure in any of its shapes."""
        match parsed:
            case models.WrappedFailure():
                return self.read_failure_type(parsed.result)
            case models.PlatformFailure():
                metadata = parsed.response_metadata
                words = metadata.error.message or ""
                return Failure(metadata.error.code, words, metadata.request_id or None, in_front=True)
            case models.RelayFailure():
                return Failure(parsed.error.code or None, parsed.error.message or "", in_front=True)
            case models.RelayTaskFailure():
                return Failure(parsed.code, parsed.message or _words(parsed.upsream_message), in_front=True)
            case _:
                return Failure(parsed.code, parsed.message or "", parsed.request_id or None)


def _submitting(body: Any, options: _EditOptions) -> Request:
    poll_options = {"model": body.req_key, "watermark": options.get("watermark")}
    return Request(cv_sync2async_submit_task, {"body": body}, options.get("seed"), poll_options)


def _words(told: models.FailureData | str | Unset | None) -> str:
    """Return as words what a host passes on, which may be an object."""
    return json.dumps(told.to_dict(), ensure_ascii=False) if isinstance(told, models.FailureData) else told or ""


def _logo(watermark: bool | str | None) -> models.LogoInfo | Unset:
    return UNSET if watermark is None else models.LogoInfo(**logo_fields(watermark))


def _seed(context: models.InferContext | Unset | None) -> int | None:
    """The seed that the run reports; 0 stands for a random one that is not told."""
    if not isinstance(context, models.InferContext) or not isinstance(context.params, models.InferParams):
        return None
    seed = context.params.seed
    return int(seed) if isinstance(seed, int | float) and seed > 0 else None
