"""The table of events in SQLite: every statement of SQL that hdtui has.

A row carries a sum of its own, for SQLite does not see a bit that flips inside a value.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from hdtui.study.files import APPLICATION_ID, VERSION

BUSY_SECONDS = 5.0
"How long one process waits for another."
SCHEMA = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
CREATE TABLE event (
    seq   INTEGER PRIMARY KEY,
    id    TEXT NOT NULL UNIQUE,
    at    TEXT NOT NULL,
    event TEXT NOT NULL,
    sum   INTEGER NOT NULL
);
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;
"""
OUT_OF_REACH = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_AUTH,
}
"What SQLite says where it cannot get at a file; whatever else it says, the file is damaged."

Row = tuple[int, str, str, str, int]
"seq, id, at, event, sum: as it stands in the table."


def create(path: Path) -> None:
    """An empty table in an empty file."""
    with closing(connect(path)) as db:
        db.executescript(SCHEMA)


def connect(path: Path) -> sqlite3.Connection:
    """A connection that begins its transactions itself and never creates a file."""
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,  # opened in a thread while the first screen is drawn
    )
    db.text_factory = lambda raw: raw.decode(errors="replace")  # damaged text meets its sum
    db.execute("PRAGMA synchronous = FULL")
    return db


def rows(db: sqlite3.Connection) -> Iterator[Row]:
    yield from db.execute("SELECT seq, id, at, event, sum FROM event ORDER BY seq")


def insert(db: sqlite3.Connection, texts: Sequence[tuple[str, str, str]]) -> None:
    """(id, at, event), in one transaction. The same id twice is the same event."""
    db.execute("BEGIN IMMEDIATE")
    (last,) = db.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
    new = [(seq, *text, checksum(seq, *text)) for seq, text in enumerate(texts, last + 1)]
    db.executemany("INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?)", new)
    db.execute("COMMIT")


def checksum(seq: int, id: str, at: str, event: str) -> int:
    return zlib.crc32(f"{seq}\n{id}\n{at}\n{event}".encode())


def roll_back(db: sqlite3.Connection) -> None:
    """Leave a transaction that failed; nothing of it was written."""
    if db.in_transaction:
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")


def copy(db: sqlite3.Connection, path: Path) -> None:
    """The whole table into an empty file, as it is at this moment."""
    db.execute("VACUUM INTO ?", (str(path),))


def passes(path: Path) -> bool:
    """Whether SQLite finds the file whole, and every row of our table is as it was written."""
    try:
        with closing(connect(path)) as db:
            whole = db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            return whole and all(checksum(*row[:4]) == row[4] for row in rows(db))
    except sqlite3.DatabaseError as error:
        if error_code(error) in OUT_OF_REACH:
            raise
        return False


def rescued(path: Path) -> list[Row]:
    """The rows of a damaged file that are as they were written, as far as it can be read."""
    found: list[Row] = []
    with suppress(sqlite3.Error), closing(connect(path)) as db:
        for row in rows(db):  # what was found before an error counts
            if checksum(*row[:4]) == row[4]:
                found.append(row)
    return found


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time makes, restores or copies the file. A lock of SQLite's own: it works
    wherever the store does, and dies with its process."""
    with closing(sqlite3.connect(folder / "progress.lock", timeout=BUSY_SECONDS)) as lock:
        lock.isolation_level = None
        lock.execute("BEGIN EXCLUSIVE")
        yield


def error_code(error: sqlite3.Error) -> int | None:
    """SQLite's primary error code; None where the complaint is not SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None
