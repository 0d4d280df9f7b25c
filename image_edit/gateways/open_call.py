"""A call of any operation of a gateway's document, for an algorithm that no schema knows yet.

What the caller gives is sent as it is. Of the answer the envelope is read, as far as it is the gateway's usual one.
"""

import inspect
import re
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from ..errors import BadInput
from ..network.calls import GeneratedOperation, Reply
from .gateway import Answer, End, Gateway, Request, named_in


class OpenBody:
    """A body that is sent as it was given."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = dict(fields)

    def to_dict(self) -> dict[str, Any]:
        """Return its fields, as the types of the client do."""
        return self._fields


def open_request(gateway: Gateway, operation_id: str, fields: Mapping[str, Any]) -> Request:
    """Return a request with fields of the caller's own.

    Args:
        operation_id: an operation of its document.
        fields: the operation's parameters by the names that the document has for them; all others are the body.

    Raises:
        BadInput: there is no such operation, it has no body for a field, or a parameter is missing or is no text.
    """
    document = gateway.document
    if operation_id not in document.operation_ids:
        known = ", ".join(sorted(document.operation_ids))
        raise BadInput(f"{gateway.name} has no operation {str(operation_id)[:80]!r}; there are {known}")
    operation = _operation(gateway.name, operation_id)
    taken = inspect.signature(operation.build_request).parameters
    arguments: dict[str, Any] = {}
    others = dict(fields)
    for name in document.parameters(operation_id):
        (argument,) = (each for each in taken if _letters(each) == _letters(name))
        if name in others:
            arguments[argument] = _parameter(name, others.pop(name))
        elif taken[argument].default is inspect.Parameter.empty:
            raise BadInput(f"{operation_id} needs {name}")
    if "body" in taken:
        arguments["body"] = OpenBody(others)
    elif others:
        raise BadInput(f"{operation_id} has no body, and {min(others)} is none of its parameters")
    return Request(
        operation,
        arguments,
        poll_options=gateway.poll_options(others),
        task_id=None if document.is_billed(operation_id) else _text(fields.get("task_id")),
        is_open=True,
    )


def read_open(gateway: Gateway, reply: Reply) -> Answer | None:
    """Read a success whose shape no schema knows; None if it is none.

    It is at its end, unless it names a task: then that may be asked for.
    """
    import orjson

    try:
        value = orjson.loads(reply.readable)
    except orjson.JSONDecodeError:
        return None
    if not (200 <= reply.status < 300 and isinstance(value, dict)):
        return None
    success = gateway.document.success_code
    if value.get("code", success) != success:
        return None
    named = named_in(reply.readable)
    task_id = named.get("task_id")
    # A success without what is certain may fit what a failure has.
    is_typed = reply.parsed is not None and not isinstance(reply.parsed, gateway.failure_types)
    raw = reply.parsed if is_typed else value
    return Answer(raw, task_id, end=End.DONE if task_id is None else None, request_id=named.get("request_id"))


def _operation(gateway: str, operation_id: str) -> GeneratedOperation:
    """Return the module of an operation, which lies in the folder of its tag."""
    from pkgutil import iter_modules  # importing an editor does not wait for it

    package = f"image_gateways.{gateway}.api"
    tags = (tag.name for tag in iter_modules(import_module(package).__path__))
    (place,) = (place for tag in tags if find_spec(place := f"{package}.{tag}.{operation_id}"))
    return cast(GeneratedOperation, import_module(place))


def _letters(name: str) -> str:
    """Return a name without what differs between the document, as `X-Async`, and the client, as `x_async`."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _parameter(name: str, value: object) -> str:
    if isinstance(value, str) and value and value.isascii() and value.isprintable():
        return value
    raise BadInput(f"{name} stands outside of the body: it is a text of printable ASCII, and not empty")


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
