"""The command that runs the offline server, where it is installed."""

import typer

commands = typer.Typer()


# Every option is the server's, `--help` too.
@commands.command(add_help_option=False, context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def mock(context: typer.Context) -> int:
    """Run a server that plays the gateways.

    It is offline and costs nothing. Its options: `image-edit mock --help`.
    """
    from ..mock_server import main

    return main(context.args)
