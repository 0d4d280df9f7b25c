from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import UNSET, Response, build_request, encode_json

if TYPE_CHECKING:
    from ...models.cv_failure import CvFailure
    from ...models.get_result_request import GetResultRequest
    from ...models.platform_failure import PlatformFailure
    from ...models.relay_failure import RelayFailure
    from ...models.relay_task_failure import RelayTaskFailure
    from ...models.task_result import TaskResult
    from ...models.wrapped_failure import WrappedFailure
    from ...models.wrapped_task_result import WrappedTaskResult


def _get_kwargs(
    *,
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
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
) -> (
    TaskResult
    | WrappedTaskResult
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
    | None
):
    if response.status_code == 200:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.task_result import TaskResult
        from ...models.wrapped_failure import WrappedFailure
        from ...models.wrapped_task_result import WrappedTaskResult

        def _parse_response_200(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | TaskResult
            | WrappedFailure
            | WrappedTaskResult
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_poll_answer_type_0 = TaskResult.from_dict(data)

                return componentsschemas_poll_answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_poll_answer_type_1 = WrappedTaskResult.from_dict(data)

                return componentsschemas_poll_answer_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_200: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_200 = _parse_response_200(response.json())

        return response_200

    if response.status_code == 400:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_400(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_400: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_400 = _parse_response_400(response.json())

        return response_400

    if response.status_code == 401:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_401(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_401: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_401 = _parse_response_401(response.json())

        return response_401

    if response.status_code == 403:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_403(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_403: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_403 = _parse_response_403(response.json())

        return response_403

    if response.status_code == 404:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_404(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_404: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_404 = _parse_response_404(response.json())

        return response_404

    if response.status_code == 429:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_429(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_429: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_429 = _parse_response_429(response.json())

        return response_429

    if response.status_code == 500:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_500(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_500: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_500 = _parse_response_500(response.json())

        return response_500

    if response.status_code == 503:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_503(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_503: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_503 = _parse_response_503(response.json())

        return response_503

    if 400 <= response.status_code <= 499:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_4xx(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_4XX: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_4xx = _parse_response_4xx(response.json())

        return response_4xx

    if 500 <= response.status_code <= 599:
        from ...models.cv_failure import CvFailure
        from ...models.platform_failure import PlatformFailure
        from ...models.relay_failure import RelayFailure
        from ...models.relay_task_failure import RelayTaskFailure
        from ...models.wrapped_failure import WrappedFailure

        def _parse_response_5xx(
            data: object,
        ) -> (
            CvFailure
            | PlatformFailure
            | RelayFailure
            | RelayTaskFailure
            | WrappedFailure
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_0 = CvFailure.from_dict(data)

                return componentsschemas_volcv_error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_1 = PlatformFailure.from_dict(data)

                return componentsschemas_volcv_error_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_2 = WrappedFailure.from_dict(data)

                return componentsschemas_volcv_error_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_volcv_error_type_3 = RelayFailure.from_dict(data)

                return componentsschemas_volcv_error_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError(f"response_5XX: unexpected {type(data).__name__}")
            componentsschemas_volcv_error_type_4 = RelayTaskFailure.from_dict(data)

            return componentsschemas_volcv_error_type_4

        response_5xx = _parse_response_5xx(response.json())

        return response_5xx

    return None


def _build_response(
    response: httpx.Response,
) -> Response[
    TaskResult
    | WrappedTaskResult
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
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
        TaskResult
        | WrappedTaskResult
        | CvFailure
        | PlatformFailure
        | WrappedFailure
        | RelayFailure
        | RelayTaskFailure
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
            response.parsed,
            (
                CvFailure,
                PlatformFailure,
                WrappedFailure,
                RelayFailure,
                RelayTaskFailure,
            ),
        )
    ):
        return cast("TaskResult | WrappedTaskResult", response.parsed)
    raise errors.from_response(
        response,
        operation_id="cv_sync2async_get_result",
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
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    TaskResult
    | WrappedTaskResult
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
]:
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
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
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
    body: GetResultRequest,
    action: Literal["CVSync2AsyncGetResult"] = "CVSync2AsyncGetResult",
    version: Literal["2022-08-31"] = "2022-08-31",
) -> Response[
    TaskResult
    | WrappedTaskResult
    | CvFailure
    | PlatformFailure
    | WrappedFailure
    | RelayFailure
    | RelayTaskFailure
]:
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
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
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

    return _success(
        await asyncio_detailed(
            client=client,
            body=body,
            action=action,
            version=version,
        ),
        client,
    )
