"""Write a document, which is YAML, as the JSON that the generator reads and its client carries.

`python openapi/generator/document_as_json.py openapi/ai302.yaml > openapi.json`
"""

import argparse
import json
import sys
from pathlib import Path

from image_gateways_documents.yaml_text import YamlRefused, read_yaml


def as_json(file: Path) -> str:
    """Return the document as JSON, its keys in their order.

    Raises:
        YamlRefused: it is no YAML, or holds what JSON does not (.nan).
    """
    return json.dumps(read_yaml(file), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, metavar="FILE", help="an OpenAPI document, YAML or JSON")
    document = parser.parse_args().file
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    try:
        sys.stdout.write(as_json(document))
    except YamlRefused as refused:
        sys.exit(f"error: {refused}")
