"""Make the clients of documents: `python -m openapi.generator FOLDER openapi/*.yaml`."""

import argparse
import json
import sys
from pathlib import Path

from image_gateways_documents.vocabulary import vocabulary_problems
from image_gateways_documents.yaml_text import YamlRefused
from openapi.generator.client import make_client
from openapi.generator.document_as_json import as_json
from openapi.generator.refusals import Unfit

_PACKAGE = Path(__file__).parent / "package"


def main() -> None:
    """Make a client of each document, in a folder that has the document's name; exit with 1 where one is unfit."""
    parser = argparse.ArgumentParser(prog="python -m openapi.generator", description=__doc__)
    parser.add_argument("into", type=Path, help="the folder in which the clients' folders are to be")
    parser.add_argument("documents", type=Path, nargs="+", help="OpenAPI 3.1 documents, as YAML")
    given = parser.parse_args()
    given.into.mkdir(parents=True, exist_ok=True)
    for document in given.documents:
        folder = given.into / document.stem
        if (_PACKAGE / f"{document.stem}.py").exists():
            sys.exit(f"{document}: its client would hide {document.stem}.py, which all clients share; rename it")
        try:
            text = as_json(document)
            if problems := vocabulary_problems(document, foreign=False):
                sys.exit("\n".join(problems))
            make_client(json.loads(text), folder)
        except YamlRefused as refused:
            sys.exit(str(refused))
        except Unfit as unfit:
            sys.exit("\n".join(f"{document}: {problem}" for problem in unfit.problems))
        (folder / "openapi.json").write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
