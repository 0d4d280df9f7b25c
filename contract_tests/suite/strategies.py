"""What schemathesis cannot guess from the documents: strings that are pictures, and strings that hold JSON.

Importing this module registers them.
"""

from __future__ import annotations

import base64
import io
import json
from functools import cache

import schemathesis
from hypothesis import strategies as st
from PIL import Image


@cache
def small_picture(kind: str, width: int, height: int, colour: int) -> str:
    """A picture of one colour as bare base64."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (colour, 255 - colour, 128)).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


def sides() -> st.SearchStrategy[tuple[int, int]]:
    """Width and height in pixels, neither more than three times the other, as the gateways demand."""
    return st.tuples(st.integers(1, 48), st.integers(1, 48)).filter(lambda sides: max(sides) <= 3 * min(sides))


schemathesis.openapi.format(
    "picture-base64",
    st.builds(
        lambda kind, sides, colour: small_picture(kind, *sides, colour),
        st.sampled_from(["PNG", "JPEG"]),
        sides(),
        st.sampled_from([0, 90, 255]),
    ),
)

schemathesis.openapi.format(
    "picture-address",
    st.one_of(
        st.sampled_from(["https://example.com/cat.png", "http://example.com/猫.jpg?x=1#y"]),
        sides().map(lambda sides: f"data:image/png;base64,{small_picture('PNG', *sides, 0)}"),
    ),
)

schemathesis.openapi.format(
    "json",
    st.fixed_dictionaries({}, optional={"return_url": st.booleans()}).map(json.dumps),
)
