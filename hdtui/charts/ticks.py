"""Readable ticks: round numbers, few digits, and never two labels in one place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from hdtui.charts.scale import Scale
from hdtui.text.lines import cells
from hdtui.text.numbers import show_number

GAP = 2
"Cells between two labels of a row, so that numbers with a space in them stay apart."
ROUND = (1.0, 2.0, 5.0)
FITTING = (1.0, 1.5, 2.0, 2.5, 3.0, 5.0)
"Steps that are taken only where both ends of the axis fall on them (60° 75° 90°)."
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Tick(NamedTuple):
    share: float
    "0 at the low end of the axis, 1 at the high end."
    label: str


def along(scale: Scale, width: int, *, ascii: bool = False) -> list[Tick]:
    """As many ticks as fit on a row of `width` cells with their labels beside each other."""
    for most in range(min(width // 4, 12), 0, -1):
        found = ticks(scale, most, ascii=ascii)
        if _beside(found, width):
            return found
    return []


def upward(scale: Scale, height: int, *, ascii: bool = False) -> list[Tick]:
    """Ticks for an axis of `height` rows: about one label to every second row at most."""
    return ticks(scale, max((height + 1) // 2, 2), ascii=ascii) if height > 1 else []


def _beside(found: list[Tick], width: int) -> bool:
    end = -GAP
    for tick in found:
        start = label_start(tick, width)
        if start < end + GAP:
            return False
        end = start + cells(tick.label)
    return end <= width


def column(share: float, width: int) -> int:
    """The cell of a share of an axis that is `width` cells long."""
    return max(0, min(int(share * width), width - 1))


def label_start(tick: Tick, width: int) -> int:
    """Where a label centred under its tick starts; at the ends it is moved inside."""
    size = cells(tick.label)
    return max(0, min(column(tick.share, width) - (size - 1) // 2, width - size))


def ticks(scale: Scale, most: int, *, ascii: bool = False) -> list[Tick]:
    """At most `most` ticks at round numbers."""
    if scale.log and scale.high / scale.low >= 10:
        values, labels = _decades(scale, most, ascii)
    else:
        values, step = _even(scale.low, scale.high, most)
        size = max(abs(scale.low), abs(scale.high))
        labels = [_label(value, step, size, ascii) for value in values]
    shares = [scale.share(value) for value in values]
    return [
        Tick(share, label)
        for share, label in zip(shares, labels, strict=True)
        if share is not None and -1e-9 <= share <= 1 + 1e-9
    ]


# ---------------------------------------------------------------- even steps


def _even(low: float, high: float, most: int) -> tuple[list[float], float]:
    """The multiples of the smallest round step that gives at most `most` of them, and the step."""
    step = 0.0
    for step, anywhere in _steps((high - low) / most):
        first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
        fitting = abs(first * step - low) + abs(last * step - high) < 1e-6 * step
        if last - first < most and (anywhere or fitting):
            return [i * step for i in range(first, last + 1)], step
    return [], step


def _steps(least: float) -> Iterator[tuple[float, bool]]:
    """Steps of at least about `least`, and whether each may stand on any axis."""
    start = math.floor(math.log10(least)) - 1
    for power in range(start, start + 5):
        for factor in FITTING:
            yield factor * 10.0**power, factor in ROUND


def _label(value: float, step: float, size: float, ascii: bool) -> str:
    """The number with the digits that tell it from the next tick."""
    if abs(value) < step / 1e3:
        return "0"
    if 1e-3 <= size < 1e6:
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        decimals += not math.isclose(step * 10**decimals, round(step * 10**decimals))
        plain = f"{value:,.{decimals}f}" if size >= 10_000 else f"{value:.{decimals}f}"
        return _written(plain.replace(",", "\u00a0"), ascii)
    digits = max(0, math.floor(math.log10(abs(value))) - math.floor(math.log10(step) + 1e-9))
    mantissa, power = f"{value:.{digits}e}".split("e")
    return _written(f"{mantissa}e{int(power)}", ascii)


def _written(number: str, ascii: bool) -> str:
    return number.replace("\u00a0", "") if ascii else number.replace("-", "−")


# ---------------------------------------------------------------- decades


def _decades(scale: Scale, most: int, ascii: bool) -> tuple[list[float], list[str]]:
    """Powers of ten; every second or fifth of them, or 1 2 5 between them, as there is room."""
    first = math.ceil(math.log10(scale.low) - 1e-9)
    last = math.floor(math.log10(scale.high) + 1e-9)
    every = next(k for k in _strides() if (last - first) // k < most)
    powers = range(-(-first // every) * every, last + 1, every)
    values = [10.0**power for power in powers]
    finer = [f * 10.0**power for power in range(first - 1, last + 1) for f in (1, 2, 5)]
    finer = [value for value in finer if scale.low <= value * (1 + 1e-9) and value <= scale.high]
    if every == 1 and len(finer) <= most:
        values = finer
    far = any(not 1e-3 <= value <= 1e5 for value in values)
    return values, [
        _power(value, ascii) if far else _written(_show(value), ascii) for value in values
    ]


def _strides() -> Iterator[int]:
    for power in range(4):
        yield from (factor * 10**power for factor in (1, 2, 5))


def _show(value: float) -> str:
    return show_number(value).replace("−", "-") if value >= 1 else f"{value:g}"


def _power(value: float, ascii: bool) -> str:
    """`10⁵`, `2·10⁵`; `1e5`, `2e5` in ASCII."""
    power = math.floor(math.log10(value) + 1e-9)
    factor = round(value / 10.0**power)
    if ascii:
        return f"{factor}e{power}"
    ten = "10" + str(power).translate(SUPERSCRIPTS)
    return ten if factor == 1 else f"{factor}·{ten}"
