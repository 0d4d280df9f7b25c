from __future__ import annotations

from typing import TYPE_CHECKING, cast

import httpx
import image_gateways.sending as _sending
from image_gateways.client import AuthenticatedClient, Client
from image_gateways.errors import from_response
from image_gateways.reading import read_response, union
from image_gateways.types import UNSET, RequestArguments, Response, Unset

from ... import errors

if TYPE_CHECKING:
    from ...models.cv_failure import CvFailure
    from ...models.gateway_failure import GatewayFailure
    from ...models.platform_failure import PlatformFailure
    from ...models.seededit_v30_request import SeededitV30Request
    from ...models.task_submitted import TaskSubmitted


def build_request(*, body: SeededitV30Request, lang: str | Unset = UNSET) -> RequestArguments:
    """What is sent, as the arguments of ``httpx.Client.build_request``"""
    _request: RequestArguments = {
        "method": "post",
        "url": "/doubao/drawing/seededit_v30",
        "headers": _sending.texts({"Lang": lang}),
    }
    _request["content"] = _sending.encode_json(body)
    _request["headers"]["Content-Type"] = "application/json"
    return _request


def _read(response: httpx.Response) -> object:
    if response.status_code == 200:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.task_submitted import TaskSubmitted

        return union(TaskSubmitted.from_dict, CvFailure.from_dict, PlatformFailure.from_dict, GatewayFailure.from_dict)(
            response.json()
        )
    if (
        response.status_code in (400, 401, 403, 404, 429, 500, 503)
        or 400 <= response.status_code <= 499
        or 500 <= response.status_code <= 599
    ):
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        return union(CvFailure.from_dict, PlatformFailure.from_dict, GatewayFailure.from_dict)(response.json())
    return None


def parse_response(response: httpx.Response) -> Response[TaskSubmitted | CvFailure | PlatformFailure | GatewayFailure]:
    """What the server answered, as `sync_detailed` returns it; whatever that is, nothing is raised"""
    return read_response(response, _read)


def _success(
    response: Response[TaskSubmitted | CvFailure | PlatformFailure | GatewayFailure],
    client: AuthenticatedClient | Client,
) -> TaskSubmitted:
    from ...models.cv_failure import CvFailure
    from ...models.gateway_failure import GatewayFailure
    from ...models.platform_failure import PlatformFailure

    if (
        response.parse_error is None
        and (response.status_code == 200)
        and not isinstance(response.parsed, (CvFailure, PlatformFailure, GatewayFailure))
    ):
        return cast("TaskSubmitted", response.parsed)
    raise from_response(
        response,
        errors.ErrorResponse,
        operation_id="submit_seededit_v30",
        documented=response.status_code in (200, 400, 401, 403, 404, 429, 500, 503)
        or 400 <= response.status_code <= 499
        or 500 <= response.status_code <= 599,
        client=client,
    ) from response.parse_error


def sync_detailed(
    *, client: AuthenticatedClient, body: SeededitV30Request, lang: str | Unset = UNSET
) -> Response[TaskSubmitted | CvFailure | PlatformFailure | GatewayFailure]:
    """As `sync`, but returns whatever the server answers: raises none of `errors`"""
    _request = build_request(body=body, lang=lang)
    return parse_response(_sending.send(client.get_httpx_client(), _request))


def sync(*, client: AuthenticatedClient, body: SeededitV30Request, lang: str | Unset = UNSET) -> TaskSubmitted:
    """Submit an edit as a task

    Asynchronous. Answers at once with a task id; ask `seededit_v30_result` with it. Costs 0.05 PTC a
    call. When the answer is lost, the task may run all the same, and there is no way to ask.

    Args:
        client: Knows the gateway's address, and the key.
        lang: The language for the gateway's messages, as `en`; the messages stand in the answer in several all the
            same.
        body: Edit one picture by an instruction in natural language. Send the picture either as `image_urls` or
            as `binary_data_base64`: the page marks both required and then says that sending both is an error.
            It marks `seed` and `scale` required as well, with defaults: they may be left out.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        The body, of the documented success alone.
    """

    return _success(sync_detailed(client=client, body=body, lang=lang), client)


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: SeededitV30Request, lang: str | Unset = UNSET
) -> Response[TaskSubmitted | CvFailure | PlatformFailure | GatewayFailure]:
    """As `sync_detailed`, for asyncio"""
    _request = build_request(body=body, lang=lang)
    return parse_response(await _sending.asend(client.get_async_httpx_client(), _request))


async def asyncio(*, client: AuthenticatedClient, body: SeededitV30Request, lang: str | Unset = UNSET) -> TaskSubmitted:
    """As `sync`, for asyncio"""
    return _success(await asyncio_detailed(client=client, body=body, lang=lang), client)
