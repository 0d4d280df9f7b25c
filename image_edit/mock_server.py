"""`image-gateways-mock`: the mock's command, and a line that says what to install where the mock's extra is missing."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the mock until it is stopped.

    Args:
        arguments: those of the command, without its name; None takes them from `sys.argv`.

    Returns:
        The exit status: that of `image_gateways_mock.__main__.main`, or 2 where the extra is not installed.
    """
    try:
        from image_gateways_mock.__main__ import main as command
    except ModuleNotFoundError as error:
        print(f"image-gateways-mock: {error}", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 2
    return command(arguments)
