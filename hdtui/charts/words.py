"""What a chart says, in sentences: for screen readers, plain prints and tests.

Everything the picture shows is said: what was measured over what, its shape, where theory and
measurement are farthest apart, how far seeds differ, and the guess.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from hdtui.charts.cells import label
from hdtui.charts.gap import gap
from hdtui.charts.scale import usable
from hdtui.charts.series import at, known
from hdtui.charts.shapes import measured
from hdtui.charts.spec import Bars, Chart, Heat, Histogram, Image, Line, Scatter, Series
from hdtui.charts.tables import curves, table
from hdtui.i18n import _
from hdtui.text.numbers import show_number

__all__ = ["curve_gap", "describe", "gap", "table"]


def describe(chart: Chart) -> list[str]:
    """The sentences of a chart, in the current language."""
    said = [_subject(chart), *measured(chart)]
    if isinstance(chart, Bars):
        said += _expected_bars(chart)
    elif not isinstance(chart, (Heat, Image)):
        said += [*_theory(chart), *curve_gap(chart)]
    return [*said, *_band(chart), *_guess(chart)]


def _subject(chart: Chart) -> str:
    title, x, y = label(chart.title), label(chart.x.label), label(chart.y.label)
    if x and y:
        return _("{title}: {y} over {x}.", title=title, y=y, x=x)
    return _("{title}.", title=title)


def _theory(chart: Histogram | Line | Scatter) -> Iterator[str]:
    """For each theory the point where the measurement lies farthest from it: by difference, or
    by factor on a logarithmic axis."""
    lines = curves(chart)
    for index, series in enumerate(chart.theory):
        partner = _partner(index, series, len(lines), len(chart.theory))
        if partner is None:
            continue
        _name, points = lines[partner]
        curve = known(series.x, series.y)
        found = [(x, y, at(curve, x, chart.y.log)) for x, y in points]
        compared = [(x, y, expected) for x, y, expected in found if expected is not None]
        if not compared:
            continue
        x, y, expected = max(compared, key=lambda c: _distance(c[1], c[2], chart.y.log))
        yield _farthest(label(series.name), x, y, expected)


def _partner(index: int, series: Series, measured: int, theories: int) -> int | None:
    """The measured series a theory is compared with; None where it speaks of no series."""
    if series.about is not None:
        return series.about if series.about < measured else None
    if measured == theories:
        return index
    return 0 if measured == 1 and index == 0 else None


def _expected_bars(chart: Bars) -> Iterator[str]:
    """The same for the first group of bars; the x of a theory counts its labels from 0."""
    values = chart.groups[0].values if chart.groups else ()
    bars = dict(enumerate(zip(chart.labels, map(usable, values), strict=False)))
    for series in chart.theory:
        compared = [
            (name, value, expected)
            for x, expected in known(series.x, series.y)
            for name, value in [bars.get(round(x), (None, None))]
            if name is not None and value is not None
        ]
        if compared:
            name, y, expected = max(compared, key=lambda c: _distance(c[1], c[2], chart.y.log))
            yield _farthest(label(series.name), label(name), y, expected)


def _farthest(name: str, x: float | str, y: float, expected: float) -> str:
    if show_number(y) == show_number(expected):
        return _("{name}: the measurement follows it everywhere.", name=name)
    return _(
        "{name}: the measurement is farthest from it at {x}, {y} instead of {expected}.",
        name=name,
        x=x,
        y=y,
        expected=expected,
    )


def _distance(a: float, b: float, log: bool) -> float:
    """Halved, so that none overflows; between logarithms on a logarithmic axis."""
    if log and a > 0 and b > 0:
        return abs(math.log(a) - math.log(b))
    return abs(a / 2 - b / 2)


def curve_gap(chart: Histogram | Line | Scatter) -> Iterator[str]:
    """Where the drawn curve is farthest from the first measured series."""
    lines = curves(chart)
    if chart.guess is None or chart.guess.curve is None or not lines:
        return
    name, points = lines[0]
    guessed = known(chart.guess.curve.x, chart.guess.curve.y)
    found = [(x, y, at(points, x, chart.y.log)) for x, y in guessed]
    compared = [(x, y, value) for x, y, value in found if value is not None]
    if not compared:
        return
    x, y, value = max(compared, key=lambda c: _distance(c[1], c[2], chart.y.log))
    yield _(
        "Your curve is farthest from {name} at {x}: {y} guessed, {value} measured.",
        name=name,
        x=x,
        y=y,
        value=value,
    )


def _band(chart: Chart) -> Iterator[str]:
    if (band := chart.band) is None:
        return
    low, high = known(band.x, band.low), dict(known(band.x, band.high))
    both = [(x, bottom, high[x]) for x, bottom in low if x in high]
    if both:
        x, bottom, top = max(both, key=lambda b: abs(b[2] / 2 - b[1] / 2))
        yield _(
            "{name}: widest at {x}, from {low} to {high}.",
            name=label(band.name),
            x=x,
            low=bottom,
            high=top,
        )


def _guess(chart: Chart) -> Iterator[str]:
    if (guess := chart.guess) is None:
        return
    low, high = usable(guess.low), usable(guess.high)
    if low is None or high is None:
        return
    if low == high:
        yield _("Your guess: {value}.", value=low)
    else:
        yield _("Your guess: from {low} to {high}.", low=min(low, high), high=max(low, high))
