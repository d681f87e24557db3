"""The progress store: events that are only ever appended, in a file that is looked after.

One answer is one transaction (rollback journal, synchronous=FULL): once `append` has returned and
`notice` is silent, no kill loses it. What cannot be written stays in memory, is said, and is
tried again with the next event. A commit takes about 1 ms; 10,000 events are read in 0.1 s.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from uuid import uuid4

import msgspec

from hdtui.errors import StoreError
from hdtui.messages import Message, say
from hdtui.study import files, table
from hdtui.study.events import Envelope, Reset, decode, encode

Health = Literal["missing", "damaged", "sound"]


class Store:
    """Open with `Store.open`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / files.NAME
        self._db: sqlite3.Connection | None = None
        self._unsaved: list[Envelope] = []
        self._restored: Message | None = None
        self._trouble: Message | None = None

    @classmethod
    def open(cls, folder: Path, now: datetime) -> Store:
        """The store in this folder: created, checked, copied once a day and, if need be, restored.

        Raises StoreError where the file is a newer hdtui's or another program's; it is not
        touched. Whatever else is wrong, the store works, in memory if it must, and `notice` says.
        """
        store = cls(folder)
        try:
            store._db = store._connected(now)
            store._back_up(now)
            if not (os.access(folder, os.W_OK) and os.access(store.path, os.W_OK)):
                raise PermissionError(errno.EACCES, "read-only")
        except (OSError, sqlite3.Error) as error:
            store._give_up(error)
        return store

    @property
    def notice(self) -> Message | None:
        """What the learner should know: answers are not being saved, or progress was restored."""
        return self._trouble or self._restored

    # ------------------------------------------------------------ events

    def append(self, envelope: Envelope) -> None:
        """Keep one event. Never raises for a file out of reach: see `notice`."""
        encode(envelope.event)  # what no file can hold must not stand in the way of what it can
        self._unsaved.append(envelope)
        try:
            self._save(envelope.at)
        except (OSError, sqlite3.Error, StoreError) as error:
            self._give_up(error)

    def events(self) -> list[Envelope]:
        """Everything that happened, oldest first, also what is not saved yet."""
        saved: list[Envelope] = []
        unreadable = 0
        try:
            for _, id, at, event, _ in table.rows(self._db) if self._db is not None else ():
                try:
                    saved.append(Envelope(id, datetime.fromisoformat(at), decode(event)))
                except (msgspec.DecodeError, ValueError, TypeError):
                    unreadable += 1
        except sqlite3.Error as error:
            self._give_up(error)
        if unreadable:
            self._restored = say(
                "{n} entries in {path} cannot be read and are left out.",
                n=unreadable,
                path=str(self.path),
            )
        return saved + self._unsaved

    def reset(self, lesson: str | None, now: datetime) -> Path:
        """Forget a lesson, or (None) all of them. A copy of what was is kept; returns its path.

        Raises StoreError, and forgets nothing, where the copy cannot be made.
        """
        what = lesson or "all"
        copy = files.free_name(self.folder / f"{files.NAME}.before-{what}-{files.stamp(now)}")
        try:
            self._db = self._db or self._connected(now)
            with files.written_whole(copy) as draft:
                table.copy(self._db, draft)
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                say("nothing was reset, because no copy could be made"), _reason(error, self.path)
            ) from None
        self.append(Envelope(uuid4().hex, now, Reset(lesson)))
        return copy

    def close(self) -> None:
        """Close the file, after a last try to save what is not saved yet."""
        if self._unsaved:
            with suppress(OSError, sqlite3.Error, StoreError):
                self._save(self._unsaved[-1].at)
        if self._db is not None:
            self._db.close()
            self._db = None

    # ------------------------------------------------------------ the table

    def _save(self, now: datetime) -> None:
        """Write what is unsaved, in one transaction. The same id twice is the same event."""
        if self._db is None or self._trouble is not None:
            # The file may have been moved, freed or replaced since: open it by its name again.
            fresh = self._connected(now)
            if self._db is not None:
                self._db.close()
            self._db = fresh
        texts = [
            (envelope.id, envelope.at.astimezone(UTC).isoformat(), encode(envelope.event).decode())
            for envelope in self._unsaved
        ]
        table.insert(self._db, texts)
        self._unsaved.clear()
        self._trouble = None

    def _give_up(self, error: Exception) -> None:
        """Keep events in memory for now; what the file has can still be read."""
        if self._db is not None:
            table.roll_back(self._db)
        self._trouble = say(
            "Answers are not being saved, only kept while hdtui runs: {reason}",
            reason=_reason(error, self.path),
        )

    # ------------------------------------------------------------ the file

    def _connected(self, now: datetime) -> sqlite3.Connection:
        """A connection to a sound file, which is made or restored first where there is none."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _health(self.path) != "sound":
            with table.alone(self.folder):
                # Another process may have put it right in the meantime.
                health = _health(self.path)
                if health != "sound":
                    self._begin(health, now)
        return table.connect(self.path)

    def _begin(self, health: Health, now: datetime) -> None:
        """A new file: the newest sound copy, or an empty store, and what can still be read of a
        damaged one, which is set aside."""
        copy = next((path for path in files.backups(self.folder) if _is_sound(path)), None)
        rescued = table.rescued(self.path) if health == "damaged" else []
        bad: Path | None = None
        with files.written_whole(self.path) as draft:
            if copy is not None:
                shutil.copyfile(copy, draft)
            else:
                table.create(draft)
            with closing(table.connect(draft)) as db:
                before = db.total_changes
                table.insert(db, [(id, at, event) for _, id, at, event, _ in rescued])
                more = db.total_changes - before
            if health == "damaged":
                bad = files.set_aside(self.path, now)
        self._restored = _what_was_restored(copy, bad, more)

    def _back_up(self, now: datetime) -> None:
        """The copy of the day, before the day's first answer. Without it the app works as well."""
        target = files.backup_of(self.folder, now)
        if self._db is None or target.exists() or next(table.rows(self._db), None) is None:
            return
        with suppress(OSError, sqlite3.Error), table.alone(self.folder):
            target.parent.mkdir(mode=0o700, exist_ok=True)
            with files.written_whole(target) as draft:
                table.copy(self._db, draft)
            for old in files.backups(self.folder)[files.BACKUPS_KEPT :]:
                old.unlink()


