"""From numbers to places on an axis, whatever the numbers are.

A share runs from 0 (the low end) to 1 (the high end). After this room nothing is infinite, too
large, too small or the logarithm of zero: drawing works on shares only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

from hdtui.charts.spec import Axis

HUGE = 1e300
"Differences of such numbers are still finite."
TINY = 1e-300
"Below this a number is zero to a chart, and has no place on a logarithmic axis."
FAR = 1e3
"Shares beyond this many axes away are all the same to a picture."
CLOSEST = 1e-9
"Limits nearer to each other than this (relative) are moved apart: no label could tell them."

REACH = 1.0
"A guess this many axes outside still widens the axis; a wilder one is pointed at."


def usable(value: float | None, log: bool = False) -> float | None:
    """The number as an axis can take it, or None where it has no place there."""
    if value is None:
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    if not math.isfinite(number):
        return None
    if log:
        return min(number, HUGE) if number >= TINY else None
    if abs(number) < TINY:
        return 0.0
    return max(-HUGE, min(number, HUGE))


Zero = Literal["never", "near", "always"]


class Scale(NamedTuple):
    """An axis with both its limits; low < high, and both positive where `log`."""

    low: float
    high: float
    log: bool = False

    def share(self, value: float | None) -> float | None:
        """Where the value stands, 0 to 1 inside the limits; None where it has no place."""
        number = usable(value, self.log)
        if number is None:
            return None
        return max(-FAR, min(self._raw(number), FAR))

    def _raw(self, number: float) -> float:
        if self.log:
            low = math.log10(self.low)
            return (math.log10(number) - low) / (math.log10(self.high) - low)
        return (number - self.low) / (self.high - self.low)

    def value(self, share: float) -> float:
        """The number at a share of the axis."""
        if self.log:
            low = math.log10(self.low)
            return float(10 ** (low + share * (math.log10(self.high) - low)))
        return self.low + share * (self.high - self.low)

    def holding(self, values: Iterable[float | None], reach: float) -> Scale:
        """Limits widened for values at most `reach` axes outside; farther ones stay outside."""
        low, high = self.low, self.high
        for value in values:
            number, share = usable(value, self.log), self.share(value)
            if number is not None and share is not None and -reach <= share <= 1 + reach:
                low, high = min(low, number), max(high, number)
        return Scale(low, high, self.log)


def fit(axis: Axis, values: Iterable[float | None], *, zero: Zero = "never") -> Scale:
    """The limits the experiment asks for, where it asks; else those of the data.

    `zero`: whether a linear axis starts at zero: always for what has a size (bars), if zero is
    not far below the data for other heights. Without data: 0 to 1, or 1 to 10.
    """
    kept = [v for v in (usable(value, axis.log) for value in values) if v is not None]
    asked_low, asked_high = usable(axis.low, axis.log), usable(axis.high, axis.log)
    if asked_low is not None and asked_high is not None and asked_low > asked_high:
        asked_low, asked_high = asked_high, asked_low
    low = min(kept, default=1.0 if axis.log else 0.0)
    high = max(kept, default=10.0 if axis.log else 1.0)
    if not axis.log and zero != "never":
        low, high = _towards_zero(low, high, zero == "always")
    low = low if asked_low is None else asked_low
    high = high if asked_high is None else asked_high
    if low > high:  # one limit was asked for and all data lie beyond it
        low, high = (low, low) if asked_high is None else (high, high)
    return _apart(low, high, axis.log)


def _towards_zero(low: float, high: float, always: bool) -> tuple[float, float]:
    if low > 0 and (always or low <= high / 2):
        low = 0.0
    if high < 0 and (always or high >= low / 2):
        high = 0.0
    return low, high


def _apart(low: float, high: float, log: bool) -> Scale:
    """Limits far enough apart that a share is a number and a tick has a name."""
    if log:
        if math.log10(high) - math.log10(low) < CLOSEST:
            low, high = low / 2, high * 2
        return Scale(low, high, log)
    size = max(abs(low), abs(high))
    if high - low <= CLOSEST * size or size == 0:
        room = size / 2 or 0.5
        low, high = low - room, high + room
    return Scale(low, high, log)
