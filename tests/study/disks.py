"""Disks of our own: small ones that fill up, and ones that turn read-only."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class Disk:
    """A mounted tmpfs. Even root cannot write past its end, or to it while it is read-only."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self) -> Path:
        """Take all the room there is left; returns the file that holds it."""
        ballast = self.path / "ballast"
        with ballast.open("ab", buffering=0) as file:
            for size in (4096, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    pass
        return ballast

    def writable(self, yes: bool) -> None:
        self._remount("rw" if yes else "ro")

    def grow(self, kilobytes: int) -> None:
        self._remount(f"size={kilobytes}k")

    def _remount(self, option: str) -> None:
        _run("mount", "-o", f"remount,{option}", str(self.path))


@contextmanager
def small_disk(path: Path, kilobytes: int) -> Iterator[Disk]:
    """A disk of that size at `path`; the test is skipped, and says why, where none may be made."""
    path.mkdir()
    options = f"size={kilobytes}k"
    try:
        _run("mount", "-t", "tmpfs", "-o", options, "hdtui-test", str(path))
    except (OSError, subprocess.CalledProcessError) as error:
        why = getattr(error, "stderr", None) or error
        pytest.skip(f"a small disk cannot be mounted here: {why}")
    try:
        yield Disk(path)
    finally:
        _run("umount", "--lazy", str(path))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
