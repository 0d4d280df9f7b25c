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
    """The picture, and what the algorithm tells about its run. The picture is in one of the two arrays;
    the other one, and all else, may be missing. Outpainting and inpainting send
    `algorithm_base_resp` and `request_id`.

    Attributes:
        algorithm_base_resp (AlgorithmBaseResp | None | Unset): The algorithm's own status.
        binary_data_base64 (list[str] | None | Unset): The pictures as bare base64; empty or null when links were asked
            for.
        image_urls (list[str] | None | Unset): Links to the pictures; empty or null when base64 was asked for.
        infer_ctx (InferContext | None | Unset): The inference's own record of the run.
        llm_result (None | str | Unset): What a language model made of the prompt; empty when none was asked.
        pe_result (None | str | Unset): What prompt engineering made of the prompt; empty when it was off.
        predict_tags_result (None | str | Unset): Tags that were predicted for the picture; empty when none were.
        rephraser_result (None | str | Unset): The rephrased prompt; empty when it was not rephrased.
        request_id (None | str | Unset): The algorithm's own id of this run, 64 hexadecimal digits; not the envelope's.
    """

    algorithm_base_resp: AlgorithmBaseResp | None | Unset = UNSET
    binary_data_base64: list[str] | None | Unset = UNSET
    image_urls: list[str] | None | Unset = UNSET
    infer_ctx: InferContext | None | Unset = UNSET
    llm_result: None | str | Unset = UNSET
    pe_result: None | str | Unset = UNSET
    predict_tags_result: None | str | Unset = UNSET
    rephraser_result: None | str | Unset = UNSET
    request_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.algorithm_base_resp import AlgorithmBaseResp  # noqa: PLC0415
        from ..models.infer_context import InferContext  # noqa: PLC0415

        algorithm_base_resp: dict[str, Any] | None | Unset
        if isinstance(self.algorithm_base_resp, Unset):
            algorithm_base_resp = UNSET
        elif isinstance(self.algorithm_base_resp, AlgorithmBaseResp):
            algorithm_base_resp = self.algorithm_base_resp.to_dict()
        else:
            algorithm_base_resp = self.algorithm_base_resp

        binary_data_base64: list[str] | None | Unset
        if isinstance(self.binary_data_base64, Unset):
            binary_data_base64 = UNSET
        elif isinstance(self.binary_data_base64, list):
            binary_data_base64 = self.binary_data_base64

        else:
            binary_data_base64 = self.binary_data_base64

        image_urls: list[str] | None | Unset
        if isinstance(self.image_urls, Unset):
            image_urls = UNSET
        elif isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        infer_ctx: dict[str, Any] | None | Unset
        if isinstance(self.infer_ctx, Unset):
            infer_ctx = UNSET
        elif isinstance(self.infer_ctx, InferContext):
            infer_ctx = self.infer_ctx.to_dict()
        else:
            infer_ctx = self.infer_ctx

        llm_result: None | str | Unset
        if isinstance(self.llm_result, Unset):
            llm_result = UNSET
        else:
            llm_result = self.llm_result

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

        request_id: None | str | Unset
        if isinstance(self.request_id, Unset):
            request_id = UNSET
        else:
            request_id = self.request_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if algorithm_base_resp is not UNSET:
            field_dict["algorithm_base_resp"] = algorithm_base_resp
        if binary_data_base64 is not UNSET:
            field_dict["binary_data_base64"] = binary_data_base64
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
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

        def _parse_algorithm_base_resp(
            data: object,
        ) -> AlgorithmBaseResp | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, dict):
                raise TypeError(
                    f"algorithm_base_resp: unexpected {type(data).__name__}"
                )
            algorithm_base_resp_type_0 = AlgorithmBaseResp.from_dict(data)

            return algorithm_base_resp_type_0

        algorithm_base_resp = _parse_algorithm_base_resp(
            d.pop("algorithm_base_resp", UNSET)
        )

        def _parse_binary_data_base64(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, list):
                raise TypeError(f"binary_data_base64: unexpected {type(data).__name__}")
            componentsschemas_result_pictures_base_64_type_0 = cast(
                list[str], expect_list(data, str, name="ResultPicturesBase64_type_0")
            )

            return componentsschemas_result_pictures_base_64_type_0

        binary_data_base64 = _parse_binary_data_base64(
            d.pop("binary_data_base64", UNSET)
        )

        def _parse_image_urls(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, list):
                raise TypeError(f"image_urls: unexpected {type(data).__name__}")
            componentsschemas_result_picture_urls_type_0 = cast(
                list[str], expect_list(data, str, name="ResultPictureUrls_type_0")
            )

            return componentsschemas_result_picture_urls_type_0

        image_urls = _parse_image_urls(d.pop("image_urls", UNSET))

        def _parse_infer_ctx(data: object) -> InferContext | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            if not isinstance(data, dict):
                raise TypeError(f"infer_ctx: unexpected {type(data).__name__}")
            infer_ctx_type_0 = InferContext.from_dict(data)

            return infer_ctx_type_0

        infer_ctx = _parse_infer_ctx(d.pop("infer_ctx", UNSET))

        def _parse_llm_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="llm_result"))

        llm_result = _parse_llm_result(d.pop("llm_result", UNSET))

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

        def _parse_request_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="request_id"))

        request_id = _parse_request_id(d.pop("request_id", UNSET))

        cv_process_result = cls(
            algorithm_base_resp=algorithm_base_resp,
            binary_data_base64=binary_data_base64,
            image_urls=image_urls,
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
