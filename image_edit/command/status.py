"""The command that says where a batch is, also while it runs."""

from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import BadInput
from .messages import BAD_INPUT, FAILED, FINE, printable
from .streams import tell, write

JOURNAL = "journal.sqlite"
"""What a journal is called in the folder of the results."""

commands = typer.Typer()


@commands.command(epilog="Example: image-edit status out/")
def status(
    place: Annotated[
        Path, typer.Argument(metavar="OUT", help="The folder that the batch keeps its results in, or its journal.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON instead.")] = False,
) -> int:
    """Say where a batch is, also while it runs. Nothing is sent, and nothing is changed."""
    from ..batch.journal.view import JournalView
    from .batch.standing import facts_of_standing, lines_about_standing, standing_of

    try:
        with JournalView.open(place / JOURNAL if place.is_dir() else place) as journal:
            standing = standing_of(journal)
            writer, path = journal.writer, journal.path
    except BadInput as error:
        tell(f"image-edit: {error}")
        return BAD_INPUT
    facts: dict[str, Any] = {
        "journal": str(path),
        "pid": None if writer is None else writer.pid,
        "started": None if writer is None or writer.started is None else writer.started.isoformat(),
    }
    if as_json:
        return FINE if write({**facts, **facts_of_standing(standing)}) else FAILED
    lines = [
        str(path),
        f"  {'gateway':<12}{standing.gateway} at {standing.base_url}",
        f"  {'running':<12}{'no' if writer is None else writer}",
        *lines_about_standing(standing),
    ]
    return FINE if write(printable("\n".join(lines))) else FAILED
