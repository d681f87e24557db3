"""From sums to numbers: means, spreads, shares and how far each may be off in this run.

Rows carry sums and counts; they are added with `math.fsum`, whose result does not depend on the
order, so cells may finish in any.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from hdtui.lab.experiment import Cell

NUMBERS_PER_CELL = 1 << 22
"Random numbers a cell draws at most: 15 to 40 ms of a CPU."
DRAWS_PER_CELL = 1 << 17
"Samples a cell draws at most: what each costs besides its random numbers."


def batches(total: int, numbers_each: int, at_least: int = 1) -> Iterator[Cell]:
    """Cells that draw `total` samples of `numbers_each` random numbers. The first is small, so
    that there is a chart at once; `at_least` cells where there are as many samples."""
    most = max(1, min(DRAWS_PER_CELL, NUMBERS_PER_CELL // numbers_each, total // at_least))
    drawn = 0
    batch = 0
    while drawn < total:
        size = min(max(1, most // 8) if batch == 0 and at_least == 1 else most, total - drawn)
        yield Cell(draws=size, batch=batch)
        drawn += size
        batch += 1


class Sums(msgspec.Struct, frozen=True):
    """Count and sums of the first four powers about a fixed centre."""

    count: int
    powers: tuple[float, float, float, float]


def add(sums: Iterable[Sums]) -> Sums:
    """All of them together, the same in any order."""
    parts = list(sums)
    first, second, third, fourth = (
        math.fsum(part.powers[power] for part in parts) for power in range(4)
    )
    return Sums(sum(part.count for part in parts), (first, second, third, fourth))


def add_counts(histograms: Iterable[Sequence[int]], bins: int) -> list[int]:
    """Histograms of the same bins, added bin by bin; zeros where there is none yet."""
    return [sum(column) for column in zip(*histograms, strict=True)] or [0] * bins


def ratio(part: float, whole: float) -> float | None:
    """None, not 0, where there is nothing to take a share of: then it is unknown."""
    return part / whole if whole else None


class Moments(msgspec.Struct, frozen=True):
    """Mean, variance and standard deviation with their standard errors; None where the sample is
    too small to tell."""

    mean: float | None
    mean_se: float | None
    variance: float | None
    variance_se: float | None
    sd: float | None
    sd_se: float | None


def moments(sums: Sums, centre: float = 0.0) -> Moments:
    """Of a sample whose sums were taken about `centre`.

    The variance is the unbiased one; its error comes from the fourth central moment,
    (m4 - m2^2)/n, that of the standard deviation from the delta method.
    """
    n = sums.count
    if n == 0:
        return Moments(None, None, None, None, None, None)
    m, square, cube, fourth = (total / n for total in sums.powers)
    if n == 1:
        return Moments(centre + m, None, None, None, None, None)
    m2 = max(0.0, square - m * m)
    m4 = max(0.0, fourth - 4 * m * cube + 6 * m * m * square - 3 * m**4)
    variance = m2 * n / (n - 1)
    sd = math.sqrt(variance)
    variance_se = math.sqrt(max(0.0, m4 - m2 * m2) / n)
    return Moments(
        centre + m,
        sd / math.sqrt(n),
        variance,
        variance_se,
        sd,
        variance_se / (2 * sd) if sd > 0 else 0.0,
    )


def share_se(hits: int, n: int) -> float | None:
    """Standard error of hits/n, at (hits+1)/(n+2): n draws without a hit do not prove a zero."""
    if n == 0:
        return None
    p = (hits + 1) / (n + 2)
    return math.sqrt(p * (1 - p) / n)
