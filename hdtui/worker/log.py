"""The worker's log: everything that it and its libraries print, in a file that stays small."""

from __future__ import annotations

import contextlib
from collections import deque
from io import FileIO
from pathlib import Path

LIMIT = 1024 * 1024
"Bytes of one file; there are two, the current and the one before."


class Log:
    """Appends bytes. Where the file cannot be written the last lines are still kept here."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._tail: deque[bytes] = deque(maxlen=16)
        self._open()

    def _open(self) -> None:
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._file = FileIO(self._path, "a")

    def write(self, data: bytes) -> None:
        self._tail.append(data[-4096:])
        if self._file is None or self._path is None:
            return
        try:
            self._file.write(data)
            if self._file.tell() > LIMIT:
                self._file.close()
                self._path.replace(self._path.with_suffix(self._path.suffix + ".1"))
                self._open()
        except OSError:  # a full disk costs the log, not the lesson
            self.close()

    def last_line(self) -> str:
        """The last thing that was said, for the message of a worker that did not start."""
        lines = b"".join(self._tail).decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else ""

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
