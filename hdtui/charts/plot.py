"""Histograms, lines and scatters: what was measured against theory on two axes of numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from hdtui.charts import strokes
from hdtui.charts.cells import Key, Rows, label
from hdtui.charts.glyphs import DASHES, Glyphs, measured_style
from hdtui.charts.picture import Picture, Span, behind, levels, span
from hdtui.charts.raster import Mark, raster
from hdtui.charts.scale import REACH, fit, usable
from hdtui.charts.series import Piece, at, every, inside, pieces
from hdtui.charts.spec import Histogram, Line, Scatter, Series
from hdtui.charts.ticks import Tick, along, column, upward
from hdtui.i18n import _

SPARSE = 3
"A series with at most a point to so many columns shows each of its points."

Size = tuple[int, int]


class Plot(Picture):
    """Two axes of numbers."""

    def __init__(self, chart: Histogram | Line | Scatter, glyphs: Glyphs, ascii: bool) -> None:
        super().__init__(glyphs, ascii)
        self.chart = chart
        self.measured: tuple[Series, ...] = () if isinstance(chart, Histogram) else chart.series
        self.x = fit(chart.x, self._x_values())
        self.y = fit(
            chart.y, self._y_values(), zero="always" if isinstance(chart, Histogram) else "near"
        )
        if chart.guess is not None and chart.guess.axis == "y":
            self.y = self.y.holding((chart.guess.low, chart.guess.high), REACH)
        self.empty = not self._any_measured()
        self.legend = list(self._keys())

    # ------------------------------------------------------------ axes

    def _curves(self) -> Iterator[Series]:
        yield from self.measured
        yield from self.chart.theory
        if self.chart.guess is not None and self.chart.guess.curve is not None:
            yield self.chart.guess.curve

    def _x_values(self) -> Iterator[float | None]:
        if isinstance(self.chart, Histogram):
            yield from self.chart.edges
        else:
            for curve in self._curves():
                yield from curve.x

    def _y_values(self) -> Iterator[float | None]:
        """Every height within the limits of x."""
        if isinstance(self.chart, Histogram):
            yield from self.chart.heights
        for curve in self._curves():
            for x, y in zip(curve.x, curve.y, strict=False):
                if self._seen(x):
                    yield y
        if (band := self.chart.band) is not None:
            for x, low, high in zip(band.x, band.low, band.high, strict=False):
                if self._seen(x):
                    yield from (low, high)

    def _seen(self, x: float | None) -> bool:
        share = self.x.share(x)
        return share is not None and 0 <= share <= 1

    def _any_measured(self) -> bool:
        if isinstance(self.chart, Histogram):
            return any(usable(height) is not None for height in self.chart.heights)
        return any(
            usable(x, self.x.log) is not None and usable(y, self.y.log) is not None
            for series in self.measured
            for x, y in zip(series.x, series.y, strict=False)
        )

    def upward(self, height: int) -> list[Tick]:
        return upward(self.y, height, ascii=self.ascii)

    def across(self, width: int, height: int) -> list[Tick]:
        return along(self.x, width, ascii=self.ascii)

    def guessed(self, height: int) -> Span | None:
        guess = self.chart.guess
        return span(guess, self.x) if guess is not None and guess.axis == "x" else None

    # ------------------------------------------------------------ legend

    def _keys(self) -> Iterator[Key]:
        glyphs = self.glyphs
        if isinstance(self.chart, Histogram):
            yield Key(glyphs.up[-1], label(self.chart.name), measured_style(0))
        for index, series in enumerate(self.measured):
            sample = self._point(index)
            if isinstance(self.chart, Line) and not self.chart.theory:
                sample = glyphs.joined + sample + glyphs.joined
            yield Key(sample, label(series.name), measured_style(index))
        for index, series in enumerate(self.chart.theory):
            sample = glyphs.lines[index % len(glyphs.lines)]
            yield Key(sample, label(series.name), "chart.theory")
        if self.chart.band is not None:
            yield Key(glyphs.band, label(self.chart.band.name), "chart.band")
        if self.chart.guess is not None and self.chart.guess.curve is not None:
            yield Key(glyphs.guess_point, _("your guess"), "chart.guess")

    def _point(self, index: int) -> str:
        return self.glyphs.points[index % len(self.glyphs.points)]

    # ------------------------------------------------------------ the canvas

    def paint(self, width: int, height: int) -> Rows:
        size = (width, height)
        band, theory, measured = self._band(size), self._theory(size), self._measured(size)
        if isinstance(self.chart, Histogram):
            marks = [*measured, *band, *theory]
        else:
            marks = [*band, *theory, *measured]
        rows = raster([*marks, *self._guess_curve(size)], width, height)
        self._guess_lines(rows, width, height)
        return rows

    def _shares(self, series: Series) -> list[Piece]:
        return pieces(series.x, series.y, self.x, self.y)

    def _theory(self, size: Size) -> list[Mark]:
        marks: list[Mark] = []
        for index, series in enumerate(self.chart.theory):
            dash = DASHES[index % len(DASHES)]
            marks += strokes.curve(
                self._shares(series), size, self.glyphs.line, "chart.theory", dash
            )
        return marks

    def _measured(self, size: Size) -> list[Mark]:
        match self.chart:
            case Histogram():
                return strokes.bars(self._tops(size[0]), size, self.glyphs.up, measured_style(0))
            case Line():
                return [mark for i in range(len(self.measured)) for mark in self._line(i, size)]
            case Scatter():
                return [mark for i in range(len(self.measured)) for mark in self._cloud(i, size)]

    def _line(self, index: int, size: Size) -> list[Mark]:
        """Points, joined where there are too many for signs or no theory runs between them."""
        found, style = self._shares(self.measured[index]), measured_style(index)
        points = inside(point for piece in found for point in piece)
        marks: list[Mark] = []
        sparse = len(points) * SPARSE <= size[0]
        if not (sparse and self.chart.theory):
            marks += strokes.curve(found, size, self.glyphs.line, style)
        if not sparse:
            points = _spaced(points, index, len(self.measured), size[0])
        return marks + strokes.signs(points, size, self._point(index), style)

    def _cloud(self, index: int, size: Size) -> list[Mark]:
        style = measured_style(index)
        points = [p for piece in self._shares(self.measured[index]) for p in piece]
        if len(self.measured) == 1 and len(points) > size[0] and not self.ascii:
            return strokes.cloud(points, size, style)
        most = strokes.CLOUD // len(self.measured)
        return strokes.signs(points, size, self._point(index), style, most)

    def _tops(self, width: int) -> list[tuple[int, float, float]]:
        """For each column its base and the mean height of the bins in it, as shares."""
        assert isinstance(self.chart, Histogram)
        weight, total = [0.0] * width, [0.0] * width
        edges = [self.x.share(edge) for edge in self.chart.edges]
        for start, end, height in zip(edges, edges[1:], self.chart.heights, strict=False):
            number = usable(height)
            if start is None or end is None or number is None:
                continue
            left, right = (max(0.0, min(v, 1.0)) * width for v in sorted((start, end)))
            for place in range(int(left), min(math.ceil(right), width)):
                part = min(right, place + 1) - max(left, place)
                weight[place] += part
                total[place] += part * number
        base = 0.0 if self.y.log else self.y.share(0.0) or 0.0
        tops = []
        for place in range(width):
            if weight[place] > 0:
                top = self.y.share(total[place] / weight[place])
                if top is not None:
                    tops.append((place, base, top))
        return tops

    def _band(self, size: Size) -> list[Mark]:
        band = self.chart.band
        if band is None:
            return []
        both = [
            (low, high)
            if self.y.share(low) is not None and self.y.share(high) is not None
            else None
            for low, high in zip(band.low, band.high, strict=False)
        ]
        lows = pieces(band.x, tuple(pair and pair[0] for pair in both), self.x, self.y)
        highs = pieces(band.x, tuple(pair and pair[1] for pair in both), self.x, self.y)
        spans: dict[int, tuple[float, float]] = {}
        for low, high in zip(lows, highs, strict=True):
            for place, *ends in _columns(sorted(low), sorted(high), size[0]):
                before = spans.get(place, (ends[0], ends[0]))
                spans[place] = (min(*before, *ends), max(*before, *ends))
        seen = [(place, *ends) for place, ends in spans.items() if ends[1] >= 0 and ends[0] <= 1]
        return strokes.shade(seen, size, self.glyphs.band, "chart.band")

    # ------------------------------------------------------------ the guess

    def _guess_curve(self, size: Size) -> list[Mark]:
        guess = self.chart.guess
        if guess is None or guess.curve is None:
            return []
        found = self._shares(guess.curve)
        points = every([point for piece in found for point in piece], size[0] // SPARSE or 1)
        return [
            *strokes.curve(found, size, self.glyphs.line, "chart.guess", DASHES[2]),
            *strokes.signs(points, size, self.glyphs.guess_point, "chart.guess"),
        ]

    def _guess_lines(self, rows: Rows, width: int, height: int) -> None:
        """Uprights at the ends of a stretch of x; levels at those of y."""
        for share in self.guessed(height) or ():
            if 0 <= share <= 1:
                for row in rows:
                    behind(row, [column(share, width)], self.glyphs.guess_edge, "chart.guess")
        levels(rows, self.chart.guess, self.y, self.glyphs)


def _spaced(points: Piece, index: int, series: int, width: int) -> Piece:
    """A few points of a dense line to carry its sign, shifted from series to series."""
    step = max(len(points) * 10 // max(width, 1), 1)
    return points[step * index // max(series, 1) + step // 2 :: step]


def _columns(low: Piece, high: Piece, width: int) -> Iterator[tuple[int, float, float]]:
    """(column, low, high) for the columns whose middle lies between the ends of the borders."""
    first, last = max(int(low[0][0] * width), 0), min(int(low[-1][0] * width) + 1, width)
    for place in range(first, last):
        x = (place + 0.5) / width
        bottom, top = at(low, x), at(high, x)
        if bottom is not None and top is not None:
            yield place, bottom, top
