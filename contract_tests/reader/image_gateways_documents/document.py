"""The OpenAPI documents: operations, parameters, bodies, answers, security and task links, ready to be asked."""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from jsonschema_rs import Draft202012Validator, ReferencingError

from .document_faults import DocumentFault, faults_within, told
from .document_tree import (
    SAFE_METHODS,
    BrokenReference,
    DocumentTree,
    Lines,
    OperationNode,
    covering,
    objects,
    steps_of,
)
from .fixed_queries import without_query
from .form_text import FormFields
from .json_text import MalformedJson, parse_json
from .media_types import essence, is_form, is_json
from .one_sided import MARKS, say_sides
from .openapi_3_0 import say_as_3_1
from .parameter_text import STYLES, Style
from .problem import Problem, all_problems
from .schema_walk import (
    ANY,
    Path,
    Pattern,
    Place,
    Schema,
    at,
    branches,
    drifting_branches,
    find,
    is_only_union,
    places,
    pointer_steps,
    pointer_to,
)
from .unfollowed import no_methods, unfollowed
from .vocabulary import misuses
from .yaml_text import YamlRefused, document_files, parse_yaml, yaml_content

# What a schema says of a string as text.
_TEXT_KEYWORDS = ("pattern", "format")

PICTURE_ROLES = ("picture-url", "picture-base64")
"""The forms in which a picture comes back."""

SUCCESS = range(200, 300)

# Of headers with these names OpenAPI has the description of a parameter passed over.
_NO_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
_NO_DOCUMENT = "no OpenAPI document of version 3 with `paths`; Swagger 2 has to be converted first"
_NO_PATHS = "has no `paths`, so there is nothing to call; `webhooks` are calls that others make"
# Other tools have these keys too, and other things in them; nothing is served by them.
_SHARED = frozenset({"x-enum-descriptions", "x-enum-varnames"})
# A link may say in which place the parameter is that it fills.
_OF_PLACE = re.compile(r"^(?:path|query|header|cookie)\.")
_STUMBLED = "cannot be read: "


class DocumentError(Exception):
    """A document that cannot be served: a line, or one for each problem, with the file, the place and what is wrong."""


class SchemaRefused(ValueError):
    """A schema that a validator cannot be made of; the message says why."""


@dataclass(frozen=True, slots=True)
class AnswerForms:
    """The request property that decides how pictures are returned, and its value for each form."""

    pattern: Pattern
    by: str
    values: Mapping[str, Any]
    otherwise: str | None

    def choose(self, holder: dict[str, Any]) -> str | None:
        """Return the role of the strings that hold the pictures, or None where the request leaves it open."""
        if self.by not in holder:
            return self.otherwise
        asked = holder[self.by]
        for role, value in self.values.items():
            if value == asked:
                return role
        return self.otherwise


@dataclass(frozen=True, slots=True)
class PictureForms:
    """The two response properties of one object that hold the same picture, as a link and as base64."""

    pattern: Pattern
    properties: Mapping[str, str]


