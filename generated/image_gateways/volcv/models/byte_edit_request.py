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
class ByteEditRequest(_OpenModel[Any]):
    """Edit one picture by an instruction in natural language (SeedEdit 1.6). Send the picture either
    as `image_urls` or as `binary_data_base64`: both or neither is an error.

    Attributes:
        req_key (Literal['byteedit_v2.0']): Picks the algorithm. Default: 'byteedit_v2.0'.
        prompt (str): What to change, in natural language.
        image_urls (list[str] | Unset): The picture's address; exactly one.
        binary_data_base64 (list[str] | Unset): The picture itself; exactly one.
        negative_prompt (str | Unset): What the picture should not show. Default empty.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random.
        scale (float | Unset): How closely the edit follows the text, 0 to 1; a higher value follows the text more
            and the picture less. Default 0.5.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. Default
            false.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
    """

    prompt: str
    req_key: Literal["byteedit_v2.0"] = "byteedit_v2.0"
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    negative_prompt: str | Unset = UNSET
    seed: int | Unset = UNSET
    scale: float | Unset = UNSET
    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.logo_info import LogoInfo

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            req_key=required(d, "req_key", constant("byteedit_v2.0")),
            prompt=required(d, "prompt", kind(str)),
            image_urls=optional(d, "image_urls", array(kind(str))),
            binary_data_base64=optional(d, "binary_data_base64", array(kind(str))),
            negative_prompt=optional(d, "negative_prompt", kind(str)),
            seed=optional(d, "seed", kind(int)),
            scale=optional(d, "scale", kind(float)),
            return_url=optional(d, "return_url", kind(bool)),
            logo_info=optional(d, "logo_info", LogoInfo.from_dict),
        )
        model.additional_properties = d
        return model
