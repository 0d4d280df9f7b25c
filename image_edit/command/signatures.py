"""Gives the commands their signatures, of which Typer makes their arguments, options and help."""

import inspect
from collections.abc import Callable
from copy import copy
from dataclasses import MISSING, fields
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from .call import SingleCall
from .parameters import METHOD_OPTIONS


def calling(kind: type | None = None) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options of a method of the editors, and those of every call of a gateway.

    Args:
        kind: the options of the method that submits, from `image_edit.options`; None if it submits nothing.

    Returns:
        What makes a command of a function that takes a `SingleCall`, with a `kind` the options that were given, and
        what it names itself.
    """

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        own = list(inspect.signature(function).parameters.values())[1 if kind is None else 2 :]
        types = {} if kind is None else get_type_hints(kind)
        needed = getattr(kind, "__required_keys__", ())
        taken = [_parameter(name, types[name], required=name in needed) for name in METHOD_OPTIONS if name in types]
        shared = [each for each in _fields(SingleCall) if kind is not None or each.name != "no_wait"]

        @wraps(function)
        def command(**values: Any) -> int:
            call = SingleCall(**{each.name: values[each.name] for each in shared})
            named = {each.name: values[each.name] for each in own}
            if kind is None:
                return function(call, **named)
            options = {name: values[name] for name in types if values[name] is not None}
            return function(call, options, **named)

        _sign(command, [*(_keyword(each.name, each.annotation, each.default) for each in own), *taken, *shared])
        return command

    return decorate


def with_defaults(asked: type, *kinds: type, panel: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options of several methods, each once and none of them required.

    Args:
        asked: a dataclass of what the command takes besides. Its `arguments` get the command line, its `options` those
            options of the methods that were given.
        kinds: the options of the methods, from `image_edit.options`.
        panel: the heading that they have in the help.

    Returns:
        What makes a command of a function that takes what was asked.
    """
    own = [each for each in _fields(asked) if each.name not in ("arguments", "options")]
    types = {name: hint for kind in kinds for name, hint in get_type_hints(kind).items()}
    names = [name for name in METHOD_OPTIONS if name in types and name not in {each.name for each in own}]
    taken = [_parameter(name, types[name], panel=panel) for name in names]

    def decorate(function: Callable[..., int]) -> Callable[..., int]:
        @wraps(function)
        def command(context: typer.Context, **values: Any) -> int:
            given = {each.name: values.pop(each.name) for each in taken}
            options = {each.name: given[each.name] for each in taken if given[each.name] != each.default}
            return function(asked(arguments=context.obj, options=options, **values))

        _sign(command, [_keyword("context", typer.Context, inspect.Parameter.empty), *own, *taken])
        return command

    return decorate


def _fields(kind: Any) -> list[inspect.Parameter]:
    """Return the parameters that the fields of a dataclass are."""
    hints = get_type_hints(kind, include_extras=True)
    defaults = {
        each.name: inspect.Parameter.empty if each.default is MISSING else each.default for each in fields(kind)
    }
    return [_keyword(name, hints[name], default) for name, default in defaults.items()]


def _sign(command: Callable[..., int], parameters: list[inspect.Parameter]) -> None:
    setattr(command, "__signature__", inspect.Signature(parameters))  # noqa: B010  of any callable
    command.__annotations__ = {each.name: each.annotation for each in parameters}


def _keyword(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _parameter(name: str, kind: Any, *, required: bool = False, panel: str | None = None) -> inspect.Parameter:
    """Return the parameter of an option; Typer knows no unions, nor mappings, so a parser's type is not told."""
    told = copy(METHOD_OPTIONS[name])
    told.rich_help_panel = panel
    default = inspect.Parameter.empty if required else False if kind is bool else None
    annotation = Any if told.parser else kind if required or kind is bool else kind | None
    return _keyword(name, Annotated[annotation, told], default)
