"""Which number of the version must move."""

from collections.abc import Collection

from packaging.version import Version

from .change import Change, Effect


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
