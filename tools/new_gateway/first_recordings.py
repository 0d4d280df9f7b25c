"""Makes the first recordings of a gateway, of the examples of its document; none of them was recorded."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from contract_tests.recorder.cassette_files import cassette_yaml
from image_gateways_documents.document import Document
from image_gateways_documents.document_tree import SUCCESS, Json, OperationNode
from image_gateways_documents.operation_facts import variant_of
from image_gateways_documents.operations import Operation
from image_gateways_documents.responses import Example
from image_gateways_documents.routing import Router
from image_gateways_recordings.cassettes import RecordingError, load_cassettes
from image_gateways_recordings.folder import RECORDINGS
from image_gateways_recordings.pictures import Pictures

from .decision import Decision
from .examples import with_text

_KEY = "{{YOUR_API_KEY}}"
_NO_HOST = "https://gateway.invalid"


def first_recordings(document: Document, source: str) -> dict[str, str]:
    """Return the recordings that the examples of a document make, by the names of their files.

    Each answer that has an example is one, with an example of a request; a submit is followed by what polls of its
    task answer, up to the first final answer.

    Args:
        document: the document.
        source: what the examples are from, in words.
    """
    provenance = {"kind": "composed", "source": f"put together of the examples of {source}; no gateway was called"}
    return {
        f"{operation.operation_id}__{variant_of(example.name)}.yaml": cassette_yaml(provenance, exchanges)
        for operation in document.operations
        for example in operation.examples
        if "json" in example.media_type and (exchanges := _Maker(document).exchanges(operation, example))
    }


def refused(document: Document, made: Mapping[str, str]) -> Iterator[tuple[str, Decision]]:
    """Yield the names of the recordings that the mock would not load, each with the reason."""
    steps = {found.node["operationId"]: found.steps for found in document.operation_nodes()}
    for name, text in made.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, document.gateway, name)
            file.parent.mkdir()
            file.write_text(text, "utf-8")
            try:
                load_cassettes(Path(folder), document, Router([document]), Pictures(RECORDINGS / "pictures"))
            except RecordingError as error:
                why = f"{error.where}: expected {error.expected}, found {error.found}"
                yield name, Decision(steps[name.partition("__")[0]], f"no recording {name} was made of examples: {why}")


class _Maker:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._nodes = {found.node["operationId"]: found for found in document.operation_nodes()}

    def exchanges(self, operation: Operation, example: Example) -> list[Json]:
        """The exchange that ends with an example, and the polls that follow; nothing where a request has no example."""
        is_poll = operation.operation_id in self._document.submits
        if example.status is None or (is_poll and example.status in SUCCESS):
            return []
        first = self._exchange(operation, example, example.value, {})
        task_id = operation.submitted_task(example.status, example.value)
        return [first, *self._polls(operation, task_id)] if first and task_id else [first] if first else []

    def _polls(self, submit: Operation, task_id: str) -> Iterator[Json]:
        link = submit.task_link
        poll = next((o for o in self._document.operations if link and o.operation_id == link.poll_operation_id), None)
        for example in poll.examples if poll else ():
            schema = self._schema(poll, example)
            if link and poll and schema and example.status in SUCCESS and not example.conditions:
                told = example.value
                for pattern, role in schema.roles:
                    told = with_text(told, pattern, task_id) if role == "task-id" else told
                if exchange := self._exchange(poll, example, told, {str(link.id_in_poll[-1]): task_id}):
                    yield exchange
                if schema.is_final(told):
                    return

    @staticmethod
    def _schema(operation: Operation | None, example: Example) -> Any:
        response = operation.response(example.status) if operation and example.status else None
        return response.content.get(example.media_type) if response else None

    def _exchange(self, operation: Operation, example: Example, answer: Any, known: Mapping[str, str]) -> Json | None:
        """An exchange; None where nothing shows what to send."""
        assert example.status is not None
        sent = _values(self._document, self._nodes[operation.operation_id], known)
        bodies: Sequence[Any] = [known] if known and operation.body else operation.body_examples
        if sent is None or (operation.body and not bodies):
            return None
        path, query, headers = sent
        for credential in operation.usual_credentials:
            key = credential.value(next(iter(credential.placeholders), _KEY))
            (query if credential.location == "query" else headers)[credential.name] = key
        if operation.body:
            headers["Content-Type"] = "application/json"
        host = "{0.scheme}://{0.netloc}".format(urlsplit(self._document.server_url or _NO_HOST))
        return {
            "request": {
                "method": operation.method,
                "uri": f"{host}{_filled(operation.path, path)}{f'?{urlencode(query)}' if query else ''}",
                "headers": {name: [value] for name, value in headers.items()},
                "body": _text(bodies[0]) if operation.body else None,
            },
            "response": {
                "status": {"code": example.status, "message": HTTPStatus(example.status).phrase},
                "headers": {"Content-Type": [example.media_type]},
                "body": {"string": _text(answer)},
            },
        }


def _values(
    document: Document, operation: OperationNode, known: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str], dict[str, str]] | None:
    """What is sent in the path, the query and the headers; None where a value has to be sent that nothing shows."""
    sent: dict[str, dict[str, str]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for parameter in document.parameters(operation):
        name = parameter["name"].lower() if parameter["in"] == "header" else parameter["name"]
        value: Any = known.get(name, _shown(document, parameter))
        if value is not None:
            sent[parameter["in"]][parameter["name"]] = value if isinstance(value, str) else json.dumps(value)
        elif parameter.get("required"):
            return None
    return sent["path"], sent["query"], sent["header"]


def _shown(document: Document, parameter: Json) -> Any:
    schema = document.dereferenced(parameter.get("schema", {}))
    values = [document.dereferenced(each).get("value") for each in parameter.get("examples", {}).values()]
    own = [parameter.get("example"), *values, *schema.get("examples", ()), schema.get("example"), schema.get("const")]
    if parameter.get("required"):
        own += [schema.get("default"), *schema.get("enum", ())]
    return next((value for value in own if value is not None), None)


def _filled(path: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def _text(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"
