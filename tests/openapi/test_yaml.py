"""YAML means one thing: the core schema of version 1.2, for the mock, the suite, the generator and everything else."""

from __future__ import annotations

import json
import math
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from contract_tests.suite.document_lines import line_of
from image_gateways_documents import yaml_text
from image_gateways_documents.document import Document, load_documents
from image_gateways_documents.document_faults import DocumentError
from image_gateways_documents.document_tree import DocumentTree, Line, Lines
from image_gateways_documents.yaml_text import MOST_LEVELS, YamlRefused, parse_yaml, read_yaml, yaml_files
from tools.document_diff.lined_document import LinedDocument

ROOT = Path(__file__).parents[2]
FOLDERS = [ROOT / name for name in ("openapi", "contract_tests", "tools", "tests")]

# What stands in the file, and what it is by the standard's own rules, chapter 10.3.2.
SCALARS: dict[str, Any] = {
    "16:9": "16:9",
    "1:30:00": "1:30:00",
    "no": "no",
    "No": "No",
    "yes": "yes",
    "on": "on",
    "OFF": "OFF",
    "y": "y",
    "2026-11-21": "2026-11-21",
    "2026-11-21T10:00:00Z": "2026-11-21T10:00:00Z",
    "12:30": "12:30",
    "true": True,
    "False": False,
    "TRUE": True,
    "tRUE": "tRUE",
    "null": None,
    "Null": None,
    "~": None,
    "": None,
    "nULL": "nULL",
    "0": 0,
    "-7": -7,
    "+7": 7,
    "014": 14,
    "0o14": 12,
    "0o9": "0o9",
    "0x1F": 31,
    "-0x1F": "-0x1F",
    "0b11": "0b11",
    "1_000": "1_000",
    "1.5": 1.5,
    "1.": 1.0,
    ".5": 0.5,
    "1e5": 1e5,
    "1E+5": 1e5,
    "+.5e-1": 0.05,
    ".": ".",
    "1.2.3": "1.2.3",
    "=": "=",
    "<<": "<<",
    "'16:9'": "16:9",
    '"no"': "no",
    "'1'": "1",
    "!!str 1": "1",
    "!!float 1": 1.0,
    "!!int 7": 7,
}


@pytest.mark.parametrize("text", SCALARS)
def test_a_scalar_is_what_the_standard_says(text: str) -> None:
    assert repr(parse_yaml(f"- {text}\n".encode())) == repr([SCALARS[text]])


# Where ruamel.yaml departs from the standard: signed hexadecimals, binaries, a leading point with an exponent.
_OWN_TO_RUAMEL = re.compile(r"[-+]0[ox][0-9a-fA-F]+|[-+]?0b[01]+|[-+]?\.\d+[eE][-+]?\d+")


def ruamel(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.from_regex(r"[-+.0-9a-fxoeE:~nulNULtrueTRUEfalsyY]{1,7}", fullmatch=True))
@example("0o17")
@example("1e5")
@example("12:30:45")
def test_a_plain_scalar_is_read_as_the_readers_of_1_2_read_it(text: str) -> None:
    try:
        expected = ruamel(f"a: {text}\n")
    except (YAMLError, ValueError):  # it falls over what looks like a number and is none
        return
    if isinstance(expected, dict) and isinstance(expected["a"], float) and not math.isfinite(expected["a"]):
        with pytest.raises(YamlRefused, match="JSON has no such number"):
            parse_yaml(f"a: {text}\n".encode())
        return
    read = parse_yaml(f"a: {text}\n".encode())
    assert repr(read) == repr(expected) or _OWN_TO_RUAMEL.fullmatch(text), (text, read, expected)


