"""The first state of a gateway: its document, its recordings, and what is left to decide."""

import keyword
import re
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from image_gateways_documents.document import Document
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.document_tree import DocumentTree, Line, Lines
from image_gateways_documents.yaml_text import parse_yaml
from openapi.generator.package_names import SHARED_MODULES
from openapi.generator.refusals import refusals
from openapi.generator.schema_places import without_nulls

from .decision import Decision
from .document_text import document_text
from .examples import gather_examples
from .first_recordings import first_recordings, refused
from .open_questions import open_questions, said_by, say_what_is_billed
from .pictures import mark_pictures, pictures_taken
from .selection import select
from .source import Unusable, read_source
from .statuses import mark_final_statuses
from .task_links import link_tasks, polls_of

_EMPTY = Path(__file__).parent / "empty.yaml"


@dataclass(frozen=True, slots=True)
class NewGateway:
    """A gateway that is not written yet.

    Attributes:
        text: the YAML text of its document.
        recordings: its recordings, by the names of their files.
        open: what is to be decided.
    """

    text: str
    recordings: Mapping[str, str]
    open: Sequence[Decision]

    def decisions(self) -> list[tuple[list[Line], str]]:
        """Return what is to be decided, each with the lines of the document that it is about, in their order."""
        lines: Lines = {}
        tree = DocumentTree(parse_yaml(self.text.encode(), lines=lines), lines)
        found: dict[str, set[Line]] = {}
        for decision in self.open:
            found.setdefault(" ".join(decision.what.split()), set()).add(tree.line_of(decision.steps))
        return sorted((sorted(numbers), what) for what, numbers in found.items())


def gateway_of(name: str, source: Path, only: Collection[str]) -> NewGateway:
    """Make a gateway of a document that somebody else wrote.

    Args:
        name: the gateway's name.
        source: the document.
        only: the operations to take; none for all.

    Raises:
        Unusable: the document cannot be read, or has no such operation.
    """
    tree = read_source(source)
    select(tree, only)
    links = list(link_tasks(tree))
    polls = polls_of(tree)
    told = [*links, *mark_final_statuses(tree, polls), *mark_pictures(tree, polls), *pictures_taken(tree)]
    told += gather_examples(tree, source.name)
    told += say_what_is_billed(tree, source.name)
    told += open_questions(tree)
    told += map(said_by, refusals(without_nulls(tree.root)))
    text = document_text(tree.root)
    recordings, unrecorded = _recordings(name, text, source.name)
    return NewGateway(text, recordings, [*told, *unrecorded])


def empty_gateway(name: str) -> NewGateway:
    """Make a gateway without operations, whose document says in comments what belongs where."""
    text = _EMPTY.read_text("utf-8").replace("NAME", name)
    return NewGateway(text, {}, [Decision(("servers",), "the address"), Decision(("paths",), "the operations")])


def _recordings(name: str, text: str, source: str) -> tuple[dict[str, str], list[Decision]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{name}.yaml")
        file.write_text(text, "utf-8")
        try:
            document = Document(file)
        except DocumentError as error:
            return {}, [Decision((), f"no recordings were made: {str(error).replace(f'{file}: ', '')}")]
    made = first_recordings(document, source)
    broken = dict(refused(document, made))
    return {name: text for name, text in made.items() if name not in broken}, list(broken.values())


def free_name(name: str, documents: Path, recordings: Path) -> str:
    """Return the name of a gateway that is not there yet.

    Raises:
        Unusable: it is no name of a Python module, or something of its name is there.
    """
    if not re.fullmatch("[a-z][a-z0-9_]*", name) or keyword.iskeyword(name) or (SHARED_MODULES / f"{name}.py").exists():
        raise Unusable(f"NAME={name}: a name has small letters, digits and _, since it is that of a Python package")
    for place in (documents / f"{name}.yaml", recordings / name):
        if place.exists():
            raise Unusable(f"{place} is there already; nothing was written")
    return name


def write(name: str, made: NewGateway, documents: Path, recordings: Path) -> Iterator[Path]:
    """Write a gateway's files, none of which may be there; yield each when it is written."""
    document = documents / f"{name}.yaml"
    texts = {document: made.text, **{recordings / name / file: text for file, text in made.recordings.items()}}
    for file, text in texts.items():
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
        yield file
