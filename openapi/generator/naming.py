"""Gives names of their own in Python to the schemas, and to the values of an enumeration, that would share one."""

import re
from collections.abc import Iterator, Sequence
from keyword import iskeyword
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser.properties import Class, EnumProperty
from openapi_python_client.strings import ClassName, PythonIdentifier, snake_case

from image_gateways_documents.document_tree import name_of

Json = Any

_NO_CLASS = Class(ClassName("", ""), PythonIdentifier("", ""))
_SCHEMAS = "#/components/schemas/"


def say_class_names(document: Json, config: Config) -> None:
    """Have no two schemas, in place, be one class or one module: the generator calls a class as a schema's title."""
    taken: set[str] = set()
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        wanted = schema.get("title", name)
        names = (wanted, *(f"{wanted}_{number}" for number in range(2, 1000)))
        free = next(new for new in names if not _names(new, config) & taken)
        taken |= _names(free, config)
        if free != wanted:
            schema["title"] = free


def class_of(schema: str, document: Json, config: Config) -> str:
    """Return the class of a schema among the components."""
    found = document["components"]["schemas"].get(schema, {})
    return str(Class.from_string(string=found.get("title", schema), config=config).name)


def schema_named(reference: str) -> str:
    """Return the name of the schema that a reference leads to; in a `mapping` it may be the name itself."""
    return name_of(reference) if reference.startswith(_SCHEMAS) else reference


def _names(title: str, config: Config) -> set[str]:
    made = Class.from_string(string=title, config=config)
    return {f"class {made.name}", f"module {made.module_name}"}


def say_title(schema: Json) -> None:
    """Drop a title without a letter, in place: the class would be called as that which holds it."""
    if not re.search(r"\w", str(schema.get("title", "a"))):
        del schema["title"]


def say_enum(schema: Json) -> None:
    """Have an enumeration named as Python can, in place; one of fractions or of several types is what its type says."""
    values = [value for value in schema.get("enum", ()) if value is not None]
    kinds = {type(value) for value in values}
    if kinds in ({str}, {int}):
        if not are_named(values, schema.get("x-enum-varnames", [])):
            schema["x-enum-varnames"] = list(_made_names(values))
    elif values and kinds != {bool}:
        of_types = {_TYPES[kind] for kind in kinds if kind in _TYPES} | ({"null"} if None in schema["enum"] else set())
        schema.setdefault("type", sorted(of_types))
        del schema["enum"]


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", dict: "object"}


def are_named(values: Sequence[Any], names: Sequence[str]) -> bool:
    """Tell whether these values, with the names given for them, have names of their own that Python takes."""
    try:
        members = EnumProperty.values_from_list(list(values), _NO_CLASS, list(names))
    except (TypeError, ValueError):
        return False
    return len(members) == len(values) and all(name.isidentifier() and not iskeyword(name) for name in members)


def _made_names(values: Sequence[Any]) -> Iterator[str]:
    taken: set[str] = set()
    for index, value in enumerate(values):
        usual = snake_case(str(value).upper()).upper()
        name = usual if usual[:1].isalpha() and usual.isidentifier() else f"VALUE_{index}"
        free = next(new for new in (name, *(f"{name}_{n}" for n in range(2, len(values) + 2))) if new not in taken)
        taken.add(free)
        yield free
