"""Answers of all six kinds are judged by the rules of the lesson format."""

from __future__ import annotations

import math

import pytest

from hdtui.charts.spec import Axis, Chart, Histogram, Line, Series
from hdtui.course.model import AnswerSpec, Question, Tolerance
from hdtui.description import Cost, Outcome, Swept, Table
from hdtui.errors import AnswerError, CourseError, Place
from hdtui.messages import say
from hdtui.study.answers import Answer, Choices, Curve, Free, Number, Order
from hdtui.study.facts import Facts
from hdtui.study.grade import grade, reveal
from tests.study.makers import PLACE, choice_question, keyed

NOTHING = Facts()
BELT = Facts(
    drawn={"d": 100, "n": 20000},
    measures={"sd_deg": 5.8, "band_share": 0.61, "none": None},
    theory={"sd_deg": 5.7586},
    se={"sd_deg": 0.03, "band_share": 0.01},
)
CONDITIONS = (
    "x > 5*truth",
    "ok",
    "near(x, truth*pi/180)",
    "x < truth/5",
    "near(x, theory*2)",
    "1/(x-7) > 1000",
    "else",
)


TENTH = Tolerance(rel=0.1)


def numeric(
    truth: str = "measures.sd_deg", tolerance: Tolerance = TENTH, unit: str = "deg"
) -> Question:
    spec = AnswerSpec(
        place=PLACE,
        truth=truth,
        theory="theory.sd_deg",
        tolerance=tolerance,
        unit=unit,
        places={"truth": Place("lesson.en.md", 12, 3)},
    )
    return keyed("numeric", spec, *CONDITIONS)


# ---------------------------------------------------------------- choices and order


@pytest.mark.parametrize(("chosen", "right"), [(0, False), (1, True), (2, False)])
def test_a_single_choice_is_right_or_wrong(chosen: int, right: bool) -> None:
    verdict = grade(choice_question("single", "wrw"), Choices((chosen,)), NOTHING)
    assert (verdict.right, verdict.credit, verdict.near) == (right, float(right), False)


@pytest.mark.parametrize(
    ("marks", "chosen", "credit", "right", "near"),
    [
        ("rrww", (0, 1), 1.0, True, False),
        ("rrww", (0,), 0.5, False, True),
        ("rrww", (0, 1, 2), 0.5, False, True),
        ("rrww", (0, 1, 2, 3), 0.0, False, False),
        ("rrww", (2, 3), 0.0, False, False),
        ("rrww", (), 0.0, False, False),
        ("rrrw", (0,), 1 / 3, False, False),
        ("rrrw", (0, 1), 2 / 3, False, True),
        ("rrrw", (0, 1, 2, 3), 2 / 3, False, True),
        ("wwrw", (2,), 1.0, True, False),
        ("wwrw", (2, 3), 0.0, False, False),
        ("www", (), 1.0, True, False),
    ],
)
def test_several_choices_earn_right_minus_wrong_over_right(
    marks: str, chosen: tuple[int, ...], credit: float, right: bool, near: bool
) -> None:
    verdict = grade(choice_question("multiple", marks), Choices(chosen), NOTHING)
    assert (verdict.right, verdict.near) == (right, near)
    assert verdict.credit == pytest.approx(credit)


def test_each_choice_says_whether_it_was_treated_rightly() -> None:
    verdict = grade(choice_question("multiple", "rrww"), Choices((0, 2)), NOTHING)
    assert verdict.parts == (True, False, False, True)


@pytest.mark.parametrize(
    ("given", "right", "credit"),
    [((0, 1, 2, 3), True, 1.0), ((1, 0, 2, 3), False, 5 / 6), ((3, 2, 1, 0), False, 0.0)],
)
def test_an_order_is_right_when_it_is_the_files(
    given: tuple[int, ...], right: bool, credit: float
) -> None:
    verdict = grade(choice_question("order", "----"), Order(given), NOTHING)
    assert verdict.right is right
    assert verdict.credit == pytest.approx(credit)


