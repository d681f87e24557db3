"""What a frame asks of a picture: its ticks, its legend, where the guess stands, its cells."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from hdtui.charts.cells import BLANK, Key, Row, Rows, write
from hdtui.charts.glyphs import Glyphs
from hdtui.charts.scale import Scale
from hdtui.charts.spec import Guess
from hdtui.charts.ticks import Tick, column
from hdtui.i18n import _
from hdtui.text.lines import cells, cut

Span = tuple[float, float]


class Picture(ABC):
    """One chart, ready to be drawn at any size. Shares run from the low end of an axis."""

    framed = True
    "Whether it has axes; an image has none."
    legend: list[Key]
    empty = False
    "Nothing has been measured yet."

    def __init__(self, glyphs: Glyphs, ascii: bool) -> None:
        self.glyphs = glyphs
        self.ascii = ascii
        self.legend = []

    @abstractmethod
    def upward(self, height: int) -> list[Tick]:
        """The ticks of the axis on the left at this height in rows."""

    @abstractmethod
    def across(self, width: int, height: int) -> list[Tick]:
        """The ticks below at this size in cells."""

    def turned(self, height: int) -> bool:
        """Whether the values run across at this height, so that the axes' labels change places."""
        return False

    def guessed(self, height: int) -> Span | None:
        """The stretch of the axis across that was guessed, at this height."""
        return None

    @abstractmethod
    def paint(self, width: int, height: int) -> Rows:
        """The canvas: exactly height rows of width cells."""

    def drawn(self, width: int, height: int) -> Rows:
        """The canvas, with the words for what is not there."""
        rows = self.paint(width, height)
        if self.empty and rows:
            text = cut(_("nothing measured yet"), width, self.glyphs.ellipsis)
            write(rows[height // 2], (width - cells(text)) // 2, text, "chart.axis")
        return rows


def behind(row: Row, columns: Iterable[int], glyph: str, style: str) -> None:
    """Draw only where the row is still blank."""
    for place in columns:
        if 0 <= place < len(row) and row[place] == BLANK:
            row[place] = (glyph, style)


def span(guess: Guess, scale: Scale) -> Span | None:
    """The stretch of an axis that was guessed, in shares; None where it has no place there."""
    low, high = scale.share(guess.low), scale.share(guess.high)
    return None if low is None or high is None else (min(low, high), max(low, high))


def levels(rows: Rows, guess: Guess | None, scale: Scale, glyphs: Glyphs) -> None:
    """A guess on the upward axis: a level at each end, or words that point off the chart."""
    if guess is None or guess.axis != "y" or not rows:
        return
    ends = (scale.share(guess.low), scale.share(guess.high))
    for share in sorted({share for share in ends if share is not None}):
        row = rows[len(rows) - 1 - column(share, len(rows))]
        text = _("your guess")
        if 0 <= share <= 1:
            behind(row, range(len(row)), glyphs.guess_line, "chart.guess")
        else:
            text = f"{glyphs.over if share > 1 else glyphs.under} {text}"
        write(row, _quiet(row, cells(text)), text, "chart.guess")


def _quiet(row: Row, size: int) -> int:
    """The column where words of this size cover the fewest marks: left, right or middle."""
    places = (0, max(len(row) - size, 0), max((len(row) - size) // 2, 0))

    def covered(start: int) -> int:
        return sum(style not in ("", "chart.guess") for _, style in row[start : start + size])

    return min(places, key=covered)
