"""What the front ends ask of a learner, with a clock that can be tomorrow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from hdtui.errors import CourseError
from hdtui.messages import say
from hdtui.study.answers import Choices
from hdtui.study.events import Visited
from hdtui.study.learner import Learner
from hdtui.study.store import Store
from tests.study.makers import MORNING, PLACE, choice_question

QUESTION = choice_question("single", "rww")
COURSE = {("equator", QUESTION.id)}


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def learner(tmp_path: Path, clock: Clock) -> Iterator[Learner]:
    with closing(Learner(Store.open(tmp_path, MORNING), clock=clock, zone=UTC)) as learner:
        yield learner


def answer(learner: Learner, chosen: int, confidence: int = 2) -> None:
    attempt = learner.attempt("equator", QUESTION)
    attempt.give(Choices((chosen,)))
    attempt.lock(confidence)
    attempt.judge()
    learner.record(attempt.event())


def test_an_answer_counts_at_once_and_at_the_next_start(
    learner: Learner, tmp_path: Path, clock: Clock
) -> None:
    answer(learner, 1, confidence=3)
    with closing(Learner(Store.open(tmp_path, MORNING), clock=clock, zone=UTC)) as again:
        for one in (learner, again):
            left = one.attempt("equator", QUESTION)
            assert left.stage == "judged"
            assert left.verdict is not None
            assert (left.verdict.right, left.confidence) == (False, 3)
            assert left.retry().number == 2
            assert one.attempt("equator", QUESTION, review=True).number == 2
            assert one.due(COURSE) == []
    clock.now += timedelta(days=1)
    (due,) = learner.due(COURSE)
    assert (due.question, due.sure_but_wrong) == ("q", True)
    assert learner.days_if_right(due) >= 1


def test_the_answer_to_an_edited_question_is_not_shown_beside_the_new_text(
    learner: Learner,
) -> None:
    answer(learner, 0)
    edited = msgspec.structs.replace(QUESTION, revision="ffffffff")
    attempt = learner.attempt("equator", edited)
    assert (attempt.stage, attempt.number) == ("asking", 2)


def test_a_locked_guess_waits_for_its_run_also_after_the_app_has_died(
    learner: Learner, tmp_path: Path
) -> None:
    attempt = learner.attempt("equator", QUESTION, predicted=True)
    attempt.give(Choices((1,)))
    attempt.lock(3)
    learner.record(attempt.guess())
    with closing(Learner(Store.open(tmp_path, MORNING), zone=UTC)) as again:
        left = again.attempt("equator", QUESTION, predicted=True)
        assert (left.stage, left.confidence, left.predicted) == ("locked", 3, True)
        left.judge()
        again.record(left.event())
        assert again.attempt("equator", QUESTION).stage == "judged"


def test_the_same_page_again_is_no_news(learner: Learner, tmp_path: Path) -> None:
    for page in (0, 0, 1, 1, 0):
        learner.visit(Visited("equator", "where", page))
    with closing(Store.open(tmp_path, MORNING)) as store:
        assert len(store.events()) == 3
    assert learner.left_at("equator") == learner.position()


def test_a_mistake_of_the_course_is_told_with_its_place(learner: Learner) -> None:
    learner.complain(CourseError(say("no answer"), PLACE))
    assert [str(notice) for notice in learner.notices()] == [f"{PLACE}: no answer"]


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can be set on POSIX alone")
def test_without_a_zone_days_are_the_machines_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    clock = Clock()
    clock.now = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
    try:
        with closing(Learner(Store.open(tmp_path, MORNING), clock=clock)) as learner:
            answer(learner, 1)
            clock.now = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
            assert learner.today().day == 3
            assert len(learner.due(COURSE)) == 1
    finally:
        monkeypatch.undo()
        time.tzset()
