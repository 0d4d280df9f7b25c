"""What Volcano Engine Ark makes of a request for pictures, written from what is known of the vendor alone."""

from __future__ import annotations

import re
from typing import Any

from .independent_server import decoded_picture, is_address, is_number, is_whole, made_of

_LARGEST_SEED = 2**31 - 1
_MOST_PICTURES, _MOST_MADE = 14, 15
_DATA_URL = re.compile(r"data:image/[a-z0-9.+-]+;base64,(.+)", re.DOTALL)


def refused(asked: dict[str, Any]) -> str:
    """Return the field that Ark does not take; empty where it takes all."""
    texts = ("model", "prompt", "size", "output_format")
    wrong = [name for name in texts if not isinstance(asked.get(name, ""), str)]
    wrong += [name for name in ("watermark", "stream") if not isinstance(asked.get(name, True), bool)]
    images = asked.get("image", "https://example.com/cat.png")
    if not (_is_picture(images) or (isinstance(images, list) and _are_pictures(images))):
        wrong.append("image")
    if asked.get("response_format", "url") not in ("url", "b64_json"):
        wrong.append("response_format")
    if not is_whole(asked.get("seed", -1), -1, _LARGEST_SEED):
        wrong.append("seed")
    if not is_number(asked.get("guidance_scale", 5.5), 1, 10):
        wrong.append("guidance_scale")
    if asked.get("sequential_image_generation", "auto") not in ("auto", "disabled"):
        wrong.append("sequential_image_generation")
    for name in ("sequential_image_generation_options", "optimize_prompt_options"):
        if not isinstance(asked.get(name, {}), dict):
            wrong.append(name)
    options = asked.get("sequential_image_generation_options", {})
    if isinstance(options, dict) and not is_whole(options.get("max_images", 1), 1, _MOST_MADE):
        wrong.append("max_images")
    prompting = asked.get("optimize_prompt_options", {})
    if isinstance(prompting, dict) and not isinstance(prompting.get("mode", ""), str):
        wrong.append("mode")
    return next(iter(wrong), "" if asked.get("model") else "model")


def made(asked: dict[str, Any], url: str) -> Any:
    """Return what Ark answers, with links to a server: several pictures to who asks for several."""
    number = 2 if asked.get("sequential_image_generation") == "auto" else 1
    is_carried = asked.get("response_format") == "b64_json"
    pictures = [made_of(asked, asked.get("size"), one) for one in range(number)]
    return {
        "model": asked["model"],
        "created": 1_764_158_400,
        "data": [{"b64_json": one.carried()} if is_carried else {"url": one.link(url)} for one in pictures],
        "usage": {"generated_images": number, "output_tokens": 3772 * number, "total_tokens": 3772 * number},
    }


def error(code: str, message: str, kind: str) -> Any:
    """Return an error as Ark writes it, with the id of the call in its words."""
    words = f"{message} Request id: 02176415840012300000000000000000"
    return {"error": {"code": code, "message": words, "param": "", "type": kind}}


def _are_pictures(images: list[Any]) -> bool:
    return 0 < len(images) <= _MOST_PICTURES and all(map(_is_picture, images))


def _is_picture(text: Any) -> bool:
    carried = _DATA_URL.fullmatch(text) if isinstance(text, str) else None
    return decoded_picture(carried[1]) is not None if carried else is_address(text)
