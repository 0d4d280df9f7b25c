"""The packages stand on each other in one direction, and modules go in no circle."""

import ast
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# From the bottom up: each stands on those above it in this list, and on no others.
PACKAGES = {
    "image_gateways_documents": "contract_tests/reader/image_gateways_documents",
    "image_gateways_recordings": "contract_tests/reader/image_gateways_recordings",
    "image_gateways": "generated/image_gateways",
    "image_edit": "image_edit",
    "openapi": "openapi",
    "image_gateways_mock": "contract_tests/mock_server/image_gateways_mock",
    "contract_tests.connections": "contract_tests/connections.py",
    "contract_tests.base_url": "contract_tests/base_url.py",
    "contract_tests.gateway_documents": "contract_tests/gateway_documents.py",
    "contract_tests.recorder": "contract_tests/recorder",
    "contract_tests.suite": "contract_tests/suite",
    "tools": "tools",
    "examples": "examples",
}
EXCEPTIONS = {
    ("image_edit.mock_server", "image_gateways_mock.__main__"),  # starts the mock, where it is installed, and no more
}

# What the packages of `contract_tests` may use of those that they stand on; of others, all that is not private.
OFFERED = {
    "image_edit": {
        "errors",
        "network.content_coding",
        "network.own_client",
        "network.proxies",
        "pictures.whole",
        "whole_file",
    },
    "image_gateways_mock": {"", "server", "settings", "plain_http", "journal"},
    "contract_tests.recorder": {"drift", "spending"},
}

# The rooms of `image_edit`, from the bottom up; what lies at its root may stand on each, and each on that.
ROOMS = ["pictures", "network", "gateways", "batch.journal", "batch", "command"]

JUDGE, PICTURE_JUDGE = "contract_tests.suite.request_judge", "contract_tests.suite.request_pictures"
CHECKS_OF_REQUESTS = (
    *("routing", "request_check", "picture_check", "json_text"),
    *("document", "operations", "parameters", "body_schema"),
)


@cache
def modules() -> dict[str, Path]:
    """Every module by the name that it is imported by."""
    found = {}
    for name, place in PACKAGES.items():
        whole = ROOT / place
        for file in [whole] if whole.is_file() else whole.rglob("*.py"):
            parts = () if whole == file else file.relative_to(whole).with_suffix("").parts
            found[".".join([name, *parts]).removesuffix(".__init__")] = file
    return found


@cache
def imports(file: Path) -> list[ast.Import | ast.ImportFrom]:
    """The statements that import something, wherever they stand: to parse a file takes longer than all else here."""
    return [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Import | ast.ImportFrom)]


def imported(module: str) -> Iterator[str]:
    """The modules that a module imports, also those that only a function or a checker of types needs."""
    file = modules()[module]
    package = module if file.name == "__init__.py" else module.rpartition(".")[0]
    for node in imports(file):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            base = ".".join(package.split(".")[: len(package.split(".")) - node.level + 1]) if node.level else ""
            start = ".".join(filter(None, (base, node.module)))
            names = [f"{start}.{alias.name}" for alias in node.names]
        for name in names:
            while name and name not in modules():
                name = name.rpartition(".")[0]
            if name and name != module:
                yield name


def test_every_module_is_of_a_package() -> None:
    known = set(modules().values())
    folders = {ROOT / place.partition("/")[0] for place in PACKAGES.values()}
    files = [file for folder in folders for file in folder.rglob("*.py") if file.name != "__init__.py"]
    assert not [file for file in files if file not in known]


def package_of(module: str) -> str:
    return next(name for name in PACKAGES if module == name or module.startswith(f"{name}."))


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_stands_on_those_beneath_it_alone(package: str) -> None:
    order = list(PACKAGES)
    upwards = {
        (module, name)
        for module in modules()
        if package_of(module) == package
        for name in imported(module)
        if order.index(package_of(name)) > order.index(package)
    }
    assert upwards - EXCEPTIONS == set()


