"""The one place that knows plotext: marks in cells -> characters with styles.

plotext 6.1 draws in C++ and ends the process where a coordinate is not finite or lies far outside
the limits. It gets no chance to: it sees no text, no logarithm and no magnitude, only points
between 0 and the canvas's size in cells. Styles travel through it as palette numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

from hdtui.charts.cells import BLANK, Cell, Rows

EDGE = 1e-3
"Points on the border are drawn just inside it."
_SPAN = re.compile(r"\x1b\[([0-9;]*)m|([^\x1b\n]+)")


class Mark(NamedTuple):
    """Something to draw. Points are in cells: x to the right, y upward, (0, 0) lower left."""

    kind: Literal["line", "dots", "columns"]
    "Joined points; single ones; columns of full cells from y = low up to each point."
    points: Sequence[tuple[float, float]]
    glyph: str
    "One character of one cell, or `braille`: dots of an eighth of a cell."
    style: str
    low: Sequence[float] = ()
    "For columns: where each starts."
    starts: Sequence[int] = ()
    "For a line: the points that are not joined to the one before."


def raster(marks: Sequence[Mark], width: int, height: int) -> Rows:
    """The marks on a canvas of width x height cells, later ones above earlier ones.

    Raises ImportError where plotext or its compiled part cannot be loaded.
    """
    if width < 1 or height < 1:
        return [[] for _ in range(height)]
    plotext, figure_class = _plotext()
    figure = figure_class(plotext.terminal)
    figure.plot_size(width, height)
    figure.canvas("default")
    figure.axes(False)
    figure.legend(False)
    for axis, size in (("x", width), ("y", height)):
        ruler = figure.ruler(axis)
        ruler.lim(0, size).alignment(lim="edge").frequency(0)
    styles = sorted({mark.style for mark in marks})
    for mark in marks:
        if mark.points:
            figure.draw(_signal(plotext, figure, mark, styles.index(mark.style) + 1, width, height))
    return _rows(figure.build().string(), styles, width, height)


@cache
def _plotext() -> tuple[Any, Any]:
    """plotext, imported at the first chart (130-190 ms), and its figure class, which has no
    public name."""
    import plotext

    plotext.terminal.limit(False, False)
    return plotext, type(plotext.figure)


def _signal(plotext: Any, figure: Any, mark: Mark, colour: int, width: int, height: int) -> Any:
    marker = plotext.marker(mark.glyph, pixel=plotext.pixel(foreground=colour))
    x = [_within(point[0], width) for point in mark.points]
    y = [_within(point[1], height) for point in mark.points]
    signal = figure.signal(x, y, marker=marker)
    match mark.kind:
        case "line":
            signal.lines(True)
            for index in mark.starts:
                signal.line(index, False)
        case "columns":
            feet = [_within(low, height) for low in mark.low]
            signal.fill(figure.signal(x, feet, marker=marker))
            signal.density("full", scope="fill")
        case "dots":
            pass
    return signal


def _within(value: float, size: int) -> float:
    return max(EDGE, min(value, size - EDGE)) if math.isfinite(value) else size / 2


def _rows(drawn: str, styles: Sequence[str], width: int, height: int) -> Rows:
    """plotext's text with SGR codes -> cells; its palette numbers -> our styles."""
    rows: Rows = []
    for line in drawn.split("\n")[:height]:
        row: list[Cell] = []
        style = ""
        for codes, text in _SPAN.findall(line):
            if text:
                row += [(character, style) for character in text]
            else:
                style = _style_of(codes, styles, style)
        rows.append((row + [BLANK] * width)[:width])
    return rows + [[BLANK] * width for _ in range(height - len(rows))]


def _style_of(codes: str, styles: Sequence[str], style: str) -> str:
    parts = codes.split(";")
    if parts[:2] == ["38", "5"]:
        return styles[int(parts[2]) - 1]
    return "" if parts in (["0"], [""]) else style
