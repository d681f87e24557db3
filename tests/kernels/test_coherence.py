"""The tiled maximum of a Gram matrix, greedy sets, and the laws of both."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from hdtui.kernels import coherence, laws, packing_laws, sphere


def drawn(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def largest(vectors: Tensor) -> float:
    gram = (vectors @ vectors.T).abs().fill_diagonal_(0)
    return float(gram.max())


def tiles(n: int, rows: int, columns: int) -> Iterator[tuple[slice, slice]]:
    for row in range(0, n, rows):
        for column in range(0, n, columns):
            yield slice(row, row + rows), slice(column, column + columns)


@given(st.integers(1, 40), st.integers(1, 50), st.integers(1, 50))
def test_tiles_of_any_shape_find_the_largest_and_count_every_pair_once(
    n: int, rows: int, columns: int
) -> None:
    vectors = sphere.unit_vectors(n, 3, drawn(n))
    found = [coherence.tile_maximum(vectors, *tile) for tile in tiles(n, rows, columns)]
    assert sum(pairs for _, pairs in found) == n * (n - 1) // 2
    if n > 1:
        assert max(value for value, _ in found) == pytest.approx(largest(vectors), abs=1e-6)


def test_opposite_vectors_count_as_much_as_equal_ones() -> None:
    vectors = torch.tensor([[1.0, 0.0], [-1.0, 0.0]])
    assert coherence.tile_maximum(vectors, slice(0, 2), slice(0, 2)) == (1.0, 1)


def grown(n: int, d: int, eps: float, tries: int, seed: int = 0) -> tuple[list[float], Tensor]:
    steps = list(coherence.grow(n, d, eps, drawn(seed), tries))
    vectors = steps.pop()
    assert isinstance(vectors, Tensor)
    return [float(step) for step in steps], vectors


def test_a_greedy_set_keeps_its_promise_and_passes_gilberts_bound() -> None:
    gilbert = math.exp(packing_laws.log_greedy_count(100, 0.3))
    progress, vectors = grown(1000, 100, 0.3, 64_000)
    assert largest(vectors) <= 0.3
    assert len(vectors) > gilbert
    assert progress == sorted(progress)
    assert progress[-1] <= 1


def test_a_greedy_search_gives_up_after_its_tries() -> None:
    _, vectors = grown(50, 2, 0.01, 512)
    assert 1 <= len(vectors) <= 2


@pytest.mark.parametrize(("n", "d"), [(10, 2), (100, 3), (1000, 10), (1000, 768)])
def test_the_largest_of_random_vectors_follows_its_law_over_seeds(n: int, d: int) -> None:
    # In float64: on a circle the closest come closer than float32 can tell.
    pairs = n * (n - 1) / 2
    ranks = []
    for seed in range(20):
        vectors = sphere.unit_vectors(n, d, drawn(seed)).double()
        vectors /= torch.linalg.vector_norm(vectors, dim=1, keepdim=True)
        value = largest(vectors)
        ranks.append(math.exp(pairs * math.log1p(-min(laws.tail(value, d), 0.999))))
    # Uniform ranks: none in the last 10^-5 at either end, and a mean within 5 of its errors.
    assert all(1e-5 < rank < 1 - 1e-5 for rank in ranks)
    assert abs(sum(ranks) / 20 - 0.5) < 5 / math.sqrt(12 * 20)


@pytest.mark.parametrize(
    ("d", "median"), [(10, 0.967), (100, 0.458), (256, 0.295), (768, 0.173), (1000, 0.1525)]
)
def test_the_median_of_the_largest_is_that_of_the_table(d: int, median: float) -> None:
    assert packing_laws.max_coherence_quantile(0.5, 1000, d) == pytest.approx(median, rel=0.02)


def test_two_vectors_have_the_median_of_one_inner_product() -> None:
    expected = laws.abs_quantile(0.5, 50)
    assert packing_laws.max_coherence_quantile(0.5, 2, 50) == pytest.approx(expected)


def test_welch_bounds_nothing_up_to_a_basis() -> None:
    assert packing_laws.welch(256, 256) == 0
    assert packing_laws.welch(1000, 256) == pytest.approx(0.054, abs=5e-4)


@pytest.mark.parametrize(
    ("d", "eps", "count"),
    [(100, 0.1, 2.5), (1000, 0.1, 36), (4096, 0.1, 1.2e5), (10_000, 0.1, 4e11)],
)
def test_random_counts_are_those_of_the_table(d: int, eps: float, count: float) -> None:
    assert math.exp(packing_laws.log_random_count(d, eps)) == pytest.approx(count, rel=0.04)


@pytest.mark.parametrize(("eps", "first"), [(0.05, 12_990), (0.1, 2_619), (0.2, 488), (0.3, 170)])
def test_random_sets_pass_a_basis_at_the_dimension_of_the_table(eps: float, first: int) -> None:
    # The tables were searched in steps of 2 %.
    assert math.exp(packing_laws.log_random_count(first, eps)) >= 0.99 * first
    before = round(first * 0.97)
    assert math.exp(packing_laws.log_random_count(before, eps)) < before


def test_greedy_counts_are_those_of_the_table() -> None:
    assert math.exp(packing_laws.log_greedy_count(1000, 0.1)) == pytest.approx(651, rel=0.01)
    assert packing_laws.log_greedy_count(10_000, 0.1) / math.log(10) == pytest.approx(
        22.93, abs=0.01
    )


@pytest.mark.parametrize(("eps", "rate"), [(0.1, 0.0254), (0.2, 0.083), (0.3, 0.165)])
def test_the_upper_bound_has_the_rate_of_the_table(eps: float, rate: float) -> None:
    bits = packing_laws.log_upper_count(1000, eps) / math.log(2) / 1000
    assert bits == pytest.approx(rate, rel=0.01)


@pytest.mark.parametrize("d", [1000, 16_384])
@pytest.mark.parametrize("eps", [0.1, 0.5, 0.9])
def test_counts_are_ordered_also_where_they_overflow(d: int, eps: float) -> None:
    random, greedy, upper = (
        count(d, eps)
        for count in (
            packing_laws.log_random_count,
            packing_laws.log_greedy_count,
            packing_laws.log_upper_count,
        )
    )
    assert 0 < random < greedy < upper + 3 * math.log(d)
