"""What a gateway allows a picture to be, as its document says."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """The limits of an input picture; one that the document does not give does not hold.

    Attributes:
        media_types: the types that are taken; empty for any.
        max_bytes: size of the file, before base64.
        max_width: in pixels.
        max_height: in pixels.
        max_aspect_ratio: long side through short side.
    """

    media_types: tuple[str, ...] = ()
    max_bytes: int | None = None
    max_width: int | None = None
    max_height: int | None = None
    max_aspect_ratio: float | None = None

    @classmethod
    def from_document(cls, x_picture: Mapping[str, Any]) -> Self:
        """Make them of the document's `x-picture`; keys that are no limits are passed over."""
        limits = {field.name: x_picture[field.name] for field in fields(cls) if field.name in x_picture}
        return cls(**{**limits, "media_types": tuple(x_picture.get("media_types", ()))})

    def takes_type(self, media_type: str) -> bool:
        """Say whether pictures of this type are taken."""
        return not self.media_types or media_type in self.media_types

    def takes_bytes(self, size: int) -> bool:
        """Say whether files of so many bytes are taken."""
        return self.max_bytes is None or size <= self.max_bytes

    def scale_for(self, width: int, height: int) -> float:
        """Return by how much the sides have to be scaled down to be taken, above 0; 1 if they are."""
        return min(
            1.0,
            self.max_width / width if self.max_width is not None else 1.0,
            self.max_height / height if self.max_height is not None else 1.0,
        )

    def problem(self, media_type: str, size: int, width: int, height: int) -> str | None:
        """Say what is wrong with a picture and can be mended by re-encoding or scaling it; None if nothing is."""
        if not self.takes_type(media_type):
            return f"is {media_type}, and the gateway takes {' or '.join(self.media_types)}"
        if self.scale_for(width, height) < 1:
            most = " x ".join("any" if side is None else str(side) for side in (self.max_width, self.max_height))
            return f"has {width} x {height} pixels, and the gateway takes at most {most}"
        if not self.takes_bytes(size):
            return f"has {size} bytes, and the gateway takes at most {self.max_bytes}"
        return None

    def ratio_problem(self, width: int, height: int) -> str | None:
        """Say what is wrong with the ratio of the sides, which scaling does not change; None if nothing is."""
        if self.max_aspect_ratio is None or max(width, height) <= self.max_aspect_ratio * min(width, height):
            return None
        return (
            f"has {width} x {height} pixels, and the gateway takes a long side of at most "
            f"{self.max_aspect_ratio} times the short side"
        )


def scaled(width: int, height: int, scale: float) -> tuple[int, int]:
    """Return both sides scaled down, such that the ratio of the long to the short side does not grow by rounding.

    Args:
        width: pixels, 1 or more.
        height: pixels, 1 or more.
        scale: above 0, at most 1.
    """
    short = max(1, math.ceil(round(min(width, height) * scale, 6)))
    long = max(short, math.floor(round(max(width, height) * scale, 6)))
    return (long, short) if width >= height else (short, long)
