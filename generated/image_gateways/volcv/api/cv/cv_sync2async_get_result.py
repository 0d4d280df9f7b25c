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
    from ...models.cv_failure import CvFailure
    from ...models.get_result_request import GetResultRequest
    from ...models.platform_failure import PlatformFailure
    from ...models.relay_failure import RelayFailure
    from ...models.relay_task_failure import RelayTaskFailure
    from ...models.task_result import TaskResult
    from ...models.wrapped_failure import WrappedFailure
    from ...models.wrapped_task_result import WrappedTaskResult


def build_request(
    *,
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
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
        from ...models.task_result import TaskResult
        from ...models.wrapped_failure import WrappedFailure
        from ...models.wrapped_task_result import WrappedTaskResult

        return union(
            TaskResult.from_dict,
            WrappedTaskResult.from_dict,
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
    TaskResult | WrappedTaskResult | CvFailure | PlatformFailure | WrappedFailure | RelayFailure | RelayTaskFailure
]:
    """What the server answered, as `sync_detailed` returns it; whatever that is, nothing is raised"""
    return read_response(response, _read)


def _success(
    response: Response[
        TaskResult | WrappedTaskResult | CvFailure | PlatformFailure | WrappedFailure | RelayFailure | RelayTaskFailure
    ],
    client: AuthenticatedClient | Client,
) -> TaskResult | WrappedTaskResult:
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
        return cast("TaskResult | WrappedTaskResult", response.parsed)
    raise from_response(
        response,
        errors.ErrorResponse,
        operation_id="cv_sync2async_get_result",
        documented=response.status_code in (200, 400, 401, 403, 404, 429, 500, 503)
        or 400 <= response.status_code <= 499
        or 500 <= response.status_code <= 599,
        client=client,
    ) from response.parse_error


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    TaskResult | WrappedTaskResult | CvFailure | PlatformFailure | WrappedFailure | RelayFailure | RelayTaskFailure
]:
    """As `sync`, but returns whatever the server answers: raises none of `errors`"""
    _request = build_request(body=body, action=action, version=version)
    return parse_response(_sending.send(client.get_httpx_client(), _request))


def sync(
    *,
    client: AuthenticatedClient,
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> TaskResult | WrappedTaskResult:
    """Ask how far a task is, and for its picture

    Poll until `data.status` is final (`done`, `not_found`, `expired`, `failed`). By the pages a task
    that failed answers the poll with HTTP 400 or 500 and a business code. An unknown or old id was
    seen as HTTP 400 with 50215, too. No poll interval is documented; clients use 2, 3 or 5 seconds.
    A task id lives 24 hours by one page and 12 by another: count on 12.

    Args:
        client: Knows the gateway's address, and the key.
        action: Picks the call.
        version: The interface's version; there is one.
        body: Which task to ask for.

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
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    TaskResult | WrappedTaskResult | CvFailure | PlatformFailure | WrappedFailure | RelayFailure | RelayTaskFailure
]:
    """As `sync_detailed`, for asyncio"""
    _request = build_request(body=body, action=action, version=version)
    return parse_response(await _sending.asend(client.get_async_httpx_client(), _request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> TaskResult | WrappedTaskResult:
    """As `sync`, for asyncio"""
    return _success(await asyncio_detailed(client=client, body=body, action=action, version=version), client)
