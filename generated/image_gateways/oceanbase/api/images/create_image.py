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
    from ...models.ark_image_request import ArkImageRequest
    from ...models.ark_image_result import ArkImageResult
    from ...models.bailian_answer import BailianAnswer
    from ...models.bailian_failure import BailianFailure
    from ...models.bailian_image_request import BailianImageRequest
    from ...models.create_image_success import CreateImageSuccess
    from ...models.envelope_failure import EnvelopeFailure
    from ...models.error_failure import ErrorFailure
    from ...models.vendor_image_request import VendorImageRequest


def build_request(
    *, body: ArkImageRequest | BailianImageRequest | VendorImageRequest, x_async: str | Unset = UNSET
) -> RequestArguments:
    """What is sent, as the arguments of ``httpx.Client.build_request``"""
    _request: RequestArguments = {
        "method": "post",
        "url": "/api/v1/images/generations",
        "headers": _sending.texts({"X-Async": x_async}),
    }
    _request["content"] = _sending.encode_json(body)
    _request["headers"]["Content-Type"] = "application/json"
    return _request


def _read(response: httpx.Response) -> object:
    if response.status_code == 200:
        from ...models.ark_image_result import ArkImageResult
        from ...models.bailian_answer import BailianAnswer
        from ...models.bailian_failure import BailianFailure
        from ...models.create_image_success import CreateImageSuccess
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        return union(
            CreateImageSuccess.from_dict,
            ArkImageResult.from_dict,
            BailianAnswer.from_dict,
            EnvelopeFailure.from_dict,
            ErrorFailure.from_dict,
            BailianFailure.from_dict,
        )(response.json())
    if response.status_code in (400, 401, 403, 404, 429, 500, 503):
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        return union(EnvelopeFailure.from_dict, ErrorFailure.from_dict, BailianFailure.from_dict)(response.json())
    return None


def parse_response(
    response: httpx.Response,
) -> Response[CreateImageSuccess | ArkImageResult | BailianAnswer | EnvelopeFailure | ErrorFailure | BailianFailure]:
    """What the server answered, as `sync_detailed` returns it; whatever that is, nothing is raised"""
    return read_response(response, _read)


def _success(
    response: Response[
        CreateImageSuccess | ArkImageResult | BailianAnswer | EnvelopeFailure | ErrorFailure | BailianFailure
    ],
    client: AuthenticatedClient | Client,
) -> CreateImageSuccess | ArkImageResult | BailianAnswer:
    from ...models.bailian_failure import BailianFailure
    from ...models.envelope_failure import EnvelopeFailure
    from ...models.error_failure import ErrorFailure

    if (
        response.parse_error is None
        and (response.status_code == 200)
        and not isinstance(response.parsed, (EnvelopeFailure, ErrorFailure, BailianFailure))
    ):
        return cast("CreateImageSuccess | ArkImageResult | BailianAnswer", response.parsed)
    raise from_response(
        response,
        errors.ErrorResponse,
        operation_id="create_image",
        documented=response.status_code in (200, 400, 401, 403, 404, 429, 500, 503),
        client=client,
    ) from response.parse_error


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> Response[CreateImageSuccess | ArkImageResult | BailianAnswer | EnvelopeFailure | ErrorFailure | BailianFailure]:
    """As `sync`, but returns whatever the server answers: raises none of `errors`"""
    _request = build_request(body=body, x_async=x_async)
    return parse_response(_sending.send(client.get_httpx_client(), _request))


def sync(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> CreateImageSuccess | ArkImageResult | BailianAnswer:
    """Make or edit a picture

    The model decides what comes back: an Ark model answers with the pictures, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`, or, if it is one of those that answer at once, with
    the pictures. Billed, by picture. Give it a read timeout of minutes.

    Args:
        client: Knows the gateway's address, and the key.
        x_async: Deprecated. Historical, and ignored: the server decides by the model. (An older version of the page
            had it
            force asynchronous mode.)
        body: The model, and what its vendor takes. The model's name tells the three apart.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        The body, of the documented success alone.
    """

    return _success(sync_detailed(client=client, body=body, x_async=x_async), client)


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> Response[CreateImageSuccess | ArkImageResult | BailianAnswer | EnvelopeFailure | ErrorFailure | BailianFailure]:
    """As `sync_detailed`, for asyncio"""
    _request = build_request(body=body, x_async=x_async)
    return parse_response(await _sending.asend(client.get_async_httpx_client(), _request))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> CreateImageSuccess | ArkImageResult | BailianAnswer:
    """As `sync`, for asyncio"""
    return _success(await asyncio_detailed(client=client, body=body, x_async=x_async), client)
