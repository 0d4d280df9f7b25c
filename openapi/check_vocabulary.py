"""Hold documents to their vocabulary: `python openapi/check_vocabulary.py openapi/*.yaml`."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from image_gateways_documents.vocabulary import vocabulary_problems
from image_gateways_documents.yaml_text import YamlRefused


def problems(files: Iterable[Path]) -> list[str]:
    """Return a line for each problem of all documents; what cannot be read is one."""
    found: list[str] = []
    for file in files:
        try:
            found += vocabulary_problems(file)
        except YamlRefused as refused:
            found.append(str(refused))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an OpenAPI document, JSON or YAML")
    found = problems(parser.parse_args().files)
    sys.exit("\n".join(found) if found else 0)
