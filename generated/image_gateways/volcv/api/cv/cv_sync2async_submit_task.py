from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import UNSET, Response, build_request, encode_json

if TYPE_CHECKING:
    from ...models.byte_edit_request import ByteEditRequest
    from ...models.cv_failure import CvFailure
    from ...models.erase_request import EraseRequest
    from ...models.inpainting_edit_request import InpaintingEditRequest
    from ...models.outpainting_canvas_request import OutpaintingCanvasRequest
    from ...models.outpainting_ratio_request import OutpaintingRatioRequest
    from ...models.platform_failure import PlatformFailure
    from ...models.relay_failure import RelayFailure
    from ...models.relay_task_failure import RelayTaskFailure
    from ...models.seed_edit_request import SeedEditRequest
    from ...models.task_submitted import TaskSubmitted
    from ...models.wrapped_failure import WrappedFailure
    from ...models.wrapped_task_submitted import WrappedTaskSubmitted


def _get_kwargs(
    *,
    body: ByteEditRequest
    | EraseRequest
    | InpaintingEditRequest
    | OutpaintingCanvasRequest
    | OutpaintingRatioRequest
    | SeedEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> dict[str, Any]:
    from ...models.byte_edit_request import ByteEditRequest
    from ...models.inpainting_edit_request import InpaintingEditRequest
    from ...models.outpainting_canvas_request import OutpaintingCanvasRequest
    from ...models.outpainting_ratio_request import OutpaintingRatioRequest
    from ...models.seed_edit_request import SeedEditRequest

    _headers: dict[str, Any] = {}

    _params: dict[str, Any] = {}

    _params["Action"] = action

    _params["Version"] = version

    _params = {k: v for k, v in _params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/volcv/v1",
        "params": _params,
    }

    _json_body: dict[str, Any]
    if isinstance(body, ByteEditRequest):
        _json_body = body.to_dict()
    elif isinstance(body, SeedEditRequest):
        _json_body = body.to_dict()
    elif isinstance(body, OutpaintingRatioRequest):
        _json_body = body.to_dict()
    elif isinstance(body, OutpaintingCanvasRequest):
        _json_body = body.to_dict()
    elif isinstance(body, InpaintingEditRequest):
        _json_body = body.to_dict()
    else:
        _json_body = body.to_dict()

    _kwargs["content"] = encode_json(_json_body)

    _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    response: httpx.Response,
) -> (
    TaskSubmitted
    | WrappedTaskSubmitted
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
    | None
):
    if response.status_code == 200:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.task_submitted import TaskSubmitted
        from ...models.wrapped_failure import WrappedFailure
        from ...models.wrapped_task_submitted import WrappedTaskSubmitted

        def _parse_response_200(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | TaskSubmitted
            | WrappedFailure
            | WrappedTaskSubmitted
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_submit_answer_type_0 = TaskSubmitted.from_dict(data)

                return componentsschemas_submit_answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_submit_answer_type_1 = WrappedTaskSubmitted.from_dict(
                    data
                )

                return componentsschemas_submit_answer_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_200: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 400:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_400(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_400: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 401:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_401(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_401: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_401 = _parse_response_401(response.json())

        return response_401

    if response.status_code == 403:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_403(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_403: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_403 = _parse_response_403(response.json())

        return response_403

    if response.status_code == 404:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_404(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_404: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_404 = _parse_response_404(response.json())

        return response_404

    if response.status_code == 429:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_429(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_429: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_429 = _parse_response_429(response.json())

        return response_429

    if response.status_code == 500:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_500(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_500: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_500 = _parse_response_500(response.json())

        return response_500

    if response.status_code == 503:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_503(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_503: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_503 = _parse_response_503(response.json())

        return response_503

    if 400 <= response.status_code <= 499:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_4xx(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_4XX: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_4xx = _parse_response_4xx(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_5xx(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_5XX: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_5xx = _parse_response_5xx(response.json())

        return response_5xx

    return None


def _build_response(
    response: httpx.Response,
) -> Response[
    TaskSubmitted
    | WrappedTaskSubmitted
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
]:
    try:
        return Response(
            response.status_code,
            response.content,
            response.headers,
            _parse_response(response),
        )
    # Any: a server may send JSON that is no JSON, of another shape, or nested until RecursionError
    except Exception as error:
        return Response(
            response.status_code, response.content, response.headers, None, error
        )


def _success(
    response: Response[
        TaskSubmitted
        | WrappedTaskSubmitted
        | CvFailure
        | PlatformFailure
        | WrappedFailure
        | RelayFailure
        | RelayTaskFailure
    ],
    client: AuthenticatedClient | Client,
) -> TaskSubmitted | WrappedTaskSubmitted:
    from ...models.cv_failure import CvFailure
    from ...models.platform_failure import PlatformFailure
    from ...models.relay_failure import RelayFailure
    from ...models.relay_task_failure import RelayTaskFailure
    from ...models.wrapped_failure import WrappedFailure

    if (
        response.parse_error is None
        and (response.status_code == 200)
        and not isinstance(
            response.parsed,
            (
                CvFailure,
                PlatformFailure,
                WrappedFailure,
                RelayFailure,
                RelayTaskFailure,
            ),
        )
    ):
        return cast("TaskSubmitted | WrappedTaskSubmitted", response.parsed)
    raise errors.from_response(
        response,
        operation_id="cv_sync2async_submit_task",
        documented=response.status_code == 200
        or response.status_code == 400
        or response.status_code == 401
        or response.status_code == 403
        or response.status_code == 404
        or response.status_code == 429
        or response.status_code == 500
        or response.status_code == 503
        or 400 <= response.status_code <= 499
        or 500 <= response.status_code <= 599,
        client=client,
    ) from response.parse_error


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ByteEditRequest
    | EraseRequest
    | InpaintingEditRequest
    | OutpaintingCanvasRequest
    | OutpaintingRatioRequest
    | SeedEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    TaskSubmitted
    | WrappedTaskSubmitted
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
]:
    """Submit an edit as a task

    Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it and with the same
    `req_key`. The submit is billed: when its answer is lost, the task may run all the same, and there
    is no way to ask. Submitting again too early is a known cause of 50430. `return_url` and
    `logo_info` may be sent here, but the upstream says that it reads them only from the poll's
    `req_json`: send them there.

    Args:
        client: Knows the gateway's address, and the key.
        action: Picks the call.
        version: The interface's version; there is one.
        body: What to edit and how; `req_key` picks the algorithm.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
    """

    _kwargs = _get_kwargs(
        body=body,
        action=action,
        version=version,
    )

    _http = client.get_httpx_client()
    return _build_response(_http.send(build_request(_http, _kwargs)))


def sync(
    *,
    client: AuthenticatedClient,
    body: ByteEditRequest
    | EraseRequest
    | InpaintingEditRequest
    | OutpaintingCanvasRequest
    | OutpaintingRatioRequest
    | SeedEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> TaskSubmitted | WrappedTaskSubmitted:
    """Submit an edit as a task

    Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it and with the same
    `req_key`. The submit is billed: when its answer is lost, the task may run all the same, and there
    is no way to ask. Submitting again too early is a known cause of 50430. `return_url` and
    `logo_info` may be sent here, but the upstream says that it reads them only from the poll's
    `req_json`: send them there.

    Args:
        client: Knows the gateway's address, and the key.
        action: Picks the call.
        version: The interface's version; there is one.
        body: What to edit and how; `req_key` picks the algorithm.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        The body, of the documented success alone.
    """

    return _success(
        sync_detailed(
            client=client,
            body=body,
            action=action,
            version=version,
        ),
        client,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ByteEditRequest
    | EraseRequest
    | InpaintingEditRequest
    | OutpaintingCanvasRequest
    | OutpaintingRatioRequest
    | SeedEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    TaskSubmitted
    | WrappedTaskSubmitted
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
]:
    """Submit an edit as a task

    Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it and with the same
    `req_key`. The submit is billed: when its answer is lost, the task may run all the same, and there
    is no way to ask. Submitting again too early is a known cause of 50430. `return_url` and
    `logo_info` may be sent here, but the upstream says that it reads them only from the poll's
    `req_json`: send them there.

    Args:
        client: Knows the gateway's address, and the key.
        action: Picks the call.
        version: The interface's version; there is one.
        body: What to edit and how; `req_key` picks the algorithm.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
    """

    _kwargs = _get_kwargs(
        body=body,
        action=action,
        version=version,
    )

    _http = client.get_async_httpx_client()
    return _build_response(await _http.send(build_request(_http, _kwargs)))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ByteEditRequest
    | EraseRequest
    | InpaintingEditRequest
    | OutpaintingCanvasRequest
    | OutpaintingRatioRequest
    | SeedEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> TaskSubmitted | WrappedTaskSubmitted:
    """Submit an edit as a task

    Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it and with the same
    `req_key`. The submit is billed: when its answer is lost, the task may run all the same, and there
    is no way to ask. Submitting again too early is a known cause of 50430. `return_url` and
    `logo_info` may be sent here, but the upstream says that it reads them only from the poll's
    `req_json`: send them there.

    Args:
        client: Knows the gateway's address, and the key.
        action: Picks the call.
        version: The interface's version; there is one.
        body: What to edit and how; `req_key` picks the algorithm.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        The body, of the documented success alone.
    """

    return _success(
        await asyncio_detailed(
            client=client,
            body=body,
            action=action,
            version=version,
        ),
        client,
    )
