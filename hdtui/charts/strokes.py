"""Shares -> marks in cells: curves, dashes, clouds, bars with tops of an eighth of a cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

from hdtui.charts.raster import Mark
from hdtui.charts.series import Piece, Point, clipped, dots, every, inside, thinned
from hdtui.charts.ticks import column

LONGEST = 4
"A curve longer than this many canvases is not dashed: its dashes could not be seen."
CLOUD = 3000
"Points of one chart that are drawn one by one; each costs about 20 microseconds."


def curve(
    pieces: Sequence[Piece],
    size: tuple[int, int],
    glyph: str,
    style: str,
    dash: tuple[float, float] | None = None,
) -> list[Mark]:
    """The lines of a curve inside a canvas of (width, height) cells."""
    width, height = size
    parts = [
        [(x * width, y * height) for x, y in visible]
        for piece in thinned(pieces, width)
        for visible in clipped(piece)
    ]
    length = sum(_cells_between(a, b) for part in parts for a, b in pairwise(part))
    if dash is not None and length <= LONGEST * width:
        parts = [stroke for part in parts for stroke in _dashes(part, dash)]
    joined = [point for part in parts for point in part]
    starts = list(accumulate(map(len, parts)))[:-1]
    return [Mark("line", joined, glyph, style, starts=starts)] if joined else []


def _cells_between(start: Point, end: Point) -> float:
    """In columns: a row counts twice, since a cell is about twice as high as wide."""
    return math.dist((start[0], 2 * start[1]), (end[0], 2 * end[1]))


def _dashes(points: Piece, dash: tuple[float, float]) -> list[Piece]:
    """The stretches of a polyline that a pattern of (stroke, gap) in columns leaves."""
    if len(points) == 1:
        return [points]
    stroke, gap = dash
    strokes: list[Piece] = [points[:1]]
    walked = 0.0
    for start, end in pairwise(points):
        length = _cells_between(start, end)
        done = 0.0
        while done < length:
            phase = math.fmod(walked, stroke + gap)
            drawing = phase < stroke
            step = max(min((stroke if drawing else stroke + gap) - phase, length - done), 1e-3)
            done, walked = done + step, walked + step
            reached = _along(start, end, min(done / length, 1.0))
            if drawing:
                strokes[-1].append(reached)
            else:
                strokes.append([reached])
    return [stroke for stroke in strokes if len(stroke) > 1]


def _along(start: Point, end: Point, t: float) -> Point:
    return (start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t)


def cloud(points: Piece, size: tuple[int, int], style: str) -> list[Mark]:
    """Points as braille dots."""
    width, height = size
    kept = dots(points, width, height, CLOUD)
    return [Mark("dots", [(x * width, y * height) for x, y in kept], "braille", style)]


def signs(
    points: Piece, size: tuple[int, int], glyph: str, style: str, most: int = CLOUD
) -> list[Mark]:
    """Points as characters, one a cell."""
    width, height = size
    cells = {(column(x, width), column(y, height)) for x, y in inside(points)}
    centres = [(across + 0.5, up + 0.5) for across, up in sorted(cells)]
    return [Mark("dots", every(centres, most), glyph, style)]


def bars(
    tops: Sequence[tuple[int, float, float]], size: tuple[int, int], glyphs: str, style: str
) -> list[Mark]:
    """Standing bars: (column, base, top) in shares of the height, the top to a part of a cell."""
    _, height = size
    full: list[tuple[float, float, float]] = []
    parts: dict[str, list[Point]] = {}
    for place, base, top in tops:
        low, high = sorted((max(0.0, min(base, 1.0)), max(0.0, min(top, 1.0))))
        bottom, eighths = round(low * height), round((high * height) * len(glyphs))
        if high > low and eighths <= bottom * len(glyphs):
            eighths = bottom * len(glyphs) + (1 if top > base else 0)
        cells, rest = divmod(eighths, len(glyphs))
        if cells > bottom:
            full.append((place + 0.5, bottom + 0.5, cells - 0.5))
        if rest and cells < height:
            parts.setdefault(glyphs[rest - 1], []).append((place + 0.5, max(cells, bottom) + 0.5))
    marks = [Mark("dots", points, glyph, style) for glyph, points in sorted(parts.items())]
    if full:
        columns = [(x, top) for x, _, top in full]
        marks.append(Mark("columns", columns, glyphs[-1], style, [low for _, low, _ in full]))
    return marks


def shade(
    spans: Sequence[tuple[int, float, float]], size: tuple[int, int], glyph: str, style: str
) -> list[Mark]:
    """Columns of one character from a low to a high share: at least a cell each."""
    _, height = size
    points, low = [], []
    for place, start, end in spans:
        bottom = min(int(max(start, 0.0) * height), height - 1)
        top = max(min(math.ceil(min(end, 1.0) * height), height) - 1, bottom)
        points.append((place + 0.5, top + 0.5))
        low.append(bottom + 0.5)
    return [Mark("columns", points, glyph, style, low)] if points else []
