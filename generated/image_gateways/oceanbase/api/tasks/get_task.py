from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote as _quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...types import Response, build_request

if TYPE_CHECKING:
    from ...models.bailian_failure import BailianFailure
    from ...models.bailian_task import BailianTask
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
) -> (
    GetTaskSuccess
    | BailianTask
    | EnvelopeFailure
    | ErrorFailure
    | BailianFailure
    | None
):
    if response.status_code == 200:
        from ...models.bailian_failure import BailianFailure
        from ...models.bailian_task import BailianTask
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure
        from ...models.get_task_success import GetTaskSuccess

        def _parse_response_200(
            data: object,
        ) -> (
            BailianFailure
            | BailianTask
            | EnvelopeFailure
            | ErrorFailure
            | GetTaskSuccess
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_get_task_answer_type_0 = GetTaskSuccess.from_dict(
                    data
                )

                return componentsschemas_get_task_answer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_get_task_answer_type_1 = BailianTask.from_dict(data)

                return componentsschemas_get_task_answer_type_1
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
    GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure
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
        GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure
    ],
    client: AuthenticatedClient | Client,
) -> GetTaskSuccess | BailianTask:
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
        return cast("GetTaskSuccess | BailianTask", response.parsed)
    raise errors.from_response(
        response,
        operation_id="get_task",
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
    task_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[
    GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure
]:
    """Ask how far a task is, and for its pictures

    Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        client: Knows the gateway's address, and the key.
        task_id: The task's id, as the vendor writes it.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
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
) -> GetTaskSuccess | BailianTask:
    """Ask how far a task is, and for its pictures

    Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        client: Knows the gateway's address, and the key.
        task_id: The task's id, as the vendor writes it.

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
            task_id=task_id,
            client=client,
        ),
        client,
    )


async def asyncio_detailed(
    task_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[
    GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure
]:
    """Ask how far a task is, and for its pictures

    Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        client: Knows the gateway's address, and the key.
        task_id: The task's id, as the vendor writes it.

    Raises:
        httpx.TimeoutException: If a step of the request takes longer than Client.timeout.
        httpx.RequestError: If no answer arrives for another reason.

    Returns:
        Whatever the server answered; `parsed` is the body.
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
) -> GetTaskSuccess | BailianTask:
    """Ask how far a task is, and for its pictures

    Page 003 names this path in prose and says nothing about its answer: all of it is our reading, the
    same envelope with the vendor's task object in `data`. Bailian's status goes from `PENDING` to
    `RUNNING` to `SUCCEEDED` or `FAILED`; of several pictures some may fail. Bailian asks for a poll
    about every 10 seconds; a task lives 24 hours.

    Args:
        client: Knows the gateway's address, and the key.
        task_id: The task's id, as the vendor writes it.

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
            task_id=task_id,
            client=client,
        ),
        client,
    )
