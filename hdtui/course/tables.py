"""Tables of a lesson in a terminal: columns fitted to the width, cells wrapped, never cut."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from hdtui.text.kinsoku import is_cjk
from hdtui.text.lines import Align, Line, Run, cells, clusters, line_cells, plain, wrap

LEFT: Align = "left"
GAP = 2
"Cells between columns."
LEAST = 6
"Columns narrower than this are not worth having: then each row becomes a list of its cells."
LONGEST_WORD = 16
"A column is kept wide enough for its words up to this length."

Cell = Sequence[Run]


def table_lines(
    header: Sequence[Cell], rows: Sequence[Sequence[Cell]], align: Sequence[Align], width: int
) -> list[Line]:
    """Header, rule, rows; a blank line between rows where cells take several lines.

    Rows shorter than the header are filled up, longer ones keep their cells. Every line is at
    most `width` cells wide.
    """
    columns = max((len(row) for row in (header, *rows)), default=0)
    if not columns:
        return []
    table = [[*row, *[()] * (columns - len(row))] for row in (header, *rows)]
    widths = column_widths(table, width - GAP * (columns - 1))
    if widths is None:
        return _records(table, width)
    sides = [*align[:columns], *repeat(LEFT, columns - len(align))]
    laid = [_row([*map(wrap, row, widths)], widths, sides) for row in table]
    lines = [tuple(_strong(line)) for line in laid[0]]
    lines.append(_spread([(Run("─" * each, "muted"),) for each in widths], widths, sides))
    loose = any(len(row) > 1 for row in laid[1:])
    for at, row in enumerate(laid[1:]):
        lines += [()] if at and loose else []
        lines += row
    return lines


def column_widths(table: Sequence[Sequence[Cell]], room: int) -> list[int] | None:
    """The widths of the columns, together at most `room` cells; None where there is too little.

    Narrow columns get what they need; the others share the rest evenly, each at least as wide as
    its longest word where that is possible.
    """
    columns = list(zip(*table, strict=True))
    wanted = [max(1, *(line_cells(cell) for cell in column)) for column in columns]
    if sum(wanted) <= room:
        return wanted
    share = room // len(columns)
    if share < LEAST:
        return None
    floors = [min(share, max(map(_longest_word, column))) for column in columns]

    def at_level(level: int) -> list[int]:
        return [max(low, min(want, level)) for low, want in zip(floors, wanted, strict=True)]

    low, high = 0, room
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(at_level(middle)) <= room else (low, middle - 1)
    widths = at_level(low)
    for at, want in enumerate(wanted):
        if widths[at] < want and sum(widths) < room:
            widths[at] += 1
    return widths


def _longest_word(cell: Cell) -> int:
    """Cells of the longest stretch that does not break well, up to LONGEST_WORD."""
    longest = 1
    for word in "".join(run.text for run in cell).split():
        length = 0
        for piece in clusters(word):
            length = cells(piece) if is_cjk(piece[0]) else length + cells(piece)
            longest = max(longest, length)
    return min(longest, LONGEST_WORD)


def _row(row: Sequence[list[Line]], widths: Sequence[int], align: Sequence[Align]) -> list[Line]:
    """Cells side by side, as high as the highest."""
    height = max(map(len, row))
    return [
        _spread([cell[at] if at < len(cell) else () for cell in row], widths, align)
        for at in range(height)
    ]


def _spread(parts: Sequence[Line], widths: Sequence[int], align: Sequence[Align]) -> Line:
    """One line of every column, each filled up to its width; nothing after the last word."""
    line: list[Run] = []
    blank = 0
    for part, width, side in zip(parts, widths, align, strict=True):
        missing = width - line_cells(part)
        before = {"left": 0, "centre": missing // 2, "right": missing}[side]
        blank += before
        if part:
            line += [Run(" " * blank)] if blank else []
            line += part
            blank = 0
        blank += width - line_cells(part) - before + GAP
    return tuple(line)


def _strong(runs: Cell) -> list[Run]:
    return [Run(run.text, f"{run.style} strong".strip()) for run in runs]


def _records(table: Sequence[Sequence[Cell]], width: int) -> list[Line]:
    """`header: cell` line by line, for screens too narrow for columns."""
    lines: list[Line] = []
    header = table[0]
    for row in table[1:]:
        lines += [()] if lines else []
        for head, cell in zip(header, row, strict=True):
            if not plain(cell):
                continue
            name = [*_strong(head), Run(": ")] if head else []
            lines += wrap([*name, *cell], width, rest="  ")
    return lines or [line for head in header for line in wrap(head, width)]
