"""The command as a whole: which commands there are, and how a call of it that makes no sense is told."""

import os
import sys
from typing import Annotated, Any

import typer
from typer.main import get_command

from ..errors import ImageEditError
from ..gateway_name import variables
from . import editing, gateways, status
from .batch import command as batch
from .messages import BAD_INPUT, FAILED, about_error, exit_status
from .streams import draws, tell, write

_NAME = "image-edit"
_COMPLETION = "_IMAGE_EDIT_COMPLETE"  # what a shell asks for completions with
_EPILOG = f"""
The key comes only from the environment: {variables("API_KEY")}. The address comes from --base-url, or from
{variables("BASE_URL")}.

Example: image-edit edit cat.png "Give it a hat" -o hat.png

Exit status: 0 all is well, 1 the gateway or the task failed, 2 bad input and nothing was sent, 3 some of a batch may
have run, 130 after Ctrl-C.
"""
_MODULES = (editing, batch, status, gateways)

commands = typer.Typer()


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: what a shell would give it; None for those of this process.

    Returns:
        The exit status.
    """
    given = sys.argv[1:] if arguments is None else arguments
    command = get_command(app())
    if os.environ.get(_COMPLETION):
        command.main(given, prog_name=_NAME)  # prints what a shell asked for, and exits
    try:
        # Not by `command.main`, which would turn a signal into a status of its own.
        with command.make_context(_NAME, given or ["--help"], obj=given) as context:
            status: int = command.invoke(context)
            return status
    except ImageEditError as error:  # of a command that tells of none by itself
        tell(about_error(error))
        return exit_status(error)
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as problem:
        tell(_about(problem))
        return BAD_INPUT
    except OSError as error:  # of stdout, which help goes to: commands tell of others by themselves
        what = "stdout cannot be written" if error.filename is None else error.filename
        tell(f"image-edit: {what}: {error.strerror}")
        return FAILED


def app() -> typer.Typer:
    """Return all the commands; their help is laid out for what stdout is now."""
    whole = typer.Typer(
        rich_markup_mode="rich" if draws(sys.stdout) else None,
        help="Edit pictures through the gateways. `wait`, `status`, `gateways` and `mock` cost nothing, the others do.",
        epilog=_EPILOG,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    whole.callback()(_options)
    for each in (*(module.commands for module in _MODULES), commands):
        whole.add_typer(each)
    return whole


# Every option is the server's, `--help` too.
@commands.command(add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def mock(context: typer.Context) -> int:
    """Run a server that plays the gateways.

    It is offline and costs nothing. Its options: `image-edit mock --help`.
    """
    from ..mock_server import main

    return main(context.args)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        raise typer.Exit(0 if write(f"image-edit {version('image-gateways')}") else FAILED)


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=_version),
    ] = False,
) -> None:
    pass


def _about(problem: Any) -> str:
    """Return the lines about a call that makes no sense."""
    context = getattr(problem, "ctx", None)
    path = _NAME if context is None else context.command_path
    return f"image-edit: {problem.format_message()}\nTry: {path} --help"
