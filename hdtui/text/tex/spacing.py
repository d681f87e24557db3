"""The space between neighbours of a formula: TeX's rules, in whole cells.

Relations and binary signs have a space on both sides, punctuation one after it, function names
and big operators one towards a letter. Scripts are set tight. TeXbook, chapter 18.
"""

from __future__ import annotations

from collections.abc import Sequence

from hdtui.text.tex.tree import Fence, Fraction, Node, Scripts, Sign, Space

OPERATORS = frozenset({"function", "limit", "big", "over"})
_BEFORE_A_SIGN = OPERATORS | {"relation", "binary", "sign", "open", "punctuation"}
_AFTER_A_SIGN = frozenset({"relation", "close", "punctuation"})
_OPENS = frozenset({"open", "fence"})
_ENDS = frozenset({"close", "punctuation"})
_SILENT = frozenset({"open", "sign", "space", "relation", "binary", "punctuation", ""})


def kinds(items: Sequence[Node]) -> list[str]:
    """What each item is among its neighbours: a symbol's kind, or `sign` (a minus that binds to
    what follows), `over` (an operator with its limits), `fence`, `fraction`, `space`."""
    found = [_kind(item) for item in items]
    _pair_bars(items, found)
    before = ""
    for at, kind in enumerate(found):
        if kind == "binary" and (before == "" or before in _BEFORE_A_SIGN):
            found[at] = kind = "sign"
        if before == "binary" and kind in _AFTER_A_SIGN:
            found[_last(found, at)] = "sign"
        if kind != "space":
            before = kind
    if before == "binary":
        found[_last(found, len(found))] = "sign"
    return found


def _last(found: list[str], end: int) -> int:
    """The last item before `end` that is no space."""
    at = end - 1
    while found[at] == "space":
        at -= 1
    return at


def _kind(item: Node) -> str:
    if isinstance(item, Sign):
        return item.kind
    if isinstance(item, Scripts):
        kind = _kind(item.base)
        return "over" if kind in ("limit", "big") else kind
    if isinstance(item, Space):
        return "space"
    if isinstance(item, Fraction):
        return "fraction"
    return "fence" if isinstance(item, Fence) else "ord"


def _pair_bars(items: Sequence[Node], found: list[str]) -> None:
    """`|` and `‖` do not say which side they are: an even number of them opens and closes in
    turn."""
    for bar in "|‖":
        places = [at for at, item in enumerate(items) if found[at] == "ord" and _is(item, bar)]
        if len(places) % 2 == 0:
            for turn, at in enumerate(places):
                found[at] = "close" if turn % 2 else "open"


def _is(item: Node, bar: str) -> bool:
    base = item.base if isinstance(item, Scripts) else item
    return isinstance(base, Sign) and base.text == bar


def outside_brackets(found: Sequence[str]) -> set[str]:
    """The kinds that stand in no bracket of this row."""
    depth, outside = 0, set()
    for kind in found:
        depth -= kind == "close"
        if depth <= 0:
            outside.add(kind)
        depth += kind == "open"
    return outside


def gap(left: str, right: str, tight: bool) -> int:
    """Cells between two neighbouring kinds."""
    if "space" in (left, right):
        return 0
    if "relation" in (left, right):
        return 0 if tight or left == right else 1
    if "binary" in (left, right):
        return 0 if tight else 1
    if left == "punctuation":
        return 0 if tight or right in _ENDS else 1
    if left in OPERATORS:
        touching = right in _ENDS or (right in _OPENS and left != "over")
        return 0 if touching else 1
    return 1 if right in OPERATORS and left not in _SILENT else 0


def gaps(found: Sequence[str], tight: bool) -> list[int]:
    """Cells before each item; the first has none."""
    return [gap(found[at - 1], kind, tight) if at else 0 for at, kind in enumerate(found)]


def squeezed(found: Sequence[str], at: int, tight: bool) -> bool:
    """Whether the item touches a neighbour that it would be read together with."""
    before = found[at - 1] if at else ""
    after = found[at + 1] if at + 1 < len(found) else ""
    touches_left = before not in _SILENT and gap(before, found[at], tight) == 0
    touches_right = after not in _SILENT - {"open"} | _ENDS and gap(found[at], after, tight) == 0
    return touches_left or touches_right
