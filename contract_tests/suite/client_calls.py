"""The generated client against a server: what arrives on the wire is what was meant, what comes back has its type."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path as FilePath
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
from schemathesis.core import NotSet

from image_gateways_documents.document import Document, open_document
from image_gateways_documents.document_tree import covering
from image_gateways_documents.json_text import difference
from image_gateways_documents.schema_walk import Path

from .client_functions import FORMS, ClientFunction, function_modules, json_schema, loaded_client
from .client_types import ClientTypes, models_of, plain
from .client_values import DrawnCall, calls_of, for_each
from .client_wire import ClientWire
from .document_lines import line_of
from .finding import Finding
from .schema_reading import Misfit, shown_path
from .wire import Sent

# What httpx sends with every request, and what stands for the body.
_OWN_HEADERS = {
    *httpx.Client(transport=httpx.BaseTransport()).headers,
    "host",
    "content-type",
    "content-length",
    "transfer-encoding",
}
_SHOWN_HEADERS = {"content-type"}
# A field of this length makes the client send its body in pieces.
_LONG_FIELD = {"x_long": "é" * 270_000}


def check_client(
    package: str | FilePath, document: FilePath, base_url: str, api_key: str, *, seed: int, max_examples: int
) -> Iterator[Finding]:
    """Call every operation of a client in its four forms, with calls that the document allows.

    Yields what was found, one operation after the other: who asks only whether there is anything may stop early.

    Every call is a real one: use a server that bills nothing. Then each documented answer, errors included, is given in
    place of the server, so that each comes back once, as its type.

    Args:
        package: the client, as the name of its package or as the folder that is its package.
        document: the OpenAPI document that the client is held to.
        base_url: the server.
        api_key: a key that the server accepts.
        seed: seed of the calls.
        max_examples: how many calls of each operation are made up; each is sent four times.
    """
    check = _Calls(loaded_client(package), open_document(document.resolve(), lined=True), base_url, api_key)
    try:
        yield from check.run(seed, max_examples)
    finally:
        check.close()


@dataclass(frozen=True, slots=True)
class _Meant:
    """A call as the document means it; `arguments` are for the client's function. A `body` of None is none."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: Any
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Called:
    """What came of a call: what it returned or raised, and the answer behind it, which knows its request."""

    response: httpx.Response
    value: Any
    error: Exception | None


