"""The two charts of `sphere.packing`: how large the largest is, and how many there can be."""

from __future__ import annotations

import math

import msgspec

from hdtui.charts.spec import Axis, Line, Mark, Series
from hdtui.messages import say

DIMENSIONS = (*(round(10 * 2 ** (k / 4)) for k in range(43)), 16_384)
MOST = 12.0
"log10 of the largest count that is drawn."


class Found(msgspec.Struct, frozen=True):
    """What a run has found so far, and of what."""

    d: int
    n: int
    eps: float
    method: str
    vectors: int
    sizes: tuple[int, ...]
    "Sizes of the growing set..."
    maxima: tuple[float, ...]
    "...and its largest |inner product| at each."


def coherence_chart(found: Found) -> Line:
    """Largest |<u, v>| over the number of vectors, with the median of random sets and Welch."""
    from hdtui.kernels import packing_laws

    most = max(found.n, 10)
    grid = sorted({max(2, round(2 * (most / 2) ** (k / 40))) for k in range(41)})
    x = tuple(map(float, grid))
    median = tuple(packing_laws.max_coherence_quantile(0.5, n, found.d) for n in grid)
    return Line(
        title=say("largest |inner product| of n vectors, d = {d}", d=found.d),
        x=Axis(say("vectors"), log=True, low=2, high=float(most)),
        y=Axis(say("largest |inner product|"), low=0, high=min(1.0, 1.25 * median[-1])),
        series=(Series(say("measured"), tuple(map(float, found.sizes)), found.maxima),),
        theory=(
            Series(say("random"), x, median),
            Series(say("Welch"), x, tuple(packing_laws.welch(n, found.d) for n in grid)),
            Series(say("tolerance"), (2.0, float(most)), (found.eps, found.eps)),
        ),
        marks={"max_abs": Mark("y"), "welch": Mark("y"), "random_count": Mark("x")},
    )


def counts_chart(found: Found) -> Line:
    """log10 of the number of vectors within the tolerance, over the dimension."""
    from hdtui.kernels import packing_laws

    x = tuple(map(float, DIMENSIONS))
    counts = {
        "random": packing_laws.log_random_count,
        "greedy": packing_laws.log_greedy_count,
        "upper": packing_laws.log_upper_count,
    }
    drawn = {
        name: tuple(_power(count(d, found.eps)) for d in DIMENSIONS)
        for name, count in counts.items()
    }
    basis = tuple(math.log10(d) for d in DIMENSIONS)
    here = (_power(math.log(found.vectors)),) if found.vectors else ()
    return Line(
        title=say("vectors within |inner product| {eps}, over dimensions", eps=found.eps),
        x=Axis(say("dimensions"), log=True, low=10, high=16_384),
        y=Axis(say("log10 of the number of vectors"), low=0, high=MOST),
        series=(Series(say("this set"), (float(found.d),) * len(here), here),),
        theory=(
            Series(say("drawn at random"), x, drawn["random"]),
            Series(say("chosen greedily"), x, drawn["greedy"]),
            Series(say("no more than"), x, drawn["upper"]),
            Series(say("a basis: d"), x, basis),
        ),
    )


def _power(logarithm: float) -> float | None:
    """log10, or None above the axis."""
    power = logarithm / math.log(10)
    return power if power <= MOST else None
