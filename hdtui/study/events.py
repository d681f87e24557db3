"""What happened: the events that progress is made of. Everything else is derived from them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from hdtui.course.model import Kind
from hdtui.description import SettingValue
from hdtui.study.answers import Answer

Confidence = Literal[1, 2, 3]
"1 a guess, 2 think so, 3 sure."


class Answered(msgspec.Struct, frozen=True, kw_only=True, tag="answered"):
    """One asking of one question, judged (or its answer shown)."""

    lesson: str
    question: str
    revision: str
    "Of the question as it was asked: an edited lesson does not rewrite history."
    kind: Kind
    attempt: int = 1
    "The numbers drawn and the order of the choices follow from the question and this."
    drawn: dict[str, SettingValue] = {}
    answer: Answer | None
    "None where the answer was shown without one being given."
    confidence: Confidence | None = None
    right: bool | None
    "None for a text, which nobody grades."
    credit: float = 0.0
    near: bool = False
    band: int | None = None
    "Which of the question's bands spoke."
    hints: int = 0
    "How many hints had been read."
    retry: int = 0
    "How many askings in a row went before this one."
    shown: bool = False
    "The right answer had been shown."
    predicted: bool = False
    "A guess before the run; rated only when it comes back in a review."
    review: bool = False
    truth: float | None = None
    seconds: float = 0.0


class Guessed(msgspec.Struct, frozen=True, kw_only=True, tag="guessed"):
    """A prediction was locked; its run has yet to be measured."""

    lesson: str
    question: str
    revision: str
    attempt: int
    answer: Answer
    confidence: Confidence | None = None
    hints: int = 0
    retry: int = 0


class Skipped(msgspec.Struct, frozen=True, tag="skipped"):
    lesson: str
    question: str
    revision: str = ""


class Visited(msgspec.Struct, frozen=True, tag="visited"):
    """A page was shown; where the app opens again."""

    lesson: str
    screen: str
    page: int = 0
    settings: dict[str, dict[str, SettingValue]] = {}
    "The dials of the panels that were turned, by panel."


class Noted(msgspec.Struct, frozen=True, tag="noted"):
    """A note of the learner's own, at a place of the lesson's file (`file:line:column`)."""

    lesson: str
    screen: str
    place: str
    text: str


class Undone(msgspec.Struct, frozen=True, tag="undone"):
    """An event is taken back."""

    event: str


class Reset(msgspec.Struct, frozen=True, tag="reset"):
    """A lesson is forgotten, or (None) all of them."""

    lesson: str | None = None


Event = Answered | Guessed | Skipped | Visited | Noted | Undone | Reset


class Envelope(msgspec.Struct, frozen=True):
    """An event with its name and its time."""

    id: str
    "Unique; the same id twice is the same event."
    at: datetime
    "Aware, UTC."
    event: Event


def encode(event: Event) -> bytes:
    return _encoder.encode(event)


def decode(text: bytes | str) -> Event:
    """Raises msgspec.DecodeError where the text is no event."""
    return _decoder.decode(text)


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
