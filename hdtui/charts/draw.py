"""A chart at a size in cells: title, legend, axes, guess and picture as lines of styled text.

Everything with words or a width is set here; `hdtui.charts.raster` draws what lies between the
axes and is the only importer of plotext. Styles are names of meanings (`chart.measured`): themes
give them colours, and shapes tell them apart where there is no colour.
"""

from __future__ import annotations

from hdtui.charts.bars import BarPicture
from hdtui.charts.cells import Key, Row, Rows, label, sheet, to_line, write
from hdtui.charts.glyphs import ASCII, UNICODE, Glyphs
from hdtui.charts.grid import HeatPicture, ImagePicture
from hdtui.charts.picture import Picture
from hdtui.charts.plot import Plot
from hdtui.charts.spec import Bars, Chart, Heat, Image
from hdtui.charts.ticks import column, label_start
from hdtui.i18n import _
from hdtui.text.lines import Line, Run, cells, cut, wrap

SMALLEST = (24, 7)
"Width and height below which a sentence says more than a chart."
COMFORT = 6
"Rows the canvas keeps before legend, labels and axis get theirs."
GUTTER = 3
"The labels on the left take at most one part in so many of the width."


def draw(
    chart: Chart, width: int, height: int, *, colour: bool = True, ascii: bool = False
) -> list[Line]:
    """Exactly `height` lines of exactly `width` cells, whatever numbers and labels the chart has.

    `colour=False` leaves the styles out. `ascii` draws with the characters of ASCII only (labels
    stay in their language). Too small a size, or a machine on which plotext does not load, gives
    a sentence instead.
    """
    if width < SMALLEST[0] or height < SMALLEST[1]:
        return _said(
            _("A chart needs {width} x {height} cells.", width=SMALLEST[0], height=SMALLEST[1]),
            width,
            height,
            colour,
        )
    glyphs = ASCII if ascii else UNICODE
    try:
        rows = _Frame(chart, _picture(chart, glyphs, ascii), glyphs, width, height).rows()
    except ImportError:
        return _said(
            _("Charts cannot be drawn here: plotext does not load. The table shows the numbers."),
            width,
            height,
            colour,
        )
    return [to_line(row, colour) for row in rows]


def _said(text: str, width: int, height: int, colour: bool) -> list[Line]:
    """A sentence in place of a chart, at the chart's size."""
    rows = sheet(max(width, 0), max(height, 0))
    for row, line in zip(rows, wrap([Run(text)], max(width, 1)), strict=False):
        write(row, 0, "".join(run.text for run in line), "chart.axis")
    return [to_line(row, colour) for row in rows]


def _picture(chart: Chart, glyphs: Glyphs, ascii: bool) -> Picture:
    match chart:
        case Bars():
            return BarPicture(chart, glyphs, ascii)
        case Heat():
            return HeatPicture(chart, glyphs, ascii)
        case Image():
            return ImagePicture(chart, glyphs, ascii)
        case _:
            return Plot(chart, glyphs, ascii)


