"""Charts: pure, finite, on axes that stay where they are, with theory and places for guesses."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest

from hdtui.charts.spec import Bars, Chart, Histogram, Line, with_guess
from tests.lab.running import Overlay, Ran, run

EVERY: list[tuple[str, Overlay]] = [
    *(("sphere.latitude", {"d": d, "n": 600}) for d in (2, 3, 4, 100, 16_384)),
    ("sphere.latitude", {"d": 2, "n": 1}),
    ("sphere.latitude", {"d": 30, "n": 600, "poles": 20, "delta": 10.0}),
    *(
        ("sphere.inner_products", {"d": d, "pairs": 300, "law": law})
        for d in (2, 3, 101, 16_384)
        for law in ("sphere", "gauss", "rademacher")
    ),
    *(
        ("sphere.inner_products", {"d": d, "pairs": 300, "law": "shifted", "shift": shift})
        for d in (2, 100)
        for shift in (0.0, 1.0, 10.0)
    ),
    *(
        ("sphere.packing", {"d": d, "n": 60, "method": method, "show": show})
        for d in (2, 100)
        for method in ("random", "greedy", "basis", "hadamard", "mub")
        for show in ("coherence", "counts")
    ),
    *(("volume.ball", {"d": d, "points": 200}) for d in (1, 10, 200)),
]


def numbers(value: Any) -> list[float]:
    """Every float anywhere inside."""
    if isinstance(value, float):
        return [value]
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list | tuple):
        return [number for item in value for number in numbers(item)]
    return []


def limits(chart: Chart) -> tuple[float | None, ...]:
    return (chart.x.low, chart.x.high, chart.y.low, chart.y.high)


@pytest.mark.parametrize(("name", "overlay"), EVERY)
def test_a_chart_is_finite_pure_and_crosses_the_wire(name: str, overlay: Overlay) -> None:
    ran = run(name, **overlay)
    before = list(ran.rows)
    chart = ran.chart()
    assert ran.chart() == chart
    assert ran.rows == before
    assert all(map(math.isfinite, numbers(msgspec.to_builtins(chart))))
    encoded = msgspec.json.encode(chart)
    assert msgspec.json.decode(encoded, type=Chart) == chart
    assert len(encoded) < 20_000


@pytest.mark.parametrize(("name", "overlay"), EVERY)
def test_series_and_bins_have_the_lengths_they_need(name: str, overlay: Overlay) -> None:
    chart = run(name, **overlay).chart()
    for series in (*chart.theory, *(chart.series if isinstance(chart, Line) else ())):
        assert len(series.x) == len(series.y)
    if isinstance(chart, Histogram):
        assert len(chart.edges) == len(chart.heights) + 1
        assert list(chart.edges) == sorted(set(chart.edges))
    if isinstance(chart, Bars):
        assert all(len(group.values) == len(chart.labels) for group in chart.groups)


@pytest.mark.parametrize(("name", "overlay"), EVERY)
def test_axes_and_bins_do_not_move_while_rows_come_in(name: str, overlay: Overlay) -> None:
    ran = run(name, **overlay)
    final = ran.chart()
    for rows in (ran.rows[:0], ran.rows[:1], ran.rows[:2]):
        chart = ran.experiment.chart(ran.settings, rows)
        assert limits(chart) == limits(final)
        assert chart.theory == final.theory
        if isinstance(chart, Histogram) and isinstance(final, Histogram):
            assert chart.edges == final.edges


@pytest.mark.parametrize(("name", "overlay"), EVERY)
def test_every_mark_is_of_a_measure_and_takes_a_guess(name: str, overlay: Overlay) -> None:
    ran = run(name, **overlay)
    chart = ran.chart()
    assert set(chart.marks) <= set(ran.experiment.measures)
    for measure in chart.marks:
        assert with_guess(chart, measure, 0.3).guess is not None


@pytest.mark.parametrize(("name", "overlay"), EVERY)
def test_a_finding_names_every_measure_and_its_table_is_rectangular(
    name: str, overlay: Overlay
) -> None:
    ran = run(name, **overlay)
    finding = ran.finding()
    names = set(ran.experiment.measures)
    assert set(finding.measures) == set(finding.se) == names
    assert set(finding.theory) <= names
    assert all(map(math.isfinite, numbers(msgspec.to_builtins(finding))))
    assert finding.table.rows or finding.measures.get("vectors") == 1
    assert all(len(row) == len(finding.table.columns) for row in finding.table.rows)


def mass(chart: Chart) -> tuple[float, float]:
    """Area under the measured histogram and under the theory's curve at its bins."""
    assert isinstance(chart, Histogram)
    widths = [b - a for a, b in zip(chart.edges[:-1], chart.edges[1:], strict=True)]
    measured = sum(h * w for h, w in zip(chart.heights, widths, strict=True) if h is not None)
    (theory,) = chart.theory
    step = (chart.edges[-1] - chart.edges[0]) / len(widths)
    points = [y for y in theory.y if y is not None]
    return measured, sum(points) * step * len(widths) / len(points)


