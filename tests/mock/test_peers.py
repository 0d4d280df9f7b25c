"""Other people's clients against the mock."""

from __future__ import annotations

import importlib
from types import ModuleType

import httpx
import pytest

from image_gateways_mock import running_server

KEY = "{{YOUR_API_KEY}}"


@pytest.fixture
def openai() -> ModuleType:
    """Imported as they run: it takes long, and each worker imports what the files of all tests import."""
    return importlib.import_module("openai")


@pytest.mark.parametrize("model", ["doubao-seededit-3-0-i2i-250628", "gpt-image-1"])
def test_the_openai_package_gets_an_answer_it_can_parse_and_a_picture(model: str, openai: ModuleType) -> None:
    with (
        running_server() as url,
        openai.OpenAI(base_url=f"{url}/api/v1", api_key=KEY, max_retries=0) as client,
    ):
        # What the package does not know is given as tools/benchmarks/client.py gives it.
        answer = client.images.generate(prompt="A lighthouse at night", extra_body={"model": model, "watermark": False})
        # oceanbase wraps what its vendor answers, so the pictures are one level further down than at OpenAI.
        pictures = vars(answer)["data"]["data"]
        assert httpx.get(pictures[0]["url"]).raise_for_status().headers["content-type"] == "image/png"


def test_the_openai_package_recognises_a_wrong_key(openai: ModuleType) -> None:
    with (
        running_server() as url,
        openai.OpenAI(base_url=f"{url}/api/v1", api_key="wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError) as raised,
    ):
        client.images.generate(model="doubao-seededit-3-0-i2i-250628", prompt="A lighthouse at night")
    assert raised.value.status_code == 401
