from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import UNSET, Response, build_request, encode_json

if TYPE_CHECKING:
    from ...models.byte_edit_request import ByteEditRequest
    from ...models.cv_failure import CvFailure
    from ...models.platform_failure import PlatformFailure
    from ...models.task_submitted import TaskSubmitted


def _get_kwargs(
    *,
    body: ByteEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> dict[str, Any]:
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

    _json_body = body.to_dict()
    _kwargs["content"] = encode_json(_json_body)

    _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    response: httpx.Response,
) -> TaskSubmitted | CvFailure | PlatformFailure | None:
    if response.status_code == 200:
        from ...models.task_submitted import TaskSubmitted

        response_200 = TaskSubmitted.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_400(data: object) -> CvFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_400: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

            return componentsschemas_volcv_error_type_1

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 401:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_401(data: object) -> CvFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_401: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

            return componentsschemas_volcv_error_type_1

        response_401 = _parse_response_401(response.json())

        return response_401

    if response.status_code == 429:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_429(data: object) -> CvFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_429: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

            return componentsschemas_volcv_error_type_1

        response_429 = _parse_response_429(response.json())

        return response_429

    if response.status_code == 500:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_500(data: object) -> CvFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_500: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

            return componentsschemas_volcv_error_type_1

        response_500 = _parse_response_500(response.json())

        return response_500

    return None


def _build_response(
    response: httpx.Response,
) -> Response[TaskSubmitted | CvFailure | PlatformFailure]:
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
    response: Response[TaskSubmitted | CvFailure | PlatformFailure],
    client: AuthenticatedClient | Client,
) -> TaskSubmitted:
    if response.parse_error is None and (response.status_code == 200):
        return cast("TaskSubmitted", response.parsed)
    raise errors.from_response(
        response,
        operation_id="cv_sync2async_submit_task",
        documented=response.status_code == 200
        or response.status_code == 400
        or response.status_code == 401
        or response.status_code == 429
        or response.status_code == 500,
        client=client,
    ) from response.parse_error


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ByteEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[TaskSubmitted | CvFailure | PlatformFailure]:
    """Submit an edit as a task

     Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it. The submit
    is billed: when its answer is lost, the task may run all the same, and there is no way to ask.
    Submitting again too early is a known cause of 50430. `return_url` and `logo_info` may be sent
    here, but the upstream says that it reads them only from the poll's `req_json`: send them there.

    Args:
        action (Literal['CVSync2AsyncSubmitTask']):  Default: 'CVSync2AsyncSubmitTask'.
        version (Literal['2022-08-31']):  Default: '2022-08-31'.
        body (ByteEditRequest): Edit one picture by an instruction in natural language (SeedEdit
            1.6). Send the picture either
            as `image_urls` or as `binary_data_base64`: both or neither is an error.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Response[TaskSubmitted | CvFailure | PlatformFailure]
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
    body: ByteEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> TaskSubmitted:
    """Submit an edit as a task

     Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it. The submit
    is billed: when its answer is lost, the task may run all the same, and there is no way to ask.
    Submitting again too early is a known cause of 50430. `return_url` and `logo_info` may be sent
    here, but the upstream says that it reads them only from the poll's `req_json`: send them there.

    Args:
        action (Literal['CVSync2AsyncSubmitTask']):  Default: 'CVSync2AsyncSubmitTask'.
        version (Literal['2022-08-31']):  Default: '2022-08-31'.
        body (ByteEditRequest): Edit one picture by an instruction in natural language (SeedEdit
            1.6). Send the picture either
            as `image_urls` or as `binary_data_base64`: both or neither is an error.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        TaskSubmitted
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
    body: ByteEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[TaskSubmitted | CvFailure | PlatformFailure]:
    """Submit an edit as a task

     Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it. The submit
    is billed: when its answer is lost, the task may run all the same, and there is no way to ask.
    Submitting again too early is a known cause of 50430. `return_url` and `logo_info` may be sent
    here, but the upstream says that it reads them only from the poll's `req_json`: send them there.

    Args:
        action (Literal['CVSync2AsyncSubmitTask']):  Default: 'CVSync2AsyncSubmitTask'.
        version (Literal['2022-08-31']):  Default: '2022-08-31'.
        body (ByteEditRequest): Edit one picture by an instruction in natural language (SeedEdit
            1.6). Send the picture either
            as `image_urls` or as `binary_data_base64`: both or neither is an error.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Response[TaskSubmitted | CvFailure | PlatformFailure]
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
    body: ByteEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> TaskSubmitted:
    """Submit an edit as a task

     Asynchronous. Answers at once with a task id; poll `CVSync2AsyncGetResult` with it. The submit
    is billed: when its answer is lost, the task may run all the same, and there is no way to ask.
    Submitting again too early is a known cause of 50430. `return_url` and `logo_info` may be sent
    here, but the upstream says that it reads them only from the poll's `req_json`: send them there.

    Args:
        action (Literal['CVSync2AsyncSubmitTask']):  Default: 'CVSync2AsyncSubmitTask'.
        version (Literal['2022-08-31']):  Default: '2022-08-31'.
        body (ByteEditRequest): Edit one picture by an instruction in natural language (SeedEdit
            1.6). Send the picture either
            as `image_urls` or as `binary_data_base64`: both or neither is an error.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        TaskSubmitted
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
