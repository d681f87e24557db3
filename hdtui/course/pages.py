"""A screen of a lesson, cut into what is shown at once.

A question has a page of its own; a panel shares its page with the prose around it; the rest is
prose. The app turns these pages and the linter measures them, so both count the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Block, Figure, Panel, Question, Screen, Walkthrough
from hdtui.text.lines import wrap

ROWS = 20
"Rows of the body at 80x24: two go to the header, two to the keys."
WIDTH = 78
"Columns of the body at 80x24: one of margin on either side."
PANEL_ROWS = 13
"The least a panel needs: title, chart of ten rows, dials, status."
TITLE_ROWS = 2
"The title of the screen and the line below it, on pages of prose."
ANSWER_ROWS = 2
"What a question shows below its choices: how sure, or the verdict."
FIELD_ROWS = {"numeric": 5, "curve": 12}
"What the ruler with its field, and the empty axes, take."


class ProsePage(msgspec.Struct, frozen=True):
    blocks: tuple[Block, ...]


class QuestionPage(msgspec.Struct, frozen=True):
    question: Question


class PanelPage(msgspec.Struct, frozen=True):
    """A panel with the prose before and after it."""

    before: tuple[Block, ...]
    panel: Panel | Walkthrough | Figure
    after: tuple[Block, ...] = ()


Page = ProsePage | QuestionPage | PanelPage


def pages(screen: Screen) -> tuple[Page, ...]:
    """The pages of a screen, in order; a screen without blocks is one empty page of prose."""
    found: list[Page] = []
    prose: list[Block] = []
    for block in screen.blocks:
        if isinstance(block, Question):
            _close(found, prose)
            found.append(QuestionPage(block))
        elif isinstance(block, Panel | Walkthrough | Figure):
            if found and isinstance(found[-1], PanelPage):
                _close(found, prose)
            found.append(PanelPage(tuple(prose), block))
            prose.clear()
        else:
            prose.append(block)
    _close(found, prose)
    return tuple(found) or (ProsePage(()),)


def _close(found: list[Page], prose: list[Block]) -> None:
    """Prose after a panel belongs to the panel; other prose is a page."""
    if not prose:
        return
    if found and isinstance(found[-1], PanelPage):
        found[-1] = msgspec.structs.replace(found[-1], after=tuple(prose))
    else:
        found.append(ProsePage(tuple(prose)))
    prose.clear()


def height(page: Page, width: int = WIDTH) -> int:
    """Rows the page needs at this width, at its fullest (the longest feedback shown)."""
    if isinstance(page, ProsePage):
        return TITLE_ROWS + _rows(page.blocks, width)
    if isinstance(page, PanelPage):
        prose = [_rows(blocks, width) + 1 for blocks in (page.before, page.after) if blocks]
        return PANEL_ROWS + sum(prose)
    return _question_rows(page.question, width)


def _rows(blocks: Sequence[Block], width: int) -> int:
    return len(lay_out(blocks, width))


def _question_rows(question: Question, width: int) -> int:
    rows = len(wrap(spans_to_runs(question.title), width)) + 1
    rows += _rows(question.prompt, width) + 1 if question.prompt else 0
    rows += sum(len(wrap(spans_to_runs(choice.spans), width - 5)) for choice in question.choices)
    rows += FIELD_ROWS.get(question.kind, 0)
    feedback = [_rows(choice.explanation, width - 5) for choice in question.choices]
    feedback += [len(wrap(spans_to_runs(band.feedback), width)) for band in question.bands]
    return rows + max(feedback, default=0) + ANSWER_ROWS