def test_a_text_is_never_graded() -> None:
    verdict = grade(choice_question("text", ""), Free("because of the equator"), NOTHING)
    assert verdict.right is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (choice_question("single", "rw"), Order((0, 1))),
        (choice_question("order", "--"), Choices((0,))),
        (choice_question("text", ""), Number("1")),
        (numeric(), Free("3")),
    ],
)
def test_an_answer_of_another_kind_is_refused(question: Question, answer: Answer) -> None:
    with pytest.raises(AnswerError):
        grade(question, answer, BELT)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("text", "band", "right", "near"),
    [
        ("5.8", "ok", True, False),
        ("6.37", "ok", True, False),
        ("5.23°", "ok", True, False),
        ("6.39", "else", False, True),
        ("7.5", "else", False, True),
        ("4.07", "else", False, True),
        ("4.05", "else", False, False),
        ("39.2", "x > 5*truth", False, False),
        ("0.1", "near(x, truth*pi/180)", False, False),
        ("1", "x < truth/5", False, False),
        ("11.5", "near(x, theory*2)", False, False),
        ("7", "else", False, True),
        ("−5,8", "x < truth/5", False, False),
    ],
)
def test_a_number_meets_ok_first_then_the_first_band_that_holds(
    text: str, band: str, right: bool, near: bool
) -> None:
    question = numeric()
    verdict = grade(question, Number(text), BELT)
    assert verdict.band is not None
    assert question.bands[verdict.band].condition == band
    assert (verdict.right, verdict.near, verdict.credit) == (right, near, float(right))
    assert (verdict.truth, verdict.theory) == (5.8, 5.7586)


@pytest.mark.parametrize(
    ("tolerance", "inside", "outside"),
    [
        (Tolerance(rel=0.1), 6.37, 6.39),
        (Tolerance(se=4), 5.91, 5.93),
        (Tolerance(abs=0.5), 6.29, 6.31),
        (Tolerance(rel=0.01, se=4, abs=0.05), 5.91, 5.93),
        (Tolerance(), 5.8, 5.80001),
    ],
)
def test_the_widest_of_the_three_tolerances_counts(
    tolerance: Tolerance, inside: float, outside: float
) -> None:
    question = numeric(tolerance=tolerance)
    assert grade(question, Number(repr(inside)), BELT).right is True
    assert grade(question, Number(repr(outside)), BELT).right is False


def test_the_standard_error_follows_the_measure_through_the_key() -> None:
    question = numeric("100*measures.band_share", Tolerance(se=2), "%")
    assert grade(question, Number("62.9"), BELT).right is True
    assert grade(question, Number("63.1 %"), BELT).right is False
    both = numeric("measures.sd_deg - 100*measures.band_share", Tolerance(se=1))
    width = math.hypot(0.03, 1.0)
    assert grade(both, Number(repr(-55.2 + 0.99 * width)), BELT).right is True
    assert grade(both, Number(repr(-55.2 + 1.01 * width)), BELT).right is False


def test_a_question_without_a_run_needs_only_what_was_drawn() -> None:
    question = numeric("100/sqrt(2*d)", Tolerance(rel=0.1), "%")
    verdict = grade(question, Number("7.1"), Facts({"d": 100}))
    assert verdict.right is True
    assert verdict.theory is None


def test_a_share_may_be_answered_in_percent() -> None:
    question = numeric("measures.band_share", Tolerance(rel=0.05), "share")
    assert grade(question, Number("61 %"), BELT).right is True
    assert grade(question, Number("61"), BELT).right is False


@pytest.mark.parametrize("truth", ["measures.gone", "measures.none", "1/0", "d > 5", "d +"])
def test_a_key_without_a_value_is_the_lessons_mistake_at_its_line(truth: str) -> None:
    with pytest.raises(CourseError) as raised:
        grade(numeric(truth), Number("1"), BELT)
    assert raised.value.place == Place("lesson.en.md", 12, 3)


def test_a_swept_measure_is_read_at_the_drawn_setting() -> None:
    recall = Swept("ef", (10.0, 40.0, 160.0), (0.36, None, 0.98))
    question = numeric("measures.recall", Tolerance(rel=0.1), "share")
    facts = Facts({"ef": 160}, {"recall": recall}, se={"recall": Swept("ef", (160.0,), (0.02,))})
    assert grade(question, Number("0.9"), facts).right is True
    for ef in (40, 99):
        with pytest.raises(CourseError):
            grade(question, Number("0.9"), Facts({"ef": ef}, {"recall": recall}))


# ---------------------------------------------------------------- curves


def line(*series: Series) -> Line:
    return Line(title=say("t"), x=Axis(say("d")), y=Axis(say("sd")), series=series)


def curve(scale: str, tolerance: Tolerance, truth: str = "measured") -> Question:
    spec = AnswerSpec(
        place=PLACE,
        truth=truth,
        points=(10.0, 100.0, 1000.0),
        scale="log" if scale == "log" else "linear",
        tolerance=tolerance,
    )
    return keyed("curve", spec)


def facts_of(chart: Chart) -> Facts:
    outcome = Outcome(
        experiment="sphere.inner_products",
        settings={},
        seed=0,
        device="cpu",
        measures={},
        theory={},
        se={},
        units={},
        table=Table(()),
        cost=Cost(),
    )
    return Facts.of_run({}, outcome, chart)


