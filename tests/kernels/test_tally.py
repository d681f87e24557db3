"""Sums and histograms of a stream."""

from __future__ import annotations

import pytest
import torch

from hdtui.kernels.tally import Tally, bin_counts, power_sums


def test_sums_are_those_of_float64() -> None:
    values = torch.rand(1000, generator=torch.Generator().manual_seed(0))
    wide = values.double()
    assert power_sums(values) == pytest.approx([float((wide**k).sum()) for k in (1, 2, 3, 4)])


def test_counts_are_those_of_the_histogram_of_torch() -> None:
    values = torch.randn(30_000, generator=torch.Generator().manual_seed(0))
    counts = bin_counts(values, 50, -1.5, 1.5)
    assert (counts - values.histc(50, -1.5, 1.5)).abs().sum() <= 2  # rounding at an edge


def test_the_last_bin_is_closed_and_what_lies_outside_is_not_counted() -> None:
    values = torch.tensor([-1.0, -0.4, 0.1, 0.999, 1.0, 1.001, -1.001, 50.0, -50.0])
    assert bin_counts(values, 4, -1, 1).tolist() == [1, 1, 1, 2]


def test_a_tally_of_blocks_is_the_tally_of_everything() -> None:
    values = torch.randn(5000, generator=torch.Generator().manual_seed(1))
    whole, parts = Tally(20, -2, 2, centre=0.5), Tally(20, -2, 2, centre=0.5)
    whole.add(values)
    for start in range(0, len(values), 700):
        parts.add(values[start : start + 700])
    assert parts.count == whole.count == 5000
    assert parts.counts == whole.counts
    assert parts.sums == pytest.approx(whole.sums)
    assert whole.sums[0] == pytest.approx(float((values.double() - 0.5).sum()))


def test_an_empty_tally_has_empty_bins() -> None:
    tally = Tally(3, 0, 1)
    assert (tally.count, tally.counts, tally.sums) == (0, (0, 0, 0), (0.0, 0.0, 0.0, 0.0))
