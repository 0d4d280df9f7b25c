from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_status import TaskStatus
from ..types import UNSET, Unset, expect, expect_list

if TYPE_CHECKING:
    from ..models.algorithm_base_resp import AlgorithmBaseResp


T = TypeVar("T", bound="TaskData")


@_attrs_define
class TaskData:
    """How far the task is; the pictures once it is `done`. An unused array is empty, null or absent. Live
    answers hold more than is listed (302.AI's own types name `comfyui_cost`, `image_output` and
    `log_output`): a client keeps such fields.

    Attributes:
        status (str | TaskStatus): How far the task is. A value that is not listed is kept as text.
        image_urls (list[str] | None | Unset): Links to the pictures; empty or null when base64 was asked for.
        binary_data_base64 (list[str] | None | Unset): The pictures as bare base64; empty or null when links were asked
            for.
        algorithm_base_resp (AlgorithmBaseResp | None | Unset): The algorithm's own status.
        resp_data (None | str | Unset): The algorithm's own answer, as a JSON text.
    """

    status: str | TaskStatus
    image_urls: list[str] | None | Unset = UNSET
    binary_data_base64: list[str] | None | Unset = UNSET
    algorithm_base_resp: AlgorithmBaseResp | None | Unset = UNSET
    resp_data: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.algorithm_base_resp import AlgorithmBaseResp  # noqa: PLC0415

        status: str
        if isinstance(self.status, TaskStatus):
            status = self.status.value
        else:
            status = self.status

        image_urls: list[str] | None | Unset
        if isinstance(self.image_urls, Unset):
            image_urls = UNSET
        elif isinstance(self.image_urls, list):
            image_urls = self.image_urls

        else:
            image_urls = self.image_urls

        binary_data_base64: list[str] | None | Unset
        if isinstance(self.binary_data_base64, Unset):
            binary_data_base64 = UNSET
        elif isinstance(self.binary_data_base64, list):
            binary_data_base64 = self.binary_data_base64

        else:
            binary_data_base64 = self.binary_data_base64

        algorithm_base_resp: dict[str, Any] | None | Unset
        if isinstance(self.algorithm_base_resp, Unset):
            algorithm_base_resp = UNSET
        elif isinstance(self.algorithm_base_resp, AlgorithmBaseResp):
            algorithm_base_resp = self.algorithm_base_resp.to_dict()
        else:
            algorithm_base_resp = self.algorithm_base_resp

        resp_data: None | str | Unset
        if isinstance(self.resp_data, Unset):
            resp_data = UNSET
        else:
            resp_data = self.resp_data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
            }
        )
        if image_urls is not UNSET:
            field_dict["image_urls"] = image_urls
        if binary_data_base64 is not UNSET:
            field_dict["binary_data_base64"] = binary_data_base64
        if algorithm_base_resp is not UNSET:
            field_dict["algorithm_base_resp"] = algorithm_base_resp
        if resp_data is not UNSET:
            field_dict["resp_data"] = resp_data

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.algorithm_base_resp import AlgorithmBaseResp  # noqa: PLC0415

        d = dict(expect(src_dict, Mapping, name="TaskData"))

        def _parse_status(data: object) -> str | TaskStatus:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = TaskStatus(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(str | TaskStatus, expect(data, str, name="status"))

        status = _parse_status(d.pop("status"))

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

        def _parse_resp_data(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, expect(data, str, name="resp_data"))

        resp_data = _parse_resp_data(d.pop("resp_data", UNSET))

        task_data = cls(
            status=status,
            image_urls=image_urls,
            binary_data_base64=binary_data_base64,
            algorithm_base_resp=algorithm_base_resp,
            resp_data=resp_data,
        )

        task_data.additional_properties = d
        return task_data

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
