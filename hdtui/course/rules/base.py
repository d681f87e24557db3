"""What a rule gets and what it gives: a node and its sheet in, problems out.

A rule is a generator over one node. It never raises for a mistake of the author; should it raise
for one of ours, the runner in `course.check` says so as HL000 and goes on with the next node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import msgspec

from hdtui.course.lesson_file import ParsedFile
from hdtui.course.marks import MarkKind
from hdtui.course.model import (
    Alert,
    AnswerSpec,
    Block,
    Code,
    Course,
    Drawn,
    Formula,
    Heading,
    Lesson,
    ListBlock,
    MathBlock,
    Panel,
    Paragraph,
    Question,
    Quote,
    Screen,
    Span,
    Spans,
    TableBlock,
    Text,
)
from hdtui.course.problems import Problem
from hdtui.course.rules.raw import RawText
from hdtui.description import Description, SettingValue
from hdtui.errors import Place

TheoryOf = Callable[[str, Mapping[str, SettingValue]], Mapping[str, float] | None]
"(experiment, settings) -> its closed forms by name; None where they cannot be had."


class Sheet(msgspec.Struct, frozen=True):
    """One file of a lesson under the linter's eyes, and what its rules may look up."""

    course: Course
    file: ParsedFile
    "This file alone: a translation without the machine facts of its source."
    merged: Lesson
    "As it is read: a translation with the machine facts of its source."
    raw: RawText
    "The same file as text."
    catalogue: Mapping[str, Description]
    theory_of: TheoryOf | None = None
    source: Sheet | None = None
    "The sheet this one translates; None for the source itself."

    def experiment_of(self, panel_id: str | None) -> Description | None:
        """The experiment of a panel, as far as both exist and it can be used."""
        panel = self.merged.panel(panel_id) if panel_id else None
        return self.experiment(panel.name) if panel else None

    def experiment(self, name: str) -> Description | None:
        """The experiment of this name; None where there is none that can be used (HL003)."""
        found = self.catalogue.get(name)
        return found if found is not None and found.problem is None else None

    def span_of(self, screen: Screen) -> tuple[int, int]:
        """Offsets of a screen in the file: from its heading to the next one's."""
        starts = [self.raw.offset(other.place.line) for other in self.file.screens]
        start = self.raw.offset(screen.place.line)
        later = [offset for offset in starts if offset > start]
        return start, min(later, default=len(self.raw.text))

    def faulty(self, question: Question) -> bool:
        """Has the question a condition that does not parse? Then its bands are not all there."""
        screens = (screen.place for screen in self.file.screens)
        questions = (other.place for other in self.merged.questions())
        later = (place.line for place in (*screens, *questions) if place > question.place)
        end = min(later, default=len(self.file.lines) + 1)
        lines = range(question.place.line, end)
        return any(p.code == "HL012" and p.place.line in lines for p in self.file.problems)

    def front(self, key: str) -> Place:
        """Where a key of the front matter stands."""
        return self.file.places.get(key, self.file.head.place)

    def formulas(self, screen: Screen) -> list[tuple[str, Place]]:
        """(LaTeX, place) of each formula of a screen, runs of blanks as one."""
        found = self.marked("formula", screen)
        seen = {(tex, place.line) for tex, place in found}
        for block in blocks_within(screen.blocks):
            if isinstance(block, MathBlock):  # on lines of its own: no mark, unless in one `$$..$$`
                tex = " ".join(block.tex.split())
                if (tex, block.place.line) not in seen:
                    found.append((tex, block.place))
        return found

    def marked(self, kind: MarkKind, screen: Screen) -> list[tuple[str, Place]]:
        """(text, place) of each mark of a kind within a screen."""
        marks = (m for m in self.file.marks if m.kind == kind and m.screen == screen.id)
        return [(" ".join(mark.text.split()), mark.place) for mark in marks]

    def original(self, screen: Screen) -> Screen | None:
        """The source's screen of the same id."""
        screens = self.source.file.screens if self.source else ()
        return next((other for other in screens if other.id == screen.id), None)


N = TypeVar("N")
Rule = Callable[[N, Sheet], Iterator[Problem]]


def key_place(node: Panel | AnswerSpec, key: str) -> Place:
    """Where a key stands (`set.d`, `draw.d`), or the nearest key above it, or the block."""
    while key:
        if key in node.places:
            return node.places[key]
        key = key.rpartition(".")[0]
    return node.place


def blocks_within(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block, from the outside in, those inside questions and lists too."""
    for block in blocks:
        yield block
        for inner in _inner(block):
            yield from blocks_within(inner)


def _inner(block: Block) -> Iterator[tuple[Block, ...]]:
    if isinstance(block, Quote | Alert):
        yield block.blocks
    elif isinstance(block, ListBlock):
        yield from block.items
    elif isinstance(block, Question):
        yield block.prompt
        yield from block.hints
        yield from (choice.explanation for choice in block.choices)
        yield block.explanation


def spans_within(blocks: tuple[Block, ...]) -> Iterator[tuple[Spans, Place]]:
    """Every run of spans with the place of what holds it, in order."""
    for block in blocks_within(blocks):
        if isinstance(block, Paragraph | Heading):
            yield block.spans, block.place
        elif isinstance(block, TableBlock):
            yield from ((cell, block.place) for row in (block.header, *block.rows) for cell in row)
        elif isinstance(block, Question):
            yield block.title, block.place
            yield from ((choice.spans, choice.place) for choice in block.choices)
            yield from ((band.feedback, band.place) for band in block.bands)


def plain(spans: tuple[Span, ...]) -> str:
    """The words of some spans; formulas as they are written, drawn values as `{{d}}`."""
    return "".join(_plain_span(span) for span in spans)


def _plain_span(span: Span) -> str:
    if isinstance(span, Text | Code):
        return span.text
    if isinstance(span, Formula):
        return span.tex
    return f"{{{{{span.name}}}}}" if isinstance(span, Drawn) else " "
