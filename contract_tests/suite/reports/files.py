"""The files that a run leaves behind: JUnit, HAR and a page, none of which holds a secret."""

import json
from collections.abc import Collection
from pathlib import Path

from image_gateways_recordings.redaction import Redaction

from .contents import Report
from .har import Hiding, har
from .junit import junit
from .page import page

_KEY = "$API_KEY"


def write_reports(folder: Path, report: Report) -> list[Path]:
    """Write `junit.xml`, `traffic.har` and `index.html` to a folder.

    Args:
        folder: where; it is made if it is not there.
        report: the run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hide = _hiding(report)
    written = {
        "junit.xml": junit(report, hide.text),
        "traffic.har": json.dumps(har(report, hide), ensure_ascii=False),
        "index.html": page(report, hide.text),
    }
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", errors="replace")
    return [folder / name for name in written]


def _hiding(report: Report) -> Hiding:
    targets = [outcome.job.target for outcome in report.outcomes]
    keys = {target.api_key for target in targets if target.api_key}
    if all(target.replays for target in targets):
        return _KeysAlone(keys)
    redaction = Redaction({name for outcome in report.outcomes for name in outcome.tally.credentials})
    for key in keys:
        redaction.known.add(key, _KEY)
    return redaction


class _KeysAlone:
    """Hides the keys: what passes between the suite and a mock holds no other secret, and there is much of it."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = keys

    def text(self, text: str) -> str:
        for key in self._keys:
            text = text.replace(key, _KEY)
        return text

    def named(self, _: str, text: str) -> str:
        return self.text(text)
