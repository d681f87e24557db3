"""Prose of a lesson -> lines: the one layout engine of the app, `hdtui read`, linear mode and the
linter. Text and the names of styles only; no terminal, no colour.

Every line is at most as wide as asked. Panels, walkthroughs, figures and questions are no prose:
the front ends show them, here they take no line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from hdtui.course.model import (
    Alert,
    Block,
    Broken,
    Claim,
    Code,
    CodeBlock,
    Drawn,
    Formula,
    Heading,
    ListBlock,
    MathBlock,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    TableBlock,
    Text,
)
from hdtui.course.runs import spans_to_runs
from hdtui.course.tables import table_lines
from hdtui.description import SettingValue
from hdtui.i18n import tell
from hdtui.messages import say
from hdtui.text.clean import clean
from hdtui.text.formula import display
from hdtui.text.kinsoku import is_cjk
from hdtui.text.lines import Line, Run, cells, clusters, plain, wrap

__all__ = ["count_words", "lay_out", "spans_to_runs", "to_text"]

INDENT = 4
"Cells before a displayed formula."
CODE_INDENT = 2
NARROWEST = 12
"Cells below which nesting indents no further, so that words keep their room."
BAR = "│ "

CHIPS = {
    "theorem": say("theorem"),
    "conditional": say("conditional"),
    "empirical": say("empirical"),
    "hypothesis": say("hypothesis"),
    "metaphor": say("metaphor"),
    "correction": say("correction"),
}
ALERTS = {
    "note": say("Note"),
    "tip": say("Tip"),
    "important": say("Important"),
    "warning": say("Warning"),
    "caution": say("Caution"),
}
_WORD = re.compile(r"[^\W_](?:[\w'’-]*[^\W_])?")


def lay_out(
    blocks: Iterable[Block],
    width: int,
    *,
    drawn: Mapping[str, SettingValue] | None = None,
    sources: Mapping[str, str] | None = None,
) -> list[Line]:
    """Blocks -> lines of at most `width` cells (at least 2), one blank line between blocks.

    `drawn`: what `{{name}}` stands for. `sources`: the lesson's, for the labels of citations.
    """
    return _Setter(drawn or {}, sources or {}).blocks(blocks, max(width, 2))


def to_text(lines: Iterable[Line]) -> str:
    """The lines without their styles, each with its line end."""
    return "".join(plain(line).rstrip() + "\n" for line in lines)


class _Setter:
    """Sets blocks; knows what the whole page shares."""

    def __init__(self, drawn: Mapping[str, SettingValue], sources: Mapping[str, str]) -> None:
        self.drawn = drawn
        self.sources = sources

    def runs(self, spans: Spans) -> list[Run]:
        return spans_to_runs(spans, self.drawn, self.sources)

    def blocks(self, blocks: Iterable[Block], width: int, *, tight: bool = False) -> list[Line]:
        lines: list[Line] = []
        for block in blocks:
            laid = self.block(block, width)
            if laid and lines and not tight:
                lines.append(())
            lines += laid
        return lines

    def block(self, block: Block, width: int) -> list[Line]:
        match block:
            case Paragraph():
                return self.paragraph(block, width)
            case Heading():
                return wrap([Run(r.text, "heading") for r in self.runs(block.spans)], width)
            case MathBlock():
                return _formula(block.tex, width)
            case CodeBlock():
                return _code(block.text, width)
            case Quote():
                return self.barred(block.blocks, width, Run(BAR, "muted"))
            case Alert():
                return self.alert(block, width)
            case ListBlock():
                return self.items(block, width)
            case TableBlock():
                header = [self.runs(cell) for cell in block.header]
                rows = [[self.runs(cell) for cell in row] for row in block.rows]
                return table_lines(header, rows, block.align, width)
            case Rule():
                return [(Run("─" * width, "muted"),)]
            case Broken():
                return _broken(block, width)
            case _:
                return []

    def paragraph(self, block: Paragraph, width: int) -> list[Line]:
        runs = [*_chip(block.claim), *self.runs(block.spans)]
        return wrap(runs, width) if runs else []

    def barred(
        self, blocks: Iterable[Block], width: int, bar: Run, title: Sequence[Run] = ()
    ) -> list[Line]:
        """A title and blocks behind a bar on the left; without the bar where it is too narrow."""
        room = width - cells(bar.text)
        if room < NARROWEST:
            room, bar = width, Run("")
        lines = wrap(title, room) if title else []
        lines += self.blocks(blocks, room)
        return [(bar, *line) if bar.text else line for line in lines]

    def alert(self, block: Alert, width: int) -> list[Line]:
        style = f"alert.{block.kind}"
        title = [Run(tell(ALERTS[block.kind]), f"strong {style}")]
        return self.barred(block.blocks, width, Run(BAR, f"bar {style}"), title)

    def items(self, block: ListBlock, width: int) -> list[Line]:
        """Items behind their marks. Tight, unless an item has a second block that is no list."""
        numbers = range(block.start, block.start + len(block.items))
        marks = [f"{n}. " if block.ordered else "• " for n in numbers]
        column = max(map(cells, marks), default=0)
        tight = all(isinstance(extra, ListBlock) for item in block.items for extra in item[1:])
        lines: list[Line] = []
        for mark, item in zip(marks, block.items, strict=True):
            lines += [()] if lines and not tight else []
            lines += self.item(item, mark.rjust(column), width, tight=tight)
        return lines

    def item(self, blocks: Sequence[Block], mark: str, width: int, *, tight: bool) -> list[Line]:
        room = width - cells(mark)
        if room < NARROWEST:
            first = wrap([Run(mark.strip())], width)
            return first + self.blocks(blocks, width, tight=tight)
        lines = self.blocks(blocks, room, tight=tight) or [()]
        rest = Run(" " * cells(mark))
        return [
            (Run(mark) if not at else rest, *line) if line or not at else ()
            for at, line in enumerate(lines)
        ]


def _chip(claim: Claim | None) -> list[Run]:
    """`[theorem]` in the language's word: the status is told by a word, not by a colour."""
    if claim is None:
        return []
    return [Run(f"[{tell(CHIPS[claim.status])}]", f"chip.{claim.status}"), Run(" ")]


