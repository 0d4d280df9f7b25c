from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect

T = TypeVar("T", bound="InferParams")


@_attrs_define
class InferParams:
    """The parameters the inference ran with, defaults filled in. Page 001 shows these and lost some
    lines, so more may come. No field's meaning is documented; the descriptions are our reading.

        Attributes:
            app_id (str | Unset): Application.
            aspect_ratio (str | Unset): Aspect ratio asked for.
            common_params (str | Unset): Parameters common to all algorithms.
            ddim_steps (int | Unset): Steps of the DDIM sampler.
            edit_session_id (str | Unset): Editing session.
            fps (int | Unset): Frames a second; 0 for a picture.
            frames (int | Unset): Number of frames; 0 for a picture.
            group_name (str | Unset): Group.
            height (int | Unset): Working height, pixels.
            input_image_url (str | Unset): Address of the input picture.
            is_only_sr (bool | Unset): Whether only super resolution ran.
            is_pe (bool | Unset): Whether prompt engineering ran.
            llm_result (str | Unset): Answer of the language model.
            media_source (str | Unset): Where the picture came from.
            n_samples (int | Unset): Number of samples.
            negative_prompt (str | Unset): What the picture should not show.
            origin_request_id (str | Unset): Request this one follows.
            output_height (int | Unset): Height of the result, pixels.
            output_width (int | Unset): Width of the result, pixels.
            pe_result (str | Unset): Answer of prompt engineering.
            predict_tags_result (str | Unset): Predicted tags.
            rephraser_result (str | Unset): The rephrased prompt.
            req_key (str | Unset): The algorithm behind the public req_key.
            rescale (float | Unset): Guidance rescale.
            resolution (str | Unset): Resolution asked for.
            scale (float | Unset): How closely the text was followed.
            seed (int | Unset): Seed; 0 where the sample was random.
            shift (float | Unset): Time shift of the sampler.
            sr_img2img_fix_steps (int | Unset): Steps of the super resolution.
            sr_scale (float | Unset): Factor of the super resolution.
            sr_strength (float | Unset): Strength of the super resolution.
            sr_upscaler (str | Unset): Name of the upscaler.
            steps (int | Unset): Diffusion steps.
            strength (float | Unset): How far the result may leave the original.
            trace_id (str | Unset): Trace.
            translate_negative_prompt (str | Unset): The translated negative prompt.
            translate_prompt (str | Unset): The translated prompt.
            use_pre_llm (bool | Unset): Whether a language model ran before.
            use_prompt_aug (bool | Unset): Whether the prompt was augmented.
            use_sr (bool | Unset): Whether super resolution was on.
            version_id (str | Unset): Version.
            video_url (str | Unset): Address of an input video.
            width (int | Unset): Working width, pixels.
    """

    app_id: str | Unset = UNSET
    aspect_ratio: str | Unset = UNSET
    common_params: str | Unset = UNSET
    ddim_steps: int | Unset = UNSET
    edit_session_id: str | Unset = UNSET
    fps: int | Unset = UNSET
    frames: int | Unset = UNSET
    group_name: str | Unset = UNSET
    height: int | Unset = UNSET
    input_image_url: str | Unset = UNSET
    is_only_sr: bool | Unset = UNSET
    is_pe: bool | Unset = UNSET
    llm_result: str | Unset = UNSET
    media_source: str | Unset = UNSET
    n_samples: int | Unset = UNSET
    negative_prompt: str | Unset = UNSET
    origin_request_id: str | Unset = UNSET
    output_height: int | Unset = UNSET
    output_width: int | Unset = UNSET
    pe_result: str | Unset = UNSET
    predict_tags_result: str | Unset = UNSET
    rephraser_result: str | Unset = UNSET
    req_key: str | Unset = UNSET
    rescale: float | Unset = UNSET
    resolution: str | Unset = UNSET
    scale: float | Unset = UNSET
    seed: int | Unset = UNSET
    shift: float | Unset = UNSET
    sr_img2img_fix_steps: int | Unset = UNSET
    sr_scale: float | Unset = UNSET
    sr_strength: float | Unset = UNSET
    sr_upscaler: str | Unset = UNSET
    steps: int | Unset = UNSET
    strength: float | Unset = UNSET
    trace_id: str | Unset = UNSET
    translate_negative_prompt: str | Unset = UNSET
    translate_prompt: str | Unset = UNSET
    use_pre_llm: bool | Unset = UNSET
    use_prompt_aug: bool | Unset = UNSET
    use_sr: bool | Unset = UNSET
    version_id: str | Unset = UNSET
    video_url: str | Unset = UNSET
    width: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        app_id = self.app_id

        aspect_ratio = self.aspect_ratio

        common_params = self.common_params

        ddim_steps = self.ddim_steps

        edit_session_id = self.edit_session_id

        fps = self.fps

        frames = self.frames

        group_name = self.group_name

        height = self.height

        input_image_url = self.input_image_url

        is_only_sr = self.is_only_sr

        is_pe = self.is_pe

        llm_result = self.llm_result

        media_source = self.media_source

        n_samples = self.n_samples

        negative_prompt = self.negative_prompt

        origin_request_id = self.origin_request_id

        output_height = self.output_height

        output_width = self.output_width

        pe_result = self.pe_result

        predict_tags_result = self.predict_tags_result

        rephraser_result = self.rephraser_result

        req_key = self.req_key

        rescale = self.rescale

        resolution = self.resolution

        scale = self.scale

        seed = self.seed

        shift = self.shift

        sr_img2img_fix_steps = self.sr_img2img_fix_steps

        sr_scale = self.sr_scale

        sr_strength = self.sr_strength

        sr_upscaler = self.sr_upscaler

        steps = self.steps

        strength = self.strength

        trace_id = self.trace_id

        translate_negative_prompt = self.translate_negative_prompt

        translate_prompt = self.translate_prompt

        use_pre_llm = self.use_pre_llm

        use_prompt_aug = self.use_prompt_aug

        use_sr = self.use_sr

        version_id = self.version_id

        video_url = self.video_url

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
        app_id = expect(d.pop("app_id", UNSET), str, Unset, name="app_id")

        aspect_ratio = expect(
            d.pop("aspect_ratio", UNSET), str, Unset, name="aspect_ratio"
        )

        common_params = expect(
            d.pop("common_params", UNSET), str, Unset, name="common_params"
        )

        ddim_steps = expect(d.pop("ddim_steps", UNSET), int, Unset, name="ddim_steps")

        edit_session_id = expect(
            d.pop("edit_session_id", UNSET), str, Unset, name="edit_session_id"
        )

        fps = expect(d.pop("fps", UNSET), int, Unset, name="fps")

        frames = expect(d.pop("frames", UNSET), int, Unset, name="frames")

        group_name = expect(d.pop("group_name", UNSET), str, Unset, name="group_name")

        height = expect(d.pop("height", UNSET), int, Unset, name="height")

        input_image_url = expect(
            d.pop("input_image_url", UNSET), str, Unset, name="input_image_url"
        )

        is_only_sr = expect(d.pop("is_only_sr", UNSET), bool, Unset, name="is_only_sr")

        is_pe = expect(d.pop("is_pe", UNSET), bool, Unset, name="is_pe")

        llm_result = expect(d.pop("llm_result", UNSET), str, Unset, name="llm_result")

        media_source = expect(
            d.pop("media_source", UNSET), str, Unset, name="media_source"
        )

        n_samples = expect(d.pop("n_samples", UNSET), int, Unset, name="n_samples")

        negative_prompt = expect(
            d.pop("negative_prompt", UNSET), str, Unset, name="negative_prompt"
        )

        origin_request_id = expect(
            d.pop("origin_request_id", UNSET), str, Unset, name="origin_request_id"
        )

        output_height = expect(
            d.pop("output_height", UNSET), int, Unset, name="output_height"
        )

        output_width = expect(
            d.pop("output_width", UNSET), int, Unset, name="output_width"
        )

        pe_result = expect(d.pop("pe_result", UNSET), str, Unset, name="pe_result")

        predict_tags_result = expect(
            d.pop("predict_tags_result", UNSET), str, Unset, name="predict_tags_result"
        )

        rephraser_result = expect(
            d.pop("rephraser_result", UNSET), str, Unset, name="rephraser_result"
        )

        req_key = expect(d.pop("req_key", UNSET), str, Unset, name="req_key")

        rescale = expect(d.pop("rescale", UNSET), float, Unset, name="rescale")

        resolution = expect(d.pop("resolution", UNSET), str, Unset, name="resolution")

        scale = expect(d.pop("scale", UNSET), float, Unset, name="scale")

        seed = expect(d.pop("seed", UNSET), int, Unset, name="seed")

        shift = expect(d.pop("shift", UNSET), float, Unset, name="shift")

        sr_img2img_fix_steps = expect(
            d.pop("sr_img2img_fix_steps", UNSET),
            int,
            Unset,
            name="sr_img2img_fix_steps",
        )

        sr_scale = expect(d.pop("sr_scale", UNSET), float, Unset, name="sr_scale")

        sr_strength = expect(
            d.pop("sr_strength", UNSET), float, Unset, name="sr_strength"
        )

        sr_upscaler = expect(
            d.pop("sr_upscaler", UNSET), str, Unset, name="sr_upscaler"
        )

        steps = expect(d.pop("steps", UNSET), int, Unset, name="steps")

        strength = expect(d.pop("strength", UNSET), float, Unset, name="strength")

        trace_id = expect(d.pop("trace_id", UNSET), str, Unset, name="trace_id")

        translate_negative_prompt = expect(
            d.pop("translate_negative_prompt", UNSET),
            str,
            Unset,
            name="translate_negative_prompt",
        )

        translate_prompt = expect(
            d.pop("translate_prompt", UNSET), str, Unset, name="translate_prompt"
        )

        use_pre_llm = expect(
            d.pop("use_pre_llm", UNSET), bool, Unset, name="use_pre_llm"
        )

        use_prompt_aug = expect(
            d.pop("use_prompt_aug", UNSET), bool, Unset, name="use_prompt_aug"
        )

        use_sr = expect(d.pop("use_sr", UNSET), bool, Unset, name="use_sr")

        version_id = expect(d.pop("version_id", UNSET), str, Unset, name="version_id")

        video_url = expect(d.pop("video_url", UNSET), str, Unset, name="video_url")

        width = expect(d.pop("width", UNSET), int, Unset, name="width")

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
