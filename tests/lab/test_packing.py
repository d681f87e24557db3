"""`sphere.packing`: methods, prefixes, what fits."""

from __future__ import annotations

import math

import pytest

from hdtui.charts.spec import Line
from hdtui.kernels import packing_laws
from hdtui.lab.packing import Packing, PackingSettings, checkpoints
from tests.lab.running import run


def number(value: object) -> float:
    assert isinstance(value, float)
    return value


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("d", "n"), [(2, 10), (3, 100), (768, 1000), (1000, 1000), (16_384, 60)])
def test_random_vectors_stay_between_far_quantiles_of_their_law(d: int, n: int, seed: int) -> None:
    largest = number(run("sphere.packing", seed, d=d, n=n).finding().measures["max_abs"])
    low, high = (packing_laws.max_coherence_quantile(p, n, d) for p in (1e-5, 1 - 1e-5))
    assert low < largest < high + 1e-6


@pytest.mark.parametrize("method", ["basis", "hadamard", "mub"])
@pytest.mark.parametrize(("d", "n"), [(2, 9), (4, 100), (100, 150), (256, 600), (768, 1000)])
def test_constructions_are_as_coherent_as_theory_says(method: str, d: int, n: int) -> None:
    finding = run("sphere.packing", d=d, n=n, method=method).finding()
    assert finding.measures["max_abs"] == pytest.approx(finding.theory["max_abs"], abs=1e-6)
    assert number(finding.measures["max_abs"]) >= number(finding.measures["welch"]) - 1e-6


def test_a_basis_has_more_vectors_than_random_draws_guarantee() -> None:
    finding = run("sphere.packing", d=1000, n=1000, method="basis", eps=0.1).finding()
    assert finding.measures["max_abs"] == 0
    assert finding.measures["vectors"] == 1000
    assert finding.measures["random_count"] == 36


def test_greedy_vectors_stay_within_the_tolerance() -> None:
    finding = run("sphere.packing", d=100, n=300, method="greedy", eps=0.3).finding()
    assert 0 < number(finding.measures["max_abs"]) <= 0.3
    assert "max_abs" not in finding.theory


def test_a_search_that_finds_one_vector_has_no_largest() -> None:
    finding = run("sphere.packing", d=2, n=2, method="greedy", eps=0.01).finding()
    assert finding.measures["max_abs"] is None
    assert finding.measures["vectors"] == 1


def test_the_curve_is_the_maximum_of_every_prefix() -> None:
    ran = run("sphere.packing", d=50, n=400)
    chart = ran.chart()
    assert isinstance(chart, Line)
    measured = chart.series[0]
    assert list(measured.x) == [float(size) for size in checkpoints(400)]
    maxima = [number(value) for value in measured.y]
    assert maxima == sorted(maxima)
    assert maxima[-1] == ran.finding().measures["max_abs"]


def test_an_unfinished_run_shows_only_prefixes_whose_pairs_were_all_seen() -> None:
    ran = run("sphere.packing", d=50, n=400)
    chart = ran.experiment.chart(ran.settings, ran.rows[:4] + ran.rows[5:])
    assert isinstance(chart, Line)
    assert len(chart.series[0].x) == 4


def test_counts_too_large_for_a_float_are_none_but_stand_in_the_table() -> None:
    ran = run("sphere.packing", d=16_384, n=20, eps=0.9)
    finding = ran.finding()
    assert finding.measures["random_count"] is None
    power = number(finding.table.rows[0][2])
    assert 700 / math.log(10) < power < 1e5


def test_the_chart_of_counts_crosses_the_basis_where_theory_does() -> None:
    chart = run("sphere.packing", d=100, n=50, show="counts").chart()
    assert isinstance(chart, Line)
    random, _, _, basis = chart.theory
    ahead = [
        d for d, a, b in zip(random.x, random.y, basis.y, strict=True) if a is None or a > number(b)
    ]
    assert 2619 <= number(min(number(d) for d in ahead)) < 3200


def test_no_tile_is_larger_than_a_cell_may_be() -> None:
    settings = PackingSettings(d=16_384, n=20_000)
    for cell in Packing().plan(settings):
        rows = cell.at["row_end"] - cell.at["row"]
        columns = cell.at["column_end"] - cell.at["column"]
        assert 2 * rows * columns * settings.d <= 1 << 31


def test_what_does_not_fit_names_the_most_vectors_that_do() -> None:
    experiment, settings = Packing(), PackingSettings(d=16_384, n=20_000)
    budget = 0.5 * 2**30
    assert experiment.work(settings, "cpu").bytes_held > budget
    fit = experiment.largest_fit(settings, "cpu", budget)
    n = fit["n"]
    assert isinstance(n, int)
    assert experiment.work(PackingSettings(d=16_384, n=n), "cpu").bytes_held <= budget
    assert experiment.work(PackingSettings(d=16_384, n=n + 1), "cpu").bytes_held > budget
    assert experiment.largest_fit(settings, "cpu", 1e6) == {}
