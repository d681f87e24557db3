"""Uniform points on the sphere, streamed: cosines come in blocks, the points are never kept.

A point is a vector of normals divided by its length (Muller 1959, Comm. ACM 2:19-20). Normals are
drawn into one buffer that stays in the processor's cache and is used again, so memory does not
grow with the number of points, and nearly all the time goes into the generator itself.

Sums run over the longer side of the buffer: with few coordinates these are its rows and whole rows
of points are added, with many each point is one contiguous row. Sizes of buffers are fixed, never
taken from the machine, because a generator's stream depends on how it is cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import torch
from torch import Tensor

from hdtui.kernels.threads import one_thread

BLOCK = 16_384
"Cosines in one block. Below 32,768, so that torch's sums over a block do not use its threads."
LONG = 1024
"From so many coordinates on a point is a row of the buffer."

Law = Literal["sphere", "gauss", "rademacher", "shifted"]


def pole_cosines(n: int, d: int, generator: torch.Generator) -> Iterator[Tensor]:
    """<x, e_1> for n points x uniform on S^(d-1), in blocks of shape (m,), m <= BLOCK.

    The block is overwritten by the next one: use it or copy it. Float32, in [-1, 1], on the
    generator's device; d >= 1.
    """
    device = generator.device
    most = points_at_once(d, device.type)
    axis = _axis(d)
    buffer = torch.empty(d * most, device=device)
    block, lengths = torch.empty(2, BLOCK, device=device)
    for size in _sizes(n, BLOCK):
        with one_thread():
            for start, m in _spans(size, most):
                points = _shaped(buffer, d, m).normal_(generator=generator)
                block[start : start + m] = points.select(axis, 0)
                torch.sum(points.square_(), axis, out=lengths[start : start + m])
            cosines = block[:size].mul_(lengths[:size].rsqrt_()).clamp_(-1, 1)
        yield cosines


def cosines_to(poles: Tensor, n: int, generator: torch.Generator) -> Iterator[Tensor]:
    """<x, p> for n points x uniform on S^(d-1) and every pole p, in blocks of shape (k, m).

    poles: (k, d), unit rows, on the generator's device. Blocks hold at most BLOCK numbers unless
    k exceeds BLOCK; each is new.
    """
    k, d = poles.shape
    most = min(points_at_once(d, generator.device.type), max(1, BLOCK // k))
    axis = _axis(d)
    buffer = torch.empty(d * most, device=generator.device)
    for m in _sizes(n, most):
        with one_thread():
            points = _shaped(buffer, d, m).normal_(generator=generator)
            cosines = poles @ (points if axis == 0 else points.T)
            cosines.mul_(points.square_().sum(axis).rsqrt_()).clamp_(-1, 1)
        yield cosines


def unit_vectors(n: int, d: int, generator: torch.Generator) -> Tensor:
    """n points uniform on S^(d-1), kept. Shape (n, d), float32."""
    points = torch.empty(n, d, device=generator.device).normal_(generator=generator)
    return points.div_(torch.linalg.vector_norm(points, dim=1, keepdim=True))


def inner_products(
    n: int, d: int, generator: torch.Generator, *, law: Law = "sphere", shift: float = 0.0
) -> Iterator[Tensor]:
    """<u, v> for n independent pairs, both drawn, in blocks of shape (m,), m <= BLOCK.

    Laws of u and v, in R^d: `sphere` uniform unit vectors; `gauss` N(0, I/d), not normalised;
    `rademacher` signs divided by sqrt(d); `shifted` N(0, I) plus `shift` in every coordinate, then
    normalised. The block is overwritten by the next one.
    """
    device = generator.device
    most = max(1, points_at_once(d, device.type) // 2)
    axis = _axis(d)
    buffer = torch.empty(2 * d * most, device=device)
    products = torch.empty(d * most, device=device)
    block = torch.empty(BLOCK, device=device)
    squares = torch.empty(2, BLOCK, device=device)
    unit = law in ("sphere", "shifted")
    for size in _sizes(n, BLOCK):
        with one_thread():
            for start, m in _spans(size, most):
                pairs = _shaped(buffer, d, m, 2)
                _fill(pairs, law, shift, generator)
                product = torch.mul(pairs[0], pairs[1], out=_shaped(products, d, m))
                torch.sum(product, axis, out=block[start : start + m])
                if unit:
                    torch.sum(pairs.square_(), axis + 1, out=squares[:, start : start + m])
            found = block[:size]
            if unit:
                found.mul_((squares[0, :size] * squares[1, :size]).rsqrt_()).clamp_(-1, 1)
            else:
                found.div_(d)
        yield found


def _fill(pairs: Tensor, law: Law, shift: float, generator: torch.Generator) -> None:
    """The coordinates of both vectors before any division, in place."""
    if law == "rademacher":
        pairs.random_(0, 2, generator=generator).mul_(2).sub_(1)
        return
    pairs.normal_(generator=generator)
    if law == "shifted":
        pairs.add_(shift)


def points_at_once(d: int, device: str) -> int:
    """Points in one buffer: 768 KiB of float32 on a CPU, 64 MiB where launches cost more."""
    size = 3 << 16 if device == "cpu" else 1 << 24
    return max(8, min(BLOCK, size // d))


def _axis(d: int) -> int:
    """Along which axis of `_shaped` the coordinates lie."""
    return 1 if d >= LONG else 0


def _shaped(buffer: Tensor, d: int, m: int, sets: int = 1) -> Tensor:
    """The front of the buffer as m points: (d, m), or (m, d) if long; (sets, ...) if several."""
    shape = (m, d) if _axis(d) else (d, m)
    front = buffer[: sets * d * m]
    return front.view(shape) if sets == 1 else front.view(sets, *shape)


def _sizes(total: int, most: int) -> Iterator[int]:
    """`total` in pieces of `most`, the last one shorter."""
    for _, size in _spans(total, most):
        yield size


def _spans(total: int, most: int) -> Iterator[tuple[int, int]]:
    """(start, size) of the same pieces."""
    for start in range(0, total, most):
        yield start, min(most, total - start)
