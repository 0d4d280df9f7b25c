"""What `image-edit gateways` shows of each gateway, and that `image-edit mock` is the mock's own command."""

import json
import os
import sys
from collections.abc import Iterator

import pytest

import image_gateways_mock.__main__ as mock_command
from image_edit.command import main
from image_edit.gateway_name import NAMES, variable_of
from image_edit.gateways import adapter_of, check_support
from image_edit.gateways.prices import price_of
from image_edit.options import asked_of_gateway

KEY = "sk-this-is-shown-nowhere"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in NAMES:
        monkeypatch.delenv(variable_of(name, "API_KEY"), raising=False)
        monkeypatch.delenv(variable_of(name, "BASE_URL"), raising=False)
    return iter(())


def table(capsys: Capture) -> dict[str, list[str]]:
    assert main(["gateways"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    head, *rows = out.split("\n\n")[0].splitlines()
    places = [head.index(name) for name in NAMES]
    cells = {
        row[: places[0]].strip(): [
            row[begin:end].strip() for begin, end in zip(places, [*places[1:], None], strict=True)
        ]
        for row in rows
    }
    assert KEY not in out
    return cells


def test_the_table_says_what_is_set_and_else_which_variable_sets_it(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOLCV_API_KEY", KEY)
    monkeypatch.setenv("VOLCV_BASE_URL", "https://volcv.example/")
    shown = table(capsys)
    key, address = (dict(zip(NAMES, shown[row], strict=True)) for row in ("key", "address"))
    assert key == {name: "is set" if name == "volcv" else f"set {variable_of(name, 'API_KEY')}" for name in NAMES}
    assert (address["ai302"], address["oceanbase"], address["volcv"]) == (
        *("https://api.302.ai", "set OCEANBASE_BASE_URL", "https://volcv.example"),
    )


def test_the_table_says_who_can_what_and_a_price_where_the_document_has_one(capsys: Capture) -> None:
    shown = table(capsys)
    for method in ("edit", "expand", "inpaint", "erase", "generate"):
        for name, cell in zip(NAMES, shown[method], strict=True):
            able = hasattr(adapter_of(name), method)
            assert cell == (str(price_of(name, method) or "yes") if able else "-"), (name, method)
    assert shown["edit"][0] == "0.05 PTC"


@pytest.mark.parametrize("address", [f"https://me:{KEY}@host.example", f"https://host.example?{KEY}", KEY])
def test_an_address_that_cannot_be_one_is_named_and_not_shown(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("VOLCV_BASE_URL", address)
    assert table(capsys)["address"][NAMES.index("volcv")] == "VOLCV_BASE_URL is no address"


def test_json_has_a_line_for_each_gateway_with_the_options_that_it_takes(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AI302_API_KEY", KEY)
    assert main(["gateways", "--json"]) == 0
    out = capsys.readouterr().out
    assert KEY not in out
    told = {each["gateway"]: each for each in map(json.loads, out.splitlines())}
    assert tuple(told) == NAMES
    assert [name for name, each in told.items() if each["key_is_set"]] == ["ai302"]
    assert told["ai302"]["calls"]["edit"]["price"] == {"amount": "0.05", "unit": "PTC"}
    assert told["volcv"]["calls"]["edit"]["price"] is None
    assert "model" in told["ai302"]["calls"]["generate"]["options"]
    for name, facts in told.items():
        for method, call in facts["calls"].items():
            check_support(adapter_of(name), method, asked_of_gateway(dict.fromkeys(call["options"], True)))


def test_the_mock_gets_its_options_as_they_are_and_its_status_is_that_of_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[list[str] | None] = []

    def run(arguments: list[str] | None) -> int:
        given.append(arguments)
        return 7

    monkeypatch.setattr(mock_command, "main", run)
    options = ["--port", "0", "--fault", "http-429=1", "--quiet", "--help"]
    assert main(["mock", *options]) == 7
    assert given == [options]


def test_a_mock_that_is_not_installed_is_told_in_a_line(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.startswith(("image_gateways_mock", "starlette"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "starlette", None)
    assert main(["mock", "--help"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "pip install 'image-gateways[mock]'" in err


def test_what_cannot_be_shown_is_told(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    with open(os.devnull) as unwritable:  # noqa: PTH123  as a shell opens it
        monkeypatch.setattr(sys, "stdout", unwritable)
        assert main(["gateways"]) == 1
    assert "stdout cannot be written" in capsys.readouterr().err
