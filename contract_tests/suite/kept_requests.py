"""Requests that were drawn and had a finding, kept as files so that they can be sent again."""

import base64
import json
from collections.abc import Mapping
from pathlib import Path

from .wire import CASE_HEADER, Sent

_KEY = "$API_KEY"


class UnknownCase(Exception):
    """There is no case of this name; the message says what to do."""


def write_requests(folder: Path, requests: Mapping[str, Sent], api_key: str) -> None:
    """Write requests, a file each, without the key."""
    for name, sent in requests.items():
        file = folder / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        content = {
            "method": sent.method,
            "target": _without(sent.target, api_key),
            "headers": [[label, _without(value, api_key)] for label, value in sent.headers if label != CASE_HEADER],
            "body": base64.b64encode(sent.body).decode(),
        }
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def read_request(folder: Path, name: str, api_key: str) -> Sent:
    """Read a request that was kept.

    Raises:
        UnknownCase: there is no file of this name, or it is not one of ours.
    """
    file = folder / f"{name}.json"
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        headers = tuple((label, value.replace(_KEY, api_key)) for label, value in content["headers"])
        target = content["target"].replace(_KEY, api_key)
        return Sent(content["method"], target, headers, base64.b64decode(content["body"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        message = f"{file}: no request is kept there; a run that finds something writes it, or give its seed again"
        raise UnknownCase(message) from None


def _without(text: str, api_key: str) -> str:
    return text.replace(api_key, _KEY) if api_key else text
