"""From LaTeX's characters and names to signs, and what fonts and names do to a tree."""

from __future__ import annotations

import re
from dataclasses import replace

from hdtui.text.tex import symbols
from hdtui.text.tex.symbols import Kind
from hdtui.text.tex.tree import Brace, Node, Row, Scripts, Sign

_TABLES: tuple[tuple[dict[str, str], Kind], ...] = (
    (symbols.ORDINARY, "ord"),
    (symbols.BARS, "ord"),
    (symbols.BINARY, "binary"),
    (symbols.RELATION, "relation"),
    (symbols.BIG, "big"),
    (symbols.OPENING, "open"),
    (symbols.CLOSING, "close"),
    (symbols.PUNCTUATION, "punctuation"),
)
_NAMED: dict[str, Sign] = {
    **{name: Sign(text, kind) for table, kind in _TABLES for name, text in table.items()},
    **{name: Sign(name, "function") for name in symbols.FUNCTIONS},
    **{name: Sign(name, "limit") for name in symbols.LIMIT_FUNCTIONS},
    **{escaped: Sign(escaped) for escaped in "%$&#_"},
    "|": Sign("‖"),
    "{": Sign("{", "open"),
    "}": Sign("}", "close"),
}
_KINDS: dict[str, Kind] = {
    **dict.fromkeys("=<>:", "relation"),
    **dict.fromkeys("+-*", "binary"),
    **dict.fromkeys(",;", "punctuation"),
    **dict.fromkeys("([", "open"),
    **dict.fromkeys(")]!", "close"),
}


def sign(character: str) -> Sign:
    """What a single character means."""
    return Sign({"-": "−", "~": " "}.get(character, character), _KINDS.get(character, "ord"))


def named_sign(name: str) -> Sign | None:
    """What `\\name` means, if it is one sign or a function's name."""
    return _NAMED.get(name)


def words(source: str) -> str:
    """The inside of `\\text{...}`: escapes taken back, braces dropped, unknown commands kept."""
    source = re.sub(r"\\(?:text|math)[a-z]+\s*(?=\{)", "", source).replace("~", " ")
    return re.sub(r"\\([%$&#_{} ])|[{}]", lambda m: m[1] or "", source)


def stacks(base: Node) -> bool:
    """Whether scripts of this base stand below and above it in a displayed formula."""
    if isinstance(base, Sign):
        return base.kind == "limit" or (base.kind == "big" and base.text not in symbols.SIDE_LIMITS)
    return isinstance(base, Brace)


def in_font(body: Node, font: str) -> Node:
    """Every letter of the body in a mathematical alphabet."""
    if isinstance(body, Sign):
        return replace(body, text="".join(symbols.in_font(c, font) for c in body.text))
    if isinstance(body, Row):
        return Row(tuple(in_font(item, font) for item in body.items))
    if isinstance(body, Scripts):
        return replace(body, base=in_font(body.base, font))
    return body


def upright(body: Node) -> Node:
    """`\\mathrm{Var}` is one name, not three letters."""
    if isinstance(body, Row) and all(isinstance(item, Sign) for item in body.items):
        return Sign("".join(item.text for item in body.items if isinstance(item, Sign)))
    return body


def named(body: Node, kind: Kind) -> Node:
    """The body as the name of an operator."""
    name = upright(body)
    return replace(name, kind=kind) if isinstance(name, Sign) else name
