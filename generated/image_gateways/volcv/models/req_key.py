from enum import StrEnum


class ReqKey(StrEnum):
    """The name of an algorithm."""

    BYTEEDIT_V2_0 = "byteedit_v2.0"
    I2I_INPAINTING = "i2i_inpainting"
    I2I_INPAINTING_EDIT = "i2i_inpainting_edit"
    I2I_OUTPAINTING = "i2i_outpainting"
    SEEDEDIT_V3_0 = "seededit_v3.0"

    def __str__(self) -> str:
        return str(self.value)
