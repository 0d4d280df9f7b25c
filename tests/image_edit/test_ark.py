"""Ark's image call, by whichever gateway it is reached: what is sent, and what is read of an answer."""

from __future__ import annotations

from typing import Any, cast

import pytest

from image_edit import BadInput
from image_edit.gateways import ark
from image_edit.pictures.encoding import PreparedPicture
from image_gateways.oceanbase.models import ArkImageRequest

SEEDREAM = "doubao-seedream-4-0-250828"


def body(*pictures: PreparedPicture, **options: Any) -> dict[str, Any]:
    """What is sent for a prompt, pictures and options."""
    return ark.filled(ArkImageRequest(SEEDREAM), "At night", pictures, cast(ark.ArkOptions, options)).to_dict()


def test_what_is_not_given_is_not_sent() -> None:
    assert body() == {"model": SEEDREAM, "prompt": "At night"}


def test_one_picture_is_a_text_and_several_are_a_list() -> None:
    link, file = PreparedPicture(url="https://pictures.invalid/a.png"), PreparedPicture(None, b"a", "image/png", 1, 1)
    assert body(link)["image"] == "https://pictures.invalid/a.png"
    assert body(link, file)["image"] == ["https://pictures.invalid/a.png", "data:image/png;base64,YQ=="]


def test_a_vendors_option_may_set_whatever_no_argument_set() -> None:
    options = {
        "image": ["https://pictures.invalid/a.png", "https://pictures.invalid/b.png"],
        "sequential_image_generation": "auto",
        "sequential_image_generation_options": {"max_images": 3},
        "seed": 7,
        "stream": False,
    }
    assert body(vendor_options=options) == {"model": SEEDREAM, "prompt": "At night", **options}
    with pytest.raises(BadInput, match="'seed', which is set already"):
        body(seed=1, vendor_options=options)


@pytest.mark.parametrize("asked", [True, 1, "true"])
def test_a_stream_of_pictures_is_refused_before_it_is_paid_for(asked: Any) -> None:
    with pytest.raises(BadInput, match="stream"):
        body(vendor_options={"stream": asked})
