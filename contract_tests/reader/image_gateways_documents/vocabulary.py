"""The vocabulary of the documents: whether each `x-` key is a known one, stands where it may, and holds what it may.

`openapi/vocabulary.schema.json` says all that a JSON Schema can say. Whether what a key names is in the document is
said here. Only the reader of YAML and the walk through schemas are beneath this module, so that whoever reads
documents can ask it.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path as FilePath
from typing import Any, NamedTuple, TypeAlias

from jsonschema_rs import Draft202012Validator, ReferencingError, ValidationError
from jsonschema_rs import ValidationErrorKind as Kind

from .document_tree import DocumentTree, Json, Lines, steps_of
from .folder import DOCUMENTS
from .problem import quoted
from .schema_walk import Path, at, pointer_to
from .yaml_text import read_yaml

VOCABULARY = DOCUMENTS / "vocabulary.schema.json"
"""The JSON Schema of the documents' `x-` keys."""

_PLACE = "what is here"
_LIKENESS = 0.8  # of a name to the one that it is a slip of: all but a letter or two are there
_MOST_REFERENCES = 20  # one after the other; more lead in a circle


class RuledPart(NamedTuple):
    """A part of a document that the vocabulary has a rule for.

    Attributes:
        kind: the rule's name, as `operation`, `schema` or `media-type`.
        steps: where it is, from the root of the document.
        node: the part.
    """

    kind: str
    steps: Path
    node: Any


class Misuse(NamedTuple):
    """An `x-` key, or what it holds, that is not as the vocabulary has it.

    Attributes:
        steps: where it is: names of objects and indexes of arrays, from the root of the document.
        what: what is wrong, and what is allowed.
        is_foreign: whether it is a name that is like none of ours, as another tool's key is.
    """

    steps: Path
    what: str
    is_foreign: bool = False

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer that begins with `#`."""
        return pointer_to("#", *self.steps)


def misuses(document: Json, *, foreign: bool = True) -> list[Misuse]:
    """Return everything in a document that is not as the vocabulary has it.

    Args:
        document: the document, as `read_yaml` reads it.
        foreign: whether a name counts that is like none of ours. Our own documents have none; others may.
    """
    found = [misuse for error in _validator().iter_errors(document) for misuse in _of_shape(error, document)]
    broken = {misuse.steps for misuse in found}
    for name, steps, node in parts(document):
        if name in _NAMING and isinstance(node, dict):
            sound = {key: value for key, value in node.items() if _is_sound(key, steps, broken)}
            found += (Misuse((*steps, *below), what) for below, what in _NAMING[name](sound, document))
    return [misuse for misuse in dict.fromkeys(found) if foreign or not misuse.is_foreign]


def parts(document: Json) -> Iterator[RuledPart]:
    """Yield every part of a document that a rule of the vocabulary is for, outermost first."""
    return _placed(document, _vocabulary(), ())


def key_order(kind: str) -> tuple[str, ...]:
    """Return the keys that a part of a kind may have, in the order in which our documents write them."""
    return tuple(_vocabulary()["$defs"][kind].get("properties", ()))


def vocabulary_problems(file: FilePath, *, foreign: bool = True) -> list[str]:
    """Return a line for each misuse in a document: the file, the line, the place, what is wrong and what is allowed.

    Args:
        file: the document.
        foreign: as in `misuses`.

    Raises:
        YamlRefused: the file cannot be read.
    """
    lines: Lines = {}
    tree = DocumentTree(read_yaml(file, lines=lines), lines)
    found = sorted((tree.line_of(misuse.steps), misuse) for misuse in misuses(tree.root, foreign=foreign))
    told = ((line, " ".join(f"{misuse.pointer}: {misuse.what}".split())) for line, misuse in found)
    return [f"{file}: line {line}: {what}" for line, what in told]


# --- what the schema says ---------------------------------------------------------------------------------------------


@cache
def _vocabulary() -> Json:
    vocabulary: Json = json.loads(VOCABULARY.read_bytes())
    return vocabulary


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_vocabulary(), mask=_PLACE)


@cache
def _homes() -> Mapping[str, tuple[str, ...]]:
    """Each `x-` key, and the places in which it may stand."""
    homes: dict[str, tuple[str, ...]] = {}
    for place in _vocabulary()["$defs"].values():
        for name in _x_keys(place):
            homes[name] = (*homes.get(name, ()), place["title"])
    return homes


def _x_keys(rule: Json) -> list[str]:
    return [name for name in rule.get("properties", ()) if name.startswith("x-")]


def _of_shape(error: ValidationError, document: Json) -> Iterator[Misuse]:
    steps, way = _steps(error.instance_path, document), tuple(error.schema_path)
    rule = at(_vocabulary(), way[:-1])
    match error.kind:
        case Kind.AdditionalProperties(unexpected=names):
            yield from (
                Misuse(
                    (*steps, name), _unknown_name(name, rule), "title" in rule and _is_foreign(name, rule["properties"])
                )
                for name in names
            )
        case Kind.FalseSchema():
            yield Misuse(steps, _not_here(str(steps[-1]), "here"), _is_foreign(str(steps[-1]), ()))
        case Kind.Enum(options=list(options)):
            yield Misuse(steps, _unknown(error.instance, options))
        case Kind.Required(property=name) if way[-1] == "dependentRequired":
            keys = [key for key, needed in rule["dependentRequired"].items() if name in needed]
            for key in keys:
                if key in at(document, steps):
                    yield Misuse((*steps, key), f"{key} is about the {name} beside it, and there is none")
        case Kind.Required(property=name):
            yield Misuse(steps, f"{name} is missing; {_listed(rule['required'])} have to be here")
        case _:
            meaning = rule.get("description", "") if isinstance(rule, dict) else ""
            yield Misuse(steps, f"{error.message}: {quoted(error.instance)}. {meaning}".rstrip())


def _steps(path: Iterable[str | int], document: Json) -> Path:
    """A validator's path, whose names of digits alone are no indexes."""
    node: Any = document
    steps: Path = ()
    for step in path:
        steps = (*steps, step if isinstance(node, list) else str(step))
        node = at(node, steps[-1:])
    return steps


