from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any
from typing import Self as _Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from image_gateways.model import OpenModel as _OpenModel
from image_gateways.reading import expect, kind, optional
from image_gateways.types import UNSET, Unset


@_attrs_define
class InferParams(_OpenModel[Any]):
    """The parameters the inference ran with, defaults filled in. Page 001 shows these and lost some
    lines, so more may come, and any may be null. No field's meaning is documented; the descriptions are
    our reading.

    Attributes:
        app_id (None | str | Unset): Application.
        aspect_ratio (None | str | Unset): Aspect ratio asked for.
        common_params (None | str | Unset): Parameters common to all algorithms.
        ddim_steps (float | None | Unset): Steps of the DDIM sampler.
        edit_session_id (None | str | Unset): Editing session.
        fps (float | None | Unset): Frames a second; 0 for a picture.
        frames (float | None | Unset): Number of frames; 0 for a picture.
        group_name (None | str | Unset): Group.
        height (float | None | Unset): Working height, pixels.
        input_image_url (None | str | Unset): Address of the input picture.
        is_only_sr (bool | None | Unset): Whether only super resolution ran.
        is_pe (bool | None | Unset): Whether prompt engineering ran.
        llm_result (None | str | Unset): Answer of the language model.
        media_source (None | str | Unset): Where the picture came from.
        n_samples (float | None | Unset): Number of samples.
        negative_prompt (None | str | Unset): What the picture should not show.
        origin_request_id (None | str | Unset): Request this one follows.
        output_height (float | None | Unset): Height of the result, pixels.
        output_width (float | None | Unset): Width of the result, pixels.
        pe_result (None | str | Unset): Answer of prompt engineering.
        predict_tags_result (None | str | Unset): Predicted tags.
        rephraser_result (None | str | Unset): The rephrased prompt.
        req_key (None | str | Unset): The algorithm behind the public req_key.
        rescale (float | None | Unset): Guidance rescale.
        resolution (None | str | Unset): Resolution asked for.
        scale (float | None | Unset): How closely the text was followed.
        seed (float | None | Unset): Seed; 0 where the sample was random.
        shift (float | None | Unset): Time shift of the sampler.
        sr_img2img_fix_steps (float | None | Unset): Steps of the super resolution.
        sr_scale (float | None | Unset): Factor of the super resolution.
        sr_strength (float | None | Unset): Strength of the super resolution.
        sr_upscaler (None | str | Unset): Name of the upscaler.
        steps (float | None | Unset): Diffusion steps.
        strength (float | None | Unset): How far the result may leave the original.
        trace_id (None | str | Unset): Trace.
        translate_negative_prompt (None | str | Unset): The translated negative prompt.
        translate_prompt (None | str | Unset): The translated prompt.
        use_pre_llm (bool | None | Unset): Whether a language model ran before.
        use_prompt_aug (bool | None | Unset): Whether the prompt was augmented.
        use_sr (bool | None | Unset): Whether super resolution was on.
        version_id (None | str | Unset): Version.
        video_url (None | str | Unset): Address of an input video.
        width (float | None | Unset): Working width, pixels.
    """

    app_id: None | str | Unset = UNSET
    aspect_ratio: None | str | Unset = UNSET
    common_params: None | str | Unset = UNSET
    ddim_steps: float | None | Unset = UNSET
    edit_session_id: None | str | Unset = UNSET
    fps: float | None | Unset = UNSET
    frames: float | None | Unset = UNSET
    group_name: None | str | Unset = UNSET
    height: float | None | Unset = UNSET
    input_image_url: None | str | Unset = UNSET
    is_only_sr: bool | None | Unset = UNSET
    is_pe: bool | None | Unset = UNSET
    llm_result: None | str | Unset = UNSET
    media_source: None | str | Unset = UNSET
    n_samples: float | None | Unset = UNSET
    negative_prompt: None | str | Unset = UNSET
    origin_request_id: None | str | Unset = UNSET
    output_height: float | None | Unset = UNSET
    output_width: float | None | Unset = UNSET
    pe_result: None | str | Unset = UNSET
    predict_tags_result: None | str | Unset = UNSET
    rephraser_result: None | str | Unset = UNSET
    req_key: None | str | Unset = UNSET
    rescale: float | None | Unset = UNSET
    resolution: None | str | Unset = UNSET
    scale: float | None | Unset = UNSET
    seed: float | None | Unset = UNSET
    shift: float | None | Unset = UNSET
    sr_img2img_fix_steps: float | None | Unset = UNSET
    sr_scale: float | None | Unset = UNSET
    sr_strength: float | None | Unset = UNSET
    sr_upscaler: None | str | Unset = UNSET
    steps: float | None | Unset = UNSET
    strength: float | None | Unset = UNSET
    trace_id: None | str | Unset = UNSET
    translate_negative_prompt: None | str | Unset = UNSET
    translate_prompt: None | str | Unset = UNSET
    use_pre_llm: bool | None | Unset = UNSET
    use_prompt_aug: bool | None | Unset = UNSET
    use_sr: bool | None | Unset = UNSET
    version_id: None | str | Unset = UNSET
    video_url: None | str | Unset = UNSET
    width: float | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> _Self:
        d = dict(expect((Mapping,), src_dict))
        model = cls(
            app_id=optional(d, "app_id", kind(str, NoneType)),
            aspect_ratio=optional(d, "aspect_ratio", kind(str, NoneType)),
            common_params=optional(d, "common_params", kind(str, NoneType)),
            ddim_steps=optional(d, "ddim_steps", kind(float, NoneType)),
            edit_session_id=optional(d, "edit_session_id", kind(str, NoneType)),
            fps=optional(d, "fps", kind(float, NoneType)),
            frames=optional(d, "frames", kind(float, NoneType)),
            group_name=optional(d, "group_name", kind(str, NoneType)),
            height=optional(d, "height", kind(float, NoneType)),
            input_image_url=optional(d, "input_image_url", kind(str, NoneType)),
            is_only_sr=optional(d, "is_only_sr", kind(bool, NoneType)),
            is_pe=optional(d, "is_pe", kind(bool, NoneType)),
            llm_result=optional(d, "llm_result", kind(str, NoneType)),
            media_source=optional(d, "media_source", kind(str, NoneType)),
            n_samples=optional(d, "n_samples", kind(float, NoneType)),
            negative_prompt=optional(d, "negative_prompt", kind(str, NoneType)),
            origin_request_id=optional(d, "origin_request_id", kind(str, NoneType)),
            output_height=optional(d, "output_height", kind(float, NoneType)),
            output_width=optional(d, "output_width", kind(float, NoneType)),
            pe_result=optional(d, "pe_result", kind(str, NoneType)),
            predict_tags_result=optional(d, "predict_tags_result", kind(str, NoneType)),
            rephraser_result=optional(d, "rephraser_result", kind(str, NoneType)),
            req_key=optional(d, "req_key", kind(str, NoneType)),
            rescale=optional(d, "rescale", kind(float, NoneType)),
            resolution=optional(d, "resolution", kind(str, NoneType)),
            scale=optional(d, "scale", kind(float, NoneType)),
            seed=optional(d, "seed", kind(float, NoneType)),
            shift=optional(d, "shift", kind(float, NoneType)),
            sr_img2img_fix_steps=optional(d, "sr_img2img_fix_steps", kind(float, NoneType)),
            sr_scale=optional(d, "sr_scale", kind(float, NoneType)),
            sr_strength=optional(d, "sr_strength", kind(float, NoneType)),
            sr_upscaler=optional(d, "sr_upscaler", kind(str, NoneType)),
            steps=optional(d, "steps", kind(float, NoneType)),
            strength=optional(d, "strength", kind(float, NoneType)),
            trace_id=optional(d, "trace_id", kind(str, NoneType)),
            translate_negative_prompt=optional(d, "translate_negative_prompt", kind(str, NoneType)),
            translate_prompt=optional(d, "translate_prompt", kind(str, NoneType)),
            use_pre_llm=optional(d, "use_pre_llm", kind(bool, NoneType)),
            use_prompt_aug=optional(d, "use_prompt_aug", kind(bool, NoneType)),
            use_sr=optional(d, "use_sr", kind(bool, NoneType)),
            version_id=optional(d, "version_id", kind(str, NoneType)),
            video_url=optional(d, "video_url", kind(str, NoneType)),
            width=optional(d, "width", kind(float, NoneType)),
        )
        model.additional_properties = d
        return model
