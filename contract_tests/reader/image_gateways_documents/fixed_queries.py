"""A query within a path, as `/images?version=2`: OpenAPI has none, authors write it, and parameters can say it."""

from urllib.parse import parse_qsl

from .document_tree import Json


def without_query(path: str, item: Json) -> tuple[str, Json]:
    """Return a path and what it holds, with its query as parameters that have one legal value each.

    What was the query becomes the fragment of the path, which tells operations of one path apart.
    """
    address, _, query = path.partition("?")
    if not query:
        return path, item
    known = {parameter.get("name") for parameter in item.get("parameters", ())}
    pairs = parse_qsl(query, keep_blank_values=True)
    added = [_constant(name, value) for name, value in pairs if name not in known]
    return f"{address}#{query}", {**item, "parameters": [*item.get("parameters", ()), *added]}


def _constant(name: str, value: str) -> Json:
    return {"name": name, "in": "query", "required": True, "schema": {"const": value, "default": value}}