class BodySchema:
    """A schema, compiled, with the places where its extension keywords apply.

    Attributes:
        schema: it as it stands in the document.
    """

    def __init__(self, schema: Schema, document: "Document") -> None:
        found = list(places(schema, document.resolve))
        self._document = document
        self.schema = schema  # kept as well so that its `id`, which `compiled` knows it by, stays its own
        self._root = document.with_components(schema)
        try:
            self._validator = Draft202012Validator(self._root, validate_formats=True, mask="the value")
        except (ValueError, ReferencingError) as error:
            raise SchemaRefused(" ".join(str(error).split())) from error
        self.roles: tuple[tuple[Pattern, str], ...] = _unique(found, "x-replay")
        self.pictures: tuple[tuple[Pattern, PictureRules], ...] = tuple(
            (pattern, PictureRules(part["x-picture"], _text_schema(part, document)))
            for pattern, part in _holders(found, "x-picture")
        )
        self.json_texts: tuple[tuple[Pattern, BodySchema], ...] = tuple(
            (pattern, document.compiled(content)) for pattern, content in _unique(found, "contentSchema")
        )
        self.picture_forms = tuple(_picture_forms(self.roles))
        self.answer_forms: tuple[AnswerForms, ...] = tuple(
            AnswerForms(
                pattern,
                keyword["by"],
                {role: value for role, value in keyword.items() if role not in ("by", "otherwise")},
                keyword.get("otherwise"),
            )
            for pattern, keyword in _unique(found, "x-answer-as")
        )
        leaves = list(branches(schema, document.resolve))
        # What another schema has to be told by whether it has the same leaf.
        self.leaves = frozenset(map(id, leaves))
        self._drifting = frozenset(map(id, drifting_branches(schema, document.resolve)))
        self.final_at = _unique(found, "x-final")
        self.places = tuple(found)
        self.shapes: tuple[BodySchema, ...] = (
            (self,) if len(leaves) == 1 else tuple(document.compiled(leaf) for leaf in leaves)
        )
        self._leaves_decide = len(leaves) > 1 and is_only_union(schema, document.resolve)

    @cached_property
    def form(self) -> FormFields:
        """What reads a form that this is the schema of."""
        return FormFields(self.places)

    def fits(self, value: Any) -> bool:
        """Tell whether nothing is wrong with `value`."""
        return self._validator.is_valid(value)

    @property
    def may_hold_pictures(self) -> bool:
        """Whether a value may hold a picture, as a link or as base64."""
        return any(role in PICTURE_ROLES for _, role in self.roles)

    def check(self, value: Any) -> "tuple[Problem | None, BodySchema]":
        """Return what is wrong with `value`, or None, and the leaf of the union that a valid value falls in."""
        if self._leaves_decide:
            # One leaf that fits makes the union fit, so that a value of megabytes is looked at once, not twice.
            fitting = [shape for shape in self.shapes if shape.fits(value)]
            if len(fitting) == 1:
                return None, fitting[0]
        if self.fits(value):
            return None, self.shape_of(value)
        return self.problem(value), self

    def texts(self, value: Any, *roles: str) -> Iterator[tuple[Path, str, str]]:
        """Yield path, role and content of each text in a value that has one of these roles by `x-replay`."""
        for pattern, role in self.roles:
            if role in roles:
                yield from ((path, role, text) for path, text in find(value, pattern) if isinstance(text, str))

    def problem(self, value: Any) -> Problem | None:
        """Return what is wrong with `value`, or None."""
        return None if self.fits(value) else self.problems(value)[0]

    def problems(self, value: Any) -> tuple[Problem, ...]:
        """Return everything that is wrong with `value`, the one to report first."""
        if self.fits(value):
            return ()
        return all_problems(self._validator.iter_errors(value), value, self._root, self._document)

    def shape_of(self, value: Any) -> "BodySchema":
        """Return the leaf of the union that a valid `value` falls in."""
        if len(self.shapes) == 1:
            return self.shapes[0]
        return next((shape for shape in self.shapes if shape.fits(value)), self)

    def is_drift(self, value: Any) -> bool:
        """Tell whether a valid `value` falls in a leaf of the union that is marked as drift."""
        return self.shape_of(value).leaves <= self._drifting

    def is_final(self, value: Any) -> bool:
        """Tell whether `value` says of a task that it will not change any more."""
        return any(status in final for pattern, final in self.final_at for _, status in find(value, pattern))


def shows_pictures(answer: Any, schema: BodySchema | None) -> bool:
    """Tell whether an answer holds at least one picture, as a link or as base64."""
    return schema is not None and any(text for _, _, text in schema.texts(answer, *PICTURE_ROLES))


@dataclass(frozen=True, slots=True)
class PictureRules:
    """What a document says of a string that holds a picture.

    Attributes:
        limits: the document's `x-picture`.
        text: the string's own pattern and format, which the check of the picture stands in for where it applies.
    """

    limits: Mapping[str, Any]
    text: BodySchema


def _text_schema(part: Schema, document: "Document") -> BodySchema:
    return BodySchema({name: part[name] for name in _TEXT_KEYWORDS if name in part}, document)


def _holders(found: Sequence[Place], keyword: str) -> Iterator[Place]:
    """The places of one keyword; branches of a union that repeat it at the same place count once."""
    seen: list[tuple[Pattern, Any]] = []
    for place in found:
        if keyword in place.schema and (place.pattern, place.schema[keyword]) not in seen:
            seen.append((place.pattern, place.schema[keyword]))
            yield place


