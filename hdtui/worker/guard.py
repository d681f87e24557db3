"""What a worker process does to itself before it listens: a private wire, and a short life."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def take_wire() -> tuple[int, int]:
    """Moves the protocol off descriptors 0 and 1. Returns the private (ears, mouth).

    Afterwards 0 is empty and 1 is the log: a library that prints, a bare `os.write(1, ...)` and
    the output of a program that was started from here cannot reach the wire (duplicated
    descriptors are not inherited).
    """
    ears, mouth = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return ears, mouth


def ignore_the_keyboard() -> None:
    """Ctrl+C belongs to the app; it ends us by closing our input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def die_with_parent() -> None:
    """On Linux the kernel kills us when our parent ends, even while native code holds the
    interpreter; elsewhere the end of our input does."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def go_first_when_memory_ends() -> None:
    """Linux's out-of-memory killer takes this process, not the learner's terminal."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def write_all(descriptor: int, data: bytes) -> None:
    """Blocks until everything is written."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def safe_path() -> list[str]:
    """Python's `-P` for a process started with `-m`: a file of the current folder (`random.py`)
    must not stand in for a module. Not where hdtui itself lies in that folder uninstalled."""
    root = Path(__file__).parents[2]
    return [] if root == Path.cwd() else ["-P"]
