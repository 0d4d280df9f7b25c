"""The functions of a generated client, found by the operations of its document, and whether they take what it says."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import itertools
import pkgutil
import sys
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from types import ModuleType
from typing import Any

from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import Schema

from .client_types import ClientTypes, plain
from .schema_reading import SchemaReader

FORMS = ("sync", "sync_detailed", "asyncio", "asyncio_detailed")

_numbers = itertools.count()


def loaded_client(package: str | FilePath) -> ModuleType:
    """Import a client by its package's name, or from its folder, under a name of its own."""
    if isinstance(package, str):
        return importlib.import_module(package)
    # A name of its own each time: what lies in the folder may be another client than the last time.
    name = f"client_{next(_numbers)}"
    spec = importlib.util.spec_from_file_location(name, package / "__init__.py")
    assert spec is not None, package
    assert spec.loader is not None, package
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def function_modules(package: ModuleType) -> dict[str, ModuleType]:
    """Return the modules of a client that hold an operation's four functions, by their names."""
    api = importlib.import_module(f"{package.__name__}.api")
    found = [info for info in pkgutil.walk_packages(api.__path__, f"{api.__name__}.") if not info.ispkg]
    return {info.name.rpartition(".")[2]: importlib.import_module(info.name) for info in found}


@dataclass(frozen=True, slots=True)
class ClientFunction:
    """The four functions of one operation.

    Attributes:
        operation: what the document says, compiled.
        module: holds the functions.
        parameters: the document's parameters.
        body: the schema of the body; None for none.
        body_required: whether the document requires a body.
    """

    operation: Operation
    module: ModuleType
    parameters: tuple[dict[str, Any], ...]
    body: Schema | None
    body_required: bool

    @property
    def arguments(self) -> dict[str, str]:
        """The names of the arguments that the functions take, by their plain names."""
        return {plain(name): name for name in inspect.signature(self.module.sync).parameters}

    def problems(self, types_: ClientTypes) -> Iterator[str]:
        """Yield how the functions take and give something else than the document says."""
        for form in FORMS:
            yield from (f"{form}: {problem}" for problem in self._arguments(form, types_.reader))
            yield from (f"{form}: {problem}" for problem in self._annotations(form, types_))

    def _arguments(self, form: str, reader: SchemaReader) -> Iterator[str]:
        """What the document requires is asked for, what it leaves open is not; tags are filled in."""
        asked = {
            plain(p["name"]): bool(p.get("required")) and not reader.constant(p.get("schema", {}))
            for p in self.parameters
        }
        if self.body is not None:
            asked["body"] = self.body_required
        signature = inspect.signature(getattr(self.module, form)).parameters
        found = {plain(n): p.default is inspect.Parameter.empty for n, p in signature.items() if n != "client"}
        yield from (f"there is no argument {name}" for name in asked if name not in found)
        for name, must in found.items():
            if name not in asked:
                yield f"the document does not know the argument {name}"
            elif must != asked[name]:
                yield f"the argument {name} is {'required' if must else 'optional'}, unlike the document's"

    def _annotations(self, form: str, types_: ClientTypes) -> Iterator[str]:
        """What goes in and what comes out has the types of the document's schemas, all and only these."""
        hints = typing.get_type_hints(getattr(self.module, form), localns=types_.names)
        returned = typing.get_args(hints["return"])[0] if form.endswith("_detailed") else hints["return"]
        clients = {member.__name__ for member in members_of(hints["client"])}
        if self.operation.credentials and clients != {"AuthenticatedClient"}:
            yield f"client is annotated with {', '.join(sorted(clients))}, yet the document demands a key"
        wanted = {"return": (self._answer_forms(types_.reader, form), returned)}
        if self.body is not None and "body" in hints:
            wanted["body"] = (types_.reader.forms(self.body), hints["body"])
        for what, (names, hint) in wanted.items():
            if {types_.type_of(name) for name in names} != set(members_of(hint)):
                found = ", ".join(sorted(getattr(member, "__name__", str(member)) for member in members_of(hint)))
                yield f"{what} is annotated with {found}, not with {', '.join(sorted(names))}"

    def failures(self, reader: SchemaReader) -> set[str]:
        """The names of the schemas that say failure, whatever the status: those that an error status has."""
        of_success, of_errors = self._forms(reader, success=True), self._forms(reader, success=False)
        return of_errors if of_success - of_errors else of_errors - of_success

    def _answer_forms(self, reader: SchemaReader, form: str) -> set[str]:
        """The names of the schemas that an answer can have: of a success alone, or, in detail, of every answer."""
        of_success = self._forms(reader, success=True)
        if form.endswith("_detailed"):
            return of_success | self._forms(reader, success=False)
        return of_success - self.failures(reader)

    def _forms(self, reader: SchemaReader, *, success: bool) -> set[str]:
        found = set[str]()
        for status, holder in self.operation.node["responses"].items():
            schema = json_schema(reader.document.dereferenced(holder))
            if schema is not None and str(status).startswith("2") == success:
                found |= reader.forms(schema)
        return found


def json_schema(holder: dict[str, Any]) -> Schema | None:
    """Return the schema of a request body or an answer that is JSON; None for none."""
    schema: Schema | None = holder.get("content", {}).get("application/json", {}).get("schema")
    return schema


def members_of(hint: Any) -> tuple[Any, ...]:
    """Return the types in a union; the type itself if it is none."""
    return typing.get_args(hint) if typing.get_origin(hint) in (types.UnionType, typing.Union) else (hint,)
