from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import UNSET, Response, Unset, build_request, encode_json

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
) -> (
    CreateImageSuccess
    | ArkImageResult
    | BailianAnswer
    | EnvelopeFailure
    | ErrorFailure
    | BailianFailure
    | None
):
    if response.status_code == 200:
        from ...models.ark_image_result import ArkImageResult
        from ...models.bailian_answer import BailianAnswer
        from ...models.bailian_failure import BailianFailure
        from ...models.create_image_success import CreateImageSuccess
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_200(
            data: object,
        ) -> (
            ArkImageResult
            | BailianAnswer
            | BailianFailure
            | CreateImageSuccess
            | EnvelopeFailure
            | ErrorFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_create_image_answer_type_0 = (
                    CreateImageSuccess.from_dict(data)
                )

                return componentsschemas_create_image_answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_create_image_answer_type_1 = ArkImageResult.from_dict(
                    data
                )

                return componentsschemas_create_image_answer_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_create_image_answer_type_2 = BailianAnswer.from_dict(
                    data
                )

                return componentsschemas_create_image_answer_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_200: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 400:
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_400(
            data: object,
        ) -> BailianFailure | EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_400: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 401:
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_401(
            data: object,
        ) -> BailianFailure | EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_401: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_401 = _parse_response_401(response.json())

        return response_401

    if response.status_code == 403:
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_403(
            data: object,
        ) -> BailianFailure | EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_403: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_403 = _parse_response_403(response.json())

        return response_403

    if response.status_code == 404:
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_404(
            data: object,
        ) -> BailianFailure | EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_404: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_404 = _parse_response_404(response.json())

        return response_404

    if response.status_code == 429:
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_429(
            data: object,
        ) -> BailianFailure | EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_429: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_429 = _parse_response_429(response.json())

        return response_429

    if response.status_code == 500:
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_500(
            data: object,
        ) -> BailianFailure | EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_500: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_500 = _parse_response_500(response.json())

        return response_500

    if response.status_code == 503:
        from ...models.bailian_failure import BailianFailure
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_503(
            data: object,
        ) -> BailianFailure | EnvelopeFailure | ErrorFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_0 = EnvelopeFailure.from_dict(
                    data
                )

                return componentsschemas_oceanbase_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

                return componentsschemas_oceanbase_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_503: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_2 = BailianFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_2

        response_503 = _parse_response_503(response.json())

        return response_503

    return None


def _build_response(
    response: httpx.Response,
) -> Response[
    CreateImageSuccess
    | ArkImageResult
    | BailianAnswer
    | EnvelopeFailure
    | ErrorFailure
    | BailianFailure
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
        CreateImageSuccess
        | ArkImageResult
        | BailianAnswer
        | EnvelopeFailure
        | ErrorFailure
        | BailianFailure
    ],
    client: AuthenticatedClient | Client,
) -> CreateImageSuccess | ArkImageResult | BailianAnswer:
    from ...models.bailian_failure import BailianFailure
    from ...models.envelope_failure import EnvelopeFailure
    from ...models.error_failure import ErrorFailure

    if (
        response.parse_error is None
        and (response.status_code == 200)
        and not isinstance(
            response.parsed,
            (
                EnvelopeFailure,
                ErrorFailure,
                BailianFailure,
            ),
        )
    ):
        return cast(
            "CreateImageSuccess | ArkImageResult | BailianAnswer", response.parsed
        )
    raise errors.from_response(
        response,
        operation_id="create_image",
        documented=response.status_code == 200
        or response.status_code == 400
        or response.status_code == 401
        or response.status_code == 403
        or response.status_code == 404
        or response.status_code == 429
        or response.status_code == 500
        or response.status_code == 503,
        client=client,
    ) from response.parse_error


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: ArkImageRequest | BailianImageRequest | VendorImageRequest,
    x_async: str | Unset = UNSET,
) -> Response[
    CreateImageSuccess
    | ArkImageResult
    | BailianAnswer
    | EnvelopeFailure
    | ErrorFailure
    | BailianFailure
]:
    """Make or edit a picture

    The model decides what comes back: an Ark model answers with the pictures, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`, or, if it is one of those that answer at once, with
    the pictures. Billed, by picture. Give it a read timeout of minutes.

    Args:
        client: Knows the gateway's address, and the key.
        x_async: Historical, and ignored: the server decides by the model. (An older version of the page had
            it
            force asynchronous mode.)
        body: The model, and what its vendor takes. The model's name tells the three apart.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
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
) -> CreateImageSuccess | ArkImageResult | BailianAnswer:
    """Make or edit a picture

    The model decides what comes back: an Ark model answers with the pictures, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`, or, if it is one of those that answer at once, with
    the pictures. Billed, by picture. Give it a read timeout of minutes.

    Args:
        client: Knows the gateway's address, and the key.
        x_async: Historical, and ignored: the server decides by the model. (An older version of the page had
            it
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
) -> Response[
    CreateImageSuccess
    | ArkImageResult
    | BailianAnswer
    | EnvelopeFailure
    | ErrorFailure
    | BailianFailure
]:
    """Make or edit a picture

    The model decides what comes back: an Ark model answers with the pictures, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`, or, if it is one of those that answer at once, with
    the pictures. Billed, by picture. Give it a read timeout of minutes.

    Args:
        client: Knows the gateway's address, and the key.
        x_async: Historical, and ignored: the server decides by the model. (An older version of the page had
            it
            force asynchronous mode.)
        body: The model, and what its vendor takes. The model's name tells the three apart.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
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
) -> CreateImageSuccess | ArkImageResult | BailianAnswer:
    """Make or edit a picture

    The model decides what comes back: an Ark model answers with the pictures, a Bailian model with a
    task id to poll at `/api/v1/tasks/{task_id}`, or, if it is one of those that answer at once, with
    the pictures. Billed, by picture. Give it a read timeout of minutes.

    Args:
        client: Knows the gateway's address, and the key.
        x_async: Historical, and ignored: the server decides by the model. (An older version of the page had
            it
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

    return _success(
        await asyncio_detailed(
            client=client,
            body=body,
            x_async=x_async,
        ),
        client,
    )
