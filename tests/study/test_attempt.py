"""One asking of one question, from the first hint to the event."""

from __future__ import annotations

import math

import pytest

from hdtui.course.model import AnswerSpec, Question, Tolerance
from hdtui.errors import AnswerError, CourseError
from hdtui.study.answers import Answer, Choices, Curve, Free, Number, Order
from hdtui.study.attempt import LONGEST_TEXT, Attempt
from hdtui.study.events import Answered, Skipped
from hdtui.study.facts import Facts
from tests.study.makers import PLACE, choice_question, keyed

ONE_OF_THREE = choice_question("single", "rww")


def belt(confidence: bool = True, truth: str = "measures.sd_deg") -> Question:
    spec = AnswerSpec(
        place=PLACE,
        draw={"d": (64, 100, 256), "n": (20000,)},
        truth=truth,
        tolerance=Tolerance(rel=0.1),
        unit="deg",
        confidence=confidence,
    )
    return keyed("numeric", spec, "ok", "else")


def locked(question: Question, answer: Answer, confidence: int = 2) -> Attempt:
    attempt = Attempt("equator", question)
    attempt.give(answer)
    attempt.lock(confidence)
    return attempt


def test_an_answer_is_given_then_the_confidence_locks_it_then_it_is_judged() -> None:
    attempt = Attempt("equator", belt())
    stages: list[str] = [attempt.stage]
    attempt.give(Number("5,8°"))
    stages.append(attempt.stage)
    attempt.lock(3)
    stages.append(attempt.stage)
    assert stages == ["asking", "sure?", "locked"]
    assert attempt.drawn["n"] == 20000
    verdict = attempt.judge(Facts(attempt.drawn, {"sd_deg": 5.8}))
    assert (attempt.stage, verdict.right, attempt.verdict) == ("judged", True, verdict)
    event = attempt.event(seconds=12.5)
    assert isinstance(event, Answered)
    assert (event.lesson, event.question, event.revision) == ("equator", "belt", "0a1b2c3d")
    assert (event.answer, event.confidence, event.right) == (Number("5,8°"), 3, True)
    assert (event.drawn, event.attempt, event.truth) == (attempt.drawn, 1, 5.8)
    assert (event.kind, event.seconds, event.retry, event.hints) == ("numeric", 12.5, 0, 0)


def test_an_answer_can_be_taken_back_until_it_is_locked() -> None:
    attempt = Attempt("equator", belt())
    attempt.give(Number("58"))
    attempt.take_back()
    assert (attempt.stage, attempt.answer) == ("asking", None)
    attempt.give(Number("5.8"))
    attempt.lock(1)
    with pytest.raises(RuntimeError):
        attempt.take_back()
    assert attempt.answer == Number("5.8")


@pytest.mark.parametrize("question", [belt(confidence=False), choice_question("text", "")])
def test_where_no_confidence_is_asked_the_answer_locks_itself(question: Question) -> None:
    attempt = Attempt("equator", question)
    attempt.give(Number("5.8") if question.kind == "numeric" else Free("because"))
    assert (attempt.stage, attempt.confidence) == ("locked", None)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (belt(), Number("many")),
        (belt(), Number("8 %")),
        (belt(), Choices((0,))),
        (ONE_OF_THREE, Choices(())),
        (ONE_OF_THREE, Choices((0, 1))),
        (ONE_OF_THREE, Choices((3,))),
        (ONE_OF_THREE, Choices((-1,))),
        (choice_question("multiple", "rrw"), Choices(())),
        (choice_question("multiple", "rrw"), Choices((0, 0))),
        (choice_question("order", "---"), Order((0, 1))),
        (choice_question("order", "---"), Order((0, 1, 1))),
        (keyed("curve", AnswerSpec(place=PLACE, points=(1.0, 2.0))), Curve((1.0,))),
        (keyed("curve", AnswerSpec(place=PLACE, points=(1.0, 2.0))), Curve((1.0, math.nan))),
    ],
)
def test_what_cannot_be_an_answer_leaves_the_attempt_as_it_was(
    question: Question, answer: Answer
) -> None:
    attempt = Attempt("equator", question)
    with pytest.raises(AnswerError):
        attempt.give(answer)
    assert (attempt.stage, attempt.answer) == ("asking", None)


