"""Composes an example of a schema out of the examples that its fields have."""

from typing import Any, Final

from image_gateways_documents.document_tree import DocumentTree, Json

NOTHING: Final = object()
"""Stands for no example, since null may be one."""

_MOST_LEVELS = 12


def composed(tree: DocumentTree, schema: Json, *, fills: bool) -> tuple[Any, bool]:
    """Return an example of a schema, or `NOTHING`, and whether the schema itself shows it whole.

    Args:
        tree: the document that the schema is of.
        schema: the schema.
        fills: whether a required field without an example may have its default, or the first value of its enum.
    """
    return _ExampleComposer(tree, fills).of(schema, 0), _own(tree.dereferenced(schema)) is not NOTHING


class _ExampleComposer:
    def __init__(self, tree: DocumentTree, fills: bool) -> None:
        self._tree = tree
        self._fills = fills

    def of(self, schema: Any, level: int, *, required: bool = True) -> Any:
        if not isinstance(schema, dict) or level > _MOST_LEVELS:
            return NOTHING
        beside = _own(schema)
        schema = self._tree.dereferenced(schema)
        own = _own(schema) if beside is NOTHING else beside
        if own is not NOTHING:
            return own
        if made := next((value for key in ("anyOf", "oneOf") for part in schema.get(key, ())
                         if (value := self.of(part, level + 1, required=required)) is not NOTHING), None):  # fmt: skip
            return made
        if {"properties", "allOf"} & schema.keys():
            return self._object(schema, level, required)
        if "items" in schema:
            item = self.of(schema["items"], level + 1, required=required)
            return NOTHING if item is NOTHING else [item]
        return self._filled(schema) if required and self._fills else NOTHING

    def _object(self, schema: Json, level: int, required: bool) -> Any:
        """An object of the fields that have examples; nothing where one that it has to have has none."""
        parts = [self._tree.dereferenced(part) for part in (*schema.get("allOf", ()), schema)]
        demanded = {name for part in parts for name in part.get("required", ())}
        fields = {name: held for part in parts for name, held in part.get("properties", {}).items()}
        made = {name: self.of(held, level + 1, required=name in demanded) for name, held in fields.items()}
        shown = {name: value for name, value in made.items() if value is not NOTHING}
        is_whole = demanded <= shown.keys() and (shown or (required and self._fills and not demanded))
        return shown if is_whole else NOTHING

    @staticmethod
    def _filled(schema: Json) -> Any:
        return schema["default"] if "default" in schema else (schema.get("enum") or [NOTHING])[0]


def _own(schema: Json) -> Any:
    if isinstance(shown := schema.get("examples"), list) and shown:
        return shown[0]
    return schema.get("example", schema.get("const", NOTHING))
