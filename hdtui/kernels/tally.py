"""Moments and histograms of a stream of numbers, added up block by block in float64."""

from __future__ import annotations

from torch import Tensor

POWERS = 4


def wide(values: Tensor) -> Tensor:
    """The same numbers in float64; on the CPU where the device has no float64 (mps)."""
    return values.cpu().double() if values.device.type == "mps" else values.double()


def power_sums(values: Tensor) -> tuple[float, float, float, float]:
    """Sums of x, x^2, x^3, x^4 over every entry, in float64. Shape (...) -> four numbers.

    Give blocks of fewer than 32,768 numbers: torch splits longer sums over its threads, and then
    the last bits would depend on how many there are.
    """
    x = wide(values).flatten()
    square = x * x
    return (
        float(x.sum()),
        float(square.sum()),
        float((square * x).sum()),
        float((square * square).sum()),
    )


def bin_counts(values: Tensor, bins: int, low: float, high: float) -> Tensor:
    """How many entries fall into each of `bins` equal bins from low to high, the last one closed.

    Shape (...) -> (bins,), int64; what lies outside is not counted. Edges are kept to one part in
    10^7. Counting indices takes a third of the time of torch.histc.
    """
    # A hair below 1, so that `high` itself lies in the last bin.
    scale = bins / (high - low) * (1 - 2.0**-22)
    # Bin 0 takes what lies below and bin bins + 1 what lies above; truncation is floor from 0 on.
    places = values.flatten().float().sub(low).mul_(scale).add_(1).clamp_(0, bins + 1)
    return places.int().bincount(minlength=bins + 2)[1:-1]


class Tally:
    """Count, power sums about `centre` and histogram of a stream; memory does not grow with it."""

    def __init__(self, bins: int, low: float, high: float, centre: float = 0.0) -> None:
        self._range = (bins, low, high)
        self._centre = centre
        self._sums = [0.0] * POWERS
        self._counts: Tensor | None = None
        self.count = 0

    def add(self, values: Tensor) -> None:
        """Take in a block of any shape, of fewer than 32,768 numbers (see `power_sums`)."""
        shifted = wide(values) - self._centre if self._centre else values
        for power, total in enumerate(power_sums(shifted)):
            self._sums[power] += total
        counts = bin_counts(values, *self._range)
        self._counts = counts if self._counts is None else self._counts + counts
        self.count += values.numel()

    @property
    def sums(self) -> tuple[float, float, float, float]:
        """Sums of (x - centre)^k for k = 1, 2, 3, 4."""
        first, second, third, fourth = self._sums
        return first, second, third, fourth

    @property
    def counts(self) -> tuple[int, ...]:
        """The histogram so far, one number a bin."""
        if self._counts is None:
            return (0,) * self._range[0]
        return tuple(self._counts.tolist())
