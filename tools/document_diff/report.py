"""The report of a comparison: what changed, which version it asks for, and a draft for the changelog."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .change import Change, Effect, Section, next_version

_EFFECT_NAMES = {Effect.BREAKING: "breaking", Effect.LOOK: "look at", Effect.COMPATIBLE: "harmless"}


def report(
    gateways: Sequence[Change], python: Sequence[Change], *, reworded: Sequence[str], base: str, version: str
) -> str:
    """Return the report as text.

    Args:
        gateways: what changed for those who call the gateways.
        python: what changed for those who import the generated client.
        reworded: the documents that differ in words, examples, evidence or arrangement alone.
        base: what was compared with, as people call it.
        version: the version at that revision.
    """
    changes = [*gateways, *python]
    if not changes and not reworded:
        return f"Nothing changed since {base}: neither the documents nor the generated client."
    lines = [f"Changes since {base}", ""]
    for gateway in dict.fromkeys(change.gateway for change in gateways):
        lines += [gateway, *_by_operation([change for change in gateways if change.gateway == gateway]), ""]
    for document in reworded:
        lines += [f"{document}: only words, examples, evidence or arrangement", ""]
    lines += ["Python interface", *(_by_operation(python) if python else ["  nothing changed"]), ""]
    lines += [*_version(changes, version), "", *_draft(gateways, python, reworded)]
    return "\n".join(lines)


def _by_operation(changes: Sequence[Change]) -> Iterator[str]:
    for operation in dict.fromkeys(change.operation for change in changes):
        yield f"  {operation or 'the whole gateway'}"
        own = [change for change in changes if change.operation == operation]
        sides: dict[Change, list[str]] = {}
        for change in sorted(own, key=lambda change: -change.effect):  # stable, so else as the document has it
            sides.setdefault(_without_side(change), []).append(change.side)
        for change, names in sides.items():
            place = ": ".join(part for part in (" ".join((_sides(names), change.where)).strip(), change.what) if part)
            line = f"  ({change.line})" if change.line else ""
            yield f"    {_EFFECT_NAMES[change.effect]:8}  {place}{line}"


def _without_side(change: Change) -> Change:
    return replace(change, side="")


def _sides(names: Iterable[str]) -> str:
    """`answer 400`, `answer 401` as one: an answer that several statuses share is changed once."""
    named = list(dict.fromkeys(filter(None, names)))
    if len(named) < 2:
        return "".join(named)
    statuses = [name.removeprefix("answer ") for name in named]
    return f"answers {', '.join(statuses)}" if all(n.startswith("answer ") for n in named) else ", ".join(named)


def _version(changes: Sequence[Change], version: str) -> Iterator[str]:
    open_points = len({_without_side(change) for change in changes if change.effect is Effect.LOOK})
    asked = next_version(version, changes)
    if open_points and not any(change.effect is Effect.BREAKING for change in changes):
        breaks = next_version(version, [Change(Effect.BREAKING, "")])
        yield f"Version: {version} becomes {asked}, or {breaks} if what is to be looked at breaks somebody."
    else:
        yield f"Version: {version} becomes {asked}."
    if open_points:
        points = "point" if open_points == 1 else "points"
        yield f"{open_points} {points} to look at: no rule can tell whether they break anybody, so decide."


def _draft(gateways: Sequence[Change], python: Sequence[Change], reworded: Sequence[str]) -> Iterator[str]:
    yield "Draft for CHANGELOG.md, to be put into words for its readers:"
    entries: dict[Section, dict[str, list[str]]] = {}
    for change in (*gateways, *python):
        mark = {Effect.BREAKING: "**Breaking:** ", Effect.LOOK: "(decide) "}.get(change.effect, "")
        side = change.side.split(" ")[0]
        place = " ".join(part for part in (side, f"`{change.where}`" if change.where else "") if part)
        what = f"{place}: {change.what}" if place else change.what
        subject = f"{change.gateway} `{change.operation}`" if change.operation else change.gateway
        if not change.gateway:
            subject = f"`{change.operation}`"
        entries.setdefault(change.section, {}).setdefault(f"{mark}{{}}: {what}", []).append(subject)
    for document in reworded:
        entries.setdefault(Section.CHANGED, {}).setdefault("{}: words, examples or evidence.", []).append(document)
    for section in Section:
        if section in entries:
            yield from ("", f"### {section}", "")
            for text, subjects in entries[section].items():
                yield f"- {text.replace('{}', ', '.join(dict.fromkeys(subjects)), 1)}"
