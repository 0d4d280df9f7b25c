"""Edits one picture: `python examples/edit_one_picture.py cat.png "Give it a hat" hat.png`.

The key is in AI302_API_KEY. AI302_BASE_URL may name another host, such as the mock's.
"""

import sys

from image_edit import ImageEditor


def main(picture: str, prompt: str, output: str) -> None:
    """Edit a picture and keep the result."""
    with ImageEditor(gateway="ai302") as editor:
        result = editor.edit(picture, prompt)
        print(result.save(output), result.size, result.task_id)  # noqa: T201  it is for a terminal


if __name__ == "__main__":
    main(*sys.argv[1:])
