"""The parameters of operations: their names, places and schemas, and how their values are written."""

from collections.abc import Iterable
from dataclasses import dataclass

from .body_schema import BodySchema, SchemaTree
from .document_tree import Json
from .parameter_text import STYLES, Style
from .schema_walk import Schema, places


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation.

    `const` is the text that a query has to have for it, if there is but one: it tells operations of one path apart.
    """

    name: str
    location: str
    required: bool
    schema: BodySchema
    style: Style
    const: str | None


def read_parameter(tree: SchemaTree, node: Json) -> Parameter:
    """Read a parameter.

    Args:
        tree: the document.
        node: the parameter, its reference followed.
    """
    content = node.get("content", {})
    schema: Schema = (next(iter(content.values())) if content else node).get("schema", {})
    found = list(places(schema, tree.resolve))
    own = [place.schema for place in found if place.pattern == ()]
    style = node.get("style", STYLES[node["in"]])
    below = [place for place in found if len(place.pattern) == 1]
    tells_apart = node["in"] == "query" and node.get("required", False)
    const = next((part["const"] for part in own if isinstance(part.get("const"), str)), None)
    return Parameter(
        name=node["name"].lower() if node["in"] == "header" else node["name"],
        location=node["in"],
        required=node.get("required", False),
        schema=tree.compiled(schema),
        style=Style(
            style,
            node.get("explode", style == "form"),
            bool(content),
            _types(own),
            _types(place.schema for place in below),
            frozenset(place.pattern[0] for place in below),
            node["name"],
        ),
        const=const if tells_apart else None,
    )


def _types(schemas: Iterable[Schema]) -> frozenset[str]:
    kinds = [schema["type"] for schema in schemas if "type" in schema]
    return frozenset(name for kind in kinds for name in ([kind] if isinstance(kind, str) else kind))
