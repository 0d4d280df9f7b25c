from enum import IntEnum


class LogoLanguage(IntEnum):
    CHINESE = 0
    ENGLISH = 1

    def __str__(self) -> str:
        return str(self.value)
