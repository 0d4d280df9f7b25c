"""Which requests the reader lets pass, and as which operation, as a judge has it that reads the documents by itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import yaml
from jsonschema import Draft202012Validator

from image_gateways_documents.document import Document
from image_gateways_documents.folder import DOCUMENTS
from image_gateways_documents.rejection import Rejection
from image_gateways_documents.request_check import check_body, check_content_type, check_credentials, check_parameters
from image_gateways_documents.routing import Router, parse_query

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
RESULT_OPTIONS = {"$ref": "#/components/schemas/ResultOptions"}


@dataclass(frozen=True)
class Asked:
    """A request: header names in lower case, query parameters in order."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes


# --- the judge --------------------------------------------------------------------------------------------------------


class Judge:
    """Reads a document as OpenAPI and JSON Schema have it, and says which operations allow a request."""

    def __init__(self, text: str) -> None:
        self.root = json.loads(json.dumps(yaml.load(text, yaml.CSafeLoader)))
        self.base = urlsplit(self.root["servers"][0]["url"]).path

    def operations(self) -> Iterator[tuple[str, str, dict[str, Any], list[dict[str, Any]]]]:
        """Method, path, node and parameters of each operation."""
        for path, item in self.root["paths"].items():
            for method in item.keys() & {"get", "post"}:
                parameters = [*item.get("parameters", ()), *item[method].get("parameters", ())]
                whole = self.base + path.partition("#")[0]
                yield method.upper(), whole, item[method], [self.target(each) for each in parameters]

    def target(self, node: dict[str, Any]) -> dict[str, Any]:
        if "$ref" not in node:
            return node
        found: dict[str, Any] = self.root
        for step in node["$ref"].split("/")[1:]:
            found = found[step]
        return found

    def allowed(self, asked: Asked) -> list[str]:
        return [
            node["operationId"]
            for method, path, node, parameters in self.operations()
            if method == asked.method
            and (in_path := taken_from(asked.path, path)) is not None
            and all(self._takes(each, asked, in_path) for each in parameters)
            and self._lets_in(node.get("security", self.root.get("security", [])), asked)
            and self._takes_body(self.target(node.get("requestBody", {})), asked)
        ]

    def _takes(self, parameter: dict[str, Any], asked: Asked, in_path: Mapping[str, str]) -> bool:
        name = parameter["name"]
        lists = {
            "path": [in_path[name]] if name in in_path else [],
            "query": [value for key, value in asked.query if key == name],
            "header": [asked.headers[name.lower()]] if name.lower() in asked.headers else [],
        }
        found = lists[parameter["in"]]
        if not found:
            return not parameter.get("required", False)
        return len(found) == 1 and any(self._fits(parameter["schema"], value) for value in meant(found[0]))

    def _lets_in(self, ways: list[dict[str, Any]], asked: Asked) -> bool:
        return not ways or any(all(self._is_shown(name, asked) for name in way) for way in ways)

    def _is_shown(self, name: str, asked: Asked) -> bool:
        scheme = self.root["components"]["securitySchemes"][name]
        place = dict(asked.query) if scheme.get("in") == "query" else asked.headers
        shown = place.get("authorization" if "scheme" in scheme else scheme["name"].lower(), "")
        if "scheme" in scheme:
            kind, _, shown = shown.partition(" ")
            shown = shown if kind.lower() == scheme["scheme"] else ""
        return bool(shown) and shown in scheme.get("x-placeholders", [shown])

    def _takes_body(self, documented: dict[str, Any], asked: Asked) -> bool:
        if not documented:
            return True
        kind, *more = asked.headers.get("content-type", "application/json").lower().replace(" ", "").split(";")
        if kind not in documented["content"] or any(each != "charset=utf-8" for each in more):
            return False
        if asked.headers.get("content-encoding", "identity") != "identity":
            return False
        if not asked.body:
            return not documented.get("required", False)
        try:
            value = json.loads(asked.body, object_pairs_hook=once_each, parse_constant=refuse)
            # The one text of all documents that holds JSON.
            inner = [json.loads(value["req_json"])] if isinstance(value, dict) and "req_json" in value else []
        except (TypeError, ValueError):
            return False
        schema = documented["content"][kind]["schema"]
        return self._fits(schema, value) and all(self._fits(RESULT_OPTIONS, each) for each in inner)

    def _fits(self, schema: dict[str, Any], value: Any) -> bool:
        validator = Draft202012Validator({**schema, "components": self.root["components"]})
        return bool(validator.is_valid(value))


