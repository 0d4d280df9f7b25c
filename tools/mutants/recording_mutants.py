"""Operators on recordings: what the repository keeps is edited, and the mock replays it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from image_gateways_documents.document import Document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.yaml_text import read_yaml
from image_gateways_recordings.cassettes import Cassette, Interaction, RecordingError

from .body_operators import BodyChange, answer_places, body_changes
from .mutant import Mutant
from .trial_result import Ending, TrialResult

if TYPE_CHECKING:
    from .bench import Bench

Content = dict[str, Any]
FileChange = Callable[[Content], None]

_FIRST_REFUSAL = 400
_RECORDED_URL = "https://pictures.invalid/"


@dataclass(frozen=True)
class RecordingMutant(Mutant):
    """A cassette, or a picture that recordings name, with another content."""

    kind: ClassVar[str] = "recording"

    file: Path
    content: Callable[[], bytes]

    def trial(self, bench: Bench) -> TrialResult:
        """See `Mutant`. The cheap parts of the contract tests come first; the first that notices ends the trial."""
        recordings = bench.recordings_with(self.file, self.content())
        try:
            app = bench.mock(self.gateway, recordings=recordings)
        except (DocumentError, RecordingError) as error:
            return TrialResult(Ending.KILLED, "mock server, start", str(error))
        noticed = bench.check_recordings(self.gateway, recordings=recordings)
        return noticed or bench.hold(self.gateway, app, recordings=recordings)


def recording_mutants(documents: tuple[Document, ...], cassettes: list[Cassette], pictures: Path) -> Iterator[Mutant]:
    """Yield every operator at every place where it does not make another recording that is as good."""
    for cassette in cassettes:
        document = next(d for d in documents if d.gateway == cassette.operation.gateway)
        for operator, place, change in _changes(document, cassette):
            operations = tuple(dict.fromkeys(i.operation.operation_id for i in cassette.interactions))
            where = f"{cassette.file.stem}{place}"
            content = partial(_edited, cassette.file, change)
            yield RecordingMutant(operator, document.gateway, operations, where, cassette.file, content)
    for document in documents:
        own = [cassette for cassette in cassettes if cassette.operation.gateway == document.gateway]
        texts = [(cassette.operation.operation_id, cassette.file.read_text("utf-8")) for cassette in own]
        for picture in sorted(pictures.iterdir()):
            users = tuple(sorted({id_ for id_, text in texts if _RECORDED_URL + picture.name in text}))
            for operator, changed in _PICTURE_CHANGES.items() if users else ():
                content = partial(changed, picture)
                yield RecordingMutant(operator, document.gateway, users, picture.name, picture, content)


_PICTURE_CHANGES: dict[str, Callable[[Path], bytes]] = {
    "picture-cut": lambda picture: picture.read_bytes()[: picture.stat().st_size // 2],
    "picture-is-text": lambda _: b"nothing",
}


def _changes(document: Document, cassette: Cassette) -> Iterator[tuple[str, str, FileChange]]:
    for index, interaction in enumerate(cassette.interactions):
        for operator, field, body_change in _answer_changes(document, interaction):
            yield operator, f"/{index}/{field}", partial(_change_json, index, "response", body_change)
        for status in interaction.operation.responses:
            if status.isdigit() and int(status) != interaction.status:
                yield (
                    "other-status",
                    f"/{index}/{status}",
                    _on_response(index, "status", {"code": int(status), "message": ""}),
                )
        yield "content-type-html", f"/{index}", _on_response(index, "headers", {"Content-Type": ["text/html"]})
        yield "json-cut", f"/{index}", partial(_change_text, index, "response", _cut)
        # A request that was refused may be of any kind.
        sent = interaction.request.body if interaction.request and interaction.status < _FIRST_REFUSAL else None
        if isinstance(sent, dict):
            for name in sent:
                yield "request-rename", f"/{index}/{name}", partial(_change_json, index, "request", _renamed(name))
                yield "request-retype", f"/{index}/{name}", partial(_change_json, index, "request", _retyped(name))
            yield "request-json-cut", f"/{index}", partial(_change_text, index, "request", _cut)
    polls = len(cassette.interactions) - 1
    if polls:
        yield "drop-submit", "", _on_interactions(lambda all_: all_[1:])
        yield "drop-last-poll", "", _on_interactions(lambda all_: all_[:-1])
        yield "begin-again", "", _on_interactions(lambda all_: [*all_, deepcopy(all_[1])])
        if polls > 1:
            yield "reverse-polls", "", _on_interactions(lambda all_: [all_[0], *reversed(all_[1:])])
    yield "drop-provenance", "", lambda content: content.update(provenance={})
    yield "other-version", "", lambda content: content.update(version=2)


def _answer_changes(document: Document, interaction: Interaction) -> Iterator[tuple[str, str, BodyChange]]:
    found = answer_places(document, interaction.operation, interaction.status)
    response = interaction.operation.response(interaction.status)
    schema = next(iter(response.content.values()), None) if response else None
    for operator, field, change in body_changes(found, [interaction.body]):
        changed = change(interaction.body)
        # A gateway may leave out, or leave empty, what its document lets it.
        as_good = operator in ("drop", "null", "blank") and schema is not None and schema.problem(changed) is None
        # The mock gives its own address instead of a recorded one, whatever the scheme.
        if changed != interaction.body and not as_good and operator != "url-not-http":
            yield operator, field, change


def _edited(file: Path, change: FileChange) -> bytes:
    content = read_yaml(file, binary=True)
    change(content)
    return json.dumps(content, ensure_ascii=False).encode()


def _change_json(index: int, side: str, change: BodyChange, content: Content) -> None:
    _change_text(index, side, lambda text: json.dumps(change(json.loads(text)), ensure_ascii=False), content)


def _change_text(index: int, side: str, change: Callable[[str], str], content: Content) -> None:
    part = content["interactions"][index][side]
    if side == "response":
        part["body"]["string"] = change(part["body"]["string"])
    else:
        part["body"] = change(part["body"])


def _cut(text: str) -> str:
    return text.rstrip()[:-1]


def _on_response(index: int, key: str, value: Any) -> FileChange:
    return lambda content: content["interactions"][index]["response"].update({key: value})


def _on_interactions(change: Callable[[list[Any]], list[Any]]) -> FileChange:
    return lambda content: content.update(interactions=change(content["interactions"]))


def _renamed(name: str) -> BodyChange:
    return lambda body: {(f"{key}_renamed" if key == name else key): value for key, value in body.items()}


def _retyped(name: str) -> BodyChange:
    return lambda body: {**body, name: {"value": body[name]}}
