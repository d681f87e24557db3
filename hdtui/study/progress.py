"""Where a learner stands, derived from the events: position, answers, review dates, calibration.

Events are applied one by one, as they happen or from the store: a replay gives the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date, datetime
from itertools import zip_longest
from typing import NamedTuple

from fsrs import Rating

from hdtui.description import SettingValue
from hdtui.study import schedule
from hdtui.study.answers import Answer
from hdtui.study.events import (
    Answered,
    Confidence,
    Envelope,
    Guessed,
    Noted,
    Reset,
    Skipped,
    Undone,
    Visited,
)

Item = tuple[str, str]
"A question of the course: (lesson, question)."


class Position(NamedTuple):
    """The page where the app opens again, with the dials as they were left."""

    lesson: str
    screen: str
    page: int
    settings: dict[str, dict[str, SettingValue]]
    "By panel of the lesson."


class LessonProgress(NamedTuple):
    """What was done of a lesson. Texts and predictions are not graded, so not counted here."""

    screens: frozenset[str]
    answered: frozenset[str]
    right: frozenset[str]
    "Questions whose last answer was right."


class DueItem(NamedTuple):
    lesson: str
    question: str
    due: date
    last: date
    "The local day of the last answer."
    sure_but_wrong: bool


class Calibration(NamedTuple):
    """How often answers of one confidence were right."""

    confidence: Confidence
    asked: int
    right: int


class Guess(NamedTuple):
    """A prediction beside what came out."""

    question: str
    answer: Answer | None
    truth: float | None
    right: bool | None
    confidence: Confidence | None


class Progress:
    """The state after the events so far."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._undone: set[str] = set()
        self._answers: dict[Item, dict[str, schedule.Given]] = {}
        "By question, by event: the answers that count."
        self._guessed: dict[Item, Guessed] = {}
        "Locked predictions whose run has not been measured."
        self._notes: dict[str, Noted] = {}
        self._trails: dict[str, _Trail] = {}
        "By lesson, the one visited last at the end."
        self._due: dict[Item, dict[schedule.Zone, schedule.Due | None]] = {}
        "What is known of review dates until the question is answered again."

    @classmethod
    def replay(cls, envelopes: Iterable[Envelope]) -> Progress:
        progress = cls()
        for envelope in envelopes:
            progress.apply(envelope)
        return progress

    # ------------------------------------------------------------ events

    def apply(self, envelope: Envelope) -> None:
        """One more event. The same event again, or one that was undone, changes nothing."""
        if envelope.id in self._seen:
            return
        self._seen.add(envelope.id)
        match envelope.event:
            case Undone(event):
                self._undo(event)
            case Reset(lesson):
                self._forget(lesson)
            case _ if envelope.id in self._undone:
                pass
            case Answered() as answered:
                item = (answered.lesson, answered.question)
                self._answers.setdefault(item, {})[envelope.id] = (envelope.at, answered)
                self._due.pop(item, None)
                self._guessed.pop(item, None)
            case Skipped() as skipped:
                self._guessed.pop((skipped.lesson, skipped.question), None)
            case Guessed() as guessed:
                self._guessed[guessed.lesson, guessed.question] = guessed
            case Visited() as visited:
                trail = self._trails.pop(visited.lesson, None) or _Trail()
                trail.visit(visited)
                self._trails[visited.lesson] = trail
            case Noted() as noted:
                self._notes[envelope.id] = noted

    def _undo(self, event: str) -> None:
        """Take back an answer or a note; an undo may come before what it undoes (a merge)."""
        self._undone.add(event)
        self._notes.pop(event, None)
        for item in [item for item, answers in self._answers.items() if event in answers]:
            del self._answers[item][event]
            self._due.pop(item, None)
            if not self._answers[item]:
                del self._answers[item]

    def _forget(self, lesson: str | None) -> None:
        for item in [item for item in self._answers if lesson in (None, item[0])]:
            del self._answers[item]
            self._due.pop(item, None)
        for item in [item for item in self._guessed if lesson in (None, item[0])]:
            del self._guessed[item]
        for visited in [name for name in self._trails if lesson in (None, name)]:
            del self._trails[visited]
        self._notes = {
            id: note for id, note in self._notes.items() if lesson not in (None, note.lesson)
        }

    # ------------------------------------------------------------ reading on

    @property
    def position(self) -> Position | None:
        """The page shown last, of whatever lesson."""
        return self.position_in(next(reversed(self._trails))) if self._trails else None

    def position_in(self, lesson: str) -> Position | None:
        """The page of this lesson shown last."""
        trail = self._trails.get(lesson)
        return trail.position(lesson) if trail else None

    def lesson(self, lesson: str) -> LessonProgress:
        last = {
            item[1]: graded[-1].right
            for item in self._answers
            if item[0] == lesson and (graded := self._graded(item))
        }
        trail = self._trails.get(lesson)
        return LessonProgress(
            frozenset(trail.screens if trail else ()),
            frozenset(last),
            frozenset(question for question, right in last.items() if right),
        )

    def notes(self, lesson: str) -> tuple[Noted, ...]:
        return tuple(note for note in self._notes.values() if note.lesson == lesson)

    # ------------------------------------------------------------ questions

    def answers(self, lesson: str, question: str) -> tuple[Envelope, ...]:
        """Every answer to a question that counts, oldest first."""
        given = self._answers.get((lesson, question), {})
        return tuple(Envelope(id, at, answered) for id, (at, answered) in given.items())

    def guessed(self, lesson: str, question: str) -> Guessed | None:
        """The locked prediction that waits for its run."""
        return self._guessed.get((lesson, question))

    def next_attempt(self, lesson: str, question: str) -> int:
        """The number of the next asking, from 1."""
        numbers = [answered.attempt for _, answered in self._history((lesson, question))]
        return max(numbers, default=0) + 1

    def guesses(self, lesson: str) -> tuple[Guess, ...]:
        """The last prediction of each question of the lesson, in the order they were first made."""
        found: list[Guess] = []
        for item in self._answers:
            made = [a for _, a in self._history(item) if a.predicted and not a.review]
            if item[0] == lesson and made:
                last = made[-1]
                found.append(Guess(item[1], last.answer, last.truth, last.right, last.confidence))
        return tuple(found)

    def calibration(self, lesson: str | None = None) -> tuple[Calibration, ...]:
        """Said against got, for each confidence. First tries only: a retry has seen feedback."""
        asked = {1: 0, 2: 0, 3: 0}
        right = {1: 0, 2: 0, 3: 0}
        for item in self._answers:
            if lesson not in (None, item[0]):
                continue
            for _, answered in self._history(item):
                said = answered.confidence
                if said is None or answered.right is None or answered.retry:
                    continue
                asked[said] += 1
                right[said] += answered.right
        levels: tuple[Confidence, ...] = (1, 2, 3)
        return tuple(Calibration(level, asked[level], right[level]) for level in levels)

    # ------------------------------------------------------------ review

    def due(
        self, now: datetime, zone: schedule.Zone, among: Container[Item] | None = None
    ) -> list[DueItem]:
        """What comes back today, lessons mixed, what one was sure of and wrong about first.

        Due from the start of the learner's local day. `among` are the questions the course has
        now; those it no longer has stay away.
        """
        today = schedule.local_day(now, zone)
        found: list[DueItem] = []
        for item in self._answers:
            when = self._when(item, zone) if among is None or item in among else None
            # An answer from the future means that a clock was wrong: it must not hide a question.
            if when is not None and (when.day <= today or when.last > today):
                found.append(DueItem(*item, when.day, when.last, when.sure_but_wrong))
        first = [item for item in found if item.sure_but_wrong]
        return _mixed(first) + _mixed([item for item in found if not item.sure_but_wrong])

    def due_on(self, lesson: str, question: str, zone: schedule.Zone) -> date | None:
        """The local day on which a question comes back; None where it was never asked."""
        when = self._when((lesson, question), zone)
        return when.day if when else None

    def days_if_right(self, lesson: str, question: str, now: datetime, zone: schedule.Zone) -> int:
        """Days until the question comes back, if it is answered rightly now ("think so")."""
        history = schedule.reviews(self._history((lesson, question)))
        return schedule.next_interval(f"{lesson}/{question}", history, Rating.Good, now, zone)

    def _when(self, item: Item, zone: schedule.Zone) -> schedule.Due | None:
        known = self._due.setdefault(item, {})
        if zone not in known:
            history = schedule.reviews(self._history(item))
            known[zone] = schedule.due("/".join(item), history, zone)
        return known[zone]

    def _history(self, item: Item) -> tuple[schedule.Given, ...]:
        return tuple(self._answers.get(item, {}).values())

    def _graded(self, item: Item) -> list[Answered]:
        """Answers that say whether the learner knows it: no texts, no predictions."""
        return [
            answered
            for _, answered in self._history(item)
            if answered.right is not None and (answered.review or not answered.predicted)
        ]


class _Trail:
    """The screens of one lesson that were seen, and the last page."""

    def __init__(self) -> None:
        self.screens: set[str] = set()
        self._last: Visited | None = None
        self._settings: dict[str, dict[str, SettingValue]] = {}

    def visit(self, visited: Visited) -> None:
        self.screens.add(visited.screen)
        self._settings = dict(visited.settings)
        self._last = visited

    def position(self, lesson: str) -> Position | None:
        if self._last is None:
            return None
        return Position(lesson, self._last.screen, self._last.page, dict(self._settings))


def _mixed(items: Iterable[DueItem]) -> list[DueItem]:
    """One of each lesson in turn, the oldest first: mixed practice is what review is for
    (Brunmair and Richter 2019)."""
    queues: dict[str, list[DueItem]] = {}
    for item in sorted(items, key=lambda item: (item.due, item.lesson, item.question)):
        queues.setdefault(item.lesson, []).append(item)
    rounds = zip_longest(*queues.values())
    return [item for turn in rounds for item in turn if item is not None]
