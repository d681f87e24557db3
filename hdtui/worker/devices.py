"""What can compute here, and how much memory is free on it. Imports torch inside functions."""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path

from hdtui.errors import WorkerError
from hdtui.messages import say
from hdtui.worker.wire import Device

_CGROUP = Path("/sys/fs/cgroup")


def names() -> list[str]:
    """Every device that `--device` takes on this machine, the best first."""
    import torch

    found = [f"cuda:{index}" for index in range(torch.cuda.device_count())]
    if torch.backends.mps.is_available():
        found.append("mps")
    return [*found, "cpu"]


def choose(wanted: str) -> str:
    """`auto`, `cpu`, `mps`, `cuda` or `cuda:N` -> the device's full name, tried out.

    Raises WorkerError `device` where it is unknown, absent or does not answer; `auto` moves on to
    the next best instead.
    """
    here = names()
    asked = {"auto": here, "cuda": here[:1] if here[0] != "cpu" else []}.get(wanted, [wanted])
    reason = ""
    for name in asked:
        if name in here:
            try:
                _try(name)
                return name
            except RuntimeError as error:
                reason = str(error).splitlines()[0][:200]
    title = (
        say("The device {name} does not answer: {reason}", name=wanted, reason=reason)
        if reason
        else say("There is no device {name} on this machine.", name=wanted[:40])
    )
    remedy = say("Choose one of: {names}.", names=", ".join(["auto", *here]))
    raise WorkerError("device", title, remedy=remedy)


def _try(name: str) -> None:
    """One small product: a driver that is broken or full fails here, not in the first run."""
    import torch

    side = torch.ones(8, 8, device=name)
    (side @ side).sum().item()


def describe(name: str, *, chosen: bool) -> Device:
    """A device for people. Only the chosen GPU is asked for its free memory: asking creates a
    context of some hundred MB on each."""
    if name == "cpu":
        return Device(name, _processor(), _physical(), _free(name))
    import torch

    if name == "mps":
        total = int(torch.mps.recommended_max_memory())
        return Device(name, f"Apple GPU ({platform.machine()})", total, _free(name))
    properties = torch.cuda.get_device_properties(name)
    free = _free(name) if chosen else None
    return Device(name, properties.name, properties.total_memory, free)


def budget(name: str) -> float | None:
    """Bytes one run may hold: half of what is free (the other half belongs to everybody else).
    None where the system does not say."""
    free = _free(name)
    return None if free is None else free / 2


def _free(name: str) -> int | None:
    if name == "cpu":
        answers = [free for free in (_meminfo("MemAvailable"), _group_free()) if free is not None]
        return max(0, min(answers)) if answers else _physical()
    import torch

    if name == "mps":
        total = torch.mps.recommended_max_memory() - torch.mps.driver_allocated_memory()
        return max(0, int(total))
    free, _ = torch.cuda.mem_get_info(name)
    # What torch keeps for itself after earlier runs is free for the next one.
    return int(free + torch.cuda.memory_reserved(name) - torch.cuda.memory_allocated(name))


def _physical() -> int | None:
    with contextlib.suppress(OSError, ValueError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _meminfo(key: str) -> int | None:
    """A line of Linux's /proc/meminfo in bytes."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith(f"{key}:"):
                return int(line.split()[1]) * 1024
    return None


def _group_free() -> int | None:
    """What a container's limit leaves (cgroup v2); file caches count as free, as the kernel
    drops them first. None where there is no limit."""
    with contextlib.suppress(OSError, ValueError):
        limit = int((_CGROUP / "memory.max").read_text())  # "max" where there is no limit
        used = int((_CGROUP / "memory.current").read_text())
        for line in (_CGROUP / "memory.stat").read_text().splitlines():
            if line.startswith("inactive_file "):
                used -= int(line.split()[1])
        return limit - used
    return None


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()