@pytest.mark.parametrize("package", [package for package in PACKAGES if package.startswith("contract_tests.")])
def test_what_judges_and_records_uses_of_others_what_they_offer(package: str) -> None:
    used = {(module, name) for module in modules() if package_of(module) == package for name in imported(module)}
    reached = {
        (module, name)
        for module, name in used
        if (of := package_of(name)) in OFFERED and of != package and name.removeprefix(of)[1:] not in OFFERED[of]
    }
    assert reached == set()


def test_the_mock_does_not_import_the_library_that_is_tried_against_it() -> None:
    inside = [module for module in modules() if package_of(module) == "image_gateways_mock"]
    used = {package_of(name) for module in inside for name in imported(module)}
    assert used <= {"image_gateways_mock", "image_gateways_documents", "image_gateways_recordings"}


def test_the_suite_judges_by_nothing_of_the_mock_and_by_no_check_of_requests_that_the_mock_makes() -> None:
    suite = {module for module in modules() if package_of(module) == "contract_tests.suite"}
    of_mock = {
        module for module in suite if any(package_of(name) == "image_gateways_mock" for name in imported(module))
    }
    starting = ("__main__", "journal_account", "options", "pytest_plugin")
    assert of_mock == {f"contract_tests.suite.{name}" for name in starting}
    judging = {name for module in (JUDGE, PICTURE_JUDGE) for name in imported(module)}
    assert {package_of(name) for name in judging} <= {"contract_tests.suite", "image_gateways_documents"}
    assert judging.isdisjoint({f"image_gateways_documents.{name}" for name in CHECKS_OF_REQUESTS})


def room_of(module: str) -> str | None:
    return next((room for room in ROOMS if f"{module}.".startswith(f"image_edit.{room}.")), None)


def test_a_room_of_the_library_stands_on_those_beneath_it_alone() -> None:
    inside = {module: ROOMS.index(room) for module in modules() if (room := room_of(module))}
    upwards = {
        (module, name)
        for module, height in inside.items()
        for name in imported(module)
        if inside.get(name, -1) > height
    }
    # Which job it is of, and how that stands: what a journal holds.
    assert {name for _, name in upwards} == {"image_edit.batch.job", "image_edit.batch.outcome"}
    assert {room_of(module) for module, _ in upwards} == {"batch.journal"}


def test_no_module_takes_a_private_name_of_another() -> None:
    taken = {
        (module, alias.name)
        for module, file in modules().items()
        for node in imports(file)
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    }
    assert taken == set()


# A circle of types alone breaks nothing, but who reads one of its modules has to know the other first. What a module
# needs of one that stands on it is said by a `Protocol`, or by a type in a module beneath both.
@pytest.mark.parametrize("package", [package for package in PACKAGES if package != "image_gateways"])
def test_no_modules_of_a_package_import_each_other_in_a_circle_not_even_for_their_types(package: str) -> None:
    graph = {
        module: {name for name in imported(module) if package_of(name) == package}
        for module in modules()
        if package_of(module) == package
    }
    assert list(circles(graph)) == []


def circles(graph: dict[str, set[str]]) -> Iterator[list[str]]:
    done: set[str] = set()

    def visit(module: str, way: list[str]) -> Iterator[list[str]]:
        if module in way:
            yield [*way[way.index(module) :], module]
        elif module not in done:
            for below in sorted(graph[module]):
                yield from visit(below, [*way, module])
            done.add(module)

    for module in sorted(graph):
        yield from visit(module, [])


def test_a_circle_would_be_found() -> None:
    (found,) = circles({"a": {"b"}, "b": {"c"}, "c": {"b"}})
    assert list(pairwise(found)) == [("b", "c"), ("c", "b")]


def test_nothing_imports_the_tests() -> None:
    files = [file for name, file in modules().items() if not name.startswith("image_gateways.")]
    assert not [file for file in files if "from tests" in file.read_text("utf-8")]
