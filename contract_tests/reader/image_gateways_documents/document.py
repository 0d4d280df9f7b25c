"""The OpenAPI documents: operations, parameters, bodies, answers, security and task links, ready to be asked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from jsonschema_rs import Draft202012Validator, ReferencingError

from .document_tree import DocumentTree, OperationNode, covering, objects, steps_of
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
)
from .vocabulary import misuses, vocabulary_problems
from .yaml_text import Lines, YamlRefused, parse_yaml, yaml_content, yaml_files

# What a schema says of a string as text.
_TEXT_KEYWORDS = ("pattern", "format")

# In which form a picture comes back.
_PICTURE_ROLES = ("picture-url", "picture-base64")

SUCCESS = range(200, 300)


class DocumentError(Exception):
    """A document that cannot be served: a line, or one for each problem, with the file, the place and what is wrong."""


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
    """A schema, compiled, with the places where its extension keywords apply."""

    def __init__(self, schema: Schema, document: "Document") -> None:
        found = list(places(schema, document.resolve))
        self._document = document
        self._schema = schema  # kept, so that its `id`, which `compiled` knows it by, stays its own
        self._root = document.with_components(schema)
        try:
            self._validator = Draft202012Validator(self._root, validate_formats=True, mask="the value")
        except (ValueError, ReferencingError) as error:
            raise DocumentError(f"{document.file}: {' '.join(str(error).split())}") from error
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
        self._final_at = _unique(found, "x-final")
        self.shapes: tuple[BodySchema, ...] = (
            (self,) if len(leaves) == 1 else tuple(document.compiled(leaf) for leaf in leaves)
        )
        self._leaves_decide = len(leaves) > 1 and is_only_union(schema, document.resolve)

    def fits(self, value: Any) -> bool:
        """Tell whether nothing is wrong with `value`."""
        return self._validator.is_valid(value)

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
        return any(status in final for pattern, final in self._final_at for _, status in find(value, pattern))


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
        if pattern and role in _PICTURE_ROLES:
            held.setdefault(pattern[:-1], {})[role] = pattern[-1]
    for pattern, names in held.items():
        if len(names) == len(_PICTURE_ROLES):
            yield PictureForms(pattern, {role: names[role] for role in _PICTURE_ROLES})


def _unique(found: Sequence[Place], keyword: str) -> tuple[tuple[Pattern, Any], ...]:
    return tuple((place.pattern, place.schema[keyword]) for place in _holders(found, keyword))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation; `const` is its only legal value, if it has one."""

    name: str
    location: str
    required: bool
    schema: BodySchema
    types: frozenset[str]
    const: str | None

    def parse(self, text: str) -> Any:
        """Read the parameter's text as its schema's type; text that is not of the type stays text."""
        if "integer" in self.types and re.fullmatch(r"-?[0-9]{1,300}", text):
            return int(text)
        if "number" in self.types and re.fullmatch(r"-?[0-9]{1,300}(\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?", text):
            return float(text)
        if "boolean" in self.types and text in ("true", "false"):
            return text == "true"
        return text


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
    """A documented answer's schema by media type (None: anything) and the headers it states."""

    content: Mapping[str, BodySchema | None]
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Credential:
    """Where a key is expected (`header` or `query`), under which name, and which keys a document accepts by itself."""

    location: str
    name: str
    prefix: str
    placeholders: tuple[str, ...]

    def value(self, key: str) -> str:
        """Return what a caller sends who has a key."""
        return f"{self.prefix.capitalize()} {key}" if self.prefix else key


@dataclass(frozen=True, slots=True)
class TaskLink:
    """How a submit leads to its poll.

    Attributes:
        poll_operation_id: the poll.
        id_in_answer: where the task's id is in the submit's answer.
        id_in_poll: where it goes in the poll, as `("body", "task_id")` or `("parameters", "task_id")`.
        carried: where else the poll has what the submit's body had, and where that is there.
    """

    poll_operation_id: str
    id_in_answer: Path
    id_in_poll: Path
    carried: Mapping[Path, Path]


