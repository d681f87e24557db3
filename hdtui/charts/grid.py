"""Heat maps and images: a value a field, in shades that need no colour."""

from __future__ import annotations

from collections.abc import Iterable

from hdtui.charts.cells import Key, Rows, label, sheet, write
from hdtui.charts.glyphs import Glyphs, number
from hdtui.charts.picture import Picture
from hdtui.charts.scale import usable
from hdtui.charts.spec import Heat, Image
from hdtui.charts.ticks import Tick
from hdtui.text.lines import cells, cut

ROOMY = 8
"A field this wide also shows its number."
SQUARE = 2
"Columns to a row: a cell is about twice as high as wide."


class HeatPicture(Picture):
    """A matrix, row 0 on top; masked fields stay blank."""

    def __init__(self, chart: Heat, glyphs: Glyphs, ascii: bool) -> None:
        super().__init__(glyphs, ascii)
        self.fields = [[usable(value) for value in row] for row in chart.rows]
        self.columns = max(map(len, self.fields), default=0)
        self.row_names = [label(name) for name in chart.row_labels][: len(self.fields)]
        self.column_names = [label(name) for name in chart.column_labels][: self.columns]
        known = [value for row in self.fields for value in row if value is not None]
        self.empty = not known
        low, high = usable(chart.low), usable(chart.high)
        self.low = min(known, default=0.0) if low is None else low
        self.high = max(known, default=1.0) if high is None else high
        if known:
            ends = f"{number(self.low, glyphs)} {glyphs.to} {number(self.high, glyphs)}"
            self.legend = [Key(glyphs.shades, ends, "chart.measured")]

    def upward(self, height: int) -> list[Tick]:
        return [
            Tick(1 - share, name)
            for share, name in _named(self.row_names, len(self.fields), height)
        ]

    def across(self, width: int, height: int) -> list[Tick]:
        widest = max(map(cells, self.column_names), default=1)
        room = width // (min(widest, 8) + 1)
        found = _named(self.column_names, self.columns, max(room, 1))
        share = width // max(len(found), 1) - 1
        return [
            Tick(place, cut(name, max(share, 1), self.glyphs.ellipsis)) for place, name in found
        ]

    def paint(self, width: int, height: int) -> Rows:
        rows = sheet(width, height)
        down, over = _parts(len(self.fields), height), _parts(self.columns, width)
        for i, fields in enumerate(_pooled(self.fields, down, over)):
            top, bottom = i * height // len(down), (i + 1) * height // len(down)
            for j, value in enumerate(fields):
                if value is None:
                    continue
                left, right = j * width // len(over), (j + 1) * width // len(over)
                shade = _shade(value, self.low, self.high, self.glyphs.shades)
                for row in rows[top:bottom]:
                    write(row, left, shade * (right - left), "chart.measured")
                if right - left >= ROOMY:
                    text = f" {number(value, self.glyphs)} "
                    start = left + (right - left - cells(text)) // 2
                    write(rows[(top + bottom - 1) // 2], start, text, "chart.axis")
        return rows


class ImagePicture(Picture):
    """Grey levels, as large as their shape allows, in the middle."""

    framed = False

    def __init__(self, chart: Image, glyphs: Glyphs, ascii: bool) -> None:
        super().__init__(glyphs, ascii)
        self.fields = [[usable(value) for value in row] for row in chart.rows]
        self.columns = max(map(len, self.fields), default=0)
        self.empty = all(value is None for row in self.fields for value in row)

    def upward(self, height: int) -> list[Tick]:
        return []

    def across(self, width: int, height: int) -> list[Tick]:
        return []

    def paint(self, width: int, height: int) -> Rows:
        rows = sheet(width, height)
        if not self.fields or not self.columns:
            return rows
        high = min(height, max(width * len(self.fields) // (SQUARE * self.columns), 1))
        wide = min(width, max(high * SQUARE * self.columns // len(self.fields), 1))
        down, over = _parts(len(self.fields), high), _parts(self.columns, wide)
        pooled = _pooled(self.fields, down, over)
        for y in range(high):
            values = pooled[y * len(down) // high]
            for x in range(wide):
                value = values[x * len(over) // wide]
                if value is not None:
                    grey = _shade(value, 0.0, 1.0, self.glyphs.greys)
                    row = rows[y + (height - high) // 2]
                    write(row, x + (width - wide) // 2, grey, "chart.measured")
        return rows


def _shade(value: float, low: float, high: float, shades: str) -> str:
    low, high = min(low, high), max(low, high)
    value = max(low, min(value, high))
    share = (value / 2 - low / 2) / (high / 2 - low / 2) if high > low else 1.0
    return shades[min(int(share * len(shades)), len(shades) - 1)]


def _parts(count: int, room: int) -> list[range]:
    """The fields that share each stretch of the room: one each, or several where they are more."""
    stretches = max(min(count, room), 1)
    return [range(i * count // stretches, (i + 1) * count // stretches) for i in range(stretches)]


def _pooled(
    fields: list[list[float | None]], down: list[range], over: list[range]
) -> list[list[float | None]]:
    """Means over the stretches; masked where every field of one is."""
    return [
        [
            _mean(fields[i][j] for i in rows for j in columns if j < len(fields[i]))
            for columns in over
        ]
        for rows in down
    ]


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(value / len(known) for value in known) if known else None


def _named(names: list[str], count: int, room: int) -> list[tuple[float, str]]:
    """(share of the way, name) of as many names as there is room for."""
    stride = max(1, -(-count // max(room, 1)))
    return [((i + 0.5) / max(count, 1), names[i]) for i in range(0, len(names), stride)]
