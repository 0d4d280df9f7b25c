"""Gives the commands their signatures, of which Typer makes their arguments, options and help."""

import inspect
from collections.abc import Callable
from copy import copy
from dataclasses import MISSING, fields
from functools import wraps
from typing import Annotated, Any, get_origin, get_type_hints

from .parameters import METHOD_OPTIONS


def calling(asked: type, *kinds: type, panel: str | None = None) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command what a dataclass asks for, and the options of methods of the editors, each once.

    Args:
        asked: the dataclass; of its fields those are asked for that are annotated for Typer.
        kinds: the options of the methods, from `image_edit.options`; none where nothing is submitted.
        panel: the heading that these options have in the help, and under which none of them is required; None for none.

    Returns:
        What makes a command of a function that takes what was asked, the options that were given, and what it names
        itself.
    """
    shared = [each for each in _fields(asked) if kinds or each.name != "no_wait"]
    types = {name: hint for kind in kinds for name, hint in get_type_hints(kind).items()}
    needed = {name for kind in kinds for name in getattr(kind, "__required_keys__", ()) if panel is None}
    names = [name for name in METHOD_OPTIONS if name in types and name not in {each.name for each in shared}]
    taken = [_parameter(name, types[name], required=name in needed, panel=panel) for name in names]

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        named = list(inspect.signature(function).parameters.values())[2:]
        own = [_keyword(each.name, each.annotation, each.default) for each in named]

        @wraps(function)
        def command(**values: Any) -> int:
            options = {each.name: values[each.name] for each in taken if values[each.name] != each.default}
            given = asked(**{each.name: values[each.name] for each in shared})
            return function(given, options, **{each.name: values[each.name] for each in own})

        parameters = [*own, *taken, *shared] if panel is None else [*own, *shared, *taken]
        setattr(command, "__signature__", inspect.Signature(parameters))  # noqa: B010  of any callable
        command.__annotations__ = {each.name: each.annotation for each in parameters}
        return command

    return decorate


def _fields(kind: Any) -> list[inspect.Parameter]:
    """Return the parameters that the fields of a dataclass are which are annotated for Typer."""
    hints = get_type_hints(kind, include_extras=True)
    asked = [each for each in fields(kind) if get_origin(hints[each.name]) is Annotated]
    nothing = inspect.Parameter.empty
    return [
        _keyword(each.name, hints[each.name], nothing if each.default is MISSING else each.default) for each in asked
    ]


def _keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _parameter(name: str, kind: Any, *, required: bool = False, panel: str | None = None) -> inspect.Parameter:
    """Return the parameter of an option; Typer knows no unions, nor mappings, so a parser's type is not told."""
    told = copy(METHOD_OPTIONS[name])
    told.rich_help_panel = panel
    default = inspect.Parameter.empty if required else False if kind is bool else None
    annotation = Any if told.parser else kind if required or kind is bool else kind | None
    return _keyword(name, Annotated[annotation, told], default)