@dataclass(frozen=True)
class Operation:
    """One operation of a gateway, and everything the document says about it."""

    gateway: str
    operation_id: str
    node: dict[str, Any]
    summary: str
    description: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    body: BodySchema | None
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
            body: the parsed body of a JSON answer.
        """
        documented = self.response(status) if status in SUCCESS else None
        if documented is None:
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
        if self.task_link is None or not self.succeeds(status, body):
            return None
        schemas = [s for s in (self.response(status) or DocumentedResponse({}, ())).content.values() if s]
        patterns = [pattern for schema in schemas for pattern, role in schema.roles if role == "task-id"]
        named = (found for pattern in patterns for _, found in find(body, pattern))
        found = next(named, None)
        task_id = at(body, self.task_link.id_in_answer) or found
        return task_id if isinstance(task_id, str) else None

    @cached_property
    def _leaves_of_failures(self) -> frozenset[int]:
        failures = [response for status, response in self.responses.items() if not status.startswith("2")]
        schemas = [schema for response in failures for schema in response.content.values() if schema is not None]
        return frozenset(leaf for schema in schemas for leaf in schema.leaves)

    @property
    def constants(self) -> dict[str, str]:
        """The query parameters that have one legal value."""
        return {p.name: p.const for p in self.parameters if p.location == "query" and p.const is not None}

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

    Raises:
        DocumentError: the document cannot be read, or asks for something that is not served here.
    """

    def __init__(self, file: FilePath, *, gateway: str = "", lined: bool = False, content: bytes | None = None) -> None:
        self.file = file
        self.gateway = gateway or file.stem
        lines: Lines | None = {} if lined else None
        try:
            root = parse_yaml(yaml_content(file) if content is None else content, lines=lines)
        except YamlRefused as error:
            raise DocumentError(f"{file}: {error.what}") from error
        if not isinstance(root, dict) or not isinstance(root.get("paths"), dict):
            raise DocumentError(f"{file}: no OpenAPI document, it has no `paths`")
        if misuses(root, foreign=False):
            raise DocumentError("\n".join(vocabulary_problems(file, foreign=False)))
        super().__init__(root, lines)
        schemas = self.root.get("components", {}).get("schemas") or {}
        self._components: dict[str, Schema] = _without_picture_texts(schemas)
        self._leads_to = {name: frozenset(_components_named_in(schema)) for name, schema in self._components.items()}
        self._compiled: dict[str | int, BodySchema] = {}
        self.operations = tuple(self._operations())
        self.submits = {o.task_link.poll_operation_id: o for o in self.operations if o.task_link}
        self._check_links()
        self.unrouted: dict[str, Example] = {
            condition: self._example(
                entry["example"], self._component_example(entry["example"]), entry["status"], "application/json", ()
            )
            for condition, entry in self.root.get("x-unrouted", {}).items()
        }

    def _check_links(self) -> None:
        known = {operation.operation_id for operation in self.operations}
        for operation in self.operations:
            if operation.task_link and operation.task_link.poll_operation_id not in known:
                target = operation.task_link.poll_operation_id
                raise DocumentError(f"{self.file}: {operation.operation_id}: links to {target}, which is not here")

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

    def broken(self, what: str) -> DocumentError:
        """Return the error of a broken reference, which names the file."""
        return DocumentError(f"{self.file}: {what}")

    @property
    def credentials(self) -> list[Credential]:
        """Where the operations expect keys, operation by operation."""
        return [credential for operation in self.operations for credential in operation.all_credentials]

    @property
    def server_url(self) -> str:
        """The URL of the first server, its variables as their defaults; empty where the document names no server."""
        server = self._first_server
        defaults = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
        return str(server["url"]).format(**defaults) if server else ""

    @property
    def leaves_host_open(self) -> bool:
        """Whether users have to say where the server is, since the document does not, or not all of it."""
        return "url" not in self._first_server or bool(self._first_server.get("variables"))

    @property
    def _first_server(self) -> dict[str, Any]:
        servers: list[dict[str, Any]] = self.root.get("servers") or [{}]
        return servers[0]

    def _component_example(self, name: str) -> dict[str, Any]:
        return self.dereferenced({"$ref": f"#/components/examples/{name}"})

    def _operations(self) -> Iterator[Operation]:
        base_path = urlsplit(self.server_url).path.rstrip("/")
        for found in self.operation_nodes():
            try:
                yield self._operation(base_path + found.path.partition("#")[0], found)
            except (LookupError, TypeError, AttributeError, RecursionError) as error:
                what = f"not as OpenAPI has it, {type(error).__name__} {error}"
                raise DocumentError(f"{self.file}: {found.address}: {what}") from error

    def _operation(self, path: str, found: OperationNode) -> Operation:
        item, node = found.item, found.node
        operation_id = node["operationId"]
        parameters = {
            (parameter["in"], parameter["name"]): self._parameter(parameter)
            for parameter in map(self.dereferenced, (*item.get("parameters", ()), *node.get("parameters", ())))
        }
        request = self.dereferenced(node.get("requestBody", {}))
        content = request.get("content", {})
        json_content = [media for name, media in content.items() if _is_json(name)]
        if content and not json_content:
            raise DocumentError(f"{self.file}: {operation_id}: only JSON request bodies are served")
        responses = {str(status): self.dereferenced(response) for status, response in node.get("responses", {}).items()}
        return Operation(
            gateway=self.gateway,
            operation_id=operation_id,
            node=node,
            summary=node.get("summary", ""),
            description=node.get("description", ""),
            method=found.method.upper(),
            path=path,
            parameters=tuple(parameters.values()),
            body=self.compiled(json_content[0].get("schema", {})) if content else None,
            body_required=request.get("required", False),
            body_examples=tuple(
                self.dereferenced(example).get("value")
                for media in json_content
                for example in media.get("examples", {}).values()
            ),
            media_types=frozenset(name.lower() for name in content),
            credentials=tuple(
                tuple(self._credential(scheme) for scheme in requirement)
                for requirement in (node if "security" in node else self.root).get("security", ())
            ),
            responses={status: self._response(response) for status, response in responses.items()},
            examples=tuple(self._examples(responses)),
            task_link=next(self._task_links(responses), None),
        )

    def _parameter(self, node: dict[str, Any]) -> Parameter:
        schema = node.get("schema", {})
        own = [place.schema for place in places(schema, self.resolve) if place.pattern == ()]
        types = [part["type"] for part in own if "type" in part]
        return Parameter(
            name=node["name"].lower() if node["in"] == "header" else node["name"],
            location=node["in"],
            required=node.get("required", False),
            schema=self.compiled(schema),
            types=frozenset(name for kind in types for name in ([kind] if isinstance(kind, str) else kind)),
            const=next((part["const"] for part in own if "const" in part), None),
        )

    def _credential(self, name: str) -> Credential:
        scheme = self.dereferenced({"$ref": f"#/components/securitySchemes/{name}"})
        placeholders = tuple(scheme.get("x-placeholders", ()))
        match scheme:
            case {"type": "http", "scheme": str(prefix)} if prefix.lower() == "bearer":
                return Credential("header", "authorization", prefix.lower(), placeholders)
            case {"type": "apiKey", "in": "header", "name": str(header)}:
                return Credential("header", header.lower(), "", placeholders)
            case {"type": "apiKey", "in": "query", "name": str(parameter)}:
                return Credential("query", parameter, "", placeholders)
        raise DocumentError(f"{self.file}: {name}: only bearer tokens and keys in a header or the query are served")

    def _response(self, node: dict[str, Any]) -> DocumentedResponse:
        return DocumentedResponse(
            content={
                name.lower(): self.compiled(media["schema"]) if "schema" in media and _is_json(name) else None
                for name, media in node.get("content", {}).items()
            },
            headers=tuple(self._header_examples(node)),
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
                for name, node in media.get("examples", {}).items():
                    number = int(status) if status.isdigit() else None
                    yield self._example(name, self.dereferenced(node), number, media_type, headers)

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
        marker, of_request = "$response.body#", "$request.body#"
        for status, response in responses.items():
            for link in map(self.dereferenced, response.get("links", {}).values()) if status.startswith("2") else ():
                body = link.get("requestBody")
                fields: dict[Path, Any] = (
                    {("body", name): value for name, value in body.items()} if isinstance(body, dict) else {}
                )
                for name, value in link.get("parameters", {}).items():
                    fields[("parameters", name.rpartition(".")[2])] = value
                carried = {
                    target: pointer_steps(expression.removeprefix(of_request))
                    for target, expression in fields.items()
                    if str(expression).startswith(of_request)
                }
                for target, expression in fields.items():
                    if str(expression).startswith(marker):
                        path = pointer_steps(expression.removeprefix(marker))
                        yield TaskLink(link["operationId"], path, target, carried)


def load_documents(folder: FilePath) -> tuple[Document, ...]:
    """Load every `*.yaml` that lies directly in `folder`, in the order of their names.

    Raises:
        DocumentError: a document cannot be served, or there is none.
    """
    try:
        documents = tuple(open_document(file) for file in yaml_files(folder))
    except YamlRefused as error:
        raise DocumentError(str(error)) from error
    if not documents:
        raise DocumentError(f"{folder}: no OpenAPI documents (*.yaml) are here")
    return documents


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
    return Document(file, gateway=gateway, lined=lined, content=content)


def _is_json(media_type: str) -> bool:
    essence = media_type.partition(";")[0].strip().lower()
    return essence == "application/json" or essence.endswith("+json")


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
