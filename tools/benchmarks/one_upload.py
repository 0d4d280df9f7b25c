"""What a process needs more memory for, at its peak, when it sends one picture: `… one_upload PORT sync|asyncio SIZE`.

A process of its own, since the peak of a process never falls. Prints bytes, the picture's own included.
"""

from __future__ import annotations

import asyncio
import sys

from image_gateways.ai302 import AuthenticatedClient
from image_gateways.ai302.api.seededit import submit_seededit_v30
from image_gateways.ai302.models import SeededitV30Request

from .resident_memory import peak, resident


def _edit(size: int) -> SeededitV30Request:
    # Repeated, not random: making random text would take more memory than sending it.
    return SeededitV30Request(prompt="Give it a hat", binary_data_base64=["iVBORw0K" * (size // 8)])


def _blocking(client: AuthenticatedClient, size: int) -> int:
    with client:
        submit_seededit_v30.sync(client=client, body=_edit(1000))
        before = resident()
        submit_seededit_v30.sync(client=client, body=_edit(size))
    return before


async def _awaiting(client: AuthenticatedClient, size: int) -> int:
    async with client:
        await submit_seededit_v30.asyncio(client=client, body=_edit(1000))
        before = resident()
        await submit_seededit_v30.asyncio(client=client, body=_edit(size))
    return before


if __name__ == "__main__":
    port, flavour, characters = sys.argv[1], sys.argv[2], int(sys.argv[3])
    connected = AuthenticatedClient(base_url=f"http://127.0.0.1:{port}", token="of-no-gateway")
    at_first = _blocking(connected, characters) if flavour == "sync" else asyncio.run(_awaiting(connected, characters))
    sys.stdout.write(str(peak() - at_first))
