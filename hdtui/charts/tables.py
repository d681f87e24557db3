"""A chart as columns and rows: the same numbers for those who cannot see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from hdtui.charts.cells import label
from hdtui.charts.scale import usable
from hdtui.charts.series import Point, at, known, middles
from hdtui.charts.spec import Bars, Chart, Heat, Histogram, Image, Line, Scatter
from hdtui.i18n import _
from hdtui.messages import Message
from hdtui.text.numbers import show_number

Table = tuple[list[str], list[list[str]]]

DIGITS = 4
ABSENT = "–"
WIDEST = 12
"Columns of a matrix that are shown; more are left out evenly."


def table(chart: Chart, limit: int = 40) -> Table:
    """The names of the columns, and at most `limit` rows evenly chosen; where some are left out
    one more row says so. Theory and guess stand beside the measurement at the same x."""
    match chart:
        case Bars():
            columns, rows = _bars(chart)
        case Heat() | Image():
            columns, rows = _matrix(chart)
        case Scatter():
            columns, rows = _points(chart)
        case _:
            columns, rows = _curves(chart)
    if len(rows) > limit:
        said = _("({shown} of {total} rows)", shown=limit, total=len(rows))
        rows = [rows[i] for i in _chosen(len(rows), limit)]
        rows.append([said, *[""] * (len(columns) - 1)])
    return columns, rows


def curves(chart: Histogram | Line | Scatter) -> list[tuple[str, list[Point]]]:
    """The measured series by name, as known points sorted by x; a histogram's at its bins."""
    if isinstance(chart, Histogram):
        return [(label(chart.name), known(middles(chart.edges), chart.heights))]
    return [(label(series.name), known(series.x, series.y)) for series in chart.series]


def _chosen(count: int, limit: int) -> list[int]:
    """Places of at most `limit` of `count` things, evenly, with the first and the last."""
    if count <= limit:
        return list(range(count))
    return [round(i * (count - 1) / max(limit - 1, 1)) for i in range(max(limit, 0))]


def _shown(value: float | None) -> str:
    number = usable(value)
    return ABSENT if number is None else show_number(number, DIGITS)


def _curves(chart: Histogram | Line) -> Table:
    """x (for a histogram the bin), then measured, theory, band and guess at that x."""
    log = chart.y.log
    measured = [(name, dict(points)) for name, points in curves(chart)]
    beside = [(label(s.name), known(s.x, s.y)) for s in chart.theory]
    if chart.band is not None:
        name = label(chart.band.name)
        beside.append((_("{name}, low", name=name), known(chart.band.x, chart.band.low)))
        beside.append((_("{name}, high", name=name), known(chart.band.x, chart.band.high)))
    if chart.guess is not None and chart.guess.curve is not None:
        curve = chart.guess.curve
        beside.append((_("your guess"), known(curve.x, curve.y)))
    places = sorted({x for _name, points in measured for x in points})
    if not places:
        places = sorted({x for _name, points in beside for x, _y in points})
    names = _bins(chart) if isinstance(chart, Histogram) else {}
    rows = [
        [names.get(x, _shown(x))]
        + [_shown(points.get(x)) for _name, points in measured]
        + [_shown(at(points, x, log)) for _name, points in beside]
        for x in places
    ]
    return [label(chart.x.label) or "x", *[name for name, _p in [*measured, *beside]]], rows


def _bins(chart: Histogram) -> dict[float, str]:
    """The middle of each bin -> its ends, as the row says them."""
    return {
        middle: f"{_shown(low)} – {_shown(high)}"
        for middle, (low, high) in zip(middles(chart.edges), pairwise(chart.edges), strict=True)
        if middle is not None
    }


def _points(chart: Scatter) -> Table:
    columns = [_("series"), label(chart.x.label) or "x", label(chart.y.label) or "y"]
    rows = [[name, _shown(x), _shown(y)] for name, points in curves(chart) for x, y in points]
    return columns, rows


def _bars(chart: Bars) -> Table:
    columns = [label(chart.x.label) or _("name"), *[label(g.name) for g in chart.groups]]
    columns += [label(series.name) for series in chart.theory]
    theories = [dict(known(series.x, series.y)) for series in chart.theory]
    rows = [
        [label(name)]
        + [_shown(g.values[i]) if i < len(g.values) else ABSENT for g in chart.groups]
        + [_shown(theory.get(i)) for theory in theories]
        for i, name in enumerate(chart.labels)
    ]
    return columns, rows


def _matrix(chart: Heat | Image) -> Table:
    width = max(map(len, chart.rows), default=0)
    places = _chosen(width, WIDEST)
    over = _namer(chart.column_labels if isinstance(chart, Heat) else ())
    down = _namer(chart.row_labels if isinstance(chart, Heat) else ())
    rows = [
        [down(i)] + [_shown(row[j]) if j < len(row) else ABSENT for j in places]
        for i, row in enumerate(chart.rows)
    ]
    corner = label(chart.y.label)
    if width > WIDEST:
        corner = _("{name} ({shown} of {total} columns)", name=corner, shown=WIDEST, total=width)
    return [corner, *[over(j) for j in places]], rows


def _namer(labels: Sequence[Message]) -> Callable[[int], str]:
    """The label of a row or a column, or its number from 1."""
    return lambda place: label(labels[place]) if place < len(labels) else str(place + 1)
