from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import UNSET, Response, Unset, build_request, encode_json

if TYPE_CHECKING:
    from ...models.cv_failure import CvFailure
    from ...models.gateway_failure import GatewayFailure
    from ...models.platform_failure import PlatformFailure
    from ...models.seededit_v30_result_request import SeededitV30ResultRequest
    from ...models.task_result import TaskResult


def _get_kwargs(
    *,
    body: SeededitV30ResultRequest,
    lang: str | Unset = UNSET,
) -> dict[str, Any]:
    _headers: dict[str, Any] = {}
    if not isinstance(lang, Unset):
        _headers["Lang"] = lang

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/doubao/drawing/seededit_v30_result",
    }

    _json_body = body.to_dict()
    _kwargs["content"] = encode_json(_json_body)

    _headers["Content-Type"] = "application/json"

    _kwargs["headers"] = _headers
    return _kwargs


def _parse_response(
    response: httpx.Response,
) -> TaskResult | CvFailure | PlatformFailure | GatewayFailure | None:
    if response.status_code == 200:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.task_result import TaskResult

        def _parse_response_200(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure | TaskResult:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_result_answer_type_0 = TaskResult.from_dict(data)

                return componentsschemas_result_answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_200: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 400:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_400(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_400: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 401:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_401(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_401: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_401 = _parse_response_401(response.json())

        return response_401

    if response.status_code == 403:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_403(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_403: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_403 = _parse_response_403(response.json())

        return response_403

    if response.status_code == 404:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_404(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_404: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_404 = _parse_response_404(response.json())

        return response_404

    if response.status_code == 429:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_429(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_429: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_429 = _parse_response_429(response.json())

        return response_429

    if response.status_code == 500:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_500(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_500: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_500 = _parse_response_500(response.json())

        return response_500

    if response.status_code == 503:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_503(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_503: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_503 = _parse_response_503(response.json())

        return response_503

    if 400 <= response.status_code <= 499:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_4xx(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_4XX: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_4xx = _parse_response_4xx(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        from ...models.cv_failure import CvFailure
        from ...models.gateway_failure import GatewayFailure
        from ...models.platform_failure import PlatformFailure

        def _parse_response_5xx(
            data: object,
        ) -> CvFailure | GatewayFailure | PlatformFailure:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_ai_302_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_ai_302_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_5XX: unexpected {type(data).__name__}")
            componentsschemas_ai_302_error_type_2 = GatewayFailure.from_dict(data)

            return componentsschemas_ai_302_error_type_2

        response_5xx = _parse_response_5xx(response.json())

        return response_5xx

    return None


def _build_response(
    response: httpx.Response,
) -> Response[TaskResult | CvFailure | PlatformFailure | GatewayFailure]:
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
    response: Response[TaskResult | CvFailure | PlatformFailure | GatewayFailure],
    client: AuthenticatedClient | Client,
) -> TaskResult:
    from ...models.cv_failure import CvFailure
    from ...models.gateway_failure import GatewayFailure
    from ...models.platform_failure import PlatformFailure

    if (
        response.parse_error is None
        and (response.status_code == 200)
        and not isinstance(
            response.parsed,
            (
                CvFailure,
                PlatformFailure,
                GatewayFailure,
            ),
        )
    ):
        return cast("TaskResult", response.parsed)
    raise errors.from_response(
        response,
        operation_id="get_seededit_v30_result",
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
    body: SeededitV30ResultRequest,
    lang: str | Unset = UNSET,
) -> Response[TaskResult | CvFailure | PlatformFailure | GatewayFailure]:
    """Ask how far a task is, and for its picture

    Poll until `data.status` is final (`done`, `failed`, `not_found`, `expired`). By the upstream's page
    a task that failed answers the poll with HTTP 400 or 500 and a business code; 302.AI's own client
    also ends at the status `failed`. No poll interval is documented; clients use 2, 3 or 5 seconds.
    Polls are not known to be billed.

    Args:
        client: Knows the gateway's address, and the key.
        lang: The language for the gateway's messages, as `en`; the messages stand in the answer in several
            all the same.
        body: Which task to ask for.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
    """

    _kwargs = _get_kwargs(
        body=body,
        lang=lang,
    )

    _http = client.get_httpx_client()
    return _build_response(_http.send(build_request(_http, _kwargs)))


def sync(
    *,
    client: AuthenticatedClient,
    body: SeededitV30ResultRequest,
    lang: str | Unset = UNSET,
) -> TaskResult:
    """Ask how far a task is, and for its picture

    Poll until `data.status` is final (`done`, `failed`, `not_found`, `expired`). By the upstream's page
    a task that failed answers the poll with HTTP 400 or 500 and a business code; 302.AI's own client
    also ends at the status `failed`. No poll interval is documented; clients use 2, 3 or 5 seconds.
    Polls are not known to be billed.

    Args:
        client: Knows the gateway's address, and the key.
        lang: The language for the gateway's messages, as `en`; the messages stand in the answer in several
            all the same.
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

    return _success(
        sync_detailed(
            client=client,
            body=body,
            lang=lang,
        ),
        client,
    )


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: SeededitV30ResultRequest,
    lang: str | Unset = UNSET,
) -> Response[TaskResult | CvFailure | PlatformFailure | GatewayFailure]:
    """Ask how far a task is, and for its picture

    Poll until `data.status` is final (`done`, `failed`, `not_found`, `expired`). By the upstream's page
    a task that failed answers the poll with HTTP 400 or 500 and a business code; 302.AI's own client
    also ends at the status `failed`. No poll interval is documented; clients use 2, 3 or 5 seconds.
    Polls are not known to be billed.

    Args:
        client: Knows the gateway's address, and the key.
        lang: The language for the gateway's messages, as `en`; the messages stand in the answer in several
            all the same.
        body: Which task to ask for.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
    """

    _kwargs = _get_kwargs(
        body=body,
        lang=lang,
    )

    _http = client.get_async_httpx_client()
    return _build_response(await _http.send(build_request(_http, _kwargs)))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: SeededitV30ResultRequest,
    lang: str | Unset = UNSET,
) -> TaskResult:
    """Ask how far a task is, and for its picture

    Poll until `data.status` is final (`done`, `failed`, `not_found`, `expired`). By the upstream's page
    a task that failed answers the poll with HTTP 400 or 500 and a business code; 302.AI's own client
    also ends at the status `failed`. No poll interval is documented; clients use 2, 3 or 5 seconds.
    Polls are not known to be billed.

    Args:
        client: Knows the gateway's address, and the key.
        lang: The language for the gateway's messages, as `en`; the messages stand in the answer in several
            all the same.
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

    return _success(
        await asyncio_detailed(
            client=client,
            body=body,
            lang=lang,
        ),
        client,
    )
