from enum import StrEnum


class ResponseFormat(StrEnum):
    """Whether a picture comes as a link (`url`) or as base64 (`b64_json`). Default `url`."""

    B64_JSON = "b64_json"
    URL = "url"

    def __str__(self) -> str:
        return str(self.value)
