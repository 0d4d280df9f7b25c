"""oceanbase: models of several vendors behind one path; the answer's shape tells whether there is a task to poll."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from image_gateways.oceanbase.api.images import create_image
from image_gateways.oceanbase.api.tasks import get_task
from image_gateways.oceanbase.models import (
    ArkImageRequest,
    ArkImageResult,
    BailianImageRequest,
    BailianInput,
    BailianParameters,
    BailianTask,
    BailianTaskCreated,
    CreateImageSuccess,
    EnvelopeFailure,
    ErrorFailure,
    GetTaskSuccess,
    TaskStatus,
    VendorImageRequest,
)
from image_gateways.oceanbase.types import UNSET, Unset

from ..errors import BadInput, NotSupported
from ..picture_input import PreparedPicture
from . import ark
from .gateway import Answer, End, Failure, Gateway, Request, result_pictures

ENDS = {
    TaskStatus.SUCCEEDED: End.DONE,
    TaskStatus.FAILED: End.FAILED,
    TaskStatus.CANCELED: End.CANCELED,
    TaskStatus.UNKNOWN: End.NOT_FOUND,
}


class Oceanbase(Gateway):
    """The adapter of oceanbase."""

    name = "oceanbase"
    failure_types = (EnvelopeFailure, ErrorFailure)
    picture_schema = "InputPicture"

    def edit(
        self,
        pictures: Sequence[PreparedPicture],
        prompt: str,
        *,
        model: str | None = None,
        seed: int | None = None,
        scale: float | None = None,
        size: str | None = None,
        watermark: bool | None = None,
        vendor_options: Mapping[str, Any] | None = None,
    ) -> Request:
        """Return the request that edits a picture, by a model of Ark.

        Without a model it is the one of the document's example, which edits.
        """
        chosen = self.document.example("CreateImageArkRequestExample")["model"] if model is None else model
        if not self._is("ArkModel", chosen):
            raise NotSupported(f"edit takes a model of Ark (its name begins with doubao-), not {chosen!r}")
        body = ark.filled(
            ArkImageRequest(chosen),
            prompt,
            pictures,
            seed=seed,
            scale=scale,
            size=size,
            watermark=watermark,
            vendor_options=vendor_options,
        )
        return Request(create_image, {"body": body}, seed)

    def generate(
        self,
        prompt: str,
        *,
        model: str,
        seed: int | None = None,
        scale: float | None = None,
        size: str | None = None,
        watermark: bool | None = None,
        vendor_options: Mapping[str, Any] | None = None,
    ) -> Request:
        """Return the request that draws a picture; how it is written depends on the model's vendor."""
        body: ArkImageRequest | BailianImageRequest | VendorImageRequest
        if self._is("ArkModel", model):
            body = ark.filled(
                ArkImageRequest(model),
                prompt,
                [],
                seed=seed,
                scale=scale,
                size=size,
                watermark=watermark,
                vendor_options=vendor_options,
            )
            return Request(create_image, {"body": body}, seed)
        for name, value in {"seed": seed, "scale": scale, "size": size, "watermark": watermark}.items():
            if value is not None:
                raise NotSupported(
                    f"{name} is known for models of Ark alone; for {model!r} put what its own page names into "
                    "vendor_options",
                    gateway=self.name,
                )
        if self._is("BailianModel", model):
            parameters = BailianParameters()
            parameters.additional_properties.update(ark.option_fields(vendor_options))
            body = BailianImageRequest(model, BailianInput(prompt=prompt), parameters if vendor_options else UNSET)
        else:
            body = VendorImageRequest(model)
            body.additional_properties["prompt"] = prompt
            ark.with_options(body, vendor_options)
        return Request(create_image, {"body": body})

    def poll(self, task_id: str) -> Request:
        """Return the request that asks how far a task is."""
        return Request(get_task, {"task_id": task_id})

    def read(self, parsed: object) -> Answer | None:
        """Read a success; None if it is none."""
        if isinstance(parsed, GetTaskSuccess):
            return self._read_task(parsed, parsed.data) if isinstance(parsed.data, BailianTask) else None
        if not isinstance(parsed, CreateImageSuccess):
            return None
        data = parsed.data
        if isinstance(data, BailianTaskCreated):
            # Whatever its status, only a poll tells of its pictures, or why there are none.
            output = data.output
            return Answer(parsed, task_id=output.task_id, status=str(output.task_status), request_id=data.request_id)
        if isinstance(data, ArkImageResult):
            return ark.read(parsed, data)
        return Answer(parsed, end=End.DONE)

    def _read_task(self, parsed: object, task: BailianTask) -> Answer:
        output = task.output
        results = [] if isinstance(output.results, Unset) else output.results
        failures = [_reason(result) for result in results if not result.url]
        if not results and not isinstance(output.code, Unset):
            failures.append(_reason(output))
        return Answer(
            parsed,
            task_id=output.task_id,
            status=str(output.task_status),
            end=self.end(output.task_status, ENDS),
            pictures=result_pictures([result.url for result in results], None),
            failures=tuple(failures),
            request_id=task.request_id,
        )

    def read_failure_type(self, parsed: Any) -> Failure:
        """Read a failure in either shape."""
        if isinstance(parsed, ErrorFailure):
            return Failure(parsed.error.code, parsed.error.message)
        return Failure(parsed.code, parsed.message)

    def _is(self, schema: str, model: str) -> bool:
        if not isinstance(model, str):
            raise BadInput(f"model is a text, not {type(model).__name__}")
        return re.search(self.document.schema(schema)["pattern"], model) is not None


def _reason(result: Any) -> str:
    told = [text for text in (result.code, result.message) if isinstance(text, str)]
    return ": ".join(told) or "no reason was given"
