"""The names of results, where a table gives none, and the order in which people read names."""

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

_LONGEST = 60  # characters of a name that is made of a prompt


def natural(text: str) -> tuple[tuple[str | int, ...], ...]:
    """Return what sorts paths as people do: `2.png` before `10.png`, folder by folder."""
    return tuple(
        tuple(int(part) if part.isdecimal() else part.casefold() for part in re.split(r"(\d+)", step))
        for step in PurePath(text).parts
    )


def name_of_image(image: str) -> str:
    """Return the name of the result of an input picture: its own without a suffix; empty if it has none.

    The result is of a type that the gateway chooses, and what comes after a dot would be taken for a type.
    """
    path = PurePath(image)
    if "://" in image:
        path = PurePath(unquote(urlsplit(image).path))
    elif image[:5].lower() == "data:":
        return ""
    return path.stem.replace(".", "-").strip()


def name_of_prompt(prompt: str) -> str:
    """Return the name of a picture that is drawn: the first words of its prompt; empty if it has none."""
    words = "-".join(re.findall(r"\w+", prompt.lower()))
    return words if len(words) <= _LONGEST else words[:_LONGEST].rpartition("-")[0] or words[:_LONGEST]


def unique_names(files: Iterable[Path]) -> dict[Path, Path]:
    """Return the name of the result of each file of a folder; no two differ in case alone.

    Files that have one stem are told apart by their suffixes: `cat.png` and `cat.jpg` give `cat-png` and `cat-jpg`.

    Args:
        files: relative to the folder, each once.
    """
    plain = {file: file.with_name(name_of_image(file.name) or "picture") for file in files}
    groups: dict[str, list[Path]] = defaultdict(list)
    for file, name in plain.items():
        groups[str(name).casefold()].append(file)
    names: dict[Path, Path] = {}
    taken = {key for key, group in groups.items() if len(group) == 1}
    for key, group in groups.items():
        for file in group:
            name = plain[file]
            if len(group) > 1:
                base = name.with_name(f"{name.name}-{file.suffix[1:].lower()}")
                name, number = base, 2
                while str(name).casefold() in taken:
                    name, number = base.with_name(f"{base.name}-{number}"), number + 1
                taken.add(str(name).casefold())
            names[file] = name
        taken.add(key)
    return names
