from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.drawing_model import DrawingModel
from ..types import UNSET, Unset, expect

if TYPE_CHECKING:
    from ..models.logo_info import LogoInfo


T = TypeVar("T", bound="DoubaoDrawingRequest")


@_attrs_define
class DoubaoDrawingRequest:
    """Draw a picture from a text. Only `prompt` is in every evidence. Fields that are not listed may be sent.

    Attributes:
        prompt (str): What to draw or to change, in natural language. With several pictures it may name them by their
            order.
        model_version (DrawingModel | str | Unset): The model; one that is not listed is kept as text.
        req_schedule_conf (str | Unset): How the model is run, `general_v20_9B_pe` (the prompt is extended) or
            `general_v20_9B_rephraser` (it is rephrased); for the models 2.0_L and 2.1_L.
        width (int | Unset): Width of the picture in pixels.
        height (int | Unset): Height of the picture in pixels.
        seed (int | Unset): Seed of the random number generator; -1, the default, picks one at random. The same positive
            seed with otherwise the same request most likely gives the same picture.
        scale (float | Unset): How closely the picture follows the text; 302.AI's app sends 3.5.
        ddim_steps (int | Unset): Number of steps; 302.AI's app sends 25.
        llm_seed (int | str | Unset): Seed of the model that extends the prompt; the SDK has a text here, the app sends
            -1 as a number.
        use_pre_llm (bool | Unset): Whether the prompt is extended before drawing.
        use_sr (bool | Unset): Whether the picture is enlarged after drawing.
        is_only_sr (bool | Unset): Whether to enlarge alone.
        sr_seed (int | Unset): Seed of the enlarging.
        sr_scale (float | Unset): How closely the enlarging follows the text.
        sr_steps (int | Unset): Number of steps of the enlarging.
        sr_strength (float | Unset): How strong the enlarging is.
        return_url (bool | Unset): True returns a link that lives 24 hours, false the picture as base64. The upstream's
            default is false; what 302.AI returns without it is not known.
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

    def to_dict(self) -> dict[str, Any]:
        prompt = self.prompt

        model_version: str | Unset
        if isinstance(self.model_version, Unset):
            model_version = UNSET
        elif isinstance(self.model_version, DrawingModel):
            model_version = self.model_version.value
        else:
            model_version = self.model_version

        req_schedule_conf = self.req_schedule_conf

        width = self.width

        height = self.height

        seed = self.seed

        scale = self.scale

        ddim_steps = self.ddim_steps

        llm_seed: int | str | Unset
        if isinstance(self.llm_seed, Unset):
            llm_seed = UNSET
        else:
            llm_seed = self.llm_seed

        use_pre_llm = self.use_pre_llm

        use_sr = self.use_sr

        is_only_sr = self.is_only_sr

        sr_seed = self.sr_seed

        sr_scale = self.sr_scale

        sr_steps = self.sr_steps

        sr_strength = self.sr_strength

        return_url = self.return_url

        logo_info: dict[str, Any] | Unset = UNSET
        if not isinstance(self.logo_info, Unset):
            logo_info = self.logo_info.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "prompt": prompt,
            }
        )
        if model_version is not UNSET:
            field_dict["model_version"] = model_version
        if req_schedule_conf is not UNSET:
            field_dict["req_schedule_conf"] = req_schedule_conf
        if width is not UNSET:
            field_dict["width"] = width
        if height is not UNSET:
            field_dict["height"] = height
        if seed is not UNSET:
            field_dict["seed"] = seed
        if scale is not UNSET:
            field_dict["scale"] = scale
        if ddim_steps is not UNSET:
            field_dict["ddim_steps"] = ddim_steps
        if llm_seed is not UNSET:
            field_dict["llm_seed"] = llm_seed
        if use_pre_llm is not UNSET:
            field_dict["use_pre_llm"] = use_pre_llm
        if use_sr is not UNSET:
            field_dict["use_sr"] = use_sr
        if is_only_sr is not UNSET:
            field_dict["is_only_sr"] = is_only_sr
        if sr_seed is not UNSET:
            field_dict["sr_seed"] = sr_seed
        if sr_scale is not UNSET:
            field_dict["sr_scale"] = sr_scale
        if sr_steps is not UNSET:
            field_dict["sr_steps"] = sr_steps
        if sr_strength is not UNSET:
            field_dict["sr_strength"] = sr_strength
        if return_url is not UNSET:
            field_dict["return_url"] = return_url
        if logo_info is not UNSET:
            field_dict["logo_info"] = logo_info

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.logo_info import LogoInfo  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="DoubaoDrawingRequest"))
        prompt = expect(d.pop("prompt"), str, name="prompt")

        def _parse_model_version(data: object) -> DrawingModel | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                model_version_type_0 = DrawingModel(data)

                return model_version_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                DrawingModel | str | Unset, expect(data, str, name="model_version")
            )

        model_version = _parse_model_version(d.pop("model_version", UNSET))

        req_schedule_conf = expect(
            d.pop("req_schedule_conf", UNSET), str, Unset, name="req_schedule_conf"
        )

        width = expect(d.pop("width", UNSET), int, Unset, name="width")

        height = expect(d.pop("height", UNSET), int, Unset, name="height")

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        scale = expect(d.pop("scale", UNSET), float, Unset, name="scale")

        ddim_steps = expect(d.pop("ddim_steps", UNSET), int, Unset, name="ddim_steps")

        def _parse_llm_seed(data: object) -> int | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(int | str | Unset, expect(data, int, str, name="llm_seed"))

        llm_seed = _parse_llm_seed(d.pop("llm_seed", UNSET))

        use_pre_llm = expect(
            d.pop("use_pre_llm", UNSET), bool, Unset, name="use_pre_llm"
        )

        use_sr = expect(d.pop("use_sr", UNSET), bool, Unset, name="use_sr")

        is_only_sr = expect(d.pop("is_only_sr", UNSET), bool, Unset, name="is_only_sr")

        sr_seed = expect(d.pop("sr_seed", UNSET), int, Unset, name="sr_seed")

        sr_scale = expect(d.pop("sr_scale", UNSET), float, Unset, name="sr_scale")

        sr_steps = expect(d.pop("sr_steps", UNSET), int, Unset, name="sr_steps")

        sr_strength = expect(
            d.pop("sr_strength", UNSET), float, Unset, name="sr_strength"
        )

        return_url = expect(d.pop("return_url", UNSET), bool, Unset, name="return_url")

        _logo_info = d.pop("logo_info", UNSET)
        logo_info: LogoInfo | Unset
        if isinstance(_logo_info, Unset):
            logo_info = UNSET
        else:
            logo_info = LogoInfo.from_dict(_logo_info)

        doubao_drawing_request = cls(
            prompt=prompt,
            model_version=model_version,
            req_schedule_conf=req_schedule_conf,
            width=width,
            height=height,
            seed=seed,
            scale=scale,
            ddim_steps=ddim_steps,
            llm_seed=llm_seed,
            use_pre_llm=use_pre_llm,
            use_sr=use_sr,
            is_only_sr=is_only_sr,
            sr_seed=sr_seed,
            sr_scale=sr_scale,
            sr_steps=sr_steps,
            sr_strength=sr_strength,
            return_url=return_url,
            logo_info=logo_info,
        )

        doubao_drawing_request.additional_properties = d
        return doubao_drawing_request

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
