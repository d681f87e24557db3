"""Progress is what the events say: replayed or one by one, undone, reset, in any zone."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from hdtui.description import SettingValue
from hdtui.study import schedule
from hdtui.study.answers import Number
from hdtui.study.events import (
    Answered,
    Envelope,
    Event,
    Noted,
    Reset,
    Skipped,
    Undone,
    Visited,
    decode,
    encode,
)
from hdtui.study.progress import Calibration, Guess, LessonProgress, Position, Progress
from tests.study.makers import MORNING, answered, envelope

Dials = dict[str, dict[str, SettingValue]]
TOKYO = timezone(timedelta(hours=9))
NEW_YORK = timezone(timedelta(hours=-5))
LESSONS = ("other-world", "near-orthogonal", "equator")
QUESTIONS = ("a", "b", "c", "d")


def replay(*events: Event, days: float = 0) -> Progress:
    return Progress.replay(envelope(f"e{i}", event, days=days) for i, event in enumerate(events))


def due_names(progress: Progress, days: float, zone: timezone = UTC) -> list[str]:
    return [item.question for item in progress.due(MORNING + timedelta(days=days), zone)]


# ---------------------------------------------------------------- where one is


def test_the_app_opens_at_the_page_shown_last_with_its_dials() -> None:
    progress = replay(
        Visited("equator", "measure", 1, {"belt": {"d": 100}, "caps": {"eps": 0.1}}),
        Visited("equator", "check", 0, {"belt": {"d": 512}, "caps": {"eps": 0.1}}),
        Visited("packing", "where", 2),
    )
    assert progress.position == Position("packing", "where", 2, {})
    dials: Dials = {"belt": {"d": 512}, "caps": {"eps": 0.1}}
    assert progress.position_in("equator") == Position("equator", "check", 0, dials)
    assert progress.position_in("other-world") is None
    assert Progress().position is None


def test_a_lesson_counts_screens_seen_and_questions_whose_last_answer_is_right() -> None:
    progress = replay(
        Visited("equator", "where"),
        Visited("equator", "where", 1),
        Visited("equator", "check"),
        answered("a", right=False),
        answered("a", right=True, retry=1),
        answered("b", right=True),
        answered("b", right=False),
        answered("guess", predicted=True),
        answered("essay", right=None),
        answered("a", lesson="packing", right=False),
        Skipped("equator", "c"),
    )
    assert progress.lesson("equator") == LessonProgress(
        frozenset({"where", "check"}), frozenset({"a", "b"}), frozenset({"a"})
    )
    assert progress.lesson("hubs") == LessonProgress(frozenset(), frozenset(), frozenset())


def test_the_next_attempt_follows_the_highest_so_far() -> None:
    progress = replay(answered("a", attempt=1), answered("a", attempt=4), answered("a", attempt=2))
    assert progress.next_attempt("equator", "a") == 5
    assert progress.next_attempt("equator", "b") == 1


def test_guesses_are_the_last_predictions_in_the_order_they_were_first_made() -> None:
    progress = replay(
        answered("belt", predicted=True, right=False, answer=Number("39")),
        answered("caps", predicted=True, answer=Number("2")),
        answered("belt", predicted=True, answer=Number("5.8"), confidence=3),
        answered("belt", predicted=True, review=True, answer=Number("7")),
        answered("check"),
    )
    assert progress.guesses("equator") == (
        Guess("belt", Number("5.8"), None, True, 3),
        Guess("caps", Number("2"), None, True, 2),
    )


def test_calibration_counts_first_tries_with_a_confidence() -> None:
    progress = replay(
        answered("a", confidence=3, right=True),
        answered("a", confidence=3, right=False),
        answered("a", confidence=3, right=True, retry=1),
        answered("b", confidence=1, right=False, predicted=True),
        answered("c", confidence=None),
        answered("d", confidence=2, right=None),
        answered("a", lesson="packing", confidence=3, right=True),
    )
    assert progress.calibration("equator") == (
        Calibration(1, 1, 0),
        Calibration(2, 0, 0),
        Calibration(3, 2, 1),
    )
    assert progress.calibration()[2] == Calibration(3, 3, 2)


def test_notes_stay_with_their_lesson() -> None:
    note = Noted("equator", "where", "04-equator/lesson.en.md:12:1", "why?")
    assert replay(note).notes("equator") == (note,)
    assert replay(note).notes("packing") == ()


# ---------------------------------------------------------------- taking back


def test_an_undone_answer_was_never_given() -> None:
    before = replay(answered("a", right=False, attempt=1))
    after = replay(answered("a", right=False, attempt=1), answered("a", attempt=2), Undone("e1"))
    assert snapshot(after) == snapshot(before)
    assert after.next_attempt("equator", "a") == 2


def test_an_undo_may_come_before_what_it_undoes() -> None:
    progress = replay(Undone("e1"), answered("a"))
    assert progress.answers("equator", "a") == ()


def test_the_same_event_twice_is_one_event() -> None:
    once = envelope("e", answered("a", right=False))
    assert snapshot(Progress.replay([once, once])) == snapshot(Progress.replay([once]))


def test_a_reset_forgets_its_lesson_and_no_other() -> None:
    progress = replay(
        Visited("packing", "where"),
        answered("a", lesson="packing"),
        Visited("equator", "check"),
        answered("a"),
        Noted("equator", "check", "", "x"),
        Reset("equator"),
    )
    assert progress.position == Position("packing", "where", 0, {})
    assert progress.next_attempt("equator", "a") == 1
    assert progress.next_attempt("packing", "a") == 2
    assert progress.notes("equator") == ()
    progress.apply(envelope("all", Reset()))
    assert snapshot(progress) == snapshot(Progress())


def test_what_follows_a_reset_counts_again() -> None:
    progress = replay(answered("a", right=False), Reset("equator"), answered("a"))
    assert progress.lesson("equator").right == {"a"}


# ---------------------------------------------------------------- review


def test_what_one_was_sure_of_and_wrong_about_comes_first() -> None:
    progress = replay(
        answered("a", right=False),
        answered("sure", right=False, confidence=3),
        answered("b", right=False, confidence=1),
        answered("nearly", right=False, near=True, confidence=3),
    )
    assert due_names(progress, 1) == ["sure", "a", "b"]
    assert due_names(progress, 2) == ["sure", "a", "b", "nearly"]


def test_review_mixes_lessons_one_of_each_in_turn() -> None:
    events = [
        answered(name, lesson=lesson, right=False)
        for lesson, names in (("x", "abc"), ("y", "d"), ("z", "ef"))
        for name in names
    ]
    assert due_names(replay(*events), 1) == ["a", "d", "e", "b", "f", "c"]


def test_what_was_due_longest_comes_first() -> None:
    late = envelope("late", answered("late", lesson="x", right=False), days=3)
    early = envelope("early", answered("early", lesson="y", right=False))
    assert due_names(Progress.replay([late, early]), 5) == ["early", "late"]


def test_nothing_is_due_on_the_day_it_was_answered() -> None:
    progress = replay(answered("a", right=False), answered("b"), answered("c", predicted=True))
    assert due_names(progress, 0) == []
    assert due_names(progress, 1) == ["a", "c"]
    assert due_names(progress, 4) == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("zone", "sleeping", "morning"),
    [
        # Answered at 14:30 UTC: 23:30 in Tokyo, 9:30 in New York.
        (TOKYO, "2026-03-02T14:59", "2026-03-02T15:01"),
        (NEW_YORK, "2026-03-03T04:59", "2026-03-03T05:01"),
        (UTC, "2026-03-02T23:59", "2026-03-03T00:01"),
    ],
)
def test_due_from_the_start_of_the_learners_day(
    zone: timezone, sleeping: str, morning: str
) -> None:
    at = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
    progress = Progress.replay([Envelope("e", at, answered("a", right=False))])
    assert progress.due(datetime.fromisoformat(sleeping).replace(tzinfo=UTC), zone) == []
    assert len(progress.due(datetime.fromisoformat(morning).replace(tzinfo=UTC), zone)) == 1


def test_a_question_the_course_no_longer_has_is_not_asked() -> None:
    progress = replay(answered("a", right=False), answered("gone", right=False))
    tomorrow = MORNING + timedelta(days=1)
    found = progress.due(tomorrow, UTC, among={("equator", "a")})
    assert [item.question for item in found] == ["a"]


def test_an_answer_from_the_future_does_not_hide_its_question() -> None:
    wrong_clock = envelope("e", answered("a"), days=40000)
    assert due_names(Progress.replay([wrong_clock]), 0) == ["a"]


def test_days_if_right_come_true() -> None:
    progress = replay(answered("a"))
    now = MORNING + timedelta(days=4)
    days = progress.days_if_right("equator", "a", now, TOKYO)
    assert days == 31
    progress.apply(Envelope("next", now, answered("a", review=True)))
    assert progress.due_on("equator", "a", TOKYO) == date(2026, 3, 6) + timedelta(days=days)


# ---------------------------------------------------------------- random histories


def history(seed: int) -> list[Envelope]:
    """About 60 events of all kinds, some undone, some sent twice, a clock that sometimes slips."""
    rng = random.Random(seed)
    at, found = MORNING, list[Envelope]()
    for i in range(rng.randrange(10, 110)):
        at += timedelta(minutes=rng.choice([1, 5, 600, 2000, 20000, -30]))
        found.append(Envelope(f"e{i}", at, _event(rng, i)))
        if rng.random() < 0.03:
            found.append(rng.choice(found))
    return found


def _event(rng: random.Random, i: int) -> Event:
    lesson = rng.choice(LESSONS)
    kind = rng.random()
    if kind < 0.2:
        dials: Dials = {rng.choice("xy"): {"d": rng.choice([3, 100])}} if rng.random() < 0.5 else {}
        return Visited(lesson, rng.choice(("where", "measure")), rng.randrange(3), dials)
    if kind < 0.25:
        return Noted(lesson, "where", "", f"note {i}")
    if kind < 0.32:
        return Undone(f"e{max(0, i + rng.randrange(-6, 2))}")
    if kind < 0.35:
        return Reset(rng.choice([lesson, lesson, None]))
    if kind < 0.4:
        return Skipped(lesson, rng.choice(QUESTIONS))
    return answered(
        rng.choice(QUESTIONS),
        lesson=lesson,
        right=rng.choice([True, True, False, None]),
        near=rng.random() < 0.2,
        confidence=rng.choice([1, 2, 3, None]),
        answer=Number(f"{rng.random():.3f}"),
        hints=rng.choice([0, 0, 1]),
        retry=rng.choice([0, 0, 0, 1]),
        attempt=rng.randrange(1, 5),
        predicted=rng.random() < 0.3,
        review=rng.random() < 0.3,
    )


def in_force(events: Sequence[Envelope]) -> list[Envelope]:
    """What counts after all resets and undos, found the slow and obvious way."""
    undone = {one.event.event for one in events if isinstance(one.event, Undone)}
    kept: list[Envelope] = []
    seen: set[str] = set()
    for one in events:
        if one.id in seen:
            continue
        seen.add(one.id)
        if isinstance(one.event, Reset):
            gone = one.event.lesson
            kept = [k for k in kept if gone is not None and getattr(k.event, "lesson", "") != gone]
        elif one.id not in undone or isinstance(one.event, Visited):
            kept.append(one)
    return kept


def snapshot(progress: Progress, now: datetime = MORNING + timedelta(days=90)) -> dict[str, Any]:
    """Everything that progress tells."""
    items = [(lesson, question) for lesson in LESSONS for question in QUESTIONS]
    return {
        "position": progress.position,
        "positions": [progress.position_in(lesson) for lesson in LESSONS],
        "lessons": [progress.lesson(lesson) for lesson in LESSONS],
        "notes": [progress.notes(lesson) for lesson in LESSONS],
        "due": [progress.due(now, zone) for zone in (UTC, TOKYO, NEW_YORK)],
        "days": [progress.due_on(*item, TOKYO) for item in items],
        "if right": [progress.days_if_right(*item, now, TOKYO) for item in items],
        "calibration": [progress.calibration(lesson) for lesson in (*LESSONS, None)],
        "guesses": [set(progress.guesses(lesson)) for lesson in LESSONS],
        "attempts": [progress.next_attempt(*item) for item in items],
        "answers": [progress.answers(*item) for item in items],
    }


@pytest.mark.parametrize("seed", range(160))
def test_a_replay_equals_one_event_at_a_time_and_only_what_is_in_force_counts(seed: int) -> None:
    events = history(seed)
    by_step = Progress()
    for i, one in enumerate(events):
        by_step.apply(one)
        if i % 7 == 0:
            snapshot(by_step)  # looking must change nothing, and fill every cache
    stored = [Envelope(one.id, one.at, decode(encode(one.event))) for one in events]
    expected = snapshot(Progress.replay(in_force(events)))
    assert snapshot(by_step) == expected
    assert snapshot(Progress.replay(stored)) == expected


@pytest.mark.parametrize("seed", range(0, 160, 8))
def test_review_dates_follow_from_the_answers_in_force_alone(seed: int) -> None:
    events = history(seed)
    progress = Progress.replay(events)
    for lesson in LESSONS:
        for question in QUESTIONS:
            given = [
                (one.at, one.event)
                for one in in_force(events)
                if isinstance(one.event, Answered)
                and (one.event.lesson, one.event.question) == (lesson, question)
            ]
            when = schedule.due(f"{lesson}/{question}", schedule.reviews(given), NEW_YORK)
            assert progress.due_on(lesson, question, NEW_YORK) == (when.day if when else None)


def test_a_thousand_answers_are_replayed_and_scheduled_quickly() -> None:
    events = [
        envelope(f"e{i}", answered(f"q{i % 45}", right=i % 5 > 0, attempt=i), days=i / 8)
        for i in range(1000)
    ]
    start = time.process_time()
    progress = Progress.replay(events)
    assert len(progress.due(MORNING + timedelta(days=500), TOKYO)) > 0
    assert time.process_time() - start < 0.5
