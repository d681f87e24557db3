"""Bars by name: lying while there is a row for each, with its label in full; else standing."""

from __future__ import annotations

from collections.abc import Iterator

from hdtui.charts import strokes
from hdtui.charts.cells import BLANK, Key, Row, Rows, label, sheet, write
from hdtui.charts.glyphs import Glyphs, measured_style, number
from hdtui.charts.picture import Picture, Span, behind, levels, span
from hdtui.charts.raster import Mark, raster
from hdtui.charts.scale import REACH, fit, usable
from hdtui.charts.spec import Bars, Numbers
from hdtui.charts.ticks import Tick, along, column, upward
from hdtui.text.lines import cells, cut

HEADROOM = 0.1
"Share of the axis beyond the longest bar, for its number."


class BarPicture(Picture):
    """Groups of bars over labels. Theory, band and guess speak of the values; the x of a theory
    or of a band counts the labels from 0."""

    def __init__(self, chart: Bars, glyphs: Glyphs, ascii: bool) -> None:
        super().__init__(glyphs, ascii)
        self.chart = chart
        self.names = [label(name) for name in chart.labels]
        self.scale = fit(chart.y, self._values(), zero="always")
        if chart.guess is not None and chart.guess.axis == "y":
            self.scale = self.scale.holding((chart.guess.low, chart.guess.high), REACH)
        if chart.y.high is None and not self.scale.log:
            self.scale = self.scale._replace(high=self.scale.value(1 + HEADROOM))
        self.base = 0.0 if self.scale.log else max(0.0, min(self.scale.share(0.0) or 0.0, 1.0))
        self.bars = max(len(self.names) * len(chart.groups), 1)
        self.empty = not any(usable(v) is not None for g in chart.groups for v in g.values)
        self.legend = list(self._keys())

    def _values(self) -> Iterator[float | None]:
        for group in self.chart.groups:
            yield from group.values
        for series in self.chart.theory:
            yield from series.y
        if self.chart.band is not None:
            yield from (*self.chart.band.low, *self.chart.band.high)

    def _keys(self) -> Iterator[Key]:
        for index, group in enumerate(self.chart.groups):
            yield Key(self._brushes(index, "")[-1], label(group.name), measured_style(index))
        for series in self.chart.theory:
            yield Key("".join(self.glyphs.bar_theory), label(series.name), "chart.theory")
        if self.chart.band is not None:
            yield Key(self.glyphs.band, label(self.chart.band.name), "chart.band")

    def _brushes(self, group: int, fine: str) -> str:
        """From the thinnest to the full cell: fine blocks for the first group, a shade of its
        own for each other, so that groups differ without colour."""
        if group == 0:
            return fine or self.glyphs.up[-1]
        return self.glyphs.shades[-1 - group % (len(self.glyphs.shades) - 1)]

    # ------------------------------------------------------------ axes

    def _lying(self, height: int) -> bool:
        return self.bars <= height

    def _row(self, place: int, group: int, height: int) -> int:
        """The row of a bar that lies, from the top; blank rows between labels if they fit."""
        groups = len(self.chart.groups)
        gap = groups > 1 and self.bars + len(self.names) - 1 <= height
        return place * (groups + gap) + group

    def turned(self, height: int) -> bool:
        return self._lying(height)

    def upward(self, height: int) -> list[Tick]:
        if not self._lying(height):
            return upward(self.scale, height, ascii=self.ascii)
        middle = (max(len(self.chart.groups), 1) - 1) // 2
        rows = [self._row(place, middle, height) for place in range(len(self.names))]
        return [
            Tick(1 - (row + 0.5) / height, name)
            for row, name in zip(rows, self.names, strict=True)
            if row < height
        ]

    def across(self, width: int, height: int) -> list[Tick]:
        if not self._lying(height):
            return self._named_columns(width)
        return along(self.scale, width, ascii=self.ascii)

    def guessed(self, height: int) -> Span | None:
        guess = self.chart.guess
        if guess is None or guess.axis != "y" or not self._lying(height):
            return None
        return span(guess, self.scale)

    def _named_columns(self, width: int) -> list[Tick]:
        """As many labels as there is room for, evenly chosen."""
        count = len(self.names)
        widest = max(map(cells, self.names), default=1)
        stride = max(1, -(-count * (min(widest, width // 4) + 1) // max(width, 1)))
        room = max(width * stride // count - 1, 1)
        return [
            Tick((i + 0.5) / count, cut(self.names[i], room, self.glyphs.ellipsis))
            for i in range(0, count, stride)
        ]

    # ------------------------------------------------------------ the canvas

    def paint(self, width: int, height: int) -> Rows:
        return self._lie(width, height) if self._lying(height) else self._stand(width, height)

    def _lie(self, width: int, height: int) -> Rows:
        rows = sheet(width, height)
        groups = range(len(self.chart.groups))
        bars = [
            (rows[self._row(place, group, height)], group, value)
            for group in groups
            for place, value in enumerate(self.chart.groups[group].values[: len(self.names)])
        ]
        for row, group, value in bars:
            self._lying_bar(row, group, value)
        for place, low, high in self._banded():
            first, last = column(low, width), column(high, width)
            row = rows[self._row(place, 0, height)]
            behind(row, range(first, last + 1), self.glyphs.band, "chart.band")
        for place, share in self._expected():
            for group in groups:
                row = rows[self._row(place, group, height)]
                row[column(share, width)] = (self.glyphs.bar_theory[0], "chart.theory")
        for row, _group, value in bars:
            self._write_number(row, usable(value, self.scale.log))
        for share in self.guessed(height) or ():
            if 0 <= share <= 1:
                for row in rows:
                    behind(row, [column(share, width)], self.glyphs.guess_edge, "chart.guess")
        return rows

    def _lying_bar(self, row: Row, group: int, value: float | None) -> None:
        share = self.scale.share(value)
        if share is None:
            return
        brushes = self._brushes(group, self.glyphs.right)
        start, end = sorted((self.base, max(0.0, min(share, 1.0))))
        first = round(start * len(row))
        steps = round((end * len(row) - first) * len(brushes))
        full, rest = divmod(max(steps, int(end > start)), len(brushes))
        bar = brushes[-1] * full + (brushes[rest - 1] if rest else "")
        write(row, first, bar, measured_style(group))

    def _write_number(self, row: Row, value: float | None) -> None:
        """The number of a bar behind all that is drawn in its row, where there is room."""
        if value is None:
            return
        end = max((place for place, cell in enumerate(row) if cell != BLANK), default=-1)
        shown = number(value, self.glyphs)
        if end + 2 + cells(shown) <= len(row):
            write(row, end + 2, shown, "chart.axis")

    def _stand(self, width: int, height: int) -> Rows:
        size, groups = (width, height), len(self.chart.groups)
        marks: list[Mark] = []
        for place, low, high in self._banded():
            spans = [(c, low, high) for c in self._standing_columns(place, 0, 1, width)]
            marks += strokes.shade(spans, size, self.glyphs.band, "chart.band")
        for group in range(groups):
            tops: dict[int, float] = {}
            for place, value in enumerate(self.chart.groups[group].values[: len(self.names)]):
                if (share := self.scale.share(value)) is not None:
                    for c in self._standing_columns(place, group, groups, width):
                        tops[c] = max(share, tops.get(c, share))
            bars = [(c, self.base, top) for c, top in sorted(tops.items())]
            brushes = self._brushes(group, self.glyphs.up)
            marks += strokes.bars(bars, size, brushes, measured_style(group))
        rows = raster(marks, width, height)
        for place, share in self._expected():
            row = rows[height - 1 - column(share, height)]
            for c in self._standing_columns(place, 0, 1, width):
                row[c] = (self.glyphs.bar_theory[1], "chart.theory")
        levels(rows, self.chart.guess, self.scale, self.glyphs)
        return rows

    def _standing_columns(self, place: int, group: int, groups: int, width: int) -> range:
        """The columns of one bar: a share of the label's, with a gap between labels if it fits."""
        room = width / len(self.names)
        used = room - 1 if room >= groups + 1 else room
        first = place * room + group * used / groups
        return range(int(first), min(max(int(first + used / groups), int(first) + 1), width))

    # ------------------------------------------------------------ theory and band

    def _expected(self) -> Iterator[tuple[int, float]]:
        """(label, share) of every theory inside the axis."""
        for series in self.chart.theory:
            for place, share in self._placed(series.x, series.y):
                if 0 <= share <= 1:
                    yield place, share

    def _banded(self) -> Iterator[tuple[int, float, float]]:
        if (band := self.chart.band) is not None:
            low, high = dict(self._placed(band.x, band.low)), dict(self._placed(band.x, band.high))
            for place in sorted(low.keys() & high.keys()):
                bottom, top = sorted((low[place], high[place]))
                yield place, max(0.0, bottom), min(top, 1.0)

    def _placed(self, x: Numbers, y: Numbers) -> Iterator[tuple[int, float]]:
        for a, b in zip(x, y, strict=False):
            place, share = usable(a), self.scale.share(b)
            if place is not None and share is not None and 0 <= round(place) < len(self.names):
                yield round(place), share