def _health(path: Path) -> Health:
    """Raises StoreError for a file that is not ours to touch, sqlite3.Error where it is out of
    reach."""
    state = files.recognise(path)
    if state == "newer":
        raise StoreError(
            say("{path} was written by a newer hdtui", path=str(path)),
            remedy=say("Update hdtui, or keep another progress with --data-dir."),
        )
    if state == "foreign":
        raise StoreError(
            say("{path} is the file of another program", path=str(path)),
            remedy=say("Name another folder with --data-dir, or move the file away."),
        )
    if state == "readable":
        return "sound" if table.passes(path) else "damaged"
    return state


def _is_sound(path: Path) -> bool:
    return files.recognise(path) == "readable" and table.passes(path)


def _what_was_restored(copy: Path | None, bad: Path | None, rescued: int) -> Message | None:
    day = copy.stem.removeprefix("progress-") if copy else ""
    if bad is None and copy is None:
        return None
    if bad is None:
        return say("Your progress was missing; the copy of {day} was restored.", day=day)
    if copy is None:
        return say(
            "Your progress was damaged and had no copy. It was set aside as {path}; {n} events "
            "were rescued from it.",
            path=str(bad),
            n=rescued,
        )
    return say(
        "Your progress was damaged. It was set aside as {path}; the copy of {day} was restored, "
        "and {n} later events were rescued.",
        path=str(bad),
        day=day,
        n=rescued,
    )


def _reason(error: Exception, path: Path) -> Message:
    """Why the file is out of reach, in words."""
    if isinstance(error, StoreError):
        return error.title
    code = table.error_code(error) if isinstance(error, sqlite3.Error) else None
    number = error.errno if isinstance(error, OSError) else None
    if code == sqlite3.SQLITE_FULL or number == errno.ENOSPC:
        return say("the disk is full")
    if code == sqlite3.SQLITE_BUSY:
        return say("another process holds {path}", path=str(path))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) or number in (
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
    ):
        return say("{path} cannot be written", path=str(path))
    return say("{path}: {reason}", path=str(path), reason=str(error))
