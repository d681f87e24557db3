"""The lines of a question: its choices with their marks, and what is said once it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Choice
from hdtui.i18n import _
from hdtui.study.answers import Choices, Order
from hdtui.study.attempt import Attempt
from hdtui.text.lines import Line, Run, wrap

INDENT = 5


def choice_lines(
    attempt: Attempt,
    marked: Sequence[int],
    cursor: int,
    width: int,
    sources: Mapping[str, str],
    *,
    focused: bool,
) -> list[Line]:
    """Every choice; after the verdict the chosen ones (or, shown, all) with their reasons."""
    lines: list[Line] = []
    for position, index in enumerate(attempt.order):
        choice = attempt.question.choices[index]
        here = focused and attempt.stage == "asking" and position == cursor
        mark, look = _mark(attempt, position, index, choice, marked)
        head = f"{'▸' if here else ' '}{mark} {position + 1} "
        runs = spans_to_runs(choice.spans, attempt.drawn, sources)
        styled = [Run(run.text, f"{run.style} {look}".strip()) for run in runs]
        lines += _prefixed(wrap(styled, width - INDENT), Run(head, look))
        if attempt.stage == "judged" and (attempt.shown or _touched(attempt, index, marked)):
            body = lay_out(choice.explanation, width - INDENT, drawn=attempt.drawn, sources=sources)
            lines += _prefixed(body, Run(" " * INDENT))
    return lines


def _prefixed(lines: list[Line], head: Run) -> list[Line]:
    rest = Run(" " * INDENT)
    return [(head if not i else rest, *line) for i, line in enumerate(lines)]


def _touched(attempt: Attempt, index: int, marked: Sequence[int]) -> bool:
    """Whether the learner's answer spoke of this choice."""
    if isinstance(attempt.answer, Choices):
        return index in attempt.answer.indices
    return isinstance(attempt.answer, Order)


def _mark(
    attempt: Attempt, position: int, index: int, choice: Choice, marked: Sequence[int]
) -> tuple[str, str]:
    """The sign before a choice and its style: ✓ ✗ after the verdict, ● or a rank before."""
    if attempt.stage == "judged":
        if attempt.question.kind == "order":
            parts = attempt.verdict.parts if attempt.verdict else ()
            fits = index < len(parts) and parts[index]
            return ("✓", "right") if fits else ("✗", "wrong")
        if _touched(attempt, index, marked):
            return ("✓", "right") if choice.right else ("✗", "wrong")
        return ("✓", "right") if attempt.shown and choice.right else (" ", "")
    if position not in marked:
        return (" ", "")
    if attempt.question.kind == "order":
        return (str(marked.index(position) + 1), "chosen")
    return ("●", "chosen")


def verdict_lines(attempt: Attempt, width: int, sources: Mapping[str, str]) -> list[Line]:
    """Right or wrong in a word, the band's feedback, the worked answer once it is shown."""
    verdict = attempt.verdict
    if verdict is None:
        return []
    if attempt.question.kind == "text":
        lines = wrap([Run(_("Not scored."), "muted")], width)
    elif verdict.right:
        lines = wrap([Run(f"✓ {_('Right.')}", "right")], width)
    elif verdict.near:
        lines = wrap([Run(f"✗ {_('Close.')}", "wrong")], width)
    else:
        sure = attempt.confidence == 3
        words = _("You were sure and wrong: this one comes back first tomorrow.")
        lines = wrap([Run(f"✗ {words if sure else _('Not this.')}", "wrong")], width)
    if verdict.band is not None:
        band = attempt.question.bands[verdict.band]
        lines += wrap(spans_to_runs(band.feedback, attempt.drawn, sources), width)
    if attempt.shown or verdict.right:
        blocks = attempt.question.explanation
        lines += lay_out(blocks, width, drawn=attempt.drawn, sources=sources)
    return lines
