"""The lines of a question: its choices with their marks, and what is said once it is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Choice
from hdtui.i18n import _
from hdtui.session.readout import show_answer
from hdtui.study.answers import Choices, Number, Order
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
    for position, index in enumerate(_shown_order(attempt)):
        choice = attempt.question.choices[index]
        here = focused and attempt.stage == "asking" and position == cursor
        mark, look = _mark(attempt, position, index, choice, marked)
        head = f"{'▸' if here else ' '}{mark} {_number(attempt, position, index)} "
        runs = spans_to_runs(choice.spans, attempt.drawn, sources)
        styled = [Run(run.text, f"{run.style} {look}".strip()) for run in runs]
        lines += _prefixed(wrap(styled, width - INDENT), Run(head, look))
        if attempt.stage == "judged" and (attempt.shown or _touched(attempt, index)):
            body = lay_out(choice.explanation, width - INDENT, drawn=attempt.drawn, sources=sources)
            lines += _prefixed(body, Run(" " * INDENT))
    return lines


def _shown_order(attempt: Attempt) -> tuple[int, ...]:
    """As it was asked; an ordering whose answer is shown stands in its right order."""
    if attempt.question.kind == "order" and attempt.shown:
        return tuple(range(len(attempt.question.choices)))
    return attempt.order


def _number(attempt: Attempt, position: int, index: int) -> int:
    """The key that chooses it; of a judged ordering the place the learner gave it."""
    answer = attempt.answer
    if attempt.stage == "judged" and isinstance(answer, Order) and not attempt.shown:
        return answer.indices.index(index) + 1
    return position + 1


def _prefixed(lines: list[Line], head: Run) -> list[Line]:
    rest = Run(" " * INDENT)
    return [(head if not i else rest, *line) for i, line in enumerate(lines)]


def _touched(attempt: Attempt, index: int) -> bool:
    """Whether the learner's answer spoke of this choice."""
    if isinstance(attempt.answer, Choices):
        return index in attempt.answer.indices
    parts = attempt.verdict.parts if attempt.verdict else ()
    return isinstance(attempt.answer, Order) and index < len(parts) and parts[index]


def _mark(
    attempt: Attempt, position: int, index: int, choice: Choice, marked: Sequence[int]
) -> tuple[str, str]:
    """The sign before a choice and its style: ✓ ✗ after the verdict, ● or a rank before."""
    if attempt.stage == "judged":
        if attempt.question.kind == "order":
            if attempt.shown:  # it stands in the right order now; the marks were about another
                return (" ", "")
            parts = attempt.verdict.parts if attempt.verdict else ()
            fits = index < len(parts) and parts[index]
            return ("✓", "right") if fits else ("✗", "wrong")
        if _touched(attempt, index):
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
    lines += _said(attempt, width)
    if verdict.band is not None:
        band = attempt.question.bands[verdict.band]
        lines += wrap(spans_to_runs(band.feedback, attempt.drawn, sources), width)
    if attempt.shown or verdict.right:
        blocks = attempt.question.explanation
        lines += lay_out(blocks, width, drawn=attempt.drawn, sources=sources)
    return lines


def _said(attempt: Attempt, width: int) -> list[Line]:
    """The learner's number, and the true one once it is known to them."""
    verdict, answer = attempt.verdict, attempt.answer
    if attempt.question.kind != "numeric" or verdict is None or attempt.predicted:
        return []
    lines = []
    if isinstance(answer, Number):
        lines += wrap([Run(_("You said {text}.", text=answer.text.strip()))], width)
    if verdict.truth is not None and (verdict.right or attempt.shown):
        unit = attempt.question.answer.unit if attempt.question.answer else ""
        truth = show_answer(verdict.truth, unit)
        lines += wrap([Run(_("It is {truth}.", truth=truth))], width)
    return lines
