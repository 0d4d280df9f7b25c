"""Whoever writes or reads a parameter has the same text for its style: the client, the suite, and both readers."""

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from contract_tests.suite.contract import Contract
from contract_tests.suite.request_making import request_of
from contract_tests.suite.target import Target
from contract_tests.suite.wire import Sent
from image_gateways import sending
from image_gateways_documents.request_check import check_parameters
from image_gateways_documents.routing import Rejection, Router

LIST = "{type: array, items: {type: integer}}"
SIZE = "{type: object, properties: {wide: {type: integer}, high: {type: integer}}}"
WHOLE = "{type: integer}"
SIZED = {"wide": 7, "high": 8}
STYLES = [
    ("path", "label", False, WHOLE, 5, "/it/.5"),
    ("path", "label", False, LIST, [3, 4], "/it/.3,4"),
    ("path", "label", True, LIST, [3, 4], "/it/.3.4"),
    ("path", "label", False, SIZE, SIZED, "/it/.wide,7,high,8"),
    ("path", "label", True, SIZE, SIZED, "/it/.wide=7.high=8"),
    ("path", "matrix", False, WHOLE, 5, "/it/;me=5"),
    ("path", "matrix", False, LIST, [3, 4], "/it/;me=3,4"),
    ("path", "matrix", True, LIST, [3, 4], "/it/;me=3;me=4"),
    ("path", "matrix", False, SIZE, SIZED, "/it/;me=wide,7,high,8"),
    ("path", "matrix", True, SIZE, SIZED, "/it/;wide=7;high=8"),
    ("path", "simple", False, LIST, [3, 4], "/it/3,4"),
    ("path", "simple", False, SIZE, SIZED, "/it/wide,7,high,8"),
    ("path", "simple", True, SIZE, SIZED, "/it/wide=7,high=8"),
    ("query", "form", False, LIST, [3, 4], "/it?me=3%2C4"),
    ("query", "form", True, LIST, [3, 4], "/it?me=3&me=4"),
    ("query", "form", False, SIZE, SIZED, "/it?me=wide%2C7%2Chigh%2C8"),
    ("query", "form", True, SIZE, SIZED, "/it?wide=7&high=8"),
    ("query", "spaceDelimited", False, LIST, [3, 4], "/it?me=3+4"),
    ("query", "pipeDelimited", False, LIST, [3, 4], "/it?me=3%7C4"),
    ("query", "deepObject", True, SIZE, SIZED, "/it?me%5Bwide%5D=7&me%5Bhigh%5D=8"),
    ("header", "simple", False, LIST, [3, 4], "3,4"),
    ("header", "simple", False, SIZE, SIZED, "wide,7,high,8"),
    ("header", "simple", True, SIZE, SIZED, "wide=7,high=8"),
]


def contract_of(folder: Path, place: str, style: str, explode: bool, schema: str) -> Contract:
    path = "/it/{me}" if place == "path" else "/it"
    says = f"name: me, in: {place}, required: true, style: {style}, explode: {str(explode).lower()}, schema: {schema}"
    (folder / "it.yaml").write_text(
        f"openapi: 3.1.0\ninfo: {{title: It, version: '1'}}\npaths:\n  {path}:\n"
        f"    get: {{parameters: [{{{says}}}], responses: {{}}}}\n", "utf-8",
    )  # fmt: skip
    return Contract(Target("it", folder / "it.yaml", "http://127.0.0.1:1", "", folder))


@pytest.mark.parametrize(("place", "style", "explode", "schema", "value", "text"), STYLES)
def test_a_parameter_is_written_and_read_as_its_style_has_it(
    tmp_path: Path, place: str, style: str, explode: bool, schema: str, value: Any, text: str
) -> None:
    contract = contract_of(tmp_path, place, style, explode, schema)
    (operation,) = contract.document.operations
    sent = request_of(contract, operation, given={"me": value})
    headers = sent.first_headers()
    assert (headers["me"] if place == "header" else sent.target) == text
    assert contract.expect(sent).problem is None
    expected = contract.expect(sent).request
    assert expected is not None
    assert expected.parameters == {"me": value}
    written = {"path": sending.in_path(value, f"{style}{'*' if explode else ''}", "me"), "header": sending.pairs(value)}
    if place == "path" or (place == "header" and explode):
        assert written[place] == text.removeprefix("/it/")
    match = Router([contract.document]).match("GET", sent.path, sent.query)
    assert check_parameters(match, headers, sent.query) == {"me": value}


@pytest.mark.parametrize(("style", "begin"), [("label", "."), ("matrix", ";me="), ("matrix", ";you=")])
def test_what_is_not_written_in_the_style_of_its_path_is_no_value(tmp_path: Path, style: str, begin: str) -> None:
    contract = contract_of(tmp_path, "path", style, False, "{type: string}")
    allowed = begin != ";you="
    for path in ("/it/5", f"/it/{begin}5"):
        match = Router([contract.document]).match("GET", path, ())
        is_refused = path == "/it/5" or not allowed
        problem = contract.expect(Sent("GET", path)).problem
        assert (problem is not None and problem.condition == "missing-field") is is_refused
        with pytest.raises(Rejection) if is_refused else nullcontext():
            check_parameters(match, {}, ())
