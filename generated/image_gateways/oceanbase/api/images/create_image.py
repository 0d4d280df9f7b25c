from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import UNSET, Response, Unset, build_request, encode_json

if TYPE_CHECKING:
    from ...models.ark_image_request import ArkImageRequest
    from ...models.bailian_image_request import BailianImageRequest
    from ...models.create_image_success import CreateImageSuccess
    from ...models.envelope_failure import EnvelopeFailure
    from ...models.error_failure import ErrorFailure
    from ...models.vendor_image_request import VendorImageRequest


def _get_kwargs(
    *,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> dict[str, Any]:
    from ...models.ark_image_request import ArkImageRequest
    from ...models.bailian_image_request import BailianImageRequest

    _headers: dict[str, Any] = {}
    if not isinstance(x_async, Unset):
        _headers["X-Async"] = x_async

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/images/generations",
    }

    _json_body: dict[str, Any]
    if isinstance(body, ArkImageRequest):
        _json_body = body.to_dict()
    elif isinstance(body, BailianImageRequest):
        _json_body = body.to_dict()
    else:
        _json_body = body.to_dict()

    _kwargs["content"] = encode_json(_json_body)

    _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    response: httpx.Response,
) -> CreateImageSuccess | EnvelopeFailure | ErrorFailure | None:
    if response.status_code == 200:
        from ...models.create_image_success import CreateImageSuccess

        response_200 = CreateImageSuccess.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_400(data: object) -> EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_400: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_1

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 401:
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_401(data: object) -> EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_401: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_1

        response_401 = _parse_response_401(response.json())

        return response_401

    if response.status_code == 429:
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_429(data: object) -> EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_429: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_1

        response_429 = _parse_response_429(response.json())

        return response_429

    return None


def _build_response(
    response: httpx.Response,
) -> Response[CreateImageSuccess | EnvelopeFailure | ErrorFailure]:
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
    response: Response[CreateImageSuccess | EnvelopeFailure | ErrorFailure],
    client: AuthenticatedClient | Client,
) -> CreateImageSuccess:
    if response.parse_error is None and (response.status_code == 200):
        return cast("CreateImageSuccess", response.parsed)
    raise errors.from_response(
        response,
        operation_id="create_image",
        documented=response.status_code == 200
        or response.status_code == 400
        or response.status_code == 401
        or response.status_code == 429,
        client=client,
    ) from response.parse_error


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> Response[CreateImageSuccess | EnvelopeFailure | ErrorFailure]:
    """Make or edit a picture

     The model decides what comes back: an Ark model answers with the picture, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`. Billed. Give it a read timeout of minutes.

    Args:
        x_async (str | Unset):
        body (ArkImageRequest | BailianImageRequest | VendorImageRequest): The model, and what its
            vendor takes. The model's name tells the three apart.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Response[CreateImageSuccess | EnvelopeFailure | ErrorFailure]
    """

    _kwargs = _get_kwargs(
        body=body,
        x_async=x_async,
    )

    _http = client.get_httpx_client()
    return _build_response(_http.send(build_request(_http, _kwargs)))


def sync(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> CreateImageSuccess:
    """Make or edit a picture

     The model decides what comes back: an Ark model answers with the picture, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`. Billed. Give it a read timeout of minutes.

    Args:
        x_async (str | Unset):
        body (ArkImageRequest | BailianImageRequest | VendorImageRequest): The model, and what its
            vendor takes. The model's name tells the three apart.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        CreateImageSuccess
    """

    return _success(
        sync_detailed(
            client=client,
            body=body,
            x_async=x_async,
        ),
        client,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> Response[CreateImageSuccess | EnvelopeFailure | ErrorFailure]:
    """Make or edit a picture

     The model decides what comes back: an Ark model answers with the picture, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`. Billed. Give it a read timeout of minutes.

    Args:
        x_async (str | Unset):
        body (ArkImageRequest | BailianImageRequest | VendorImageRequest): The model, and what its
            vendor takes. The model's name tells the three apart.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Response[CreateImageSuccess | EnvelopeFailure | ErrorFailure]
    """

    _kwargs = _get_kwargs(
        body=body,
        x_async=x_async,
    )

    _http = client.get_async_httpx_client()
    return _build_response(await _http.send(build_request(_http, _kwargs)))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> CreateImageSuccess:
    """Make or edit a picture

     The model decides what comes back: an Ark model answers with the picture, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`. Billed. Give it a read timeout of minutes.

    Args:
        x_async (str | Unset):
        body (ArkImageRequest | BailianImageRequest | VendorImageRequest): The model, and what its
            vendor takes. The model's name tells the three apart.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        CreateImageSuccess
    """

    return _success(
        await asyncio_detailed(
            client=client,
            body=body,
            x_async=x_async,
        ),
        client,
    )
