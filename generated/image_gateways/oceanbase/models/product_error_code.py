from enum import StrEnum


class ProductErrorCode(StrEnum):
    NOT_FOUND = "not_found"
    UNAUTHORIZED = "unauthorized"

    def __str__(self) -> str:
        return str(self.value)