def without_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_dates(below) for key, below in value.items()}
    if isinstance(value, list):
        return [without_dates(below) for below in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_file_of_ours_says_the_same_to_every_reader(folder: Path) -> None:
    files = sorted(folder.rglob("*.yaml"))
    assert files
    for file in files:  # one test for each of several hundred would take as long as to read them
        text = file.read_text("utf-8")
        read = parse_yaml(text.encode(), binary=True)
        assert read == without_dates(yaml.load(text, yaml.CSafeLoader)), file
        assert read == without_dates(ruamel(text)), file


def test_keys_are_the_texts_that_json_makes_of_them() -> None:
    assert parse_yaml(b"{200: a, on: b, null: c, true: d, 16:9: e, '0x1F': f}") == {
        "200": "a", "on": "b", "null": "c", "true": "d", "16:9": "e", "0x1F": "f",
    }  # fmt: skip


LAUGHS = "a0: &a0 [ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
# What is refused, and what the line says of it.
REFUSED: dict[str, tuple[bytes, str]] = {
    "a key twice": (b"a: 1\nb: 2\na: 3\n", "line 3: the key a is there twice"),
    "a key twice, once as a number": (b"'200': 1\n200: 2\n", "line 2: the key 200 is there twice"),
    "a key that is spelt in two ways": (b"a:\n  0x1F: 1\n", "line 2: the key 0x1F is read in different ways; quote it"),
    "a key that is a list": (b"? [a]\n: 1\n", "line 1: a key that is no text; quote it"),
    "no number of JSON": (b"a: .inf\n", "line 1: .inf: JSON has no such number; quote it if it is a text"),
    "a number beyond all": (b"a: 1e999\n", "line 1: 1e999: JSON has no such number; quote it if it is a text"),
    "a tag of one language": (b"a: !!python/name:os.system\n", "line 1: the tag !!python/name:os.system is not read"),
    "bytes, where JSON is meant": (b"a: !!binary aGk=\n", "line 1: the tag !!binary is not read"),
    "an anchor that holds itself": (b"a: 1\nb: &b [*b]\n", "line 2: an anchor that holds itself"),
    "a merge of itself": (b"a: &a {<<: *a}\n", "line 1: an anchor that holds itself"),
    "a merge of a text": (b"<<: text\n", "line 1: << takes a mapping, or a list of mappings; quote it"),
    "100 000 levels in a line": (b"[" * 100_000 + b"]" * 100_000, f"line 1: more than {MOST_LEVELS} levels"),
    "100 000 levels of a list": (b"- " * 100_000 + b"a", f"line 1: more than {MOST_LEVELS} levels"),
    "levels on lines of their own": (
        "".join(f"{' ' * n}a:\n" for n in range(MOST_LEVELS + 5)).encode(),
        f"line {MOST_LEVELS}: more than {MOST_LEVELS} levels",
    ),
    "a billion laughs": (LAUGHS.encode(), "line 6: aliases that repeat more than 1000000 values and characters"),
    "one long text, often": (
        b"a: &a " + b"x" * 100_000 + b"\nb: [" + b"*a, " * 11 + b"]\n",
        "line 1: aliases that repeat more than 1000000 values and characters",
    ),
    "not UTF-8": (b"a: 1\nb: \xff\n", "line 2: is not UTF-8 (byte 0xff)"),
    "UTF-16": ("a: 1\n".encode("utf-16"), "line 1: is not UTF-8 (byte 0xff)"),
    "a break to some readers": ("a: 1\nb: 'x\u2028y'\n".encode(), "line 2: U+2028 is a line break to some readers"),
    "two documents": (b"a: 1\n---\nb: 2\n", "line 2: expected a single document"),
    "an end too early": (b"a: [1\n", "line 2: "),
    "a name for nothing": (b"a: *b\n", "line 1: found undefined alias"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_in_one_line_with_its_place(name: str) -> None:
    text, expected = REFUSED[name]
    with pytest.raises(YamlRefused) as refused:
        parse_yaml(text)
    assert str(refused.value).startswith(expected)
    assert "\n" not in str(refused.value)


def test_as_many_levels_as_are_read_need_no_more_stack_than_there_is() -> None:
    read = parse_yaml(b"[" * MOST_LEVELS + b"*a"[:0] + b"]" * MOST_LEVELS)
    anchored = parse_yaml(b"a: &a 1\nb: *a\nc: " + b"[" * (MOST_LEVELS - 1) + b"]" * (MOST_LEVELS - 1))
    assert json.dumps(read).count("[") == MOST_LEVELS
    assert json.dumps(anchored).count("[") == MOST_LEVELS - 1


def test_anchors_that_repeat_little_are_read_and_a_merge_gives_way_to_what_is_written() -> None:
    read = parse_yaml(b"""
base: &base {minimum: 0, maximum: 9}
other: &other {maximum: 5, type: integer}
again: *base
one: {<<: *base, maximum: 3}
two: {maximum: 1, <<: [*base, *other]}
""")
    assert read["again"] == read["base"] == {"minimum": 0, "maximum": 9}
    assert read["one"] == {"minimum": 0, "maximum": 3}
    assert read["two"] == {"minimum": 0, "maximum": 1, "type": "integer"}


def test_each_key_knows_its_line_even_where_a_merge_brought_it() -> None:
    lines: Lines = {}
    read = parse_yaml(b"base: &base\n  minimum: 0\nown:\n  <<: *base\n  maximum: 3\nlist: [1,\n  2]\n", lines=lines)
    assert lines[id(read["own"]), "minimum"] == Line(2)
    assert lines[id(read["own"]), "maximum"] == Line(5)
    assert lines[id(read["own"]), None] == Line(3)
    assert lines[id(read), None] == Line(1)
    assert lines[id(read["list"]), 1] == Line(7)


ONE_LINE = '{"a": "%s", "paths": {"/hats": {}}%s}'


@pytest.mark.parametrize("before", ["", "é", r"\ud83d\ude00 \ud83d\ude00", r"\\ud83d"])
def test_json_on_one_line_is_told_with_the_column(before: str) -> None:
    text = ONE_LINE % (before, "")
    lines: Lines = {}
    tree = DocumentTree(parse_yaml(text.encode(), lines=lines), lines)
    column = text.index('"/hats"') + 1
    assert str(tree.line_of(("paths", "/hats"))) == f"1:{column}"
    twice = ONE_LINE % (before, ', "paths": 1')
    again = twice.rindex('"paths"') + 1
    with pytest.raises(YamlRefused, match=f"line 1:{again}: the key paths is there twice"):
        parse_yaml(twice.encode())


def test_of_json_on_several_lines_the_line_is_enough() -> None:
    lines: Lines = {}
    tree = DocumentTree(parse_yaml(b'{"a": 1,\n "b": {}}\n', lines=lines), lines)
    assert str(tree.line_of(("b",))) == "2"


@pytest.mark.parametrize("file", sorted((ROOT / "openapi").glob("*.yaml")), ids=lambda file: file.stem)
def test_the_line_that_is_named_says_it(file: Path) -> None:
    document = Document(file, lined=True)
    text = file.read_text("utf-8").splitlines()
    for path, item in document.root["paths"].items():
        where = line_of(document, document.root["paths"], path)
        assert path in text[int(where.rpartition(":")[2]) - 1]
        for method in item:
            where = line_of(document, item, method)
            assert text[int(where.rpartition(":")[2]) - 1].strip().startswith(method)


def test_only_a_plain_file_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere")
    for name, word in (("pipe", "no regular file"), ("folder", "no regular file"), ("gone", "No such file")):
        with pytest.raises(YamlRefused, match=f"{name}.yaml: .*{word}"):
            read_yaml(tmp_path / f"{name}.yaml")


def test_a_folder_that_cannot_be_looked_into_is_not_an_empty_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    with pytest.raises(YamlRefused, match="nowhere: No such file"):
        yaml_files(tmp_path / "nowhere")
    monkeypatch.setattr(Path, "iterdir", refused)  # who runs this may be root, whom nothing is denied
    with pytest.raises(YamlRefused, match="Permission denied"):
        yaml_files(tmp_path)


READS = """
openapi: 3.1.0
info: {title: A ratio, version: '1'}
paths:
  /ratio:
    post:
      operationId: ratio
      tags: [ratio]
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Ratio'}
      responses: {200: {description: Done.}}
components:
  schemas:
    Ratio:
      type: object
      properties:
        ratio: {type: string, enum: [16:9, no, 12:30]}
        day: {type: string, const: 2026-11-21}
"""


def test_mock_diff_suite_and_generator_read_one_document_alike(tmp_path: Path) -> None:
    file = tmp_path / "ratio.yaml"
    file.write_text(READS, "utf-8")
    (document,) = load_documents(tmp_path)
    script = ROOT / "openapi" / "generator" / "document_as_json.py"
    carried = subprocess.run([sys.executable, script, file], capture_output=True, text=True, check=True).stdout
    roots = [document.root, LinedDocument("ratio", READS).root, json.loads(carried)]
    for root in roots:
        ratio = root["components"]["schemas"]["Ratio"]["properties"]
        assert ratio["ratio"]["enum"] == ["16:9", "no", "12:30"]
        assert ratio["day"]["const"] == "2026-11-21"
    assert roots[0] == roots[1] == roots[2]
    body = document.operations[0].body
    assert body is not None
    assert body.problem({"ratio": "16:9", "day": "2026-11-21"}) is None


def test_one_module_reads_yaml() -> None:
    """Who writes it, or judges what was read, may use a library of its own."""
    code = [file for folder in FOLDERS if folder.name != "tests" for file in folder.rglob("*.py")]
    loads = re.compile(r"\byaml\.(?:safe_|full_|unsafe_)?(?:load|compose|parse|scan)|\bC?(?:Safe|Full|Unsafe)Loader\b")
    assert [file.name for file in code if loads.search(file.read_text("utf-8"))] == []
    reads = [file for file in code if re.search(r"^(?:import|from) yaml\b", file.read_text("utf-8"), re.M)]
    assert Path(yaml_text.__file__) in reads
    assert {file.name for file in reads} <= {"yaml_text.py", "cassette_files.py", "document_text.py"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "no OpenAPI document"),
        ("paths: []", "no OpenAPI document"),
        ("paths: {/a: {post: {parameters: [{name: a}]}}}", "POST /a: not as OpenAPI has it, KeyError 'in'"),
        ("paths: {/a: {post: []}}", "POST /a: not as OpenAPI has it"),
        (
            "paths: {/a: {post: {operationId: a, requestBody: {$ref: '#/paths/~1a/post/requestBody'}}}}",
            "leads back to itself",
        ),
    ],
)
def test_a_document_of_another_shape_is_one_line(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(text, "utf-8")
    with pytest.raises(DocumentError, match=re.escape(said)) as refused:
        load_documents(tmp_path)
    assert str(refused.value).startswith(f"{tmp_path / 'odd.yaml'}: ")


def test_a_document_is_made_anew_as_soon_as_its_file_holds_something_else(tmp_path: Path) -> None:
    file = tmp_path / "ratio.yaml"
    file.write_text(READS, "utf-8")
    (first,), (again,) = load_documents(tmp_path), load_documents(tmp_path)
    assert again is first
    file.write_text(READS.replace("16:9", "16:8"), "utf-8")
    (changed,) = load_documents(tmp_path)
    assert changed.root["components"]["schemas"]["Ratio"]["properties"]["ratio"]["enum"][0] == "16:8"
    file.write_text("openapi: [", "utf-8")
    with pytest.raises(DocumentError):
        load_documents(tmp_path)
