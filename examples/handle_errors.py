"""Edits a picture, and does the right thing about each way it can go wrong.

`python examples/handle_errors.py cat.png "Give it a hat" hat.png`

Exit status: 0 done, 1 go on later as it says, 2 somebody has to look at it first.
"""

import sys

from image_edit import (
    BadInput,
    ContentRefused,
    DeadlinePassed,
    DownloadFailed,
    ImageEditError,
    ImageEditor,
    MaybeBilled,
)


def main(picture: str, prompt: str, output: str) -> int:
    """Edit a picture; return the exit status."""
    with ImageEditor(gateway="ai302", timeout=120) as editor:
        try:
            editor.edit(picture, prompt).save(output)
        except (BadInput, ContentRefused) as error:
            return _told(f"change the picture or the words: {error}", 2)
        except DeadlinePassed as error:  # it goes on, and is paid for: never submit it again
            return _told(f"ask for it later: editor.task({error.task_id!r}).result()", 1)
        except DownloadFailed as error:  # it is made, and its link lives for about a day
            return _told(f"fetch it from {error.url}", 1)
        except MaybeBilled as error:  # nobody knows whether it ran
            return _told(f"look at the gateway's own record of {error.request_id} before it is sent again: {error}", 2)
        except ImageEditError as error:
            return _told(f"{error}", 1 if error.retry_can_help else 2)
    return 0


def _told(text: str, status: int) -> int:
    print(text, file=sys.stderr)  # noqa: T201  it is for a terminal
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
