"""302.AI: SeedEdit 3.0 by submitting a task and polling for it, and Doubao's models, which answer at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

from image_gateways.ai302 import models
from image_gateways.ai302.api.images import create_doubao_image, draw_doubao_image
from image_gateways.ai302.api.seededit import get_seededit_v30_result, submit_seededit_v30
from image_gateways.ai302.types import UNSET

from ..errors import BadInput, NotSupported
from ..options import spelled_out
from ..pictures.encoding import PreparedPicture
from . import ark
from .gateway import Answer, End, Failure, Gateway, Request, given, logo_fields, picture_fields, result_pictures

SEED_EDIT = "seededit_v30"
"""The model of the task, as the paths of its calls name it."""

ENDS = {
    models.TaskStatus.DONE: End.DONE,
    models.TaskStatus.FAILED: End.FAILED,
    models.TaskStatus.EXPIRED: End.EXPIRED,
    models.TaskStatus.NOT_FOUND: End.NOT_FOUND,
}


class Ai302(Gateway):
    """The adapter of 302.AI."""

    name = "ai302"
    failure_types = (models.CvFailure, models.PlatformFailure, models.GatewayFailure)
    picture_schema = "InputPictureBase64"

    def picture_schema_of(self, model: object) -> str:
        """Return the schema of an input picture: Ark's call has one of its own."""
        is_ark = isinstance(model, str) and self.is_named("ArkModel", model)
        return "InputPicture" if is_ark else self.picture_schema

    @spelled_out
    def edit(
        self,
        pictures: Sequence[PreparedPicture],
        prompt: str,
        *,
        model: str | None = None,
        **options: Unpack[ark.ArkOptions],
    ) -> Request:
        """Return the request that edits a picture: a task of SeedEdit without a model, else Ark's call.

        Of a task the gateway reads the watermark from the poll.

        Raises:
            BadInput: SeedEdit's task takes one picture, or `vendor_options` do not fit.
            NotSupported: the model is of neither kind, or it does not take an option.
        """
        if model is not None and self.is_named("ArkModel", model):
            return self._ark(model, prompt, pictures, options)
        if model not in (None, SEED_EDIT):
            raise self._unknown(model, "edit")
        for name in ("size", "vendor_options"):
            if options.get(name) is not None:
                raise NotSupported(f"SeedEdit's task takes no {name}; {self._hint} does", gateway=self.name)
        if len(pictures) != 1:
            raise BadInput(f"one picture is taken here, and {len(pictures)} were given; {self._hint} takes several")
        fields = {**picture_fields(*pictures), **given(options, "watermark")}
        body = models.SeededitV30Request(prompt=prompt, **fields)
        poll_options = {"watermark": options.get("watermark")}
        return Request(submit_seededit_v30, {"body": body}, options.get("seed"), poll_options)

    @spelled_out
    def generate(
        self,
        prompt: str,
        *,
        model: str,
        **options: Unpack[ark.ArkOptions],
    ) -> Request:
        """Return the request that draws a picture: Ark's call, or, for the older general models, the one that draws.

        Raises:
            BadInput: `size` is not as `1024x768`, or `vendor_options` do not fit.
            NotSupported: the model is of neither kind, or it does not take an option.
        """
        if self.is_named("ArkModel", model):
            return self._ark(model, prompt, [], options)
        if model not in self.document.schema("DrawingModel")["enum"]:
            raise self._unknown(model, "generate")
        watermark = options.get("watermark")
        fields = {**_pixels(options.get("size")), **given(options, "size", "watermark", "vendor_options")}
        body = models.DoubaoDrawingRequest(
            prompt=prompt,
            model_version=model,
            return_url=True,
            logo_info=UNSET if watermark is None else models.LogoInfo(**logo_fields(watermark)),
            **fields,
        )
        ark.with_options(body, options.get("vendor_options"))
        return Request(draw_doubao_image, {"body": body}, options.get("seed"))

    def poll(self, task_id: str, *, watermark: bool | str | None = None) -> Request:
        """Return the request that asks how far a task is; the picture is to come as a link."""
        options = models.ResultOptions(return_url=True)
        if watermark is not None:
            options.logo_info = models.LogoInfo(**logo_fields(watermark))
        body = models.SeededitV30ResultRequest(task_id=task_id, req_json=self.json_text(options))
        return Request(get_seededit_v30_result, {"body": body})

    def read(self, parsed: object) -> Answer | None:
        """Read a success; None if it is none."""
        match parsed:
            case models.TaskSubmitted(data=task, request_id=request_id):
                return Answer(parsed, task_id=task.task_id, request_id=request_id or None)
            case models.TaskResult(data=data, request_id=request_id):
                return Answer(
                    parsed,
                    status=str(data.status),
                    end=self.end(data.status, ENDS),
                    pictures=result_pictures(data.image_urls, data.binary_data_base64),
                    request_id=request_id or None,
                )
            case models.DoubaoDrawingResult(data=drawn, request_id=request_id):
                pictures = result_pictures(drawn.image_urls, drawn.binary_data_base64)
                return Answer(parsed, end=End.DONE, pictures=pictures, request_id=request_id or None)
            case models.ArkImageResult():
                return ark.read(parsed, parsed)
        return None

    def read_failure_type(self, parsed: Any) -> Failure:
        """Read a failure in any of its shapes."""
        match parsed:
            case models.PlatformFailure(response_metadata=told):
                words = told.error.message or ""
                return Failure(str(told.error.code), words, told.request_id or None, in_front=True)
            case models.GatewayFailure(error=models.GatewayError() as error):
                return Failure(error.err_code, error.message or "", in_front=True)
            case models.GatewayFailure(error=models.VendorError() as passed_on):
                return replace(Failure.of(passed_on, passed_on.request_id or None), in_front=True)
        return Failure(parsed.code, parsed.message or "", parsed.request_id or None)

    def _ark(self, model: str, prompt: str, pictures: Sequence[PreparedPicture], options: ark.ArkOptions) -> Request:
        if isinstance(options.get("watermark"), str):
            raise NotSupported(f"{model} draws no text as its watermark: give true or false", gateway=self.name)
        body = ark.filled(models.ArkImageRequest(model, prompt), prompt, pictures, options)
        return Request(create_doubao_image, {"body": body}, options.get("seed"))

    @property
    def _hint(self) -> str:
        example = self.document.example("CreateDoubaoImageSeveralRequestExample")["model"]
        return f"a model whose name begins with doubao-, model={example!r} for one,"

    def _unknown(self, model: object, method: str) -> NotSupported:
        drawing = ", ".join(self.document.schema("DrawingModel")["enum"])
        others = {"edit": "no model at all, which is SeedEdit 3.0", "generate": drawing}[method]
        text = f"{method} takes a model whose name begins with doubao-, or {others}, not {model!r}"
        return NotSupported(text, gateway=self.name)


def _pixels(size: str | None) -> dict[str, int]:
    """Return width and height of a size such as `1024x768`, as fields."""
    if size is None:
        return {}
    width, _, height = str(size).partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise BadInput(f"size is width and height in pixels here, as '1024x768', not {size!r}")
    return {"width": int(width), "height": int(height)}
