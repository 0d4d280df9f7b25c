"""`make generate` and `make check-generated`, the templates, and the document that each client carries."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.resources
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import image_gateways
from openapi.generator.__main__ import main
from openapi.generator.package_names import package_names
from openapi.generator.refusals import Unfit

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "openapi" / "generator" / "templates"
PACKAGE = Path(image_gateways.__path__[0])
GATEWAYS = sorted(path.stem for path in (ROOT / "openapi").glob("*.yaml"))

# The built-in templates that ours were copied from. When the generator's version moves and a sum with it: compare the
# new built-in template with ours, carry the change over, and only then put the new sum here.
BUILT_IN_TEMPLATES = {
    "client.py.jinja": "4eac65762f21014a7fbf59e730f1be6d28c9c85ddc1c40b458b6ff5f67a64c9e",
    "endpoint_macros.py.jinja": "58edb8b4913db6ed4863c633fb39365364494398c8156c77151c6676f1b28fee",
    "endpoint_module.py.jinja": "c1b2628053eb4875ba59566baa5ae907666f9cbfafa308d93f970a4404b7cd52",
    "errors.py.jinja": "b6ba7ea79aa7d7f24b47119985d1ed20268d3da0ab70309ee138088a106b6af9",
    "int_enum.py.jinja": "cf8776855b1d826971501d5f6d5b38c3cb496aad9276684b8ece268db67918bc",
    "model.py.jinja": "fd1c79680d51c06cfbb89809ad123750ba9add98b688036c04cabbf1f8ba40a0",
    "models_init.py.jinja": "4f64a3d6e1b15a561be5573c1b7702eb928c0e4fa6b67107d20e57a74c44d51a",
    "property_templates/any_property.py.jinja": "1f5f9a325f4cc6cf73fa05d0530f4c08d36b1987b01b5a74b38ddf958e181ed0",
    "property_templates/boolean_property.py.jinja": "df1821adba9279487e424d6f75a59bfd1c4638136385f2857fd1013a630e0735",
    "property_templates/const_property.py.jinja": "d296884c11f3aafad6772d8cb71de0a3d08ad36c9ad197c0e727082f86f32659",
    "str_enum.py.jinja": "e4979a5e6b338351eda8bdac534017cfbeb51a809b494fd3c632db39414817fc",
    "types.py.jinja": "93df9d75883a4eafac77dd21bc6907f3ef612e3f7841e08656618dcf6c4ce494",
}


@pytest.mark.parametrize("tool", ["openapi-python-client", "ruff"])
def test_the_installed_version_is_the_exact_one_that_the_project_pins(tool: str) -> None:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    assert f"{tool}=={importlib.metadata.version(tool)}" in groups["generate"], (
        f"{tool}'s version is part of the generated code: install what pyproject.toml pins, or pin and generate anew"
    )


def test_each_overridden_template_is_still_the_one_it_was_copied_from() -> None:
    generator = importlib.metadata.distribution("openapi-python-client")
    built_in = Path(generator.locate_file("openapi_python_client/templates"))  # type: ignore[arg-type]
    ours = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.jinja")}
    overridden = {name: (built_in / name).read_bytes() for name in ours if (built_in / name).exists()}
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in overridden.items()}
    assert sums == BUILT_IN_TEMPLATES


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.jinja")), ids=lambda path: path.name)
def test_each_template_begins_with_why_it_is_there(template: Path) -> None:
    assert re.match(r"\{# (Why: |Not an override: )\w", template.read_text("utf-8"))


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A copy of what `make generate` reads and writes."""
    for name in ("openapi", "generated"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


@pytest.fixture
def small_workshop(workshop: Path) -> Path:
    """One without the documents and clients that are not needed to see what becomes of two."""
    for gateway in GATEWAYS[2:]:
        (workshop / "openapi" / f"{gateway}.yaml").unlink()
        shutil.rmtree(workshop / "generated" / "image_gateways" / gateway)
    return workshop


def make(workshop: Path, target: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    # -o: the environment that runs this test is taken as it is.
    command = ["make", "-o", ".venv/.installed", target]
    return subprocess.run(command, cwd=workshop, env=environment, capture_output=True, text=True, check=False)


def test_the_check_names_each_generated_file_that_was_edited_or_added_or_removed_or_never_made(
    small_workshop: Path,
) -> None:
    package = small_workshop / "generated" / "image_gateways"
    shutil.copy(small_workshop / "openapi" / f"{GATEWAYS[0]}.yaml", small_workshop / "openapi" / "newcomer.yaml")
    with (package / GATEWAYS[0] / "client.py").open("a") as client:
        client.write("# by hand\n")
    (package / GATEWAYS[0] / "errors.py").unlink()
    (package / GATEWAYS[0] / "models" / "by_hand.py").touch()
    (package / "no_document").mkdir()
    checked = make(small_workshop, "check-generated")
    assert checked.returncode != 0
    for name in ("client.py", "errors.py", "by_hand.py", "no_document", "newcomer"):
        assert name in checked.stdout


def test_a_new_document_is_a_new_client_and_a_removed_one_leaves_nothing_behind(workshop: Path) -> None:
    (workshop / "openapi" / f"{GATEWAYS[0]}.yaml").rename(workshop / "openapi" / "newcomer.yml")
    made = make(workshop, "generate")
    assert made.returncode == 0
    assert "note: " not in made.stderr, "a client of ours does something otherwise than its document says"
    clients = {path.name for path in (workshop / "generated" / "image_gateways").iterdir() if path.is_dir()}
    assert clients == {*GATEWAYS[1:], "newcomer"}
    assert make(workshop, "check-generated").returncode == 0


def test_a_document_that_cannot_be_read_fails_the_run_and_leaves_the_clients_as_they_were(
    small_workshop: Path,
) -> None:
    path = small_workshop / "openapi" / f"{GATEWAYS[1]}.yaml"
    broken = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    broken["components"]["schemas"] = {}
    path.write_text(yaml.dump(broken, Dumper=yaml.CSafeDumper), "utf-8")
    generated = {path: path.read_bytes() for path in (small_workshop / "generated").rglob("*.py")}
    assert make(small_workshop, "generate").returncode != 0
    assert {path: path.read_bytes() for path in (small_workshop / "generated").rglob("*.py")} == generated


def test_every_document_has_its_client_and_no_client_is_without_one() -> None:
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == set(GATEWAYS)


@pytest.mark.parametrize("package", ["", *GATEWAYS])
def test_every_package_says_that_it_is_typed(package: str) -> None:
    assert (PACKAGE / package / "py.typed").is_file()


@pytest.mark.parametrize("shared", sorted(path.stem for path in PACKAGE.glob("*.py")))
def test_a_document_whose_client_would_hide_a_module_of_the_package_is_refused(
    shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ROOT / "openapi" / f"{GATEWAYS[0]}.yaml", tmp_path / f"{shared}.yaml")
    arguments = [str(tmp_path / "into"), str(tmp_path / f"{shared}.yaml")]
    monkeypatch.setattr(sys, "argv", ["openapi.generator", *arguments])
    with pytest.raises(SystemExit, match=f"{shared}.yaml: "):
        main()
    assert not (tmp_path / "into" / shared).exists()


def test_the_name_of_a_client_is_what_python_takes_of_its_document_s_and_no_other_document_has_it() -> None:
    files = {"flux-kontext.json": "flux_kontext", "class.yml": "class_", "2.5 pro.yaml": "_2_5_pro", "图.yaml": "图"}
    assert package_names([*map(Path, files)]) == [*files.values()]
    for names in (["a-b.yaml", "a_b.json"], ["+.yaml"]):
        with pytest.raises(Unfit) as raised:
            package_names([*map(Path, names)])
        assert [problem.partition(": ")[0] for problem in raised.value.problems] == names[-1:]


# --- the document as JSON --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gateway", GATEWAYS)
def test_each_client_carries_its_document_as_json(gateway: str) -> None:
    carried = importlib.resources.files(f"image_gateways.{gateway}").joinpath("openapi.json").read_bytes()
    assert json.loads(carried) == yaml.load((ROOT / "openapi" / f"{gateway}.yaml").read_bytes(), yaml.CSafeLoader)


def as_json(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    source = folder / "document.yaml"
    source.write_text(text, "utf-8")
    script = ROOT / "openapi" / "generator" / "document_as_json.py"
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}  # what a build machine's locale says does not matter
    command = [sys.executable, str(script), str(source)]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_keys_and_dates_of_a_document_become_the_text_that_stands_in_it(tmp_path: Path) -> None:
    written = as_json(
        tmp_path, "shared: &shared {200: ok}\n4XX: 错\non: 2026-11-21\n'1': null\nmerged: {<<: *shared, 10: 2}\n"
    )
    expected = {"shared": {"200": "ok"}, "4XX": "错", "on": "2026-11-21", "1": None, "merged": {"200": "ok", "10": 2}}
    assert json.loads(written.stdout) == expected, written.stderr


def test_a_number_that_json_does_not_know_is_no_part_of_a_document(tmp_path: Path) -> None:
    assert as_json(tmp_path, "maximum: .nan\n").returncode != 0
