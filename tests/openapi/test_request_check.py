"""Which requests the reader lets pass, and why it refuses others, as the suite's judge has it: another program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from contract_tests.suite.request_judge import Asked, RequestJudge
from image_gateways_documents.document import Document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.request_check import check_body, check_content_type, check_credentials, check_parameters
from image_gateways_documents.routing import Rejection, Router, parse_query

SMALL = """
openapi: 3.1.0
info: {title: What the gateways' documents have not, version: '1'}
servers: [{url: 'https://example.com/base'}]
security: [{key: [], second: []}, {token: []}]
paths:
  /things/{number}/parts/{part}:
    parameters:
      - {name: number, in: path, required: true, schema: {type: integer, minimum: 1}, example: 12}
      - {name: part, in: path, required: true, schema: {type: string}, example: a}
    get:
      operationId: list_parts
      parameters:
        - {name: limit, in: query, required: true, schema: {type: integer, maximum: 5}, example: 5}
        - {name: share, in: query, schema: {type: number}, example: 0.5}
        - {name: X-Fast, in: header, required: true, schema: {type: boolean}, example: true}
      responses: {'200': {description: All of them.}}
    post:
      operationId: add_part
      security: []
      requestBody:
        content: {application/json: {schema: {type: object, required: [name]}, examples: {one: {value: {name: a}}}}}
      responses: {'200': {description: It is there.}}
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: key, x-placeholders: [first]}
    second: {type: apiKey, in: header, name: X-Second}
    token: {type: http, scheme: bearer, x-placeholders: [third]}
