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

SIDES = st.integers(1, 48)  # pixels


@cache
def small_picture(kind: str, side: int, colour: int) -> str:
    """A picture of one colour as bare base64: a square, which no document's bounds of sides and ratios forbid."""
    file = io.BytesIO()
    Image.new("RGB", (side, side), (colour, 255 - colour, 128)).save(file, kind)
    return base64.b64encode(file.getvalue()).decode()


schemathesis.openapi.format(
    "picture-base64",
    st.builds(
        small_picture,
        st.sampled_from(["PNG", "JPEG"]),
        SIDES,
        st.sampled_from([0, 90, 255]),
    ),
)

schemathesis.openapi.format(
    "picture-address",
    st.one_of(
        st.sampled_from(["https://example.com/cat.png", "http://example.com/猫.jpg?x=1#y"]),
        SIDES.map(lambda side: f"data:image/png;base64,{small_picture('PNG', side, 0)}"),
    ),
)

schemathesis.openapi.format(
    "json",
    st.fixed_dictionaries({}, optional={"return_url": st.booleans()}).map(json.dumps),
)
