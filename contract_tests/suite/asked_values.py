"""What the texts of a request stand for: parameters in OpenAPI's styles, and bodies that are no JSON.

The mock has another program for the same question. Neither may use the other's.
"""

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from email.parser import BytesParser
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import parse_qsl

from image_gateways_documents.media_types import FORM, essence, is_json
from image_gateways_documents.schema_walk import Resolve, places

_NUMBER_OR_TRUTH = re.compile(r"true|false|-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
BETWEEN = {"spaceDelimited": " ", "pipeDelimited": "|"}
"""What some styles put between the parts of a value; the others put a comma."""

Choose: TypeAlias = Callable[[str, Sequence[Any]], Any]
"""Returns which of several values a field of a name is meant to have."""


def meant(text: str) -> Iterator[Any]:
    """Yield what the text of a parameter may stand for: itself, or a number or a truth value that is written so."""
    yield text
    if _NUMBER_OR_TRUTH.fullmatch(text):
        yield json.loads(text) if not text.lstrip("-").startswith("0") or len(text) == 1 else float(text)


def cookies(header: str) -> dict[str, str]:
    """Return the cookies of a header by their names; one that is none does not hide the others, as it does to some."""
    return {name.strip(): text.strip().strip('"') for name, text in re.findall("([^=;]+)=([^;]*)", header)}


def is_written_once(parameter: Mapping[str, Any], types: Sequence[str]) -> bool:
    """Tell whether a parameter of some types is written with its name once, however many items it has."""
    return "array" not in types or style_of(parameter) != ("form", True)


def readings(parameter: Mapping[str, Any], types: Sequence[str], texts: Sequence[str], choose: Choose) -> Iterator[Any]:
    """Yield what the texts of a parameter may stand for; nothing where they are not written as its style has it.

    Args:
        parameter: as it stands in the document.
        types: the types that it may have.
        texts: its texts; more than one of a list alone.
        choose: for the properties of an object.
    """
    style, explode = style_of(parameter)
    if "content" in parameter:
        yield _json(texts[0])
    elif style in ("label", "matrix"):
        yield from _of_path(parameter, style, explode, types, texts[0], choose)
    elif "array" in types:
        yield from _lists(texts[0].split(BETWEEN.get(style, ",")) if is_written_once(parameter, types) else texts)
    elif is_object(types):
        yield _object(_pairs(texts[0].split(","), explode and style == "simple"), choose)
    else:
        yield from meant(texts[0])


def _of_path(
    parameter: Mapping[str, Any], style: str, explode: bool, types: Sequence[str], text: str, choose: Choose
) -> Iterator[Any]:
    mark, name = (".", "") if style == "label" else (";", f"{parameter['name']}=")
    first, *parts = text.split(mark) if explode else (text[:0], *text.split(mark, 1)[1:])
    named = "" if explode and is_object(types) else name
    if first or not parts or not all(part.startswith(named) for part in parts):
        return
    values = [part.removeprefix(named) for part in parts]
    values = values if explode else values[0].split(",")
    if "array" in types:
        yield from _lists(values)
    elif is_object(types):
        yield _object(_pairs(values, explode), choose)
    else:
        yield from meant((mark if explode else ",").join(values))


def _pairs(parts: Sequence[str], explode: bool) -> list[tuple[str, str]]:
    """The names and values of an object: each pair by itself, or all in a row."""
    alone = [(name, text) for name, _, text in (part.partition("=") for part in parts)]
    return alone if explode else [*zip(parts[::2], parts[1::2], strict=False)]


def types_of(schema: Any, resolve: Resolve) -> list[str]:
    """Return the types that a schema has for a value, in whichever of its parts."""
    found = (place.schema.get("type", ()) for place in places(schema, resolve) if not place.pattern)
    return [name for names in found for name in ([names] if isinstance(names, str) else names)]


def is_object(types: Sequence[str]) -> bool:
    """Tell whether a value of some types is an object, and nothing else but null."""
    return set(types) - {"null"} == {"object"}


def properties(
    parameter: Mapping[str, Any], fields: Collection[str], query: Sequence[tuple[str, str]], choose: Choose
) -> dict[str, Any]:
    """Return the properties of an object that a query has by their own names, or as `size[width]`."""
    if style_of(parameter)[0] != "deepObject":
        return _object([(name, text) for name, text in query if name in fields], choose)
    named = ((re.fullmatch(rf"{re.escape(parameter['name'])}\[([^\]]*)\]", key), text) for key, text in query)
    return _object([(match[1], text) for match, text in named if match], choose)


def is_spread(parameter: Mapping[str, Any], types: Sequence[str]) -> bool:
    """Tell whether the properties of an object are parameters of a query."""
    style, explode = style_of(parameter)
    is_written_so = style == "deepObject" or (style == "form" and explode and is_object(types))
    return parameter["in"] == "query" and "content" not in parameter and is_written_so


def form_fields(content_type: str, body: bytes, choose: Choose) -> dict[str, Any]:
    """Return the fields of a form.

    Raises:
        ValueError: it is no form.
    """
    if essence(content_type) == FORM:
        return _object(parse_qsl(body.decode(), keep_blank_values=True), choose)
    whole = BytesParser().parsebytes(b"content-type: " + content_type.encode() + b"\r\n\r\n" + body)
    if body.strip() == f"--{whole.get_boundary()}--".encode():
        return {}  # no field, which mail does not know
    if not whole.is_multipart() or whole.defects:
        raise ValueError("no parts that end with the boundary of the Content-Type")
    pairs: list[tuple[str, str | _Json]] = []
    for part in whole.walk():
        if part is not whole:
            name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
            if not isinstance(name, str) or not isinstance(content, bytes):
                raise ValueError("a part without a name")
            is_said = "content-type" in part and is_json(part.get_content_type())
            pairs.append((name, _Json(read_json(content)) if is_said else content.decode("latin-1")))
    return _object(pairs, choose)


def style_of(parameter: Mapping[str, Any]) -> tuple[str, bool]:
    """Return the style in which a parameter is written, and whether each part of a value stands by itself."""
    style = str(parameter.get("style", "form" if parameter["in"] in ("query", "cookie") else "simple"))
    return style, bool(parameter.get("explode", style == "form"))


class _Json(NamedTuple):
    """What a part holds that says that it is JSON: it stands for nothing else, whatever the schema takes."""

    value: Any


def _object(pairs: Sequence[tuple[str, str | _Json]], choose: Choose) -> dict[str, Any]:
    held: dict[str, list[str | _Json]] = {}
    for name, given in pairs:
        held.setdefault(name.removesuffix("[]"), []).append(given)
    return {name: _of_field(name, given, choose) for name, given in held.items()}


def _of_field(name: str, given: Sequence[str | _Json], choose: Choose) -> Any:
    texts = [each for each in given if isinstance(each, str)]
    if len(texts) < len(given):
        values = [each.value if isinstance(each, _Json) else each for each in given]
        return choose(name, [*values[: len(values) == 1], values])
    alone: list[Any] = [*meant(texts[0])] if len(texts) == 1 else []
    if alone and isinstance(held := _json(texts[0]), dict):
        alone.append(held)
    if alone == [""]:
        alone.append(None)
    return choose(name, [*alone, *_lists(texts)])


def _lists(texts: Sequence[str]) -> Iterator[list[Any]]:
    yield list(texts)
    yield [list(meant(text))[-1] for text in texts]
    if all(isinstance(_json(text), dict) for text in texts):
        yield [json.loads(text) for text in texts]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def read_json(text: bytes) -> Any:
    """Read JSON by its standard, in UTF-8: no name twice in an object, no NaN, no half of a surrogate pair.

    Raises:
        ValueError: it is none.
    """
    try:
        value = json.loads(text.decode(), object_pairs_hook=_once_each, parse_constant=_refuse)
        if b"\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name is there twice")
    return dict(pairs)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
