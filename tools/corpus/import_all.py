"""`python -W error -m tools.corpus.import_all PACKAGE`: imports every module of a package, or says which cannot be."""

import importlib
import pkgutil
import sys


def import_all(package: str) -> None:
    """Import a package and everything in it; end with a line that names the module and the cause."""
    name = package
    try:
        whole = importlib.import_module(package)
        for name in (found.name for found in pkgutil.walk_packages(whole.__path__, f"{package}.")):
            importlib.import_module(name)
    except Exception as error:
        sys.exit(f"{name}: {type(error).__name__}: {error}")


if __name__ == "__main__":
    import_all(sys.argv[1])
