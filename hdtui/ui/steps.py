"""How a dial steps through its bounds: evenly, by 1-2-5, by powers of two, through choices."""

from __future__ import annotations

import math
from functools import lru_cache

from hdtui.description import Setting, SettingValue

EVEN_STEPS = 40
"Steps from one end of an even dial to the other, where its numbers are not whole."


def turned(setting: Setting, value: SettingValue, steps: int) -> SettingValue:
    """The value that many steps away, held at the ends. Values off the ladder step to it."""
    ladder = _ladder(setting)
    if setting.type in ("bool", "choice"):
        here = ladder.index(value) if value in ladder else ladder.index(setting.default)
        return ladder[(here + steps) % len(ladder)]
    if not isinstance(value, int | float) or not ladder:
        return value
    numbers = [float(rung) for rung in ladder if isinstance(rung, int | float)]
    if steps > 0:
        above = [i for i, rung in enumerate(numbers) if rung > value] or [len(numbers) - 1]
        return ladder[min(above[0] + steps - 1, len(ladder) - 1)]
    below = [i for i, rung in enumerate(numbers) if rung < value] or [0]
    return ladder[max(below[-1] + steps + 1, 0)]


def share(setting: Setting, value: SettingValue) -> float:
    """Where the value stands between the ends, 0 to 1, on the dial's own scale."""
    low, high = setting.low, setting.high
    if low is None or high is None or high <= low or not isinstance(value, int | float):
        return 0.0
    if setting.scale == "linear":
        at = (value - low) / (high - low)
    else:
        start = low if low > 0 else min(1.0, high / 1e4)
        at = math.log(max(value, start) / start) / math.log(high / start)
    return min(max(at, 0.0), 1.0)


@lru_cache(maxsize=256)
def _rungs(kind: str, scale: str, low: float, high: float) -> tuple[float, ...]:
    if scale == "log2":
        first = math.ceil(math.log2(max(low, 1)))
        inner = [2.0**power for power in range(first, int(math.log2(high)) + 1)]
    elif scale == "log":
        start = low if low > 0 else high / 1e4
        powers = range(math.floor(math.log10(start)), math.ceil(math.log10(high)) + 1)
        inner = [mantissa * 10.0**power for power in powers for mantissa in (1, 2, 5)]
    elif kind == "int" and high - low <= 200:
        inner = [float(x) for x in range(math.ceil(low), math.floor(high) + 1)]
    else:
        inner = [low + (high - low) * step / EVEN_STEPS for step in range(EVEN_STEPS + 1)]
    inside = {round(x) if kind == "int" else float(f"{x:.6g}") for x in inner if low <= x <= high}
    return tuple(sorted(inside | {low, high}))


def _ladder(setting: Setting) -> list[SettingValue]:
    if setting.type == "bool":
        return [False, True]
    if setting.type == "choice":
        return list(setting.choices)
    if setting.type not in ("int", "float") or setting.low is None or setting.high is None:
        return []
    rungs = _rungs(setting.type, setting.scale, setting.low, setting.high)
    return [int(rung) if setting.type == "int" else rung for rung in rungs]
