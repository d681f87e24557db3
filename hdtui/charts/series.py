"""Curves and clouds as a picture can take them: whole pieces, inside the axes, no more points
than the cells can show.

Coordinates are shares of the axes from here on (`hdtui.charts.scale`), y upward.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from hdtui.charts.scale import Scale, usable
from hdtui.charts.spec import Numbers

Point = tuple[float, float]
Piece = list[Point]

PER_COLUMN = 4
"Points of one curve in one column: its first, lowest, highest and last draw the same line."


def pieces(x: Numbers, y: Numbers, across: Scale, up: Scale) -> list[Piece]:
    """The curve in shares, split where a number is missing or has no place on its axis."""
    found: list[Piece] = [[]]
    for a, b in zip(x, y, strict=False):
        left, bottom = across.share(a), up.share(b)
        if left is not None and bottom is not None:
            found[-1].append((left, bottom))
        elif found[-1]:
            found.append([])
    return [piece for piece in found if piece]


def inside(points: Iterable[Point]) -> Piece:
    """The points that lie within the axes."""
    return [(x, y) for x, y in points if 0 <= x <= 1 and 0 <= y <= 1]


def clipped(piece: Piece) -> list[Piece]:
    """The parts of a polyline that lie within the axes, cut exactly at their borders."""
    if len(piece) == 1:
        return [piece] if inside(piece) else []
    found: list[Piece] = []
    for start, end in pairwise(piece):
        part = _cut(start, end)
        if part is None:
            continue
        if found and found[-1][-1] == part[0] == start:
            found[-1].append(part[1])
        else:
            found.append(list(part))
    return found


def _cut(start: Point, end: Point) -> tuple[Point, Point] | None:
    """The part of a segment inside the unit square (Liang and Barsky 1984); None outside."""
    enter, leave = 0.0, 1.0
    for a, b in zip(start, end, strict=True):
        if a == b:
            if not 0 <= a <= 1:
                return None
            continue
        first, second = sorted(((0 - a) / (b - a), (1 - a) / (b - a)))
        enter, leave = max(enter, first), min(leave, second)
    if enter > leave:
        return None
    return _between(start, end, enter), _between(start, end, leave)


def _between(start: Point, end: Point, t: float) -> Point:
    """The point at a share of a segment, on the border where rounding would leave it outside."""
    if t in (0, 1):
        x, y = end if t else start
    else:
        x, y = (a + (b - a) * t for a, b in zip(start, end, strict=True))
    return max(0.0, min(x, 1.0)), max(0.0, min(y, 1.0))


def thinned(found: Sequence[Piece], columns: int) -> list[Piece]:
    """The same lines with at most four points a column in all.

    A curve that runs back and forth over its columns is taken every k-th point instead, one that
    is torn into too many pieces loses every second one until the rest fits.
    """
    most = PER_COLUMN * max(columns, 1)
    kept = [_thinned(piece, columns, most) for piece in found]
    while sum(map(len, kept)) > most and len(kept) > 1:
        kept = kept[::2]
    return kept


def _thinned(piece: Piece, columns: int, most: int) -> Piece:
    if len(piece) <= PER_COLUMN:
        return piece
    kept: Piece = []
    for _column, group in groupby(piece, key=lambda point: int(point[0] * columns)):
        kept += _outline(list(group))
    return every(kept, most)


def _outline(group: Piece) -> Piece:
    """First, lowest, highest, last, in the order they were drawn."""
    if len(group) <= PER_COLUMN:
        return group
    places = range(len(group))
    lowest = min(places, key=lambda i: group[i][1])
    highest = max(places, key=lambda i: group[i][1])
    return [group[i] for i in sorted({0, lowest, highest, len(group) - 1})]


def every(points: Piece, most: int) -> Piece:
    """At most `most` of the points, evenly chosen, the last one among them."""
    if len(points) <= most:
        return points
    step = (len(points) - 1) / max(most - 1, 1)
    return [points[min(round(i * step), len(points) - 1)] for i in range(most)]


def dots(points: Piece, columns: int, rows: int, most: int) -> Piece:
    """One point for each dot a cell of 2 x 4 dots can show, at most `most` of them."""
    seen: dict[tuple[int, int], Point] = {}
    for x, y in inside(points):
        seen.setdefault((int(x * columns * 2), int(y * rows * 4)), (x, y))
    return every([seen[dot] for dot in sorted(seen)], most)


# ---------------------------------------------------------------- values, not shares


def known(x: Numbers, y: Numbers) -> list[Point]:
    """The pairs of which both numbers exist, in the order of x."""
    pairs = ((usable(a), usable(b)) for a, b in zip(x, y, strict=False))
    return sorted((a, b) for a, b in pairs if a is not None and b is not None)


def at(curve: Sequence[Point], x: float, log: bool = False) -> float | None:
    """The curve (sorted by x) at x, straight between its points; None outside of them.

    `log`: straight on a logarithmic axis, where the numbers allow it.
    """
    if not curve or not curve[0][0] <= x <= curve[-1][0]:
        return None
    right = bisect_left(curve, x, key=lambda point: point[0])
    if curve[right][0] == x:
        return curve[right][1]
    (a, low), (b, high) = curve[right - 1], curve[right]
    t = (x - a) / (b - a)
    if log and low > 0 and high > 0:
        return math.exp(math.log(low) + t * (math.log(high) - math.log(low)))
    return low + t * (high - low)


def middles(edges: Numbers) -> Numbers:
    """The middles between neighbours; halved before they are added, so that none overflows."""
    ends = [usable(edge) for edge in edges]
    return tuple(
        a / 2 + b / 2 if a is not None and b is not None else None for a, b in pairwise(ends)
    )
