"""What a server with room for few tasks remembers: the latest of them, and no other."""

from .contract import Contract
from .finding import Finding
from .session import Session
from .task_stories import memory_stories
from .wire import Wire

ROOM = 2
"""Number of tasks that such a server remembers."""


def found_of_memory(contract: Contract) -> list[Finding]:
    """Hold a server that has room for so many tasks, and that nobody else asks, to forgetting the oldest alone."""
    session = Session(contract, Wire(contract.target.base_url))
    try:
        for tell in memory_stories(session, ROOM):
            tell()
    finally:
        session.wire.close()
    return session.findings
