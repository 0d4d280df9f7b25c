"""An extension of Griffe: says in the reference what the source leaves to be looked up.

That is each option of a method that is `spelled_out`, a default that has a name, and where a class that is named in a
docstring of `image_edit` is described.
"""

import inspect
import pydoc
import re
from typing import Any

import griffe

import image_edit

_NAMED = re.compile(rf"(?<![`\[])`((?:{'|'.join(image_edit.__all__)})(?:\.\w+)?)(?:\(\))?`")


class LookedUp(griffe.Extension):
    """Looks up what a reader would have to."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Make links of the public names in a docstring; one that leads nowhere fails the strict build."""
        if obj.docstring is not None and obj.path.startswith("image_edit."):
            obj.docstring.value = _NAMED.sub(r"[`\1`][image_edit.\1]", obj.docstring.value)

    def on_function(self, *, func: griffe.Function, **_: Any) -> None:
        """Show the options of a method rather than `**options`, and the value of a default rather than its name."""
        spelled_out = any(decorator.callable_path.endswith(".spelled_out") for decorator in func.decorators)
        named = [each for each in func.parameters if isinstance(each.default, griffe.ExprName)]
        method = pydoc.locate(func.path) if spelled_out or named else None
        if not callable(method):
            return
        signature = inspect.signature(method)
        for each in named:
            each.default = repr(signature.parameters[each.name].default)
        if spelled_out:
            del func.parameters["options"]
            for parameter in signature.parameters.values():
                if parameter.name not in func.parameters:
                    func.parameters.add(_option(parameter))


def _option(parameter: inspect.Parameter) -> griffe.Parameter:
    required = parameter.default is inspect.Parameter.empty
    return griffe.Parameter(
        parameter.name,
        annotation=re.sub(r"\b[a-z_.]+\.", "", inspect.formatannotation(parameter.annotation)),
        kind=griffe.ParameterKind.keyword_only,
        default=None if required else repr(parameter.default),
    )
