"""What the suite is held against, and how deep it goes."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Target:
    """A server and the promises it is held to.

    Attributes:
        gateway: the gateway's name.
        document: its OpenAPI document; a changed copy may be given.
        base_url: the server, without a trailing slash.
        api_key: a key that the server accepts.
        recordings: folder with one folder of cassettes per gateway, and `pictures`.
        replays: whether the server answers with these very recordings, as the mock does: then every field that is not
            made anew must be as recorded. A live gateway is only compared, and the differences are drift.
        operations: ids of the operations that requests are made of; None for all.
        takes_any_key: whether the server takes whatever has the form of a key, as a mock of a document that shows none.
        is_direct: whether nothing stands before the server, so that what it says of its own address can be judged, and
            what it makes of a body whose length is not told beforehand.
    """

    gateway: str
    document: Path
    base_url: str
    api_key: str
    recordings: Path
    replays: bool = True
    operations: frozenset[str] | None = None
    takes_any_key: bool = False
    is_direct: bool = False

    def tries(self, operation_id: str) -> bool:
        """Tell whether requests are made of an operation's own."""
        return self.operations is None or operation_id in self.operations


class Profile(Enum):
    """How deep a run against a mock goes.

    `QUICK`: the suite's own cases, once. `CI`: also schemathesis, every phase. `DEEP`: the same with many more
    examples.
    """

    QUICK = "quick"
    CI = "ci"
    DEEP = "deep"
