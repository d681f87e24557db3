"""Every measure within five of its standard errors of theory, and errors that tell the truth."""

from __future__ import annotations

import statistics

import pytest

from tests.lab.running import Overlay, Ran, run

CLOSE = 1e-9
"Where the spread is nil (signs in one bin, exact values) theory and measure agree to rounding."


def hold(ran: Ran, skip: tuple[str, ...] = ()) -> int:
    """Every measure with a theory and an error is within five of them; how many there were."""
    finding = ran.finding()
    held = 0
    for name, theory in finding.theory.items():
        measured, error = finding.measures[name], finding.se[name]
        if name in skip or error is None or measured is None:
            continue
        assert isinstance(measured, float)
        assert isinstance(theory, float)
        assert isinstance(error, float)
        assert abs(measured - theory) <= 5 * error + CLOSE, (name, measured, theory, error)
        held += 1
    return held


SIZES = [(2, 6000), (3, 6000), (10, 6000), (100, 6000), (1000, 3000), (16_384, 400)]


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(("d", "n"), SIZES)
def test_latitudes_are_those_of_theory(d: int, n: int, seed: int) -> None:
    assert hold(run("sphere.latitude", seed, d=d, n=n)) == 4


@pytest.mark.parametrize("delta", [0.1, 30.0, 90.0])
def test_belts_of_any_width_are_those_of_theory(delta: float) -> None:
    assert hold(run("sphere.latitude", d=12, n=5000, delta=delta)) == 4


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(
    ("d", "poles", "delta"),
    [(2, 3, 20.0), (3, 5, 30.0), (10, 50, 20.0), (1000, 20, 5.0), (4096, 50, 2.0)],
)
def test_all_poles_see_the_same(d: int, poles: int, delta: float, seed: int) -> None:
    n = 6000 if d < 4096 else 1500
    assert hold(run("sphere.latitude", seed, d=d, n=n, poles=poles, delta=delta)) == 4


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("law", ["sphere", "gauss", "rademacher"])
@pytest.mark.parametrize(("d", "n"), SIZES)
def test_inner_products_are_those_of_theory(law: str, d: int, n: int, seed: int) -> None:
    assert hold(run("sphere.inner_products", seed, d=d, pairs=n, law=law)) == 4


@pytest.mark.parametrize("shift", [0.0, 0.3, 1.0, 10.0])
@pytest.mark.parametrize(("d", "n"), SIZES)
def test_shifted_vectors_meet_at_the_mean_of_theory(d: int, n: int, shift: float) -> None:
    held = hold(run("sphere.inner_products", d=d, pairs=n, law="shifted", shift=shift))
    assert held == (4 if shift == 0 else 3)


@pytest.mark.parametrize("d", [1, 2, 3, 5, 8, 11])
def test_hits_are_those_of_the_exact_shares(d: int) -> None:
    assert hold(run("volume.ball", d=d, points=5000)) == 2


@pytest.mark.slow
@pytest.mark.parametrize("d", [2, 3, 64, 1000])
def test_two_million_points_still_agree(d: int) -> None:
    n = 2_000_000 if d <= 64 else 200_000
    assert hold(run("sphere.latitude", d=d, n=n)) == 4
    assert hold(run("sphere.inner_products", d=d, pairs=n)) == 4


@pytest.mark.parametrize(
    ("name", "overlay", "measures"),
    [
        (
            "sphere.latitude",
            {"d": 8, "n": 700, "delta": 15.0},
            ("mean_deg", "sd_deg", "band_share"),
        ),
        (
            "sphere.latitude",
            {"d": 3, "n": 3200, "delta": 30.0, "poles": 4},
            ("mean_deg", "sd_deg", "band_share", "all_bands_share"),
        ),
        (
            "sphere.inner_products",
            {"d": 8, "pairs": 700},
            ("mean", "variance", "sd", "abs_q95"),
        ),
        (
            "sphere.inner_products",
            {"d": 8, "pairs": 700, "law": "gauss"},
            ("mean", "variance", "sd", "abs_q95"),
        ),
        (
            "sphere.inner_products",
            {"d": 8, "pairs": 700, "law": "shifted", "shift": 1.0},
            ("mean", "variance", "sd"),
        ),
    ],
)
def test_over_many_seeds_the_standard_errors_tell_the_truth(
    name: str, overlay: Overlay, measures: tuple[str, ...]
) -> None:
    findings = [run(name, seed, **overlay).finding() for seed in range(80)]
    for measure in measures:
        deviations = []
        for finding in findings:
            value, theory, error = (
                table[measure] for table in (finding.measures, finding.theory, finding.se)
            )
            assert isinstance(value, float)
            assert isinstance(theory, float)
            assert isinstance(error, float)
            deviations.append((value - theory) / error)
        # 80 standard normal numbers: their deviation is 1 ± 0.08, their mean 0 ± 0.11.
        assert 0.7 < statistics.pstdev(deviations) < 1.4, (measure, deviations)
        assert abs(statistics.mean(deviations)) < 0.6, (measure, deviations)


def test_one_point_has_no_spread_and_says_so() -> None:
    finding = run("sphere.latitude", d=2, n=1).finding()
    assert finding.measures["sd_deg"] is None
    assert finding.se["mean_deg"] is None
    assert isinstance(finding.measures["mean_deg"], float)
    pair = run("sphere.inner_products", d=2, pairs=1).finding()
    assert pair.measures["variance"] is None
    assert pair.se["sd"] is None


def test_the_example_of_the_lessons_holds() -> None:
    finding = run("sphere.latitude", seed=1, d=1000).finding()
    assert finding.measures["band_share"] == pytest.approx(0.994, abs=0.002)
    shares = run("sphere.latitude", d=1000, poles=20).finding()
    assert shares.measures["all_bands_share"] == pytest.approx(0.89, abs=0.01)
    three = run("sphere.inner_products", d=3).finding()
    assert three.measures["abs_q95"] == pytest.approx(0.95, abs=0.01)
