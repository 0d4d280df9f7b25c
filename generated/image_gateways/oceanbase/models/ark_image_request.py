from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.response_format import ResponseFormat
from ..models.sequential_images import SequentialImages
from ..types import UNSET, Unset, expect, expect_list

if TYPE_CHECKING:
    from ..models.prompt_options import PromptOptions
    from ..models.sequential_images_options import SequentialImagesOptions


T = TypeVar("T", bound="ArkImageRequest")


@_attrs_define
class ArkImageRequest:
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
        response_format (ResponseFormat | Unset): Whether a picture comes as a link (`url`) or as base64 (`b64_json`).
            Default `url`.
        size (str | Unset): Size of the result: `adaptive` (SeedEdit 3.0), `1K`, `2K`, `3K` or `4K` (Seedream 4.0 and
            later, which of
            them depends on the model), or width and height in pixels, as `2048x2048`.
        seed (int | Unset): Seed of the random number generator, -1 to 2147483647; -1, the default, picks one at random.
            SeedEdit 3.0 and
            Seedream 3.0 take it; newer models may not.
        guidance_scale (float | Unset): How closely the result follows the text, 1 to 10. Default 5.5 (SeedEdit 3.0;
            Seedream 3.0 has 2.5). Newer
            models may not take it.
        watermark (bool | Unset): Whether to mark the picture as made by a machine. Default true.
        sequential_image_generation (SequentialImages | Unset): Whether a model of Seedream 4.0 to 5.0 may make several
            pictures that belong together: `auto` lets it decide
            by the prompt, `disabled` makes one. Default `disabled`.
        sequential_image_generation_options (SequentialImagesOptions | Unset): How many pictures
            `sequential_image_generation` may make; read only where that is `auto`.
        optimize_prompt_options (PromptOptions | Unset): How the model improves the prompt before it draws; open.
        output_format (str | Unset): File type of the result, `jpeg` or `png` (Seedream 5.0 and later; older models make
            JPEG).
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

    def to_dict(self) -> dict[str, Any]:
        model = self.model

        prompt = self.prompt

        image: list[str] | str | Unset
        if isinstance(self.image, Unset):
            image = UNSET
        elif isinstance(self.image, list):
            image = self.image

        else:
            image = self.image

        response_format: str | Unset = UNSET
        if not isinstance(self.response_format, Unset):
            response_format = self.response_format.value

        size = self.size

        seed = self.seed

        guidance_scale = self.guidance_scale

        watermark = self.watermark

        sequential_image_generation: str | Unset = UNSET
        if not isinstance(self.sequential_image_generation, Unset):
            sequential_image_generation = self.sequential_image_generation.value

        sequential_image_generation_options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.sequential_image_generation_options, Unset):
            sequential_image_generation_options = (
                self.sequential_image_generation_options.to_dict()
            )

        optimize_prompt_options: dict[str, Any] | Unset = UNSET
        if not isinstance(self.optimize_prompt_options, Unset):
            optimize_prompt_options = self.optimize_prompt_options.to_dict()

        output_format = self.output_format

        stream = self.stream

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "model": model,
            }
        )
        if prompt is not UNSET:
            field_dict["prompt"] = prompt
        if image is not UNSET:
            field_dict["image"] = image
        if response_format is not UNSET:
            field_dict["response_format"] = response_format
        if size is not UNSET:
            field_dict["size"] = size
        if seed is not UNSET:
            field_dict["seed"] = seed
        if guidance_scale is not UNSET:
            field_dict["guidance_scale"] = guidance_scale
        if watermark is not UNSET:
            field_dict["watermark"] = watermark
        if sequential_image_generation is not UNSET:
            field_dict["sequential_image_generation"] = sequential_image_generation
        if sequential_image_generation_options is not UNSET:
            field_dict["sequential_image_generation_options"] = (
                sequential_image_generation_options
            )
        if optimize_prompt_options is not UNSET:
            field_dict["optimize_prompt_options"] = optimize_prompt_options
        if output_format is not UNSET:
            field_dict["output_format"] = output_format
        if stream is not UNSET:
            field_dict["stream"] = stream

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.prompt_options import PromptOptions  # noqa: PLC0415
        from ..models.sequential_images_options import SequentialImagesOptions  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="ArkImageRequest"))
        model = expect(d.pop("model"), str, name="model")

        prompt = expect(d.pop("prompt", UNSET), str, Unset, name="prompt")

        def _parse_image(data: object) -> list[str] | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                componentsschemas_input_pictures_type_1 = cast(
                    list[str], expect_list(data, str, name="InputPictures_type_1")
                )

                return componentsschemas_input_pictures_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | str | Unset, expect(data, str, name="image"))

        image = _parse_image(d.pop("image", UNSET))

        _response_format = d.pop("response_format", UNSET)
        response_format: ResponseFormat | Unset
        if isinstance(_response_format, Unset):
            response_format = UNSET
        else:
            response_format = ResponseFormat(_response_format)

        size = expect(d.pop("size", UNSET), str, Unset, name="size")

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        guidance_scale = expect(
            d.pop("guidance_scale", UNSET), float, Unset, name="guidance_scale"
        )

        watermark = expect(d.pop("watermark", UNSET), bool, Unset, name="watermark")

        _sequential_image_generation = d.pop("sequential_image_generation", UNSET)
        sequential_image_generation: SequentialImages | Unset
        if isinstance(_sequential_image_generation, Unset):
            sequential_image_generation = UNSET
        else:
            sequential_image_generation = SequentialImages(_sequential_image_generation)

        _sequential_image_generation_options = d.pop(
            "sequential_image_generation_options", UNSET
        )
        sequential_image_generation_options: SequentialImagesOptions | Unset
        if isinstance(_sequential_image_generation_options, Unset):
            sequential_image_generation_options = UNSET
        else:
            sequential_image_generation_options = SequentialImagesOptions.from_dict(
                _sequential_image_generation_options
            )

        _optimize_prompt_options = d.pop("optimize_prompt_options", UNSET)
        optimize_prompt_options: PromptOptions | Unset
        if isinstance(_optimize_prompt_options, Unset):
            optimize_prompt_options = UNSET
        else:
            optimize_prompt_options = PromptOptions.from_dict(_optimize_prompt_options)

        output_format = expect(
            d.pop("output_format", UNSET), str, Unset, name="output_format"
        )

        stream = expect(d.pop("stream", UNSET), bool, Unset, name="stream")

        ark_image_request = cls(
            model=model,
            prompt=prompt,
            image=image,
            response_format=response_format,
            size=size,
            seed=seed,
            guidance_scale=guidance_scale,
            watermark=watermark,
            sequential_image_generation=sequential_image_generation,
            sequential_image_generation_options=sequential_image_generation_options,
            optimize_prompt_options=optimize_prompt_options,
            output_format=output_format,
            stream=stream,
        )

        ark_image_request.additional_properties = d
        return ark_image_request

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
