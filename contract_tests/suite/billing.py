"""What a case may cost on a live gateway."""

from .contract import Contract
from .request_cases import Case


def may_be_billed(contract: Contract, case: Case) -> bool:
    """Tell whether a gateway could take a case and bill it.

    Careful with money: what the document refuses, a gateway may still take. Certain not to be billed are an operation
    that is free, a request without the key, and one whose body holds nothing that could be worked on.
    """
    if contract.facts[case.operation.operation_id].price is None:
        return False
    key = contract.target.api_key
    has_key = key in case.request.target or any(key in value for _, value in case.request.headers)
    return has_key and (case.operation.body is None or b"{" in case.request.body)


def is_billed_example(contract: Contract, case: Case) -> bool:
    """Tell whether a case is a call of a billed operation that the document shows."""
    return may_be_billed(contract, case) and case.name.startswith(f"{case.operation.operation_id}/example_")
