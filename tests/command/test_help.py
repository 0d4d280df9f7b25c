"""How the command is learnt: help, version and completion, on every terminal, quickly, and without a client."""

import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from typer.main import get_command

from image_edit.command import main
from image_edit.command.app import app
from image_edit.gateway_name import NAMES, variable_of
from image_edit.interruption import Interruption
from image_edit.options import EditOptions, EraseOptions, ExpandOptions, GenerateOptions, InpaintOptions

ROOT = Path(__file__).parents[2]
Capture = pytest.CaptureFixture[str]
COMMANDS: dict[str, Any] = vars(get_command(app()))["commands"]
CALLS = {
    "edit": EditOptions,
    "expand": ExpandOptions,
    "inpaint": InpaintOptions,
    "erase": EraseOptions,
    "generate": GenerateOptions,
    "wait": None,
}


class Terminal(io.TextIOWrapper):
    """A terminal, as far as a stream shows it."""

    def __init__(self, encoding: str) -> None:
        super().__init__(io.BytesIO(), encoding=encoding)

    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        self.flush()
        written = self.buffer
        assert isinstance(written, io.BytesIO)
        return written.getvalue().decode(self.encoding)


Shown = Callable[..., str]


@pytest.fixture
def shown_on_terminal(monkeypatch: pytest.MonkeyPatch) -> Shown:
    def show(*arguments: str, encoding: str = "utf-8", **environment: str) -> str:
        for name in ("NO_COLOR", "FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "COLUMNS", "TERMINAL_WIDTH"):
            monkeypatch.delenv(name, raising=False)
        for name, value in {"TERM": "xterm", **environment}.items():
            monkeypatch.setenv(name, value)
        terminal = Terminal(encoding)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", terminal)
            assert main(list(arguments)) == 0
        return terminal.shown()

    return show


def help_of(capsys: Capture, *arguments: str) -> str:
    assert main([*arguments, "--help"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_the_name_alone_shows_the_help_that_is_asked_for(capsys: Capture) -> None:
    assert main([]) == 0
    alone = capsys.readouterr().out
    assert alone == help_of(capsys)
    assert all(f"\n  {name} " in alone for name in COMMANDS)
    assert all(variable_of(name, what) in alone for name in NAMES for what in ("API_KEY", "BASE_URL"))
    assert "..." not in alone.partition("Commands:")[2]  # each command's purpose is there whole


@pytest.mark.parametrize("name", CALLS)
def test_the_help_of_each_command_that_calls_a_gateway_names_the_variables(capsys: Capture, name: str) -> None:
    text = " ".join(help_of(capsys, name).split())
    assert all(variable_of(gateway, what) in text for gateway in NAMES for what in ("API_KEY", "BASE_URL"))


@pytest.mark.parametrize("name", sorted({*COMMANDS} - {"mock"}))  # its help is the mock's own
def test_the_help_of_each_command_has_an_example_that_can_be_called(capsys: Capture, name: str) -> None:
    paragraphs = (each.strip().removeprefix("Example: ") for each in help_of(capsys, name).split("\n\n"))
    examples = [each.partition(" < ")[0] for each in paragraphs if each.startswith("image-edit ")]
    assert examples
    for example in examples:
        program, command, *arguments = shlex.split(example)
        assert (program, command) == ("image-edit", name)
        COMMANDS[name].make_context(name, arguments)  # which raises what is wrong with them


@pytest.mark.parametrize(("name", "kind"), [(name, kind) for name, kind in CALLS.items() if kind is not None])
def test_each_option_of_a_method_is_one_of_its_command(name: str, kind: type) -> None:
    options = {parameter.name for parameter in COMMANDS[name].params if parameter.param_type_name == "option"}
    assert options >= get_type_hints(kind).keys()
    spelled = [spelling for parameter in COMMANDS[name].params for spelling in parameter.opts]
    assert all(spelling.islower() for spelling in spelled if spelling.startswith("--"))


def test_help_is_in_plain_letters_but_on_a_terminal_that_draws(capsys: Capture, shown_on_terminal: Shown) -> None:
    for name in COMMANDS.keys() - {"mock"}:
        plain = help_of(capsys, name)
        assert plain.isascii()
        assert "\x1b" not in plain
        assert shown_on_terminal(name, "--help", TERM="dumb") == plain
        assert shown_on_terminal(name, "--help", encoding="ascii") == plain
    drawn = shown_on_terminal("edit", "--help")
    assert "─" in drawn
    assert "\x1b" in drawn
    uncoloured = shown_on_terminal("edit", "--help", NO_COLOR="1")
    assert "─" in uncoloured
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", uncoloured)


@pytest.mark.parametrize("arguments", [[], ["edit", "--help"], ["--version"]])
def test_a_reader_who_went_away_is_told_in_a_line_and_not_by_a_traceback(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with monkeypatch.context() as patch:
        stream = os.fdopen(writing, "w")
        patch.setattr(sys, "stdout", stream)
        assert main(arguments) == 1
    with pytest.raises(BrokenPipeError):
        stream.close()
    assert re.fullmatch(r"image-edit: stdout cannot be written.*Broken pipe.*\n(.*\n)?", capsys.readouterr().err)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("arguments", [[], ["edit", "--help"], ["gateways"]])
def test_a_signal_is_raised_to_who_ends_the_process_with_its_status(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture, arguments: list[str], number: signal.Signals
) -> None:
    class Interrupted(io.StringIO):
        @property
        def buffer(self) -> io.BytesIO:
            raise Interruption(number)

        def write(self, _: str) -> int:
            raise Interruption(number)

    monkeypatch.setattr(sys, "stdout", Interrupted())
    with pytest.raises(Interruption) as raised:
        main(arguments)
    assert raised.value.number == number
    assert capsys.readouterr().err == ""  # the library of the command line says nothing of its own


def test_the_version_is_that_of_the_package(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"image-edit {version('image-gateways')}\n"


# --- completion -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("image-edit ga", {"gateways"}),
        ("image-edit edit --neg", {"--negative-prompt"}),
        ("image-edit edit cat.png hat --gateway ", set(NAMES)),
        ("image-edit edit ca", set()),  # of files, the shell itself knows more
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_completions(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, shell: str, line: str, offered: set[str]
) -> None:
    words = line.split(" ")
    monkeypatch.setenv("_IMAGE_EDIT_COMPLETE", f"complete_{shell}")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
    monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    known = {*COMMANDS, *NAMES, *(option for each in COMMANDS.values() for one in each.params for option in one.opts)}
    found = set(re.findall(r'(?m)^(?:_arguments \'\*: :\(\()?"?([\w-]+)', out)) & known
    assert found == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_for_the_shell_that_asks(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("shellingham.detect_shell", lambda: (shell, f"/bin/{shell}"))
    with pytest.raises(SystemExit) as ended:
        main(["--install-completion"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    (path,) = re.findall(rf"{shell} completion installed in (.*)", told)
    assert "_IMAGE_EDIT_COMPLETE" in Path(path).read_text()


# Shows help and completes, and says which of the modules that take long were imported for that.
LEARNING = """
import json, os, sys
from image_edit.command import main
for arguments in ([], ["edit", "--help"], ["wait", "-h"], ["status", "--help"], ["batch", "--help"], ["--version"]):
    assert main(arguments) == 0
os.environ.update(_IMAGE_EDIT_COMPLETE="complete_bash", COMP_WORDS="image-edit\\nedit\\n--", COMP_CWORD="2")
try:
    main([])
except SystemExit as end:
    assert not end.code
slow = ["httpx", "PIL", "rich", "asyncio", "sqlite3", "jsonschema_rs", "image_edit.editor", "image_gateways"]
print(json.dumps([name for name in slow if name in sys.modules]), file=sys.stderr)
"""


def test_neither_help_nor_completion_waits_for_a_client_to_be_imported() -> None:
    done = subprocess.run([sys.executable, "-c", LEARNING], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stderr) == []
    assert "--negative-prompt" in done.stdout


def test_a_call_does_not_wait_for_what_httpx_imports_for_a_command_of_its_own() -> None:
    program = """
import sys
from image_edit.__main__ import main
main()
import httpx
print([name for name in ("click", "rich", "pygments") if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr == "[]\n"
