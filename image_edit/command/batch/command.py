"""The command that edits many pictures and loses nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import typer

from ...options import EditOptions, EraseOptions, ExpandOptions, GenerateOptions, InpaintOptions
from ..signatures import calling
from .parameters import DEFAULTS, AskedBatch

commands = typer.Typer()

_HELP = (
    "Edit many pictures, and lose nothing: run it again, and it goes on.",
    "Each picture of a folder is edited by PROMPT. A table has one job a row, as a spreadsheet saves it (CSV) or as "
    "one JSON object a line. Its columns are named as the options are: image, prompt, output, mask, with, operation, "
    "seed, to and so on; an empty cell takes what the command line says. Paths in a table are relative to the "
    "table, outputs to OUT. An output that is absolute, or leads out of OUT by .., is written there, if its folder "
    "exists. Without an output, a result is named after its picture.",
    "What was sent and paid for stands in OUT/journal.sqlite. Whatever happens, the same command goes on from there: "
    "finished files are not made again, tasks that were paid for are picked up, and a changed picture is done anew. "
    "What was just being sent when a run died is called unclear, and sent again only with --resubmit-unclear.",
    "Paths of results go to stdout as they are kept, all else to stderr. OUT/index.html shows before and after.",
)
_EPILOG = (
    "Examples:",
    'image-edit batch photos/ "Make it night" -o night/',
    "image-edit batch jobs.csv -o out/ --dry-run",
    "image-edit batch - -o out/ < jobs.csv",
    "Exit status: 0 all is done, 1 some were refused, failed or are left, 2 bad input and nothing was sent, 3 some "
    "may have run, and nobody knows, 130 interrupted.",
)


@commands.command(
    short_help="Edit many pictures, and lose nothing.", help="\n\n".join(_HELP), epilog="\n\n".join(_EPILOG)
)
@calling(AskedBatch, EditOptions, ExpandOptions, InpaintOptions, EraseOptions, GenerateOptions, panel=DEFAULTS)
def batch(asked: AskedBatch, options: Mapping[str, Any], context: typer.Context) -> int:
    """Edit many pictures, and lose nothing."""
    from .run import run

    return run(replace(asked, arguments=context.obj, options=options))
