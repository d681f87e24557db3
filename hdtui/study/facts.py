"""What is known when an answer is judged: the drawn values and what the run found."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from hdtui.charts.spec import Chart, Histogram, Line, Scatter
from hdtui.course.expressions import Expression, ExpressionError, parse
from hdtui.course.model import Question
from hdtui.description import Outcome, SettingValue, Swept, Value
from hdtui.errors import CourseError
from hdtui.messages import say

Points = tuple[tuple[float, float], ...]
"(x, y) in rising order of x; points that do not exist are left out."


class Facts(msgspec.Struct, frozen=True):
    """Everything a key may refer to. A question without a run needs only what was drawn."""

    drawn: Mapping[str, SettingValue] = {}
    measures: Mapping[str, Value] = {}
    theory: Mapping[str, Value] = {}
    se: Mapping[str, Value] = {}
    series: Mapping[str, Points] = {}
    "The measured curves of the chart by their English names, for `curve` questions."
    log_x: bool = False
    "Whether their x axis is logarithmic."

    @classmethod
    def of_run(
        cls, drawn: Mapping[str, SettingValue], outcome: Outcome, chart: Chart | None = None
    ) -> Facts:
        """The facts of a finished run."""
        series = _series(chart) if chart is not None else {}
        log_x = chart is not None and chart.x.log
        return cls(drawn, outcome.measures, outcome.theory, outcome.se, series, log_x)

    def values(self) -> dict[str, float | bool]:
        """By the names of the expression language: `d`, `measures.sd_deg`, `theory.sd_deg`.

        A swept measure has a value where the setting it is swept by was drawn.
        """
        found: dict[str, float | bool] = {
            name: value
            for name, value in self.drawn.items()
            if isinstance(value, bool | int | float)
        }
        for group, values in (("measures", self.measures), ("theory", self.theory)):
            for name, value in values.items():
                number = self._single(value)
                if number is not None:
                    found[f"{group}.{name}"] = number
        return found

    def error_of(self, expression: Expression) -> float:
        """The standard error of an expression over measures: each measure is moved by its own,
        one at a time, and the effects are added as independent. 0 where none is known."""
        values = self.values()
        total = 0.0
        for name in self.measures:
            error = self._single(self.se.get(name))
            key = f"measures.{name}"
            if not error or key not in expression.names or key not in values:
                continue
            try:
                high = expression.evaluate({**values, key: values[key] + error})
                low = expression.evaluate({**values, key: values[key] - error})
            except ExpressionError:
                continue
            total += ((high - low) / 2) ** 2
        return math.sqrt(total)

    def curve(self, name: str, points: tuple[float, ...], log: bool) -> tuple[float, ...] | None:
        """The heights of a measured curve at these x, or None where one of them has none.

        `name` is a series of the chart or a swept measure; between its points the curve is
        straight (on the scales of x and y), outside them it does not exist.
        """
        known = self.series.get(name) or self._swept(name.removeprefix("measures."))
        heights = [_height(known, x, self.log_x, log) for x in points]
        return tuple(y for y in heights if y is not None) if None not in heights else None

    def _single(self, value: Value) -> float | None:
        if not isinstance(value, Swept):
            return value
        at = self.drawn.get(value.by)
        pairs = zip(value.keys, value.values, strict=True)
        return next((found for key, found in pairs if key == at), None)

    def _swept(self, name: str) -> Points:
        value = self.measures.get(name)
        if not isinstance(value, Swept):
            return ()
        pairs = zip(value.keys, value.values, strict=True)
        return tuple(
            sorted((float(x), y) for x, y in pairs if not isinstance(x, str) and y is not None)
        )


def key_expression(question: Question, name: str, text: str) -> Expression:
    """An expression of the question's answer block, or CourseError at its place."""
    try:
        return parse(text)
    except ExpressionError as error:
        raise unanswerable(question, name, error) from None


def unanswerable(question: Question, name: str, error: ExpressionError | None) -> CourseError:
    """The key `name` of the answer block gives no value for this run."""
    spec = question.answer
    place = spec.places.get(name, spec.place) if spec else question.place
    return CourseError(
        say("this question has no answer to compare with"),
        place,
        detail=error.title if error else None,
    )


def _series(chart: Chart) -> dict[str, Points]:
    if isinstance(chart, Line | Scatter):
        named = [(str(series.name), series.x, series.y) for series in chart.series]
        return {
            name: tuple(
                sorted((a, b) for a, b in zip(x, y, strict=True) if a is not None and b is not None)
            )
            for name, x, y in named
        }
    if isinstance(chart, Histogram):
        middles = [(a + b) / 2 for a, b in pairwise(chart.edges)]
        bars = zip(middles, chart.heights, strict=True)
        return {str(chart.name): tuple((x, y) for x, y in bars if y is not None)}
    return {}


def _height(points: Points, x: float, log_x: bool, log_y: bool) -> float | None:
    """Where the curve stands at x."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x0 <= x <= x1:
            return _between(y0, y1, _part(x0, x, x1, log_x), log_y)
    return next((y for at, y in points if at == x), None)


def _part(x0: float, x: float, x1: float, log: bool) -> float:
    """How far x is on its way from x0 to x1, 0 to 1."""
    if x1 == x0:
        return 0.0
    if log and x0 > 0:
        return math.log(x / x0) / math.log(x1 / x0)
    return (x - x0) / (x1 - x0)


def _between(y0: float, y1: float, part: float, log: bool) -> float:
    if log and y0 > 0 and y1 > 0:
        return y0 * math.exp(part * math.log(y1 / y0))
    return y0 + (y1 - y0) * part
