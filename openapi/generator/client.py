"""Make the client of a document with openapi-python-client, and put right what its parser gets wrong.

Templates see what the parser made of a document. What is lost or wrong by then is mended before it is parsed, in
`readable`, or in what was parsed, here. What can be mended in neither place is told, or refused, in `refusals`.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from attrs import evolve
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from openapi_python_client import Project, strings
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.bodies import BodyType
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.schema import ParameterLocation
from openapi_python_client.schema.untrusted_string import UntrustedString

from image_gateways_documents.openapi_3_0 import say_as_3_1
from openapi.generator.completing import say_answers, say_booleans
from openapi.generator.lost_classes import lost_classes, say_anything
from openapi.generator.naming import say_class_names
from openapi.generator.operations import WRITERS, operation_facts
from openapi.generator.readable import readable
from openapi.generator.refusals import Unfit, ambiguous_modules, differences, invalidities, refusals, refuse
from openapi.generator.reserved_names import RESERVED_NAMES
from openapi.generator.schema_places import without_nulls
from openapi.generator.security import key_places
from openapi.generator.tags import tags

Json = Any

_HERE = Path(__file__).parent


class _CompiledTemplates(BytecodeCache):
    """The templates as Jinja compiled them for the first client of a process; it takes longer than all else."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """See `BytecodeCache`."""
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """See `BytecodeCache`."""
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _CompiledTemplates()


def make_client(document: Json, into: Path, *, formatted: bool = True) -> list[str]:
    """Write the client of a document, given as JSON, into a folder that is not there yet.

    Args:
        document: an OpenAPI document, of 3.0 or 3.1.
        into: the folder; its name is the package's.
        formatted: whether ruff, found on PATH, sorts imports and formats; it takes about as long as all else.

    Returns:
        A line for each thing in the document that the client does otherwise, or has not.

    Raises:
        Unfit: the document holds what would become a client that does not work, or what the generator cannot read.
    """
    document = without_nulls(document)
    say_booleans(document)
    say_answers(document)
    refuse(invalidities(document))
    say_as_3_1(document)
    refuse(refusals(document))
    notes = list(differences(document))
    parsed, config = _parsed(document, into, notes, formatted=formatted)
    project = Project(openapi=parsed, config=config, custom_template_path=_HERE / "templates")
    project.env.bytecode_cache = _COMPILED
    project.env.filters |= {"in_double_quote_literal": in_double_quote_literal, "raw": _raw, "frozen": frozenset}
    facts = {"key_places": key_places(document), "operation_facts": operation_facts(document), "writers": WRITERS}
    project.env.globals |= facts | {"tags": tags(document, config)}
    errors = project.build()
    refuse(map(_told, project.errors))
    return notes + [_told(error) for error in errors]


def _parsed(document: Json, into: Path, notes: list[str], *, formatted: bool) -> tuple[GeneratorData, Config]:
    strings.RESERVED_WORDS.update(RESERVED_NAMES)
    PropertyProtocol._allowed_locations = set(ParameterLocation)  # noqa: SLF001  package/sending.py writes any value
    strings.in_double_quote_literal = in_double_quote_literal
    told = ConfigFile.load_from_path(_HERE / "config.yaml") if formatted else ConfigFile(post_hooks=[])
    told.content_type_overrides = readable(document)
    config = Config.from_sources(told, MetaType.NONE, into, "utf-8", overwrite=False, output_path=into)
    say_class_names(document, config)
    parsed = _whole(document, config, notes)
    refuse(ambiguous_modules(parsed))
    for prop in _properties(parsed):
        _mend(prop)
    for endpoint in _endpoints(parsed):
        _keep_off_body(endpoint, config)
    _make_forms(parsed)
    return parsed, config


def _whole(document: Json, config: Config, notes: list[str]) -> GeneratorData:
    """Parse a document until all that it speaks of is there."""
    while True:
        parsed = GeneratorData.from_dict(document, config=config)
        if isinstance(parsed, GeneratorError):
            raise Unfit([_told(parsed)])
        if not (lost := lost_classes(parsed, _properties(parsed))):
            return parsed
        told = list(say_anything(document, lost, config))
        refuse([] if told else [f"#/components/schemas: the generator has no class for {', '.join(sorted(lost))}"])
        notes += told


def _told(error: GeneratorError) -> str:
    # Where it means to quote the document, it shows an object instead.
    text = re.sub(r"<openapi_python_client\S+ object at \w+>", "…", f"{error.header} {error.detail or ''}")
    return " ".join(text.split())


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


# --- in what was parsed -----------------------------------------------------------------------------------------------


def _endpoints(parsed: GeneratorData) -> Iterator[Any]:
    return chain.from_iterable(tag.endpoints for tag in parsed.endpoint_collections_by_tag.values())


def _properties(parsed: GeneratorData) -> Iterator[Any]:
    """Yield everything that has a type: fields, parameters, bodies and answers, and what they are made of."""
    waiting: list[Any] = [*parsed.models]
    for model in parsed.models:
        waiting += [*(model.required_properties or ()), *(model.optional_properties or ()), model.additional_properties]
    for endpoint in _endpoints(parsed):
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


def _keep_off_body(endpoint: Any, config: Config) -> None:
    """Give a parameter another name in Python where it has that of the body."""
    for where, prop in endpoint.iter_all_parameters() if endpoint.bodies else ():
        if prop.python_name == "body":
            prop.set_python_name(new_name=UntrustedString(f"body_{where}"), config=config)
            path = endpoint.path.get_untrusted_value().replace("{body}", f"{{{prop.python_name}}}")
            endpoint.path = UntrustedString(path)


def _make_forms(parsed: GeneratorData) -> None:
    """Have each class be a form that a form is a union of; the generator sees to a form that is one class."""
    bodies = [body for endpoint in _endpoints(parsed) for body in endpoint.bodies if body.body_type == BodyType.FILES]
    parts = [part for body in bodies for part in getattr(body.prop, "inner_properties", ())]
    names = {part.class_info.name for part in parts if hasattr(part, "class_info")}
    for index, model in enumerate(parsed.models):
        if model.class_info.name in names:
            parsed.models[index] = evolve(model, is_multipart_body=True)