@pytest.mark.parametrize("law", ["sphere", "gauss", "rademacher"])
@pytest.mark.parametrize("d", [2, 3, 7, 100, 1001, 16_384])
def test_a_histogram_and_its_theory_both_hold_all_there_is(law: str, d: int) -> None:
    measured, theory = mass(run("sphere.inner_products", d=d, pairs=400, law=law).chart())
    assert measured == pytest.approx(1, abs=0.01)
    assert theory == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("d", [2, 3, 5, 100, 16_384])
def test_the_histogram_of_angles_and_its_theory_hold_all_there_is(d: int) -> None:
    measured, theory = mass(run("sphere.latitude", d=d, n=400).chart())
    assert measured == pytest.approx(1, abs=0.001)
    assert theory == pytest.approx(1, abs=0.02)


def test_against_shifted_vectors_stands_what_uniform_ones_would_do() -> None:
    chart = run("sphere.inner_products", d=100, pairs=2000, law="shifted", shift=1.0).chart()
    assert isinstance(chart, Histogram)
    (theory,) = chart.theory
    assert "uniform" in str(theory.name)
    top = max(range(len(theory.y)), key=lambda k: theory.y[k] or 0)
    measured = max(range(len(chart.heights)), key=lambda k: chart.heights[k] or 0)
    assert theory.x[top] == pytest.approx(0, abs=0.02)
    assert chart.edges[measured] == pytest.approx(0.5, abs=0.1)


def test_with_several_poles_each_has_a_bar_and_all_of_them_one() -> None:
    chart = run("sphere.latitude", d=1000, n=3000, poles=20).chart()
    assert isinstance(chart, Bars)
    measured, theory = chart.groups
    assert len(chart.labels) == 21
    for value in measured.values[:20]:
        assert value == pytest.approx(0.994, abs=0.01)
    assert theory.values[20] == pytest.approx(0.890, abs=0.002)


def test_points_that_hit_nothing_are_drawn_as_zero_and_stand_in_the_table() -> None:
    ran: Ran = run("volume.ball", d=100, points=1000)
    chart = ran.chart()
    assert isinstance(chart, Line)
    hits, shell = chart.series
    at = hits.x.index(100.0)
    assert (hits.y[at], shell.y[at]) == (0.0, None)
    assert shell.y[hits.x.index(2.0)] == pytest.approx(0.0975, abs=0.06)
    row = next(row for row in ran.finding().table.rows if row[0] == 100)
    assert row[-2:] == (1000.0, 0.0)


def test_what_is_known_exactly_is_not_drawn_as_measured() -> None:
    ran = run("volume.ball", d=10, points=1000)
    finding = ran.finding()
    for name in ("log10_volume", "cube_share", "shell_share", "edge_for_tenth"):
        assert finding.measures[name] == finding.theory[name]
        assert finding.se[name] is None
    chart = ran.chart()
    assert isinstance(chart, Line)
    assert all("hit" in str(series.name) for series in chart.series)
