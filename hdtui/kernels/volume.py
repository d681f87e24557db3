"""The unit ball beside its cube: exact volumes and shares, and points thrown at random."""

from __future__ import annotations

import math

import torch

from hdtui.kernels.threads import one_thread

BUFFER = 1 << 17
"Coordinates held at once: 512 KiB of float32."


def log_ball_volume(d: int) -> float:
    """ln V_d of the unit ball in R^d: V_d = pi^(d/2) / Gamma(d/2 + 1), d >= 0."""
    return d / 2 * math.log(math.pi) - math.lgamma(d / 2 + 1)


def cube_share(d: int) -> float:
    """The ball's share of the cube [-1, 1]^d around it: V_d / 2^d."""
    return min(1.0, math.exp(log_ball_volume(d) - d * math.log(2)))


def shell_share(d: int, eps: float) -> float:
    """Share of the ball within eps of its surface: 1 - (1 - eps)^d, 0 <= eps <= 1."""
    return 1.0 if eps >= 1 else -math.expm1(d * math.log1p(-eps))


def edge_for(share: float, d: int) -> float:
    """Edge of the cube that holds this share of the unit cube's volume: share^(1/d)."""
    return math.exp(math.log(share) / d)


def cube_hits(n: int, d: int, eps: float, generator: torch.Generator) -> tuple[int, int]:
    """n points uniform in [-1, 1]^d: how many fall into the unit ball, how many of these into its
    outer shell of thickness eps. Memory does not grow with n."""
    device = generator.device
    columns = max(1, min(n, BUFFER // d))
    buffer = torch.empty(d * columns, device=device)
    inside = torch.zeros((), dtype=torch.int64, device=device)
    core = torch.zeros_like(inside)
    with one_thread():
        for start in range(0, n, columns):
            m = min(columns, n - start)
            points = buffer[: d * m].view(d, m).uniform_(-1, 1, generator=generator)
            squares = points.square_().sum(0)
            inside += (squares <= 1).sum()
            core += (squares <= (1 - eps) ** 2).sum()
    return int(inside), int(inside - core)
