"""Devices and memory: which is chosen, what is asked of it, and what a run may hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdtui.worker import devices
from hdtui.worker.wire import Failed, Finished, Warm
from tests.worker.conftest import Make
from tests.worker.kit import STAND_IN, outcome, stand_in, until

# Two GPUs, the first of which may not work; asking the wrong one for its memory is an error.
TWO_GPUS = (
    STAND_IN
    + """
class _Properties:
    def __init__(self, name): self.name, self.total_memory = "GPU " + name, 8 * 2**30
class cuda:
    device_count = staticmethod(lambda: 2)
    get_device_properties = staticmethod(_Properties)
    memory_reserved = staticmethod(lambda name: 3 * 2**30)
    memory_allocated = staticmethod(lambda name: 1 * 2**30)
    empty_cache = staticmethod(lambda: None)
    asked = set()
    @staticmethod
    def mem_get_info(name):
        cuda.asked.add(name)
        assert len(cuda.asked) == 1, "a context on a GPU that is not used"
        return 2 * 2**30, 8 * 2**30
"""
)
BROKEN = """
_ones = ones
def ones(*shape, device):
    if device == "cuda:0":
        raise RuntimeError("CUDA error: out of memory\\nlong advice")
    return _ones(*shape, device=device)
"""

with_worker = pytest.mark.asyncio(loop_scope="session")


@with_worker
@pytest.mark.parametrize(
    ("wanted", "got"),
    [("auto", "cuda:0"), ("cuda", "cuda:0"), ("cuda:1", "cuda:1"), ("cpu", "cpu")],
)
async def test_the_device_is_the_wanted_one_or_the_best(
    make: Make, tmp_path: Path, wanted: str, got: str
) -> None:
    client = make(stand_in(tmp_path, TWO_GPUS), device=wanted)
    await client.start()
    warm = (await until(client, lambda event: isinstance(event, Warm)))[-1]
    assert isinstance(warm, Warm)
    assert warm.device.name == got
    assert [device.name for device in warm.devices] == ["cuda:0", "cuda:1", "cpu"]
    free = {device.name: device.free for device in warm.devices}
    if got != "cpu":
        assert free[got] == 4 * 2**30, "what torch keeps but does not use is free"
    end = await outcome(client, client.run("test.steps", {"cells": 3}))
    assert isinstance(end, Finished) and end.outcome.device == got


@with_worker
@pytest.mark.parametrize(("wanted", "got"), [("auto", "cuda:1"), ("cuda:0", None)])
async def test_a_device_that_does_not_answer_is_passed_over_or_said(
    make: Make, tmp_path: Path, wanted: str, got: str | None
) -> None:
    client = make(stand_in(tmp_path, TWO_GPUS + BROKEN), device=wanted)
    await client.start()
    event = (await until(client, lambda event: isinstance(event, (Warm, Failed))))[-1]
    if isinstance(event, Warm):
        assert event.device.name == got
    else:
        assert isinstance(event, Failed) and got is None and event.code == "device"
        assert str(event.message) == (
            "The device cuda:0 does not answer: CUDA error: out of memory"
        )


@with_worker
async def test_threads_reach_torch(make: Make, tmp_path: Path) -> None:
    says = "\ndef set_num_threads(n):\n    import sys; sys.stderr.write(f'threads={n}\\n')\n"
    client = make(stand_in(tmp_path, STAND_IN + says), threads=3, log=tmp_path / "log")
    await client.start()
    await until(client, lambda event: isinstance(event, Warm))
    await client.stop()
    assert "threads=3" in (tmp_path / "log").read_text()


def test_a_run_may_hold_half_of_what_is_free() -> None:
    device = devices.describe("cpu", chosen=True)
    half = devices.budget("cpu")
    assert device.memory and device.free and half
    assert 0 < half <= device.memory / 2
    assert half == pytest.approx(device.free / 2, rel=0.2)


def test_a_containers_limit_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_CGROUP", tmp_path)
    roomy = devices.budget("cpu")
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("900000\n")
    (tmp_path / "memory.stat").write_text("anon 500000\ninactive_file 300000\n")
    assert devices.budget("cpu") == 200_000
    (tmp_path / "memory.max").write_text("max\n")
    assert roomy is not None
    assert devices.budget("cpu") == pytest.approx(roomy, rel=0.2)