def _is_sound(key: str, steps: Path, broken: Collection[Path]) -> bool:
    """Tell whether what a key holds has its shape, so that it can be asked for what it names."""
    place = (*steps, key)
    below = broken if key.startswith("x-") else ()
    return place not in broken and not any(each[: len(place)] == place for each in below)


def _unknown_name(name: str, rule: Json) -> str:
    if "title" not in rule:
        return _unknown(name, rule["properties"])
    if name in _homes():
        return _not_here(name, f"in {rule['title']}")
    return f"{name} is not known in {rule['title']}{_meant(name, rule['properties'])}; its x- keys are " + _listed(
        _x_keys(rule)
    )


def _is_foreign(name: str, known: Iterable[str]) -> bool:
    ours = _homes() if name.startswith("x-") else known
    return name not in _homes() and not get_close_matches(name, ours, n=1, cutoff=_LIKENESS)


def _not_here(name: str, where: str) -> str:
    if name in _homes():
        return f"{name} may not stand {where}; it stands in {' or '.join(_homes()[name])}"
    return f"{name} is not known, and no x- key may stand {where}{_meant(name, _homes())}"


def _unknown(value: object, known: Iterable[object]) -> str:
    return f"{_shown(value)} is not known here{_meant(value, known)}; known are {_listed(known)}"


def _meant(value: object, known: Iterable[object]) -> str:
    texts = [name for name in known if isinstance(name, str)]
    close = get_close_matches(value, texts, n=1) if isinstance(value, str) else []
    return f" (did you mean {close[0]}?)" if close else ""


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(_shown, values))


def _shown(value: object) -> str:
    return value if isinstance(value, str) and value else quoted(value)


# --- what a key names -------------------------------------------------------------------------------------------------


