"""Bodies of forms: the fields of `application/x-www-form-urlencoded` and of `multipart/form-data`, as values.

A multipart body is split at its boundary here: the libraries that read one as it arrives, part by part, into files,
take more code to be asked than this, and the standard library's reader of mail reads a picture line by line.
"""

from collections.abc import Iterable, Iterator
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from .json_text import MalformedJson, parse_json
from .media_types import FORM, is_json
from .parameter_text import typed
from .schema_walk import ANY, Place

_HEAD = b"\r\n\r\n"


class _Given(NamedTuple):
    """What a form gives for a field: a text, or what a part holds that says that it is JSON and is meant as it is."""

    value: Any
    is_text: bool = True


Field = tuple[str, _Given]


class MalformedForm(ValueError):
    """The text is no form; the message says why."""


class FormFields:
    """Reads forms as one schema means them: numbers as numbers, and a field that may be there again as an array.

    Args:
        found: the places of the schema.
    """

    def __init__(self, found: Iterable[Place]) -> None:
        self._types: dict[tuple[str, ...], set[str]] = {}
        self._required: set[str] = set()
        for pattern, schema in found:
            self._required.update(schema.get("required", ()) if not pattern else ())
            kinds = schema.get("type", ())
            self._types.setdefault(pattern, set()).update([kinds] if isinstance(kinds, str) else kinds)

    def read(self, content_type: str, text: bytes) -> dict[str, Any]:
        """Return the fields of a form by their names.

        Args:
            content_type: the header, with its boundary.
            text: the form. What a file holds becomes a text of a character for each byte.

        Raises:
            MalformedForm: it is no form.
        """
        header = Message()
        header["content-type"] = content_type
        fields = _pairs(text) if header.get_content_type() == FORM else _parts(text, header.get_param("boundary"))
        held: dict[str, list[_Given]] = {}
        for name, given in fields:
            held.setdefault(name.removesuffix("[]"), []).append(given)
        value = {name: self._field(name, given) for name, given in held.items()}
        for name in self._required:
            if "array" in self._types.get((name,), ()):
                value.setdefault(name, [])  # a form has no other way to say that a list is empty
        return value

    def _field(self, name: str, given: list[_Given]) -> Any:
        """The value of a field; one that is there again is an array, also where its schema takes none."""
        types = self._types.get((name,), set())
        if len(given) == 1 and ("array" not in types or isinstance(given[0].value, list)):
            return self._value(given[0], types)
        item_types = self._types.get((name, ANY), set())
        return [self._value(each, item_types) for each in given]

    def _value(self, given: _Given, types: set[str]) -> Any:
        """Read a text as the schema means it; an object is written as JSON."""
        text = given.value
        if not given.is_text or "string" in types:
            return text
        value = typed(text, types)
        if value is text and "object" in types:
            try:
                return parse_json(text.encode())
            except MalformedJson:
                return text
        return value


def _pairs(text: bytes) -> Iterator[Field]:
    try:
        pairs = parse_qsl(text.decode(), keep_blank_values=True, max_num_fields=None)
    except UnicodeDecodeError:
        raise MalformedForm("text that is not UTF-8") from None
    yield from ((name, _Given(value)) for name, value in pairs)


def _parts(text: bytes, boundary: Any) -> Iterator[Field]:
    if not isinstance(boundary, str) or not boundary:
        raise MalformedForm("a Content-Type without a boundary")
    _, *parts = (b"\r\n" + text).split(b"\r\n--" + boundary.encode())
    if not parts or not parts[-1].startswith(b"--"):
        raise MalformedForm("no part that ends with the boundary of its Content-Type")
    for part in parts[:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(_HEAD)
        yield _field(BytesHeaderParser().parsebytes(head), content)


def _field(head: Message, content: bytes) -> Field:
    name = head.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise MalformedForm("a part without a name in its Content-Disposition")
    if "content-type" in head and is_json(head.get_content_type()):
        try:
            return name, _Given(parse_json(content), is_text=False)
        except MalformedJson as error:
            raise MalformedForm(f"the part {name}: {error}") from None
    is_file = head.get_filename() is not None
    return name, _Given(content.decode("latin-1") if is_file else content.decode("utf-8", "replace"))
