"""Draws and says random charts, in a process of its own: plotext may end the process it is in.

Usage: python random_charts.py SEED COUNT. Prints the number of charts and the slowest drawing in
milliseconds; a fault ends it with the chart at hand.
"""

from __future__ import annotations

import random
import sys
import time
from typing import Any

from hdtui.charts.draw import draw
from hdtui.charts.spec import (
    Axis,
    Band,
    BarGroup,
    Bars,
    Chart,
    Guess,
    Heat,
    Histogram,
    Image,
    Line,
    Mark,
    Scatter,
    Series,
)
from hdtui.charts.words import describe, table
from hdtui.messages import Message, say
from hdtui.text.lines import cells

BAD = (
    None, float("nan"), float("inf"), float("-inf"), 1e308, -1e308, 1.7e308, 5e-324, -5e-324,
    1e-300, 1e300, 0.0, -0.0, 1e16, 1e16 + 2,
)  # fmt: skip
WORDS = (
    "", "measured", "密度と次元の関係", "x\u0304 mean", "\x1b[31mred\x1b[0m", "\x1b]0;owned\x07",
    "a\u202eb\u2066c", "line\nbreak\ttab", "👩‍👩‍👧 family 👍🏽 ❤️ 🇯🇵", "か\u3099き", "{",
    "{missing}", "{0.__class__}", "長い" * 60, "w" * 300, "\u0301\u0301", "\ufeff\u200b",
    "ｱｲｳ ½ → ∑",
)  # fmt: skip


class Chance:
    """Random parts of charts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def number(self, bad: float, scale: float) -> float | None:
        if self.random.random() < bad:
            return self.random.choice(BAD)
        return self.random.uniform(-1, 1) * scale

    def numbers(self, count: int) -> tuple[float | None, ...]:
        bad, scale = self.random.choice((0, 0, 0.05, 0.5, 1)), self.scale()
        steady = self.random.random() < 0.1
        values = [self.number(bad, scale) for _ in range(count)]
        return tuple(values[:1] * count if steady else values)

    def sorted(self, count: int) -> tuple[float | None, ...]:
        values = self.numbers(count)
        if self.random.random() < 0.7:
            return tuple(sorted(v for v in values if v is not None and v == v))
        return values

    def scale(self) -> float:
        return 10.0 ** self.random.choice((0, 0, 0, 1, 3, 6, 12, 300, -6, -300, -320))

    def count(self) -> int:
        return self.random.choice((0, 1, 2, 3, 8, 30, 200, self.random.randint(0, 3000)))

    def word(self) -> Message:
        if self.random.random() < 0.1:
            return say("{n} of {other}", n=self.random.choice((3, 2.5, 10**400)), other=say("all"))
        return Message(self.random.choice(WORDS))

    def axis(self) -> Axis:
        limits = [self.number(0.3, self.scale()) for _ in range(2)]
        if self.random.random() < 0.7:
            limits = [None, None]
        if self.random.random() < 0.1:
            limits = [limits[0], limits[0]]
        return Axis(self.word(), self.random.random() < 0.3, *limits)

    def series(self, count: int | None = None) -> Series:
        x = self.sorted(self.count() if count is None else count)
        return Series(self.word(), x, self.numbers(max(0, len(x) + self.random.choice((0, 0, -1)))))

    def some(self, most: int) -> tuple[Series, ...]:
        return tuple(self.series() for _ in range(self.random.randint(0, most)))

    def band(self) -> Band | None:
        x = self.sorted(self.count())
        full = Band(self.word(), x, self.numbers(len(x)), self.numbers(len(x)))
        return self.random.choice((None, None, full))

    def guess(self) -> Guess | None:
        kind = self.random.choice(("none", "x", "y", "curve"))
        if kind == "none":
            return None
        if kind == "curve":
            return Guess(curve=self.series(4))
        low, high = self.number(0.2, self.scale()), self.number(0.2, self.scale())
        return Guess("x" if kind == "x" else "y", low, self.random.choice((low, high)))

    def matrix(self) -> tuple[tuple[float | None, ...], ...]:
        rows, columns = (self.random.choice((0, 1, 3, 28, 90)) for _ in range(2))
        return tuple(
            self.numbers(max(columns - self.random.choice((0, 0, 1)), 0)) for _ in range(rows)
        )

    def words(self, most: int) -> tuple[Message, ...]:
        return tuple(self.word() for _ in range(self.random.choice((0, 1, 3, most))))

    def chart(self) -> Chart:
        common: dict[str, Any] = {
            "title": self.word(), "x": self.axis(), "y": self.axis(), "theory": self.some(3),
            "guess": self.guess(), "band": self.band(), "marks": {"m": Mark("spread", 1e308)},
        }  # fmt: skip
        kind = self.random.choice(("histogram", "line", "scatter", "bars", "heat", "image"))
        match kind:
            case "histogram":
                edges = tuple(e for e in self.sorted(self.count() + 1) if e is not None)
                heights = self.numbers(max(len(edges) - 1, 0))
                return Histogram(edges=edges, heights=heights, name=self.word(), **common)
            case "line":
                return Line(series=self.some(5), **common)
            case "scatter":
                return Scatter(series=self.some(5), **common)
            case "bars":
                labels = self.words(self.random.choice((8, 70)))
                groups = tuple(
                    BarGroup(self.word(), self.numbers(len(labels)))
                    for _ in range(self.random.randint(0, 4))
                )
                return Bars(labels=labels, groups=groups, **common)
            case "heat":
                return Heat(
                    rows=self.matrix(), row_labels=self.words(28), column_labels=self.words(28),
                    low=self.number(0.5, 1), high=self.number(0.5, 1), **common,
                )  # fmt: skip
            case _:
                return Image(rows=self.matrix(), **common)


def check(chart: Chart, width: int, height: int, colour: bool, ascii: bool) -> float:
    """Milliseconds of drawing, of this process alone: the machine may be busy with others.

    An assertion where the rows are not what was asked for.
    """
    start = time.process_time()
    lines = draw(chart, width, height, colour=colour, ascii=ascii)
    spent = (time.process_time() - start) * 1e3
    assert len(lines) == height, (len(lines), height)
    for line in lines:
        text = "".join(run.text for run in line)
        assert cells(text) == width, (cells(text), width, text)
        assert not any(c < " " or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066" for c in text), text
        assert colour or not any(run.style for run in line)
    for sentence in describe(chart):
        assert sentence and "\x1b" not in sentence, sentence
    columns, rows = table(chart)
    assert all(len(row) == len(columns) for row in rows)
    assert len(rows) <= 41
    assert not any("\x1b" in cell for row in [columns, *rows] for cell in row)
    return spent


def main(seed: int, count: int) -> None:
    chance = Chance(seed)
    warm = Line(title=say("warm"), x=Axis(say("x")), y=Axis(say("y")), series=(chance.series(3),))
    draw(warm, 80, 24)  # the import of plotext is not a chart's fault
    worst = 0.0
    for number in range(count):
        chart = chance.chart()
        width, height = chance.random.randint(0, 200), chance.random.randint(0, 60)
        colour, ascii = (chance.random.random() < 0.5 for _ in range(2))
        try:
            spent = check(chart, width, height, colour, ascii)
        except BaseException:
            print(f"chart {number} of seed {seed} at {width}x{height}: {chart!r:.2000}")
            raise
        worst = max(worst, spent)
    print(count, round(worst))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
