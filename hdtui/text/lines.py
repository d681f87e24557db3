"""Text as a terminal counts it: cells, styled runs, and lines broken the Japanese way.

Nothing here knows a colour or a widget: a run carries the name of its meaning (`strong`, `code`,
`formula`, `chip.theorem`, ...; several are joined by spaces) and the front ends paint it. The app,
the linter and the linear front end all break lines here, so all count the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from rich.cells import cell_len

from hdtui.text.kinsoku import FOLD_AFTER, forbidden, glued, is_cjk, is_punctuation


class Run(NamedTuple):
    """Words of one style."""

    text: str
    style: str = ""


Line = tuple[Run, ...]
Align = Literal["left", "centre", "right"]

_TOKENS = re.compile(r"[ \u3000]+|[^ \u3000]+")


def cells(text: str) -> int:
    """How many columns the text takes: 2 for full-width characters, 0 for combining marks."""
    return cell_len(text)


def join_soft(left: str, right: str) -> str:
    """What stands for a line end inside a paragraph: "" between CJK characters, else " ".

    Full-width punctuation on either side is enough (`、` carries its own space). Only the last
    character of `left` and the first of `right` matter; CSS Text 4 joins segments the same way.
    """
    if not left or not right:
        return ""
    before, after = left[-1], right[0]
    if is_cjk(before) and is_cjk(after):
        return ""
    return "" if any(is_cjk(c) and is_punctuation(c) for c in (before, after)) else " "


def clusters(text: str) -> Iterator[str]:
    """The text in pieces that cannot be parted: a character with its accents and joiners."""
    piece = ""
    for character in text:
        if piece and (cell_len(character) == 0 or piece[-1] == "\u200d"):
            piece += character
        else:
            if piece:
                yield piece
            piece = character
    if piece:
        yield piece


def cut(text: str, width: int, ellipsis: str = "…") -> str:
    """The text itself if it fits `width` cells, else its beginning and the ellipsis.

    Never wider than `width`; without the ellipsis where there is no room for it.
    """
    if cells(text) <= width:
        return text
    if cells(ellipsis) > width:
        ellipsis = ""
    room = width - cells(ellipsis)
    kept = ""
    for piece in clusters(text):
        room -= cells(piece)
        if room < 0:
            break
        kept += piece
    return kept + ellipsis


def pad(text: str, width: int, align: Align = "left") -> str:
    """The text filled up with spaces to `width` cells; unchanged where it is wider."""
    missing = max(0, width - cells(text))
    if align == "right":
        return " " * missing + text
    if align == "centre":
        return " " * (missing // 2) + text + " " * (missing - missing // 2)
    return text + " " * missing


def line_cells(line: Iterable[Run]) -> int:
    """How many columns the line takes."""
    return sum(cells(run.text) for run in line)


def plain(line: Iterable[Run]) -> str:
    """The line without its styles."""
    return "".join(run.text for run in line)


def close_up(runs: Iterable[Run]) -> list[Run]:
    """Drops the one space between a formula or a drawn value and a CJK character.

    GitHub needs `は $d$ 次元`, Japanese wants `はd次元`.
    """
    closed: list[Run] = []
    for run in runs:
        if closed:
            before = closed[-1]
            if _is_formula(before) and _opens_cjk(run.text):
                run = run._replace(text=run.text[1:])
            elif _is_formula(run) and _ends_cjk(before.text):
                closed[-1] = before._replace(text=before.text[:-1])
        closed.append(run)
    return closed


def _is_formula(run: Run) -> bool:
    return not {"formula", "drawn"}.isdisjoint(run.style.split())


def _opens_cjk(text: str) -> bool:
    return len(text) > 1 and text[0] == " " and is_cjk(text[1])


def _ends_cjk(text: str) -> bool:
    return len(text) > 1 and text[-1] == " " and is_cjk(text[-2])


# ---------------------------------------------------------------- breaking


class _Unit(NamedTuple):
    """What stays on one line while a line can hold it, and the space that parts it from before."""

    space: Line
    runs: Line
    width: int


def wrap(runs: Iterable[Run], width: int, first: str = "", rest: str = "") -> list[Line]:
    """Runs -> lines of at most `width` cells, each opening with its prefix; at least one line.

    Breaks at spaces (which are dropped there) and between CJK characters, never before 、。」ー
    or a small kana, never after 「（; words, numbers, formulas and chips stay whole while a line
    can hold them and are folded, never lost, where none can. A `\\n` in a run ends the line.
    A width below 2 counts as 2 (no narrower line can hold a kanji); a prefix that would leave
    less than 2 cells is left out.
    """
    width = max(width, 2)
    first, rest = (prefix if cells(prefix) <= width - 2 else "" for prefix in (first, rest))
    lines: list[Line] = []
    for part in _parts(runs):
        lines.extend(_fill(_units(part), width, rest if lines else first, rest))
    return lines


def _parts(runs: Iterable[Run]) -> list[list[Run]]:
    """The runs between the line ends the author set."""
    parts: list[list[Run]] = [[]]
    for run in runs:
        head, *more = run.text.split("\n")
        parts[-1].append(run._replace(text=head))
        parts.extend([run._replace(text=text)] for text in more)
    return parts


def _atoms(runs: Iterable[Run]) -> Iterator[Run]:
    """Spaces, words, single CJK characters, whole formulas and chips, in order."""
    for run in runs:
        if _is_whole(run.style):
            if run.text:
                yield run
            continue
        for token in _TOKENS.findall(run.text):
            if _is_space(token):
                yield run._replace(text=token)
            else:
                yield from (run._replace(text=piece) for piece in _words(token))


def _is_whole(style: str) -> bool:
    return any(word == "formula" or word.startswith("chip") for word in style.split())


def _is_space(text: str) -> bool:
    return not text.strip(" \u3000")


def _words(token: str) -> Iterator[str]:
    """CJK characters one by one, everything between them as one word."""
    word = ""
    for piece in clusters(token):
        if is_cjk(piece[0]):
            if word:
                yield word
            yield piece
            word = ""
        else:
            word += piece
    if word:
        yield word


def _units(runs: Iterable[Run]) -> list[_Unit]:
    """Atoms glued to what may not be parted from them."""
    units: list[tuple[list[Run], list[Run]]] = []
    space: list[Run] = []
    for atom in _atoms(runs):
        if _is_space(atom.text) and not _is_whole(atom.style):
            space.append(atom)
            continue
        stays = bool(units) and glued(units[-1][1][-1].text, atom.text, bool(space))
        if stays:
            units[-1][1].extend([*space, atom])
        else:
            units.append((space, [atom]))
        space = []
    return [_Unit(tuple(space), tuple(runs), line_cells(runs)) for space, runs in units]


def _fill(units: Iterable[_Unit], width: int, first: str, rest: str) -> list[Line]:
    """Greedy: each unit goes on the line while it fits."""
    lines: list[Line] = []
    current, used, empty = [Run(first)], cells(first), True
    for unit in units:
        gap = 0 if empty else line_cells(unit.space)
        widest = max(width - cells(rest), width - used if empty else 0)
        if used + gap + unit.width > width and not (empty and unit.width > widest):
            lines.append(_merged(current))
            current, used, empty, gap = [Run(rest)], cells(rest), True, 0
        if used + gap + unit.width <= width:
            current += [*unit.space, *unit.runs] if gap else unit.runs
            used += gap + unit.width
        else:
            *full, last = _fold(unit.runs, width - used, width - cells(rest))
            for folded in full:
                lines.append(_merged([*current, *folded]))
                current = [Run(rest)]
            current += last
            used = line_cells(current)
        empty = False
    lines.append(_merged(current))
    return lines


def _fold(runs: Line, room: int, rest: int) -> list[list[Run]]:
    """A unit wider than any line -> stretches of at most `room`, then `rest` cells."""
    pieces = [Run(piece, run.style) for run in runs for piece in clusters(run.text)]
    stretches: list[list[Run]] = []
    start = 0
    while start < len(pieces):
        end, used = start, 0
        while end < len(pieces) and used + cells(pieces[end].text) <= room:
            used += cells(pieces[end].text)
            end += 1
        if end < len(pieces):
            end = _fold_point(pieces, start, max(end, start + 1))
        stretches.append(_stripped(pieces[start:end]))
        start, room = end, rest
    return [stretch for stretch in stretches if stretch] or [[]]


def _fold_point(pieces: list[Run], start: int, end: int) -> int:
    """Where to fold between start and end: at a space, beside a CJK character, after a sign; else
    as far as the rules of line starts and ends allow; `end` where they allow nothing."""
    farthest = 0
    for at in range(end, start, -1):
        left, right = pieces[at - 1].text, pieces[at].text
        if _is_space(left) or _is_space(right):
            return at
        if forbidden(left, right):
            continue
        late = at - start > (end - start) // 2
        if is_cjk(left[0]) or is_cjk(right[0]) or (left[-1] in FOLD_AFTER and late):
            return at
        farthest = farthest or at
    return farthest or end


def _stripped(stretch: list[Run]) -> list[Run]:
    """Without the spaces at its ends: they fall on a break."""
    inked = [at for at, piece in enumerate(stretch) if not _is_space(piece.text)]
    return stretch[inked[0] : inked[-1] + 1] if inked else []


def _merged(runs: Iterable[Run]) -> Line:
    """Neighbours of one style as one run, empty runs left out."""
    merged: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if merged and merged[-1].style == run.style:
            merged[-1] = Run(merged[-1].text + run.text, run.style)
        else:
            merged.append(run)
    return tuple(merged)
