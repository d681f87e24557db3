"""The files around the progress store: recognised, written whole, set aside, kept as copies.

Nothing here speaks SQL. A name always stands for the old file or for the new one, never for half
of one, because the process may be killed between any two lines.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

NAME: Final = "progress.db"
APPLICATION_ID: Final = 0x68647475
"`hdtu`, in the header of the file."
VERSION: Final = 1
"The store's format, in the header too. A newer hdtui may write a higher one."
BACKUPS_KEPT: Final = 5

State = Literal["missing", "readable", "newer", "foreign", "damaged"]


def recognise(path: Path) -> State:
    """What the first 100 bytes say (https://sqlite.org/fileformat.html, section 1.3).

    Read without SQLite, which may write to a file by merely opening it. An empty file is a sound
    database to SQLite; here it is damaged, for a store is never empty.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return "missing"
    if len(head) < 100 or not head.startswith(b"SQLite format 3\x00"):
        return "damaged"
    if int.from_bytes(head[68:72]) != APPLICATION_ID:
        return "foreign"
    version = int.from_bytes(head[60:64])
    if version > VERSION:
        return "newer"
    return "readable" if version == VERSION else "damaged"


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A draft to fill, nobody else's to read. It takes the name `path` on leaving, once its bytes
    are on the disk; after an error it is gone and `path` is as it was."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    with suppress(OSError):  # Windows opens no folders
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def set_aside(path: Path, now: datetime) -> Path:
    """A second name for a damaged file that is about to be replaced: nothing is thrown away.

    Its journals move away with it, or SQLite would play them into the file that takes its place.
    """
    bad = free_name(path.with_name(f"{path.name}.bad-{stamp(now)}"))
    for suffix in ("-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).rename(bad.with_name(bad.name + suffix))
    try:
        os.link(path, bad)
    except OSError:  # a file system without hard links
        shutil.copy2(path, bad)
    return bad


def backups(folder: Path) -> list[Path]:
    """The daily copies, newest first."""
    return sorted((folder / "backup").glob("progress-????-??-??.db"), reverse=True)


def backup_of(folder: Path, now: datetime) -> Path:
    """Where the copy of this day belongs."""
    return folder / "backup" / f"progress-{now:%Y-%m-%d}.db"


def free_name(path: Path) -> Path:
    """The path, or the first of `path-2`, `path-3`, ... that is not taken."""
    found, n = path, 1
    while found.exists():
        n += 1
        found = path.with_name(f"{path.name}-{n}")
    return found


def stamp(now: datetime) -> str:
    """A time (UTC) as it may stand in a file name on any system."""
    return f"{now:%Y%m%dT%H%M%SZ}"
