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
    from ...models.cv_failure import CvFailure
    from ...models.gateway_failure import GatewayFailure
    from ...models.platform_failure import PlatformFailure


def build_request(*, body: ArkImageRequest, lang: str | Unset = UNSET) -> RequestArguments:
    """What is sent, as the arguments of ``httpx.Client.build_request``"""
    _request: RequestArguments = {
        "method": "post",
        "url": "/doubao/images/generations",
        "headers": _sending.texts({"Lang": lang}),
    }
    _request["content"] = _sending.encode_json(body)
    _request["headers"]["Content-Type"] = "application/json"
    return _request


def _read(response: httpx.Response) -> object:
    if response.status_code == 200:
        from ...models.ark_image_result import ArkImageResult
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        return union(
            ArkImageResult.from_dict, CvFailure.from_dict, PlatformFailure.from_dict, GatewayFailure.from_dict
        )(response.json())
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


def parse_response(response: httpx.Response) -> Response[ArkImageResult | CvFailure | PlatformFailure | GatewayFailure]:
    """What the server answered, as `sync_detailed` returns it; whatever that is, nothing is raised"""
    return read_response(response, _read)


def _success(
    response: Response[ArkImageResult | CvFailure | PlatformFailure | GatewayFailure],
    client: AuthenticatedClient | Client,
) -> ArkImageResult:
    from ...models.cv_failure import CvFailure
    from ...models.gateway_failure import GatewayFailure
    from ...models.platform_failure import PlatformFailure

    if (
        response.parse_error is None
        and (response.status_code == 200)
        and not isinstance(response.parsed, (CvFailure, PlatformFailure, GatewayFailure))
    ):
        return cast("ArkImageResult", response.parsed)
    raise from_response(
        response,
        errors.ErrorResponse,
        operation_id="create_doubao_image",
        documented=response.status_code in (200, 400, 401, 403, 404, 429, 500, 503)
        or 400 <= response.status_code <= 499
        or 500 <= response.status_code <= 599,
        client=client,
    ) from response.parse_error


def sync_detailed(
    *, client: AuthenticatedClient, body: ArkImageRequest, lang: str | Unset = UNSET
) -> Response[ArkImageResult | CvFailure | PlatformFailure | GatewayFailure]:
    """As `sync`, but returns whatever the server answers: raises none of `errors`"""
    _request = build_request(body=body, lang=lang)
    return parse_response(_sending.send(client.get_httpx_client(), _request))


def sync(*, client: AuthenticatedClient, body: ArkImageRequest, lang: str | Unset = UNSET) -> ArkImageResult:
    """Make or edit pictures with a Doubao model, at once

    Synchronous: SeedEdit 3.0, and Seedream 4.0, 4.5 and 5.0, as Volcano Engine Ark offers them; Ark's fields
    and answers pass through. Several pictures go in and out with the newer models. Billed by picture;
    what a call costs is not documented here. Give it a read timeout of minutes. When the answer is lost,
    the pictures may have been made all the same, and there is no way to ask.

    Args:
        client: Knows the gateway's address, and the key.
        lang: The language for the gateway's messages, as `en`; the messages stand in the answer in several all the
            same.
        body: What Ark's models take, passed through; which of the fields a model takes is its own. Fields that are
            not
            listed may be sent.

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
    *, client: AuthenticatedClient, body: ArkImageRequest, lang: str | Unset = UNSET
) -> Response[ArkImageResult | CvFailure | PlatformFailure | GatewayFailure]:
    """As `sync_detailed`, for asyncio"""
    _request = build_request(body=body, lang=lang)
    return parse_response(await _sending.asend(client.get_async_httpx_client(), _request))


async def asyncio(*, client: AuthenticatedClient, body: ArkImageRequest, lang: str | Unset = UNSET) -> ArkImageResult:
    """As `sync`, for asyncio"""
    return _success(await asyncio_detailed(client=client, body=body, lang=lang), client)
