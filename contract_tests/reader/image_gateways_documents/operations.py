"""The operations of a document, and everything that it says about each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from .body_schema import BodySchema, SchemaTree
from .document_faults import DocumentError
from .document_tree import SUCCESS, Json, OperationNode, covering
from .links import TaskLink, task_links
from .media_types import essence, is_form, is_json
from .parameters import Parameter, read_parameter
from .responses import DocumentedResponse, Example, examples_of, media_examples, read_response
from .schema_walk import Path, at, find
from .security import Credential, credentials_of

PATH_PARAMETER: Final = re.compile(r"\{([^{}]+)\}")

# Of headers with these names OpenAPI has the description of a parameter passed over.
_NO_PARAMETERS = frozenset({"accept", "content-type", "authorization"})


@dataclass(frozen=True)
class Operation:
    """One operation of a gateway, and everything the document says about it.

    `steps` lead to it from the root of the document. `body` is the schema of a JSON body, `bodies` has that of each
    media type, None for one that is taken as it comes.
    """

    gateway: str
    operation_id: str
    steps: Path
    node: Json
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
    def shape(self) -> str:
        """Its path with `{}` for each parameter, since what one is called tells no paths apart."""
        return PATH_PARAMETER.sub("{}", self.path)

    @property
    def constants(self) -> dict[str, str]:
        """The query parameters that have one legal value."""
        return {p.name: p.const for p in self.parameters if p.const is not None}

    def response(self, status: int) -> DocumentedResponse | None:
        """Return what the document says about a status: by its number, its class (`4XX`) or as `default`."""
        key = covering(self.responses, status)
        return None if key is None else self.responses[key]


def read_operation(tree: SchemaTree, found: OperationNode, *, gateway: str, base_path: str) -> Operation:
    """Read an operation.

    Args:
        tree: the document.
        found: the operation as it stands there.
        gateway: the gateway's name.
        base_path: what stands before each path, as the server's URL has it.

    Raises:
        DocumentError: it asks for something that OpenAPI has not.
    """
    node = found.node
    request = tree.request_body(found)
    content = {essence(name): media for name, media in request.get("content", {}).items()}
    bodies = {name: _body(tree, name, media) for name, media in content.items()}
    json_content = [name for name in content if is_json(name)]
    responses = tree.responses(found)
    return Operation(
        gateway=gateway,
        operation_id=found.operation_id,
        steps=found.steps,
        node=node,
        summary=node.get("summary", ""),
        description=node.get("description", ""),
        method=found.method.upper(),
        path=base_path + found.path.partition("#")[0],
        parameters=tuple(_parameters(tree, found)),
        body=bodies[json_content[0]] if json_content else None,
        bodies=bodies,
        body_required=request.get("required", False),
        body_examples=tuple(
            example["value"] for name in json_content for _, example in media_examples(tree, name, content[name])
        ),
        media_types=frozenset(content),
        credentials=credentials_of(tree, found),
        responses={status: read_response(tree, response) for status, response in responses.items()},
        examples=tuple(examples_of(tree, responses)),
        task_link=next(task_links(tree, found), None),
    )


def _parameters(tree: SchemaTree, operation: OperationNode) -> Iterator[Parameter]:
    for node in tree.parameters(operation):
        name, place = node["name"], node["in"]
        if place == "path" and f"{{{name}}}" not in operation.path:
            raise DocumentError(f"the path has no {{{name}}}, though there is a parameter of this name in it")
        if not (place == "header" and name.lower() in _NO_PARAMETERS):
            yield read_parameter(tree, node)


def _body(tree: SchemaTree, media_type: str, media: Json) -> BodySchema | None:
    """The schema of a body that is read; others are taken as they come."""
    is_read = is_json(media_type) or is_form(media_type) or media_type.startswith("text/")
    return tree.compiled(media.get("schema", {})) if is_read else None
