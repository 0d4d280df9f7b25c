"""The samples of the pages that the project was made from, and where each is kept after its repair.

The pages are not in the repository. The list beside this package says of each of their samples which example and which
recording hold it, and its digest, so that the two cannot drift from the page together.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from image_gateways_documents.yaml_text import read_yaml

LIST = Path(__file__).parents[1] / "page_samples.yaml"

_PICTURE = re.compile(r"https://pictures\.invalid/\S+|https://xxxx?$|(?:/9j/|iVBORw0KGgo)[A-Za-z0-9+/]*={0,2}$")


@dataclass(frozen=True, slots=True)
class PageSample:
    """One sample.

    Attributes:
        page: the page's number, three digits.
        sample: which of the page's samples it is.
        gateway: the gateway's name.
        example: the name of the example that holds it, under `components/examples`.
        recording: the name of the cassette that holds it, in its first exchange.
        side: `request` or `response`.
        repaired: whether the page's sample is no JSON, so that example and recording say what was repaired.
        digest: of the repaired sample, as `digest` makes it.
    """

    page: str
    sample: str
    gateway: str
    example: str
    recording: str
    side: str
    repaired: bool
    digest: str


def page_samples() -> list[PageSample]:
    """Return the list."""
    return [PageSample(**entry) for entry in read_yaml(LIST)]


def without_pictures(value: Any) -> Any:
    """Return the value with every picture and its address made the same, since ours stand in for the pages' own."""
    if isinstance(value, dict):
        return {key: without_pictures(child) for key, child in value.items()}
    if isinstance(value, list):
        return [without_pictures(child) for child in value]
    if isinstance(value, str):
        return _PICTURE.sub("a picture", value)
    return value


def digest(value: Any) -> str:
    """Return 16 hexadecimal digits of SHA-256 of a value without its pictures, whatever the order of its keys."""
    text = json.dumps(without_pictures(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
