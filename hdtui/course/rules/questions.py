"""What only a look at a whole question, or at all of them, shows.

HL007 points of a curve and misconceptions without a band, HL013 the right choice is the longest.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hdtui.course.model import AnswerSpec, Choice, Question
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet, key_place, plain
from hdtui.messages import say
from hdtui.text.lines import cells

GUESSABLE = 2
"From this many choice questions on, a right answer that is always the longest is a pattern."


def answers(question: Question, sheet: Sheet) -> Iterator[Problem]:
    """HL007: the points of a curve go right; each misconception may match a band of its own."""
    answer = question.answer
    if sheet.source is not None or answer is None:
        return
    if question.kind == "curve":
        yield from _curve(answer)
    elif question.kind == "numeric" and not sheet.faulty(question):
        yield from _misconceptions(question, answer)


def _curve(answer: AnswerSpec) -> Iterator[Problem]:
    place = key_place(answer, "points")
    if any(right <= left for left, right in pairwise(answer.points)):
        yield Problem("HL007", place, say("the points of a curve go from left to right"))
    elif answer.scale == "log" and any(point <= 0 for point in answer.points):
        yield Problem("HL007", place, say("a logarithmic scale has no point at or below zero"))


def _misconceptions(question: Question, answer: AnswerSpec) -> Iterator[Problem]:
    """Each named misconception matches a band of its own, so there are at least as many bands."""
    bands = {band.condition for band in question.bands} - {"ok", "else"}
    if len(answer.misconceptions) > len(bands):
        text = say(
            "{n} misconceptions, but only {bands} conditions besides `ok` and `else` to catch them",
            n=len(answer.misconceptions),
            bands=len(bands),
        )
        yield Problem("HL007", key_place(answer, "misconceptions"), text)


def longest_is_right(sheet: Sheet) -> Iterator[Problem]:
    """HL013: who always takes the longest choice is right in more than half of the questions.

    Only single choices count: of a multiple's several right answers one is the longest by chance.
    """
    asked = [q for q in sheet.merged.questions() if q.kind == "single" and len(q.choices) > 1]
    telling = [choice for q in asked if (choice := _longest(q)) is not None and choice.right]
    if len(asked) >= GUESSABLE and 2 * len(telling) > len(asked):
        text = say(
            "the longest choice is right in {n} of {all} questions: say the wrong ones as fully",
            n=len(telling),
            all=len(asked),
        )
        yield Problem("HL013", telling[0].place, text)


def _longest(question: Question) -> Choice | None:
    """The choice that is longer than every other; None where two are."""
    lengths = [cells(plain(choice.spans)) for choice in question.choices]
    longest = max(lengths)
    return question.choices[lengths.index(longest)] if lengths.count(longest) == 1 else None
