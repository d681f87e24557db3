"""What only a reader of the rendered page would see.

HL014 a page that does not fit, HL016 glyphs of ambiguous width in a table, HL025 a CJK character
touching `$`, HL027 emphasis beside CJK punctuation, HL028 minutes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

from hdtui.course import layout
from hdtui.course.model import Broken, Panel, Screen, TableBlock, Walkthrough
from hdtui.course.pages import ROWS, Page, PanelPage, ProsePage, height, pages
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet, plain
from hdtui.errors import Place
from hdtui.messages import say

WORDS_A_MINUTE = 200
CHARACTERS_A_MINUTE = 500
MINUTES_A_RUN = 1.0
MINUTES_A_QUESTION = 0.75

_PARAGRAPH_END = re.compile(r"\n(?=[ >]*(?:\n|$|[-*+] |\d+[.)] |#{1,6} |\|))")
_STARS = re.compile(r"(?<!\*)\*{1,3}(?!\*)")


def is_wide(character: str) -> bool:
    """A CJK character or mark: two cells in every terminal."""
    return bool(character) and unicodedata.east_asian_width(character) in "WF"


def fits(screen: Screen, sheet: Sheet) -> Iterator[Problem]:
    """HL014: each page of the screen fits the body of a terminal of 80 columns and 24 rows."""
    merged = next((other for other in sheet.merged.screens if other.id == screen.id), screen)
    for page in pages(merged):
        rows = height(page)
        if rows > ROWS:
            text = say(
                "this page needs {rows} rows, {over} more than 80x24 has",
                rows=rows,
                over=rows - ROWS,
            )
            yield Problem("HL014", _place(page, screen), text)


def _place(page: Page, screen: Screen) -> Place:
    """The first thing of the page that stands in this file: a translation has no panels."""
    if isinstance(page, ProsePage):
        blocks = page.blocks
    elif isinstance(page, PanelPage):
        blocks = (*page.before, page.panel, *page.after)
    else:
        blocks = (page.question,)
    here = (block.place for block in blocks if block.place.file == screen.place.file)
    return next(here, screen.place)


def table_glyphs(table: TableBlock, sheet: Sheet) -> Iterator[Problem]:
    """HL016: a glyph that is one cell in one terminal and two in the next breaks the columns."""
    for number, row in enumerate((table.header, *table.rows)):
        seen = {c for cell in row for c in plain(cell) if unicodedata.east_asian_width(c) == "A"}
        # Below the header comes the line of dashes.
        line = table.place.line + number + (number > 0)
        for glyph in sorted(seen):
            start = sheet.raw.offset(line)
            place = sheet.raw.find(glyph, start, sheet.raw.offset(line + 1))
            if place is not None:
                text = say("{glyph} is one cell wide here and two there", glyph=glyph)
                yield Problem("HL016", place, text)


def touching_dollars(sheet: Sheet) -> Iterator[Problem]:
    """HL025: GitHub shows `は$x$` as it is written; it wants a blank between the two."""
    prose = sheet.raw.prose
    for start, end in sheet.raw.formulas:
        for at, neighbour in ((start - 1, start), (end, end - 1)):
            if is_wide(prose[at : at + 1] if at >= 0 else ""):
                text = say("{sign} touches `$`: GitHub wants a space between them", sign=prose[at])
                yield Problem("HL025", sheet.raw.place(neighbour), text)


def emphasis(sheet: Sheet) -> Iterator[Problem]:
    """HL027: `**「…」**は` stays starred, because a mark and a letter stand on either side of it.

    Stars of one length open and close in turn; each must be able to, by CommonMark 0.31, 6.2.
    """
    words, prose = sheet.raw.words, sheet.raw.prose
    start = 0
    for end in [*(match.start() for match in _PARAGRAPH_END.finditer(words)), len(words)]:
        runs: dict[str, list[re.Match[str]]] = {}
        for match in _STARS.finditer(words, start, end):
            before, after = _around(prose, match)
            if not (isWhiteSpace(ord(before)) and isWhiteSpace(ord(after))):
                runs.setdefault(match[0], []).append(match)
        for stars in runs.values():
            for pair in zip(stars[::2], stars[1::2], strict=False):
                for match, opens in zip(pair, (True, False), strict=True):
                    around = _around(prose, match)
                    if not _flanks(*around, opens=opens):
                        yield _stuck(sheet, match, around)
                        break
        start = end


def _around(prose: str, match: re.Match[str]) -> tuple[str, str]:
    before = prose[match.start() - 1] if match.start() else "\n"
    return before, prose[match.end() : match.end() + 1] or "\n"


def _flanks(before: str, after: str, *, opens: bool) -> bool:
    """Can stars between these two open (close) emphasis? Or is no CJK beside them: not ours."""
    inner, outer = (after, before) if opens else (before, after)
    if not (is_wide(inner) or is_wide(outer)):
        return True
    if isWhiteSpace(ord(inner)):
        return False
    return not _is_mark(inner) or isWhiteSpace(ord(outer)) or _is_mark(outer)


def _is_mark(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def _stuck(sheet: Sheet, match: re.Match[str], around: tuple[str, str]) -> Problem:
    text = say(
        "`{stars}` between {before} and {after} stays as it is: move the mark outside",
        stars=match[0],
        before=around[0].strip() or "␣",
        after=around[1].strip() or "␣",
    )
    return Problem("HL027", sheet.raw.place(match.start()), text)


def minutes(sheet: Sheet) -> Iterator[Problem]:
    """HL028: the minutes of the front matter are within a third of what the text takes."""
    stated = sheet.file.head.minutes
    unread = any(isinstance(block, Broken) for block in sheet.merged.blocks())
    if stated is None or sheet.source is not None or unread:
        return
    expected = expected_minutes(sheet)
    if abs(stated - expected) > expected / 3:
        text = say(
            "{stated} minutes are stated, words, runs and questions take about {expected}",
            stated=stated,
            expected=max(1, round(expected)),
        )
        yield Problem("HL028", sheet.front("minutes"), text)


def expected_minutes(sheet: Sheet) -> float:
    """Words / 200 (Japanese characters / 500), a minute a run, three quarters a question."""
    blocks = sheet.merged.blocks()
    runs = sum(isinstance(block, Panel | Walkthrough) for block in blocks)
    words, characters = layout.count_words(blocks)
    return (
        words / WORDS_A_MINUTE
        + characters / CHARACTERS_A_MINUTE
        + MINUTES_A_RUN * runs
        + MINUTES_A_QUESTION * len(sheet.merged.questions())
    )
