"""What LaTeX's commands with arguments mean: fractions, roots, fences, grids and their kin.

A new command is a function from the parser to a node and a line in `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hdtui.text.tex import signs, symbols
from hdtui.text.tex.parser import NEW_ROW, Parser
from hdtui.text.tex.tree import Brace, Fence, Fraction, Grid, Node, Root, Row, Scripts, Sign, Space

_FENCED = {
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "Bmatrix": ("{", "}"),
    "vmatrix": ("|", "|"),
    "Vmatrix": ("‖", "‖"),
    "cases": ("{", ""),
    "dcases": ("{", ""),
    "rcases": ("", "}"),
}
_ALIGNED = ("aligned", "align", "align*", "alignedat", "split", "eqnarray")
# environment -> how its columns are aligned, and the cells between them
_GRIDS: dict[str, tuple[str, int]] = {
    **dict.fromkeys(("matrix", "smallmatrix", *_FENCED), ("c", 2)),
    **dict.fromkeys(("cases", "rcases", "dcases", "array"), ("l", 2)),
    **dict.fromkeys(_ALIGNED, ("rl", 0)),
    **dict.fromkeys(("gathered", "gather", "gather*", "equation", "equation*"), ("c", 2)),
}


def read(tex: str) -> Node:
    """The tree of a formula. Never raises; time linear in its length."""
    rows = Parser(tex, COMMANDS).cells(frozenset())
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else _grid(rows, "rl", 0)


def _grid(rows: list[list[Node]], align: str, gap: int) -> Grid:
    """In `a &= b` the relation has a left neighbour, if an empty one, and keeps its space."""
    if align == "rl":
        rows = [[_led(c) if at % 2 else c for at, c in enumerate(row)] for row in rows]
    return Grid(tuple(tuple(row) for row in rows), align, gap)


def _led(cell: Node) -> Node:
    return Row((Sign(""), *(cell.items if isinstance(cell, Row) else (cell,))))


# ---------------------------------------------------------------- fractions, roots, names


def _fraction(parser: Parser) -> Node:
    return Fraction(parser.argument(), parser.argument())


def _binomial(parser: Parser) -> Node:
    return Fence("(", Fraction(parser.argument(), parser.argument(), bar=False), ")")


def _root(parser: Parser) -> Node:
    index = parser.optional()
    return Root(parser.argument(), index)


def _function(parser: Parser) -> Node:
    return signs.named(parser.argument(), "function")


def _limit(parser: Parser) -> Node:
    return signs.named(parser.argument(), "limit")


# ---------------------------------------------------------------- fences and grids


def _fence(parser: Parser) -> Node:
    """`\\left( ... \\right)`; one that is not closed ends with the group around it."""
    left = parser.delimiter()
    body = parser.row(frozenset({"\\right", "}", "&", "\\end"}) | NEW_ROW)
    return Fence(left, body, parser.delimiter() if parser.skip("\\right") else "")


def _stray_right(parser: Parser) -> Node:
    return Sign("\\right" + parser.delimiter())


def _middle(parser: Parser) -> Node:
    return Sign(parser.delimiter(), "relation")


def _environment(parser: Parser) -> Node:
    name = parser.source()
    if name not in _GRIDS:
        return Sign(f"\\begin{{{name}}}", "text")
    align, gap = _GRIDS[name]
    if name in ("array", "alignedat") and parser.peek() == "{":
        columns = "".join(c for c in parser.source() if c in "lcr")
        align = columns or align
    rows = parser.cells(frozenset({"\\end", "}", "\\right"}))
    if parser.skip("\\end"):
        parser.source()
    grid = _grid(rows, align, gap)
    return Fence(_FENCED[name][0], grid, _FENCED[name][1]) if name in _FENCED else grid


def _stray_end(parser: Parser) -> Node:
    return Sign(f"\\end{{{parser.source()}}}", "text")


def _stack(parser: Parser) -> Node:
    """`\\substack{a \\\\ b}`"""
    if not parser.skip("{"):
        return parser.argument()
    rows = parser.cells(frozenset({"}"}))
    parser.skip("}")
    return _grid(rows, "c", 2)


# ---------------------------------------------------------------- over and under


def _over_set(parser: Parser) -> Node:
    above = parser.argument()
    return Scripts(_related(parser.argument()), None, above, stacked=True)


def _under_set(parser: Parser) -> Node:
    below = parser.argument()
    return Scripts(_related(parser.argument()), below, None, stacked=True)


def _related(base: Node) -> Node:
    """`\\stackrel{?}{=}`: the sign in the braces is still a relation."""
    if isinstance(base, Sign) and base.kind == "ord" and not base.text.isalnum():
        return replace(base, kind="relation")
    return base


def _long_arrow(parser: Parser) -> Node:
    below = parser.optional()
    return Scripts(Sign("⟶", "relation"), below, parser.argument(), stacked=True)


def _over_brace(parser: Parser) -> Node:
    return Brace(parser.argument(), above=True)


def _under_brace(parser: Parser) -> Node:
    return Brace(parser.argument(), above=False)


def _not(parser: Parser) -> Node:
    body = parser.argument()
    if isinstance(body, Sign) and len(body.text) == 1:
        return replace(body, text=body.text + symbols.NEGATION)
    return Row((Sign("¬"), body))


# ---------------------------------------------------------------- the rest


def _modulo(parser: Parser) -> Node:
    body = Row((Sign("mod", "function"), parser.argument()))
    return Row((Space(1), Fence("(", body, ")")))


def _tag(parser: Parser) -> Node:
    return Row((Space(2), Sign(f"({signs.words(parser.source())})", "text")))


def _coloured(parser: Parser) -> Node:
    parser.source()
    return parser.argument()


def _blank(parser: Parser) -> Node:
    parser.source()
    return Space(1)


COMMANDS: dict[str, Callable[[Parser], Node]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), _fraction),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _binomial),
    "sqrt": _root,
    **dict.fromkeys(("operatorname", "mathop"), _function),
    "operatorname*": _limit,
    "left": _fence,
    "right": _stray_right,
    "middle": _middle,
    "begin": _environment,
    "end": _stray_end,
    "substack": _stack,
    **dict.fromkeys(("overset", "stackrel"), _over_set),
    "underset": _under_set,
    "xrightarrow": _long_arrow,
    "overbrace": _over_brace,
    "underbrace": _under_brace,
    "not": _not,
    "pmod": _modulo,
    "tag": _tag,
    **dict.fromkeys(("color", "textcolor"), _coloured),
    **dict.fromkeys(("hspace", "hspace*", "vspace", "phantom", "label"), _blank),
}
