"""Streams of cosines: shapes, reproducibility, no dependence on how much is asked for at once."""

from __future__ import annotations

import math

import pytest
import torch

from hdtui.kernels import sphere
from hdtui.kernels.threads import one_thread

DIMENSIONS = [2, 3, 100, 1023, 1024, 16_384]


def drawn(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("d", DIMENSIONS)
@pytest.mark.parametrize("n", [1, 7, 100])
def test_every_stream_gives_as_many_cosines_as_asked(d: int, n: int) -> None:
    assert sum(len(block) for block in sphere.pole_cosines(n, d, drawn())) == n
    assert sum(len(block) for block in sphere.inner_products(n, d, drawn())) == n
    poles = sphere.unit_vectors(3, d, drawn())
    blocks = list(sphere.cosines_to(poles, n, drawn()))
    assert sum(block.shape[1] for block in blocks) == n
    assert all(block.shape[0] == 3 for block in blocks)


def test_blocks_stay_short_enough_for_sums_on_one_thread() -> None:
    sizes = [len(block) for block in sphere.pole_cosines(40_000, 3, drawn())]
    assert sizes == [sphere.BLOCK, sphere.BLOCK, 40_000 - 2 * sphere.BLOCK]
    assert sphere.BLOCK < 32_768


@pytest.mark.parametrize("d", DIMENSIONS)
def test_cosines_are_cosines(d: int) -> None:
    for block in (
        *sphere.pole_cosines(300, d, drawn()),
        *sphere.inner_products(300, d, drawn(1)),
        *sphere.cosines_to(sphere.unit_vectors(5, d, drawn(2)), 300, drawn(3)),
    ):
        assert block.isfinite().all()
        assert block.abs().max() <= 1


@pytest.mark.parametrize("d", DIMENSIONS)
def test_a_pole_on_an_axis_sees_what_the_fixed_pole_sees(d: int) -> None:
    pole = torch.zeros(1, d)
    pole[0, 0] = 1
    fixed = torch.cat([block.clone() for block in sphere.pole_cosines(20, d, drawn(5))])
    moved = torch.cat([block[0] for block in sphere.cosines_to(pole, 20, drawn(5))])
    assert torch.allclose(fixed, moved, atol=1e-6)


def test_unit_vectors_have_length_one() -> None:
    lengths = torch.linalg.vector_norm(sphere.unit_vectors(50, 300, drawn()), dim=1)
    assert torch.allclose(lengths, torch.ones(50), atol=1e-6)


@pytest.mark.parametrize("law", ["sphere", "gauss", "rademacher", "shifted"])
@pytest.mark.parametrize("d", [3, 64, 2048])
def test_the_same_seed_gives_the_same_stream_on_any_number_of_threads(
    law: sphere.Law, d: int
) -> None:
    def stream() -> torch.Tensor:
        blocks = sphere.inner_products(700, d, drawn(9), law=law, shift=0.5)
        return torch.cat([block.clone() for block in blocks])

    many = stream()
    with one_thread():
        assert torch.equal(many, stream())


def test_the_number_of_threads_is_restored_after_a_stream_is_dropped() -> None:
    before = torch.get_num_threads()
    stream = sphere.pole_cosines(50_000, 3, drawn())
    next(stream)
    assert torch.get_num_threads() == before
    stream.close()  # type: ignore[attr-defined]  # an iterator by its type, a generator in fact
    assert torch.get_num_threads() == before


def test_signs_give_whole_numbers_over_d() -> None:
    (block,) = sphere.inner_products(500, 11, drawn(), law="rademacher")
    sums = block * 11
    assert torch.allclose(sums, sums.round(), atol=1e-5)
    assert {round(float(value)) % 2 for value in sums} == {1}


def test_normal_vectors_are_not_normalised() -> None:
    (block,) = sphere.inner_products(5000, 2, drawn(), law="gauss")
    assert block.abs().max() > 1.5
    assert float(block.var()) == pytest.approx(1 / 2, rel=0.15)


def test_a_shift_brings_vectors_together() -> None:
    (block,) = sphere.inner_products(2000, 500, drawn(), law="shifted", shift=2.0)
    assert float(block.mean()) == pytest.approx(0.8, abs=5 * float(block.std()) / math.sqrt(2000))
