"""What a user may say of a run, whether it is started as a command or by pytest."""

from __future__ import annotations

import argparse
import math
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from image_gateways_recordings.folder import RECORDINGS

from .severity import FAILING, Severity
from .target import Profile, Target

if TYPE_CHECKING:
    from .live import LiveRun

# Each run of pytest here loads this module, so what takes time to import is imported by a run of the suite alone.

CI_SEED = 20250704


def add_options(add: Callable[..., object]) -> None:
    """Add the options that every start of the suite has.

    Args:
        add: takes what `argparse.ArgumentParser.add_argument` takes.
    """
    add("--gateway", help="name of the gateway's document, without .yaml (with a mock: all)")
    add("--base-url", help="the server (default: a mock that is started for the run)")
    add("--document", type=Path, help="the document, if not the gateway's own")
    add("--recordings", type=Path, default=RECORDINGS, help="folder of the recordings")
    add("--profile", choices=[p.value for p in Profile], help="how deep a mock is tried (default: ci)")
    add("--seed", type=_seed, default=CI_SEED,
        help="seed of what is drawn and of the mock that is started; or `random` (default: %(default)s)")  # fmt: skip
    add("--no-journal", dest="journal", action="store_false", default=True,
        help="judge a mock by its answers alone, as a stranger is judged, and read no journal")  # fmt: skip
    add("--reports", type=Path, default=Path("reports"), help="folder for the reports (default: %(default)s)")
    add("--fail-on", choices=[s.value for s in FAILING], default=Severity.ERROR.value,
        help="the least bad finding that makes the run fail (default: %(default)s)")  # fmt: skip
    add("--task-id", default="", help="a task of a live gateway, which is followed without a submit")
    add("--max-seconds", type=_seconds, metavar="SECONDS",
        help="an answer of a gateway that takes longer is a finding (default: none is too late)")  # fmt: skip
    add("--max-billed", type=natural, default=1,
        help="billed calls to make at most, if CONFIRM_BILLED=1 is set (default: %(default)s)")  # fmt: skip


def check_options(options: argparse.Namespace, *, is_mock: bool) -> None:
    """See that the options are for the server that there is.

    Raises:
        CannotStart: one is for another.
    """
    from .live import CannotStart

    if not is_mock and options.profile:
        raise CannotStart("a profile is for a mock; what a gateway is asked follows from CONFIRM_BILLED and MAX_BILLED")
    if is_mock and options.task_id:
        raise CannotStart("a task is followed at a gateway alone: a mock knows the tasks that the run submits")
    if is_mock and options.max_seconds is not None:
        raise CannotStart("--max-seconds is for a gateway: a mock's answers cost no work")


def billed_calls_are_confirmed() -> bool:
    """Tell whether the user said that billed calls may be made."""
    return os.environ.get("CONFIRM_BILLED") == "1"


def live_run(options: argparse.Namespace, target: Target, say: Callable[[str], None]) -> LiveRun:
    """Return the run against a live gateway that is asked for.

    Args:
        options: what the user said.
        target: the gateway.
        say: shows a line to the user.
    """
    from .live import Allowance, LiveRun, Wishes

    allowance = Allowance(billed_calls_are_confirmed(), options.max_billed)
    wishes = Wishes(Severity(options.fail_on), options.seed, options.task_id, options.max_seconds)
    return LiveRun(target, allowance, wishes, say)


def natural(text: str) -> int:
    """Read a whole number, 0 or more.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"a whole number, 0 or more, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"a number of seconds above 0, not {text!r}")
    return seconds


def _seed(text: str) -> int:
    from image_gateways_mock.settings import RANGES

    if text == "random":
        return secrets.randbelow(2**32)
    if not RANGES["seed"].allows(number := natural(text)):
        raise argparse.ArgumentTypeError(f"{RANGES['seed']}, not {text}")
    return number
