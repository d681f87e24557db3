"""How much of the speed of the random numbers is left, measured side by side in one run.

Times of a shared machine mean nothing alone: both sides run in turns, on one thread, by the
clock of the processor; the median of the ratios counts, the best of three attempts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import pytest
import torch

from hdtui.kernels import sphere
from hdtui.kernels.tally import Tally
from hdtui.kernels.threads import one_thread

pytestmark = pytest.mark.speed

NUMBERS = 1 << 23
ROUNDS = 7
ATTEMPTS = 3


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    with one_thread():
        yield


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def speed_over(peer: Callable[[], object], ours: Callable[[], object]) -> float:
    """Median over rounds of the peer's time by ours, the best of some attempts."""

    def attempt() -> float:
        peer(), ours()
        return statistics.median(seconds(peer) / seconds(ours) for _ in range(ROUNDS))

    return max(attempt() for _ in range(ATTEMPTS))


def normals() -> None:
    buffer = torch.empty(3 << 16)
    generator = torch.Generator().manual_seed(0)
    for _ in range(NUMBERS // len(buffer)):
        buffer.normal_(generator=generator)


def streamed(d: int) -> Tally:
    tally = Tally(60, -1, 1)
    for block in sphere.pole_cosines(NUMBERS // d, d, torch.Generator().manual_seed(0)):
        tally.add(block)
    return tally


def streamed_pairs(d: int) -> Tally:
    tally = Tally(60, -1, 1)
    for block in sphere.inner_products(NUMBERS // d // 2, d, torch.Generator().manual_seed(0)):
        tally.add(block)
    return tally


def naive(d: int) -> tuple[torch.Tensor, ...]:
    """The usual way, with the same results: all points at once."""
    x = torch.randn(NUMBERS // d, d, generator=torch.Generator().manual_seed(0))
    cosine = torch.nn.functional.normalize(x, dim=1)[:, 0]
    powers = [cosine.double().pow(k).sum() for k in (1, 2, 3, 4)]
    return (*powers, cosine.histc(60, -1, 1))


@pytest.mark.parametrize("d", [64, 1024, 16_384])
def test_points_on_the_sphere_cost_little_more_than_their_random_numbers(d: int) -> None:
    assert speed_over(normals, lambda: streamed(d)) >= 0.85


@pytest.mark.parametrize("d", [64, 1024, 16_384])
def test_pairs_cost_little_more_than_their_random_numbers(d: int) -> None:
    assert speed_over(normals, lambda: streamed_pairs(d)) >= 0.8


@pytest.mark.parametrize("d", [3, 64, 1024])
def test_streaming_is_no_slower_than_the_usual_way(d: int) -> None:
    assert speed_over(lambda: naive(d), lambda: streamed(d)) >= 1.0


def test_both_ways_find_the_same_spread() -> None:
    ours = streamed(64)
    square = naive(64)[1]
    assert ours.sums[1] / ours.count == pytest.approx(float(square) / ours.count, rel=0.02)
