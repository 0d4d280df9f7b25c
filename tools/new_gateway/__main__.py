"""`make gateway NAME=flux FROM=flux.json ONLY=op1,op2`: makes `openapi/flux.yaml` and its first recordings.

Exit code 0: they are there. 2: nothing was written.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from image_gateways_documents.folder import DOCUMENTS
from image_gateways_recordings.folder import RECORDINGS

from .gateway import empty_gateway, free_name, gateway_of, write
from .source import Unusable

_NEXT = "Next: make generate, make contract GATEWAY={name}, make test. docs/adding_a_gateway.md goes through it."


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what was asked for, and print what is left to decide."""
    options = _parser().parse_args(arguments)
    try:
        name = free_name(options.name, DOCUMENTS, RECORDINGS)
        only = [part.strip() for part in options.only.split(",") if part.strip()]
        made = gateway_of(name, options.source, only) if options.source else empty_gateway(name)
        for file in write(name, made, DOCUMENTS, RECORDINGS):
            _tell(f"wrote {_shown(file)}")
    except (Unusable, OSError) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201  a command speaks to its user
        return 2
    _tell(f"\nA person has to decide, in {_shown(DOCUMENTS / f'{name}.yaml')}:")
    for lines, what in made.decisions():
        _tell(f"  {'line' if len(lines) == 1 else 'lines'} {', '.join(map(str, lines))}: {what}")
    _tell(f"\n{_NEXT.format(name=name)}")
    return 0


def _shown(file: Path) -> Path:
    return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file


def _tell(text: str) -> None:
    print(text)  # noqa: T201  a command speaks to its user


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make gateway", description=__doc__)
    parser.add_argument("--name", required=True, help="the gateway's name: of its document, its client, its mock")
    parser.add_argument("--from", dest="source", type=Path, help="an OpenAPI document, 3.0 or 3.1, JSON or YAML")
    parser.add_argument("--only", default="", help="ids of the operations to take, with commas between (default: all)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
