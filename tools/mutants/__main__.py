"""`python -m tools.mutants`: how much of what is broken on purpose the contract tests notice."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from fnmatch import fnmatchcase

from rich.console import Console
from rich.progress import track
from rich.text import Text

from contract_tests.connections import connecting_to

from .report import ENOUGH, FILE, print_report, print_verdicts, rate, unexplained, write_report
from .selection import SHARES, selected
from .trials import KINDS, NotGreen, Trials

_COUNT = 600
_SEED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants that the arguments ask for; returns the exit code."""
    with connecting_to("http://127.0.0.1"):  # every server of a trial is on this machine
        options = _options(arguments)
        console = Console(width=None if sys.stdout.isatty() else 160)
        try:
            return _run(options, console)
        except NotGreen as error:
            why = f"What is unchanged does not pass, so there is nothing to measure. {error}"
            console.print(Text(why), soft_wrap=True)
            return 2


def _run(options: argparse.Namespace, console: Console) -> int:
    started = time.monotonic()
    trials = Trials(options.seed, options.workers)
    shares = {options.kind: 100} if options.kind else SHARES
    if options.only:
        fitting = trials.mutants(KINDS)
        chosen = [m for m in fitting if m.id == options.only or fnmatchcase(m.id, options.only)]
    else:
        fitting = trials.mutants(shares)
        chosen = selected(fitting, options.count, options.seed, shares)
    if not chosen:
        console.print(Text(f"{options.only}: no mutant that fits has this id; a run writes the ids to {FILE}"))
        return 2
    done = list(track(trials.run(chosen), "mutants", len(chosen), console=console, disable=not console.is_terminal))
    if options.only:
        print_verdicts(console, done)
    else:
        print_report(console, done, len(fitting), time.monotonic() - started)
        write_report(done, len(fitting), options.seed)
    enough = bool(options.only) or rate(done) >= ENOUGH
    return int(not enough or bool(unexplained(done)))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=_SEED, help="draws other mutants (default: %(default)s)")
    parser.add_argument("--count", type=int, default=_COUNT, help="how many run (default: %(default)s)")
    parser.add_argument("--kind", choices=KINDS, default="", help="of what; source is drawn by this alone")
    parser.add_argument("--only", default="", help="the id of one, or a pattern with * for anything")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
