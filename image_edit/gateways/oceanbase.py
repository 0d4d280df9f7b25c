"""oceanbase: models of several vendors behind one path; the answer's shape tells whether there is a task to poll."""

from collections.abc import Sequence
from typing import Any, Unpack

from image_gateways.oceanbase import models
from image_gateways.oceanbase.api.images import create_image
from image_gateways.oceanbase.api.tasks import get_task
from image_gateways.oceanbase.types import UNSET, Unset

from ..errors import NotSupported
from ..network.calls import Reply
from ..options import spelled_out
from ..pictures.encoding import PreparedPicture
from . import ark
from .gateway import Answer, End, Failure, Gateway, Request, result_pictures

ENDS = {
    models.TaskStatus.SUCCEEDED: End.DONE,
    models.TaskStatus.FAILED: End.FAILED,
    models.TaskStatus.CANCELED: End.CANCELED,
    models.TaskStatus.UNKNOWN: End.NOT_FOUND,
}


class Oceanbase(Gateway):
    """The adapter of oceanbase."""

    name = "oceanbase"
    failure_types = (models.EnvelopeFailure, models.ErrorFailure, models.BailianFailure)
    picture_schema = "InputPicture"

    @spelled_out
    def edit(
        self,
        pictures: Sequence[PreparedPicture],
        prompt: str,
        *,
        model: str | None = None,
        **options: Unpack[ark.ArkOptions],
    ) -> Request:
        """Return the request that edits a picture, by a model of Ark.

        Without a model it is the one of the document's example, which edits one picture, or several.
        """
        example = "CreateImageArkRequestExample" if len(pictures) == 1 else "CreateImageArkSeveralRequestExample"
        usual = self.document.example(example)["model"]
        chosen = usual if model is None else model
        if not self.is_named("ArkModel", chosen):
            raise NotSupported(f"edit takes a model of Ark, such as {usual}, not {chosen!r}")
        body = ark.filled(models.ArkImageRequest(chosen), prompt, pictures, options)
        return Request(create_image, {"body": body}, options.get("seed"))

    @spelled_out
    def generate(
        self,
        prompt: str,
        *,
        model: str,
        **options: Unpack[ark.ArkOptions],
    ) -> Request:
        """Return the request that draws a picture; how it is written depends on the model's vendor."""
        body: models.ArkImageRequest | models.BailianImageRequest | models.VendorImageRequest
        if self.is_named("ArkModel", model):
            body = ark.filled(models.ArkImageRequest(model), prompt, [], options)
            return Request(create_image, {"body": body}, options.get("seed"))
        vendor_options = options.pop("vendor_options", None)
        for name, value in options.items():
            if value is not None:
                raise NotSupported(
                    f"{name} is known for models of Ark alone; for {model!r} put what its own page names into "
                    "vendor_options",
                    gateway=self.name,
                )
        if self.is_named("BailianModel", model):
            parameters = models.BailianParameters()
            parameters.additional_properties.update(ark.option_fields(vendor_options))
            body = models.BailianImageRequest(
                model, models.BailianInput(prompt=prompt), parameters if vendor_options else UNSET
            )
        else:
            body = models.VendorImageRequest(model)
            body.additional_properties["prompt"] = prompt
            ark.with_options(body, vendor_options)
        return Request(create_image, {"body": body})

    def poll(self, task_id: str) -> Request:
        """Return the request that asks how far a task is."""
        return Request(get_task, {"task_id": task_id})

    def read(self, parsed: object) -> Answer | None:
        """Read a success, also a vendor's without the envelope; None if it is none."""
        match parsed.data if isinstance(parsed, models.CreateImageSuccess | models.GetTaskSuccess) else parsed:
            case models.ArkImageResult() as result:
                return ark.read(parsed, result)
            case models.BailianAnswer(output=output, request_id=request_id):
                return _read_bailian(parsed, output, request_id or None)
            case models.BailianNewTask() as output:
                return _read_bailian(parsed, output, None)
            case models.BailianTask(output=output, request_id=request_id):
                return self._read_task(parsed, output, request_id or None)
            case models.BailianTaskOutput() as output:
                return self._read_task(parsed, output, None)
            case models.VendorData() if isinstance(parsed, models.CreateImageSuccess):
                return Answer(parsed, end=End.DONE)
        return None

    def _read_task(self, parsed: object, output: models.BailianTaskOutput, request_id: str | None) -> Answer:
        results = output.results or []
        failures = [Failure.of(result) for result in results if not result.url]
        if not results and (output.code or output.message):
            failures.append(Failure.of(output))
        links = [result.url for result in results] + _links(output.choices)
        return Answer(
            parsed,
            task_id=output.task_id or None,
            status=str(output.task_status),
            end=self.end(output.task_status, ENDS),
            pictures=result_pictures(links, None),
            failures=tuple(failures),
            request_id=request_id,
        )

    def read_failure(self, reply: Reply) -> Failure | None:
        """Read a failure, also one that a vendor wrote into the envelope of a success."""
        parsed = reply.parsed
        if isinstance(parsed, models.CreateImageSuccess) and isinstance(parsed.data, models.ErrorFailure):
            return self.read_failure_type(parsed.data)
        return super().read_failure(reply)

    def read_failure_type(self, parsed: Any) -> Failure:
        """Read a failure in any shape."""
        told = parsed.error if isinstance(parsed, models.ErrorFailure) else parsed
        return Failure.of(told, told.request_id or None)


def _read_bailian(
    parsed: object, output: models.BailianNewTask | models.BailianPictures, request_id: str | None
) -> Answer:
    if isinstance(output, models.BailianPictures):
        pictures = result_pictures(_links(output.choices), None)
        return Answer(parsed, end=End.DONE, pictures=pictures, request_id=request_id)
    # Whatever its status, only a poll tells of its pictures, or why there are none.
    status = str(output.task_status) if output.task_status else None
    return Answer(parsed, task_id=output.task_id, status=status, request_id=request_id)


def _links(choices: list[models.BailianChoice] | Unset) -> list[str]:
    parts: list[models.BailianContent] = [part for choice in choices or [] for part in choice.message.content]
    return [part.image for part in parts if part.image]
