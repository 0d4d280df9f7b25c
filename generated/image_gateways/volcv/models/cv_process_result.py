from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, expect, expect_list

if TYPE_CHECKING:
    from ..models.algorithm_base_resp import AlgorithmBaseResp
    from ..models.infer_context import InferContext


T = TypeVar("T", bound="CvProcessResult")


@_attrs_define
class CvProcessResult:
    """The picture, and what the algorithm tells about its run. Beyond the two arrays everything is
    optional; outpainting and inpainting send `algorithm_base_resp` and `request_id`.

        Attributes:
            binary_data_base64 (list[str] | None): The pictures as bare base64; empty or null when links were asked for.
            image_urls (list[str] | None): Links to the pictures; empty or null when base64 was asked for.
            algorithm_base_resp (AlgorithmBaseResp | Unset): The algorithm's own status.
            infer_ctx (InferContext | Unset): The inference's own record of the run, as page 001 shows it.
            llm_result (str | Unset): What a language model made of the prompt; empty when none was asked.
            pe_result (str | Unset): What prompt engineering made of the prompt; empty when it was off.
            predict_tags_result (str | Unset): Tags that were predicted for the picture; empty when none were.
            rephraser_result (str | Unset): The rephrased prompt; empty when it was not rephrased.
            request_id (str | Unset): The algorithm's own id of this run, 64 hexadecimal digits; not the envelope's.
    """

    binary_data_base64: list[str] | None
    image_urls: list[str] | None
    algorithm_base_resp: AlgorithmBaseResp | Unset = UNSET
    infer_ctx: InferContext | Unset = UNSET
    llm_result: str | Unset = UNSET
    pe_result: str | Unset = UNSET
    predict_tags_result: str | Unset = UNSET
    rephraser_result: str | Unset = UNSET
    request_id: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        binary_data_base64: list[str] | None
        if isinstance(self.binary_data_base64, list):
            binary_data_base64 = self.binary_data_base64

        else:
            binary_data_base64 = self.binary_data_base64

        image_urls: list[str] | None
        if isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        algorithm_base_resp: dict[str, Any] | Unset = UNSET
        if not isinstance(self.algorithm_base_resp, Unset):
            algorithm_base_resp = self.algorithm_base_resp.to_dict()

        infer_ctx: dict[str, Any] | Unset = UNSET
        if not isinstance(self.infer_ctx, Unset):
            infer_ctx = self.infer_ctx.to_dict()

        llm_result = self.llm_result

        pe_result = self.pe_result

        predict_tags_result = self.predict_tags_result

        rephraser_result = self.rephraser_result

        request_id = self.request_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "binary_data_base64": binary_data_base64,
                "image_urls": image_urls,
            }
        )
        if algorithm_base_resp is not UNSET:
            field_dict["algorithm_base_resp"] = algorithm_base_resp
        if infer_ctx is not UNSET:
            field_dict["infer_ctx"] = infer_ctx
        if llm_result is not UNSET:
            field_dict["llm_result"] = llm_result
        if pe_result is not UNSET:
            field_dict["pe_result"] = pe_result
        if predict_tags_result is not UNSET:
            field_dict["predict_tags_result"] = predict_tags_result
        if rephraser_result is not UNSET:
            field_dict["rephraser_result"] = rephraser_result
        if request_id is not UNSET:
            field_dict["request_id"] = request_id

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.algorithm_base_resp import AlgorithmBaseResp  # noqa: PLC0415
        from ..models.infer_context import InferContext  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="CvProcessResult"))

        def _parse_binary_data_base64(data: object) -> list[str] | None:
            if data is None:
                return data
            if not isinstance(data, list):
                raise TypeError(f"binary_data_base64: unexpected {type(data).__name__}")
            componentsschemas_result_pictures_base_64_type_0 = cast(
                list[str], expect_list(data, str, name="ResultPicturesBase64_type_0")
            )

            return componentsschemas_result_pictures_base_64_type_0

        binary_data_base64 = _parse_binary_data_base64(d.pop("binary_data_base64"))

        def _parse_image_urls(data: object) -> list[str] | None:
            if data is None:
                return data
            if not isinstance(data, list):
                raise TypeError(f"image_urls: unexpected {type(data).__name__}")
            componentsschemas_result_picture_urls_type_0 = cast(
                list[str], expect_list(data, str, name="ResultPictureUrls_type_0")
            )

            return componentsschemas_result_picture_urls_type_0

        image_urls = _parse_image_urls(d.pop("image_urls"))

        _algorithm_base_resp = d.pop("algorithm_base_resp", UNSET)
        algorithm_base_resp: AlgorithmBaseResp | Unset
        if isinstance(_algorithm_base_resp, Unset):
            algorithm_base_resp = UNSET
        else:
            algorithm_base_resp = AlgorithmBaseResp.from_dict(_algorithm_base_resp)

        _infer_ctx = d.pop("infer_ctx", UNSET)
        infer_ctx: InferContext | Unset
        if isinstance(_infer_ctx, Unset):
            infer_ctx = UNSET
        else:
            infer_ctx = InferContext.from_dict(_infer_ctx)

        llm_result = expect(d.pop("llm_result", UNSET), str, Unset, name="llm_result")

        pe_result = expect(d.pop("pe_result", UNSET), str, Unset, name="pe_result")

        predict_tags_result = expect(
            d.pop("predict_tags_result", UNSET), str, Unset, name="predict_tags_result"
        )

        rephraser_result = expect(
            d.pop("rephraser_result", UNSET), str, Unset, name="rephraser_result"
        )

        request_id = expect(d.pop("request_id", UNSET), str, Unset, name="request_id")

        cv_process_result = cls(
            binary_data_base64=binary_data_base64,
            image_urls=image_urls,
            algorithm_base_resp=algorithm_base_resp,
            infer_ctx=infer_ctx,
            llm_result=llm_result,
            pe_result=pe_result,
            predict_tags_result=predict_tags_result,
            rephraser_result=rephraser_result,
            request_id=request_id,
        )

        cv_process_result.additional_properties = d
        return cv_process_result

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
