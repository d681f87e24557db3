"""Lines in and out, and the ways to leave: `q`, the end of the input, a signal."""

from __future__ import annotations

import asyncio
import os
import queue
import shutil
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from unicodedata import normalize

from hdtui.errors import HdtuiError
from hdtui.i18n import tell
from hdtui.messages import Message
from hdtui.text.clean import clean
from hdtui.text.lines import Line, Run, plain, wrap

STDIN = 0
CHUNK = 64 * 1024
"Bytes of one read; the rest of the input waits where it is."


class Left(Exception):
    """The learner left, the input ended, or a signal came: with this exit status."""

    def __init__(self, status: int = 0) -> None:
        super().__init__(status)
        self.status = status


class Talk:
    """Says lines, asks for one."""

    def __init__(self) -> None:
        self.width = max(20, min(shutil.get_terminal_size((80, 24)).columns, 80)) - 2
        self._ear: _Ear | None = None
        self._awaited: asyncio.Future[bytes] | None = None
        self._left: int | None = None

    # ------------------------------------------------------------ out

    def say(self, text: str) -> None:
        sys.stdout.write(clean(text).rstrip() + "\n")
        sys.stdout.flush()

    def sentence(self, text: str) -> None:
        """Prose, over as many lines as it needs."""
        self.lines(wrap([Run(text)], self.width))

    def lines(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self.say(plain(line))

    def messages(self, *messages: Message | None) -> None:
        """Each that there is, as prose of its own."""
        for message in messages:
            if message is not None:
                self.sentence(tell(message))

    def error(self, error: HdtuiError) -> None:
        """What was wrong and the way out, and the conversation goes on."""
        self.messages(error.title, error.detail, error.remedy)

    # ------------------------------------------------------------ in

    async def ask(self, words: str) -> str:
        """One line of the learner's, stripped. Raises Left."""
        self.say(words)
        if self._left is not None:
            raise Left(self._left)
        if self._ear is None:
            self._ear = _Ear(asyncio.get_running_loop())
            self._ear.start()
        self._awaited = self._ear.line()
        try:
            line = await self._awaited
        finally:
            self._awaited = None
        encoding = sys.stdin.encoding if sys.stdin is not None else "utf-8"
        text = line.decode(encoding, "replace").strip()
        key = normalize("NFKC", text)  # an input method left on
        if not line or key == "q":
            raise Left
        return key if len(key) == 1 else text

    def leave(self, status: int) -> None:
        """The prompt that waits, or else the next one, ends the conversation."""
        self._left = status
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_exception(Left(status))


class _Ear(threading.Thread):
    """Reads the lines that are asked for.

    A daemon that reads the descriptor itself: a thread that waits inside `sys.stdin` or an
    executor would keep the process from ending before Enter is pressed.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(daemon=True, name="ear")
        self._loop = loop
        self._asked: queue.SimpleQueue[asyncio.Future[bytes]] = queue.SimpleQueue()

    def line(self) -> asyncio.Future[bytes]:
        """The next line; empty at the end of the input."""
        found: asyncio.Future[bytes] = self._loop.create_future()
        self._asked.put(found)
        return found

    def run(self) -> None:
        kept = b""
        with suppress(RuntimeError):  # the loop is closed: nobody listens any more
            while found := self._asked.get():
                while b"\n" not in kept and (data := _read()):
                    kept += data
                line, newline, kept = kept.partition(b"\n")
                self._loop.call_soon_threadsafe(_answer, found, line + newline)


def _read() -> bytes:
    """Some input; empty at its end, also where there never was any or its terminal is gone."""
    if sys.stdin is None:
        return b""
    try:
        return os.read(STDIN, CHUNK)
    except OSError:
        return b""


def _answer(found: asyncio.Future[bytes], line: bytes) -> None:
    if not found.done():
        found.set_result(line)
