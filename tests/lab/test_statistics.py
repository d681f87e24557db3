"""From sums to numbers."""

from __future__ import annotations

import random
import statistics

import pytest

from hdtui.lab.pair_bins import Bins, Magnitudes, histogram_bins, magnitude_bins, spread_of
from hdtui.lab.statistics import Sums, add, add_counts, moments, ratio, share_se


def sums(values: list[float], centre: float = 0.0) -> Sums:
    first, second, third, fourth = (sum((x - centre) ** k for x in values) for k in (1, 2, 3, 4))
    return Sums(len(values), (first, second, third, fourth))


def test_moments_are_those_of_the_sample_about_any_centre() -> None:
    draw = random.Random(0)
    values = [draw.gauss(5, 2) for _ in range(500)]
    for centre in (0.0, 5.0):
        found = moments(sums(values, centre), centre)
        assert found.mean == pytest.approx(statistics.mean(values))
        assert found.variance == pytest.approx(statistics.variance(values))
        assert found.sd == pytest.approx(statistics.stdev(values))


def test_the_error_of_a_normal_spread_is_the_textbooks() -> None:
    draw = random.Random(1)
    values = [draw.gauss(0, 3) for _ in range(50_000)]
    found = moments(sums(values))
    assert found.mean_se == pytest.approx(3 / 50_000**0.5, rel=0.02)
    assert found.sd_se == pytest.approx(3 / (2 * 50_000) ** 0.5, rel=0.05)


def test_too_few_numbers_have_no_moments() -> None:
    assert moments(sums([])).mean is None
    single = moments(sums([2.5]))
    assert (single.mean, single.mean_se, single.variance, single.sd) == (2.5, None, None, None)
    assert moments(sums([1.0, 1.0])).sd_se == 0


def test_sums_add_to_the_same_bits_in_any_order() -> None:
    draw = random.Random(2)
    parts = [sums([draw.gauss(0, 10**k)]) for k in range(-8, 9) for _ in range(20)]
    together = add(parts)
    for seed in range(5):
        random.Random(seed).shuffle(parts)
        assert add(parts) == together


def test_histograms_add_bin_by_bin_and_none_is_empty() -> None:
    assert add_counts([(1, 2, 3), (10, 20, 30)], 3) == [11, 22, 33]
    assert add_counts([], 3) == [0, 0, 0]


def test_a_share_of_nothing_is_unknown() -> None:
    assert ratio(0, 0) is None
    assert share_se(0, 0) is None


def test_a_share_that_was_never_seen_may_still_exist() -> None:
    error = share_se(0, 1000)
    assert error is not None
    assert 0.0005 < error < 0.002
    assert share_se(500, 1000) == pytest.approx(0.0158, rel=0.01)


# ---------------------------------------------------------------- bins of inner products


def test_a_quantile_is_interpolated_in_its_bin() -> None:
    sizes = Magnitudes(Bins(0, 1, 10), [100] * 10, below=0, count=1000)
    assert sizes.quantile(0.95) == pytest.approx(0.95)
    assert sizes.quantile_se(0.5) == pytest.approx((0.25 / 1000) ** 0.5)


def test_a_quantile_outside_the_bins_is_unknown() -> None:
    assert Magnitudes(Bins(0.5, 1, 5), [1] * 5, below=95, count=100).quantile(0.9) is None
    assert Magnitudes(Bins(0, 0.5, 5), [1] * 5, below=0, count=100).quantile(0.9) is None
    assert Magnitudes(Bins(0, 0.5, 5), [1] * 5, below=0, count=100).quantile_se(0.9) is None


@pytest.mark.parametrize("d", [2, 3, 4, 5, 63, 64, 100, 1001, 4096, 16_384])
def test_on_a_lattice_every_value_lies_in_the_middle_of_what_it_shares(d: int) -> None:
    centre, spread = spread_of("rademacher", d, 0)
    shown = histogram_bins("rademacher", d, centre, spread)
    assert shown.count <= 64
    first, last = shown.lattice_points(d)
    assert 0 <= first <= last <= d
    assert shown.low == pytest.approx((2 * first - 1 - d) / d)
    assert shown.width == pytest.approx(2 * shown.each / d)
    fine = magnitude_bins("rademacher", d, centre, spread)
    middles = [fine.low + (k + 0.5) * fine.width for k in range(fine.count)]
    assert middles == pytest.approx([(d % 2 + 2 * k) / d for k in range(fine.count)])


@pytest.mark.parametrize("law", ["sphere", "gauss", "shifted"])
@pytest.mark.parametrize("d", [2, 3, 10, 768, 16_384])
def test_the_shown_axis_holds_five_standard_deviations(law: str, d: int) -> None:
    centre, spread = spread_of(law, d, 1.0)
    bins = histogram_bins(law, d, centre, spread)
    limit = float("inf") if law == "gauss" else 1.0
    assert bins.low <= max(-limit, -5 / d**0.5)
    assert bins.high >= min(limit, centre + 5 * spread)
