"""`python -m tools.mutants.broken_mock MODULE FILE …`: the mock, with one of its modules made of another source.

Its options follow. It ends when its standard input does, so that it never outlives who started it.
"""

import os
import sys
import threading
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType


class _OtherSource(SourceFileLoader):
    """Makes a module of another source; what the module says of its file stays."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  the interface
        return compile(self._source, self.path, "exec")


class _Finder(MetaPathFinder):
    """Finds the one module."""

    def __init__(self, name: str, source: str) -> None:
        self._name = name
        self._source = source

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            assert spec.origin is not None
            spec.loader = _OtherSource(fullname, spec.origin, self._source)
        return spec


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    module, file, *options = sys.argv[1:]
    threading.Thread(target=_end_with_input, daemon=True).start()
    sys.meta_path.insert(0, _Finder(module, Path(file).read_text("utf-8")))
    from image_gateways_mock.__main__ import main

    sys.exit(main(options))
