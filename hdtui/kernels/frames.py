"""Sets of nearly orthogonal unit vectors that are built, not drawn: bases and Kerdock's bases.

Real mutually unbiased bases: for D = 2^m with m even there are D/2 + 1 orthonormal bases of R^D
whose vectors have inner products of absolute value 1/sqrt(D) across bases (Calderbank, Cameron,
Kantor, Seidel 1997, Proc. London Math. Soc. 75:436-480). Besides the unit vectors each basis is
the Hadamard matrix with its columns signed by a quadratic form of a Kerdock set (MacWilliams,
Sloane, The Theory of Error-Correcting Codes, ch. 15, sec. 5): for a in GF(2^(m-1)), e in GF(2),

    Q_a(x, e) = sum_{i=1}^{(m-2)/2} Tr((ax)^(2^i + 1)) + e Tr(ax),

and Q_a + Q_b has full rank for a != b.
"""

from __future__ import annotations

import math
from typing import Literal

import torch
from torch import Tensor

Construction = Literal["basis", "hadamard", "mub"]

IRREDUCIBLE = {
    1: 0b11,
    3: 0b1011,
    5: 0b100101,
    7: 0b10000011,
    9: 0b1000010001,
    11: 0b100000000101,
    13: 0b10000000011011,
}
"Degree -> an irreducible polynomial over GF(2), as bits."
ROWS_AT_ONCE = 256


def native_dimension(construction: Construction, d: int) -> int:
    """The largest dimension up to d where the construction exists; in R^d the rest is zeros."""
    if construction == "basis":
        return d
    if construction == "hadamard" or d < 4:
        return 1 << (d.bit_length() - 1)
    return min(1 << 14, 1 << (2 * ((d.bit_length() - 1) // 2)))


def capacity(construction: Construction, d: int) -> int:
    """How many vectors it has in R^d: d, or 2D, or D(D/2 + 1) for its native dimension D."""
    native = native_dimension(construction, d)
    if construction == "basis":
        return native
    if construction == "hadamard" or d < 4:
        return 2 * native
    return native * (native // 2 + 1)


def coherence(construction: Construction, n: int, d: int) -> float:
    """Largest |<u, v>| of its first n vectors, exactly: 0 within a basis, 1/sqrt(D) beyond."""
    native = native_dimension(construction, d)
    return 0.0 if min(n, capacity(construction, d)) <= native else 1 / math.sqrt(native)


def frame(construction: Construction, n: int, d: int, device: str = "cpu") -> Tensor:
    """Its first min(n, capacity) unit vectors, basis by basis, the coordinate axes first.

    Shape (k, D) with D = native_dimension(construction, d), float32. 2 <= d <= 16,384 for `mub`
    and `hadamard`.
    """
    native = native_dimension(construction, d)
    n = min(n, capacity(construction, d))
    vectors = torch.zeros(n, native, device=device)
    axes = min(n, native)
    vectors[:axes].fill_diagonal_(1)
    for number, start in enumerate(range(native, n, native)):
        rows = min(native, n - start)
        # The first signed basis has a = 0, whose form vanishes: Sylvester's matrix itself.
        signs = _kerdock_signs(number, native) if number else torch.ones(native)
        _signed_hadamard(vectors[start : start + rows], signs.to(device) / math.sqrt(native))
    return vectors


def _signed_hadamard(out: Tensor, columns: Tensor) -> None:
    """Fill out[w, y] with (-1)^<w, y> columns[y], a few rows at a time."""
    y = torch.arange(len(columns), device=out.device)
    for start in range(0, len(out), ROWS_AT_ONCE):
        part = out[start : start + ROWS_AT_ONCE]
        w = torch.arange(start, start + len(part), device=out.device)
        torch.mul(1 - 2 * _parity(w[:, None] & y).float(), columns, out=part)


def _parity(bits: Tensor) -> Tensor:
    """Sum of the binary digits modulo 2, for entries below 2^16."""
    for shift in (8, 4, 2, 1):
        bits = bits ^ (bits >> shift)
    return bits & 1


def _kerdock_signs(a: int, native: int) -> Tensor:
    """(-1)^Q_a(y) for y = 0..D-1, whose lowest bit is e and whose others are x. Shape (D,)."""
    degree = native.bit_length() - 2
    x = torch.arange(native >> 1)
    ax = _times(x, torch.tensor(a), degree)
    form = torch.zeros_like(x)
    power = ax
    for _ in range((degree - 1) // 2):
        power = _times(power, power, degree)
        form ^= _trace(_times(power, ax, degree), degree)
    quadratic = torch.stack((form, form ^ _trace(ax, degree)), dim=1).flatten()
    return 1 - 2 * quadratic.float()


def _times(x: Tensor, y: Tensor, degree: int) -> Tensor:
    """Product in GF(2^degree), entry by entry."""
    product = torch.zeros_like(x)
    for bit in range(degree):
        product ^= torch.where((y >> bit) & 1 > 0, x, 0)
        x = x << 1
        x = torch.where(x >> degree > 0, x ^ IRREDUCIBLE[degree], x)
    return product


def _trace(x: Tensor, degree: int) -> Tensor:
    """Tr(x) = x + x^2 + x^4 + ... in GF(2): 0 or 1, entry by entry."""
    total = x
    for _ in range(degree - 1):
        x = _times(x, x, degree)
        total = total ^ x
    return total
