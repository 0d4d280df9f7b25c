from enum import StrEnum


class SequentialImages(StrEnum):
    """Whether a model of Seedream 4.0 to 5.0 may make several pictures that belong together: `auto` lets it decide
    by the prompt, `disabled` makes one. Default `disabled`."""

    AUTO = "auto"
    DISABLED = "disabled"

    def __str__(self) -> str:
        return str(self.value)
