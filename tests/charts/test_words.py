"""What charts say: the sentences and the tables."""

from __future__ import annotations

import math

import msgspec
import pytest

from hdtui.charts.spec import Guess, Line, Scatter, with_curve
from hdtui.charts.words import describe, gap, table
from hdtui.messages import Message, say
from tests.charts.examples import (
    axis,
    cloud,
    curve,
    digit,
    empty,
    every_kind,
    gates,
    latitude,
    loads,
    packing,
    volume,
)


def said(*parts: str, of: list[str]) -> bool:
    return any(all(part in sentence for part in parts) for sentence in of)


def test_a_histogram_says_where_it_is_highest_and_how_far_it_reaches() -> None:
    sentences = describe(latitude(6.0))
    assert sentences[0] == "Angle from the pole: share per degree over polar angle in degrees."
    assert said("60 bins from 60 to 120", "0.0688", "89.5", of=sentences)
    assert said("theory: the measurement follows it everywhere.", of=sentences)
    assert said("Nine tenths", "80.5", "99.5", of=sentences)
    assert said("Your guess: from 84 to 96.", of=sentences)


def test_the_largest_gap_to_theory_is_said_with_its_place() -> None:
    chart = latitude()
    heights = list(chart.heights)
    heights[10] = 0.5
    sentences = describe(msgspec.structs.replace(chart, heights=tuple(heights)))
    assert said("theory", "farthest", "at 70.5", "0.5 instead of", of=sentences)


def test_on_a_logarithmic_axis_the_gap_is_a_factor() -> None:
    x = (1.0, 2.0, 3.0)
    chart = Line(
        title=say("t"),
        x=axis("x"),
        y=axis("y", log=True),
        series=(curve("s", x, (1000.0, 10.0, 0.5)),),
        theory=(curve("law", x, (900.0, 10.0, 0.1)),),
    )
    assert said("law", "at 3", "0.5 instead of 0.1", of=describe(chart))


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ((1, 2, 3), ("rises from 1 at 0 to 3 at 2",)),
        ((3, 2, 1), ("falls from 3 at 0 to 1 at 2",)),
        ((5, 5.01, 5), ("stays near 5",)),
        ((1, 7, 2), ("highest at 1 with 7", "lowest at 0 with 1")),
        ((None, 7, math.nan), ("s: 7 at 1",)),
        ((None, None, math.inf), ("nothing measured yet",)),
    ],
)
def test_a_curve_says_its_shape(y: tuple[float | None, ...], words: tuple[str, ...]) -> None:
    chart = Line(title=say("t"), x=axis("x"), y=axis("y"), series=(curve("s", (0.0, 1.0, 2.0), y),))
    assert said(*words, of=describe(chart))


def test_a_band_says_where_it_is_widest() -> None:
    assert said("8 seeds: widest at 1000", of=describe(packing()))


def test_a_drawn_curve_is_compared_with_the_measurement() -> None:
    chart = with_curve(packing(), (10.0, 1000.0), (0.1, 0.5))
    assert said("Your curve is farthest from measured at 1000", "0.5 guessed", of=describe(chart))


@pytest.mark.parametrize(
    ("slope", "word"), [(1.0, "rise to the right"), (-1.0, "fall to the right")]
)
def test_a_cloud_says_which_way_it_goes(slope: float, word: str) -> None:
    x = tuple(float(i) for i in range(20))
    chart = Scatter(
        title=say("t"),
        x=axis("x"),
        y=axis("y"),
        series=(curve("s", x, tuple(slope * v for v in x)),),
    )
    assert said("20 points", of=describe(chart))
    assert said(word, of=describe(chart))


def test_a_cloud_of_one_height_goes_nowhere() -> None:
    chart = msgspec.structs.replace(cloud(), series=(curve("s", (1.0, 2.0, 3.0), (1.0, 1.0, 1.0)),))
    assert not said("correlation", of=describe(chart))


def test_few_bars_are_said_one_by_one_and_many_by_their_ends() -> None:
    assert said("run 0", "専門家0 0.25", "専門家3 1", of=describe(loads(4)))
    assert said("40 bars, from 0.025 (専門家0) to 1 (専門家39)", of=describe(loads(40)))


def test_the_bar_farthest_from_theory_is_said() -> None:
    assert said("equal", "at 専門家3, 1 instead of 0.5", of=describe(loads(4)))


