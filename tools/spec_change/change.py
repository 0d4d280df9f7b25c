"""One change between two states of the documents, and what it means."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Effect(IntEnum):
    """What a change does to a user, the mildest first."""

    COMPATIBLE = 0
    LOOK = 1
    """Nothing here can tell; a person has to."""
    BREAKING = 2


class Section(StrEnum):
    """The changelog's section that a change belongs to."""

    ADDED = "Added"
    CHANGED = "Changed"
    DEPRECATED = "Deprecated"
    REMOVED = "Removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        effect: what it does to a user.
        what: what changed, in words.
        gateway: the gateway; empty for the Python interface.
        operation: the operation, or the Python name; empty for the whole gateway.
        side: `request`, `answer 200` or empty.
        where: the JSON path or the parameter; empty for the whole.
        line: where the document says it, as `openapi/ai302.yaml:30`, the new state unless it says otherwise.
        section: the changelog's section.
    """

    effect: Effect
    what: str
    gateway: str = ""
    operation: str = ""
    side: str = ""
    where: str = ""
    line: str = ""
    section: Section = Section.CHANGED
