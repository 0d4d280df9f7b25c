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
    from ...models.cv_process_success import CvProcessSuccess
    from ...models.erase_request import EraseRequest
    from ...models.inpainting_edit_request import InpaintingEditRequest
    from ...models.outpainting_canvas_request import OutpaintingCanvasRequest
    from ...models.outpainting_ratio_request import OutpaintingRatioRequest
    from ...models.platform_failure import PlatformFailure
    from ...models.relay_failure import RelayFailure
    from ...models.relay_task_failure import RelayTaskFailure
    from ...models.seed_edit_request import SeedEditRequest
    from ...models.wrapped_cv_process_success import WrappedCvProcessSuccess
    from ...models.wrapped_failure import WrappedFailure


def build_request(
    *,
    body: ByteEditRequest
    | EraseRequest
    | InpaintingEditRequest
    | OutpaintingCanvasRequest
    | OutpaintingRatioRequest
    | SeedEditRequest,
    action: Literal["CVProcess"] = "CVProcess",
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
        from ...models.cv_process_success import CvProcessSuccess
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_cv_process_success import WrappedCvProcessSuccess
        from ...models.wrapped_failure import WrappedFailure

        return union(
            CvProcessSuccess.from_dict,
            WrappedCvProcessSuccess.from_dict,
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
    CvProcessSuccess
    | WrappedCvProcessSuccess
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
        CvProcessSuccess
        | WrappedCvProcessSuccess
        | CvFailure
        | PlatformFailure
        | WrappedFailure
        | RelayFailure
        | RelayTaskFailure
    ],
    client: AuthenticatedClient | Client,
) -> CvProcessSuccess | WrappedCvProcessSuccess:
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
        return cast("CvProcessSuccess | WrappedCvProcessSuccess", response.parsed)
    raise from_response(
        response,
        errors.ErrorResponse,
        operation_id="cv_process",
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
    action: Literal["CVProcess"] = "CVProcess",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    CvProcessSuccess
    | WrappedCvProcessSuccess
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
    action: Literal["CVProcess"] = "CVProcess",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> CvProcessSuccess | WrappedCvProcessSuccess:
    """Edit a picture and wait for the result

    Synchronous. The body's `req_key` picks the algorithm: `byteedit_v2.0` and `seededit_v3.0` edit by
    instruction (SeedEdit 1.6 and 3.0), `i2i_outpainting` extends a picture, by ratio or on a canvas
    with a mask, `i2i_inpainting_edit` redraws what a mask marks, and `i2i_inpainting` erases it. One
    call edits one picture and is billed. Give it a read timeout of minutes: an edit takes 10 seconds
    and more. When the connection breaks meanwhile, the picture is lost: a task outlives that.

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
    action: Literal["CVProcess"] = "CVProcess",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    CvProcessSuccess
    | WrappedCvProcessSuccess
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
    action: Literal["CVProcess"] = "CVProcess",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> CvProcessSuccess | WrappedCvProcessSuccess:
    """As `sync`, for asyncio"""
    return _success(await asyncio_detailed(client=client, body=body, action=action, version=version), client)
