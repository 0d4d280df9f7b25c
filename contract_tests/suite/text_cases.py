"""Requests whose texts break servers that count bytes, halve a character or read from left to right."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle, islice
from typing import Any

from image_gateways_documents.operations import Operation
from image_gateways_documents.schema_walk import at, find, places

from .contract import Contract
from .request_cases import Case
from .request_making import base_bodies, request_of

_USUAL_LENGTH = 700  # characters, where a document names no bound
_TEXTS = {
    "emoji": "👩\u200d🚀🐈",
    "combining": "e\u0301",
    "right_to_left": "\u05e9\u05dc\u05d5\u05dd ",
    "astral": "\U00020bb7\U0001d49c",
}


def text_cases(contract: Contract) -> Iterator[Case]:
    """Yield, for each field of a request that is shown with a sentence, a text of each kind as long as may be."""
    for operation in contract.document.operations:
        for shape, body in base_bodies(contract, operation):
            if operation.body is not None and isinstance(body, dict):
                yield from _of_body(contract, operation, shape, body)


def _of_body(contract: Contract, operation: Operation, shape: str, body: dict[str, Any]) -> Iterator[Case]:
    leaf = contract.facts[operation.operation_id].leaf_of(body)
    for place in places(leaf, contract.document.resolve):
        path, shown = next(find(body, place.pattern), ((), None))
        if place.schema.get("type") != "string" or not isinstance(shown, str) or not path or not _is_a_sentence(shown):
            continue
        length = place.schema.get("maxLength", _USUAL_LENGTH)
        for kind, text in _TEXTS.items():
            changed = deepcopy(body)
            at(changed, path[:-1])[path[-1]] = "".join(islice(cycle(text), length))
            name = f"{operation.operation_id}/{shape}/{'/'.join(place.pattern)}/text_of/{kind}"
            yield Case(name, operation, request_of(contract, operation, changed), place.schema, "type")


def _is_a_sentence(shown: str) -> bool:
    """Tell what is shown from a name out of a list, also where no list is known."""
    return " " in shown or not shown.isascii()
