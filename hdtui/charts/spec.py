"""Charts as plain data: what was measured, what theory says, what the learner guessed.

A chart travels from the worker as one of these structs and is drawn (`draw`) or said (`words`)
by the app. Numbers that do not exist are None.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from hdtui.messages import Message, say

Numbers = tuple[float | None, ...]


class Axis(msgspec.Struct, frozen=True):
    label: Message
    log: bool = False
    low: float | None = None
    "Limits the experiment asks for; None lets the data decide."
    high: float | None = None


class Series(msgspec.Struct, frozen=True):
    """A named curve or cloud; x and y have the same length."""

    name: Message
    x: Numbers
    y: Numbers
    about: int | None = None
    """Of a theory: the measured series it speaks of, by its place. None: the one at the same
    place if there are as many, else (the first theory alone) the only one."""


class Band(msgspec.Struct, frozen=True):
    """How far the measurement moves from seed to seed: low and high at each x."""

    name: Message
    x: Numbers
    low: Numbers
    high: Numbers


class Guess(msgspec.Struct, frozen=True):
    """What the learner said before the run.

    Either a stretch of an axis (`low` to `high`; equal for a single value), or a curve.
    """

    axis: Literal["x", "y"] = "x"
    low: float | None = None
    high: float | None = None
    curve: Series | None = None


class Mark(msgspec.Struct, frozen=True):
    """Where a value of a measure stands on this chart.

    `x` and `y`: at that value of the axis. `spread`: from centre - value to centre + value on
    the x axis (a standard deviation on a histogram).
    """

    kind: Literal["x", "y", "spread"]
    centre: float = 0.0


class _Chart(msgspec.Struct, frozen=True, kw_only=True):
    title: Message
    x: Axis
    y: Axis
    theory: tuple[Series, ...] = ()
    guess: Guess | None = None
    band: Band | None = None
    marks: dict[str, Mark] = {}
    "Which measures have a place on this chart, and where."


class Histogram(_Chart, frozen=True, kw_only=True, tag="histogram"):
    """Heights over bins. edges has one number more than heights."""

    edges: tuple[float, ...]
    heights: Numbers
    name: Message


class Line(_Chart, frozen=True, kw_only=True, tag="line"):
    series: tuple[Series, ...]


class Scatter(_Chart, frozen=True, kw_only=True, tag="scatter"):
    series: tuple[Series, ...]


class BarGroup(msgspec.Struct, frozen=True):
    name: Message
    values: Numbers
    "One value per label of the chart."


class Bars(_Chart, frozen=True, kw_only=True, tag="bars"):
    labels: tuple[Message, ...]
    groups: tuple[BarGroup, ...]


class Heat(_Chart, frozen=True, kw_only=True, tag="heat"):
    """rows[i][j] is drawn at row i from the top; None is masked."""

    rows: tuple[Numbers, ...]
    row_labels: tuple[Message, ...] = ()
    column_labels: tuple[Message, ...] = ()
    low: float | None = None
    high: float | None = None


class Image(_Chart, frozen=True, kw_only=True, tag="image"):
    """Grey levels from 0 (dark) to 1 (light), row 0 on top."""

    rows: tuple[Numbers, ...]


Chart = Histogram | Line | Scatter | Bars | Heat | Image


def with_guess(chart: Chart, measure: str, value: float) -> Chart:
    """The chart with the learner's number where that measure stands; unchanged if it has no place.

    >>> # a guessed standard deviation becomes the stretch centre ± value
    """
    mark = chart.marks.get(measure)
    if mark is None:
        return chart
    if mark.kind == "spread":
        guess = Guess("x", mark.centre - abs(value), mark.centre + abs(value))
    else:
        guess = Guess(mark.kind, value, value)
    return msgspec.structs.replace(chart, guess=guess)


def with_curve(chart: Chart, x: Sequence[float], y: Sequence[float]) -> Chart:
    """The chart with the curve the learner drew on its empty axes."""
    curve = Series(say("your guess"), tuple(x), tuple(y))
    return msgspec.structs.replace(chart, guess=Guess(curve=curve))


FLAT = 8.0


def on_same_axes(one: Chart, other: Chart) -> tuple[Chart, Chart]:
    """Both charts with limits that hold both; charts of different kinds stay as they are.

    Heights that differ more than FLAT times keep their own y axis: the lower chart would be empty.
    """
    if type(one) is not type(other) or (one.x.log, one.y.log) != (other.x.log, other.y.log):
        return one, other
    x, y = _both(one.x, other.x), _both(one.y, other.y)
    heights = sorted(axis.high or 0.0 for axis in (one.y, other.y))
    if heights[0] > 0 and heights[1] > FLAT * heights[0]:
        one = msgspec.structs.replace(one, x=_limited(one.x, x))
        return one, msgspec.structs.replace(other, x=_limited(other.x, x))
    return (
        msgspec.structs.replace(one, x=_limited(one.x, x), y=_limited(one.y, y)),
        msgspec.structs.replace(other, x=_limited(other.x, x), y=_limited(other.y, y)),
    )


Limits = tuple[float | None, float | None]


def _both(one: Axis, other: Axis) -> Limits:
    """Limits that hold both axes; None where one of them lets its data decide."""
    low = min(one.low, other.low) if one.low is not None and other.low is not None else None
    high = max(one.high, other.high) if one.high is not None and other.high is not None else None
    return low, high


def _limited(axis: Axis, limits: Limits) -> Axis:
    return msgspec.structs.replace(axis, low=limits[0], high=limits[1])


def bare(chart: Chart) -> Chart:
    """The empty axes: neither measurement, theory, guess nor band."""
    empty: dict[str, object] = {"theory": (), "guess": None, "band": None}
    match chart:
        case Line() | Scatter():
            empty["series"] = ()
        case Histogram(heights=heights):
            empty["heights"] = (None,) * len(heights)
        case Bars():
            empty["groups"] = ()
        case Heat() | Image():
            empty["rows"] = ()
    return msgspec.structs.replace(chart, **empty)
