"""The options of the editors' methods, each typed once. `ImageEditor` describes them, at the method that takes them.

What `edit` takes is `EditCall`: `EditOptions`, which a job of a batch takes too, and what only a single call has.
"""

import inspect
import os
from collections.abc import Callable, Mapping
from typing import Any, Required, TypedDict, TypeVar, get_args, get_type_hints

#: How many jobs of a batch are between their submit and their kept result at once, unless it is told otherwise.
AT_ONCE = 8

#: Which options of `expand` say how far; the canvas is made of them here.
EXTENT = ("to", "top", "bottom", "left", "right")

_KEPT_HERE = frozenset({*EXTENT, "fit", "timeout", "submitted"})

_Method = TypeVar("_Method", bound=Callable[..., Any])


class EditOptions(TypedDict, total=False):
    """What `edit` and `submit_edit`, and a job of a batch, take beside the picture and the prompt."""

    seed: int | None
    scale: float | None
    negative_prompt: str | None
    watermark: bool | str | None
    model: str | None
    size: str | None
    vendor_options: Mapping[str, Any] | None
    fit: bool
    timeout: float | None


class ExpandOptions(TypedDict, total=False):
    """What `expand` and `submit_expand`, and a job of a batch, take beside the picture."""

    to: str | None
    top: float | None
    bottom: float | None
    left: float | None
    right: float | None
    prompt: str | None
    seed: int | None
    scale: float | None
    steps: int | None
    strength: float | None
    watermark: bool | str | None
    fit: bool
    timeout: float | None


class InpaintOptions(TypedDict, total=False):
    """What `inpaint` and `submit_inpaint`, and a job of a batch, take beside the picture, the mask and the prompt."""

    seed: int | None
    scale: float | None
    steps: int | None
    watermark: bool | str | None
    fit: bool
    timeout: float | None


class EraseOptions(TypedDict, total=False):
    """What `erase` and `submit_erase`, and a job of a batch, take beside the picture and the mask."""

    seed: int | None
    scale: float | None
    steps: int | None
    strength: float | None
    watermark: bool | str | None
    fit: bool
    timeout: float | None


class GenerateOptions(TypedDict, total=False):
    """What `generate` and `submit_generate`, and a job of a batch, take beside the prompt."""

    model: Required[str]
    seed: int | None
    scale: float | None
    size: str | None
    watermark: bool | str | None
    vendor_options: Mapping[str, Any] | None
    timeout: float | None


class _Hooks(TypedDict, total=False):
    # A task of either editor; the asyncio one takes a coroutine function as well.
    submitted: Callable[[Any], object] | None


class EditCall(EditOptions, _Hooks, total=False):
    """All options of `edit` and `submit_edit`."""


class ExpandCall(ExpandOptions, _Hooks, total=False):
    """All options of `expand` and `submit_expand`."""


class InpaintCall(InpaintOptions, _Hooks, total=False):
    """All options of `inpaint` and `submit_inpaint`."""


class EraseCall(EraseOptions, _Hooks, total=False):
    """All options of `erase` and `submit_erase`."""


class GenerateCall(GenerateOptions, _Hooks, total=False):
    """All options of `generate` and `submit_generate`."""


#: The methods of an editor that make a picture, and all the options of each.
CALLS = {
    "edit": EditCall,
    "expand": ExpandCall,
    "inpaint": InpaintCall,
    "erase": EraseCall,
    "generate": GenerateCall,
}


class BatchOptions(TypedDict, total=False):
    """All options of `edit_many`."""

    journal: Required[str | os.PathLike[str]]
    at_once: int
    max_billed: int | None
    retry_failed: bool
    resubmit_unclear: bool
    keep_going: bool
    replace: bool


def check_names(method: str, kind: Any, options: Mapping[str, object]) -> None:
    """Refuse options that a method does not have.

    Args:
        kind: the `TypedDict` of its options.
        options: those that were given.

    Raises:
        TypeError: it has none of that name, or needs one that was not given.
    """
    if unknown := options.keys() - kind.__annotations__.keys():
        raise TypeError(f"{method} has no option {min(unknown)!r}")
    if missing := kind.__required_keys__ - options.keys():
        raise TypeError(f"{method} needs the option {min(missing)!r}")


def asked_of_gateway(options: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the options that were given and that a gateway has to know; the others are acted on here."""
    return frozenset(name for name, value in options.items() if value is not None) - _KEPT_HERE


def spelled_out(method: _Method) -> _Method:
    """Let `help` and the completion of a prompt show each option of a method, rather than `**options`."""
    signature = inspect.signature(method)
    *named, options = signature.parameters.values()
    (kind,) = get_args(options.annotation)
    spelled = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=_default(kind, name, annotation), annotation=annotation
        )
        for name, annotation in get_type_hints(kind).items()
    ]
    setattr(method, "__signature__", signature.replace(parameters=[*named, *spelled]))  # noqa: B010  of any callable
    return method


def _default(kind: Any, name: str, annotation: Any) -> Any:
    if name in kind.__required_keys__:
        return inspect.Parameter.empty
    return AT_ONCE if name == "at_once" else False if annotation is bool else None
