"""The values a question is asked with, and the order its choices stand in: both from a hash.

Nothing is random: the same question and attempt give the same numbers on every machine, so that
an event need not keep more than its attempt to be understood again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from hdtui.course.model import Question
from hdtui.description import SettingValue


def draw(
    question_id: str, attempt: int, spec: Mapping[str, tuple[SettingValue, ...]]
) -> dict[str, SettingValue]:
    """One value per key for this attempt (from 1), keys independent and uniform.

    Never the values of the attempt before, where there are others.
    """
    drawn: dict[str, SettingValue] = {}
    if not spec:
        return drawn
    alone = all(len(set(values)) == 1 for values in spec.values())
    for number in range(1, max(attempt, 1) + 1):
        before, again = drawn, 0
        drawn = _once(question_id, number, again, spec)
        while drawn == before and not alone:
            again += 1
            drawn = _once(question_id, number, again, spec)
    return drawn


def _once(
    question_id: str, attempt: int, again: int, spec: Mapping[str, tuple[SettingValue, ...]]
) -> dict[str, SettingValue]:
    return {
        key: values[_bits(question_id, attempt, again, key) % len(values)]
        for key, values in spec.items()
    }


def shuffle(question: Question, attempt: int) -> tuple[int, ...]:
    """The order in which choices are shown: place on the screen -> place in the lesson file.

    A question of fixed order keeps it. Items to be ordered are always shuffled, and never shown
    in the order that is the answer.
    """
    places = range(len(question.choices))
    ordering = question.kind == "order"
    if len(places) < 2 or (question.fixed_order and not ordering):
        return tuple(places)
    again = 0
    while True:
        shown = tuple(sorted(places, key=lambda i: _bits(question.id, attempt, again, str(i))))
        if not (ordering and shown == tuple(places)):
            return shown
        again += 1


def _bits(question_id: str, attempt: int, again: int, key: str) -> int:
    """64 bits; `again` counts the draws that were thrown away."""
    text = f"{question_id}\n{attempt}\n{again}\n{key}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
