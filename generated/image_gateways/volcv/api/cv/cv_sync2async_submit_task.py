from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import httpx
import image_gateways.sending as _sending
from image_gateways.client import AuthenticatedClient, Client
from image_gateways.errors import from_response
from image_gateways.reading import read_response, union
from image_gateways.types import RequestArguments, Response

from ... import errors

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


def build_request(
    *,
    body: ByteEditRequest
    | EraseRequest
    | InpaintingEditRequest
    | OutpaintingCanvasRequest
    | OutpaintingRatioRequest
    | SeedEditRequest,
    action: Literal["CVSync2AsyncSubmitTask"] = "CVSync2AsyncSubmitTask",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> RequestArguments:
    """What is sent, as the arguments of ``httpx.Client.build_request``"""
    _request: RequestArguments = {
        "method": "post",
        "url": "/volcv/v1",
        "headers": {},
        "params": _sending.query({"Action": action, "Version": version}),
    }
    _request["content"] = _sending.encode_json(body)
    _request["headers"]["Content-Type"] = "application/json"
    return _request


def _read(response: httpx.Response) -> object:
    if response.status_code == 200:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.task_submitted import TaskSubmitted
        from ...models.wrapped_failure import WrappedFailure
        from ...models.wrapped_task_submitted import WrappedTaskSubmitted

        return union(
            TaskSubmitted.from_dict,
            WrappedTaskSubmitted.from_dict,
            CvFailure.from_dict,
            PlatformFailure.from_dict,
            WrappedFailure.from_dict,
            RelayFailure.from_dict,
            RelayTaskFailure.from_dict,
        )(response.json())
    if (
        response.status_code in (400, 401, 403, 404, 429, 500, 503)
        or 400 <= response.status_code <= 499
        or 500 <= response.status_code <= 599
    ):
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        return union(
            CvFailure.from_dict,
            PlatformFailure.from_dict,
            WrappedFailure.from_dict,
            RelayFailure.from_dict,
            RelayTaskFailure.from_dict,
        )(response.json())
    return None


def parse_response(
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
    """What the server answered, as `sync_detailed` returns it; whatever that is, nothing is raised"""
    return read_response(response, _read)


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
            response.parsed, (CvFailure, PlatformFailure, WrappedFailure, RelayFailure, RelayTaskFailure)
        )
    ):
        return cast("TaskSubmitted | WrappedTaskSubmitted", response.parsed)
    raise from_response(
        response,
        errors.ErrorResponse,
        operation_id="cv_sync2async_submit_task",
        documented=response.status_code in (200, 400, 401, 403, 404, 429, 500, 503)
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
    """As `sync`, but returns whatever the server answers: raises none of `errors`"""
    _request = build_request(body=body, action=action, version=version)
    return parse_response(_sending.send(client.get_httpx_client(), _request))


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

    return _success(sync_detailed(client=client, body=body, action=action, version=version), client)


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
    """As `sync_detailed`, for asyncio"""
    _request = build_request(body=body, action=action, version=version)
    return parse_response(await _sending.asend(client.get_async_httpx_client(), _request))


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
    """As `sync`, for asyncio"""
    return _success(await asyncio_detailed(client=client, body=body, action=action, version=version), client)
