"""Writes cassettes where the mock server finds them, or aside where they depart from the document."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from image_edit.whole_file import write_whole
from image_gateways_documents.document import Document
from image_gateways_documents.routing import Router
from image_gateways_recordings.cassettes import RecordingError, read_cassette
from image_gateways_recordings.pictures import Pictures

from .drift import Drift, undocumented_lines
from .recorded import Recorded
from .session_secrets import SecretValues
from .whole_file import check_writable, write_new

ASIDE = ".drift"
"""Folder within the recordings; its gateways' folders lie one level too deep for anything that loads recordings."""

PICTURES = "pictures"

_ANY_WIDTH = -1  # as libyaml has it


class SecretLeft(Exception):
    """A cassette still holds a secret after scrubbing, so it is not written."""


class CassetteFiles:
    """The files of one gateway that one session writes.

    Args:
        recordings: the folder of all recordings.
        document: the gateway's document.
        secrets: what no file may hold.
        overwrite: whether a recording of an earlier session may be replaced.
    """

    def __init__(self, recordings: Path, document: Document, secrets: SecretValues, overwrite: bool) -> None:
        self._recordings = recordings
        self._document = document
        self._router = Router([document])
        self._secrets = secrets
        self._overwrite = overwrite
        self._own: set[Path] = set()

    def check_writable(self) -> None:
        """Write to each place that a recording needs, and take it back.

        Raises:
            NotWritable: one of them cannot be written to.
        """
        gateway = self._document.gateway
        for folder in (gateway, f"{ASIDE}/{gateway}", PICTURES):
            check_writable(self._recordings / folder)

    def violation(self, stem: str, content: str) -> Drift | None:
        """Return what the mock server would object to on loading a cassette, or None."""
        pictures = Pictures(self._recordings / PICTURES)
        try:
            read_cassette(Path(f"{stem}.yaml"), self._document, self._router, pictures, content.encode())
        except RecordingError as error:
            return Drift(error.where, error.expected, error.found)
        return None

    def write(self, stem: str, content: str, *, aside: bool, instead_of: Path | None) -> Path:
        """Write a cassette under the first free name and return its file.

        Args:
            stem: `<operation_id>__<variant>`; a counter is added where the name is taken.
            content: the cassette.
            aside: whether it departs from the document.
            instead_of: an earlier state of the same cassette, by this session.

        Raises:
            SecretLeft: the content holds a secret.
            OSError: the file cannot be written; nothing of it is left, and the earlier state stays.
        """
        if self._secrets.is_in(content):
            raise SecretLeft(f"{stem}: a secret is left in what was to be written, so it was not written")
        folder = self._recordings / ASIDE if aside else self._recordings
        folder = folder / self._document.gateway
        folder.mkdir(parents=True, exist_ok=True)
        raw = content.encode()
        if instead_of is not None and instead_of.parent == folder and _is_named(instead_of, stem):
            write_whole(instead_of, raw)
            return instead_of
        file = self._write_first_free(folder, stem, raw)
        self._own.add(file)
        if instead_of is not None:
            instead_of.unlink(missing_ok=True)
            self._own.discard(instead_of)
        return file

    def _write_first_free(self, folder: Path, stem: str, raw: bytes) -> Path:
        number = 1
        while True:
            file = folder / (f"{stem}.yaml" if number == 1 else f"{stem}_{number}.yaml")
            if self._overwrite and file not in self._own:
                write_whole(file, raw)
                return file
            try:
                write_new(file, raw)
            except FileExistsError:
                number += 1
            else:
                return file


def cassette_text(interactions: Sequence[Recorded], source: str, drift: Sequence[Drift], unfinished: bool) -> str:
    """Return the text of a cassette in vcrpy's format, with where it comes from.

    Args:
        interactions: the exchanges in order, at least one.
        source: how they were recorded.
        drift: where they depart from the document.
        unfinished: whether they end before their task did.
    """
    first = interactions[0]
    provenance: dict[str, Any] = {
        "kind": "live",
        "source": source,
        "date": first.received.isoformat(timespec="seconds"),
        "host": first.host,
    }
    if unfinished:
        provenance["unfinished"] = True
    if replaced := list(dict.fromkeys(words for interaction in interactions for words in interaction.replaced)):
        provenance["replaced"] = replaced
    if masked := masked_lines(interactions):
        provenance["masked"] = masked
    if undocumented := undocumented_lines([interaction.notes for interaction in interactions]):
        provenance["undocumented"] = undocumented
    if drift:
        provenance["drift"] = [str(each) for each in drift]
    return cassette_yaml(provenance, [interaction.node for interaction in interactions])


def cassette_yaml(provenance: dict[str, Any], interactions: Sequence[Any]) -> str:
    """Return a cassette as it is written.

    Args:
        provenance: where it comes from.
        interactions: its exchanges, as vcrpy has them.
    """
    content = {"provenance": provenance, "interactions": [*interactions], "version": 1}
    return yaml.dump(content, Dumper=_RecordingDumper, sort_keys=False, allow_unicode=True, width=_ANY_WIDTH)


def masked_lines(interactions: Sequence[Recorded]) -> list[str]:
    """Say where secrets were taken out of a cassette, and of what kind, without the secrets."""
    return [
        f"interactions[{number}] {line}"
        for number, interaction in enumerate(interactions)
        for line in interaction.masked
    ]


def _is_named(file: Path, stem: str) -> bool:
    """Whether a file has this name, with a counter or without."""
    rest = file.stem.removeprefix(stem)
    return file.stem.startswith(stem) and (not rest or (rest[0] == "_" and rest[1:].isdigit()))


class _RecordingDumper(yaml.CSafeDumper):
    """YAML as the recordings have it: bodies as blocks, small things on one line, no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  PyYAML's signature
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        # What begins like a number may be one to another YAML reader (1e5), so it is quoted.
        style = "|" if "\n" in text else "'" if text[:1] in set("+-.0123456789") else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def represent_small_sequence(self, items: list[Any]) -> yaml.SequenceNode:
        return self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=_is_header(items))

    def represent_small_mapping(self, fields: dict[str, Any]) -> yaml.MappingNode:
        return self.represent_mapping("tag:yaml.org,2002:map", fields, flow_style=set(fields) == {"code", "message"})


def _is_header(items: list[Any]) -> bool:
    return len(items) == 1 and isinstance(items[0], str)


_RecordingDumper.add_representer(str, _RecordingDumper.represent_text)
_RecordingDumper.add_representer(list, _RecordingDumper.represent_small_sequence)
_RecordingDumper.add_representer(dict, _RecordingDumper.represent_small_mapping)
