from enum import StrEnum


class DrawingModel(StrEnum):
    """A model of `/doubao/drawing`."""

    GENERAL_V2_0 = "general_v2.0"
    GENERAL_V2_0_L = "general_v2.0_L"
    GENERAL_V2_1_L = "general_v2.1_L"
    GENERAL_V3_0 = "general_v3.0"

    def __str__(self) -> str:
        return str(self.value)
