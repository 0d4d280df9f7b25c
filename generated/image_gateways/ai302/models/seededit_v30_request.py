from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import array, expect, kind, optional, required
from image_gateways.types import UNSET, Unset


@_attrs_define
class SeededitV30Request(_OpenModel[Any]):
    """Edit one picture by an instruction in natural language. Send the picture either as `image_urls` or
    as `binary_data_base64`: the page marks both required and then says that sending both is an error.
    It marks `seed` and `scale` required as well, with defaults: they may be left out.

    Attributes:
        prompt (str): What to change, in natural language, at most 700 characters. One instruction per edit works
            best:
            add or remove something, change one thing into another, a style, a colour, what somebody does or
            how they look, or the surroundings. With several things in the picture, say precisely what to do
            to which. When the effect is too weak, raise `scale`. A clear picture of high resolution edits
            best, and one that a Doubao model made better still.
        image_urls (list[str] | Unset): The picture's address; exactly one.
        binary_data_base64 (list[str] | Unset): The picture itself; exactly one.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random. The same
            positive seed with otherwise the same request most likely gives the same picture.
        scale (float | Unset): How closely the edit follows the text, 0 to 1; a higher value follows the text more
            and the picture less. Default 0.5.
    """

    prompt: str
    image_urls: list[str] | Unset = UNSET
    binary_data_base64: list[str] | Unset = UNSET
    seed: int | Unset = UNSET
    scale: float | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            prompt=required(d, "prompt", kind(str)),
            image_urls=optional(d, "image_urls", array(kind(str))),
            binary_data_base64=optional(d, "binary_data_base64", array(kind(str))),
            seed=optional(d, "seed", kind(int)),
            scale=optional(d, "scale", kind(float)),
        )
        model.additional_properties = d
        return model
