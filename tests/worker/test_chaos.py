"""Random faults, one after the other: no wrong result, no leak."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

import pytest

from hdtui.worker.client import WorkerClient
from hdtui.worker.patience import Patience
from tests.worker.conftest import Make
from tests.worker.kit import all_gone, children_of, descendants_of, is_well, kill, linux, outcome

pytestmark = [pytest.mark.asyncio(loop_scope="session"), linux]

FAULTS = (
    "kill child",
    "segfault child",
    "kill supervisor",
    "suicide",
    "raise",
    "cancel soft",
    "cancel hard",
    "replace",
    "garbage",
)


async def chaos(client: WorkerClient, faults: int, seed: int) -> None:
    """So many random faults; after each a run must give what it always gives."""
    dice = random.Random(seed)
    for _ in range(faults):
        fault = dice.choice(FAULTS)
        await commit(client, fault, dice.random() * 0.05)
        assert await is_well(client, deaths=True), fault


async def commit(client: WorkerClient, fault: str, pause: float) -> None:
    ticket = client.run("test.steps", {"cells": 30, "pause": 0.002})
    await asyncio.sleep(pause)
    pid = client.pid
    match fault:
        case "kill child" | "segfault child" if pid is not None:
            sign = signal.SIGKILL if fault == "kill child" else signal.SIGSEGV
            for child in children_of(pid)[:1]:
                kill(child, sign)
        case "kill supervisor" if pid is not None:
            kill(pid, signal.SIGKILL)
        case "suicide":
            await outcome(client, client.run("test.faults", {"fault": "kill"}), deaths=True)
        case "raise":
            await outcome(client, client.run("test.faults", {"fault": "raise"}), deaths=True)
        case "cancel soft":
            client.cancel(ticket)
        case "cancel hard":
            stuck = client.run("test.faults", {"fault": "sleep"})
            await asyncio.sleep(pause)
            client.cancel(stuck)
        case "garbage" if pid is not None:
            Path(f"/proc/{pid}/fd/2").write_bytes(os.urandom(1000))


async def a_chaotic_life(client: WorkerClient, faults: int) -> None:
    ready = await client.start()
    assert await is_well(client)
    await chaos(client, faults, seed=11)
    assert client.pid is not None
    assert len(children_of(client.pid)) <= 2
    open_files = len(list(Path(f"/proc/{client.pid}/fd").iterdir()))
    assert open_files < 20
    everybody = [ready.pid, client.pid, *descendants_of(client.pid)]
    await client.stop()
    assert await all_gone(everybody, 1)


async def test_twenty_random_faults_leave_no_wrong_result_and_no_leak(make: Make) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    await a_chaotic_life(make(patience=Patience(backoff=(0.0,) * 10_000)), 20)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2


@pytest.mark.slow
async def test_150_random_faults_leave_no_wrong_result_and_no_leak(make: Make) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    await a_chaotic_life(make(patience=Patience(backoff=(0.0,) * 10_000)), 150)
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 2
