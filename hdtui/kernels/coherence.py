"""Largest |<u, v>| of a set of unit vectors, tile by tile, and sets grown to keep it small."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from hdtui.kernels.sphere import unit_vectors
from hdtui.kernels.tally import wide
from hdtui.kernels.threads import one_thread

CANDIDATES = 256
TOP = 16


def tile_maximum(vectors: Tensor, rows: slice, columns: slice) -> tuple[float, int]:
    """Largest |<u_i, u_j>| with i in rows, j in columns, j < i; and how many such pairs there are.

    vectors: (n, d), unit rows. The tile is the only memory taken: rows x columns float32. (0, 0)
    where the tile holds no pair.
    """
    first, last = rows.start, min(rows.stop, len(vectors))
    start, stop = columns.start, min(columns.stop, len(vectors), last - 1)
    if first >= last or start >= stop:
        return 0.0, 0
    tile = vectors[first:last] @ vectors[start:stop].T
    if stop > first:  # it meets the diagonal: keep what lies below
        tile.tril_(first - start - 1)
    pairs = sum(max(0, min(stop, row) - start) for row in range(first, last))
    # The last bits of a product of matrices depend on the number of threads: the few pairs at the
    # top are multiplied once more, in float64.
    top = tile.abs_().flatten().topk(min(TOP, tile.numel())).indices
    i, j = first + top // tile.shape[1], start + top % tile.shape[1]
    products = (wide(vectors[i]) * wide(vectors[j])).sum(1).abs()
    # Where all pairs are orthogonal, masked entries are among the top.
    largest = (products * (j < i).to(products.device)).max()
    return min(1.0, float(largest)), pairs


def grow(
    n: int, d: int, eps: float, generator: torch.Generator, tries: int
) -> Iterator[float | Tensor]:
    """Random candidates, each kept if |<u, v>| <= eps with all kept before, until there are n.

    Yields its progress (0 to 1) and last the kept vectors, shape (k, d) with 1 <= k <= n; k < n
    where `tries` candidates were not enough. Greedy choice reaches at least 1/P(|t| > eps)
    vectors in the limit (Gilbert's bound, 1952, Bell Syst. Tech. J. 31:504-522).
    """
    kept = torch.empty(n, d, device=generator.device)
    count = tried = 0
    while count < n and tried < tries:
        fresh = unit_vectors(min(CANDIDATES, tries - tried), d, generator)
        tried += len(fresh)
        with one_thread():  # a bit more or less at the tolerance would change the set
            if count:
                worst = (fresh @ kept[:count].T).abs_().amax(1)
                fresh = fresh[worst <= eps]
            chosen = _compatible(fresh, eps)[: n - count]
        kept[count : count + len(chosen)] = chosen
        count += len(chosen)
        yield max(count / n, tried / tries)
    yield kept[:count].clone()


def _compatible(vectors: Tensor, eps: float) -> Tensor:
    """The rows that are within eps of all earlier rows kept. (k, d) -> (m, d)."""
    clash = ((vectors @ vectors.T).abs_() > eps).tolist()
    kept: list[int] = []
    for index, row in enumerate(clash):
        if not any(row[earlier] for earlier in kept):
            kept.append(index)
    return vectors[kept]