class _Frame:
    """Where everything around a picture goes at one size."""

    def __init__(
        self, chart: Chart, picture: Picture, glyphs: Glyphs, width: int, height: int
    ) -> None:
        self.picture, self.glyphs, self.width = picture, glyphs, width
        self.title = label(chart.title)
        self.labels = (label(chart.x.label), label(chart.y.label))
        room = height - bool(self.title) - picture.framed
        self.extras = self._extras(room)
        self.canvas = room - len(self.extras)
        below, beside = self.labels[:: -1 if picture.turned(self.canvas) else 1]
        fits = cells(beside) + 2 + _legend_cells(picture.legend) <= width
        self.beside = beside if fits and "legend" in self.extras else ""
        self.below = below if self.beside or not beside else _both(below, beside, glyphs)
        self.upward = picture.upward(self.canvas)
        widest = max((cells(tick.label) for tick in self.upward), default=0)
        self.gutter = min(widest, width // GUTTER) if picture.framed else 0
        self.left = self.gutter + picture.framed
        self.across = picture.across(width - self.left, self.canvas)

    def _extras(self, room: int) -> set[str]:
        """The rows that are worth a row of the canvas, most useful first."""
        if not self.picture.framed:
            return set()
        wanted = {
            "guess": self.picture.guessed(room) is not None,
            "legend": bool(self.picture.legend),
            "labels": any(self.labels),
            "axis": True,
        }
        return set([name for name, wish in wanted.items() if wish][: max(room - COMFORT, 0)])

    def rows(self) -> Rows:
        """Every row of the chart, top to bottom."""
        rows = []
        if self.title:
            rows.append(self._title())
        if "legend" in self.extras:
            rows.append(self._legend())
        rows += self._canvas()
        if "axis" in self.extras:
            rows.append(self._axis())
        if self.picture.framed:
            rows.append(self._ticks())
        if "guess" in self.extras:
            rows.append(self._guess())
        if "labels" in self.extras:
            rows.append(self._below())
        return rows

    def _row(self) -> Row:
        return sheet(self.width, 1)[0]

    def _title(self) -> Row:
        """The title; the legend at its right where it gets no row of its own."""
        row = self._row()
        end = write(row, 0, cut(self.title, self.width, self.glyphs.ellipsis), "chart.title")
        if "legend" not in self.extras:
            _write_legend(row, end + 2, self.picture.legend, self.glyphs.ellipsis)
        return row

    def _legend(self) -> Row:
        """What the axis on the left counts, and the legend at the right."""
        row = self._row()
        end = write(row, 0, self.beside, "chart.axis")
        _write_legend(row, end + 2 if end else 0, self.picture.legend, self.glyphs.ellipsis)
        return row

    def _canvas(self) -> Rows:
        """The picture behind its axis and the labels on the left."""
        upright, tick_mark = self.glyphs.frame[:2]
        labels: dict[int, str] = {}
        for tick in self.upward:
            labels.setdefault(self.canvas - 1 - column(tick.share, self.canvas), tick.label)
        rows = self.picture.drawn(self.width - self.left, self.canvas)
        if not self.picture.framed:
            return rows
        framed = []
        for index, inner in enumerate(rows):
            row = sheet(self.left, 1)[0]
            text = cut(labels.get(index, ""), self.gutter, self.glyphs.ellipsis)
            write(row, self.gutter - cells(text), text, "chart.axis")
            write(row, self.gutter, tick_mark if text else upright, "chart.axis")
            framed.append(row + inner)
        return framed

    def _axis(self) -> Row:
        row = self._row()
        _upright, _tick, corner, level, tick_mark = self.glyphs.frame
        write(row, self.gutter, corner + level * (self.width - self.left), "chart.axis")
        for tick in self.across:
            place = self.left + column(tick.share, self.width - self.left)
            write(row, place, tick_mark, "chart.axis")
        return row

    def _ticks(self) -> Row:
        row, width = sheet(self.width - self.left, 1)[0], self.width - self.left
        free = 0
        for tick in self.across:
            if (start := label_start(tick, width)) >= free:
                free = write(row, start, tick.label, "chart.axis") + 1
        return sheet(self.left, 1)[0] + row

    def _guess(self) -> Row:
        """`├── your guess ──┤` under the stretch that was guessed, `▴ your guess` under a value."""
        width = self.width - self.left
        row = sheet(width, 1)[0]
        if (span := self.picture.guessed(self.canvas)) is not None:
            start, end = (column(max(0.0, min(share, 1.0)), width) for share in span)
            text = _("your guess")
            if start == end:
                self._point_at(row, start, span[0], text)
            else:
                (left, line, right), (out_left, out_right) = self.glyphs.stretch, self.glyphs.beyond
                bar = (
                    (out_left if span[0] < 0 else left)
                    + line * (end - start - 1)
                    + (out_right if span[1] > 1 else right)
                )
                write(row, start, bar, "chart.guess")
                _beside(row, start, end, text)
        return sheet(self.left, 1)[0] + row

    def _point_at(self, row: Row, place: int, share: float, text: str) -> None:
        sign = self.glyphs.here
        if not 0 <= share <= 1:
            sign = self.glyphs.beyond[share > 1]
        write(row, place, sign, "chart.guess")
        _beside(row, place, place, text)

    def _below(self) -> Row:
        row = self._row()
        text = cut(self.below, self.width - self.left, self.glyphs.ellipsis)
        start = self.left + (self.width - self.left - cells(text)) // 2
        write(row, start, text, "chart.axis")
        return row


def _both(across: str, upward: str, glyphs: Glyphs) -> str:
    """The labels of both axes, where the one of the left has no place above it."""
    return "   ".join(
        f"{arrow} {text}"
        for arrow, text in ((glyphs.over, upward), (glyphs.beyond[1], across))
        if text
    )


def _beside(row: Row, start: int, end: int, text: str) -> None:
    """Words in the middle of a stretch where they fit, else at its right or its left."""
    text = cut(text, len(row))
    size = cells(text) + 2
    if end - start - 1 >= size + 2:
        write(row, start + (end - start + 1 - size) // 2, f" {text} ", "chart.guess")
    elif end + size <= len(row):
        write(row, end + 2, text, "chart.guess")
    elif start >= size:
        write(row, start - size + 1, text, "chart.guess")


def _legend_cells(keys: list[Key]) -> int:
    return sum(cells(key.sample) + 1 + cells(key.name) for key in keys) + 2 * max(len(keys) - 1, 0)


def _write_legend(row: Row, start: int, keys: list[Key], ellipsis: str) -> None:
    """The legend at the right end of the row, its names shortened until it fits from `start`."""
    room = len(row) - start
    longest = max((cells(key.name) for key in keys), default=0)
    while keys and _legend_cells(keys) > room and longest > 0:
        longest -= 1
        keys = [key._replace(name=cut(key.name, longest, ellipsis)) for key in keys]
    while keys and _legend_cells(keys) > room:
        keys = keys[:-1]
    place = len(row) - _legend_cells(keys)
    for key in keys:
        place = write(row, place, key.sample, key.style) + 1
        place = write(row, place, key.name, "chart.axis") + 2
