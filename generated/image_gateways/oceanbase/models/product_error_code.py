from enum import StrEnum


class ProductErrorCode(StrEnum):
    """A code of the product's own, in an `error`: `unauthorized`, the key is wrong; `not_found`, there is no such
    path or task (our reading)."""

    NOT_FOUND = "not_found"
    UNAUTHORIZED = "unauthorized"

    def __str__(self) -> str:
        return str(self.value)
