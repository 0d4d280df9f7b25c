"""The mock, imported a second time beside the one that is here, with modules of it made of another source.

The suite stands on the readers that the mock stands on too; so each keeps its own.
"""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType

from starlette.types import ASGIApp

from image_gateways_mock import Settings

_PACKAGES = frozenset({"image_gateways_mock", "image_gateways_documents", "image_gateways_recordings"})


def private_mock(settings: Settings, sources: Mapping[str, str]) -> ASGIApp:
    """Return a mock that has nothing in common with what is imported already.

    Args:
        settings: its options.
        sources: the source of some of its modules, by name; the others are as they are.

    Raises:
        BaseException: whatever a source raises when it is imported, or when the mock is made.
    """
    ours = _taken_out()
    finder = _Finder(sources)
    sys.meta_path.insert(0, finder)
    try:
        server: ASGIApp = import_module("image_gateways_mock.app").MockServer(settings)
        return server
    finally:
        sys.meta_path.remove(finder)
        _taken_out()
        sys.modules.update(ours)


def _taken_out() -> dict[str, ModuleType]:
    """Forget the modules of the mock and of its readers; returns what was forgotten."""
    names = [name for name in sys.modules if name.partition(".")[0] in _PACKAGES]
    return {name: sys.modules.pop(name) for name in names}


class _OtherSource(SourceFileLoader):
    """Makes a module of another source; what the module says of its file stays."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  the interface
        return compile(self._source, self.path, "exec")


class _Finder(MetaPathFinder):
    """Finds the modules whose source is another."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = sources

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path, target) if fullname in self._sources else None
        if spec is not None:
            assert spec.origin is not None
            spec.loader = _OtherSource(fullname, spec.origin, self._sources[fullname])
        return spec
