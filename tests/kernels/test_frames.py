"""Constructions: as many vectors as promised, exactly as coherent as promised."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from hdtui.kernels import frames


def sizes(vectors: Tensor) -> set[float]:
    """The different |<u, v>| of different vectors, to six digits."""
    gram = (vectors @ vectors.T).abs()
    rows, columns = torch.triu_indices(len(vectors), len(vectors), 1)
    return {round(value, 6) for value in set(gram[rows, columns].tolist())}


@pytest.mark.parametrize("d", [4, 16, 64])
def test_all_real_unbiased_bases_meet_at_one_angle(d: int) -> None:
    count = d * (d // 2 + 1)
    assert frames.capacity("mub", d) == count
    vectors = frames.frame("mub", 10**6, d)
    assert vectors.shape == (count, d)
    assert sizes(vectors) == {0.0, round(1 / math.sqrt(d), 6)}


def test_twelve_vectors_in_four_dimensions() -> None:
    assert frames.capacity("mub", 4) == 12
    assert frames.capacity("mub", 1024) == 525_312


def walsh(signs: Tensor) -> Tensor:
    """Sums of the signs against every Hadamard row. (D,) -> (D,)."""
    step = 1
    while step < len(signs):
        halves = signs.view(-1, 2, step)
        signs = torch.stack((halves[:, 0] + halves[:, 1], halves[:, 0] - halves[:, 1]), 1).flatten()
        step *= 2
    return signs


@pytest.mark.parametrize("d", [256, 1024, 4096, 16_384])
def test_any_two_forms_of_a_kerdock_set_differ_by_a_bent_function(d: int) -> None:
    numbers = (0, 1, 2, d // 2 - 1)
    for a in numbers:
        for b in numbers:
            if a < b:
                between = frames._kerdock_signs(a, d) * frames._kerdock_signs(b, d)
                assert set(walsh(between).abs().tolist()) == {math.isqrt(d)}


@pytest.mark.parametrize(("d", "native"), [(2, 2), (5, 4), (768, 512), (1024, 1024)])
def test_a_hadamard_frame_has_twice_its_dimension(d: int, native: int) -> None:
    assert frames.capacity("hadamard", d) == 2 * native
    vectors = frames.frame("hadamard", 10**6, d)
    assert vectors.shape == (2 * native, native)
    assert sizes(vectors) == {0.0, round(1 / math.sqrt(native), 6)}


def test_a_basis_ends_with_the_dimension() -> None:
    vectors = frames.frame("basis", 1000, 7)
    assert torch.equal(vectors, torch.eye(7))
    assert frames.coherence("basis", 1000, 7) == 0


def test_the_first_vectors_of_a_frame_are_a_basis() -> None:
    assert frames.coherence("mub", 256, 256) == 0
    assert frames.coherence("mub", 257, 256) == 1 / 16
    assert torch.equal(frames.frame("mub", 257, 256)[:256], torch.eye(256))


def test_a_frame_starts_the_same_however_many_vectors_are_asked_for() -> None:
    assert torch.equal(frames.frame("mub", 40, 16), frames.frame("mub", 100, 16)[:40])
