"""Whether a server is this project's mock."""

import httpx

from .wire import LONGEST_SECONDS


def mocked_gateways(base_url: str) -> list[str] | None:
    """Return the gateways that a mock serves, as its control interface tells, or None for any other server.

    No key is sent: who answers is not known yet.
    """
    try:
        answer = httpx.get(f"{base_url}/__mock__/operations", timeout=LONGEST_SECONDS)
        operations = answer.raise_for_status().json()["operations"]
        return list(dict.fromkeys(str(operation["gateway"]) for operation in operations))
    except (httpx.HTTPError, ValueError, LookupError, TypeError):
        return None
