"""The last page of a lesson: guesses beside measurements, how it went, what comes next."""

from __future__ import annotations

from hdtui.course.layout import spans_to_runs
from hdtui.i18n import _, many, tell
from hdtui.session.judging import measured_by
from hdtui.session.library import Library
from hdtui.session.reading import Reading
from hdtui.session.readout import show_answer
from hdtui.session.status import when_back
from hdtui.study.answers import read_number
from hdtui.study.attempt import Attempt
from hdtui.study.learner import Learner
from hdtui.text.lines import Line, Run, cells, cut, pad, wrap


def summary_lines(reading: Reading, learner: Learner, library: Library, width: int) -> list[Line]:
    """What the learner leaves with."""
    judged = reading.judged(learner)
    scored = [attempt for attempt in judged if attempt.question.kind != "text"]
    lines: list[Line] = [(Run(_("What you leave with"), "heading"),), ()]
    for attempt in judged:
        lines += _row(attempt, width)
    if judged:
        lines.append(())
    right = sum(_right(attempt) for attempt in scored)
    words = many(
        "{right} of {n} answer right", "{right} of {n} answers right", len(scored), right=right
    )
    lines.append((Run(words, "strong"),))
    sure = [attempt for attempt in scored if attempt.confidence == 3]
    if sure:
        hit = sum(_right(attempt) for attempt in sure)
        lines.append((Run(_("of those you were sure of: {hit} of {n}", hit=hit, n=len(sure))),))
    left = len([q for q in reading.lesson.questions() if q.kind != "text"]) - len(scored)
    if left > 0:
        lines.append((Run(many("{n} question is left open", "{n} questions are left open", left)),))
    lines += [(), *wrap([Run(tell(when_back(learner, reading.lesson)))], width)]
    following = library.following(reading.lesson.head.id)
    if following is not None:
        lines += [(), *wrap([Run(_("Next: {title}", title=following.title))], width)]
    return lines


def _row(attempt: Attempt, width: int) -> list[Line]:
    verdict = attempt.verdict
    if verdict is None:
        return []
    mark, look = ("✓", "right") if verdict.right else ("✗", "wrong")
    if attempt.question.kind == "text":
        mark, look = " ", ""
    title = "".join(run.text for run in spans_to_runs(attempt.question.title, attempt.drawn))
    said = _said(attempt)
    room = width - cells(said) - 4
    return [(Run(f"{mark} ", look), Run(pad(cut(title, room), room)), Run(f"  {said}", "muted"))]


def _said(attempt: Attempt) -> str:
    """`you 10, measured 3.59°` for a number; nothing for the other kinds."""
    verdict = attempt.verdict
    if verdict is None or verdict.truth is None or attempt.question.kind != "numeric":
        return ""
    unit = attempt.question.answer.unit if attempt.question.answer else ""
    truth = show_answer(verdict.truth, unit)
    text = getattr(attempt.answer, "text", "")
    you = show_answer(read_number(text, unit), unit) if text else "–"
    words = _("measured") if measured_by(attempt.question) else _("it is")
    return _("you {you}, {words} {truth}", you=you, words=words, truth=truth)


def _right(attempt: Attempt) -> bool:
    return attempt.verdict is not None and attempt.verdict.right is True