def _picture_forms(roles: Iterable[tuple[Pattern, str]]) -> Iterator[PictureForms]:
    """The objects that have a property, or a list, for links and another one for base64."""
    held: dict[Pattern, dict[str, str]] = {}
    for pattern, role in roles:
        while pattern and pattern[-1] == ANY:
            pattern = pattern[:-1]
        if pattern and role in PICTURE_ROLES:
            held.setdefault(pattern[:-1], {})[role] = pattern[-1]
    for pattern, names in held.items():
        if len(names) == len(PICTURE_ROLES):
            yield PictureForms(pattern, {role: names[role] for role in PICTURE_ROLES})


def _unique(found: Sequence[Place], keyword: str) -> tuple[tuple[Pattern, Any], ...]:
    return tuple((place.pattern, place.schema[keyword]) for place in _holders(found, keyword))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation.

    `const` is the text that a query has to have for it, if there is but one: it tells operations of one path apart.
    """

    name: str
    location: str
    required: bool
    schema: BodySchema
    style: Style
    const: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """A documented answer.

    Attributes:
        name: its name.
        status: HTTP status code; None within a class such as 4XX.
        media_type: its media type.
        headers: header names and values.
        value: its body.
        conditions: what it is given for.
        evidence: how it is known, `documented`, `observed` or `inferred`; empty where nobody says.
    """

    name: str
    status: int | None
    media_type: str
    headers: tuple[tuple[str, str], ...]
    value: Any
    conditions: frozenset[str]
    evidence: str


@dataclass(frozen=True, slots=True)
class DocumentedResponse:
    """A documented answer.

    Attributes:
        content: its schema by media type; None for one that takes anything.
        headers: the headers whose value it shows.
        header_names: all headers that it names, in lower case.
    """

    content: Mapping[str, BodySchema | None]
    headers: tuple[tuple[str, str], ...]
    header_names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Credential:
    """Where a key is expected (`header`, `query`, `cookie`), its name there, and the keys that a document accepts."""

    location: str
    name: str
    prefix: str
    placeholders: tuple[str, ...]

    def value(self, key: str) -> str:
        """Return what a caller sends who has a key; for `basic` the key is a name and a password with `:` between."""
        if self.prefix == "basic":
            key = b64encode(key.encode()).decode()
        return f"{self.prefix.capitalize()} {key}" if self.prefix else key

    def keys(self, text: str) -> frozenset[str]:
        """Return what of the text behind the prefix may be the key: of a name and a password each, and both."""
        if self.prefix != "basic":
            return frozenset((text,)) if text else frozenset()
        try:
            whole = b64decode(text, validate=True).decode()
        except ValueError:
            return frozenset()
        return frozenset((whole, *whole.split(":", 1)))


@dataclass(frozen=True, slots=True)
class TaskLink:
    """How a submit leads to its poll.

    Attributes:
        poll_operation_id: the poll.
        id_in_answer: where the task's id is in the body of the submit's answer; empty where it is in none.
        id_in_poll: where it goes in the poll, as `("body", "task_id")` or `("parameters", "task_id")`.
        carried: where else the poll has what the submit's body had, and where that is there.
        id_in_header: the header of the submit's answer that has the id, in lower case; empty where it is in the body.
    """

    poll_operation_id: str
    id_in_answer: Path
    id_in_poll: Path
    carried: Mapping[Path, Path]
    id_in_header: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation of a gateway, and everything the document says about it.

    `steps` lead to it from the root of the document. `body` is the schema of a JSON body, `bodies` has that of each
    media type, None for one that is taken as it comes.
    """

    gateway: str
    operation_id: str
    steps: Path
    node: dict[str, Any]
    summary: str
    description: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: BodySchema | None
    bodies: Mapping[str, BodySchema | None]
    body_required: bool
    body_examples: tuple[Any, ...]
    media_types: frozenset[str]
    credentials: tuple[tuple[Credential, ...], ...]
    responses: Mapping[str, DocumentedResponse]
    examples: tuple[Example, ...]
    task_link: TaskLink | None

    @property
    def usual_credentials(self) -> tuple[Credential, ...]:
        """The credentials that a caller needs, of several ways the first; none where nobody needs any."""
        return self.credentials[0] if self.credentials else ()

    @property
    def all_credentials(self) -> tuple[Credential, ...]:
        """The credentials of all ways to be let in."""
        return tuple(credential for requirement in self.credentials for credential in requirement)

    def succeeds(self, status: int, body: Any) -> bool:
        """Tell whether an answer is a success: of 2xx, and of no form that an answer of another class has as well.

        Args:
            status: HTTP status code.
            body: the parsed body of a JSON answer, or the bytes of another.
        """
        documented = self.response(status) if status in SUCCESS else None
        if documented is None or isinstance(body, bytes):
            return status in SUCCESS
        failures = self._leaves_of_failures
        forms = (s.shape_of(body) for s in documented.content.values() if s and not s.leaves <= failures)
        return not any(form.leaves <= failures for form in forms)

    def submitted_task(self, status: int, body: Any) -> str | None:
        """Return the id of the task that an answer to this submit names; None where it made none.

        Args:
            status: HTTP status code.
            body: the parsed body of a JSON answer.
        """
        documented = self.response(status)
        if self.task_link is None or documented is None or not self.succeeds(status, body):
            return None
        schemas = [schema for schema in documented.content.values() if schema]
        patterns = [pattern for schema in schemas for pattern, role in schema.roles if role == "task-id"]
        named = (found for pattern in patterns for _, found in find(body, pattern))
        found = next(named, None)
        place = self.task_link.id_in_answer
        task_id = (at(body, place) if place else None) or found
        return task_id if isinstance(task_id, str) else None

    @cached_property
    def _leaves_of_failures(self) -> frozenset[int]:
        failures = [response for status, response in self.responses.items() if not status.startswith("2")]
        schemas = [schema for response in failures for schema in response.content.values() if schema is not None]
        return frozenset(leaf for schema in schemas for leaf in schema.leaves)

    @property
    def constants(self) -> dict[str, str]:
        """The query parameters that have one legal value."""
        return {p.name: p.const for p in self.parameters if p.const is not None}

    def response(self, status: int) -> DocumentedResponse | None:
        """Return what the document says about a status: by its number, its class (`4XX`) or as `default`."""
        key = covering(self.responses, status)
        return None if key is None else self.responses[key]


