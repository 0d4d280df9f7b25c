"""`python -m image_edit` and `image-edit`: the command, which a signal ends in good order from its first moment on."""

import os
import sys
from contextlib import suppress

from .interruption import ignore_signals, raise_signals, status_after

_BAD_INPUT = 2
_BATCH_INTERRUPTED = 130  # by whichever signal, as in the run itself
_EXTRA = ("typer", "rich")  # what the extra `cli` brings


def main() -> int:
    """Run the command; the exit status is that of `image_edit.command.main`."""
    try:
        raise_signals()
        _start_sooner()
        from importlib.util import find_spec

        if not all(map(find_spec, _EXTRA)):
            _say("image-edit: the command is not installed, the library alone is: pip install 'image-gateways[cli]'")
            return _BAD_INPUT
        from .command import main as command  # takes a good part of a second

        return command()
    except KeyboardInterrupt as interruption:  # where the command itself is not there to tell of it
        return _interrupted(interruption)
    except RuntimeError as error:
        # Python 3.11 wraps what is raised while a class is made, and a signal may come there, too.
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        return _interrupted(error.__cause__)
    finally:
        ignore_signals()
        _drop_what_cannot_be_written()


def _start_sooner() -> None:
    """Leave out a fifth of what a call takes before anything is sent."""
    import gc

    gc.set_threshold(20_000, *gc.get_threshold()[1:])  # what is imported stays: to look for garbage in it finds none
    # httpx imports a command of its own where click and rich are, and is content where it is not to be had. None is how
    # Python knows what is not to be imported; where somebody imported it before, it stays.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # typed as a dict of modules alone


def _interrupted(interruption: KeyboardInterrupt) -> int:
    _say("image-edit: interrupted.")
    return _BATCH_INTERRUPTED if sys.argv[1:2] == ["batch"] else status_after(interruption)


def _say(line: str) -> None:
    with suppress(OSError, ValueError, AttributeError):  # AttributeError: it was closed before Python began
        sys.stderr.write(f"{line}\n")


def _drop_what_cannot_be_written() -> None:
    # Else Python tries once more when it ends, complains, and ends with a status of its own.
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # it was closed before Python began
            try:
                stream.flush()
            except (OSError, ValueError):
                with suppress(OSError, ValueError):
                    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())
