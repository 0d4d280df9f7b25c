"""The command that picks up what an earlier run submitted."""

from typing import Annotated

import typer

from .call import SingleCall
from .parameters import TaskId, calling

commands = typer.Typer()


@commands.command(epilog="Example: image-edit wait 74163618910443360742 -o hat.png")
@calling()
def wait(
    call: SingleCall,
    task_id: TaskId,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="As the line that told the id names it, for a gateway whose tasks need it."),
    ] = None,
) -> int:
    """Pick up a task that was submitted before. This is not billed."""
    return call.pick_up(task_id, model)
