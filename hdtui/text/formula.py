"""LaTeX's mathematics in a terminal: on one line inside a sentence, in two dimensions on its own.

    inline(r"\\frac{a + b}{\\sqrt{d}}")  ->  (a + b)/√d

The parts are in `hdtui.text.tex`: a parser that keeps everything, and two ways of setting its
tree. Unknown commands stay visible; no input raises; time is linear in the input.
"""

from __future__ import annotations

from functools import lru_cache

from hdtui.text.clean import clean
from hdtui.text.lines import Run, plain, wrap
from hdtui.text.tex import boxes
from hdtui.text.tex import inline as on_a_line
from hdtui.text.tex.commands import read
from hdtui.text.tex.tree import Grid

WIDEST = 500
"Cells: beyond this no formula is set in two dimensions."


@lru_cache(maxsize=512)
def inline(tex: str) -> str:
    """The formula on one line.

    >>> inline(r"\\mathbb{E}[\\theta] \\to \\frac{\\pi}{2}")
    '𝔼[θ] → π/2'
    """
    return on_a_line.line(read(clean(tex))).strip()


def display(tex: str, width: int) -> list[str]:
    """The formula in two dimensions, as rows of at most `width` cells without trailing spaces.

    What is wider falls back to the one-line form, a line for each line of the formula, broken at
    its spaces. The rows keep their places to one another: centre the block, not the rows.
    """
    node = read(clean(tex))
    try:
        rows = [row.rstrip() for row in boxes.lay(node, min(width, WIDEST))]
    except boxes.TooWide:
        lines = [inline(tex)]
        if isinstance(node, Grid):
            lines = [on_a_line.row_line(node, row) for row in node.rows]
        return [plain(part) for text in lines for part in wrap([Run(text, "formula")], width)]
    indent = min((len(row) - len(row.lstrip()) for row in rows if row), default=0)
    return [row[indent:] for row in rows]
