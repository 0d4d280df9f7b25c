"""What stands in a journal's file, and whether a file is one that this version can go on with."""

import sqlite3
from pathlib import Path

from ...errors import BadInput

#: `PRAGMA user_version`. It grows when an older version of this package could not go on with the file. A version that
#: raises it goes on with older files, since they know what was paid for.
FORMAT = 1
_OURS = 0x69655F6A  # PRAGMA application_id: "ie_j"

_TABLES = (
    "CREATE TABLE about (name TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID",
    """CREATE TABLE jobs (
        key TEXT PRIMARY KEY,
        state TEXT NOT NULL,
        operation TEXT NOT NULL,
        prompt,
        options TEXT NOT NULL,
        task_id,
        poll_options TEXT NOT NULL DEFAULT '{}',
        urls TEXT NOT NULL DEFAULT '[]',
        submitted_at TEXT,
        submits INTEGER NOT NULL DEFAULT 0,
        error TEXT
    )""",
    """CREATE TABLE rows (
        output NOT NULL,
        key TEXT NOT NULL REFERENCES jobs,
        label NOT NULL,
        inputs TEXT NOT NULL,
        plan INTEGER NOT NULL,
        position INTEGER NOT NULL,
        superseded INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (output, key)
    )""",
    "CREATE INDEX rows_in_order ON rows (plan DESC, position)",
    "CREATE INDEX rows_of_key ON rows (key, plan, position)",
    """CREATE TABLE files (
        output NOT NULL,
        number INTEGER NOT NULL,
        key TEXT NOT NULL,
        path NOT NULL,
        sha256 TEXT NOT NULL,
        PRIMARY KEY (output, number)
    )""",
    "CREATE INDEX files_of_key ON files (key)",
    f"PRAGMA application_id = {_OURS}",
    f"PRAGMA user_version = {FORMAT}",
)


def is_new(connection: sqlite3.Connection) -> bool:
    """Say whether nothing stands in the file yet."""
    return connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None


def create(connection: sqlite3.Connection) -> None:
    """Write the tables into a new file, within the transaction of the caller."""
    for statement in _TABLES:
        connection.execute(statement)


def check_format(connection: sqlite3.Connection, path: Path) -> None:
    """Hold a file to what a journal of this version is.

    Raises:
        BadInput: it is another program's, or of a newer version.
        sqlite3.DatabaseError: it is no database.
    """
    (whose,) = connection.execute("PRAGMA application_id").fetchone()
    if whose != _OURS:
        raise BadInput(f"{path} is no journal of a batch; it was left as it is. Name another file for the journal.")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != FORMAT:
        raise BadInput(
            f"{path} is a journal of format {version} and this version reads format {FORMAT}: use the newer version of "
            "this package that wrote it, or name another file for the journal."
        )


def check_whole(connection: sqlite3.Connection, path: Path) -> None:
    """Raise unless the file is a sound database.

    Raises:
        BadInput: it is damaged.
        sqlite3.DatabaseError: so damaged that it cannot even be asked.
    """
    (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise damaged(path)


def damaged(path: Path) -> BadInput:
    """Return the error of a file that no longer is, or never was, a database."""
    return BadInput(
        f"{path} is damaged or no journal; it was left as it is. Put back a copy of it, or name another file: a new "
        "journal does not know what was paid for."
    )
