"""A batch as a page to look at: before and after side by side.

The page is one HTML file that a browser opens from disk. It needs no script and nothing from a network, and it shows
the pictures from where they lie, by links relative to its own folder.
"""

import base64
import hashlib
import html
import json
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from pkgutil import get_data
from typing import BinaryIO
from urllib.parse import quote

from ..errors import BadInput
from ..whole_file import write_whole
from .journal.reading import Counts, JournalReading, Row
from .outcome import State

_START = '<!doctype html>\n<html lang="en">\n<meta name="generator" content="image-edit contact sheet">\n'
_STYLE = (get_data(__package__, "contact_sheet.css") or b"").decode()
# What chooses the rows of one state: a page needs no script for that.
_STYLE += "".join(f"body:has(#show-{state}:checked) article:not(.{state}) {{ display: none; }}\n" for state in State)
_STYLE_HASH = f"sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}"
# It allows this one style and no other. `file:` for browsers to which a page from disk has no `'self'`.
_POLICY = f"default-src 'none'; img-src 'self' file:; style-src '{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"
_MASKED = frozenset({"inpaint", "erase"})
_SIZE, _SMALL = (320, 240), (101, 76)  # as in the style
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # what HTML takes for no character
_AFTER = {
    State.PLANNED: "not sent yet",
    State.SUBMITTING: "being sent",
    State.SUBMITTED: "paid for, and not kept yet: run the batch again",
    State.DONE: "no file",
    State.REFUSED: "refused",
    State.FAILED: "failed",
    State.UNCLEAR: "nobody knows whether it ran",
}


def write_contact_sheet(journal: JournalReading, path: Path) -> None:
    """Write a batch as a page, in place of an older one. It is there whole or not at all.

    A file that has gone is named and not shown. What was no file (a URL, bytes) is not either: nothing is fetched.

    Args:
        journal: the journal of the batch, which may be one that is still written.
        path: the page's file; links are relative to its folder.

    Raises:
        BadInput: there is another file under that name.
        OSError: it cannot be written.
    """
    if path.is_file() and not _is_a_sheet(path):
        raise BadInput(f"{path} is no contact sheet; it was left as it is. Move it, or name another file.")
    folder = os.path.abspath(path.parent)  # noqa: PTH100  as a browser reads the address of the page

    def write(file: BinaryIO) -> None:
        for part in _page(journal, folder):
            file.write(part.encode())

    write_whole(path, write)


def _is_a_sheet(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(len(_START))
    return start in (b"", _START.encode())


def _page(journal: JournalReading, folder: str) -> Iterator[str]:
    counts = journal.counts()
    title = f"{counts.total:,} {'picture' if counts.total == 1 else 'pictures'} by {_text(journal.gateway)}"
    yield (
        f'{_START}<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n"
        f"<header>\n<h1>{title}</h1>\n<p>{counts.submits:,} billed {'call' if counts.submits == 1 else 'calls'}; "
        f"as of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC; journal {_text(journal.path.name)}</p>\n</header>\n"
    )
    yield _choice(counts)
    yield "<main>\n"
    for number, row in enumerate(journal.rows(), 1):
        yield _article(number, row, folder)
    yield "</main>\n</html>\n"


def _choice(counts: Counts) -> str:
    """Return the buttons that choose the rows of one state; the style hides the others."""
    shown = {"all": counts.total} | {str(state): count for state, count in counts.rows.items() if count}
    buttons = "".join(
        f'<label><input type="radio" name="show" id="show-{name}" autocomplete="off"'
        f"{' checked' if name == 'all' else ''}> {name} {count:,}</label>\n"
        for name, count in shown.items()
    )
    return f"<fieldset>\n<legend>Show</legend>\n{buttons}</fieldset>\n"


def _article(number: int, row: Row, folder: str) -> str:
    results = [str(file.path) for file in row.files]
    return (
        f'<article class="{row.state}" id="row-{number}">\n'
        f"{_figure('before', row.inputs, _roles(row), folder, 'drawn from words')}"
        f"{_figure('after', results, ['after'] * len(results), folder, _AFTER[row.state])}"
        f'<div class="facts">\n<h2><a href="#row-{number}">{_text(row.label)}</a></h2>\n'
        f'<p class="state">{row.state}</p>\n'
        f"{_prompt(row)}{_facts(row)}</div>\n</article>\n"
    )


def _roles(row: Row) -> list[str]:
    roles = ["before"] * len(row.inputs)
    if row.operation in _MASKED and len(roles) > 1:
        roles[-1] = "mask"
    return roles


def _figure(kind: str, sources: Sequence[str], roles: Sequence[str], folder: str, instead: str) -> str:
    """Return pictures, the first one large, or the words for none."""
    if not sources:
        return f'<figure class="{kind}"><span class="none">{_text(instead)}</span></figure>\n'
    shown = [
        _picture(source, role, folder, _SMALL if place else _SIZE)
        for place, (source, role) in enumerate(zip(sources, roles, strict=True))
    ]
    more = f'<div class="more">{"".join(shown[1:])}</div>' if len(shown) > 1 else ""
    name = Path(sources[0]).name if _is_path(sources[0]) else ""
    caption = f"{kind}: {_text(name)}" if name else kind
    return f'<figure class="{kind}">{shown[0]}<figcaption>{caption}</figcaption>{more}</figure>\n'


def _picture(source: str, role: str, folder: str, size: tuple[int, int]) -> str:
    if not _is_path(source):
        kind = "a URL" if "://" in source else "data without a file"
        return f'<span class="none">{role}: {kind}, {_text(source)}</span>'
    name = _text(Path(source).name)
    if not _is_there(source):
        return f'<span class="none">{role}: {name} is not there any more</span>'
    link = _text(_link(source, folder))
    return (
        f'<a href="{link}" target="_blank" rel="noopener"><img src="{link}" alt="{role}: {name}" '
        f'width="{size[0]}" height="{size[1]}" loading="lazy" decoding="async"></a>'
    )


def _prompt(row: Row) -> str:
    return "" if row.prompt is None else f'<p class="prompt">{_text(row.prompt)}</p>\n'


def _facts(row: Row) -> str:
    facts = {"operation": row.operation}
    for name, value in row.options.items():
        facts[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if row.task_id is not None:
        facts["task"] = row.task_id
    if row.submitted_at is not None:
        facts["sent"] = f"{row.submitted_at:%Y-%m-%d %H:%M:%S} UTC"
    if row.submits > 1:
        facts["billed calls"] = f"{row.submits}"
    if row.error is not None:
        facts["reason"] = f"{row.error} ({type(row.error).__name__})"
        if row.error.request_id is not None:
            facts["request"] = row.error.request_id
    if not row.is_current:
        facts["plan"] = "an earlier one; the last one does not have it"
    return f"<dl>{''.join(f'<dt>{_text(name)}</dt><dd>{_text(value)}</dd>' for name, value in facts.items())}</dl>\n"


def _is_path(source: str) -> bool:
    return os.path.isabs(source)  # noqa: PTH117  it may be a URL, which Path would change


def _is_there(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False


def _link(path: str, folder: str) -> str:
    """Return the address of a file as the page names it, whatever bytes its name has."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive of Windows
        return Path(path).as_uri()
    return quote(os.fsencode(relative.replace(os.sep, "/")))


def _text(text: str) -> str:
    """Return a text as HTML that shows it, and as nothing else."""
    return html.escape(_NOT_SHOWN.sub("\ufffd", text))
