"""What a request may cost on a live gateway, and what a run has spent."""

from collections.abc import Sequence

from contract_tests.recorder.spending import NotAllowed, Spending
from image_gateways_documents.document_tree import SAFE_METHODS, SUCCESS
from image_gateways_documents.operations import Operation

from .contract import Contract
from .request_cases import Case
from .wire import Sent

_NO_OPERATION = "no operation of the document"


def may_be_billed(contract: Contract, sent: Sent) -> bool:
    """Tell whether a gateway could take a request and bill it.

    Careful with money: what the document refuses, or does not know, a gateway may still take. Certain not to be billed
    are an operation that is free, whatever changes nothing, a request without the key where one is demanded, and one
    whose body holds no object where nothing else can be worked on.
    """
    operation = contract.reached(sent)
    if operation is None:
        meant = [o for o in contract.document.operations if contract.facts[o.operation_id].price is not None]
        return sent.method not in SAFE_METHODS and _could_be_worked_on(contract, sent, meant)
    is_free = contract.facts[operation.operation_id].price is None
    return not is_free and _could_be_worked_on(contract, sent, [operation])


def _could_be_worked_on(contract: Contract, sent: Sent, operations: Sequence[Operation]) -> bool:
    """Tell whether a request has what one of some operations needs at the least; where there is none, it may have."""
    needs_key = bool(operations) and all(o.credentials and all(o.credentials) for o in operations)
    needs_object = bool(operations) and all(contract.facts[o.operation_id].needs_object for o in operations)
    return (not needs_key or _has_key(contract, sent)) and (not needs_object or b"{" in sent.body)


def _has_key(contract: Contract, sent: Sent) -> bool:
    key = contract.target.api_key
    written = {key, *(credential.value(key) for credential in contract.document.credentials)}
    texts = [sent.target, *(value for _, value in (*sent.query, *sent.headers))]
    return any(one in text for one in written for text in texts)


def is_billed_example(contract: Contract, case: Case) -> bool:
    """Tell whether a case is a call of a billed operation that the document shows."""
    return case.name.startswith(f"{case.operation.operation_id}/example_") and may_be_billed(contract, case.request)


class Purse:
    """Lets a request of a run through or not, and counts what was let through.

    Args:
        contract: says what a request may cost.
        spending: the budget.
    """

    def __init__(self, contract: Contract, spending: Spending) -> None:
        self._contract = contract
        self._spending = spending
        self._takes_anything: set[str] = set()
        self.held_back = 0

    def lets_through(self, sent: Sent) -> bool:
        """Tell whether a request may be sent, and account for it; one that is held back is counted."""
        name = self._name(sent)
        if not may_be_billed(self._contract, sent) and name not in self._takes_anything:
            return True
        try:
            self._spending.spend_on(name)
        except NotAllowed:
            self.held_back += 1
            return False
        return True

    def never_left(self, sent: Sent) -> None:
        """Give back what a request was accounted for: the gateway could not be connected to."""
        self._spending.take_back(self._name(sent))

    def answered(self, sent: Sent, status: int) -> None:
        """Account for what was certain not to be billed, and was taken all the same; the like of it counts from now."""
        operation = self._contract.reached(sent)
        if operation is None or self._contract.facts[operation.operation_id].price is None:
            return
        name = operation.operation_id
        unpaid = not may_be_billed(self._contract, sent) and name not in self._takes_anything
        if unpaid and status in SUCCESS:
            self._takes_anything.add(name)
            self._spending.made[name] += 1

    def _name(self, sent: Sent) -> str:
        operation = self._contract.reached(sent)
        return operation.operation_id if operation else _NO_OPERATION
