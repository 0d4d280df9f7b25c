from enum import IntEnum


class LogoLanguage(IntEnum):
    """The watermark's language. 0 Chinese, 1 English. The samples show 0."""

    CHINESE = 0
    ENGLISH = 1

    def __str__(self) -> str:
        return str(self.value)
