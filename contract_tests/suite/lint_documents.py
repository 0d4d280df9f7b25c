"""Holds documents to OpenAPI, and to the house if they ask: `python -m contract_tests.suite.lint_documents FILE…`.

Each line says which of the two it is about, and where what it names stands. Of what is no OpenAPI it says the first
thing alone.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from image_gateways_documents.document_tree import DocumentTree, Line, Lines
from image_gateways_documents.yaml_text import YamlRefused, read_yaml

from .document_rules import OPENAPI_RULES, RULES, Rule, a_document_is_valid_openapi_3_1, rules_of

_HOUSE_ALONE = "kept as OpenAPI has it; `x-house-rules: true` holds it to the rules of openapi/README.md as well"


def problems(files: Iterable[Path]) -> Iterator[str]:
    """Yield a line for each thing that breaks a rule, in all documents; what cannot be read is one."""
    for file in files:
        try:
            lines: Lines = {}
            document = DocumentTree(read_yaml(file, lines=lines), lines)
        except YamlRefused as refused:
            yield str(refused)
            continue
        for rule, problem in _broken(document):
            kind = "OpenAPI" if rule in OPENAPI_RULES else "house rule"
            where = file if rule is a_document_is_valid_openapi_3_1 else f"{file}:{_line(document, problem)}"
            yield f"{where}: {kind} {rule.__name__}: {problem}"


def _broken(document: DocumentTree) -> Iterator[tuple[Rule, str]]:
    for rule in rules_of(document):
        for problem in rule(document):
            yield rule, problem
            if rule is a_document_is_valid_openapi_3_1:
                return  # what is asked after next may not be there


def _line(document: DocumentTree, problem: str) -> Line:
    """Return the line of what a problem names first: an operation, and a component after it or alone."""
    named = next((node for node in document.operation_nodes() if problem.startswith(f"{node.address} ")), None)
    words = re.findall(r"[\w.-]+", problem.removeprefix(named.address if named else ""))
    components = document.root.get("components", {})
    if words[0] == "components" and words[2] in components.get(words[1], {}):
        return document.line_of(("components", *words[1:3]))
    steps = (("components", kind, word) for word in words[:2] for kind, held in components.items() if word in held)
    return document.line_of(next(steps, named.steps if named else ()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what breaks a rule, and which documents are held to OpenAPI alone; returns 1 where something does."""
    files = _parser().parse_args(arguments).files
    found = list(problems(files))
    for line in found:
        print(line, file=sys.stderr)  # noqa: T201  a command speaks to its user
    for file in files if not found else ():
        if rules_of(DocumentTree(read_yaml(file))) is not RULES:
            print(f"{file}: {_HOUSE_ALONE}")  # noqa: T201  a command speaks to its user
    return int(bool(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m contract_tests.suite.lint_documents", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an OpenAPI document, JSON or YAML")
    return parser


if __name__ == "__main__":
    sys.exit(main())
