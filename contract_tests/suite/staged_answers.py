"""Answers that only a mock gives on demand: each failure that a document shows."""

from collections.abc import Iterator
from dataclasses import replace

from .contract import Contract
from .request_cases import Case, base_bodies, request_of

SECONDS_TO_WAIT = 7


def staged(contract: Contract) -> Iterator[Case]:
    """Yield for each documented failure of each operation a request that asks for it."""
    for operation in contract.document.operations:
        _, body = next(base_bodies(contract, operation))
        base = request_of(contract, operation, body)
        for name in contract.failures(operation):
            asking = replace(base, headers=(*base.headers, ("prefer", f"example={name}")))
            yield Case(f"{operation.operation_id}/answer/{name}", operation, asking)


def busy(contract: Contract) -> Iterator[Case]:
    """Yield for each operation a request that asks for the refusal of too many calls, with a time to wait."""
    for operation in contract.document.operations:
        _, body = next(base_bodies(contract, operation))
        base = request_of(contract, operation, body)
        asking = replace(base, headers=(*base.headers, ("prefer", f"fault=http-429={SECONDS_TO_WAIT}")))
        yield Case(f"{operation.operation_id}/busy", operation, asking)
