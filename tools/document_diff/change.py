"""One change between two states of the documents, what it means, and which version it asks for."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from packaging.version import Version


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


def next_version(current: str, changes: Collection[Change]) -> str:
    """Return the version that these changes ask for, by Semantic Versioning.

    Before 1.0.0 each number stands one place further to the right: what breaks moves the second, all else the third.

    Args:
        current: the version that users have, `major.minor.patch`.
        changes: what changed since, without what nobody judged yet; none for words, examples and evidence alone.
    """
    major, minor, patch = (*Version(current).release, 0, 0)[:3]
    breaking = any(change.effect is Effect.BREAKING for change in changes)
    added = any(change.effect is Effect.COMPATIBLE for change in changes)
    if not major:
        return f"0.{minor + 1}.0" if breaking else f"0.{minor}.{patch + 1}"
    if breaking:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if added else f"{major}.{minor}.{patch + 1}"
