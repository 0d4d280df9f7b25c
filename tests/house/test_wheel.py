"""The one wheel: builds, carries the clients with their types, and runs with what it says it needs."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
import venv
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
GATEWAYS = sorted(path.stem for path in (ROOT / "openapi").glob("*.yaml"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def needed_by(requirements: list[str] | None, extra: str = "") -> dict[str, Distribution]:
    """The installed distributions that the requirements name, with all that those need in turn."""
    found: dict[str, Distribution] = {}
    for text in requirements or []:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            found[requirement.name] = distribution(requirement.name)
            for deeper in requirement.extras or {""}:
                found |= needed_by(found[requirement.name].requires, deeper)
    return found


def new_environment(folder: Path, wheel: Path, extra: str = "", also: list[str] | None = None) -> Path:
    """A new virtual environment with the wheel and, linked from here so that no network is needed, what it requires."""
    venv.create(folder, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    with ZipFile(wheel) as archive:
        archive.extractall(site_packages)
    (metadata,) = site_packages.glob("image_gateways-*.dist-info")
    requirements = needed_by(Distribution.at(metadata).requires, extra) | needed_by(also)
    # With what Python compiled of it, which else takes most of the time.
    there = {file.parts[0]: needed for needed in requirements.values() for file in needed.files or []}
    for name in there.keys() - {"..", "__pycache__"}:
        (site_packages / name).symlink_to(str(there[name].locate_file(name)))
    return folder


def imported_by(*folders: Path) -> set[str]:
    """The distributions of which the code in some folders imports something, at once or later."""
    names: set[str] = set()
    for file in (file for folder in folders for file in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    distributions = packages_distributions()
    ours = {"image_edit", "image_gateways", "image_gateways_mock", "image_gateways_documents"}
    found = {distributions[name][0] for name in names - ours - sys.stdlib_module_names}
    return {canonicalize_name(name) for name in found}


def test_the_client_imports_what_its_page_says_and_the_library_what_the_wheel_requires() -> None:
    required = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = {Requirement(text).name for text in required["dependencies"]}
    of_the_command = {Requirement(text).name for text in required["optional-dependencies"]["cli"]}
    client = imported_by(ROOT / "generated")
    assert client == {"httpx", "attrs", "orjson"}
    assert client | imported_by(ROOT / "image_edit") == names | of_the_command


@pytest.fixture(scope="module")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_environment(tmp_path_factory.mktemp("empty"), wheel)


@pytest.fixture(scope="module")
def environment_with_the_mock(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_environment(tmp_path_factory.mktemp("mock"), wheel, "mock", ["pytest"])


@pytest.fixture(scope="module")
def environment_with_the_command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_environment(tmp_path_factory.mktemp("command"), wheel, "cli")


def run(environment: Path, code: str) -> None:
    # -W error: an import that warns is a defect; -I: nothing of this repository is on the path.
    subprocess.run([str(environment / "bin" / "python"), "-I", "-W", "error", "-c", code], check=True, cwd=environment)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_wheel_in_an_empty_environment_imports_every_operation(empty_environment: Path, gateway: str) -> None:
    run(
        empty_environment,
        f"""
import importlib, pkgutil
import image_gateways.{gateway} as package
names = [m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
operations = [n for n in map(importlib.import_module, names) if hasattr(n, "asyncio_detailed")]
assert operations
""",
    )


def test_the_wheel_brings_the_command_with_what_its_extra_names(environment_with_the_command: Path) -> None:
    run(
        environment_with_the_command,
        """
import sys
from importlib.metadata import entry_points
(command,) = entry_points(group="console_scripts", name="image-edit")
sys.argv = ["image-edit", "--help"]
assert command.load()() == 0
""",
    )


def test_the_command_without_its_extra_says_in_a_line_what_to_install(empty_environment: Path) -> None:
    done = subprocess.run(
        [str(empty_environment / "bin" / "python"), "-I", "-W", "error", "-m", "image_edit", "--help"],
        cwd=empty_environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "pip install 'image-gateways[cli]'" in done.stderr


def test_the_library_needs_nothing_of_the_command(empty_environment: Path) -> None:
    run(
        empty_environment,
        """
import importlib.util, image_edit
assert not importlib.util.find_spec("typer")
assert [getattr(image_edit, name) for name in image_edit.__all__]
""",
    )


def test_the_mock_runs_from_the_wheel_with_what_its_extra_names(environment_with_the_mock: Path) -> None:
    run(
        environment_with_the_mock,
        """
import httpx
from image_gateways_mock import running_server
with running_server() as url:
    answer = httpx.get(f"{url}/api/v1/tasks/x", headers={"Authorization": "Bearer {{YOUR_API_KEY}}"})
assert answer.json()["success"], answer.text
""",
    )


def test_the_command_of_the_mock_runs_from_the_wheel(environment_with_the_mock: Path) -> None:
    run(
        environment_with_the_mock,
        """
import sys
from importlib.metadata import entry_points
(command,) = entry_points(group="console_scripts", name="image-gateways-mock")
sys.argv = ["image-gateways-mock", "--help"]
try:
    command.load()()
except SystemExit as end:
    assert end.code == 0, end.code
else:
    raise AssertionError("it showed nothing")
""",
    )


def test_an_application_gets_the_mock_as_a_pytest_fixture_with_the_lines_that_its_page_shows(
    environment_with_the_mock: Path, tmp_path: Path
) -> None:
    page = (ROOT / "docs" / "mock.md").read_text("utf-8")
    shown = re.findall(r"```python\n# (conftest\.py|test_\w+\.py)\n(.*?)```", page, flags=re.S)
    assert {name for name, _ in shown} >= {"conftest.py"}
    for name, code in shown:
        (tmp_path / name).write_text(code)
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    done = subprocess.run(
        [str(environment_with_the_mock / "bin" / "python"), "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_the_mock_without_its_extra_says_what_to_install(empty_environment: Path) -> None:
    run(
        empty_environment,
        """
try:
    import image_gateways_mock
except ModuleNotFoundError as error:
    assert "image-gateways[mock]" in str(error), error
else:
    raise AssertionError("it was imported")
""",
    )


def test_the_command_of_the_mock_says_in_a_line_what_to_install_without_the_extra(empty_environment: Path) -> None:
    run(
        empty_environment,
        """
import io
from contextlib import redirect_stderr
from importlib.metadata import entry_points
(command,) = entry_points(group="console_scripts", name="image-gateways-mock")
with redirect_stderr(io.StringIO()) as said:
    assert command.load()() == 2
(line,) = said.getvalue().splitlines()
assert line.endswith("pip install 'image-gateways[mock]'"), line
""",
    )


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_wheel_carries_the_document_of_each_client_as_json(wheel: Path, gateway: str) -> None:
    with ZipFile(wheel) as archive:
        carried = json.loads(archive.read(f"image_gateways/{gateway}/openapi.json"))
    text = (ROOT / "openapi" / f"{gateway}.yaml").read_text("utf-8")
    assert carried == yaml.load(text, yaml.CSafeLoader)


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_the_wheel_carries_the_types(wheel: Path, gateway: str) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"image_gateways/{gateway}/py.typed", "image_gateways/py.typed"} & names


def test_the_wheel_carries_nothing_of_the_tests(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if "contract_tests" in name or "__pycache__" in name]
