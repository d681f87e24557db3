"""The ball, its cube and its shell."""

from __future__ import annotations

import math

import pytest
import torch

from hdtui.kernels import volume


@pytest.mark.parametrize(
    ("d", "value"),
    [(0, 1.0), (1, 2.0), (2, math.pi), (3, 4 * math.pi / 3), (5, 5.26379), (10, 2.55016)],
)
def test_volumes_of_unit_balls(d: int, value: float) -> None:
    assert math.exp(volume.log_ball_volume(d)) == pytest.approx(value, rel=1e-5)


def test_the_fifth_ball_is_the_largest() -> None:
    assert max(range(1, 201), key=volume.log_ball_volume) == 5


@pytest.mark.parametrize(
    ("d", "share"), [(1, 1.0), (2, 0.7854), (3, 0.5236), (10, 0.00249), (20, 2.461e-8)]
)
def test_shares_of_the_cube_are_those_of_the_table(d: int, share: float) -> None:
    assert volume.cube_share(d) == pytest.approx(share, rel=2e-4)


@pytest.mark.parametrize(("d", "share"), [(3, 0.143), (10, 0.401), (100, 0.994)])
def test_shares_of_the_shell_are_those_of_the_table(d: int, share: float) -> None:
    assert volume.shell_share(d, 0.05) == pytest.approx(share, abs=6e-4)


def test_a_shell_as_thick_as_the_ball_is_the_ball() -> None:
    assert volume.shell_share(4, 1) == 1


@pytest.mark.parametrize(("d", "edge"), [(3, 0.464), (10, 0.794), (100, 0.977)])
def test_edges_of_a_tenth_are_those_of_the_table(d: int, edge: float) -> None:
    assert volume.edge_for(0.1, d) == pytest.approx(edge, abs=6e-4)


@pytest.mark.parametrize("d", [1, 2, 3, 5, 8])
def test_hits_fall_into_ball_and_shell_as_they_should(d: int) -> None:
    n = 40_000
    inside, in_shell = volume.cube_hits(n, d, 0.1, torch.Generator().manual_seed(d))
    share, shell = volume.cube_share(d), volume.shell_share(d, 0.1)
    assert abs(inside - n * share) <= 5 * math.sqrt(n * share * (1 - share))
    assert abs(in_shell - inside * shell) < 5 * math.sqrt(inside * shell * (1 - shell))


def test_nothing_hits_a_ball_of_a_hundred_dimensions() -> None:
    assert volume.cube_hits(10_000, 100, 0.05, torch.Generator().manual_seed(0)) == (0, 0)