def test_a_heat_map_says_its_highest_field_and_how_many_are_masked() -> None:
    assert said("2 rows by 3 columns", "3 of the fields", "first, c", of=describe(gates()))


def test_an_image_says_how_light_it_is() -> None:
    assert said("2 x 2", "50 %", of=describe(digit()))


def test_an_empty_chart_says_so() -> None:
    assert "Nothing measured yet." in describe(empty())


def test_a_single_guessed_value_is_said_as_one() -> None:
    chart = msgspec.structs.replace(latitude(), guess=Guess("x", 90.0, 90.0))
    assert "Your guess: 90." in describe(chart)


@pytest.mark.parametrize("kind", every_kind())
def test_a_table_has_a_cell_for_every_column_and_no_more_rows_than_asked(kind: str) -> None:
    columns, rows = table(every_kind()[kind], limit=5)
    assert len(rows) <= 6
    assert all(len(row) == len(columns) for row in rows)


def test_a_thinned_table_keeps_both_ends_and_says_how_many_rows_there_are() -> None:
    _columns, rows = table(latitude(), limit=10)
    assert rows[0][0] == "60 – 61"
    assert rows[9][0] == "119 – 120"
    assert rows[10] == ["(10 of 60 rows)", "", ""]
    assert "rows)" not in table(latitude(), limit=60)[1][-1][0]


def test_theory_and_guess_stand_beside_the_measurement_in_a_table() -> None:
    columns, rows = table(with_curve(packing(), (10.0, 1000.0), (0.1, 0.5)))
    assert columns[0] == "vectors"
    assert columns[-1] == "your guess"
    assert rows[0][-1] == "0.1"
    assert rows[-1][-1] == "0.5"
    assert "Welch bound" in columns
    assert columns[4:6] == ["8 seeds, low", "8 seeds, high"]


def test_missing_numbers_are_dashes_in_a_table() -> None:
    assert table(gates())[1] == [["first", "0", "–", "1"], ["second", "–", "0.5", "–"]]


def test_a_table_of_bars_names_them_and_has_the_theory() -> None:
    columns, rows = table(loads(2))
    assert columns == ["expert", "run 0", "run 1", "equal"]
    assert rows[0] == ["専門家0", "0.5", "1", "0.5"]


def test_a_message_that_asks_for_what_it_does_not_bring_is_shown_bare() -> None:
    chart = msgspec.structs.replace(volume(), title=Message("{missing}"), y=axis("\x1b[2J"))
    assert describe(chart)[0].startswith("{missing}: ")
    assert "\x1b" not in "".join(describe(chart) + table(chart)[0])


# ---------------------------------------------------------------- the gap in words


@pytest.mark.parametrize(
    ("guess", "measured", "unit", "sentence"),
    [
        (10, 3.59, "deg", "Your guess was 2.8 times too large."),
        (3.5, 3.59, "deg", "Your guess was within 3 % of the measurement."),
        (85, 90.01, "deg", "Your guess was 5.01° too low."),
        (99, 90, "deg", "Your guess was 9° too high."),
        (0.5, 0.994, "share", "Your guess was 49.4 percentage points too low."),
        (0.001, 0.05, "share", "Your guess was 50 times too small."),
        (44, 40, "count", "Your guess was 10 % too large."),
        (36, 40, "count", "Your guess was 10 % too small."),
        (0, 5, "count", "Your guess was 5 too low."),
        (2, -1, "bits", "Your guess was 3 bits too high."),
        (-6, -2, "1", "Your guess was 3 times too large."),
        (1e6, 3, "1", "Your guess was too large by 6 orders of magnitude."),
        (1e-5, 3, "1", "Your guess was too small by 5 orders of magnitude."),
        (1e308, 1e-308, "1", "Your guess was too large by 616 orders of magnitude."),
        (1e-308, 1e308, "1", "Your guess was too small by 616 orders of magnitude."),
        (7, 7, "count", "Your guess is exactly what was measured."),
        (math.nan, 7, "1", "There is no number to compare your guess with."),
        (7, math.inf, "1", "There is no number to compare your guess with."),
    ],
)
def test_the_gap_between_guess_and_measurement_in_words(
    guess: float, measured: float, unit: str, sentence: str
) -> None:
    assert gap(guess, measured, unit) == sentence
