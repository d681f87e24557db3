"""Runs: the same numbers every time, in any order of cells, on any number of threads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch

from hdtui.kernels.threads import one_thread
from hdtui.lab.statistics import DRAWS_PER_CELL, NUMBERS_PER_CELL, batches
from tests.lab.running import Overlay, run, settle

SMALL: list[tuple[str, Overlay]] = [
    ("sphere.latitude", {"d": 700, "n": 20_000}),
    ("sphere.latitude", {"d": 64, "n": 3000, "poles": 7}),
    ("sphere.latitude", {"d": 2, "n": 1}),
    ("sphere.inner_products", {"d": 300, "pairs": 20_000}),
    ("sphere.inner_products", {"d": 300, "pairs": 20_000, "law": "gauss"}),
    ("sphere.inner_products", {"d": 99, "pairs": 3000, "law": "rademacher"}),
    ("sphere.inner_products", {"d": 300, "pairs": 3000, "law": "shifted", "shift": 1.0}),
    ("sphere.packing", {"d": 200, "n": 500}),
    ("sphere.packing", {"d": 64, "n": 300, "method": "mub"}),
    ("sphere.packing", {"d": 64, "n": 100, "method": "greedy", "eps": 0.4}),
    ("volume.ball", {"d": 9, "points": 1000}),
]


@pytest.mark.parametrize(("name", "overlay"), SMALL)
def test_the_same_run_gives_the_same_rows_and_another_seed_others(
    name: str, overlay: Overlay
) -> None:
    first = run(name, 3, **overlay).rows
    assert run(name, 3, **overlay).rows == first
    if overlay.get("method") != "mub":
        assert run(name, 4, **overlay).rows != first


@pytest.mark.parametrize(("name", "overlay"), SMALL)
def test_cells_in_another_order_give_the_same_finding_and_chart(
    name: str, overlay: Overlay
) -> None:
    straight = run(name, 3, **overlay)
    shuffled = run(name, 3, shuffled=True, **overlay)
    assert shuffled.finding() == straight.finding()
    assert shuffled.chart() == straight.chart()


@pytest.fixture
def two_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield
    torch.set_num_threads(before)


@pytest.mark.usefixtures("two_threads")
@pytest.mark.parametrize(("name", "overlay"), SMALL)
def test_the_number_of_threads_changes_nothing(name: str, overlay: Overlay) -> None:
    many = run(name, 3, **overlay).rows
    with one_thread():
        assert run(name, 3, **overlay).rows == many


@pytest.mark.parametrize("total", [1, 7, 20_000, 2_000_000])
@pytest.mark.parametrize("numbers", [2, 1000, 32_768])
@pytest.mark.parametrize("at_least", [1, 32])
def test_batches_add_up_and_stay_small(total: int, numbers: int, at_least: int) -> None:
    cells = list(batches(total, numbers, at_least))
    assert sum(cell.draws for cell in cells) == total
    assert len(cells) >= min(total, at_least)
    assert len({cell.seed(0) for cell in cells}) == len(cells)
    for cell in cells:
        assert 1 <= cell.draws <= DRAWS_PER_CELL
        assert cell.draws * numbers <= NUMBERS_PER_CELL


@pytest.mark.parametrize(("name", "overlay"), SMALL)
def test_work_is_known_before_the_run(name: str, overlay: Overlay) -> None:
    experiment, settings = settle(name, overlay)
    work = experiment.work(settings, "cpu")
    assert work.flops is not None
    assert work.flops > 0
    assert 0 < work.bytes_held < 2**28


@pytest.mark.parametrize(
    ("name", "overlay"),
    [
        ("sphere.latitude", {"d": 16_384, "n": 2_000_000, "poles": 50}),
        ("sphere.inner_products", {"d": 16_384, "pairs": 2_000_000}),
        ("volume.ball", {"d": 200, "points": 1_000_000}),
    ],
)
def test_streamed_runs_fit_into_any_machine(name: str, overlay: Overlay) -> None:
    experiment, settings = settle(name, overlay)
    assert experiment.work(settings, "cpu").bytes_held < 2**25
