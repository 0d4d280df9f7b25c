"""The arguments and options of the commands, each described once.

Those that the editors' methods have as well take their types from `image_edit.options`, so that none is forgotten here
or has another type.
"""

import inspect
from collections.abc import Callable
from copy import copy
from dataclasses import MISSING, fields
from functools import wraps
from typing import Annotated, Any, TypeAlias, get_type_hints

import typer
from typer.models import OptionInfo

from .call import SingleCall
from .values import object_of_json, parser, text, yes_no_or_text

Image: TypeAlias = Annotated[
    str, typer.Argument(metavar="IN", help="Path, URL or data: URL of a picture; - is stdin.", show_default=False)
]
Mask: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="MASK", help="Picture of the same size: what is white changes, black stays.", show_default=False
    ),
]
Prompt: TypeAlias = Annotated[str, typer.Argument(metavar="PROMPT", parser=parser(text), help="What to do, in words.")]
TaskId: TypeAlias = Annotated[str, typer.Argument(metavar="TASK", help="The task's id.")]
Others: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="PICTURE",
        help="Another picture beside IN, for a model that takes several; may be repeated.",
    ),
]

#: The options of the editors' methods, in the order of the help.
_OPTIONS: dict[str, OptionInfo] = {
    "to": typer.Option(metavar="W:H", help="The ratio of width to height to extend to, as 16:9."),
    "top": typer.Option(metavar="F", help="How far upwards, as a fraction of the picture's height."),
    "bottom": typer.Option(metavar="F", help="How far downwards, as a fraction of the picture's height."),
    "left": typer.Option(metavar="F", help="How far to the left, as a fraction of the picture's width."),
    "right": typer.Option(metavar="F", help="How far to the right, as a fraction of the picture's width."),
    "prompt": typer.Option(metavar="TEXT", parser=parser(text), help="What to draw there."),
    "model": typer.Option(metavar="NAME", help="The model, for a gateway that has several."),
    "size": typer.Option("--size", metavar="SIZE", help="Size of the result, as the model names it: 2K, 1024x1024."),
    "negative_prompt": typer.Option(metavar="TEXT", parser=parser(text), help="What the picture should not show."),
    "seed": typer.Option(metavar="N", help="Seed of the random numbers; -1 picks one."),
    "scale": typer.Option(metavar="F", help="How closely the prompt is followed."),
    "steps": typer.Option(metavar="N", help="Number of diffusion steps."),
    "strength": typer.Option(metavar="F", help="How strong the change is."),
    "watermark": typer.Option(
        metavar="yes|no|TEXT", parser=parser(yes_no_or_text), help="Whether to mark the result; TEXT is the mark."
    ),
    "vendor_options": typer.Option(
        metavar="JSON", parser=parser(object_of_json), help="More fields, as the model's own page names them."
    ),
    "fit": typer.Option("--fit", help="Scale the picture down if it is beyond the gateway's limits."),
}  # fmt: skip


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
        taken = [_parameter(name, types[name], required=name in needed) for name in _OPTIONS if name in types]
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
    names = [name for name in _OPTIONS if name in types and name not in {each.name for each in own}]
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
    told = copy(_OPTIONS[name])
    told.rich_help_panel = panel
    default = inspect.Parameter.empty if required else False if kind is bool else None
    annotation = Any if told.parser else kind if required or kind is bool else kind | None
    return _keyword(name, Annotated[annotation, told], default)
