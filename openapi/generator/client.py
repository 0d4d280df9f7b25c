"""Make the client of a document with openapi-python-client, and put right what its parser gets wrong.

Templates see what the parser made of a document. What is lost or wrong by then is mended here: before it is parsed, or
in what was parsed. What can be mended in neither place is refused in `refusals`.
"""

import copy
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from openapi_python_client import Project, strings
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from openapi.generator.refusals import Unfit, ambiguous_modules, refusals
from openapi.generator.reserved_names import RESERVED_NAMES
from openapi.generator.schema_places import SchemaPlace, says_no_type, schema_places, without_nulls

Json = Any

_HERE = Path(__file__).parent

_OF_OBJECTS = {"properties", "required", "additionalProperties"}


def make_client(document: Json, into: Path, *, formatted: bool = True) -> None:
    """Write the client of a document, given as JSON, into a folder that is not there yet.

    Args:
        document: an OpenAPI 3.1 document.
        into: the folder; its name is the package's.
        formatted: whether ruff, found on PATH, sorts imports and formats; it takes about as long as all else.

    Raises:
        Unfit: the document holds what would become a client that does not work, or what the generator cannot read.
    """
    document = without_nulls(document)
    if found := list(refusals(document)):
        raise Unfit(found)
    strings.RESERVED_WORDS.update(RESERVED_NAMES)
    strings.in_double_quote_literal = in_double_quote_literal
    told = ConfigFile.load_from_path(_HERE / "config.yaml") if formatted else ConfigFile(post_hooks=[])
    config = Config.from_sources(told, MetaType.NONE, into, "utf-8", overwrite=False, output_path=into)
    parsed = GeneratorData.from_dict(_readable(document), config=config)
    if isinstance(parsed, GeneratorError):
        raise Unfit([_told(parsed)])
    if found := list(ambiguous_modules(parsed)):
        raise Unfit(found)
    for prop in _properties(parsed):
        _mend(prop)
    project = Project(openapi=parsed, config=config, custom_template_path=_HERE / "templates")
    project.env.filters["in_double_quote_literal"] = in_double_quote_literal
    # Warnings as well: they tell of operations and answers that are missing.
    if errors := project.build():
        raise Unfit([_told(error) for error in errors])


def _told(error: GeneratorError) -> str:
    # Where it means to quote the document, it shows an object instead.
    return re.sub(r"<openapi_python_client\S+ object at \w+>", "…", f"{error.header} {error.detail or ''}")


def in_double_quote_literal(value: Any) -> str:
    """Return what stands between the quotes of a "…" for this text; the generator's own drops control characters."""
    text = value if isinstance(value, str) else _raw(value)
    return "".join(
        character if character.isprintable() and character not in '"\\' else _escaped(character) for character in text
    )


def _raw(value: Any) -> str:
    if isinstance(value, strings.PythonCode):
        return value.as_unembedded_code()
    raw: str = value.get_untrusted_value()
    return raw


def _escaped(character: str) -> str:
    return '\\"' if character == '"' else character.encode("unicode_escape").decode()


# --- before it is parsed ----------------------------------------------------------------------------------------------


def _readable(document: Json) -> Json:
    """Return the document in a form that the generator reads as it is meant."""
    document = copy.deepcopy(document)
    _describe_parameters(document)
    for place in list(schema_places(document)):
        _drop_default(place)
        _drop_choice_of_required(place.schema)
        _spell_out_siblings(place.schema)
    return document


def _describe_parameters(node: Json) -> None:
    """Say in the schema of each parameter what stands beside it; the generator reads no other description."""
    if isinstance(node, dict) and isinstance(node.get("schema"), dict) and "in" in node and "description" in node:
        node["schema"].setdefault("description", node["description"])
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _describe_parameters(inner)


def _drop_default(place: SchemaPlace) -> None:
    """Drop a default, which the generator would send: what a caller leaves out, the server fills in.

    A required constant stays a default of the constructor, so that nobody types it.
    """
    if not (place.required and place.schema.get("default") in _only_values(place.schema)):
        place.schema.pop("default", None)


def _only_values(schema: dict[str, Json]) -> list[Json]:
    """Return the one value that a constant has, in a list; an empty list for what is no constant."""
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    return values if len(values) == 1 else []


def _drop_choice_of_required(schema: dict[str, Json]) -> None:
    """Drop a union beside fields of which the branches say which of them are required; it would hide the fields."""
    for key in ("oneOf", "anyOf"):
        if "properties" in schema and key in schema and all(map(says_no_type, schema[key])):
            del schema[key]


def _spell_out_siblings(schema: dict[str, Json]) -> None:
    """Make an allOf of two parts where fields stand beside one $ref; of one, the generator sees the $ref alone."""
    if "$ref" in schema and "allOf" not in schema and not schema.keys() & _OF_OBJECTS:
        return
    if "$ref" in schema:
        schema["allOf"] = [{"$ref": schema.pop("$ref")}, *schema.get("allOf", ())]
    if len(schema.get("allOf", ())) == 1 and schema.keys() & _OF_OBJECTS:
        schema["allOf"].append({})


# --- in what was parsed -----------------------------------------------------------------------------------------------


def _properties(parsed: GeneratorData) -> Iterator[Any]:
    """Yield everything that has a type: fields, parameters, bodies and answers, and what they are made of."""
    endpoints = chain.from_iterable(tag.endpoints for tag in parsed.endpoint_collections_by_tag.values())
    waiting: list[Any] = [*parsed.models]
    for model in parsed.models:
        waiting += [*(model.required_properties or ()), *(model.optional_properties or ()), model.additional_properties]
    for endpoint in endpoints:
        waiting += [*endpoint.list_all_parameters(), *(response.prop for response in endpoint.responses)]
    while waiting:
        if prop := waiting.pop():
            yield prop
            waiting += [*getattr(prop, "inner_properties", ()), getattr(prop, "inner_property", None)]


def _mend(prop: Any) -> None:
    """Write a constant as Python does, quotes and all; keep the local name of an array's item off those of fields."""
    if hasattr(prop, "value"):
        prop.value.python_code = strings.PythonCode(repr(prop.value.raw_value))
        if prop.default:
            prop.default = prop.value
    item = getattr(prop, "inner_property", None)
    if item and not item.python_name.startswith("_"):
        item.python_name = f"_{item.python_name}"
