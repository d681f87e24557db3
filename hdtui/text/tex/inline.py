"""A formula on one line: `(dₘₐₓ − dₘᵢₙ)/dₘᵢₙ → 0`.

Indices and exponents are Unicode's where it has them, else `_adv` and `^(n/2)`; brackets are
added where a line would otherwise read differently from the formula.
"""

from __future__ import annotations

import re

from hdtui.text.lines import clusters
from hdtui.text.tex import symbols
from hdtui.text.tex.spacing import gaps, kinds, outside_brackets, squeezed
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

_LOOSE_END = re.compile(r"[_^√]\w+\Z")
"An ending that a following letter would be read into: `x_adv y`, `√2 x`."
NOTHING = "◌"
"Carries a mark that has nothing under it."
_ROOTS = {"3": "∛", "4": "∜"}
_LINES = frozenset({"overline", "underline"})


def line(node: Node, tight: bool = False) -> str:
    """The node as text. `tight` inside indices and exponents: no space around signs."""
    match node:
        case Sign():
            return node.text
        case Space():
            return " " * node.width
        case Row():
            return _row(node, tight)
        case Fraction():
            return f"{_numerator(node.above, tight)}/{_denominator(node.below, tight)}"
        case Root():
            return _root(node)
        case Scripts():
            return _scripts(node, tight)
        case Accent():
            return accented(node)[0]
        case Brace():
            return _bracketed_if(_is_compound(node.body), node.body, tight)
        case Fence():
            return _fence(node, tight)
        case Grid():
            return grid_line(node)


def _row(row: Row, tight: bool) -> str:
    found = kinds(row.items)
    text, last = "", ""
    for at, (item, space) in enumerate(zip(row.items, gaps(found, tight), strict=True)):
        piece = line(item, tight)
        if isinstance(item, Fraction) and squeezed(found, at, tight):
            piece = f"({piece})"
        if not space and piece[:1].isalnum() and _LOOSE_END.search(last):
            space = 1
        text += " " * space + piece
        last = piece or last
    return text


# ---------------------------------------------------------------- fractions and roots


def _bracketed_if(needed: bool, node: Node, tight: bool) -> str:
    text = line(node, tight)
    return f"({text})" if needed else text


def _numerator(node: Node, tight: bool) -> str:
    return _bracketed_if(_is_compound(node), node, tight)


def _denominator(node: Node, tight: bool) -> str:
    return _bracketed_if(not _is_single(node), node, tight)


def _is_compound(node: Node) -> bool:
    """Whether the node is a sum, a relation, a list or a fraction: more than one product."""
    if isinstance(node, Sign):
        return " " in node.text.strip()
    if isinstance(node, Row):
        loosest = {"binary", "relation", "punctuation", "space", "fraction"}
        return not loosest.isdisjoint(outside_brackets(kinds(node.items)))
    return isinstance(node, Fraction)


def _is_single(node: Node) -> bool:
    """Whether the node is one thing: a sign, a number, a bracket, something with scripts."""
    if isinstance(node, Sign):
        return " " not in node.text.strip()
    if isinstance(node, Row):
        text = "".join(item.text if isinstance(item, Sign) else "x" for item in node.items)
        return text.replace(".", "0").isdecimal() or _is_bracket(node)
    return not isinstance(node, Fraction)


def _is_bracket(row: Row) -> bool:
    """`(a + b)`, `‖u‖`: one pair of brackets around all of it."""
    found = kinds(row.items)
    return (
        len(found) > 1
        and found[0] == "open"
        and found[-1] == "close"
        and found.count("open") == found.count("close") == 1
        and not isinstance(row.items[-1], Scripts)
    )


def _root(root: Root) -> str:
    sign = "√"
    if root.index is not None:
        index = line(root.index, tight=True)
        sign = _ROOTS.get(index) or f"{small(index, symbols.SUPERSCRIPT) or f'({index})'}√"
    bare = _is_single(root.body) and not (isinstance(root.body, Scripts) and root.body.above)
    return sign + _bracketed_if(not bare, root.body, False)


# ---------------------------------------------------------------- scripts


def small(text: str, table: dict[str, str]) -> str | None:
    """The text in Unicode's small letters, or None where one is missing."""
    return "".join(table[c] for c in text) if all(c in table for c in text) else None


def small_scripts(node: Scripts) -> tuple[str | None, str | None]:
    """Index and exponent in small letters, each None where it cannot be written so."""
    return (
        None if node.below is None else small(line(node.below, True), symbols.SUBSCRIPT),
        None if node.above is None else small(line(node.above, True), symbols.SUPERSCRIPT),
    )


def _scripts(node: Scripts, tight: bool) -> str:
    text = _bracketed_if(_needs_brackets(node.base), node.base, tight)
    full = ""
    for sign, part, table in (
        ("_", node.below, symbols.SUBSCRIPT),
        ("^", node.above, symbols.SUPERSCRIPT),
    ):
        if part is not None:
            script = line(part, tight=True)
            letters = small(script, table)
            text += letters or ""
            full += sign + _full(script) if letters is None else ""
    # Small letters first: in x_adv² the square would seem to belong to the index.
    return text + full


def _needs_brackets(base: Node) -> bool:
    return isinstance(base, Fraction | Root) or (isinstance(base, Row) and _is_compound(base))


def _full(text: str) -> str:
    """A script in full size, in brackets unless it is one word."""
    if text.isalnum() or len(list(clusters(text))) == 1 or _is_bracketed(text):
        return text
    return f"({text})"


def _is_bracketed(text: str) -> bool:
    return text[0] == "(" and text.find(")") == len(text) - 1 and text.count("(") == 1


# ---------------------------------------------------------------- accents, fences, grids


def accented(node: Accent) -> tuple[str, bool]:
    """The body under its accent, and whether a combining mark shows it.

    The mark goes on the one sign there is, on the base where there are scripts, on every sign
    for a line above or below. Elsewhere the accent is named: `hat(Var)`.
    """
    body = node.body
    per_sign = node.name in _LINES
    onto_base = isinstance(body, Scripts) and not per_sign
    text = line(body.base) if isinstance(body, Scripts) and onto_base else line(body)
    pieces = list(clusters(text)) or [NOTHING]
    marked = per_sign or len(pieces) == 1
    if marked:
        text = "".join(piece + node.mark for piece in pieces)
    if isinstance(body, Scripts) and onto_base:
        text = line(Scripts(Sign(text), body.below, body.above, False))
    if not marked:
        name = {"overrightarrow": "vec"}.get(node.name, node.name.removeprefix("wide"))
        text = f"{name}({text})"
    return text, marked


def _fence(node: Fence, tight: bool) -> str:
    body = node.body
    if isinstance(body, Fraction) and not body.bar:
        return f"C({line(body.above, tight)}, {line(body.below, tight)})"
    right = node.right or ("}" if node.left == "{" else "")
    return node.left + line(body, tight) + right


def grid_line(grid: Grid) -> str:
    """`1 0; 0 1`"""
    return "; ".join(row_line(grid, row) for row in grid.rows)


def row_line(grid: Grid, row: tuple[Node, ...]) -> str:
    """The cells of one row: `1 0` of a matrix, `x, x > 0` of cases, `a = b` of an alignment."""
    text = ""
    for cell in row:
        between = ", " if grid.align == "l" and not text.endswith(",") else " "
        text += (between if text and grid.gap else "") + line(cell)
    return text.strip()
