"""No test depends on what is handed down to the run: variables, signals, umask, time zone or locale."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HOSTILE = {
    "HTTP_PROXY": "http://127.0.0.1:9",
    "all_proxy": "socks5://127.0.0.1:9",
    "SSL_CERT_FILE": "/nowhere",
    "AI302_API_KEY": "another",
    "PYTHONWARNINGS": "default",
    "PYTHONIOENCODING": "ascii",
    "PYTHONHASHSEED": "0",
    "HOME": "/nowhere",
    "TZ": "Asia/Kolkata",
    "LC_ALL": "C",
    "NO_COLOR": "1",
    "COLUMNS": "20",
}
INSIDE = """
import json, os, signal, subprocess, sys, time
from pathlib import Path

CHILD = (
    "import json, os, signal, sys; print(json.dumps([sorted(os.environ), os.umask(0), sys.stdout.encoding,"
    " sorted(s for s in signal.valid_signals() if signal.getsignal(s) is signal.SIG_IGN),"
    " sorted(signal.pthread_sigmask(signal.SIG_BLOCK, ()))]))"
)

def test_it():
    child = json.loads(subprocess.check_output([sys.executable, "-c", CHILD], text=True))
    own = [time.timezone, list(Path.home().iterdir()), signal.getsignal(signal.SIGINT) is signal.default_int_handler]
    Path("seen.json").write_text(json.dumps([child, own]))
"""
# Not in the fork: threads that an earlier test left would make that a warning.
START = """
import os, signal, sys
os.umask(0o077)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD, signal.SIGPIPE):
    signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGUSR1))
os.execv(sys.executable, [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis"])
"""


def test_a_test_and_what_it_starts_inherit_nothing_from_the_run(tmp_path: Path) -> None:
    shutil.copy(Path(__file__).parents[1] / "conftest.py", tmp_path)
    (tmp_path / "test_inside.py").write_text(INSIDE, "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", START],
        cwd=tmp_path,
        env=os.environ | HOSTILE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    child, own = json.loads((tmp_path / "seen.json").read_text("utf-8"))
    variables, umask, encoding, ignored, blocked = child
    given = {"COLUMNS", "HOME", "LC_ALL", "LINES", "PATH", "PYTEST_CURRENT_TEST", "TZ"}
    assert set(variables) - {"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR"} == given
    assert (umask, encoding.lower(), blocked) == (0o022, "utf-8", [])
    # Those that Python ignores by itself.
    assert set(ignored) == {signal.SIGPIPE, signal.SIGXFSZ}
    assert own == [0, [], True]
