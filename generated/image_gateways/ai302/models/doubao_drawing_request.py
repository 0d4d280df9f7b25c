from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional, required, union
from image_gateways.types import UNSET, Unset

from ..models.drawing_model import DrawingModel

if TYPE_CHECKING:
    from ..models.logo_info import LogoInfo


@_attrs_define
class DoubaoDrawingRequest(_OpenModel[Any]):
    """Draw a picture from a text. Only `prompt` is in every evidence. Fields that are not listed may be sent.

    Attributes:
        prompt (str): What to draw or to change, in natural language. With several pictures it may name them by
            their order.
        model_version (DrawingModel | str | Unset): The model; one that is not listed is kept as text.
        req_schedule_conf (str | Unset): How the model is run, `general_v20_9B_pe` (the prompt is extended) or
            `general_v20_9B_rephraser` (it is rephrased); for the models 2.0_L and 2.1_L.
        width (int | Unset): Width of the picture in pixels.
        height (int | Unset): Height of the picture in pixels.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random. The same
            positive seed with otherwise the same request most likely gives the same picture.
        scale (float | Unset): How closely the picture follows the text; 302.AI's app sends 3.5.
        ddim_steps (int | Unset): Number of steps; 302.AI's app sends 25.
        llm_seed (int | str | Unset): Seed of the model that extends the prompt; the SDK has a text here, the app
            sends -1 as a number.
        use_pre_llm (bool | Unset): Whether the prompt is extended before drawing.
        use_sr (bool | Unset): Whether the picture is enlarged after drawing.
        is_only_sr (bool | Unset): Whether to enlarge alone.
        sr_seed (int | Unset): Seed of the enlarging.
        sr_scale (float | Unset): How closely the enlarging follows the text.
        sr_steps (int | Unset): Number of steps of the enlarging.
        sr_strength (float | Unset): How strong the enlarging is.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. The
            upstream's default is false; what 302.AI returns without it is not known.
        logo_info (LogoInfo | Unset): A visible watermark on the result.
    """

    prompt: str
    model_version: DrawingModel | str | Unset = UNSET
    req_schedule_conf: str | Unset = UNSET
    width: int | Unset = UNSET
    height: int | Unset = UNSET
    seed: int | Unset = UNSET
    scale: float | Unset = UNSET
    ddim_steps: int | Unset = UNSET
    llm_seed: int | str | Unset = UNSET
    use_pre_llm: bool | Unset = UNSET
    use_sr: bool | Unset = UNSET
    is_only_sr: bool | Unset = UNSET
    sr_seed: int | Unset = UNSET
    sr_scale: float | Unset = UNSET
    sr_steps: int | Unset = UNSET
    sr_strength: float | Unset = UNSET
    return_url: bool | Unset = UNSET
    logo_info: LogoInfo | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        from ..models.logo_info import LogoInfo

        d = dict(expect((Mapping,), src_dict))
        model = cls(
            prompt=required(d, "prompt", kind(str)),
            model_version=optional(d, "model_version", union(DrawingModel, kind(str))),
            req_schedule_conf=optional(d, "req_schedule_conf", kind(str)),
            width=optional(d, "width", kind(int)),
            height=optional(d, "height", kind(int)),
            seed=optional(d, "seed", kind(int)),
            scale=optional(d, "scale", kind(float)),
            ddim_steps=optional(d, "ddim_steps", kind(int)),
            llm_seed=optional(d, "llm_seed", kind(int, str)),
            use_pre_llm=optional(d, "use_pre_llm", kind(bool)),
            use_sr=optional(d, "use_sr", kind(bool)),
            is_only_sr=optional(d, "is_only_sr", kind(bool)),
            sr_seed=optional(d, "sr_seed", kind(int)),
            sr_scale=optional(d, "sr_scale", kind(float)),
            sr_steps=optional(d, "sr_steps", kind(int)),
            sr_strength=optional(d, "sr_strength", kind(float)),
            return_url=optional(d, "return_url", kind(bool)),
            logo_info=optional(d, "logo_info", LogoInfo.from_dict),
        )
        model.additional_properties = d
        return model
