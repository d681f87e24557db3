"""How the tests start workers: with the real torch, or with a stand-in that imports in no time."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from hdtui.lab.experiment import Cell
from hdtui.worker.client import Event, GaveUp, Restarting, WorkerClient
from hdtui.worker.events import End
from hdtui.worker.wire import Cancelled, Drawn, Failed, Finished

STEPS_OF_THREE = sum(random.Random(Cell({"x": float(x)}).seed(0)).random() for x in range(3))
"What `test.steps` gives for three cells and seed 0."
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
EXPERIMENTS = Path(__file__).with_name("experiments.py")
SUPERVISOR = (sys.executable, "-m", "hdtui.worker.supervisor", "--experiments", str(EXPERIMENTS))

# As much of torch as the worker itself touches. Importing the real one takes seconds, and a test
# that kills a child twenty times is about processes, not tensors.
STAND_IN = """
__version__ = "stand-in"
class _Square:
    def __matmul__(self, other): return self
    def sum(self): return self
    def item(self): return 0.0
def ones(*shape, device): return _Square()
def set_num_threads(n): pass
class cuda:
    device_count = staticmethod(lambda: 0)
class backends:
    class mps:
        is_available = staticmethod(lambda: False)
"""


def stand_in(folder: Path, torch: str = STAND_IN) -> list[str]:
    """A worker command whose children find this torch (and an empty scipy) first."""
    (folder / "scipy").mkdir(parents=True, exist_ok=True)
    (folder / "scipy" / "__init__.py").touch()
    (folder / "scipy" / "special.py").touch()
    (folder / "torch.py").write_text(torch)
    return ["env", f"PYTHONPATH={folder}", *SUPERVISOR]


async def until(
    client: WorkerClient, wanted: Callable[[Event], bool], *, deaths: bool = False
) -> list[Event]:
    """Events up to and with the first wanted one; every chart is acknowledged. A process that
    dies fails the test, unless deaths are what it is about: a retry would hide it."""
    seen: list[Event] = []
    async with asyncio.timeout(60):
        while True:
            event = await client.next_event()
            assert event is not None, f"the events ended after {seen}"
            if isinstance(event, Drawn):
                client.ack(event)
            seen.append(event)
            assert deaths or not isinstance(event, (Restarting, GaveUp)), event
            if wanted(event):
                return seen


async def outcome(client: WorkerClient, ticket: int, *, deaths: bool = False) -> End:
    """How that run ended."""
    event = (await until(client, lambda event: is_end(event, ticket), deaths=deaths))[-1]
    assert isinstance(event, (Finished, Cancelled, Failed))
    return event


def is_end(event: Event, ticket: int) -> bool:
    return isinstance(event, (Finished, Cancelled, Failed)) and event.ticket == ticket


async def is_well(client: WorkerClient, *, deaths: bool = False) -> bool:
    """A small run gives what it always gives."""
    end = await outcome(client, client.run("test.steps", {"cells": 3}), deaths=deaths)
    return isinstance(end, Finished) and end.outcome.measures["total"] == STEPS_OF_THREE


def children_of(pid: int) -> list[int]:
    """Process ids, from /proc (Linux)."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


def descendants_of(pid: int) -> list[int]:
    """Children, their children and so on."""
    children = children_of(pid)
    return [*children, *(each for child in children for each in descendants_of(child))]


def is_alive(pid: int) -> bool:
    """Neither gone nor a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


async def spare_of(pid: int) -> int:
    """The second child of a supervisor, once it is there and its start is over (it is warm when
    it has not used the processor for a while; it says so to nobody but the supervisor)."""
    async with asyncio.timeout(20):
        while len(children := children_of(pid)) < 2:
            await asyncio.sleep(0.02)
        spare, used, still = max(children), -1, 0
        while still < 6:
            await asyncio.sleep(0.05)
            fields = Path(f"/proc/{spare}/stat").read_text().rsplit(")", 1)[1].split()
            now = int(fields[11]) + int(fields[12])
            still, used = (still + 1 if now == used else 0), now
    return spare


async def all_gone(pids: list[int], seconds: float) -> bool:
    until_then = time.monotonic() + seconds
    while time.monotonic() < until_then:
        if not any(map(is_alive, pids)):
            return True
        await asyncio.sleep(0.01)
    return False


def kill(pid: int, signal: int) -> None:
    """The signal, unless it is gone already."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal)
