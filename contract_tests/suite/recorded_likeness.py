"""Whether an answer is a recorded one, made anew: equal but for what differs from answer to answer."""

import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias

from image_gateways_documents.body_schema import BodySchema, PictureForms
from image_gateways_documents.problem import quoted
from image_gateways_documents.schema_walk import Path, at, find

from .told_times import stamp_of
from .violation import Violation

_DIGITS = re.compile(r"[0-9]+")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]")
_GOES_ON = re.compile(r"[. ]*|: .+|[. ]+ .+", re.DOTALL)
"""What may follow the words of a recorded message: their own end, what was wrong, or another sentence."""
_MOST_TIMES_AS_LONG = 2.0
_PICTURES = "(pictures)"

Alike: TypeAlias = Callable[[str, Any, Any], bool]
"""Tells by its role whether a value that is made anew for each answer may stand in the place of another."""


def of_the_same_form(role: str, old: Any, new: Any) -> bool:
    """Tell whether a value is made as another one: as a mock makes it of a recorded one."""
    if not isinstance(old, str):
        return True
    match role:
        case "message":
            return _is_worded_as(old, new)
        case "request-id":
            return is_of_shape(old, new) and (stamp_of(old) is None or stamp_of(new) is not None)
        case "date-time":
            return bool(re.sub(r"[0-9]", "0", old) == re.sub(r"[0-9]", "0", new)) and _is_date(new)
        case "duration":
            return bool(_NUMBER.sub("0", old) == _NUMBER.sub("0", new)) and _is_about_as_long(old, new)
        case "unix-time":
            return bool(_DIGITS.fullmatch(old)) == bool(_DIGITS.fullmatch(new))
    return bool(old) == bool(new)


def of_whichever_form(role: str, old: Any, new: Any) -> bool:
    """Tell whether a gateway may give a value where it gave another, as 1.6s after 84.448µs, or a longer id."""
    if role == "message" and isinstance(old, str):
        return _is_worded_as(old, new)
    return bool(old) == bool(new)


def closest(
    recorded: Iterable[Any],
    value: Any,
    schema: BodySchema,
    *,
    wording: bool = False,
    alike: Alike = of_the_same_form,
) -> tuple[Any, tuple[Violation, ...]] | None:
    """Return the recorded answer that an answer is most like, and how it differs; None where nothing is recorded.

    Args:
        recorded: the bodies that were recorded.
        value: the body of the answer.
        schema: what it is held to.
        wording: whether a message is to be as recorded, as that of a success is: a refusal's may say more.
        alike: tells what may stand in the place of what is made anew for each answer.
    """
    new = _without_picture_forms(value, schema)
    found: tuple[Any, tuple[Violation, ...]] | None = None
    for one in recorded:
        # One that differs in as many places as another is not closer, however many they are in the end.
        some = tuple(islice(_from_recorded(one, new, schema, wording, alike), len(found[1]) if found else None))
        if found is None or len(some) < len(found[1]):
            found = one, some
    return found


def differences(recorded: Any, value: Any, schema: BodySchema) -> Iterator[Violation]:
    """Yield where an answer differs from a recorded one, and where what was one value there is several here."""
    yield from _from_recorded(recorded, _without_picture_forms(value, schema), schema, False, of_the_same_form)


def _from_recorded(recorded: Any, new: Any, schema: BodySchema, wording: bool, alike: Alike) -> Iterator[Violation]:
    old, every_role = _as_read(_Itself(recorded), schema)
    roles = {path: role for path, role in every_role.items() if not (wording and role == "message")}
    yield from _differences(old, new, (), roles, alike)
    repeated: dict[tuple[str, Any], set[Any]] = {}
    for path, role in roles.items():
        was, now = at(old, path), at(new, path)
        if isinstance(was, str) and isinstance(now, str) and was:
            repeated.setdefault((role, was), set()).add(now)
            if len(repeated[role, was]) > 1 and role != "message":
                yield Violation(f"expected the same {role} in each place that had one when recorded, found two", path)


class _Itself:
    """A value that is equal to itself alone, so that what was read from it is remembered, whatever it holds."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.value is other.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=1024)
def _as_read(recorded: _Itself, schema: BodySchema) -> tuple[Any, dict[Path, str]]:
    # Each answer is held against all that were recorded, which nothing changes.
    value = _without_picture_forms(recorded.value, schema)
    return value, _roles(value, schema)


def changes(before: Any, after: Any, schema: BodySchema) -> Iterator[Violation]:
    """Yield where an answer differs from an earlier one, of whose fresh values two may be the same by chance."""
    old, new = _without_picture_forms(before, schema), _without_picture_forms(after, schema)
    yield from _differences(old, new, (), _roles(old, schema), of_whichever_form)


def _roles(value: Any, schema: BodySchema) -> dict[Path, str]:
    return {path: role for pattern, role in schema.roles for path, _ in find(value, pattern)}


def _without_picture_forms(value: Any, schema: BodySchema) -> Any:
    """The value, or a copy in which the two properties that hold the same pictures are one that counts them."""
    if not any(True for forms in schema.picture_forms for _ in _holders(value, forms)):
        return value
    copy = deepcopy(value)
    for forms in schema.picture_forms:
        for holder in list(_holders(copy, forms)):
            held = [holder.pop(name, None) for name in forms.properties.values()]
            holder[_PICTURES] = sum(len(one) if isinstance(one, list) else one is not None for one in held)
    return copy


def _holders(value: Any, forms: PictureForms) -> Iterator[dict[str, Any]]:
    """The objects that hold pictures in one of the two properties."""
    for _, holder in find(value, forms.pattern):
        if isinstance(holder, dict) and not holder.keys().isdisjoint(forms.properties.values()):
            yield holder


def _differences(old: Any, new: Any, path: Path, roles: dict[Path, str], alike: Alike) -> Iterator[Violation]:
    if role := roles.get(path):
        if type(old) is not type(new) or not alike(role, old, new):
            yield Violation(f"expected a {role} such as {quoted(old)}, which was recorded, found {quoted(new)}", path)
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in (*old, *(name for name in new if name not in old)):
            below = (*path, name)
            if name not in new:
                yield Violation(f"expected {quoted(old[name])}, which was recorded, found nothing", below)
            elif name not in old:
                yield Violation(f"expected no such field, as was recorded, found {quoted(new[name])}", below)
            else:
                yield from _differences(old[name], new[name], below, roles, alike)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differences(one, other, (*path, index), roles, alike)
    elif type(old) is not type(new) or old != new:
        yield Violation(f"expected {quoted(old)}, which was recorded, found {quoted(new)}", path)


def _is_worded_as(old: str, new: str) -> bool:
    words = old.rstrip(". ")
    return bool(new.startswith(words) and _GOES_ON.fullmatch(new, len(words)))


def is_of_shape(old: str, new: str) -> bool:
    """Tell whether an id has letters and digits where another has some, and no capitals where it has small letters."""
    mixed = any(map(str.islower, old)) and any(map(str.isupper, new))
    mixed = mixed or (any(map(str.isupper, old)) and any(map(str.islower, new)))
    return not mixed and _ALPHANUMERIC.sub("0", old) == _ALPHANUMERIC.sub("0", new)


def _is_date(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_about_as_long(old: str, new: str) -> bool:
    """Tell whether a duration, in the same unit, is at most twice or half as long."""
    was, now = (float(found[0]) if (found := _NUMBER.search(text)) else 0.0 for text in (old, new))
    return was <= now * _MOST_TIMES_AS_LONG and now <= was * _MOST_TIMES_AS_LONG
