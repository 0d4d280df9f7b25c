"""The state of the repository at a revision, read without touching the working tree, the index or the branches."""

import io
import subprocess
import zipfile
from pathlib import Path


class RevisionUnknown(Exception):
    """A revision that git does not know; the message is one line and says what to do."""


class Revision:
    """A commit.

    Args:
        repository: a folder of the repository.
        name: what git calls a revision: a branch, a tag, a hash, `HEAD~3`.

    Raises:
        RevisionUnknown: git does not know it, or this is no repository.
    """

    def __init__(self, repository: Path, name: str) -> None:
        self._repository = repository
        self.name = name
        found = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found.returncode:
            reason = found.stderr.decode().strip() or "git knows no such revision; name a tag, a branch or a commit"
            raise RevisionUnknown(f"BASE={name}: {reason}")
        self._commit = found.stdout.decode().strip()

    def __str__(self) -> str:
        short = self._commit[:7]
        return short if self._commit.startswith(self.name) else f"{self.name} ({short})"

    def unpack(self, into: Path, *paths: str) -> None:
        """Write the files of some paths; a path that the revision does not have is left out."""
        there = [path for path in paths if not self._git("cat-file", "-e", f"{self._commit}:{path}").returncode]
        if there:
            archive = self._git("archive", "--format=zip", self._commit, "--", *there)
            archive.check_returncode()
            with zipfile.ZipFile(io.BytesIO(archive.stdout)) as files:
                files.extractall(into)

    def _git(self, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(  # noqa: S603  no shell, and git takes the name as a revision only
            ["git", *arguments],  # noqa: S607  the user's own git
            cwd=self._repository,
            capture_output=True,
            check=False,
        )