class Document(DocumentTree):
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

    def __init__(self, file: FilePath, *, gateway: str = "", lined: bool = False, content: bytes | None = None) -> None:
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
        super().__init__(root, lines)
        if any(mark.encode() in content for mark in MARKS):
            with suppress(BrokenReference, LookupError, TypeError, AttributeError):  # said where that is read
                say_sides(self)
        schemas = self.root.get("components", {}).get("schemas") or {}
        self._components: dict[str, Schema] = _without_picture_texts(schemas)
        self._leads_to = {name: frozenset(_components_named_in(schema)) for name, schema in self._components.items()}
        self._compiled: dict[str | int, BodySchema] = {}
        faults: list[DocumentFault] = []
        if any("?" in path for path in root["paths"]):
            with suppress(BrokenReference):  # said where the operations are read
                root["paths"] = dict(without_query(*item) for item in self.path_items())
        self.notes = self._left_out(content)
        self.operations = tuple(self._operations(faults))
        self.submits = {o.task_link.poll_operation_id: o for o in self.operations if o.task_link}
        faults = faults or list(self._lost_links())
        if faults:
            raise DocumentError(self._told(content, faults))
        self.unrouted: dict[str, Example] = {
            condition: self._example(
                entry["example"], self._component_example(entry["example"]), entry["status"], "application/json", ()
            )
            for condition, entry in self.root.get("x-unrouted", {}).items()
        }

    def error_at(self, steps: Path, what: str) -> DocumentError:
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
        except (BrokenReference, AttributeError):
            return ()  # said where the operations are read
        for _, item in self.path_items():
            for key in no_methods(item):
                del item[key]
        return tuple(self._told(content, found).splitlines()) if found else ()

    def _lost_links(self) -> Iterator[DocumentFault]:
        steps = {found.operation_id: found.steps for found in self.operation_nodes()}
        for operation in self.operations:
            target = operation.task_link.poll_operation_id if operation.task_link else None
            if target is not None and target not in steps:
                yield DocumentFault(
                    steps[operation.operation_id], f"{operation.operation_id} links to {target}, which is not here"
                )

    def with_components(self, schema: Schema) -> Schema:
        """Return a schema of this document as a validator takes it: with the components that it leads to, no others."""
        reached: dict[str, Schema] = {}
        ahead = set(_components_named_in(schema))
        while ahead := {name for name in ahead if name in self._components and name not in reached}:
            reached.update((name, self._components[name]) for name in ahead)
            ahead = {name for above in ahead for name in self._leads_to[above]}
        return {**schema, "components": {"schemas": reached}}

    def compiled(self, schema: Schema) -> BodySchema:
        """Compile a schema of this document: once, since most answers refer to the same few."""
        key = schema["$ref"] if schema.keys() == {"$ref"} else id(schema)
        if key not in self._compiled:
            self._compiled[key] = BodySchema(schema, self)
        return self._compiled[key]

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

    def _component_example(self, name: str) -> dict[str, Any]:
        return self.dereferenced({"$ref": f"#/components/examples/{name}"})

    def _operations(self, faults: list[DocumentFault]) -> Iterator[Operation]:
        """Yield the operations that can be read; what is wrong with others is added to the faults."""
        try:
            found = list(self.operation_nodes())
        except (BrokenReference, AttributeError) as error:
            faults.append(DocumentFault(("paths",), f"{_STUMBLED}{error}"))
            return
        known: dict[str, str] = {}
        for node in found:
            try:
                if (first := known.setdefault(node.operation_id, node.address)) != node.address:
                    raise DocumentError(f"{first} has this operationId too; give one of them another")
                yield self._operation(node)
            except DocumentError as error:
                faults.append(DocumentFault(node.steps, f"{node.operation_id}: {error}"))
            except (BrokenReference, SchemaRefused) as error:
                faults.append(DocumentFault(node.steps, f"{_STUMBLED}{error}"))
            except (LookupError, TypeError, AttributeError, RecursionError, ValueError) as error:
                what = f"{node.address}: not as OpenAPI has it, {type(error).__name__} {error}"
                faults.append(DocumentFault(node.steps, what))

    def _operation(self, found: OperationNode) -> Operation:
        node = found.node
        parameters = {
            (parameter["in"], parameter["name"]): self._parameter(parameter)
            for parameter in self.parameters(found)
            if not (parameter["in"] == "header" and parameter["name"].lower() in _NO_PARAMETERS)
        }
        if lost := [name for place, name in parameters if place == "path" and f"{{{name}}}" not in found.path]:
            raise DocumentError(f"the path has no {{{lost[0]}}}, though there is a parameter of this name in it")
        request = self.dereferenced(node.get("requestBody", {}))
        content = {essence(name): media for name, media in request.get("content", {}).items()}
        bodies = {name: self._body(name, media) for name, media in content.items()}
        json_content = [name for name in content if is_json(name)]
        responses = {str(status): self.dereferenced(response) for status, response in node.get("responses", {}).items()}
        return Operation(
            gateway=self.gateway,
            operation_id=found.operation_id,
            steps=found.steps,
            node=node,
            summary=node.get("summary", ""),
            description=node.get("description", ""),
            method=found.method.upper(),
            path=urlsplit(self.server_url).path.rstrip("/") + found.path.partition("#")[0],
            parameters=tuple(parameters.values()),
            body=bodies[json_content[0]] if json_content else None,
            bodies=bodies,
            body_required=request.get("required", False),
            body_examples=tuple(
                example["value"] for name in json_content for _, example in self._media_examples(name, content[name])
            ),
            media_types=frozenset(content),
            credentials=tuple(
                tuple(filter(None, map(self._credential, requirement)))
                for requirement in (node if "security" in node else self.root).get("security", ())
            ),
            responses={status: self._response(response) for status, response in responses.items()},
            examples=tuple(self._examples(responses)),
            # What only looks makes no task, wherever its answer leads.
            task_link=None if found.method.upper() in SAFE_METHODS else next(self._task_links(responses), None),
        )

    def _body(self, media_type: str, media: dict[str, Any]) -> BodySchema | None:
        """The schema of a body that is read; others are taken as they come."""
        is_read = is_json(media_type) or is_form(media_type) or media_type.startswith("text/")
        return self.compiled(media.get("schema", {})) if is_read else None

    def _parameter(self, node: dict[str, Any]) -> Parameter:
        content = node.get("content", {})
        schema: Schema = (next(iter(content.values())) if content else node).get("schema", {})
        found = list(places(schema, self.resolve))
        own = [place.schema for place in found if place.pattern == ()]
        style = node.get("style", STYLES[node["in"]])
        below = [place for place in found if len(place.pattern) == 1]
        tells_apart = node["in"] == "query" and node.get("required", False)
        const = next((part["const"] for part in own if isinstance(part.get("const"), str)), None)
        return Parameter(
            name=node["name"].lower() if node["in"] == "header" else node["name"],
            location=node["in"],
            required=node.get("required", False),
            schema=self.compiled(schema),
            style=Style(
                style,
                node.get("explode", style == "form"),
                bool(content),
                _types(own),
                _types(place.schema for place in below),
                frozenset(place.pattern[0] for place in below),
                node["name"],
            ),
            const=const if tells_apart else None,
        )

    def _credential(self, name: str) -> Credential | None:
        """Where a key is expected; None where the connection shows it, and a server sees nothing."""
        schemes = self.root.get("components", {}).get("securitySchemes", {})
        if name not in schemes:
            raise DocumentError(
                f"security asks for {name}, which is not among components/securitySchemes; add it there"
            )
        scheme = self.dereferenced(schemes[name])
        placeholders = tuple(scheme.get("x-placeholders", ()))
        match scheme:
            case {"type": "http", "scheme": str(prefix)}:
                return Credential("header", "authorization", prefix.lower(), placeholders)
            case {"type": "oauth2" | "openIdConnect"}:
                return Credential("header", "authorization", "bearer", placeholders)
            case {"type": "apiKey", "in": "header", "name": str(header)}:
                return Credential("header", header.lower(), "", placeholders)
            case {"type": "apiKey", "in": "query" | "cookie" as place, "name": str(parameter)}:
                return Credential(place, parameter, "", placeholders)
            case {"type": "mutualTLS"}:
                return None
        known = "http, apiKey in header, query or cookie, oauth2, openIdConnect or mutualTLS"
        raise DocumentError(f"the security scheme {name} is none that OpenAPI has; its type is {known}")

    def _response(self, node: dict[str, Any]) -> DocumentedResponse:
        return DocumentedResponse(
            content={
                essence(name): self.compiled(media["schema"]) if "schema" in media and is_json(name) else None
                for name, media in node.get("content", {}).items()
            },
            headers=tuple(self._header_examples(node)),
            header_names=frozenset(map(str.lower, node.get("headers", {}))),
        )

    def _header_examples(self, response: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for name, node in response.get("headers", {}).items():
            header = self.dereferenced(node)
            schema = self.dereferenced(header.get("schema", {}))
            for source, key in ((header, "example"), (schema, "const"), (schema, "default"), (schema, "example")):
                if key in source:
                    yield name.lower(), str(source[key])
                    break

    def _examples(self, responses: Mapping[str, dict[str, Any]]) -> Iterator[Example]:
        for status, response in responses.items():
            headers = tuple(self._header_examples(response))
            for media_type, media in response.get("content", {}).items():
                for name, node in self._media_examples(media_type, media):
                    number = int(status) if status.isdigit() else None
                    yield self._example(name or f"example_{status}", node, number, essence(media_type), headers)

    def _media_examples(self, media_type: str, media: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the examples of a media type that the document holds, with their names; `example` has none."""
        named = ((name, self.dereferenced(node)) for name, node in media.get("examples", {}).items())
        alone = [("", {"value": media["example"]})] if "example" in media else []
        for name, example in (*named, *alone):
            # No text is a picture.
            if "value" in example and not (media_type.startswith("image/") and isinstance(example["value"], str)):
                yield name, {**example, "value": self._shown(media_type, media, example["value"])}

    def _shown(self, media_type: str, media: dict[str, Any], value: Any) -> Any:
        """Return the value of an example; where a document has its JSON as a text, what the text says."""
        is_text = is_json(media_type) and isinstance(value, str)
        if not is_text or ("schema" in media and self.compiled(media["schema"]).fits(value)):
            return value
        try:
            said = parse_json(value.encode())
        except MalformedJson:
            return value
        return said if isinstance(said, dict | list) else value

    def _example(
        self,
        name: str,
        node: dict[str, Any],
        status: int | None,
        media_type: str,
        headers: tuple[tuple[str, str], ...],
    ) -> Example:
        return Example(
            name=name,
            status=status,
            media_type=media_type,
            headers=headers,
            value=node.get("value"),
            conditions=frozenset(node.get("x-conditions", ())),
            evidence=str(node.get("x-evidence", {}).get("level", "")),
        )

    def _task_links(self, responses: Mapping[str, dict[str, Any]]) -> Iterator[TaskLink]:
        marker, of_header, of_request = "$response.body#", "$response.header.", "$request.body#"
        for status, response in responses.items():
            for link in map(self.dereferenced, response.get("links", {}).values()) if status.startswith("2") else ():
                body = link.get("requestBody")
                fields: dict[Path, Any] = (
                    {("body", name): value for name, value in body.items()} if isinstance(body, dict) else {}
                )
                for name, value in link.get("parameters", {}).items():
                    fields[("parameters", self._read_name(link, _OF_PLACE.sub("", name)))] = value
                carried = {
                    target: pointer_steps(expression.removeprefix(of_request))
                    for target, expression in fields.items()
                    if str(expression).startswith(of_request)
                }
                for target, expression in fields.items():
                    if str(expression).startswith(marker):
                        path = pointer_steps(expression.removeprefix(marker))
                        yield TaskLink(self._linked(link), path, target, carried)
                    elif str(expression).startswith(of_header) and not str(expression).lower().endswith("location"):
                        header = str(expression).removeprefix(of_header).lower()
                        yield TaskLink(self._linked(link), (), target, carried, header)

    def _read_name(self, link: dict[str, Any], name: str) -> str:
        """The name under which a parameter of the operation that a link leads to is read: of a header in lower case."""
        target = self._linked(link)
        taken = [
            each for found in self.operation_nodes() if found.operation_id == target for each in self.parameters(found)
        ]
        headers = {each["name"].lower() for each in taken if each["in"] == "header"}
        return name.lower() if name.lower() in headers else name

    def _linked(self, link: dict[str, Any]) -> str:
        """The id of the operation that a link leads to, by its name or by where it stands."""
        if "operationId" in link:
            return str(link["operationId"])
        reference = link.get("operationRef", "")
        found = (node.operation_id for node in self.operation_nodes() if pointer_to("#", *node.steps) == reference)
        return next(found, reference)


@dataclass(frozen=True, slots=True)
class ReadFolder:
    """What came of reading a folder: the documents that can be served, and a line for each problem of the others."""

    documents: tuple[Document, ...]
    problems: tuple[str, ...]


def read_documents(folder: FilePath) -> ReadFolder:
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


def load_documents(folder: FilePath) -> tuple[Document, ...]:
    """Read the documents of a folder as `read_documents` does, where all have to be right.

    Raises:
        DocumentError: a document cannot be served, or there is none; a line for each problem of all of them.
    """
    read = read_documents(folder)
    if read.problems:
        raise DocumentError("\n".join(read.problems))
    return read.documents


def open_document(file: FilePath, *, gateway: str = "", lined: bool = False) -> Document:
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
        return _made(file, gateway, lined, yaml_content(file))
    except YamlRefused as error:
        raise DocumentError(str(error)) from error


@lru_cache(maxsize=16)
def _made(file: FilePath, gateway: str, lined: bool, content: bytes) -> Document:
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


def _types(schemas: Iterable[Schema]) -> frozenset[str]:
    kinds = [schema["type"] for schema in schemas if "type" in schema]
    return frozenset(name for kind in kinds for name in ([kind] if isinstance(kind, str) else kind))


def _components_named_in(node: Any) -> Iterator[str]:
    """Yield the name of each schema of the components that a `$ref` in `node` leads to or into."""
    for _, holder in objects(node):
        reference = holder.get("$ref")
        steps = steps_of(reference) if isinstance(reference, str) else ()
        if steps[:2] == ("components", "schemas"):
            yield from map(str, steps[2:3])


def _without_picture_texts(node: Any) -> Any:
    """Copy `node` without each `pattern` and `format` beside an `x-picture`.

    The check of the picture reads every byte and is stricter; a regular expression over megabytes of base64,
    tried again in each branch of a union, would cost more than all other checks together.
    """
    if isinstance(node, dict):
        return {
            name: _without_picture_texts(value)
            for name, value in node.items()
            if not (name in _TEXT_KEYWORDS and "x-picture" in node)
        }
    if isinstance(node, list):
        return [_without_picture_texts(item) for item in node]
    return node


def snake_case(name: str) -> str:
    """Write a name such as `TextRiskNotPass` as `text_risk_not_pass`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[-. ]", "_", name).lower()