def _placed(node: Any, rule: Any, steps: Path) -> Iterator[RuledPart]:
    if not isinstance(rule, dict):
        return
    if reference := rule.get("$ref"):
        name = reference.rpartition("/")[2]
        yield RuledPart(name, steps, node)
        yield from _placed(node, _vocabulary()["$defs"][name], steps)
    if isinstance(node, dict):
        for key, below in node.items():
            held_to = rule.get("properties", {}).get(key, rule.get("additionalProperties"))
            yield from _placed(below, held_to, (*steps, key))
    elif isinstance(node, list):
        for index, below in enumerate(node):
            yield from _placed(below, rule.get("items"), (*steps, index))


Told: TypeAlias = Iterator[tuple[Path, str]]


def _of_document(root: Json, _: Json) -> Told:
    examples = _mapping(at(root, ("components", "examples")))
    for reason, answer in root.get("x-unrouted", {}).items():
        name = answer["example"]
        if name not in examples:
            yield ("x-unrouted", reason, "example"), f"{name} is no example of the components{_meant(name, examples)}"


def _of_schema(schema: Json, document: Json) -> Told:
    if "enum" in schema:
        yield from _of_enum(schema)
    if "x-answer-as" in schema:
        yield from _of_answer_form(schema, document)
    for index, failure in enumerate(schema.get("x-error-texts", ())):
        try:
            re.compile(failure["pattern"], re.IGNORECASE)
        except re.error as error:
            yield ("x-error-texts", index, "pattern"), f"{failure['pattern']} is no regular expression: {error}"


def _of_enum(schema: Json) -> Told:
    values = [str(value) for value in schema["enum"]]
    for key in ("x-final", "x-enum-descriptions", "x-error-codes"):
        for index, value in enumerate(schema.get(key, ())):
            if value not in values:
                last = index if isinstance(schema[key], list) else value
                yield (key, last), f"{_shown(value)} is no value of the enum beside it{_meant(value, values)}"
    names = schema.get("x-enum-varnames")
    if names is not None and len(names) != len(values):
        yield ("x-enum-varnames",), f"there are {len(names)} names, and {len(values)} values in the enum beside it"


def _of_answer_form(schema: Json, document: Json) -> Told:
    forms, by = schema["x-answer-as"], schema["x-answer-as"]["by"]
    holders = [schema]
    if schema.get("additionalProperties") is True:  # it takes what only other schemas of the document describe
        holders += _mapping(at(document, ("components", "schemas"))).values()
    properties: Json = {}
    for holder in reversed(holders):
        properties.update(_properties(holder, document, ()))
    if by not in properties:
        yield ("x-answer-as", "by"), f"{by} is no property of this object{_meant(by, properties)}"
        return
    for role in ("picture-url", "picture-base64"):
        if not _takes(properties[by], forms[role], document):
            yield ("x-answer-as", role), f"{_shown(forms[role])} is no value that {by} may have"


def _properties(schema: Any, document: Json, above: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the properties of an object, those of its parts and of what it refers to included."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema and schema["$ref"] not in above:
        yield from _properties(_referred(schema, document), document, (*above, schema["$ref"]))
    for keyword in ("allOf", "anyOf", "oneOf"):
        parts = schema.get(keyword)
        for part in parts if isinstance(parts, list) else ():
            yield from _properties(part, document, above)
    yield from _mapping(schema.get("properties")).items()


def _takes(schema: Any, value: object, document: Json) -> bool:
    for _ in range(_MOST_REFERENCES):
        if isinstance(schema, dict) and "$ref" in schema and schema.keys() <= {"$ref", "description"}:
            schema = _referred(schema, document)
    if not isinstance(schema, dict):
        return schema is not False
    # To compile it with all components takes a hundred times as long, and few refer to any.
    around = {"components": document.get("components", {})} if "$ref" in json.dumps(schema) else {}
    try:
        return Draft202012Validator({**schema, **around}).is_valid(value)
    except (ValueError, ReferencingError):  # no schema, which is not for the vocabulary to say
        return True


def _referred(schema: Json, document: Json) -> Any:
    return at(document, steps_of(str(schema["$ref"])))


def _mapping(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


_NAMING: Mapping[str, Callable[[Json, Json], Told]] = {"document": _of_document, "schema": _of_schema}
