"""Whether a server is this project's mock, and with which key."""

import httpx

from contract_tests.connections import client_options
from image_gateways_documents.document_tree import SUCCESS

from .contract import Contract
from .request_cases import cases
from .target import Target
from .wire import LONGEST_SECONDS, Wire


def mocked_gateways(base_url: str) -> list[str] | None:
    """Return the gateways that a mock serves, as its control interface tells, or None for any other server.

    No key is sent: who answers is not known yet.
    """
    try:
        url = f"{base_url}/__mock__/operations"
        answer = httpx.get(url, timeout=LONGEST_SECONDS, **client_options(url))
        operations = answer.raise_for_status().json()["operations"]
        return list(dict.fromkeys(str(operation["gateway"]) for operation in operations))
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        return None


def is_accepted(target: Target) -> bool:
    """Tell whether a mock takes a documented call with a target's key, so that no other key need be sent to it.

    Raises:
        NoAnswer: it did not say.
    """
    wire = Wire(target.base_url)
    try:
        return wire.send(next(cases(Contract(target))).request.named()).status in SUCCESS
    finally:
        wire.close()
