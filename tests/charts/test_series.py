"""Curves and clouds, before they are drawn."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.charts.scale import Scale
from hdtui.charts.series import (
    PER_COLUMN,
    Piece,
    at,
    clipped,
    dots,
    every,
    known,
    middles,
    pieces,
    thinned,
)

UNIT = Scale(0, 1)
SHARES = st.tuples(st.floats(-1000, 1000), st.floats(-1000, 1000))


def test_a_curve_is_parted_where_a_number_is_missing() -> None:
    x, y = (0.0, 0.1, 0.2, 0.3, None, 0.5), (0.0, 1.0, math.nan, 0.5, 0.5, math.inf)
    assert pieces(x, y, UNIT, UNIT) == [[(0.0, 0.0), (0.1, 1.0)], [(0.3, 0.5)]]


@given(st.lists(SHARES, min_size=1, max_size=30))
def test_what_is_clipped_lies_within_the_axes(piece: Piece) -> None:
    for part in clipped(piece):
        assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in part)


def test_a_segment_is_cut_exactly_at_the_borders() -> None:
    (part,) = clipped([(-1.0, -1.0), (2.0, 2.0)])
    assert part == [pytest.approx((0, 0)), pytest.approx((1, 1))]
    assert clipped([(-1.0, 0.5), (-0.5, 0.9)]) == []
    assert clipped([(0.5, -1.0), (0.5, 2.0)]) == [[(0.5, 0.0), (0.5, 1.0)]]


def test_a_curve_that_leaves_and_comes_back_is_two_parts() -> None:
    parts = clipped([(0.0, 0.5), (0.3, 2.0), (0.6, 0.5), (1.0, 0.5)])
    assert [part[0][0] for part in parts] == [0.0, pytest.approx(0.5)]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=500), st.integers(1, 60))
def test_a_thinned_curve_has_few_points_and_the_same_outline(y: list[float], columns: int) -> None:
    piece = [(i / len(y), value) for i, value in enumerate(y)]
    (thin,) = thinned([piece], columns)
    assert len(thin) <= PER_COLUMN * columns
    assert set(thin) <= set(piece)
    assert thin[0] == piece[0]
    assert thin[-1] == piece[-1]
    assert {min(y), max(y)} <= {value for _, value in thin}


@given(st.lists(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1)))
def test_a_torn_or_winding_curve_stays_within_the_same_bound(found: list[Piece]) -> None:
    assert sum(map(len, thinned(found, 3))) <= PER_COLUMN * 3


def test_every_keeps_both_ends() -> None:
    points = [(float(i), 0.0) for i in range(100)]
    assert every(points, 7)[0] == points[0]
    assert every(points, 7)[-1] == points[-1]
    assert len(every(points, 7)) == 7
    assert every(points, 1) == [points[0]]


def test_a_cloud_keeps_one_point_for_each_dot() -> None:
    twice = [(0.01, 0.01), (0.011, 0.012), (0.9, 0.9), (1.5, 0.5)]
    assert len(dots(twice, 10, 10, 100)) == 2


def test_a_curve_is_read_straight_between_its_points() -> None:
    line = known((3.0, 1.0, 2.0), (30.0, 10.0, None))
    assert line == [(1.0, 10.0), (3.0, 30.0)]
    assert at(line, 2.0) == pytest.approx(20)
    assert at(line, 2.0, log=True) == pytest.approx(math.sqrt(300))
    assert at(line, 3.0) == 30
    assert at(line, 3.1) is None
    assert at([], 1.0) is None


def test_the_middles_of_huge_bins_are_finite() -> None:
    (middle,) = middles((1e308, 1.7e308))
    assert middle is not None
    assert math.isfinite(middle)
    assert all(a is not None and b is not None and a < b for a, b in pairwise(middles((0, 1, 2))))
