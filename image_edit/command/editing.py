"""The commands that are billed: edit, expand, inpaint, erase and generate."""

import typer

from ..options import EditOptions, EraseOptions, ExpandOptions, GenerateOptions, InpaintOptions
from .call import SingleCall, picture
from .parameters import Image, Mask, Others, Prompt, calling

commands = typer.Typer()


@commands.command(epilog='Example: image-edit edit cat.png "Give it a hat" -o hat.png')
@calling(EditOptions)
def edit(call: SingleCall, options: EditOptions, image: Image, prompt: Prompt, others: Others = None) -> int:
    """Edit a picture by an instruction."""
    pictures = (image, *(others or ()))
    return call.submit("edit", options, lambda editor: editor.submit_edit([*map(picture, pictures)], prompt, **options))


@commands.command(epilog="Example: image-edit expand cat.png --to 16:9 -o wide.png")
@calling(ExpandOptions)
def expand(call: SingleCall, options: ExpandOptions, image: Image) -> int:
    """Extend a picture beyond its edges."""
    return call.submit("expand", options, lambda editor: editor.submit_expand(picture(image), **options))


@commands.command(epilog='Example: image-edit inpaint cat.png mask.png "A boat" -o out.png')
@calling(InpaintOptions)
def inpaint(call: SingleCall, options: InpaintOptions, image: Image, mask: Mask, prompt: Prompt) -> int:
    """Redraw what a mask marks."""
    return call.submit(
        "inpaint", options, lambda editor: editor.submit_inpaint(picture(image), picture(mask), prompt, **options)
    )


@commands.command(epilog="Example: image-edit erase cat.png mask.png -o out.png")
@calling(EraseOptions)
def erase(call: SingleCall, options: EraseOptions, image: Image, mask: Mask) -> int:
    """Remove what a mask marks."""
    return call.submit("erase", options, lambda editor: editor.submit_erase(picture(image), picture(mask), **options))


@commands.command(epilog='Example: image-edit generate "A lighthouse" --model wanx2.1-t2i-turbo -o out.png')
@calling(GenerateOptions)
def generate(call: SingleCall, options: GenerateOptions, prompt: Prompt) -> int:
    """Draw a new picture."""
    return call.submit("generate", options, lambda editor: editor.submit_generate(prompt, **options))
