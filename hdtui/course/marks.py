"""Formulas, citations and drawn values at the very place where they are written.

Spans carry no places (they are for showing); the linter wants the line of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from hdtui.course.model import Citation, Drawn, Formula, Spans
from hdtui.errors import Place

MarkKind = Literal["formula", "citation", "drawn"]

_MAX_MISSES: Final = 8
"Then the search ends: a text full of escapes must not be searched for each of its marks."


class Mark(msgspec.Struct, frozen=True):
    """One formula (its LaTeX), citation (one key) or drawn value (its name)."""

    kind: MarkKind
    text: str
    place: Place
    screen: str | None = None
    question: str | None = None


def locate(
    found: Spans, lines: Sequence[str], start: Place, end: int
) -> Iterator[tuple[MarkKind, str, Place]]:
    """Kind, text and place of each mark, in order; `lines[start.line - 1 : end]` hold them.

    A mark that cannot be found again (it was written with escapes) is where its block starts.
    """
    line, column, misses = start.line - 1, start.column - 1, 0
    for kind, text, pattern in _patterns(found):
        where = None if misses > _MAX_MISSES else _search(lines, line, column, end, pattern)
        if where is None:
            misses += 1
            yield kind, text, start
            continue
        line, begin, column = where
        yield kind, text, Place(start.file, line + 1, begin + 1)


def _patterns(found: Spans) -> Iterator[tuple[MarkKind, str, re.Pattern[str]]]:
    for span in found:
        match span:
            case Formula(tex=tex):
                first = re.escape(tex.partition("\n")[0])
                yield "formula", tex, re.compile(r"\${1,2} *" + first + r"(?: *\${1,2})?")
            case Citation(keys=keys):
                for key in keys:
                    yield "citation", key, re.compile("@" + re.escape(key))
            case Drawn(name=name):
                yield "drawn", name, re.compile(r"\{\{ ?" + re.escape(name))


def _search(
    lines: Sequence[str], line: int, column: int, end: int, pattern: re.Pattern[str]
) -> tuple[int, int, int] | None:
    """Line, column and end column of the next occurrence, from 0."""
    for at in range(line, min(end, len(lines))):
        if found := pattern.search(lines[at], column if at == line else 0):
            return at, found.start(), found.end()
    return None
