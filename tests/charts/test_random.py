"""plotext ends the process on numbers it cannot draw: it must never be shown one."""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOWEST = 250
"Milliseconds of this process for one chart."


def draw_random(seed: int, count: int) -> int:
    """The slowest of so many random charts, in milliseconds."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.charts.random_charts", str(seed), str(count)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    assert done.stderr == ""
    drawn, slowest = map(int, done.stdout.split())
    assert drawn == count
    return slowest


def test_two_hundred_random_charts_neither_crash_nor_stall() -> None:
    assert draw_random(seed=1, count=200) <= SLOWEST


@pytest.mark.slow
def test_twelve_hundred_random_charts_neither_crash_nor_stall() -> None:
    assert draw_random(seed=2, count=1200) <= SLOWEST
