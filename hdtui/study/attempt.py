"""One asking of one question: its state and what may be done in it, without any screen.

    asking --give--> sure? --lock--> locked --judge--> judged
       ^---take_back---'

`sure?` is passed over where no confidence is asked. The app, the review and the linear mode all
drive this one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, cast

from hdtui.course.model import Block, Question
from hdtui.errors import AnswerError
from hdtui.messages import Message, say
from hdtui.study.answers import Answer, Choices, Curve, Free, Number, Order, read_number
from hdtui.study.draw import draw, shuffle
from hdtui.study.events import Answered, Confidence, Guessed, Skipped
from hdtui.study.facts import Facts
from hdtui.study.grade import Verdict, grade, reveal

Stage = Literal["asking", "sure?", "locked", "judged"]
LONGEST_TEXT = 20_000
"Characters of a free answer that are kept."


class Attempt:
    """The asking number `number` (from 1) of a question."""

    def __init__(
        self,
        lesson: str,
        question: Question,
        number: int = 1,
        *,
        predicted: bool = False,
        review: bool = False,
        retries: int = 0,
    ) -> None:
        self.lesson = lesson
        self.question = question
        self.number = number
        self.predicted = predicted
        "Asked before the run that answers it."
        self.review = review
        self.retries = retries
        "How many askings in a row went before this one."
        self.drawn = draw(question.id, number, question.answer.draw if question.answer else {})
        self.order = shuffle(question, number)
        "Place on the screen -> place in the lesson file, which is what answers speak of."
        self.stage: Stage = "asking"
        self.hints_shown = 0
        self.answer: Answer | None = None
        self.confidence: Confidence | None = None
        self.verdict: Verdict | None = None
        self.shown = False
        "The right answer was asked for."
        self.skipped = False

    @classmethod
    def resumed(cls, question: Question, past: Answered | Guessed) -> Attempt:
        """The asking an event tells of, as it was left: locked, or judged."""
        attempt = cls(
            past.lesson,
            question,
            past.attempt,
            predicted=isinstance(past, Guessed) or past.predicted,
            review=isinstance(past, Answered) and past.review,
            retries=past.retry,
        )
        attempt.answer, attempt.confidence = past.answer, past.confidence
        attempt.hints_shown = min(past.hints, len(question.hints))
        attempt.stage = "locked"
        if isinstance(past, Answered):
            attempt.stage, attempt.shown = "judged", past.shown
            attempt.verdict = _remembered(question, past)
        return attempt

    def guess(self) -> Guessed:
        """What is to be remembered of a locked prediction until it is judged."""
        self._must_be("locked")
        assert self.answer is not None
        return Guessed(
            lesson=self.lesson,
            question=self.question.id,
            revision=self.question.revision,
            attempt=self.number,
            answer=self.answer,
            confidence=self.confidence,
            hints=self.hints_shown,
            retry=self.retries,
        )

    # ------------------------------------------------------------ hints

    @property
    def hints(self) -> tuple[tuple[Block, ...], ...]:
        """The hints seen so far; they stay readable."""
        return self.question.hints[: self.hints_shown]

    @property
    def hints_left(self) -> int:
        return len(self.question.hints) - self.hints_shown

    def next_hint(self) -> tuple[Block, ...] | None:
        """One more hint, or None where there is none left or the answer is locked."""
        if self.hints_left == 0 or self.stage in ("locked", "judged"):
            return None
        self.hints_shown += 1
        return self.question.hints[self.hints_shown - 1]

    # ------------------------------------------------------------ answering

    @property
    def asks_confidence(self) -> bool:
        spec = self.question.answer
        return self.question.kind != "text" and (spec is None or spec.confidence)

    def give(self, answer: Answer) -> None:
        """The learner's answer, checked as far as it can be before it is judged.

        Raises AnswerError, and leaves everything as it was, where it cannot be an answer.
        """
        self._must_be("asking")
        self.answer = _checked(self.question, answer)
        self.stage = "sure?" if self.asks_confidence else "locked"

    def take_back(self) -> None:
        """Change the answer, before it is locked."""
        self._must_be("sure?")
        self.answer = None
        self.stage = "asking"

    def lock(self, confidence: int) -> None:
        """How sure (1 to 3); from here on the answer stands."""
        self._must_be("sure?")
        if confidence not in (1, 2, 3):
            raise AnswerError(say("How sure: 1, 2 or 3"))
        self.confidence = cast(Confidence, confidence)
        self.stage = "locked"

    def judge(self, facts: Facts | None = None) -> Verdict:
        """The verdict; without facts, from the drawn values alone.

        Raises CourseError, and stays locked, where the key has no value for these facts.
        """
        self._must_be("locked")
        assert self.answer is not None
        self.verdict = grade(self.question, self.answer, facts or Facts(self.drawn))
        self.stage = "judged"
        return self.verdict

    def show_answer(self, facts: Facts | None = None) -> Verdict:
        """The right answer. Before a verdict this ends the asking, unanswered.

        Raises CourseError as `judge` does.
        """
        if self.verdict is None:
            self.verdict = reveal(self.question, facts or Facts(self.drawn))
            self.answer = self.confidence = None
            self.stage = "judged"
        self.shown = True
        return self.verdict

    def skip(self) -> None:
        """Leave the question unanswered; nothing is judged."""
        if self.stage == "judged":
            raise RuntimeError("a judged attempt cannot be skipped")
        self.answer = self.confidence = None
        self.skipped = True
        self.stage = "judged"

    def retry(self) -> Attempt:
        """The question again, with other numbers and another order."""
        return Attempt(
            self.lesson,
            self.question,
            self.number + 1,
            predicted=self.predicted,
            review=self.review,
            retries=self.retries + 1,
        )

    # ------------------------------------------------------------ the event

    def event(self, seconds: float = 0.0) -> Answered | Skipped:
        """What is to be remembered of this asking, once it is over."""
        self._must_be("judged")
        question, verdict = self.question, self.verdict
        if verdict is None:
            return Skipped(self.lesson, question.id, question.revision)
        return Answered(
            lesson=self.lesson,
            question=question.id,
            revision=question.revision,
            kind=question.kind,
            attempt=self.number,
            drawn=self.drawn,
            answer=self.answer,
            confidence=self.confidence,
            right=verdict.right,
            credit=verdict.credit,
            near=verdict.near,
            band=verdict.band,
            hints=self.hints_shown,
            retry=self.retries,
            shown=self.shown,
            predicted=self.predicted,
            review=self.review,
            truth=verdict.truth,
            seconds=seconds,
        )

    def _must_be(self, stage: Stage) -> None:
        if self.stage != stage:
            raise RuntimeError(f"the attempt is at {self.stage!r}, not at {stage!r}")


def _remembered(question: Question, past: Answered) -> Verdict:
    """The verdict of an event: what needs no run is judged again, the rest is as it was kept."""
    if isinstance(past.answer, Choices | Order):
        return grade(question, past.answer, Facts(past.drawn))
    return Verdict(
        right=past.right,
        credit=past.credit,
        near=past.near,
        band=past.band if past.band is None or past.band < len(question.bands) else None,
        truth=past.truth,
    )


def _checked(question: Question, answer: Answer) -> Answer:
    """The answer as it is kept, or AnswerError."""
    n = len(question.choices)
    match question.kind, answer:
        case "single", Choices(indices):
            _need(len(indices) == 1 and _places(indices, n), say("Choose one."))
        case "multiple", Choices(indices):
            _need(len(indices) > 0 and _places(indices, n), say("Choose at least one."))
            return Choices(tuple(sorted(indices)))
        case "order", Order(indices):
            _need(len(indices) == n and _places(indices, n), say("Put all {n} in order.", n=n))
        case "numeric", Number(text):
            read_number(text, question.answer.unit if question.answer else "")
        case "curve", Curve(values):
            points = len(question.answer.points) if question.answer else 0
            fits = len(values) == points and all(math.isfinite(y) for y in values)
            _need(fits, say("Give the curve at its {n} points.", n=points))
        case "text", Free(text):
            # A terminal may hand over halves of characters, which no file can keep.
            return Free(text[:LONGEST_TEXT].encode(errors="replace").decode())
        case _:
            raise AnswerError(say("this question asks for another kind of answer"))
    return answer


def _places(indices: Sequence[int], n: int) -> bool:
    return len(set(indices)) == len(indices) and all(0 <= i < n for i in indices)


def _need(holds: bool, otherwise: Message) -> None:
    if not holds:
        raise AnswerError(otherwise)
