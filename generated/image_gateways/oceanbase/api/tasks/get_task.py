from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import quote as _quote

import httpx
import image_gateways.sending as _sending
from image_gateways.client import AuthenticatedClient, Client
from image_gateways.errors import from_response
from image_gateways.reading import read_response, union
from image_gateways.types import RequestArguments, Response

from ... import errors

if TYPE_CHECKING:
    from ...models.bailian_failure import BailianFailure
    from ...models.bailian_task import BailianTask
    from ...models.envelope_failure import EnvelopeFailure
    from ...models.error_failure import ErrorFailure
    from ...models.get_task_success import GetTaskSuccess


def build_request(task_id: str) -> RequestArguments:
    """What is sent, as the arguments of ``httpx.Client.build_request``"""
    _request: RequestArguments = {
        "method": "get",
        "url": "/api/v1/tasks/{task_id}".format(task_id=_quote(_sending.simple(task_id), safe="")),
        "headers": {},
    }
    return _request


def _read(response: httpx.Response) -> object:
    if response.status_code == 200:
        from ...models.bailian_failure import BailianFailure
        from ...models.bailian_task import BailianTask
        from ...models.envelope_failure import EnvelopeFailure
        from ...models.error_failure import ErrorFailure
        from ...models.get_task_success import GetTaskSuccess

        return union(
            GetTaskSuccess.from_dict,
            BailianTask.from_dict,
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
) -> Response[GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure]:
    """What the server answered, as `sync_detailed` returns it; whatever that is, nothing is raised"""
    return read_response(response, _read)


def _success(
    response: Response[GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure],
    client: AuthenticatedClient | Client,
) -> GetTaskSuccess | BailianTask:
    from ...models.bailian_failure import BailianFailure
    from ...models.envelope_failure import EnvelopeFailure
    from ...models.error_failure import ErrorFailure

    if (
        response.parse_error is None
        and (response.status_code == 200)
        and not isinstance(response.parsed, (EnvelopeFailure, ErrorFailure, BailianFailure))
    ):
        return cast("GetTaskSuccess | BailianTask", response.parsed)
    raise from_response(
        response,
        errors.ErrorResponse,
        operation_id="get_task",
        documented=response.status_code in (200, 400, 401, 403, 404, 429, 500, 503),
        client=client,
    ) from response.parse_error


def sync_detailed(
    task_id: str, *, client: AuthenticatedClient
) -> Response[GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure]:
    """As `sync`, but returns whatever the server answers: raises none of `errors`"""
    _request = build_request(task_id=task_id)
    return parse_response(_sending.send(client.get_httpx_client(), _request))


def sync(task_id: str, *, client: AuthenticatedClient) -> GetTaskSuccess | BailianTask:
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

    return _success(sync_detailed(task_id=task_id, client=client), client)


async def asyncio_detailed(
    task_id: str, *, client: AuthenticatedClient
) -> Response[GetTaskSuccess | BailianTask | EnvelopeFailure | ErrorFailure | BailianFailure]:
    """As `sync_detailed`, for asyncio"""
    _request = build_request(task_id=task_id)
    return parse_response(await _sending.asend(client.get_async_httpx_client(), _request))


async def asyncio(task_id: str, *, client: AuthenticatedClient) -> GetTaskSuccess | BailianTask:
    """As `sync`, for asyncio"""
    return _success(await asyncio_detailed(task_id=task_id, client=client), client)
