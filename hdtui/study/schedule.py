"""When a question comes back: py-fsrs, counted in the learner's own days.

FSRS counts whole spans of 24 hours, so that an answer at 23:30 and a review at 9:00 would be the
same day. Here a review stands at the midnight that began its local day (written as UTC, the only
zone py-fsrs takes), and what is due is due from the morning. Nothing is random, nothing reads the
clock: the same reviews give the same dates.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler

from hdtui.study.events import Answered

SCHEDULER = Scheduler(
    # Fuzz draws from the global random state, and previews would not come true.
    enable_fuzzing=False,
    # Steps of minutes belong to flash cards; a lesson's question comes back on another day.
    learning_steps=(),
    relearning_steps=(),
    # 2.2 reviews a day for 45 questions; .9 costs 2.9, .95 costs 4.5.
    desired_retention=0.85,
    maximum_interval=365,
)
TOMORROW = timedelta(days=1)

Zone = tzinfo | None
"Where the learner's days begin; None is this machine's zone, with its changes of clock."
Given = tuple[datetime, Answered]
"An answer and when it was given."


class Review(NamedTuple):
    """What the schedule needs to know of one answer."""

    at: datetime
    rating: Rating | None
    "None for a prediction: it is asked again, but not held against anybody."
    sure_but_wrong: bool = False


class Due(NamedTuple):
    """When a question comes back."""

    day: date
    last: date
    "The local day of the last answer."
    sure_but_wrong: bool


def rate(answer: Answered, right_last_time: bool) -> Rating | None:
    """The rating of a graded answer; None for a text or a prediction before its run."""
    if answer.right is None or (answer.predicted and not answer.review):
        return None
    if not answer.right:
        return Rating.Hard if answer.near else Rating.Again
    if answer.hints or answer.retry or answer.confidence == 1:
        return Rating.Hard
    return Rating.Easy if answer.confidence == 3 and right_last_time else Rating.Good


def sure_but_wrong(answer: Answered) -> bool:
    return answer.confidence == 3 and answer.right is False and not answer.near


def reviews(answers: Sequence[Given]) -> tuple[Review, ...]:
    """The reviews of one question, from its graded answers in the order they were given."""
    found: list[Review] = []
    right_before = False
    for at, answer in answers:
        if answer.right is None:
            continue
        found.append(Review(at, rate(answer, right_before), sure_but_wrong(answer)))
        right_before = answer.right
    return tuple(found)


def card(item: str, history: Sequence[Review], zone: Zone) -> Card | None:
    """The FSRS card of a question (`lesson/question`) after its rated reviews; None before."""
    now: Card | None = None
    for review in history:
        if review.rating is not None:
            now = _reviewed(item, now, review.rating, local_day(review.at, zone))
    return now


def due(item: str, history: Sequence[Review], zone: Zone) -> Due | None:
    """When the question comes back; None where it was never asked.

    What one was sure of and wrong about comes back on the next day, whatever happened later on
    the same day; so does a prediction that was never reviewed.
    """
    if not history:
        return None
    days = [local_day(review.at, zone) for review in history]
    wrong = any(
        review.sure_but_wrong for day, review in zip(days, history, strict=True) if day == days[-1]
    )
    after = card(item, history, zone)
    if after is None or wrong:
        return Due(days[-1] + TOMORROW, days[-1], wrong)
    return Due(after.due.date(), days[-1], wrong)


def next_interval(
    item: str, history: Sequence[Review], rating: Rating, now: datetime, zone: Zone
) -> int:
    """Days until the question would come back, if it were answered so now."""
    today = local_day(now, zone)
    after = _reviewed(item, card(item, history, zone), rating, today)
    return (after.due.date() - today).days


def local_day(at: datetime, zone: Zone) -> date:
    return at.astimezone(zone).date()


def card_id(item: str) -> int:
    """48 bits: py-fsrs wants a number, and one that survives JSON."""
    return int.from_bytes(hashlib.sha256(item.encode()).digest()[:6])


def _reviewed(item: str, before: Card | None, rating: Rating, day: date) -> Card:
    morning = datetime.combine(day, time(), UTC)
    # Card() alone would read the clock, and sleep for the sake of a unique id.
    known = before or Card(card_id=card_id(item), due=morning)
    return SCHEDULER.review_card(known, rating, morning)[0]