class _Calls:
    def __init__(self, package: ModuleType, document: Document, base_url: str, api_key: str) -> None:
        self.findings: dict[tuple[str, str, str], Finding] = {}
        self._document = document
        self._types = ClientTypes(models_of(package), document)
        self._reader = self._types.reader
        self._modules = function_modules(package)
        self._errors = importlib.import_module(f"{package.__name__}.errors")
        self._base_url = urlsplit(base_url)
        self._api_key = api_key
        self._wire = ClientWire()
        self._runner = asyncio.Runner()
        self._client = package.AuthenticatedClient(
            base_url=base_url, token=api_key, httpx_args={"transport": self._wire}
        )

    def close(self) -> None:
        self._client.get_httpx_client().close()
        self._runner.run(self._client.get_async_httpx_client().aclose())
        self._runner.close()

    def run(self, seed: int, max_examples: int) -> Iterator[Finding]:
        calls = calls_of(self._document.root)
        functions = list(self._functions())
        for function in functions:
            for problem in function.problems(self._types):
                self._found("client-signature", function, problem, function.operation.node)
        yield from self._taken()
        for function in functions:
            last: list[_Meant] = []
            check = partial(self._check_case, function, last)
            for_each(calls[function.operation.operation_id], check, seed=seed, max_examples=max_examples)
            for meant in last:
                self._check_long_body(function, meant)
                self._check_documented_answers(function, meant)
            yield from self._taken()

    def _taken(self) -> Iterator[Finding]:
        yield from self.findings.values()
        self.findings.clear()

    def _functions(self) -> Iterator[ClientFunction]:
        for operation in self._document.operations:
            node, module = operation.node, self._modules.pop(operation.operation_id, None)
            body = self._document.dereferenced(node.get("requestBody", {}))
            parameters = tuple(self._document.dereferenced(parameter) for parameter in node.get("parameters", ()))
            if module is None:
                self._found("client-function", operation.operation_id, "the client has no function for it", node)
            else:
                required = bool(body.get("required"))
                yield ClientFunction(operation, module, parameters, json_schema(body), required)
        for left in self._modules:
            self._found("client-function", left, "the client has a function that is no operation of the document")

    # --- calls --------------------------------------------------------------------------------------------------------

    def _check_case(self, function: ClientFunction, last: list[_Meant], case: DrawnCall) -> None:
        try:
            meant = self._meant(function, case)
        except Misfit as misfit:
            self._found("client-request", function, str(misfit), function.operation.node, misfit.path)
            return
        last[:] = [meant]
        for form in FORMS:
            if outcome := self._called(function, meant, form):
                self._check_request(function, meant, form, outcome.response)
                self._check_answer(function, form, outcome)

    def _meant(self, function: ClientFunction, case: DrawnCall) -> _Meant:
        operation = function.operation
        path, query, headers, arguments = operation.path, list[tuple[str, str]](), dict[str, str](), dict[str, Any]()
        given = {"path": case.path_parameters, "query": case.query, "header": case.headers, "cookie": case.cookies}
        for parameter in function.parameters:
            name, values = parameter["name"], given[parameter["in"]] or {}
            if name not in values:
                continue
            text = _as_text(values[name])
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", quote(text, safe=""))
            elif parameter["in"] == "query":
                query.append((name, text))
            else:
                headers[name.lower()] = text
            schema = parameter.get("schema", {})
            if not self._reader.constant(schema) and plain(name) in function.arguments:
                arguments[function.arguments[plain(name)]] = self._types.build(self._reader.read(schema, values[name]))
        for credential in operation.usual_credentials:
            key = credential.value(self._api_key)
            if credential.location == "query":
                query.append((credential.name, key))
            else:
                headers[credential.name] = key
        body = None if function.body is None or isinstance(case.body, NotSet) else case.body
        if body is not None and function.body is not None:
            arguments["body"] = self._types.build(self._reader.read(function.body, body))
        return _Meant(operation.method, self._base_url.path.rstrip("/") + path, query, headers, body, arguments)

    def _called(self, function: ClientFunction, meant: _Meant, form: str) -> _Called | None:
        """Call the client's function; None, and a finding, where that was not one exchange."""
        self._wire.responses.clear()
        value, raised = None, None
        try:
            value = getattr(function.module, form)(client=self._client, **meant.arguments)
            value = self._runner.run(value) if inspect.iscoroutine(value) else value
        except Exception as error:  # whatever the client raises is what came of the call
            raised = error
        if len(self._wire.responses) == 1:
            return _Called(self._wire.responses[0], value, raised)
        message = f"{form}: {len(self._wire.responses)} requests were answered, not one; {raised!r}"
        self._found("client-request", function, message, function.operation.node)
        return None

    def _check_request(self, function: ClientFunction, meant: _Meant, form: str, response: httpx.Response) -> None:
        request = response.request
        sent_path, _, sent_query = request.url.raw_path.decode().partition("?")
        sent_headers = {name: value for name, value in request.headers.items() if name not in _OWN_HEADERS}
        media_type = request.headers.get("content-type")
        pairs = {
            "method": (meant.method, request.method),
            "path": (meant.path, sent_path),
            "query": (sorted(meant.query), sorted(httpx.QueryParams(sent_query).multi_items())),
            "headers": (meant.headers, sent_headers),
            "content type": (None if meant.body is None else "application/json", media_type),
        }
        for what, (expected, found) in pairs.items():
            if expected != found:
                message = f"{form}: {what} on the wire: expected {expected!r}, found {found!r}"
                self._found("client-request", function, message, function.operation.node, response=response)
        try:
            sent = json.loads(request.content) if request.content else None
            if function.body is not None and sent is not None:
                self._reader.check(function.body, sent)
            if different := difference(meant.body, sent):
                raise Misfit(*different)
        except (ValueError, Misfit) as error:
            path = error.path if isinstance(error, Misfit) else ()
            message = f"{form}: body on the wire: {error}"
            self._found("client-request", function, message, function.body or function.operation.node, path, response)

    def _check_long_body(self, function: ClientFunction, meant: _Meant) -> None:
        """A body that is sent in pieces arrives whole, where the document leaves room for a long field."""
        if not isinstance(meant.body, dict) or function.body is None:
            return
        body = meant.body | _LONG_FIELD
        if self._reader.validator(function.body).is_valid(body):
            value = self._types.build(self._reader.read(function.body, body))
            longer = _Meant(
                meant.method, meant.path, meant.query, meant.headers, body, meant.arguments | {"body": value}
            )
            for form in FORMS:
                if outcome := self._called(function, longer, form):
                    self._check_request(function, longer, form, outcome.response)

    # --- answers ------------------------------------------------------------------------------------------------------

    def _check_documented_answers(self, function: ClientFunction, meant: _Meant) -> None:
        """Every example of every documented answer comes back as its type, in each form."""
        responses = function.operation.node["responses"]
        for pattern, holder in responses.items():
            media = self._document.dereferenced(holder).get("content", {}).get("application/json", {})
            for example in media.get("examples", {}).values():
                value = self._document.dereferenced(example)["value"]
                self._wire.canned = _answering(_one_of(str(pattern), responses), json.dumps(value).encode())
                for form in FORMS:
                    if outcome := self._called(function, meant, form):
                        self._check_answer(function, form, outcome)
        self._wire.canned = None

    def _check_answer(self, function: ClientFunction, form: str, outcome: _Called) -> None:
        """Hold what the caller got to what the document says that the server's answer is."""
        response, responses = outcome.response, function.operation.node["responses"]
        check = "client-answer" if response.is_success else "client-error"
        part: Any = responses
        try:
            key = covering(responses, response.status_code)
            schema = json_schema(self._document.dereferenced(responses[key])) if key else None
            if schema is None:
                raise Misfit((), "the document does not have this answer")
            part = schema
            answer = json.loads(response.content)
            self._reader.check(schema, answer)
            reading = self._reader.read(schema, answer)
            expected = self._types.build(reading)
            failed = not response.is_success or not function.failures(self._reader).isdisjoint(reading.names[-1:])
            got = self._got(form, outcome, failed)
            if type(got) is not type(expected) or got != expected:
                raise Misfit((), f"expected {_brief(expected)}, got {_brief(got)}")
            if different := difference(answer, got.to_dict()):
                raise Misfit(*different)
        except (ValueError, Misfit) as error:
            path = error.path if isinstance(error, Misfit) else ()
            message = f"{form}: HTTP {response.status_code}: {error}"
            self._found(check, function, message, part, path, outcome.response)

    def _got(self, form: str, outcome: _Called, failed: bool) -> Any:
        """Return what was parsed, once it is clear that it came as it should: returned, in a Response, or raised."""
        response = outcome.response
        wanted = not form.endswith("_detailed") and failed
        if wanted != isinstance(outcome.error, self._errors.ErrorResponse) or (outcome.error and not wanted):
            expected = "an ErrorResponse" if wanted else "no exception"
            raise Misfit((), f"expected {expected}, got {_brief(outcome.error or outcome.value)}")
        if not wanted and not form.endswith("_detailed"):
            return outcome.value
        holder: Any = outcome.error if wanted else outcome.value
        if (holder.status_code, holder.content) != (response.status_code, response.content):
            raise Misfit((), f"{type(holder).__name__} has the status {holder.status_code} or another body")
        if not wanted and holder.parse_error is not None:
            raise Misfit((), f"the answer was not readable: {holder.parse_error!r}")
        return holder.error if wanted else holder.parsed

    # --- findings -----------------------------------------------------------------------------------------------------

    def _found(
        self,
        check: str,
        about: ClientFunction | str,
        message: str,
        part: Any = None,
        path: Path = (),
        response: httpx.Response | None = None,
    ) -> None:
        """Keep a finding; of those about the same place, the one with the smallest request."""
        operation_id = about if isinstance(about, str) else about.operation.operation_id
        line = line_of(self._document, part)
        finding = Finding(
            check,
            operation_id,
            message.replace(self._api_key, "$API_KEY"),
            json_path=shown_path(path) if path else "",
            document_line=line,
            curl=self._curl(response.request) if response else "",
            replay=f"python -m pytest -k 'client_sends and {self._document.gateway}' tests",
        )
        place = (check, operation_id, f"{line} {message.split(':')[:2]} {[s for s in path if isinstance(s, str)]}")
        if place not in self.findings or len(finding.curl) < len(self.findings[place].curl):
            self.findings[place] = finding

    def _curl(self, request: httpx.Request) -> str:
        shown = {name for name in request.headers if name in _SHOWN_HEADERS or name not in _OWN_HEADERS}
        headers = tuple((name, value) for name, value in request.headers.items() if name in shown)
        sent = Sent(request.method, request.url.raw_path.decode(), headers, request.content)
        return sent.as_curl(f"{self._base_url.scheme}://{self._base_url.netloc}", self._api_key)


def _answering(status: int, content: bytes) -> Callable[[], httpx.Response]:
    return lambda: httpx.Response(status, headers={"content-type": "application/json"}, content=content)


def _as_text(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def _one_of(pattern: str, responses: dict[str, Any]) -> int:
    """A status that a pattern stands for and no other entry names: of `4XX`, the first that is left."""
    first = int(pattern.replace("default", "5XX").replace("XX", "00"))
    named = {str(name) for name in responses}
    return next(status for status in range(first, first + 100) if pattern.isdigit() or str(status) not in named)


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 400 else f"{text[:400]}…"
