"""A formula in two dimensions: boxes of equal rows that are set side by side and stacked.

A box has a baseline, the row that lines up with its neighbours. Widths are cells, so Japanese
words and bold letters keep every row exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hdtui.text.lines import Align, cells, pad
from hdtui.text.tex import inline
from hdtui.text.tex.spacing import gaps, kinds
from hdtui.text.tex.tree import (
    Accent,
    Brace,
    Fence,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Scripts,
    Sign,
    Space,
)

# delimiter -> its top, its stretch, its bottom and its centre piece, where it has one
_TALL = {
    "(": "⎛⎜⎝⎜",
    ")": "⎞⎟⎠⎟",
    "[": "⎡⎢⎣⎢",
    "]": "⎤⎥⎦⎥",
    "{": "⎧⎪⎩⎨",
    "}": "⎫⎪⎭⎬",
    "⌈": "⎡⎢⎢⎢",
    "⌉": "⎤⎥⎥⎥",
    "⌊": "⎢⎢⎣⎢",
    "⌋": "⎥⎥⎦⎥",
    "⟨": "╱│╲⟨",
    "⟩": "╲│╱⟩",
    "|": "││││",
    "‖": "‖‖‖‖",
}
# accents over something wide or tall, as a row of their own
_ROWS_ABOVE = {"\u0302": "^", "\u0303": "~", "\u0307": "·", "\u0308": "··", "\u030c": "ˇ"}
_BRACES = frozenset("{}")
_ALIGN: dict[str, Align] = {"l": "left", "c": "centre", "r": "right"}


Rows = tuple[str, ...]


class TooWide(Exception):
    """The formula does not fit: it is shown on one line, broken where it may be."""


@dataclass(frozen=True, slots=True)
class Box:
    """Rows of the same width in cells; `base` is the row of the baseline."""

    rows: tuple[str, ...]
    base: int
    width: int

    @property
    def below(self) -> int:
        """Rows under the baseline."""
        return len(self.rows) - self.base - 1

    @property
    def flat(self) -> bool:
        return len(self.rows) == 1


def lay(node: Node, limit: int) -> tuple[str, ...]:
    """The rows of the formula. Raises TooWide where one would exceed `limit` cells."""
    return _Setter(limit).box(node).rows


def _flat(text: str) -> Box:
    return Box((text,), 0, cells(text))


class _Setter:
    """Sets nodes as boxes no wider than the limit: so the work stays linear in the formula."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def box(self, node: Node, tight: bool = False) -> Box:
        match node:
            case Sign():
                made = _flat(node.text)
            case Space():
                made = _flat(" " * node.width)
            case Row():
                made = self.row(node, tight)
            case Fraction():
                made = self.fraction(node)
            case Root():
                made = self.root(node)
            case Scripts():
                made = self.scripts(node, tight)
            case Accent():
                made = self.accent(node)
            case Brace():
                made = self.brace(node)
            case Fence():
                made = self.fence(node, tight)
            case Grid():
                made = self.grid(node)
        if made.width > self.limit:
            raise TooWide
        return made

    def row(self, row: Row, tight: bool) -> Box:
        found = kinds(row.items)
        boxes: list[Box] = []
        for at, (item, space) in enumerate(zip(row.items, gaps(found, tight), strict=True)):
            # Two bars side by side, or a minus beside a bar, would be read as one.
            if at and found[at] == "fraction" and found[at - 1] in ("fraction", "sign"):
                space = 1
            boxes += [_flat(" " * space), self.box(item, tight)]
        return self.beside(boxes)

    def beside(self, boxes: Sequence[Box]) -> Box:
        """Boxes on one baseline."""
        width = sum(box.width for box in boxes)
        if width > self.limit:
            raise TooWide
        above = max((box.base for box in boxes), default=0)
        below = max((box.below for box in boxes), default=0)
        rows = ["".join(_at(box, at) for box in boxes) for at in range(-above, below + 1)]
        return Box(tuple(rows), above, width)

    def fraction(self, node: Fraction) -> Box:
        above, below = self.box(node.above), self.box(node.below)
        # A fraction within a fraction gets a longer bar outside.
        width = max(above.width, below.width) + (0 if above.flat and below.flat else 2)
        middle = ("─" if node.bar else " ") * width
        return _stack([*above.rows, middle, *below.rows], width, len(above.rows))

    def root(self, node: Root) -> Box:
        body = self.box(node.body)
        if body.flat:
            return _flat(inline.line(node))
        index = "" if node.index is None else inline.line(node.index, tight=True)
        blank = " " * cells(index)
        rows = [f"{blank} ┌{'─' * body.width}"]
        rows += [f"{blank} │{row}" for row in body.rows[:-1]] + [f"{index}√│{body.rows[-1]}"]
        return Box(tuple(rows), body.base + 1, body.width + cells(index) + 2)

    def scripts(self, node: Scripts, tight: bool) -> Box:
        base = self.box(node.base, tight)
        below, above = inline.small_scripts(node)
        small = (node.below is None or below is not None, node.above is None or above is not None)
        if node.stacked or not all(small):
            parts = (node.below, node.above)
            rows = [() if part is None else self.box(part, True).rows for part in parts]
            return self.stacked(base, *rows) if node.stacked else self.aside(base, *rows)
        if base.flat:
            return _flat(inline.line(node, tight))
        return self.aside(base, (below,) if below else (), (above,) if above else ())

    def stacked(self, base: Box, below: Rows, above: Rows) -> Box:
        """Limits under and over the base."""
        rows = (*above, *base.rows, *below)
        return _stack(rows, max(cells(row) for row in rows), len(above) + base.base)

    def aside(self, base: Box, below: Rows, above: Rows) -> Box:
        """Scripts after the base: above and below a flat one, reaching into a tall one."""
        reach = 0 if base.flat else 1
        above, below = above or ("",) * reach, below or ("",) * reach
        column = [*above, *[""] * (len(base.rows) - 2 * reach), *below]
        width = max(cells(row) for row in column)
        return self.beside([base, _stack(column, width, base.base + len(above) - reach, "left")])

    def accent(self, node: Accent) -> Box:
        body = self.box(node.body)
        text, marked = inline.accented(node)
        if body.flat and marked:
            return _flat(text)
        width = max(1, body.width)
        if node.name == "underline":
            return _stack([*body.rows, "─" * width], width, body.base)
        if node.name in ("bar", "overline"):
            mark = "─" * width
        elif node.name in ("vec", "overrightarrow"):
            mark = "─" * (width - 1) + "→"
        elif node.mark in _ROWS_ABOVE:
            mark = _ROWS_ABOVE[node.mark]
        else:
            return _flat(text)
        return _stack([mark, *body.rows], width, body.base + 1)

    def brace(self, node: Brace) -> Box:
        body = self.box(node.body)
        width = max(3, body.width)
        left, right = "─" * ((width - 3) // 2), "─" * (width - 3 - (width - 3) // 2)
        if node.above:
            return _stack([f"╭{left}┴{right}╮", *body.rows], width, body.base + 1)
        return _stack([*body.rows, f"╰{left}┬{right}╯"], width, body.base)

    def fence(self, node: Fence, tight: bool) -> Box:
        body = self.box(node.body, tight)
        if len(body.rows) == 2 and _BRACES & {node.left, node.right}:  # room for the point
            body = Box((body.rows[0], " " * body.width, body.rows[1]), 1, body.width)
        return self.beside([_delimiter(node.left, body), body, _delimiter(node.right, body)])

    def grid(self, node: Grid) -> Box:
        laid = [[self.box(cell) for cell in row] for row in node.rows]
        widths: list[int] = []
        for boxes in laid:
            widths += [0] * (len(boxes) - len(widths))
            for at, box in enumerate(boxes):
                widths[at] = max(widths[at], box.width)
        rows: list[str] = []
        for boxes in laid:
            parts: list[Box] = []
            for at, box in enumerate(boxes):
                parts += [_flat(" " * node.gap)] if at else []
                parts.append(_widened(box, widths[at], _ALIGN[node.align[at % len(node.align)]]))
            line = self.beside(parts)
            if rows and not line.flat:
                rows.append("")
            rows += line.rows
        width = max((cells(row) for row in rows), default=0)
        return _stack(rows, width, max(0, len(rows) - 1) // 2, "left")


def _at(box: Box, offset: int) -> str:
    """The row of a box so far below its baseline (above it when negative)."""
    at = box.base + offset
    return box.rows[at] if 0 <= at < len(box.rows) else " " * box.width


def _stack(rows: Sequence[str], width: int, base: int, align: Align = "centre") -> Box:
    return Box(tuple(pad(row, width, align) for row in rows) or (" " * width,), base, width)


def _widened(box: Box, width: int, align: Align) -> Box:
    return Box(tuple(pad(row, width, align) for row in box.rows), box.base, width)


def _delimiter(sign: str, body: Box) -> Box:
    """The sign as tall as the body."""
    if body.flat or sign not in _TALL:
        return _flat(sign)
    top, stretch, bottom, centre = tuple(_TALL[sign])
    rows = [top, *[stretch] * (len(body.rows) - 2), bottom]
    if len(rows) > 2:
        rows[min(max(1, body.base), len(rows) - 2)] = centre
    return Box(tuple(rows), body.base, 1)
