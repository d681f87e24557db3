"""Memory does not grow with the number of points."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
import torch
from hdtui.kernels import sphere
from hdtui.kernels.tally import Tally

def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024

def run(n):
    tally = Tally(60, -1, 1)
    stream = getattr(sphere, sys.argv[1])
    for block in stream(n, 1024, torch.Generator().manual_seed(0)):
        tally.add(block)
    assert tally.count == n

run(10_000)
before = peak()
run(int(sys.argv[2]))
print(peak() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's /proc")
@pytest.mark.parametrize(
    ("stream", "n"),
    [
        ("pole_cosines", 100_000),
        pytest.param("pole_cosines", 1_000_000, marks=pytest.mark.slow),
        pytest.param("inner_products", 1_000_000, marks=pytest.mark.slow),
    ],
)
def test_more_points_take_no_more_memory(stream: str, n: int) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, stream, str(n)], capture_output=True, text=True, check=True
    )
    # The points themselves would be 400 MB and more.
    assert float(ran.stdout) < 8
