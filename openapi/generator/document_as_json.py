"""Write a document, which is YAML, as the JSON that its client carries.

`python openapi/generator/document_as_json.py openapi/ai302.yaml > openapi.json`
"""

import json
import sys
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml


class JsonYamlLoader(yaml.CSafeLoader):
    """YAML as JSON knows it: each key, and each date, is the text that stands in the document."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Take a status such as 200, unquoted, for the text "200"."""
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                key.tag = "tag:yaml.org,2002:str"
        return super().construct_mapping(node, deep)


JsonYamlLoader.yaml_implicit_resolvers = {
    first: [(tag, expression) for tag, expression in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def as_json(text: str) -> str:
    """Return the document as JSON, its keys in their order; ValueError where YAML holds what JSON does not (.nan)."""
    document = yaml.load(text, JsonYamlLoader)  # noqa: S506, a subclass of the safe loader
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(as_json(Path(sys.argv[1]).read_text("utf-8")))
