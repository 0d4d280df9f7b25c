"""The commands of a single call: edit, expand, inpaint, erase and generate; and wait, which picks up their tasks."""

from collections.abc import Mapping
from typing import Annotated

import typer

from ..options import EditOptions, EraseOptions, ExpandOptions, GenerateOptions, InpaintOptions
from .call import SingleCall, picture
from .parameters import Image, Mask, Others, Prompt, TaskId
from .signatures import calling

commands = typer.Typer()


@commands.command(epilog='Example: image-edit edit cat.png "Give it a hat" -o hat.png')
@calling(SingleCall, EditOptions)
def edit(call: SingleCall, options: EditOptions, image: Image, prompt: Prompt, others: Others = None) -> int:
    """Edit a picture by an instruction."""
    pictures = (image, *(others or ()))
    return call.submit("edit", options, lambda editor: editor.submit_edit([*map(picture, pictures)], prompt, **options))


@commands.command(epilog="Example: image-edit expand cat.png --to 16:9 -o wide.png")
@calling(SingleCall, ExpandOptions)
def expand(call: SingleCall, options: ExpandOptions, image: Image) -> int:
    """Extend a picture beyond its edges."""
    return call.submit("expand", options, lambda editor: editor.submit_expand(picture(image), **options))


@commands.command(epilog='Example: image-edit inpaint cat.png mask.png "A boat" -o out.png')
@calling(SingleCall, InpaintOptions)
def inpaint(call: SingleCall, options: InpaintOptions, image: Image, mask: Mask, prompt: Prompt) -> int:
    """Redraw what a mask marks."""
    return call.submit(
        "inpaint", options, lambda editor: editor.submit_inpaint(picture(image), picture(mask), prompt, **options)
    )


@commands.command(epilog="Example: image-edit erase cat.png mask.png -o out.png")
@calling(SingleCall, EraseOptions)
def erase(call: SingleCall, options: EraseOptions, image: Image, mask: Mask) -> int:
    """Remove what a mask marks."""
    return call.submit("erase", options, lambda editor: editor.submit_erase(picture(image), picture(mask), **options))


@commands.command(epilog='Example: image-edit generate "A lighthouse" --model wanx2.1-t2i-turbo -o out.png')
@calling(SingleCall, GenerateOptions)
def generate(call: SingleCall, options: GenerateOptions, prompt: Prompt) -> int:
    """Draw a new picture."""
    return call.submit("generate", options, lambda editor: editor.submit_generate(prompt, **options))


@commands.command(epilog="Example: image-edit wait 74163618910443360742 -o hat.png")
@calling(SingleCall)
def wait(
    call: SingleCall,
    _options: Mapping[str, object],
    task_id: TaskId,
    model: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="As the line that told the id names it, for a gateway whose tasks need it."),
    ] = None,
) -> int:
    """Pick up a task that was submitted before. This is not billed."""
    return call.pick_up(task_id, model)
