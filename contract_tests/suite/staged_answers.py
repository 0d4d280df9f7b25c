"""Answers that only a mock gives on demand: each failure that a document shows."""

from collections.abc import Iterator
from dataclasses import replace

from .contract import Contract
from .request_cases import Case, base_bodies, request_of

_SECONDS_TO_WAIT = range(1, 8)


def staged(contract: Contract) -> Iterator[Case]:
    """Yield for each documented failure of each operation a request that asks for it."""
    for operation in contract.document.operations:
        _, body = next(base_bodies(contract, operation))
        base = request_of(contract, operation, body)
        for name in contract.failures(operation):
            asking = replace(base, headers=(*base.headers, ("prefer", f"example={name}")))
            yield Case(f"{operation.operation_id}/answer/{name}", operation, asking)


def busy(contract: Contract) -> Iterator[tuple[Case, int]]:
    """Yield for each operation requests that ask for the refusal of too many calls, with the seconds to wait."""
    for operation in contract.document.operations:
        _, body = next(base_bodies(contract, operation))
        base = request_of(contract, operation, body)
        for seconds in _SECONDS_TO_WAIT:
            asking = replace(base, headers=(*base.headers, ("prefer", f"fault=http-429={seconds}")))
            yield Case(f"{operation.operation_id}/busy/{seconds}", operation, asking), seconds
