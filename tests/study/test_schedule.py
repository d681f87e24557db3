"""A question comes back on the day FSRS says, counted in the learner's own days."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from fsrs import Rating

from hdtui.study.events import Answered
from hdtui.study.schedule import (
    Review,
    card,
    card_id,
    due,
    next_interval,
    rate,
    reviews,
)
from tests.study.makers import MORNING, answered

TOKYO = timezone(timedelta(hours=9))
NEW_YORK = timezone(timedelta(hours=-5))
DAY = timedelta(days=1)
GOOD = Rating.Good


def history(*ratings: Rating | None, start: datetime = MORNING) -> list[Review]:
    """Reviews on the very days they fall due."""
    found: list[Review] = []
    at = start
    for rating in ratings:
        found.append(Review(at, rating))
        when = due("q", found, UTC)
        assert when is not None
        at += (when.day - when.last) * 1
    return found


# ---------------------------------------------------------------- ratings


@pytest.mark.parametrize(
    ("answer", "before", "rating"),
    [
        (answered(right=False), True, Rating.Again),
        (answered(right=False, near=True), True, Rating.Hard),
        (answered(right=True), False, Rating.Good),
        (answered(right=True, confidence=1), True, Rating.Hard),
        (answered(right=True, confidence=3), False, Rating.Good),
        (answered(right=True, confidence=3), True, Rating.Easy),
        (answered(right=True, confidence=2), True, Rating.Good),
        (answered(right=True, confidence=None), True, Rating.Good),
        (answered(right=True, confidence=3, hints=1), True, Rating.Hard),
        (answered(right=True, confidence=3, retry=1), True, Rating.Hard),
        (answered(right=True, predicted=True), False, None),
        (answered(right=True, predicted=True, review=True), False, Rating.Good),
        (answered(right=False, predicted=True, review=True), False, Rating.Again),
        (answered(right=None, confidence=None), True, None),
    ],
)
def test_a_verdict_becomes_a_rating(answer: Answered, before: bool, rating: Rating | None) -> None:
    assert rate(answer, before) == rating


def test_easy_needs_the_answer_before_to_be_right_as_well() -> None:
    sure = answered(confidence=3)
    wrong = answered(right=False)
    given = [(MORNING + i * DAY, answer) for i, answer in enumerate([sure, sure, wrong, sure])]
    ratings = [review.rating for review in reviews(given)]
    assert ratings == [Rating.Good, Rating.Easy, Rating.Again, Rating.Good]


# ---------------------------------------------------------------- intervals


@pytest.mark.parametrize(
    ("rating", "days"),
    [(Rating.Again, 1), (Rating.Hard, 2), (Rating.Good, 4), (Rating.Easy, 16)],
)
def test_the_first_interval_of_each_rating(rating: Rating, days: int) -> None:
    assert next_interval("q", [], rating, MORNING, UTC) == days


def test_intervals_grow_while_answers_are_right_and_never_pass_a_year() -> None:
    path = history(*[GOOD] * 9)
    gaps = [(after.at - before.at).days for before, after in pairwise(path)]
    assert gaps[:3] == [4, 31, 173]
    assert gaps[-1] == 365


def test_a_lapse_brings_the_question_back_soon() -> None:
    path = history(GOOD, GOOD, GOOD)
    when = due("q", path, UTC)
    assert when is not None
    lapse = path[-1].at + (when.day - when.last)
    assert next_interval("q", path, Rating.Again, lapse, UTC) < 12


def test_the_interval_foretold_is_the_one_that_follows() -> None:
    for before in ([], [GOOD], [GOOD, GOOD], [GOOD, Rating.Again, Rating.Hard]):
        past = history(*before)
        now = past[-1].at + 6 * DAY if past else MORNING
        foretold = next_interval("q", past, GOOD, now, TOKYO)
        when = due("q", [*past, Review(now, GOOD)], TOKYO)
        assert when is not None
        assert (when.day - when.last).days == foretold


def test_the_same_reviews_give_the_same_card_whatever_the_random_state() -> None:
    path = history(GOOD, GOOD, Rating.Again, GOOD)
    cards = set()
    for seed in range(20):
        random.seed(seed)
        found = card("equator/q", path, UTC)
        assert found is not None
        cards.add(found.to_json())
    assert len(cards) == 1


def test_card_ids_are_48_bits_of_the_name() -> None:
    assert card_id("equator/q") == card_id("equator/q") != card_id("equator/p")
    assert all(0 <= card_id(f"lesson/{i}") < 2**48 for i in range(100))


def test_a_clock_that_runs_backwards_harms_nothing() -> None:
    path = [Review(MORNING, GOOD), Review(MORNING - 30 * DAY, GOOD), Review(MORNING, GOOD)]
    when = due("q", path, UTC)
    assert when is not None
    assert when.day > MORNING.date()


# ---------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("zone", "answer", "day"),
    [
        # 14:30 UTC is 23:30 in Tokyo: due on the next morning there, not 24 hours later.
        (TOKYO, datetime(2026, 3, 2, 14, 30, tzinfo=UTC), date(2026, 3, 3)),
        (TOKYO, datetime(2026, 3, 2, 15, 30, tzinfo=UTC), date(2026, 3, 4)),
        (NEW_YORK, datetime(2026, 3, 3, 4, 30, tzinfo=UTC), date(2026, 3, 3)),
        (NEW_YORK, datetime(2026, 3, 3, 5, 30, tzinfo=UTC), date(2026, 3, 4)),
        (UTC, datetime(2026, 3, 2, 23, 59, tzinfo=UTC), date(2026, 3, 3)),
    ],
)
def test_tomorrow_is_the_learners_tomorrow(zone: tzinfo, answer: datetime, day: date) -> None:
    when = due("q", [Review(answer, Rating.Again)], zone)
    assert when is not None
    assert when.day == day


def test_the_night_of_a_clock_change_is_one_night() -> None:
    new_york = ZoneInfo("America/New_York")
    evening = datetime(2026, 3, 7, 23, 30, tzinfo=new_york).astimezone(UTC)
    morning = datetime(2026, 3, 8, 8, 0, tzinfo=new_york).astimezone(UTC)
    first = due("q", [Review(evening, Rating.Again)], new_york)
    assert first is not None
    assert first.day == date(2026, 3, 8)
    # Eight and a half hours, but another day: the answer counts as a review after a day.
    next_day = due("q", [Review(evening, Rating.Again), Review(morning, GOOD)], new_york)
    whole_day = due("q", [Review(MORNING, Rating.Again), Review(MORNING + DAY, GOOD)], UTC)
    assert next_day is not None and whole_day is not None
    assert next_day.day - next_day.last == whole_day.day - whole_day.last


@pytest.mark.parametrize("zone", [TOKYO, NEW_YORK, UTC])
def test_the_same_local_history_gives_the_same_days_in_every_zone(zone: tzinfo) -> None:
    local = [datetime(2026, 5, day, 22, 15) for day in (1, 2, 6, 20)]
    path = [Review(at.replace(tzinfo=zone).astimezone(UTC), GOOD) for at in local]
    here = due("q", path, zone)
    there = due("q", [Review(at.replace(tzinfo=UTC), GOOD) for at in local], UTC)
    assert here == there


def test_what_one_was_sure_of_and_wrong_comes_back_tomorrow_whatever_follows() -> None:
    mature = history(GOOD, GOOD, GOOD)
    lapse = mature[-1].at + 300 * DAY
    sure = [*mature, Review(lapse, Rating.Again, sure_but_wrong=True)]
    retried = [*sure, Review(lapse + timedelta(minutes=2), Rating.Hard)]
    for path in (sure, retried):
        when = due("q", path, UTC)
        assert when is not None
        assert when.sure_but_wrong
        assert when.day - when.last == DAY
    later = due("q", [*retried, Review(lapse + DAY, GOOD)], UTC)
    assert later is not None
    assert not later.sure_but_wrong


def test_a_prediction_comes_back_tomorrow_and_is_rated_only_then() -> None:
    predicted = history(None)
    when = due("q", predicted, UTC)
    assert when is not None
    assert when.day - when.last == DAY
    assert card("q", predicted, UTC) is None
    assert next_interval("q", predicted, GOOD, MORNING + DAY, UTC) == 4


def test_a_question_never_asked_is_not_due() -> None:
    assert due("q", [], UTC) is None
