from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import Response, build_request

if TYPE_CHECKING:
    from ...models.envelope_failure import EnvelopeFailure
    from ...models.error_failure import ErrorFailure
    from ...models.get_task_success import GetTaskSuccess


def _get_kwargs(
    task_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/tasks/{task_id}".format(
            task_id=_quote(task_id, safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    response: httpx.Response,
) -> GetTaskSuccess | EnvelopeFailure | ErrorFailure | None:
    if response.status_code == 200:
        from ...models.get_task_success import GetTaskSuccess

        response_200 = GetTaskSuccess.from_dict(response.json())

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

    if response.status_code == 404:
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure

        def _parse_response_404(data: object) -> EnvelopeFailure | ErrorFailure:
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
                raise TypeError(f"response_404: unexpected {type(data).__name__}")
            componentsschemas_oceanbase_error_type_1 = ErrorFailure.from_dict(data)

            return componentsschemas_oceanbase_error_type_1

        response_404 = _parse_response_404(response.json())

        return response_404

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
) -> Response[GetTaskSuccess | EnvelopeFailure | ErrorFailure]:
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
    response: Response[GetTaskSuccess | EnvelopeFailure | ErrorFailure],
    client: AuthenticatedClient | Client,
) -> GetTaskSuccess:
    if response.parse_error is None and (response.status_code == 200):
        return cast("GetTaskSuccess", response.parsed)
    raise errors.from_response(
        response,
        operation_id="get_task",
        documented=response.status_code == 200
        or response.status_code == 400
        or response.status_code == 401
        or response.status_code == 404
        or response.status_code == 429,
        client=client,
    ) from response.parse_error


def sync_detailed(
    task_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[GetTaskSuccess | EnvelopeFailure | ErrorFailure]:
    """Ask how far a task is, and for its pictures

     Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        task_id (str): The task's id, as the vendor writes it.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Response[GetTaskSuccess | EnvelopeFailure | ErrorFailure]
    """

    _kwargs = _get_kwargs(
        task_id=task_id,
    )

    _http = client.get_httpx_client()
    return _build_response(_http.send(build_request(_http, _kwargs)))


def sync(
    task_id: str,
    *,
    client: AuthenticatedClient,
) -> GetTaskSuccess:
    """Ask how far a task is, and for its pictures

     Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        task_id (str): The task's id, as the vendor writes it.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        GetTaskSuccess
    """

    return _success(
        sync_detailed(
            task_id=task_id,
            client=client,
        ),
        client,
    )


async def asyncio_detailed(
    task_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[GetTaskSuccess | EnvelopeFailure | ErrorFailure]:
    """Ask how far a task is, and for its pictures

     Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        task_id (str): The task's id, as the vendor writes it.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Response[GetTaskSuccess | EnvelopeFailure | ErrorFailure]
    """

    _kwargs = _get_kwargs(
        task_id=task_id,
    )

    _http = client.get_async_httpx_client()
    return _build_response(await _http.send(build_request(_http, _kwargs)))


async def asyncio(
    task_id: str,
    *,
    client: AuthenticatedClient,
) -> GetTaskSuccess:
    """Ask how far a task is, and for its pictures

     Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        task_id (str): The task's id, as the vendor writes it.

    Raises:
        errors.ErrorResponse: If the server answers with a documented error.
        errors.UnexpectedStatus: If the server answers with a status that is not documented.
        errors.UnreadableResponse: If the body of the answer is not what is documented.
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        GetTaskSuccess
    """

    return _success(
        await asyncio_detailed(
            task_id=task_id,
            client=client,
        ),
        client,
    )