def curve_facts() -> Facts:
    x, y = (10.0, 50.0, 150.0, 1000.0, None), (0.3, 0.2, 0.1, 0.03, 0.02)
    return facts_of(line(Series(say("measured"), x, y)))


@pytest.mark.parametrize(
    ("scale", "tolerance", "said", "parts", "near"),
    [
        ("linear", Tolerance(abs=0.05), (0.3, 0.15, 0.03), (True, True, True), False),
        ("linear", Tolerance(abs=0.05), (0.34, 0.11, 0.07), (True, True, True), False),
        ("linear", Tolerance(abs=0.05), (0.36, 0.15, 0.03), (False, True, True), True),
        ("linear", Tolerance(abs=0.05), (0.46, 0.15, 0.03), (False, True, True), False),
        ("linear", Tolerance(rel=0.5), (0.44, 0.08, 0.046), (True, True, False), True),
        ("log", Tolerance(rel=1.0), (0.59, 0.08, 0.016), (True, True, True), False),
        ("log", Tolerance(rel=1.0), (0.61, 0.15, 0.03), (False, True, True), True),
        ("log", Tolerance(rel=1.0), (0.3, 0.15, -0.03), (True, True, False), True),
        ("log", Tolerance(rel=1.0), (0.3, 0.15, 0.003), (True, True, False), False),
        ("log", Tolerance(rel=0.1, abs=0.1), (0.39, 0.15, 0.03), (True, True, True), False),
    ],
)
def test_each_point_of_a_curve_has_its_tolerance(
    scale: str,
    tolerance: Tolerance,
    said: tuple[float, ...],
    parts: tuple[bool, ...],
    near: bool,
) -> None:
    verdict = grade(curve(scale, tolerance), Curve(said), curve_facts())
    assert verdict.parts == parts
    assert (verdict.right, verdict.near) == (all(parts), near)
    assert verdict.credit == pytest.approx(sum(parts) / 3)


def test_between_its_points_a_curve_is_straight_on_its_scale() -> None:
    linear = reveal(curve("linear", Tolerance()), curve_facts())
    assert linear.curve == pytest.approx((0.3, 0.15, 0.03))
    log = reveal(curve("log", Tolerance()), curve_facts())
    assert log.curve == pytest.approx((0.3, math.sqrt(0.2 * 0.1), 0.03))


def test_between_its_points_a_curve_is_straight_on_a_logarithmic_x_axis_too() -> None:
    series = Series(say("measured"), (10.0, 1000.0), (1.0, 3.0))
    chart = Line(title=say("t"), x=Axis(say("d"), log=True), y=Axis(say("y")), series=(series,))
    assert reveal(curve("linear", Tolerance()), facts_of(chart)).curve == pytest.approx((1, 2, 3))


def test_a_curve_may_be_a_swept_measure_or_the_bars_of_a_histogram() -> None:
    swept = Facts(measures={"sd": Swept("d", (10.0, 100.0, 1000.0), (3.0, 2.0, 1.0))})
    assert reveal(curve("linear", Tolerance(), "measures.sd"), swept).curve == (3.0, 2.0, 1.0)
    bars = Histogram(
        title=say("t"),
        x=Axis(say("x")),
        y=Axis(say("y")),
        edges=(0.0, 20.0, 180.0, 1820.0),
        heights=(0.1, 0.5, 0.2),
        name=say("measured"),
    )
    assert reveal(curve("linear", Tolerance()), facts_of(bars)).curve == (0.1, 0.5, 0.2)


@pytest.mark.parametrize("truth", ["theory", "measures.sd", ""])
def test_a_curve_that_was_not_measured_is_the_lessons_mistake(truth: str) -> None:
    with pytest.raises(CourseError):
        grade(curve("linear", Tolerance(), truth), Curve((1.0, 2.0, 3.0)), curve_facts())


def test_a_curve_is_not_continued_past_its_ends() -> None:
    short = Facts(series={"measured": ((10.0, 1.0), (500.0, 2.0))})
    with pytest.raises(CourseError):
        reveal(curve("linear", Tolerance()), short)


# ---------------------------------------------------------------- showing


def test_the_answer_can_be_shown_without_one_given() -> None:
    shown = reveal(numeric(), BELT)
    assert (shown.right, shown.truth, shown.band) == (False, 5.8, None)
    assert reveal(choice_question("single", "rw"), NOTHING).right is False
    assert reveal(choice_question("text", ""), NOTHING).right is None
