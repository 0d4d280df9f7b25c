"""The arguments and options of the commands of a single call, each described once; `batch` has its own beside it.

Those that the editors' methods have as well take their types from `image_edit.options`, so that none is forgotten here
or has another type.
"""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer
from typer.models import OptionInfo

from ..gateway_name import GatewayName, variables
from ..network.deadline import DEFAULT_TIMEOUT
from .values import object_of_json, parser, place, seconds, text, yes_no_or_text

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

Gateway: TypeAlias = Annotated[
    GatewayName | None,
    typer.Option(help=f"Default: the one that can do this and whose key is set, in {variables('API_KEY')}."),
]
BaseUrl: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help=f"The gateway's address. Default: {variables('BASE_URL')}, else the one it is known to have.",
    ),
]
Verbose: TypeAlias = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        show_default=False,
        help="Log submits to stderr; with -vv polls and downloads too.",
    ),
]
NoWait: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-wait",
        help="Print the task's id and leave; `wait` picks it up. A model without tasks (doubao-) answers with the "
        "picture, which is saved.",
    ),
]
Output: TypeAlias = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        parser=parser(place),
        show_default=False,
        help="File, or a folder, in which the file is named after its content; - is stdout. A suffix of another "
        "type converts the picture. Default: this folder.",
    ),
]
Timeout: TypeAlias = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        parser=parser(seconds),
        help=f"For the whole call. Default: {DEFAULT_TIMEOUT:g}.",
        show_default=False,
    ),
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print a line of JSON instead of the path.")]

#: The options of the editors' methods, in the order of the help.
METHOD_OPTIONS: dict[str, OptionInfo] = {
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
