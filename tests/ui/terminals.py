"""Real terminals for tests: a pty read by a terminal emulator, and tmux."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyte
import pytest

HDTUI = [sys.executable, "-m", "hdtui"]
PATIENCE = 30.0
"Seconds a wait may take on a busy machine; a wait that succeeds returns at once."


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """A learner's environment: UTF-8, 256 colours, not inside ssh."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "SSH_"))}
    kept.pop("NO_COLOR", None)
    return {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "", **(extra or {})}


class Pty:
    """hdtui in a pty, its bytes kept, its screen as a terminal would show it."""

    def __init__(
        self, command: list[str], columns: int, rows: int, env: Mapping[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.bytes = bytearray()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, environment(env))
        self.resize(columns, rows)
        self._status: int | None = None

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def send(self, keys: str) -> None:
        os.write(self._fd, keys.encode())

    def pump(self, seconds: float) -> int:
        """Read for that long; how many bytes came."""
        before, end = len(self.bytes), time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self._read(left):
                break
        return len(self.bytes) - before

    def _read(self, timeout: float) -> bool:
        if self._fd < 0:
            time.sleep(timeout)
            return True
        ready, _, _ = select.select([self._fd], [], [], timeout)
        if not ready:
            return True
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.bytes += data
        self._stream.feed(data)
        return bool(data)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, text: str, seconds: float = PATIENCE) -> str:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if text in self.text:
                return self.text
            if not self._read(0.05):
                break
        raise AssertionError(f"{text!r} did not appear:\n{self.text}")

    def wait_for_exit(self, seconds: float = PATIENCE) -> int:
        """The exit status, as a shell gives it."""
        end = time.monotonic() + seconds
        while self._status is None and time.monotonic() < end:
            self.pump(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._status = os.waitstatus_to_exitcode(status)
        assert self._status is not None, f"still running:\n{self.text}"
        return self._status

    def hang_up(self) -> None:
        """The terminal is gone, as when a window is closed or a line drops."""
        os.close(self._fd)
        self._fd = -1

    def kill(self) -> None:
        if self._status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self._status = -9
        if self._fd >= 0:
            os.close(self._fd)


@contextmanager
def pty_of(
    *args: str, columns: int = 80, rows: int = 24, env: Mapping[str, str] | None = None
) -> Iterator[Pty]:
    terminal = Pty([*HDTUI, *args], columns, rows, env)
    try:
        yield terminal
    finally:
        terminal.kill()


class Tmux:
    """One tmux server of its own with one window."""

    def __init__(self, columns: int, rows: int) -> None:
        if shutil.which("tmux") is None:
            if os.environ.get("HDTUI_CI"):
                pytest.fail("tmux is not installed: `apt install tmux`")
            pytest.skip("tmux is not installed")
        self._name = f"hdtui-{uuid.uuid4().hex[:8]}"
        size = ["-x", str(columns), "-y", str(rows)]
        self._do("-f", "/dev/null", "new-session", "-d", *size, "sh")
        self._do("set-option", "-g", "status", "off")
        self._do("resize-window", *size)

    def _do(self, *args: str) -> str:
        command = ["tmux", "-u", "-L", self._name, *args]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment({"TMUX": ""})
        )
        return done.stdout

    def type(self, line: str) -> None:
        self._do("send-keys", "-l", line)
        self.press("Enter")

    def press(self, *keys: str) -> None:
        self._do("send-keys", *keys)

    def write(self, text: str) -> None:
        self._do("send-keys", "-l", text)

    @property
    def text(self) -> str:
        return self._do("capture-pane", "-p")

    def wait_for(self, text: str, seconds: float = PATIENCE) -> str:
        end = time.monotonic() + seconds
        shown = ""
        while time.monotonic() < end:
            shown = self.text
            if text in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{text!r} did not appear:\n{shown}")

    def close(self) -> None:
        subprocess.run(["tmux", "-L", self._name, "kill-server"], capture_output=True, check=False)


@contextmanager
def tmux_of(columns: int, rows: int) -> Iterator[Tmux]:
    terminal = Tmux(columns, rows)
    try:
        yield terminal
    finally:
        terminal.close()


def hdtui_line(data: Path, *args: str) -> str:
    """What to type into a shell to start hdtui with its own data folder; says how it ended."""
    return " ".join([*HDTUI, "--data-dir", str(data), *args, "; echo left with $?"])
