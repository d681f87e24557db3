"""Questions and answers to try things on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hdtui.course.model import AnswerBand, AnswerSpec, Choice, Kind, Paragraph, Question, Text
from hdtui.errors import Place
from hdtui.study.answers import Answer, Number
from hdtui.study.events import Answered, Confidence, Envelope, Event

PLACE = Place("01-other-world/lesson.en.md", 7, 1)
ONE = Number("1")
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def choice_question(kind: Kind, right: str, *, fixed: bool = False, id: str = "q") -> Question:
    """`right` is one letter a choice: r right, w wrong, - an item to be ordered."""
    marks = {"r": True, "w": False, "-": None}
    choices = tuple(
        Choice(words(f"choice {i}"), marks[mark], (), PLACE) for i, mark in enumerate(right)
    )
    return Question(
        id=id,
        kind=kind,
        title=words("Which?"),
        prompt=(),
        choices=choices,
        hints=((Paragraph(words("first"), PLACE),), (Paragraph(words("second"), PLACE),)),
        fixed_order=fixed,
        place=PLACE,
        revision="0a1b2c3d",
    )


def keyed(kind: Kind, spec: AnswerSpec, *conditions: str) -> Question:
    """A question with an answer block, and one band a condition."""
    return Question(
        id="belt",
        kind=kind,
        title=words("How wide?"),
        prompt=(),
        bands=tuple(AnswerBand(text, words(text), PLACE) for text in conditions),
        answer=spec,
        place=PLACE,
        revision="0a1b2c3d",
    )


def answered(
    question: str = "q",
    *,
    lesson: str = "equator",
    right: bool | None = True,
    confidence: Confidence | None = 2,
    answer: Answer | None = ONE,
    near: bool = False,
    hints: int = 0,
    retry: int = 0,
    attempt: int = 1,
    predicted: bool = False,
    review: bool = False,
) -> Answered:
    return Answered(
        lesson=lesson,
        question=question,
        revision="0a1b2c3d",
        kind="numeric",
        answer=answer,
        confidence=confidence,
        right=right,
        credit=float(bool(right)),
        near=near,
        hints=hints,
        retry=retry,
        attempt=attempt,
        predicted=predicted,
        review=review,
    )


def envelope(id: str, event: Event, *, days: float = 0, at: datetime = MORNING) -> Envelope:
    return Envelope(id, at + timedelta(days=days), event)
