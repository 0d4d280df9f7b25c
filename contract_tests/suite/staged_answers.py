"""Answers that only a mock gives on demand: each failure that a document shows, by its name and by its status."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from .contract import Contract
from .request_cases import Case
from .request_making import base_bodies, request_of

_SECONDS_TO_WAIT = range(1, 8)


def staged(contract: Contract) -> Iterator[Case]:
    """Yield for each operation requests that ask for each of its documented failures, by name and by status."""
    for base in _usual(contract):
        for name in contract.failures(base.operation):
            yield _asking(base, f"answer/{name}", f"example={name}")
        for status in contract.statuses_of_failures(base.operation):
            yield _asking(base, f"status/{status}", f"code={status}")


def busy(contract: Contract) -> Iterator[tuple[Case, int]]:
    """Yield for each operation requests that ask for the refusal of too many calls, with the seconds to wait."""
    for base in _usual(contract):
        for seconds in _SECONDS_TO_WAIT:
            yield _asking(base, f"busy/{seconds}", f'fault="http-429={seconds}"'), seconds


def accepting(contract: Contract) -> Iterator[tuple[Case, str]]:
    """Yield for each operation whose success is documented in several types requests for each, with the type."""
    for base in _usual(contract):
        successes = [response for status, response in base.operation.responses.items() if status.startswith("2")]
        documented = [media_type for media_type in successes[0].content if "*" not in media_type] if successes else []
        for media_type in documented if len(documented) > 1 else ():
            asking = replace(base.request, headers=(*base.request.headers, ("accept", media_type)))
            yield Case(f"{base.name}/accept/{media_type}", base.operation, asking), media_type


def unknown(contract: Contract) -> Iterator[Case]:
    """Yield for each operation requests that ask for answers that it does not have."""
    for base in _usual(contract):
        for name in islice(contract.failures(base.operation), 1):
            yield _asking(base, "unknown/of_another_status", f"example={name}, code=299")
        yield _asking(base, "unknown/example", "example=no_such_answer")


def _usual(contract: Contract) -> Iterator[Case]:
    for operation in contract.document.operations:
        for _, body in islice(base_bodies(contract, operation), 1):
            yield Case(operation.operation_id, operation, request_of(contract, operation, body))


def _asking(base: Case, name: str, preference: str) -> Case:
    asking = replace(base.request, headers=(*base.request.headers, ("prefer", preference)))
    return Case(f"{base.name}/{name}", base.operation, asking)