def _formula(tex: str, width: int) -> list[Line]:
    """Indented by four cells, or by as many as are left."""
    rows = display(tex, width)
    indent = min(INDENT, width - max(map(cells, rows), default=0))
    return [(Run(" " * indent), Run(row, "formula")) if row else () for row in rows]


def _code(text: str, width: int) -> list[Line]:
    """Lines as they are, the long ones folded: code is read by columns, so nothing is wrapped."""
    indent = Run(" " * (CODE_INDENT if width >= NARROWEST else 0))
    room = width - cells(indent.text)
    lines: list[Line] = []
    for source in clean(text, keep_newlines=True).split("\n"):
        for part in _folded(source, room):
            lines.append((indent, Run(part, "code")) if part.strip() else ())
    return lines


def _folded(text: str, width: int) -> list[str]:
    parts, used = [""], 0
    for piece in clusters(text):
        used += cells(piece)
        if used > width:
            parts.append("")
            used = cells(piece)
        parts[-1] += piece
    return parts


def _broken(block: Broken, width: int) -> list[Line]:
    """What could not be read: the mistake, its place, the way out."""
    bar = Run(BAR if width - cells(BAR) >= NARROWEST else "", "error")
    room = width - cells(bar.text)
    lines = wrap([Run(f"✗ {clean(tell(block.title))}", "error")], room)
    lines += wrap([Run(clean(str(block.place)), "muted")], room)
    for message in (block.detail, block.remedy):
        if message is not None:
            lines += wrap([Run(clean(tell(message)))], room)
    return [(bar, *line) if bar.text else line for line in lines]


# ---------------------------------------------------------------- counting


def count_words(blocks: Iterable[Block]) -> tuple[int, int]:
    """Words parted by spaces, and Japanese characters, of the prose in these blocks.

    A formula or a drawn value is read as one word. What lay_out skips counts nothing: the time
    for a panel or a question is counted by the piece.
    """
    words = characters = 0
    for text in _texts(blocks):
        characters += sum(1 for c in text if c.isalpha() and is_cjk(c))
        words += len(_WORD.findall("".join(" " if is_cjk(c) else c for c in text)))
    return words, characters


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield _spoken(block.spans)
            case MathBlock():
                yield "x"
            case CodeBlock():
                yield block.text
            case Quote() | Alert():
                yield from _texts(block.blocks)
            case ListBlock():
                for item in block.items:
                    yield from _texts(item)
            case TableBlock():
                for row in (block.header, *block.rows):
                    yield from map(_spoken, row)
            case _:
                pass


def _spoken(spans: Sequence[Span]) -> str:
    """The words of a sentence; citations are not read."""
    parts: list[str] = []
    for span in spans:
        if isinstance(span, Text | Code):
            parts.append(span.text)
        elif isinstance(span, Formula | Drawn):
            parts.append(" x ")
    return "".join(parts)
