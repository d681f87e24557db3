"""Laws of inner products of normal, signed and shifted vectors."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from hdtui.kernels import pair_laws


@pytest.mark.parametrize("d", [2, 3, 10, 59, 61, 63, 1000, 16_384])
def test_the_density_of_normal_pairs_has_mass_one_and_variance_one_over_d(d: int) -> None:
    edges = np.linspace(0, 16 / math.sqrt(d), 1025)
    shares = 2 * np.asarray(pair_laws.gauss_bin_shares(edges.tolist(), d))
    middles = (edges[1:] + edges[:-1]) / 2
    assert shares.sum() == pytest.approx(1, abs=2e-6)
    # Midpoints add a twelfth of the squared width to the variance.
    assert d * (shares @ middles**2) == pytest.approx(1, abs=2e-4)


def test_two_dimensional_normal_pairs_follow_laplace() -> None:
    t = np.array([0.01, 0.5, 3.0])
    assert pair_laws.gauss_log_density(t, 2) == pytest.approx(-2 * t, abs=1e-12)
    assert pair_laws.gauss_abs_quantile(0.95, 2) == pytest.approx(math.log(20) / 2, rel=1e-6)


def test_both_formulas_for_the_bessel_function_meet() -> None:
    z = np.array([0.5, 5.0, 50.0, 500.0])
    below = pair_laws._log_bessel_k(pair_laws.DEBYE_FROM - 1e-9, z)
    above = pair_laws._log_bessel_k(pair_laws.DEBYE_FROM, z)
    assert above == pytest.approx(below, abs=1e-6)


@pytest.mark.parametrize("d", [2, 3, 6, 9])
def test_signs_have_the_law_that_counting_gives(d: int) -> None:
    values = sorted(abs(sum(signs)) / d for signs in product((-1, 1), repeat=d))
    shares = pair_laws.sign_shares(0, d, d)
    assert sum(shares) == pytest.approx(1)
    for p in (0.3, 0.5, 0.9, 0.95):
        counted = values[math.ceil(p * len(values)) - 1]
        assert pair_laws.sign_abs_quantile(p, d) == pytest.approx(counted)


def test_the_quantile_of_many_signs_is_that_of_a_normal_number() -> None:
    assert pair_laws.sign_abs_quantile(0.95, 16_384) == pytest.approx(1.96 / 128, abs=2 / 16_384)


@pytest.mark.parametrize("d", [2, 100, 16_384])
def test_without_a_shift_the_moments_are_those_of_the_sphere(d: int) -> None:
    assert pair_laws.shifted_moments(d, 0) == pytest.approx((0, 1 / d), abs=1e-14)


@pytest.mark.parametrize("shift", [0.1, 1.0, 10.0])
def test_a_shift_moves_the_mean_to_its_limit_in_high_dimensions(shift: float) -> None:
    mean, variance = pair_laws.shifted_moments(16_384, shift)
    assert mean == pytest.approx(shift**2 / (1 + shift**2), rel=1e-3)
    assert 0 < variance < 1 / 16_384


@pytest.mark.parametrize(("d", "shift"), [(2, 0.5), (2, 1.0), (5, 0.3), (40, 1.0)])
def test_the_shifted_moments_are_met_by_simulation(d: int, shift: float) -> None:
    draw = np.random.default_rng(d)
    x = draw.standard_normal((2, 200_000, d)) + shift
    u, v = x / np.linalg.norm(x, axis=2, keepdims=True)
    t = (u * v).sum(1)
    mean, variance = pair_laws.shifted_moments(d, shift)
    assert abs(t.mean() - mean) < 5 * t.std() / math.sqrt(len(t))
    assert t.var() == pytest.approx(variance, rel=0.02)
