from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, constant, expect, kind, optional, required
from image_gateways.types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.logo_info import LogoInfo


@_attrs_define
class InpaintingEditRequest(_OpenModel[Any]):
    """Redraw what a mask marks. Two pictures, in this order: the original and the mask, in which black
    stays and white is redrawn. Send the two either as `image_urls` or as `binary_data_base64`: both
    or neither is an error.

    Attributes:
        req_key (Literal['i2i_inpainting_edit']): Picks the algorithm. Default: 'i2i_inpainting_edit'.
        image_urls (list[str] | Unset): The addresses of the original and the mask.
        binary_data_base64 (list[str] | Unset): The original and the mask themselves.
        custom_prompt (str | Unset): What to draw in the masked area.
        steps (int | Unset): Number of diffusion steps, 1 to 50. Default 25.
        scale (float | Unset): Scale, 1 to 20. Default 5. That a higher value follows the text more is our reading.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default
            false.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
    """

    req_key: Literal["i2i_inpainting_edit"] = "i2i_inpainting_edit"
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    custom_prompt: str | Unset = UNSET
    steps: int | Unset = UNSET
    scale: float | Unset = UNSET
    seed: int | Unset = UNSET
    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.logo_info import LogoInfo

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            req_key=required(d, "req_key", constant("i2i_inpainting_edit")),
            image_urls=optional(d, "image_urls", array(kind(str))),
            binary_data_base64=optional(d, "binary_data_base64", array(kind(str))),
            custom_prompt=optional(d, "custom_prompt", kind(str)),
            steps=optional(d, "steps", kind(int)),
            scale=optional(d, "scale", kind(float)),
            seed=optional(d, "seed", kind(int)),
            return_url=optional(d, "return_url", kind(bool)),
            logo_info=optional(d, "logo_info", LogoInfo.from_dict),
        )
        model.additional_properties = d
        return model
