"""Numbers on an axis: whatever they are, a share comes out."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.charts.scale import FAR, Scale, fit, usable
from hdtui.charts.spec import Axis
from hdtui.charts.ticks import along, column, label_start, ticks, upward
from hdtui.messages import say
from hdtui.text.lines import cells

ANY = st.none() | st.floats()
NAME = say("x")


@given(st.lists(ANY), ANY, ANY, st.booleans(), st.sampled_from(["never", "near", "always"]), ANY)
def test_every_number_has_a_share_or_no_place(
    values: list[float | None],
    low: float | None,
    high: float | None,
    log: bool,
    zero: str,
    wanted: float | None,
) -> None:
    scale = fit(Axis(NAME, log, low, high), values, zero=zero)  # type: ignore[arg-type]
    assert math.isfinite(scale.low)
    assert scale.low < scale.high < math.inf
    assert not log or scale.low > 0
    share = scale.share(wanted)
    assert share is None or -FAR <= share <= FAR
    assert (share is None) == (usable(wanted, log) is None)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1))
def test_data_lie_within_their_own_limits(values: list[float]) -> None:
    scale = fit(Axis(NAME), values)
    for value in values:
        share = scale.share(value)
        assert share is not None
        assert -1e-9 <= share <= 1 + 1e-9


def test_asked_limits_win_and_are_put_in_order() -> None:
    assert fit(Axis(NAME, low=10, high=2), [0, 100]) == Scale(2, 10)
    assert fit(Axis(NAME, low=-1), [0, 5]) == Scale(-1, 5)


def test_what_has_a_size_starts_at_zero_and_other_heights_only_when_zero_is_near() -> None:
    assert fit(Axis(NAME), [9, 10], zero="always").low == 0
    assert fit(Axis(NAME), [9, 10], zero="near").low == 9
    assert fit(Axis(NAME), [1, 10], zero="near").low == 0
    assert fit(Axis(NAME), [1, 10]).low == 1
    assert fit(Axis(NAME, log=True), [1, 10], zero="always").low == 1


def test_one_value_gets_an_axis_around_it() -> None:
    scale = fit(Axis(NAME), [7.0, 7.0])
    assert scale.low < 7 < scale.high


@pytest.mark.parametrize("log", [False, True])
def test_a_share_and_its_value_are_each_other_back(log: bool) -> None:
    scale = Scale(0.5, 800, log)
    for share in (0.0, 0.25, 0.5, 1.0):
        assert scale.share(scale.value(share)) == pytest.approx(share)


def test_a_near_guess_widens_the_axis_and_a_wild_one_does_not() -> None:
    scale = Scale(0, 10)
    assert scale.holding((15,), 1.0) == Scale(0, 15)
    assert scale.holding((500, None, math.nan), 1.0) == scale


# ---------------------------------------------------------------- ticks


def labels(low: float, high: float, most: int, log: bool = False) -> list[str]:
    return [tick.label for tick in ticks(Scale(low, high, log), most)]


def test_angles_around_the_equator_are_marked_at_ninety_degrees() -> None:
    assert labels(60, 120, 5) == ["60", "75", "90", "105", "120"]
    assert labels(60, 120, 3) == ["60", "90", "120"]
    assert labels(60, 120, 7) == ["60", "70", "80", "90", "100", "110", "120"]


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 1, 6, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (0, 0.12, 4, ["0", "0.05", "0.10"]),
        (-1, 1, 5, ["−1.0", "−0.5", "0", "0.5", "1.0"]),
        (0, 30000, 4, ["0", "10\u00a0000", "20\u00a0000", "30\u00a0000"]),
        (0, 2e9, 3, ["0", "1e9", "2e9"]),
        (0, 2.5e-7, 3, ["0", "1e−7", "2e−7"]),
        (1e9, 1e9 + 4, 3, ["1.000000000e9", "1.000000002e9", "1.000000004e9"]),
    ],
)
def test_ticks_stand_at_round_numbers(
    low: float, high: float, most: int, expected: list[str]
) -> None:
    assert labels(low, high, most) == expected


def test_decades_thin_out_and_fill_up_with_the_room() -> None:
    assert labels(1, 1000, 4, log=True) == ["1", "10", "100", "1000"]
    assert labels(10, 1000, 9, log=True) == ["10", "20", "50", "100", "200", "500", "1000"]
    assert labels(1e-40, 10, 6, log=True) == ["10⁻⁴⁰", "10⁻³⁰", "10⁻²⁰", "10⁻¹⁰", "10⁰"]
    assert labels(0.002, 0.007, 4, log=True) == ["0.002", "0.004", "0.006"]


@given(
    st.floats(-1e290, 1e290),
    st.floats(1e-290, 1e290),
    st.booleans(),
    st.integers(1, 200),
    st.booleans(),
)
def test_ticks_lie_on_the_axis_in_order_and_their_labels_beside_each_other(
    low: float, span: float, log: bool, width: int, ascii: bool
) -> None:
    scale = fit(Axis(NAME, log), [abs(low) if log else low, (abs(low) if log else low) + span])
    found = along(scale, width, ascii=ascii)
    assert all(0 <= column(tick.share, width) < width for tick in found)
    assert all(a.share < b.share for a, b in pairwise(found))
    places = [(label_start(tick, width), cells(tick.label)) for tick in found]
    assert all(start + size < after for (start, size), (after, _) in pairwise(places))
    assert all(cells(tick.label) <= 18 for tick in found)
    assert not ascii or all(tick.label.isascii() for tick in found)


def test_an_upright_axis_has_at_most_every_second_row_named() -> None:
    assert 2 <= len(upward(Scale(0, 1), 10)) <= 6
    assert upward(Scale(0, 1), 1) == []
