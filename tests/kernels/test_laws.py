"""The closed forms against tables, against numerical integrals and against each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate

from hdtui.kernels import laws

DEGREES = (1, 2, 5, 10, 15, 30)
BAND_SHARES = {
    3: (0.0175, 0.0349, 0.0872, 0.1736, 0.2588, 0.5),
    10: (0.0406, 0.0811, 0.2011, 0.3904, 0.5578, 0.8827),
    30: (0.0742, 0.1479, 0.3589, 0.6498, 0.8403, 0.9958),
    100: (0.1375, 0.2710, 0.6139, 0.9175, 0.9910, 1.0),
    300: (0.2370, 0.4536, 0.8686, 0.9975, 1.0, 1.0),
    1000: (0.4187, 0.7300, 0.9942, 1.0, 1.0, 1.0),
    10_000: (0.9191, 0.9995, 1.0, 1.0, 1.0, 1.0),
}


@pytest.mark.parametrize("d", BAND_SHARES)
def test_the_share_of_the_belt_is_that_of_the_table(d: int) -> None:
    shares = [laws.band_share(math.radians(degrees), d) for degrees in DEGREES]
    assert shares == pytest.approx(BAND_SHARES[d], abs=6e-5)


def test_on_the_circle_the_belt_is_its_share_of_the_angle() -> None:
    assert laws.band_share(math.radians(9), 2) == pytest.approx(0.1)


def test_in_three_dimensions_slabs_of_equal_height_have_equal_area() -> None:
    edges = [-1, -0.5, 0, 0.5, 1]
    assert laws.bin_shares(edges, 3) == pytest.approx([0.25] * 4)


def test_a_belt_of_ninety_degrees_is_the_whole_sphere() -> None:
    assert laws.band_share(math.pi / 2, 7) == 1


@pytest.mark.parametrize(
    ("d", "variance"),
    [
        (2, math.pi**2 / 12),
        (3, math.pi**2 / 4 - 2),
        (10, 0.11066),
        (100, 0.010101),
        (1000, 0.001001),
    ],
)
def test_the_variance_of_the_angle_is_half_a_trigamma(d: int, variance: float) -> None:
    assert laws.angle_sd(d) ** 2 == pytest.approx(variance, rel=1e-4)


@pytest.mark.parametrize("d", [2, 3, 10, 1000, 16_384])
def test_the_density_of_the_angle_has_mass_one_and_that_variance(d: int) -> None:
    reach = min(math.pi / 2, 12 / math.sqrt(d))
    grid = np.linspace(math.pi / 2 - reach, math.pi / 2 + reach, 20_001)
    density = [laws.angle_density(float(theta), d) for theta in grid]
    # Simpson's rule knows nothing of the value at the very ends, where d = 2 does not vanish.
    assert integrate.simpson(density, x=grid) == pytest.approx(1, abs=2e-4)
    spread = integrate.simpson(density * (grid - math.pi / 2) ** 2, x=grid)
    assert spread == pytest.approx(laws.angle_sd(d) ** 2, rel=5e-4)


@pytest.mark.parametrize(
    ("d", "median", "q95"),
    [(3, 0.5, 0.95), (10, 0.228, 0.602), (100, 0.0679, 0.196), (1000, 0.0213, 0.062)],
)
def test_quantiles_of_the_size_are_those_of_the_table(d: int, median: float, q95: float) -> None:
    assert laws.abs_quantile(0.5, d) == pytest.approx(median, rel=3e-3)
    assert laws.abs_quantile(0.95, d) == pytest.approx(q95, rel=3e-3)


@pytest.mark.parametrize("d", [2, 3, 100, 16_384])
@pytest.mark.parametrize("p", [0.01, 0.5, 0.95, 1 - 1e-6])
def test_a_quantile_is_where_the_tail_says(d: int, p: float) -> None:
    assert laws.tail(laws.abs_quantile(p, d), d) == pytest.approx(1 - p, rel=1e-3)


@pytest.mark.parametrize("d", [2, 3, 64, 16_384])
def test_bins_over_everything_share_everything_evenly_on_both_sides(d: int) -> None:
    shares = laws.bin_shares([k / 10 for k in range(-10, 11)], d)
    assert sum(shares) == pytest.approx(1)
    assert shares == pytest.approx(shares[::-1])
    assert min(shares) >= 0


@pytest.mark.parametrize(("d", "t"), [(3, 0.4), (1000, 0.1), (4096, 0.5), (16_384, 0.3)])
def test_the_logarithm_of_the_tail_is_right_beyond_the_smallest_float(d: int, t: float) -> None:
    power = (d - 3) / 2
    start = math.log1p(-t * t)
    reach = min(1 - t, 60 / (d * t))
    grid = np.linspace(t, t + reach, 20_001)[:-1]
    # The density over its value at t, so that nothing underflows.
    relative = np.exp(power * (np.log1p(-(grid**2)) - start))
    integral = integrate.simpson(relative, x=grid)
    exact = math.log(2 * integral) + laws.log_density_constant(d) + power * start
    assert laws.log_tail(t, d) == pytest.approx(exact, rel=1e-6, abs=1e-4)
