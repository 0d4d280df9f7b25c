from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.response_format import ResponseFormat
from ..models.sequential_images import SequentialImages

if TYPE_CHECKING:
    from ..models.prompt_options import PromptOptions
    from ..models.sequential_images_options import SequentialImagesOptions


@_attrs_define
class ArkImageRequest(_OpenModel[Any]):
    """A request to a model of Volcano Engine Ark. Only `model` is the gateway's own; the rest is passed
    through. Fields that are not listed may be sent.

    Attributes:
        model (str): Name of a model of Volcano Engine Ark; they begin with `doubao-`, or outside China with
            `seedream-`, `seededit-`
            or `dola-`, and those of endpoints of one's own with `ep-`. Answers at once.
        prompt (str | Unset): What to draw or to change, in natural language.
        image (list[str] | str | Unset): The picture to edit, or 1 to 14 of them, which the prompt may name by their
            order. How many a model
            takes is its own: SeedEdit 3.0 one, Seedream 4.0 to 5.0 up to 14 (its page said 10 at first), and 15
            with those that it makes. Seedream 3.0 takes none.
        response_format (ResponseFormat | Unset): Whether a picture comes as a link (`url`) or as base64
            (`b64_json`). Default `url`.
        size (str | Unset): Size of the result: `adaptive` (SeedEdit 3.0), `1K`, `2K`, `3K` or `4K` (Seedream 4.0
            and later, which of
            them depends on the model), or width and height in pixels, as `2048x2048`.
        seed (int | Unset): Seed of the random number generator, -1 to 2147483647; -1, the default, picks one at
            random. SeedEdit 3.0 and
            Seedream 3.0 take it; newer models may not.
        guidance_scale (float | Unset): How closely the result follows the text, 1 to 10. Default 5.5 (SeedEdit 3.0;
            Seedream 3.0 has 2.5). Newer
            models may not take it.
        watermark (bool | Unset): Whether to mark the picture as made by a machine. Default true.
        sequential_image_generation (SequentialImages | Unset): Whether a model of Seedream 4.0 to 5.0 may make
            several pictures that belong together: `auto` lets it decide
            by the prompt, `disabled` makes one. Default `disabled`.
        sequential_image_generation_options (SequentialImagesOptions | Unset): How many pictures
            `sequential_image_generation` may make; read only where that is `auto`.
        optimize_prompt_options (PromptOptions | Unset): How the model improves the prompt before it draws; open.
        output_format (str | Unset): File type of the result, `jpeg` or `png` (Seedream 5.0 and later; older models
            make JPEG).
        stream (bool | Unset): Whether the pictures come one by one, as a stream of events (`text/event-stream`).
            Default false. No answer of
            that form is described here: a client that reads JSON cannot read it, though it is billed.
    """

    model: str
    prompt: str | Unset = UNSET
    image: list[str] | str | Unset = UNSET
    response_format: ResponseFormat | Unset = UNSET
    size: str | Unset = UNSET
    seed: int | Unset = UNSET
    guidance_scale: float | Unset = UNSET
    watermark: bool | Unset = UNSET
    sequential_image_generation: SequentialImages | Unset = UNSET
    sequential_image_generation_options: SequentialImagesOptions | Unset = UNSET
    optimize_prompt_options: PromptOptions | Unset = UNSET
    output_format: str | Unset = UNSET
    stream: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.prompt_options import PromptOptions
        from ..models.sequential_images_options import SequentialImagesOptions

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            model=required(d, "model", kind(str)),
            prompt=optional(d, "prompt", kind(str)),
            image=optional(d, "image", union(array(kind(str)), kind(str))),
            response_format=optional(d, "response_format", ResponseFormat),
            size=optional(d, "size", kind(str)),
            seed=optional(d, "seed", kind(int)),
            guidance_scale=optional(d, "guidance_scale", kind(float)),
            watermark=optional(d, "watermark", kind(bool)),
            sequential_image_generation=optional(d, "sequential_image_generation", SequentialImages),
            sequential_image_generation_options=optional(
                d, "sequential_image_generation_options", SequentialImagesOptions.from_dict
            ),
            optimize_prompt_options=optional(d, "optimize_prompt_options", PromptOptions.from_dict),
            output_format=optional(d, "output_format", kind(str)),
            stream=optional(d, "stream", kind(bool)),
        )
        model.additional_properties = d
        return model
