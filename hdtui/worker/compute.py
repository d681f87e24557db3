"""One compute child as its supervisor sees it: started by command, spoken to in lines, killed."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import traceback
from collections.abc import Callable, Sequence

from hdtui.errors import WorkerError
from hdtui.messages import Message, say
from hdtui.worker.lines import Lines, encode
from hdtui.worker.outbox import Outbox
from hdtui.worker.wire import Ack, Cancel, Run

_LAST_WORDS = 0.05
"Seconds that a child whose pipe has closed gets to end by itself, so that its status is its own."


class Compute:
    """A child process and the pipes to it.

    `on_lines(compute, lines)` is called when it has spoken, `on_gone(compute)` once when its
    pipe has closed.
    """

    def __init__(
        self,
        command: Sequence[str],
        selector: selectors.BaseSelector,
        on_lines: Callable[[Compute, list[bytes]], None],
        on_gone: Callable[[Compute], None],
    ) -> None:
        self.warm: bytes | None = None
        "Its own line about being warm, once it has said so."
        self._selector = selector
        self._on_lines = on_lines
        self._on_gone = on_gone
        self._lines = Lines()
        # A group of its own: what it starts is killed with it.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._outbox = Outbox(self._process.stdin.fileno(), selector)
        self._ears = self._process.stdout.fileno()
        os.set_blocking(self._ears, False)
        selector.register(self._ears, selectors.EVENT_READ, self._listen)

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: Run | Cancel | Ack) -> None:
        """A child that is gone is told nothing; its pipe says so too."""
        with contextlib.suppress(ConnectionError):
            self._outbox.send(encode(message))

    def _listen(self) -> None:
        try:
            data = os.read(self._ears, 262144)
        except BlockingIOError:
            return
        try:
            if data:
                self._on_lines(self, self._lines.feed(data))
                return
        except WorkerError as error:  # something has written over its wire
            traceback.print_exception(error)
        self._on_gone(self)

    def kill(self) -> None:
        """SIGKILL, at once; `ended` says when the system has taken it away."""
        self._close()
        # macOS answers PermissionError for a group that has only a zombie left.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def ended(self) -> bool:
        return self._process.poll() is not None

    def bury(self) -> Message:
        """After `on_gone`: what it died of, as a sentence."""
        try:
            status = self._process.wait(_LAST_WORDS)
        except subprocess.TimeoutExpired:
            status = None
        self.kill()
        self._process.wait()
        return cause_of_death(status)

    def _close(self) -> None:
        """Lets go of the pipes (once)."""
        assert self._process.stdin is not None and self._process.stdout is not None
        if not self._process.stdout.closed:
            self._outbox.forget()
            self._selector.unregister(self._ears)
            self._process.stdin.close()
            self._process.stdout.close()


def cause_of_death(status: int | None) -> Message:
    """A sentence for the status of a process (negative: the signal that ended it)."""
    if status is None:
        return say("The compute process no longer speaks on its wire.")
    if status == -signal.SIGKILL:
        return say("The compute process was killed (out of memory?).")
    if status < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-status).name
            return say("The compute process crashed ({signal}).", signal=name)
    return say("The compute process ended with status {status}.", status=status)
