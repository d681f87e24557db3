"""Answers are judged: pure functions from (question, answer, facts) to a verdict."""

from __future__ import annotations

import math

import msgspec

from hdtui.course.expressions import ExpressionError, parse
from hdtui.course.model import AnswerSpec, Question, Tolerance
from hdtui.errors import AnswerError
from hdtui.messages import say
from hdtui.study.answers import Answer, Choices, Curve, Free, Number, Order, read_number
from hdtui.study.facts import Facts, key_expression, unanswerable

NEAR_MISS = 3.0
"A number within so many tolerances is nearly right."
ROUNDING = 1e-9
"Relative slack of an exact answer: .3 is .1 + .2."


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be said about an answer."""

    right: bool | None
    "None where nothing is graded (`text`)."
    credit: float
    "0 to 1: what of a partial answer holds."
    near: bool = False
    "Not right, but nearly: it counts as hard, not as wrong."
    band: int | None = None
    "Which of the question's bands speaks."
    truth: float | None = None
    theory: float | None = None
    curve: tuple[float, ...] = ()
    "The true heights at the points of a `curve` question."
    parts: tuple[bool, ...] = ()
    "By choice, item or point, as the lesson file has them: whether that part is right."


def grade(question: Question, answer: Answer, facts: Facts) -> Verdict:
    """Judge an answer.

    Raises AnswerError where the answer cannot be read, CourseError where the question's key has
    no value for these facts.
    """
    match question.kind, answer:
        case "single", Choices(indices):
            return _single(question, indices)
        case "multiple", Choices(indices):
            return _multiple(question, indices)
        case "order", Order(indices):
            return _order(indices)
        case "numeric", Number(text):
            return _numeric(question, text, facts)
        case "curve", Curve(values):
            return _curve(question, values, facts)
        case "text", Free():
            return Verdict(right=None, credit=0.0)
    raise AnswerError(say("this question asks for another kind of answer"))


def reveal(question: Question, facts: Facts) -> Verdict:
    """What there is to show when no answer was given. Raises CourseError as `grade` does."""
    if question.kind == "text":
        return Verdict(right=None, credit=0.0)
    spec = question.answer
    if question.kind == "numeric" and spec is not None:
        truth = _truth(question, spec, facts)
        return Verdict(right=False, credit=0.0, truth=truth, theory=_theory(spec, facts))
    if question.kind == "curve" and spec is not None:
        return Verdict(right=False, credit=0.0, curve=_true_curve(question, spec, facts))
    return Verdict(right=False, credit=0.0)


# ---------------------------------------------------------------- choices and order


def _single(question: Question, chosen: tuple[int, ...]) -> Verdict:
    parts = tuple(choice.right is (i in chosen) for i, choice in enumerate(question.choices))
    return Verdict(right=all(parts), credit=float(all(parts)), parts=parts)


def _multiple(question: Question, chosen: tuple[int, ...]) -> Verdict:
    """(right chosen - wrong chosen) / right, not below 0; at least half is nearly right."""
    wanted = {i for i, choice in enumerate(question.choices) if choice.right}
    hits, misses = len(wanted.intersection(chosen)), len(set(chosen) - wanted)
    credit = max(0.0, (hits - misses) / len(wanted)) if wanted else float(not misses)
    parts = tuple((i in wanted) == (i in chosen) for i in range(len(question.choices)))
    right = all(parts)
    return Verdict(right=right, credit=credit, near=not right and credit >= 0.5, parts=parts)


def _order(given: tuple[int, ...]) -> Verdict:
    """The lesson file has the right order. Credit is the share of pairs in the right order."""
    pairs = [(a, b) for place, a in enumerate(given) for b in given[place + 1 :]]
    parts = tuple(place == item for place, item in enumerate(given))
    credit = sum(a < b for a, b in pairs) / len(pairs) if pairs else 1.0
    return Verdict(right=all(parts), credit=credit, parts=parts)


# ---------------------------------------------------------------- numbers


def _numeric(question: Question, text: str, facts: Facts) -> Verdict:
    spec = question.answer
    if spec is None or spec.truth is None:
        raise unanswerable(question, "truth", None)
    x = read_number(text, spec.unit)
    truth, theory = _truth(question, spec, facts), _theory(spec, facts)
    error = facts.error_of(key_expression(question, "truth", spec.truth))
    tolerance, off = _width(spec.tolerance, truth, error), abs(x - truth)
    right = off <= tolerance
    return Verdict(
        right=right,
        credit=float(right),
        near=not right and off <= NEAR_MISS * tolerance,
        band=_band(question, right, x, truth, theory, facts),
        truth=truth,
        theory=theory,
    )


def _truth(question: Question, spec: AnswerSpec, facts: Facts) -> float:
    """The value of the key for these facts."""
    try:
        truth = key_expression(question, "truth", spec.truth or "").evaluate(facts.values())
    except ExpressionError as error:
        raise unanswerable(question, "truth", error) from None
    if isinstance(truth, bool):
        raise unanswerable(question, "truth", None)
    return truth


def _theory(spec: AnswerSpec, facts: Facts) -> float | None:
    """What theory says, where the question names it and it exists for these facts."""
    if spec.theory is None:
        return None
    try:
        theory = parse(spec.theory).evaluate(facts.values())
    except ExpressionError:
        return None
    return None if isinstance(theory, bool) else theory


def _width(tolerance: Tolerance, truth: float, error: float) -> float:
    """How far from the truth is still right."""
    relative = max(tolerance.rel, ROUNDING) * abs(truth)
    return max(relative, tolerance.se * error, tolerance.abs)


def _band(
    question: Question, right: bool, x: float, truth: float, theory: float | None, facts: Facts
) -> int | None:
    """`ok` first wherever it stands, then the first condition that holds, then `else`."""
    conditions = [band.condition.strip() for band in question.bands]
    if right:
        return conditions.index("ok") if "ok" in conditions else None
    values = {**facts.values(), "x": x, "truth": truth}
    if theory is not None:
        values["theory"] = theory
    for index, condition in enumerate(conditions):
        if condition not in ("ok", "else") and _holds(condition, values):
            return index
    return conditions.index("else") if "else" in conditions else None


def _holds(condition: str, values: dict[str, float | bool]) -> bool:
    """A condition without a value for this answer (a division by zero) does not hold."""
    try:
        return parse(condition).evaluate(values) is True
    except ExpressionError:
        return False


# ---------------------------------------------------------------- curves


def _curve(question: Question, said: tuple[float, ...], facts: Facts) -> Verdict:
    spec = question.answer
    if spec is None:
        raise unanswerable(question, "truth", None)
    truths = _true_curve(question, spec, facts)
    if len(said) != len(truths):
        raise AnswerError(say("the curve has {n} points", n=len(truths)))
    off = [_off(spec, y, truth) for y, truth in zip(said, truths, strict=True)]
    parts = tuple(share <= 1 for share in off)
    right = all(parts)
    return Verdict(
        right=right,
        credit=sum(parts) / len(parts),
        near=not right and max(off) <= NEAR_MISS,
        curve=truths,
        parts=parts,
    )


def _true_curve(question: Question, spec: AnswerSpec, facts: Facts) -> tuple[float, ...]:
    truths = facts.curve(spec.truth or "", spec.points, spec.scale == "log")
    if not truths:
        raise unanswerable(question, "truth", None)
    return truths


def _off(spec: AnswerSpec, y: float, truth: float) -> float:
    """How many tolerances a point is from the truth; on a log scale as far up as down."""
    if y == truth:
        return 0.0
    tolerance = spec.tolerance
    if spec.scale == "log" and y > 0 and truth > 0:
        relative = abs(math.log(y / truth)) / math.log1p(max(tolerance.rel, ROUNDING))
        return min(relative, abs(y - truth) / tolerance.abs) if tolerance.abs else relative
    width = _width(tolerance, truth, 0.0)
    return abs(y - truth) / width if width else math.inf
