"""The far end of the wire: answers at once, computes nothing, starts and replaces compute children.

`hdtui worker [--experiments FILE.py]`. One thread, one selector; it imports no torch, so that
hello, pings and stops are answered within milliseconds whatever the children do.
"""

from __future__ import annotations

import argparse
import os
import selectors
import sys
import time
from collections.abc import Sequence

from hdtui import __version__
from hdtui.errors import WorkerError
from hdtui.lab import catalogue
from hdtui.messages import say
from hdtui.worker import guard
from hdtui.worker.crew import Crew
from hdtui.worker.lines import (
    Greeting,
    Lines,
    decode_request,
    encode,
    failed,
    greeting,
    version_mismatch,
)
from hdtui.worker.outbox import Outbox
from hdtui.worker.wire import MAGIC, PROTOCOL, Ack, Cancel, Hello, Ping, Pong, Ready, Run

SLOW_READER = 256 * 1024
"Bytes that wait for the app; above it progress is dropped (charts wait for their acks anyway)."


class Supervisor:
    """The conversation with the app; a crew of children does the work."""

    def __init__(self, ears: int, mouth: int, experiments: str | None) -> None:
        self._selector = selectors.DefaultSelector()
        self._ears = ears
        self._lines = Lines()
        self._outbox = Outbox(mouth, self._selector)
        self._experiments = experiments
        self._crew: Crew | None = None
        self._talking = True
        self._selector.register(ears, selectors.EVENT_READ, self._listen)

    def serve(self) -> int:
        """Until the app is gone (0), or cannot be understood from the start (1)."""
        try:
            self._outbox.send(MAGIC)
            while self._talking:
                pause = self._crew.tick(time.monotonic()) if self._crew else None
                for key, _ in self._selector.select(pause):
                    key.data()
        except ConnectionError:
            pass  # the app was killed: nobody is left to be told
        finally:
            if self._crew:
                self._crew.dismiss()
        return 0 if self._crew else 1

    def _listen(self) -> None:
        try:
            data = os.read(self._ears, 262144)
        except BlockingIOError:  # sshd's one socket for both directions is not blocking now
            return
        if not data:
            self._talking = False
            return
        try:
            for line in self._lines.feed(data):
                if self._crew:
                    self._hear(line, self._crew)
                else:
                    self._greet(line)
        except WorkerError as error:
            self._say(encode(failed(None, error)))
            self._talking = self._crew is not None

    def _hear(self, line: bytes, crew: Crew) -> None:
        match decode_request(line):
            case Run() as run:
                crew.take(run, time.monotonic())
            case Cancel() as cancel:
                crew.cancel(cancel, time.monotonic())
            case Ack() as ack:
                crew.acknowledge(ack)
            case Ping(n):
                self._say(encode(Pong(n, crew.busy)))
            case Hello():
                pass  # said twice: nothing new

    def _greet(self, line: bytes) -> None:
        """The first line decides. Raises WorkerError `protocol` or `version`."""
        who = greeting(line)
        if who.protocol != PROTOCOL:
            raise version_mismatch(app=who, worker=Greeting("ready", PROTOCOL, __version__))
        hello = decode_request(line)
        if not isinstance(hello, Hello):
            raise WorkerError("protocol", say("The first message must be hello."))
        ready = Ready(PROTOCOL, __version__, os.getpid(), list(catalogue.describe_all()))
        self._say(encode(ready))
        self._crew = Crew(self._child(hello), self._selector, self._say)

    def _child(self, hello: Hello) -> list[str]:
        """The command of a compute child. A file of the current folder must not stand in for a
        module of ours: `-P` keeps the folder out, unless we ourselves were found through it."""
        command = [sys.executable, *guard.safe_path(), "-m", "hdtui.worker.child"]
        command.append(f"--device={hello.device}")
        if hello.threads is not None:
            command.append(f"--threads={hello.threads}")
        if self._experiments is not None:
            command.append(f"--experiments={self._experiments}")
        return command

    def _say(self, line: bytes, *, droppable: bool = False) -> None:
        if not droppable or len(self._outbox) < SLOW_READER:
            self._outbox.send(line)


def main(argv: Sequence[str]) -> int:
    """`hdtui worker`: talks over its own stdin and stdout until stdin ends."""
    parser = argparse.ArgumentParser(
        prog="hdtui worker", description="The far end of the wire; the app starts it."
    )
    parser.add_argument(
        "--experiments",
        metavar="FILE.py",
        help="also offer the experiments that this file defines (for those who write one)",
    )
    arguments = parser.parse_args(argv)
    ears, mouth = guard.take_wire()
    guard.ignore_the_keyboard()
    try:
        return Supervisor(ears, mouth, arguments.experiments).serve()
    finally:
        os.set_blocking(mouth, True)  # a terminal would stay as we leave it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
