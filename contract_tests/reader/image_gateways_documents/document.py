"""One gateway's document, ready to be asked: its operations, its servers, and the answers where no operation is."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .body_schema import SchemaRefused, SchemaTree
from .document_faults import DocumentError, DocumentFault, faults_within, told
from .document_tree import BrokenReference, DocumentTree, Lines
from .fixed_queries import without_query
from .one_sided import MARKS, say_sides
from .openapi_3_0 import say_as_3_1
from .operations import Operation, read_operation
from .responses import Example, read_example
from .schema_walk import Path as Steps
from .security import Credential
from .unfollowed import leave_out_links, no_methods, unfollowed
from .vocabulary import misuses
from .yaml_text import YamlRefused, document_files, parse_yaml, yaml_content

_NO_DOCUMENT = "no OpenAPI document of version 3 with `paths`; Swagger 2 has to be converted first"
_NO_PATHS = "has no `paths`, so there is nothing to call; `webhooks` are calls that others make"
# Other tools have these keys too, and other things in them; nothing is served by them.
_SHARED = frozenset({"x-enum-descriptions", "x-enum-varnames"})
_STUMBLED = "cannot be read: "


class Document(SchemaTree):
    """One gateway's OpenAPI document.

    Args:
        file: where it lies.
        gateway: the gateway's name, where the file is called otherwise.
        lined: whether it is to know on which lines its parts stand, which takes half as long again to read.
        content: what the file holds, where that was read already.

    Attributes:
        file: where it lies.
        gateway: the gateway's name.
        operations: its operations, in the order of the document.
        submits: the operations that make a task, by the id of the operation that polls for it.
        notes: what it says and nobody follows, a line each, with the file and the place.

    Raises:
        DocumentError: the document cannot be read, or asks for something that is not served here.
    """

    def __init__(self, file: Path, *, gateway: str = "", lined: bool = False, content: bytes | None = None) -> None:
        self.file = file
        self.gateway = gateway or file.stem
        lines: Lines | None = {} if lined else None
        try:
            content = yaml_content(file) if content is None else content
            root = parse_yaml(content, lines=lines)
        except YamlRefused as error:
            raise DocumentError(f"{file}: {error.what}") from error
        if not isinstance(root, dict) or not isinstance(root.get("paths"), dict) or "swagger" in root:
            is_without = isinstance(root, dict) and "openapi" in root and not root.get("paths")
            raise DocumentError(f"{file}: {_NO_PATHS if is_without else _NO_DOCUMENT}")
        found = (misuse for misuse in misuses(root, foreign=False) if _SHARED.isdisjoint(misuse.steps))
        if wrong := [DocumentFault(misuse.steps, misuse.what) for misuse in found]:
            raise DocumentError(self._told(content, wrong))
        say_as_3_1(root)
        if any(mark.encode() in content for mark in MARKS):
            with suppress(BrokenReference, LookupError, TypeError, AttributeError):  # said where that is read
                say_sides(DocumentTree(root, lines))
        super().__init__(root, lines)
        faults: list[DocumentFault] = []
        if any("?" in path for path in root["paths"]):
            with suppress(BrokenReference):  # said where the operations are read
                root["paths"] = dict(without_query(*item) for item in self.path_items())
        self.notes = self._left_out(content)
        self.operations = tuple(self._operations(faults))
        if twins := list(self._leave_out_twins()):
            self.notes += tuple(self._told(content, twins).splitlines())
            self.operations = tuple(self._operations(faults))
        self.submits = {o.task_link.poll_operation_id: o for o in self.operations if o.task_link}
        faults = faults or list(self._lost_links())
        if faults:
            raise DocumentError(self._told(content, faults))
        self.unrouted = dict(self._unrouted())

    def error_at(self, steps: Steps, what: str) -> DocumentError:
        """Return the error of what is wrong at a place of this document, with the file, the line and the place."""
        return DocumentError(self._told(yaml_content(self.file), [DocumentFault(steps, what)]))

    def _told(self, content: bytes, faults: list[DocumentFault]) -> str:
        """Say all that is wrong, a line each. What was stumbled over is said where it stands, where that is found."""
        lines: Lines = {}
        tree = DocumentTree(parse_yaml(content, lines=lines), lines)
        within = list(_faults_as_3_1(content)) if any(fault.what.startswith(_STUMBLED) for fault in faults) else []
        known = [*within, *(fault for fault in faults if not (within and fault.what.startswith(_STUMBLED)))]
        return "\n".join(f"{self.file}: {line}" for line in told(tree, known))

    def _left_out(self, content: bytes) -> tuple[str, ...]:
        """Take out, for all readers alike, what none of them follows; returns a line for each."""
        try:
            found = list(unfollowed(self))
            gone: dict[Steps, str] = {}
            for path, item in self.path_items():
                for key in no_methods(item):
                    removed = item.pop(key)
                    gone["paths", path, key] = removed.get("operationId", "") if isinstance(removed, dict) else ""
            found += leave_out_links(self, gone)
        except (BrokenReference, AttributeError):
            return ()  # said where the operations are read
        return tuple(self._told(content, found).splitlines()) if found else ()

    def _leave_out_twins(self) -> Iterator[DocumentFault]:
        """Take out, for all readers alike, each operation that is asked for as an earlier one is, as by a fragment."""
        known: dict[tuple[Any, ...], Operation] = {}
        gone: dict[Steps, str] = {}
        for operation in self.operations:
            asked = operation.method, operation.shape, frozenset(operation.constants.items())
            if (first := known.setdefault(asked, operation)) is not operation:
                path, method = map(str, operation.steps[1:])
                del self.dereferenced(self.root["paths"][path])[method]
                what = f"{operation.operation_id} is asked for as {first.operation_id} is, so it is left out"
                gone[operation.steps] = operation.operation_id
                yield DocumentFault(operation.steps, what)
        yield from leave_out_links(self, gone)

    def _lost_links(self) -> Iterator[DocumentFault]:
        steps = {found.operation_id: found.steps for found in self.operation_nodes()}
        for operation in self.operations:
            target = operation.task_link.poll_operation_id if operation.task_link else None
            if target is not None and target not in steps:
                yield DocumentFault(
                    steps[operation.operation_id], f"{operation.operation_id} links to {target}, which is not here"
                )

    @property
    def credentials(self) -> list[Credential]:
        """Where the operations expect keys, operation by operation."""
        return [credential for operation in self.operations for credential in operation.all_credentials]

    @property
    def server_url(self) -> str:
        """The URL of the first server, its variables as their defaults; empty where the document names no server."""
        return _url_of(self._first_server)

    @property
    def server_urls(self) -> tuple[str, ...]:
        """The URLs of all servers, without a slash at their ends."""
        return tuple(_url_of(server).rstrip("/") for server in self.root.get("servers") or ())

    @property
    def leaves_host_open(self) -> bool:
        """Whether users have to say where the server is, since the document does not, or not all of it."""
        return not urlsplit(self.server_url).hostname or bool(self._first_server.get("variables"))

    @property
    def _first_server(self) -> dict[str, Any]:
        servers: list[dict[str, Any]] = self.root.get("servers") or [{}]
        return servers[0]

    def _unrouted(self) -> Iterator[tuple[str, Example]]:
        for condition, entry in self.root.get("x-unrouted", {}).items():
            node = self.resolve(f"#/components/examples/{entry['example']}")
            yield (
                condition,
                read_example(entry["example"], self.dereferenced(node), entry["status"], "application/json", ()),
            )

    def _operations(self, faults: list[DocumentFault]) -> Iterator[Operation]:
        """Yield the operations that can be read; what is wrong with others is added to the faults."""
        try:
            found = list(self.operation_nodes())
        except (BrokenReference, AttributeError) as error:
            faults.append(DocumentFault(("paths",), f"{_STUMBLED}{error}"))
            return
        known: dict[str, str] = {}
        base_path = urlsplit(self.server_url).path.rstrip("/")
        for node in found:
            try:
                if (first := known.setdefault(node.operation_id, node.address)) != node.address:
                    raise DocumentError(f"{first} has this operationId too; give one of them another")
                yield read_operation(self, node, gateway=self.gateway, base_path=base_path)
            except DocumentError as error:
                faults.append(DocumentFault(node.steps, f"{node.operation_id}: {error}"))
            except (BrokenReference, SchemaRefused) as error:
                faults.append(DocumentFault(node.steps, f"{_STUMBLED}{error}"))
            except (LookupError, TypeError, AttributeError, RecursionError, ValueError) as error:
                what = f"{node.address}: not as OpenAPI has it, {type(error).__name__} {error}"
                faults.append(DocumentFault(node.steps, what))


@dataclass(frozen=True, slots=True)
class ReadFolder:
    """What came of reading a folder: the documents that can be served, and a line for each problem of the others."""

    documents: tuple[Document, ...]
    problems: tuple[str, ...]


def read_documents(folder: Path) -> ReadFolder:
    """Read every document that lies directly in a folder: `*.yaml`, `*.yml` and `*.json`, in the order of their names.

    One that cannot be read does not keep the others from being read.

    Args:
        folder: the folder, or one document by itself.

    Raises:
        DocumentError: the folder cannot be looked into, or no document is there.
    """
    try:
        files = document_files(folder)
    except YamlRefused as error:
        raise DocumentError(str(error)) from error
    if not files:
        raise DocumentError(f"{folder}: no OpenAPI documents (*.yaml, *.yml, *.json) are here")
    documents: dict[str, Document] = {}
    problems: list[str] = []
    for file in files:
        try:
            document = open_document(file)
        except DocumentError as error:
            problems += str(error).splitlines()
            continue
        first = documents.setdefault(document.gateway, document)
        if first is not document:
            problems.append(
                f"{file}: is called as {first.file.name} is, and so would its gateway be; rename one of them"
            )
    return ReadFolder(tuple(documents.values()), tuple(problems))


def load_documents(folder: Path) -> tuple[Document, ...]:
    """Read the documents of a folder as `read_documents` does, where all have to be right.

    Raises:
        DocumentError: a document cannot be served, or there is none; a line for each problem of all of them.
    """
    read = read_documents(folder)
    if read.problems:
        raise DocumentError("\n".join(read.problems))
    return read.documents


def open_document(file: Path, *, gateway: str = "", lined: bool = False) -> Document:
    """Return the document of a file; the same one for as long as the file holds the same, so nobody may change it.

    To make one takes most of the time in which a mock starts, and many a process starts one for each of its tests.

    Args:
        file: where it lies.
        gateway: the gateway's name, where the file is called otherwise.
        lined: whether it is to know on which lines its parts stand.

    Raises:
        DocumentError: the document cannot be read, or asks for something that is not served here.
    """
    try:
        return _made(file, gateway or file.stem, lined, yaml_content(file))
    except YamlRefused as error:
        raise DocumentError(str(error)) from error


@lru_cache(maxsize=16)
def _made(file: Path, gateway: str, lined: bool, content: bytes) -> Document:
    try:
        return Document(file, gateway=gateway, lined=lined, content=content)
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise DocumentError(f"{file}: not as OpenAPI has it, {type(error).__name__} {error}") from error


def _faults_as_3_1(content: bytes) -> Iterator[DocumentFault]:
    """Yield what is wrong with a document; what 3.0 says in its own way is not."""
    root = parse_yaml(content)
    say_as_3_1(root)
    yield from faults_within(DocumentTree(root))


def _url_of(server: Mapping[str, Any]) -> str:
    variables: Mapping[str, Any] = server.get("variables", {})
    return re.sub(
        r"\{([^{}]*)\}", lambda name: str(variables.get(name[1], {}).get("default", "")), server.get("url", "")
    )
