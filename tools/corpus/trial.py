"""What is done with one document: its client is made, imported and type-checked, its mock is started and held to it.

Each step is a process of its own, so that one that fails or hangs ends nothing else.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_ROOT = Path(__file__).parents[2]
_PACKAGE = "image_gateways"
_MOST_SECONDS = 900  # of a step, on however slow a machine
_MOST_TOLD = 500  # characters


@dataclass(frozen=True, slots=True)
class DocumentTrial:
    """What came of a document.

    Attributes:
        document: where it lies.
        passed: the steps that passed.
        failures: the first message of each step that failed. A step that is in neither was not tried.
    """

    document: Path
    passed: set[str] = field(default_factory=set)
    failures: dict[str, str] = field(default_factory=dict)


class StepFailed(Exception):
    """A step did not pass; the message is the first that it gave."""


def tried(document: Path) -> DocumentTrial:
    """Take a document through every step, in a temporary folder."""
    came = DocumentTrial(document)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bench = _Bench(document, Path(folder).resolve(), stack)
        for name, step in _STEPS.items():
            if _NEEDS.get(name, set()) <= came.passed:
                try:
                    step(bench)
                    came.passed.add(name)
                except StepFailed as failed:
                    came.failures[name] = bench.told(str(failed))
    return came


class _Bench:
    """A copy of a document, what is made of it, and the mock that serves it."""

    def __init__(self, document: Path, folder: Path, stack: ExitStack) -> None:
        self._document = document
        self._stack = stack
        self._copy = folder / "openapi" / document.name
        self._generated, self._recordings, self._types, self._reports = (
            folder / name for name in ("generated", "recordings", "types", "reports")
        )
        for made in (self._copy.parent, self._recordings):
            made.mkdir()
        shutil.copyfile(document, self._copy)
        self._url = ""

    def generate(self) -> None:
        _run("make", "--silent", "package", f"INTO={self._generated / _PACKAGE}", f"DOCUMENTS={self._copy}")

    def import_all(self) -> None:
        self._python("tools.corpus.import_all", _PACKAGE)

    def types(self) -> None:
        self._python("mypy", "--config-file=", "--strict", f"--cache-dir={self._types}", "-p", _PACKAGE)

    def mock(self) -> None:
        folders = f"--documents={self._copy.parent}", f"--recordings={self._recordings}"
        self._url = self._stack.enter_context(_mock(*folders, "--port=0", "--quiet"))

    def contract(self) -> None:
        about = f"--gateway={self._copy.stem}", f"--document={self._copy}", f"--recordings={self._recordings}"
        run = f"--base-url={self._url}", f"--reports={self._reports}", "--jobs=1"
        self._python("contract_tests.suite", *about, *run)

    def told(self, message: str) -> str:
        """Return a message about the copy as one about the document, which need not be named first."""
        about = message.removeprefix("error: ").removeprefix(f"{self._copy}: ")
        return about.replace(str(self._copy), str(self._document))[:_MOST_TOLD]

    def _python(self, module: str, *arguments: str) -> None:
        way = str(self._generated)
        _run(sys.executable, "-m", module, *arguments, variables={"PYTHONPATH": way, "MYPYPATH": way})


def _run(*command: str, variables: Mapping[str, str] | None = None) -> None:
    surroundings = {**os.environ, **(variables or {})}
    try:
        ended = subprocess.run(  # noqa: S603  the commands are those above
            command, cwd=_ROOT, env=surroundings, capture_output=True, text=True, timeout=_MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise StepFailed(f"has not ended after {_MOST_SECONDS} seconds") from None
    if ended.returncode:
        raise StepFailed(first_message(ended.stderr) or first_message(ended.stdout) or f"ended with {ended.returncode}")


@contextmanager
def _mock(*options: str) -> Iterator[str]:
    command = [sys.executable, "-m", "image_gateways_mock", *options]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            announced = process.stdout.readline()
            if not announced:
                raise StepFailed(first_message(process.communicate()[1]))
            yield announced.split()[-1]
        finally:
            process.terminate()


def first_message(output: str) -> str:
    """Return the first line that tells of a failure, with the document's line where one beneath it names that.

    Of a failure that nobody expected it is the last line, which names the exception.
    """
    lines = [line for line in output.splitlines() if line.strip() and _PREAMBLE not in line]
    if any(line.startswith(_UNEXPECTED) for line in lines):
        return lines[-1]
    below = [line for line in lines[1:2] if line.startswith("  document: ")]
    return " ".join(line.strip() for line in (*lines[:1], *below))


_PREAMBLE = "is this project's mock"
_UNEXPECTED = "Traceback (most recent call last)"

_STEPS: Final[Mapping[str, Callable[[_Bench], None]]] = {
    "generate": _Bench.generate,
    "import": _Bench.import_all,
    "types": _Bench.types,
    "mock": _Bench.mock,
    "contract": _Bench.contract,
}
# Without these a step would only say again what they say.
_NEEDS: Final[Mapping[str, set[str]]] = {
    "import": {"generate"},
    "types": {"generate"},
    "contract": {"import", "mock"},
}

STEPS: Final[Sequence[str]] = tuple(_STEPS)
"""The names of the steps, in their order."""