"""


# --- requests ---------------------------------------------------------------------------------------------------------


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any], list[dict[str, Any]]]]:
    """Method, path, node and parameters of each operation."""
    base = urlsplit(document.server_url).path
    for found in document.operation_nodes():
        parameters = [*found.item.get("parameters", ()), *found.node.get("parameters", ())]
        whole = base + found.path.partition("#")[0]
        yield found.method.upper(), whole, found.node, [document.dereferenced(each) for each in parameters]


def documented(document: Document) -> Iterator[Asked]:
    """A request for each example of a body, or one where an operation takes none, as the document wants it."""
    for method, path, node, parameters in operations(document):
        value = {each["name"]: str(each.get("example", "1")) for each in parameters}
        value |= {each["name"]: each["schema"]["const"] for each in parameters if "const" in each["schema"]}
        value |= {name: "true" for name, each in value.items() if each == "True"}
        query = [(each["name"], value[each["name"]]) for each in parameters if each["in"] == "query"]
        headers = {each["name"].lower(): value[each["name"]] for each in parameters if each["in"] == "header"}
        ways: list[dict[str, Any]] = (node if "security" in node else document.root)["security"]
        for name in next(iter(ways), ()):
            scheme = document.root["components"]["securitySchemes"][name]
            key = scheme.get("x-placeholders", ["any"])[0]
            if "scheme" in scheme:
                headers["authorization"] = f"Bearer {key}"
            elif scheme["in"] == "header":
                headers[scheme["name"].lower()] = key
            else:
                query.append((scheme["name"], key))
        plain = Asked(method, path.format(**value) if "{" in path else path, tuple(query), headers, b"")
        content = document.dereferenced(node.get("requestBody", {})).get("content", {})
        examples = [
            document.dereferenced(one)["value"] for media in content.values() for one in media["examples"].values()
        ]
        for example in examples:
            yield replace(plain, headers=headers | {"content-type": "application/json"}, body=written(example))
        if not examples:
            yield plain


def written(value: Any) -> bytes:
    return json.dumps(value).encode()


def broken(asked: Asked) -> Iterator[tuple[str, Asked]]:
    """The request with one part changed, and which part: some changes break it, others do not."""
    for method in {"GET", "POST", "PUT", "DELETE"} - {asked.method}:
        yield "method", replace(asked, method=method)
    steps = asked.path.split("/")
    for index, step in enumerate(steps[1:], 1):
        for instead in ([], [""], [step, step], [f"{step}x"], [step.upper()], ["0"], ["-3"], ["a b"]):
            yield "path", replace(asked, path="/".join([*steps[:index], *instead, *steps[index + 1 :]]))
    for index, (name, value) in enumerate(asked.query):
        changed = [[(other, value)] for other in (name.lower(), name.upper(), f"{name}s")]
        changed += [[], [(name, value)] * 2]
        for other in ("", "x", f"{value}0", f"{value}.5", f"-{value}", value.lower(), f" {value}"):
            changed.append([(name, other)])
        for pairs in changed:
            yield "query", replace(asked, query=(*asked.query[:index], *pairs, *asked.query[index + 1 :]))
    yield "query", replace(asked, query=(*asked.query, ("else", "1")))
    for name, value in asked.headers.items():
        kept = {key: text for key, text in asked.headers.items() if key != name}
        yield name, replace(asked, headers=kept)
        scheme, _, key = value.partition(" ")
        for text in ("", f"{value}x", value.upper(), scheme, f"{scheme.lower()} {key}", f"Basic {key}", "Bearer third"):
            yield name, replace(asked, headers={**kept, name: text})
    json_type = "application/json"
    for kind in ("text/plain", json_type.title(), f"{json_type}; charset=utf-8", f"{json_type};charset=latin-1"):
        yield "content-type", replace(asked, headers={**asked.headers, "content-type": kind})
    for coding in ("gzip", "identity"):
        yield "content-encoding", replace(asked, headers={**asked.headers, "content-encoding": coding})
    for body in broken_bodies(asked.body) if asked.body else ():
        yield "body", replace(asked, body=body)


def broken_bodies(body: bytes) -> Iterator[bytes]:
    yield from (b"", b"[]", b"null", b'"text"', b"{}", b"\xff" + body)
    yield from (body[:-1], body + b"}", body[:-1] + b', "else": NaN}')
    value = json.loads(body)
    yield body[:-1] + f", {json.dumps(next(iter(value)))}: 1}}".encode()
    for name, held in value.items():
        yield written({key: other for key, other in value.items() if key != name})
        others: tuple[Any, ...] = (None, {}, True, -1, [], [held])
        for other in others:
            yield written(value | {name: other})
    if "req_json" in value:
        for text in ("{", "[]", '{"return_url": 3}', '{"logo_info": {"position": "left"}}', "{}"):
            yield written(value | {"req_json": text})


def read(router: Router, asked: Asked) -> tuple[str, str]:
    """The operation that the reader takes a request for, or else the condition that it refuses it for."""
    query = parse_query(urlencode(asked.query).encode())
    try:
        match = router.match(asked.method, asked.path, query)
        check_credentials(match.operation, asked.headers, query, ())
        parameters = check_parameters(match, asked.headers, query)
        check_content_type(match.operation, asked.headers)
        check_body(match.operation, parameters, asked.body)
    except Rejection as rejection:
        return "", rejection.problem.condition
    return match.operation.operation_id, ""


TEXTS = {file.stem: file.read_text("utf-8") for file in sorted(DOCUMENTS.glob("*.yaml"))} | {"small": SMALL}


@pytest.mark.parametrize("name", TEXTS)
def test_each_documented_request_and_each_way_to_break_it_is_judged_alike(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(TEXTS[name], "utf-8")
    document = Document(file)
    judge, router = RequestJudge(document), Router([document])
    passed, refused = Counter[str](), Counter[str]()
    reached = set()
    for asked in documented(document):
        for part, other in (("", asked), *broken(asked)):
            judgement = judge.judge(other)
            operation_id, condition = read(router, other)
            conditions = {problem.condition for problem in judgement.problems}
            assert (condition in conditions) if conditions else (not condition), f"{part}: {other}"
            assert conditions or judgement.operation_id == operation_id
            (refused if conditions else passed)[part] += 1
            reached |= {operation_id} - {""}
    assert reached == {node["operationId"] for _, _, node, _ in operations(document)}
    assert not refused[""]
    assert {"query", "content-type", "content-encoding"} <= passed.keys()
    assert {"method", "path", "content-type", "content-encoding", "body"} <= refused.keys()
