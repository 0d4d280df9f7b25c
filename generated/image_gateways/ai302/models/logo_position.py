from enum import IntEnum


class LogoPosition(IntEnum):
    BOTTOM_RIGHT = 0
    BOTTOM_LEFT = 1
    TOP_LEFT = 2
    TOP_RIGHT = 3

    def __str__(self) -> str:
        return str(self.value)
