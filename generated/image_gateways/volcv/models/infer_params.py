from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="InferParams")


@_attrs_define
class InferParams:
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

    def to_dict(self) -> dict[str, Any]:
        app_id: None | str | Unset
        if isinstance(self.app_id, Unset):
            app_id = UNSET
        else:
            app_id = self.app_id

        aspect_ratio: None | str | Unset
        if isinstance(self.aspect_ratio, Unset):
            aspect_ratio = UNSET
        else:
            aspect_ratio = self.aspect_ratio

        common_params: None | str | Unset
        if isinstance(self.common_params, Unset):
            common_params = UNSET
        else:
            common_params = self.common_params

        ddim_steps: float | None | Unset
        if isinstance(self.ddim_steps, Unset):
            ddim_steps = UNSET
        else:
            ddim_steps = self.ddim_steps

        edit_session_id: None | str | Unset
        if isinstance(self.edit_session_id, Unset):
            edit_session_id = UNSET
        else:
            edit_session_id = self.edit_session_id

        fps: float | None | Unset
        if isinstance(self.fps, Unset):
            fps = UNSET
        else:
            fps = self.fps

        frames: float | None | Unset
        if isinstance(self.frames, Unset):
            frames = UNSET
        else:
            frames = self.frames

        group_name: None | str | Unset
        if isinstance(self.group_name, Unset):
            group_name = UNSET
        else:
            group_name = self.group_name

        height: float | None | Unset
        if isinstance(self.height, Unset):
            height = UNSET
        else:
            height = self.height

        input_image_url: None | str | Unset
        if isinstance(self.input_image_url, Unset):
            input_image_url = UNSET
        else:
            input_image_url = self.input_image_url

        is_only_sr: bool | None | Unset
        if isinstance(self.is_only_sr, Unset):
            is_only_sr = UNSET
        else:
            is_only_sr = self.is_only_sr

        is_pe: bool | None | Unset
        if isinstance(self.is_pe, Unset):
            is_pe = UNSET
        else:
            is_pe = self.is_pe

        llm_result: None | str | Unset
        if isinstance(self.llm_result, Unset):
            llm_result = UNSET
        else:
            llm_result = self.llm_result

        media_source: None | str | Unset
        if isinstance(self.media_source, Unset):
            media_source = UNSET
        else:
            media_source = self.media_source

        n_samples: float | None | Unset
        if isinstance(self.n_samples, Unset):
            n_samples = UNSET
        else:
            n_samples = self.n_samples

        negative_prompt: None | str | Unset
        if isinstance(self.negative_prompt, Unset):
            negative_prompt = UNSET
        else:
            negative_prompt = self.negative_prompt

        origin_request_id: None | str | Unset
        if isinstance(self.origin_request_id, Unset):
            origin_request_id = UNSET
        else:
            origin_request_id = self.origin_request_id

        output_height: float | None | Unset
        if isinstance(self.output_height, Unset):
            output_height = UNSET
        else:
            output_height = self.output_height

        output_width: float | None | Unset
        if isinstance(self.output_width, Unset):
            output_width = UNSET
        else:
            output_width = self.output_width

        pe_result: None | str | Unset
        if isinstance(self.pe_result, Unset):
            pe_result = UNSET
        else:
            pe_result = self.pe_result

        predict_tags_result: None | str | Unset
        if isinstance(self.predict_tags_result, Unset):
            predict_tags_result = UNSET
        else:
            predict_tags_result = self.predict_tags_result

        rephraser_result: None | str | Unset
        if isinstance(self.rephraser_result, Unset):
            rephraser_result = UNSET
        else:
            rephraser_result = self.rephraser_result

        req_key: None | str | Unset
        if isinstance(self.req_key, Unset):
            req_key = UNSET
        else:
            req_key = self.req_key

        rescale: float | None | Unset
        if isinstance(self.rescale, Unset):
            rescale = UNSET
        else:
            rescale = self.rescale

        resolution: None | str | Unset
        if isinstance(self.resolution, Unset):
            resolution = UNSET
        else:
            resolution = self.resolution

        scale: float | None | Unset
        if isinstance(self.scale, Unset):
            scale = UNSET
        else:
            scale = self.scale

        seed: float | None | Unset
        if isinstance(self.seed, Unset):
            seed = UNSET
        else:
            seed = self.seed

        shift: float | None | Unset
        if isinstance(self.shift, Unset):
            shift = UNSET
        else:
            shift = self.shift

        sr_img2img_fix_steps: float | None | Unset
        if isinstance(self.sr_img2img_fix_steps, Unset):
            sr_img2img_fix_steps = UNSET
        else:
            sr_img2img_fix_steps = self.sr_img2img_fix_steps

        sr_scale: float | None | Unset
        if isinstance(self.sr_scale, Unset):
            sr_scale = UNSET
        else:
            sr_scale = self.sr_scale

        sr_strength: float | None | Unset
        if isinstance(self.sr_strength, Unset):
            sr_strength = UNSET
        else:
            sr_strength = self.sr_strength

        sr_upscaler: None | str | Unset
        if isinstance(self.sr_upscaler, Unset):
            sr_upscaler = UNSET
        else:
            sr_upscaler = self.sr_upscaler

        steps: float | None | Unset
        if isinstance(self.steps, Unset):
            steps = UNSET
        else:
            steps = self.steps

        strength: float | None | Unset
        if isinstance(self.strength, Unset):
            strength = UNSET
        else:
            strength = self.strength

        trace_id: None | str | Unset
        if isinstance(self.trace_id, Unset):
            trace_id = UNSET
        else:
            trace_id = self.trace_id

        translate_negative_prompt: None | str | Unset
        if isinstance(self.translate_negative_prompt, Unset):
            translate_negative_prompt = UNSET
        else:
            translate_negative_prompt = self.translate_negative_prompt

        translate_prompt: None | str | Unset
        if isinstance(self.translate_prompt, Unset):
            translate_prompt = UNSET
        else:
            translate_prompt = self.translate_prompt

        use_pre_llm: bool | None | Unset
        if isinstance(self.use_pre_llm, Unset):
            use_pre_llm = UNSET
        else:
            use_pre_llm = self.use_pre_llm

        use_prompt_aug: bool | None | Unset
        if isinstance(self.use_prompt_aug, Unset):
            use_prompt_aug = UNSET
        else:
            use_prompt_aug = self.use_prompt_aug

        use_sr: bool | None | Unset
        if isinstance(self.use_sr, Unset):
            use_sr = UNSET
        else:
            use_sr = self.use_sr

        version_id: None | str | Unset
        if isinstance(self.version_id, Unset):
            version_id = UNSET
        else:
            version_id = self.version_id

        video_url: None | str | Unset
        if isinstance(self.video_url, Unset):
            video_url = UNSET
        else:
            video_url = self.video_url

        width: float | None | Unset
        if isinstance(self.width, Unset):
            width = UNSET
        else:
            width = self.width

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if app_id is not UNSET:
            field_dict["app_id"] = app_id
        if aspect_ratio is not UNSET:
            field_dict["aspect_ratio"] = aspect_ratio
        if common_params is not UNSET:
            field_dict["common_params"] = common_params
        if ddim_steps is not UNSET:
            field_dict["ddim_steps"] = ddim_steps
        if edit_session_id is not UNSET:
            field_dict["edit_session_id"] = edit_session_id
        if fps is not UNSET:
            field_dict["fps"] = fps
        if frames is not UNSET:
            field_dict["frames"] = frames
        if group_name is not UNSET:
            field_dict["group_name"] = group_name
        if height is not UNSET:
            field_dict["height"] = height
        if input_image_url is not UNSET:
            field_dict["input_image_url"] = input_image_url
        if is_only_sr is not UNSET:
            field_dict["is_only_sr"] = is_only_sr
        if is_pe is not UNSET:
            field_dict["is_pe"] = is_pe
        if llm_result is not UNSET:
            field_dict["llm_result"] = llm_result
        if media_source is not UNSET:
            field_dict["media_source"] = media_source
        if n_samples is not UNSET:
            field_dict["n_samples"] = n_samples
        if negative_prompt is not UNSET:
            field_dict["negative_prompt"] = negative_prompt
        if origin_request_id is not UNSET:
            field_dict["origin_request_id"] = origin_request_id
        if output_height is not UNSET:
            field_dict["output_height"] = output_height
        if output_width is not UNSET:
            field_dict["output_width"] = output_width
        if pe_result is not UNSET:
            field_dict["pe_result"] = pe_result
        if predict_tags_result is not UNSET:
            field_dict["predict_tags_result"] = predict_tags_result
        if rephraser_result is not UNSET:
            field_dict["rephraser_result"] = rephraser_result
        if req_key is not UNSET:
            field_dict["req_key"] = req_key
        if rescale is not UNSET:
            field_dict["rescale"] = rescale
        if resolution is not UNSET:
            field_dict["resolution"] = resolution
        if scale is not UNSET:
            field_dict["scale"] = scale
        if seed is not UNSET:
            field_dict["seed"] = seed
        if shift is not UNSET:
            field_dict["shift"] = shift
        if sr_img2img_fix_steps is not UNSET:
            field_dict["sr_img2img_fix_steps"] = sr_img2img_fix_steps
        if sr_scale is not UNSET:
            field_dict["sr_scale"] = sr_scale
        if sr_strength is not UNSET:
            field_dict["sr_strength"] = sr_strength
        if sr_upscaler is not UNSET:
            field_dict["sr_upscaler"] = sr_upscaler
        if steps is not UNSET:
            field_dict["steps"] = steps
        if strength is not UNSET:
            field_dict["strength"] = strength
        if trace_id is not UNSET:
            field_dict["trace_id"] = trace_id
        if translate_negative_prompt is not UNSET:
            field_dict["translate_negative_prompt"] = translate_negative_prompt
        if translate_prompt is not UNSET:
            field_dict["translate_prompt"] = translate_prompt
        if use_pre_llm is not UNSET:
            field_dict["use_pre_llm"] = use_pre_llm
        if use_prompt_aug is not UNSET:
            field_dict["use_prompt_aug"] = use_prompt_aug
        if use_sr is not UNSET:
            field_dict["use_sr"] = use_sr
        if version_id is not UNSET:
            field_dict["version_id"] = version_id
        if video_url is not UNSET:
            field_dict["video_url"] = video_url
        if width is not UNSET:
            field_dict["width"] = width

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(expect(src_dict, Mapping, name="InferParams"))

        def _parse_app_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="app_id"))

        app_id = _parse_app_id(d.pop("app_id", UNSET))

        def _parse_aspect_ratio(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="aspect_ratio"))

        aspect_ratio = _parse_aspect_ratio(d.pop("aspect_ratio", UNSET))

        def _parse_common_params(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="common_params"))

        common_params = _parse_common_params(d.pop("common_params", UNSET))

        def _parse_ddim_steps(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="ddim_steps"))

        ddim_steps = _parse_ddim_steps(d.pop("ddim_steps", UNSET))

        def _parse_edit_session_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="edit_session_id"))

        edit_session_id = _parse_edit_session_id(d.pop("edit_session_id", UNSET))

        def _parse_fps(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="fps"))

        fps = _parse_fps(d.pop("fps", UNSET))

        def _parse_frames(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="frames"))

        frames = _parse_frames(d.pop("frames", UNSET))

        def _parse_group_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="group_name"))

        group_name = _parse_group_name(d.pop("group_name", UNSET))

        def _parse_height(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="height"))

        height = _parse_height(d.pop("height", UNSET))

        def _parse_input_image_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="input_image_url"))

        input_image_url = _parse_input_image_url(d.pop("input_image_url", UNSET))

        def _parse_is_only_sr(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, expect(data, bool, name="is_only_sr"))

        is_only_sr = _parse_is_only_sr(d.pop("is_only_sr", UNSET))

        def _parse_is_pe(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, expect(data, bool, name="is_pe"))

        is_pe = _parse_is_pe(d.pop("is_pe", UNSET))

        def _parse_llm_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="llm_result"))

        llm_result = _parse_llm_result(d.pop("llm_result", UNSET))

        def _parse_media_source(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="media_source"))

        media_source = _parse_media_source(d.pop("media_source", UNSET))

        def _parse_n_samples(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="n_samples"))

        n_samples = _parse_n_samples(d.pop("n_samples", UNSET))

        def _parse_negative_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="negative_prompt"))

        negative_prompt = _parse_negative_prompt(d.pop("negative_prompt", UNSET))

        def _parse_origin_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="origin_request_id"))

        origin_request_id = _parse_origin_request_id(d.pop("origin_request_id", UNSET))

        def _parse_output_height(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="output_height"))

        output_height = _parse_output_height(d.pop("output_height", UNSET))

        def _parse_output_width(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="output_width"))

        output_width = _parse_output_width(d.pop("output_width", UNSET))

        def _parse_pe_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="pe_result"))

        pe_result = _parse_pe_result(d.pop("pe_result", UNSET))

        def _parse_predict_tags_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(
                None | str | Unset, expect(data, str, name="predict_tags_result")
            )

        predict_tags_result = _parse_predict_tags_result(
            d.pop("predict_tags_result", UNSET)
        )

        def _parse_rephraser_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="rephraser_result"))

        rephraser_result = _parse_rephraser_result(d.pop("rephraser_result", UNSET))

        def _parse_req_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="req_key"))

        req_key = _parse_req_key(d.pop("req_key", UNSET))

        def _parse_rescale(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="rescale"))

        rescale = _parse_rescale(d.pop("rescale", UNSET))

        def _parse_resolution(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="resolution"))

        resolution = _parse_resolution(d.pop("resolution", UNSET))

        def _parse_scale(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="scale"))

        scale = _parse_scale(d.pop("scale", UNSET))

        def _parse_seed(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="seed"))

        seed = _parse_seed(d.pop("seed", UNSET))

        def _parse_shift(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="shift"))

        shift = _parse_shift(d.pop("shift", UNSET))

        def _parse_sr_img2img_fix_steps(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(
                float | None | Unset, expect(data, float, name="sr_img2img_fix_steps")
            )

        sr_img2img_fix_steps = _parse_sr_img2img_fix_steps(
            d.pop("sr_img2img_fix_steps", UNSET)
        )

        def _parse_sr_scale(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="sr_scale"))

        sr_scale = _parse_sr_scale(d.pop("sr_scale", UNSET))

        def _parse_sr_strength(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="sr_strength"))

        sr_strength = _parse_sr_strength(d.pop("sr_strength", UNSET))

        def _parse_sr_upscaler(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="sr_upscaler"))

        sr_upscaler = _parse_sr_upscaler(d.pop("sr_upscaler", UNSET))

        def _parse_steps(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="steps"))

        steps = _parse_steps(d.pop("steps", UNSET))

        def _parse_strength(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="strength"))

        strength = _parse_strength(d.pop("strength", UNSET))

        def _parse_trace_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="trace_id"))

        trace_id = _parse_trace_id(d.pop("trace_id", UNSET))

        def _parse_translate_negative_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(
                None | str | Unset, expect(data, str, name="translate_negative_prompt")
            )

        translate_negative_prompt = _parse_translate_negative_prompt(
            d.pop("translate_negative_prompt", UNSET)
        )

        def _parse_translate_prompt(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="translate_prompt"))

        translate_prompt = _parse_translate_prompt(d.pop("translate_prompt", UNSET))

        def _parse_use_pre_llm(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, expect(data, bool, name="use_pre_llm"))

        use_pre_llm = _parse_use_pre_llm(d.pop("use_pre_llm", UNSET))

        def _parse_use_prompt_aug(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, expect(data, bool, name="use_prompt_aug"))

        use_prompt_aug = _parse_use_prompt_aug(d.pop("use_prompt_aug", UNSET))

        def _parse_use_sr(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, expect(data, bool, name="use_sr"))

        use_sr = _parse_use_sr(d.pop("use_sr", UNSET))

        def _parse_version_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="version_id"))

        version_id = _parse_version_id(d.pop("version_id", UNSET))

        def _parse_video_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="video_url"))

        video_url = _parse_video_url(d.pop("video_url", UNSET))

        def _parse_width(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, expect(data, float, name="width"))

        width = _parse_width(d.pop("width", UNSET))

        infer_params = cls(
            app_id=app_id,
            aspect_ratio=aspect_ratio,
            common_params=common_params,
            ddim_steps=ddim_steps,
            edit_session_id=edit_session_id,
            fps=fps,
            frames=frames,
            group_name=group_name,
            height=height,
            input_image_url=input_image_url,
            is_only_sr=is_only_sr,
            is_pe=is_pe,
            llm_result=llm_result,
            media_source=media_source,
            n_samples=n_samples,
            negative_prompt=negative_prompt,
            origin_request_id=origin_request_id,
            output_height=output_height,
            output_width=output_width,
            pe_result=pe_result,
            predict_tags_result=predict_tags_result,
            rephraser_result=rephraser_result,
            req_key=req_key,
            rescale=rescale,
            resolution=resolution,
            scale=scale,
            seed=seed,
            shift=shift,
            sr_img2img_fix_steps=sr_img2img_fix_steps,
            sr_scale=sr_scale,
            sr_strength=sr_strength,
            sr_upscaler=sr_upscaler,
            steps=steps,
            strength=strength,
            trace_id=trace_id,
            translate_negative_prompt=translate_negative_prompt,
            translate_prompt=translate_prompt,
            use_pre_llm=use_pre_llm,
            use_prompt_aug=use_prompt_aug,
            use_sr=use_sr,
            version_id=version_id,
            video_url=video_url,
            width=width,
        )

        infer_params.additional_properties = d
        return infer_params

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
