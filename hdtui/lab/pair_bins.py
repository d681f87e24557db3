"""Bins for inner products: fixed by the settings, never by the data, so that runs and cells add up.

Two sets: the histogram that is shown, and a fine one of |t| from which its quantile is read.
Signs only take the values (2j - d)/d; then a bin holds whole values, never half of one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

SHOWN = 64
FINE = 512
ROOMS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"Half-widths of the shown axis, times a power of ten: neighbouring dimensions share them."


class Bins(msgspec.Struct, frozen=True):
    """`count` equal bins from low to high."""

    low: float
    high: float
    count: int
    each: int = 0
    "On a lattice: values in one bin. 0 elsewhere."

    @property
    def width(self) -> float:
        return (self.high - self.low) / self.count

    @property
    def edges(self) -> tuple[float, ...]:
        """count + 1 numbers; the middle one is exactly 0 where the bins are symmetric."""
        steps = range(self.count + 1)
        return tuple((self.low * (self.count - k) + self.high * k) / self.count for k in steps)

    def lattice_points(self, d: int) -> tuple[int, int]:
        """First and last j of the values (2j - d)/d inside; the last bin may hold fewer."""
        first = round((self.low * d + 1 + d) / 2)
        return first, min(d, first + self.each * self.count - 1)


def spread_of(law: str, d: int, shift: float) -> tuple[float, float]:
    """About where inner products lie: centre and standard deviation, to place axes and bins.

    For `shifted` the leading terms in 1/d: with m = shift^2/(1 + shift^2), sd^2 is about
    (1-m)^2 (1 + 2m - m^2)/d.
    """
    if law != "shifted":
        return 0.0, 1 / math.sqrt(d)
    m = shift * shift / (1 + shift * shift)
    return m, (1 - m) * math.sqrt((1 + 2 * m - m * m) / d)


def histogram_bins(law: str, d: int, centre: float, spread: float) -> Bins:
    """The shown bins: 5.5 standard deviations of the uniform law either side of 0; for shifted
    vectors on until they end, so that both can be seen."""
    room = _room(5.5 / math.sqrt(d))
    if law == "gauss":
        return Bins(-room, room, SHOWN)
    if law == "rademacher":
        first = max(0, math.ceil(d * (1 - room) / 2))
        values = d - 2 * first + 1
        each = math.ceil(values / SHOWN)
        count = math.ceil(values / each)
        low = (2 * first - 1 - d) / d
        return Bins(low, low + 2 * each * count / d, count, each)
    room = min(1.0, room)
    return Bins(-room, min(1.0, max(room, centre + _room(5.5 * spread))), SHOWN)


def magnitude_bins(law: str, d: int, centre: float, spread: float) -> Bins:
    """Fine bins of |t| around its upper quantiles."""
    if law == "rademacher":
        low = (d % 2 - 1) / d
        count = min(d // 2 + 1, math.ceil(3 * math.sqrt(d)) + 1)
        return Bins(low, low + 2 * count / d, count, 1)
    low = max(0.0, centre - 6 * spread)
    high = centre + 6 * spread
    return Bins(low, high if law == "gauss" else min(1.0, high), FINE)


def _room(least: float) -> float:
    """The next larger of the round half-widths."""
    power = 10.0 ** math.floor(math.log10(least))
    for scale in (power, 10 * power):
        for room in ROOMS:
            if room * scale >= least:
                return room * scale
    raise AssertionError("a power of ten above it is large enough")


class Magnitudes:
    """A sample of |t| in bins, with what lies under the first of them."""

    def __init__(self, bins: Bins, counts: Sequence[int], *, below: int, count: int) -> None:
        self._bins = bins
        self._counts = counts
        self._below = below
        self._count = count

    def quantile(self, p: float) -> float | None:
        """The smallest value that a share p of the sample does not exceed: exact on a lattice,
        else interpolated in its bin. None where it lies outside the bins."""
        target = p * self._count
        passed = float(self._below)
        if passed >= target:
            return None
        for index, count in enumerate(self._counts):
            if count and passed + count >= target:
                inside = 0.5 if self._bins.each else (target - passed) / count
                return self._bins.low + (index + inside) * self._bins.width
            passed += count
        return None

    def quantile_se(self, p: float) -> float | None:
        """Half the stretch between the quantiles one standard error of p either side (Woodruff
        1952, JASA 47:635-646); on a lattice never less than half a step."""
        error = math.sqrt(p * (1 - p) / self._count)
        low, high = self.quantile(max(0.0, p - error)), self.quantile(min(1.0, p + error))
        if low is None or high is None:
            return None
        step = self._bins.width / 2 if self._bins.each else 0.0
        return math.hypot((high - low) / 2, step)