@pytest.mark.parametrize("confidence", [0, 4, -1])
def test_confidence_is_one_two_or_three(confidence: int) -> None:
    attempt = Attempt("equator", ONE_OF_THREE)
    attempt.give(Choices((0,)))
    with pytest.raises(AnswerError):
        attempt.lock(confidence)
    assert attempt.stage == "sure?"


def test_hints_come_one_by_one_stay_readable_and_are_counted() -> None:
    attempt = Attempt("equator", ONE_OF_THREE)
    assert (attempt.hints, attempt.hints_left) == ((), 2)
    first = attempt.next_hint()
    second = attempt.next_hint()
    assert attempt.hints == (first, second)
    assert attempt.next_hint() is None
    attempt.give(Choices((0,)))
    attempt.lock(2)
    attempt.judge()
    event = attempt.event()
    assert isinstance(event, Answered)
    assert event.hints == 2


def test_after_the_lock_no_hint_is_counted() -> None:
    attempt = locked(ONE_OF_THREE, Choices((0,)))
    assert attempt.next_hint() is None
    assert attempt.hints_shown == 0


def test_a_key_without_a_value_leaves_the_answer_locked() -> None:
    attempt = locked(belt(), Number("5.8"))
    with pytest.raises(CourseError):
        attempt.judge(Facts(attempt.drawn))
    assert (attempt.stage, attempt.verdict) == ("locked", None)
    assert attempt.judge(Facts(attempt.drawn, {"sd_deg": 5.8})).right is True


def test_without_facts_an_answer_is_judged_by_the_drawn_values() -> None:
    attempt = locked(belt(truth="degrees(1/sqrt(d-1))"), Number("57.3"))
    assert attempt.judge().right is False


def test_showing_the_answer_first_ends_the_asking_unanswered() -> None:
    attempt = Attempt("equator", belt())
    shown = attempt.show_answer(Facts(attempt.drawn, {"sd_deg": 5.8}))
    assert (shown.truth, shown.right, attempt.stage) == (5.8, False, "judged")
    event = attempt.event()
    assert isinstance(event, Answered)
    assert (event.answer, event.right, event.shown, event.confidence) == (None, False, True, None)


def test_showing_the_answer_afterwards_leaves_the_verdict() -> None:
    attempt = locked(ONE_OF_THREE, Choices((1,)))
    verdict = attempt.judge()
    assert attempt.show_answer() is verdict
    assert (attempt.shown, attempt.answer) == (True, Choices((1,)))


def test_a_skipped_question_leaves_its_own_event() -> None:
    attempt = Attempt("equator", belt())
    attempt.give(Number("5.8"))
    attempt.skip()
    assert attempt.event() == Skipped("equator", "belt", "0a1b2c3d")
    with pytest.raises(RuntimeError):
        attempt.skip()


def test_a_retry_asks_again_with_other_numbers_and_counts_itself() -> None:
    first = Attempt("equator", belt(), 4, predicted=True, review=True)
    again = first.retry()
    assert (again.number, again.retries, again.stage) == (5, 1, "asking")
    assert (again.predicted, again.review) == (True, True)
    assert again.drawn != first.drawn
    assert again.retry().retries == 2


def test_an_unfinished_attempt_has_no_event() -> None:
    attempt = Attempt("equator", ONE_OF_THREE)
    with pytest.raises(RuntimeError):
        attempt.event()


def test_the_order_on_the_screen_leads_back_to_the_file() -> None:
    attempt = Attempt("equator", ONE_OF_THREE, 7)
    place = attempt.order.index(0)
    attempt.give(Choices((attempt.order[place],)))
    attempt.lock(2)
    assert attempt.judge().right is True


def test_a_free_text_is_kept_as_something_a_file_can_hold() -> None:
    attempt = Attempt("equator", choice_question("text", ""))
    attempt.give(Free("half a character \ud83d" + "a" * 2 * LONGEST_TEXT))
    assert isinstance(attempt.answer, Free)
    assert attempt.answer.text.startswith("half a character ?")
    assert len(attempt.answer.text) == LONGEST_TEXT
    assert attempt.judge().right is None