def taken_from(path: str, template: str) -> dict[str, str] | None:
    """The parameters of a path that a template fits; None where it does not."""
    found = {}
    for part, wanted in zip_longest(path.split("/"), template.split("/")):
        if part and wanted and wanted.startswith("{"):
            found[wanted.strip("{}")] = part
        elif part != wanted:
            return None
    return found


def meant(text: str) -> Iterator[Any]:
    """What the text of a parameter may stand for: itself, or a number or a truth value that is written so."""
    yield text
    if re.fullmatch(r"true|false|-?[0-9]+(\.[0-9]+)?", text):
        yield json.loads(text)


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name is there twice")
    return dict(pairs)


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


# --- requests ---------------------------------------------------------------------------------------------------------


def documented(judge: Judge) -> Iterator[Asked]:
    """A request for each example of a body, or one where an operation takes none, as the document wants it."""
    for method, path, node, parameters in judge.operations():
        value = {each["name"]: str(each.get("example", "1")) for each in parameters}
        value |= {each["name"]: each["schema"]["const"] for each in parameters if "const" in each["schema"]}
        value |= {name: "true" for name, each in value.items() if each == "True"}
        query = [(each["name"], value[each["name"]]) for each in parameters if each["in"] == "query"]
        headers = {each["name"].lower(): value[each["name"]] for each in parameters if each["in"] == "header"}
        for name in next(iter(node.get("security", judge.root.get("security", []))), ()):
            scheme = judge.root["components"]["securitySchemes"][name]
            key = scheme.get("x-placeholders", ["any"])[0]
            if "scheme" in scheme:
                headers["authorization"] = f"Bearer {key}"
            elif scheme["in"] == "header":
                headers[scheme["name"].lower()] = key
            else:
                query.append((scheme["name"], key))
        plain = Asked(method, path.format(**value) if "{" in path else path, tuple(query), headers, b"")
        content = judge.target(node.get("requestBody", {})).get("content", {})
        examples = [judge.target(each)["value"] for media in content.values() for each in media["examples"].values()]
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


def let_pass(router: Router, asked: Asked) -> list[str]:
    """The operation that the reader takes a request for; none where it refuses it."""
    query = parse_query(urlencode(asked.query).encode())
    try:
        match = router.match(asked.method, asked.path, query)
        check_credentials(match.operation, asked.headers, query, ())
        parameters = check_parameters(match, asked.headers, query)
        check_content_type(match.operation, asked.headers)
        check_body(match.operation, parameters, asked.body)
    except Rejection:
        return []
    return [match.operation.operation_id]


TEXTS = {file.stem: file.read_text("utf-8") for file in sorted(DOCUMENTS.glob("*.yaml"))} | {"small": SMALL}


@pytest.mark.parametrize("name", TEXTS)
def test_each_documented_request_and_each_way_to_break_it_is_judged_alike(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_text(TEXTS[name], "utf-8")
    judge, router = Judge(TEXTS[name]), Router([Document(file)])
    passed, refused = Counter[str](), Counter[str]()
    reached = set()
    for asked in documented(judge):
        for part, other in (("", asked), *broken(asked)):
            allowed = judge.allowed(other)
            assert let_pass(router, other) == allowed, f"{part}: {other}"
            (passed if allowed else refused)[part] += 1
            reached |= {*allowed}
    assert reached == {node["operationId"] for _, _, node, _ in judge.operations()}
    assert not refused[""]
    assert {"query", "content-type", "content-encoding"} <= passed.keys()
    assert {"method", "path", "content-type", "content-encoding", "body"} <= refused.keys()
