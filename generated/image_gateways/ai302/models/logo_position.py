from enum import IntEnum


class LogoPosition(IntEnum):
    """Where the watermark goes. 0 bottom right, 1 bottom left, 2 top left, 3 top right. The samples show 0."""

    BOTTOM_RIGHT = 0
    BOTTOM_LEFT = 1
    TOP_LEFT = 2
    TOP_RIGHT = 3

    def __str__(self) -> str:
        return str(self.value)
