"""One learner at one course: what the front ends ask and tell, over the store and its replay.

The clock, the time zone and the ids come from outside, so that a test can be tomorrow.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from datetime import UTC, date, datetime
from uuid import uuid4

from hdtui.course.model import Lesson, Question
from hdtui.errors import CourseError
from hdtui.messages import Message, say
from hdtui.study import schedule
from hdtui.study.attempt import Attempt
from hdtui.study.events import Answered, Envelope, Event, Guessed
from hdtui.study.progress import DueItem, Item, Position, Progress
from hdtui.study.store import Store

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class Learner:
    """Progress in one place: read at start, then kept in step with every event."""

    def __init__(self, store: Store, *, clock: Clock = _now, zone: schedule.Zone = None) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._progress = Progress.replay(store.events())
        self._complaints: list[Message] = []
        self._position_told: Event | None = None

    def close(self) -> None:
        self._store.close()

    # ------------------------------------------------------------ telling

    def record(self, event: Event) -> None:
        """Keep an event; an answer is on the disk when this returns."""
        envelope = Envelope(uuid4().hex, self._clock(), event)
        self._store.append(envelope)
        self._progress.apply(envelope)

    def visit(self, event: Event) -> None:
        """Keep where the learner is, once per place: the same page again is no news."""
        if event != self._position_told:
            self._position_told = event
            self.record(event)

    def complain(self, error: CourseError) -> None:
        """A mistake of the course that only a run could show."""
        place = str(error.place)
        self._complaints.append(say("{place}: {what}", place=place, what=error.title))

    # ------------------------------------------------------------ questions

    def attempt(
        self, lesson: str, question: Question, *, predicted: bool = False, review: bool = False
    ) -> Attempt:
        """A question as it stands: answered or locked before, else asked now.

        A review asks anew; so does a question whose text has changed since.
        """
        past = None if review else self._past(lesson, question)
        if past is not None and past.revision == question.revision:
            return Attempt.resumed(question, past)
        number = self._progress.next_attempt(lesson, question.id)
        return Attempt(lesson, question, number, predicted=predicted, review=review)

    def answered(self, lesson: str, question: Question) -> Attempt | None:
        """The last answer to a question, judged, as long as its text is still the same."""
        past = self._past(lesson, question)
        if not isinstance(past, Answered) or past.revision != question.revision:
            return None
        return Attempt.resumed(question, past)

    def _past(self, lesson: str, question: Question) -> Answered | Guessed | None:
        guessed = self._progress.guessed(lesson, question.id)
        if guessed is not None:
            return guessed
        answers = self._progress.answers(lesson, question.id)
        last = answers[-1].event if answers else None
        return last if isinstance(last, Answered) else None

    # ------------------------------------------------------------ where one is

    def position(self) -> Position | None:
        return self._progress.position

    def left_at(self, lesson: str) -> Position | None:
        return self._progress.position_in(lesson)

    def screens_seen(self, lesson: str) -> frozenset[str]:
        return self._progress.lesson(lesson).screens

    # ------------------------------------------------------------ review

    def due(self, among: Container[Item]) -> list[DueItem]:
        """What comes back today, of the questions the course has."""
        return self._progress.due(self._clock(), self._zone, among)

    def next_review(self, lesson: Lesson) -> date | None:
        """The day on which the first question of a lesson comes back."""
        id = lesson.head.id
        days = [self._progress.due_on(id, q.id, self._zone) for q in lesson.questions()]
        return min((day for day in days if day is not None), default=None)

    def days_if_right(self, item: DueItem) -> int:
        now = self._clock()
        return self._progress.days_if_right(item.lesson, item.question, now, self._zone)

    def today(self) -> date:
        return schedule.local_day(self._clock(), self._zone)

    # ------------------------------------------------------------ what to say

    def notices(self) -> list[Message]:
        """What the learner should know about their progress or the course."""
        notice = self._store.notice
        return ([notice] if notice is not None else []) + self._complaints

    def progress_line(self) -> Message:
        if self.position() is None:
            return say(
                "new learner, kept in {folder}; nothing leaves this machine",
                folder=str(self._store.folder),
            )
        return say("kept in {folder}; nothing leaves this machine", folder=str(self._store.folder))
