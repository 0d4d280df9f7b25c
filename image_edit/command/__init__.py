"""The command `image-edit`: what the editors do, one picture or many, from a shell.

Paths of pictures, or with `-o -` a picture, go to stdout, everything else to stderr. The exit status is 0 if all is
well, 1 for an error of the gateway or of the task, 2 for input that is not allowed, and 128 and its number after a
signal: 130 after Ctrl-C.
"""

from .app import main

__all__ = ["main"]
