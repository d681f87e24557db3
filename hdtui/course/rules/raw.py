"""The text of a lesson file, for the rules about single characters: `$`, `**`, a glyph in a table.

The model knows where a block stands, not where a star does. Here everything that is no prose is
blanked out (same length, same lines), so that an offset is an offset in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from hdtui.course.markdown import MAX_PARAGRAPH
from hdtui.errors import Place

_FENCE = re.compile(r"^[ >]*(?P<mark>`{3,}|~{3,})(?P<info>[^\n`]*)$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# Code first, then mathematics, then the rest: the order in which the Markdown parser sees them.
_INLINE = re.compile(
    r"\\[\\`*$]"
    r"|(?P<ticks>(?<!`)`+(?!`))(?:(?!\n[ >]*\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<formula>(?P<dollars>\$\$?)(?:(?!\n[ >]*\n)(?:\\.|[^$\\]))+(?P=dollars))",
    re.DOTALL,
)
_QUESTION = re.compile(r"<!--\s*question:\s*([a-z0-9-]+)")
_PANEL = re.compile(
    r"^```+[ ]*yaml (?!figure|walkthrough|answer)\w+.*\n(?:(?!```).*\n)*?id: *([\w-]+)",
    re.MULTILINE,
)


class RawText:
    """One file as it was written. Offsets count characters."""

    def __init__(self, lines: Sequence[str], file: str) -> None:
        self.lines = lines
        self.text = "\n".join(lines)
        self.file = file

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        starts += [match.end() for match in re.finditer("\n", self.text)]
        return starts

    def place(self, offset: int) -> Place:
        """Line and column of an offset, both counted from 1."""
        line = bisect_right(self._starts, offset)
        return Place(self.file, line, offset - self._starts[line - 1] + 1)

    def offset(self, line: int) -> int:
        """Where a line begins; the end of the text for a line past it."""
        return self._starts[line - 1] if 1 <= line <= len(self._starts) else len(self.text)

    @cached_property
    def prose(self) -> str:
        """The text with front matter, fences and comments blanked out, of the same length.

        So is a paragraph that the reader refuses as too long: patterns are not linear in it.
        """
        kept = [
            _blank(line) if hidden else line for line, hidden in zip(*self._fenced(), strict=True)
        ]
        shown = _COMMENT.sub(lambda match: _blank(match[0]), "\n".join(kept))
        parts = re.split(r"(\n\s*\n)", shown)
        return "".join(part if len(part) <= MAX_PARAGRAPH else _blank(part) for part in parts)

    def _fenced(self) -> tuple[Sequence[str], list[bool]]:
        """(lines, whether each belongs to the front matter or to a fence)"""
        lines = self.lines or ("",)
        hidden = [False] * len(lines)
        first = 0
        if lines[0].rstrip() == "---":
            closing = [i for i, line in enumerate(lines) if i and line.rstrip() == "---"]
            first = closing[0] + 1 if closing else len(lines)
            hidden[:first] = [True] * first
        mark = ""
        for i in range(first, len(lines)):
            match = _FENCE.match(lines[i])
            hidden[i] = bool(mark) or match is not None
            if match is None:
                continue
            if not mark:
                mark = match["mark"]
            elif match["mark"].startswith(mark) and not match["info"].strip():
                mark = ""
        return lines, hidden

    @cached_property
    def formulas(self) -> tuple[tuple[int, int], ...]:
        """(start, end) of each formula inside a text, dollars included."""
        found = _INLINE.finditer(self.prose)
        return tuple(match.span() for match in found if match["formula"] is not None)

    @cached_property
    def words(self) -> str:
        """The prose with code, formulas and escaped marks blanked out too."""
        return _INLINE.sub(lambda match: _blank(match[0]), self.prose)

    @cached_property
    def questions(self) -> dict[str, int]:
        """Offsets of the ids that questions are given, also of those that could not be read."""
        return {match[1]: match.start() for match in _QUESTION.finditer(self.text)}

    @cached_property
    def panels(self) -> frozenset[str]:
        """The ids that runs are given, also those of blocks that could not be read."""
        return frozenset(match[1] for match in _PANEL.finditer(self.text))

    def find(self, text: str, start: int = 0, end: int | None = None) -> Place | None:
        """The place of a text between two offsets, or None."""
        at = self.text.find(text, start, len(self.text) if end is None else end)
        return None if at < 0 else self.place(at)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
