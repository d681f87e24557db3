"""What was measured, in sentences: how a curve runs, where a histogram is highest, which bar."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from statistics import correlation

from hdtui.charts.cells import label
from hdtui.charts.scale import usable
from hdtui.charts.series import Point
from hdtui.charts.spec import Bars, Chart, Heat, Histogram, Image, Line, Scatter
from hdtui.charts.tables import curves
from hdtui.i18n import _
from hdtui.text.numbers import show_number

FLAT = 0.02
"A curve that moves by less than this share of its size stays where it is."
TREND = 0.3
"A correlation below this is called none."
NAMED = 8
"Up to so many bars are said one by one."


def measured(chart: Chart) -> Iterator[str]:
    """A sentence or two for each measured series, group or matrix."""
    match chart:
        case Bars():
            yield from _bars(chart)
        case Heat():
            yield _heat(chart)
        case Image():
            yield _image(chart)
        case _:
            for name, points in curves(chart):
                if not points:
                    yield _("{name}: nothing measured yet.", name=name)
                elif isinstance(chart, Histogram):
                    yield from _histogram(chart, name, points)
                elif isinstance(chart, Scatter):
                    yield from _cloud(name, points)
                else:
                    yield _shape(name, points)
            if isinstance(chart, (Line, Scatter)) and not chart.series:
                yield _("Nothing measured yet.")


def _histogram(chart: Histogram, name: str, points: list[Point]) -> Iterator[str]:
    edges = [edge for edge in map(usable, chart.edges) if edge is not None]
    x, height = max(points, key=_height)
    yield _(
        "{name}: {n} bins from {low} to {high}; the highest, {height}, stands at {x}.",
        name=name,
        n=len(points),
        low=min(edges),
        high=max(edges),
        height=height,
        x=x,
    )
    total = sum(height for _x, height in points)
    widths = [b - a for a, b in pairwise(edges)]
    even = all(math.isclose(width, widths[0], rel_tol=1e-6) for width in widths)
    if even and 0 < total < math.inf and all(height >= 0 for _x, height in points):
        low, high = _quantile(points, 0.05 * total), _quantile(points, 0.95 * total)
        yield _("Nine tenths of it lie between {low} and {high}.", low=low, high=high)


def _height(point: Point) -> float:
    return point[1]


def _quantile(points: list[Point], below: float) -> float:
    """Where the heights, summed from the left, reach `below`."""
    seen = 0.0
    for x, height in points:
        seen += height
        if seen >= below:
            return x
    return points[-1][0]


def _shape(name: str, points: list[Point]) -> str:
    (x, start), (last, end) = points[0], points[-1]
    bottom, top = min(points, key=_height), max(points, key=_height)
    low, high = bottom[1], top[1]
    if x == last:
        return _("{name}: {y} at {x}.", name=name, y=start, x=x)
    if high / 2 - low / 2 <= FLAT * max(abs(low), abs(high)) / 2:
        y = low / 2 + high / 2
        return _("{name} stays near {y} from {x} to {last}.", name=name, y=y, x=x, last=last)
    ends = {"name": name, "start": start, "x": x, "end": end, "last": last}
    if (start, end) == (low, high):
        return _("{name} rises from {start} at {x} to {end} at {last}.", **ends)
    if (start, end) == (high, low):
        return _("{name} falls from {start} at {x} to {end} at {last}.", **ends)
    return _(
        "{name} is highest at {top} with {high} and lowest at {bottom} with {low}.",
        name=name,
        top=top[0],
        high=high,
        bottom=bottom[0],
        low=low,
    )


def _cloud(name: str, points: list[Point]) -> Iterator[str]:
    heights = [y for _x, y in points]
    yield _(
        "{name}: {n} points, from {left} to {right} across and from {low} to {high} upward.",
        name=name,
        n=len(points),
        left=points[0][0],
        right=points[-1][0],
        low=min(heights),
        high=max(heights),
    )
    r = _correlation(points)
    if r is None:
        return
    if r >= TREND:
        yield _("They rise to the right (correlation {r}).", r=r)
    elif r <= -TREND:
        yield _("They fall to the right (correlation {r}).", r=r)
    else:
        yield _("They neither rise nor fall (correlation {r}).", r=r)


def _correlation(points: list[Point]) -> float | None:
    """Pearson's r; None where it does not exist."""
    if len(points) < 3:
        return None
    try:
        r = correlation(*zip(*points, strict=True))
    except (ValueError, OverflowError):  # one of the two never changes, or is huge
        return None
    return r if math.isfinite(r) else None


def _bars(chart: Bars) -> Iterator[str]:
    names = [label(name) for name in chart.labels]
    for group in chart.groups:
        pairs = [
            (name, number)
            for name, value in zip(names, group.values, strict=False)
            if (number := usable(value)) is not None
        ]
        title = label(group.name)
        if not pairs:
            yield _("{name}: nothing measured yet.", name=title)
        elif len(pairs) <= NAMED:
            listed = ", ".join(f"{name} {show_number(value)}" for name, value in pairs)
            yield _("{name}: {listed}.", name=title, listed=listed)
        else:
            most, least = max(pairs, key=lambda p: p[1]), min(pairs, key=lambda p: p[1])
            yield _(
                "{name}: {n} bars, from {low} ({least}) to {high} ({most}).",
                name=title,
                n=len(pairs),
                low=least[1],
                least=least[0],
                high=most[1],
                most=most[0],
            )


def _heat(chart: Heat) -> str:
    known_fields = [
        (number, i, j)
        for i, row in enumerate(chart.rows)
        for j, value in enumerate(row)
        if (number := usable(value)) is not None
    ]
    if not known_fields:
        return _("Nothing measured yet.")
    high, i, j = max(known_fields)
    return _(
        "{rows} rows by {columns} columns, {masked} of the fields masked; values from {low} to "
        "{high}, the highest at {row}, {column}.",
        rows=len(chart.rows),
        columns=max(map(len, chart.rows)),
        masked=sum(map(len, chart.rows)) - len(known_fields),
        low=min(known_fields)[0],
        high=high,
        row=label(chart.row_labels[i]) if i < len(chart.row_labels) else i + 1,
        column=label(chart.column_labels[j]) if j < len(chart.column_labels) else j + 1,
    )


def _image(chart: Image) -> str:
    greys = [grey for row in chart.rows for grey in map(usable, row) if grey is not None]
    if not greys:
        return _("Nothing measured yet.")
    return _(
        "A picture of {rows} x {columns} grey fields; {share} % of them are light.",
        rows=len(chart.rows),
        columns=max(map(len, chart.rows)),
        share=round(100 * sum(grey > 0.5 for grey in greys) / len(greys)),
    )
