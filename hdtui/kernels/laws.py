"""Exact laws of the cosine of two directions in R^d, in float64.

t = <u, v> for a uniform unit vector u and any independent unit vector v. The density of t is
proportional to (1 - t^2)^((d-3)/2), so (1 + t)/2 ~ Beta(a, a) with a = (d-1)/2 and
t^2 ~ Beta(1/2, a) (Blum, Hopcroft, Kannan, Foundations of Data Science, ch. 2). Every function
wants d >= 2; angles are in radians.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from scipy import special


def log_density_constant(d: int) -> float:
    """ln c_d where c_d (1 - t^2)^((d-3)/2) is the density of t on [-1, 1]."""
    return math.lgamma(d / 2) - math.lgamma((d - 1) / 2) - 0.5 * math.log(math.pi)


def angle_density(theta: float, d: int) -> float:
    """Density per radian of the angle to a pole: c_d sin^(d-2)(theta), 0 <= theta <= pi."""
    sine = math.sin(theta)
    if sine <= 0:
        return math.exp(log_density_constant(d)) if d == 2 else 0.0
    return math.exp(log_density_constant(d) + (d - 2) * math.log(sine))


def cosine_cdf(t: float, d: int) -> float:
    """P(T <= t), by the symmetric incomplete beta function."""
    clipped = min(1.0, max(-1.0, t))
    outside = 0.5 * tail(abs(clipped), d)
    return 1 - outside if clipped >= 0 else outside


def tail(t: float, d: int) -> float:
    """P(|T| > t) for 0 <= t <= 1: 1 - t^2 ~ Beta((d-1)/2, 1/2). 0 where float64 underflows."""
    return float(special.betainc((d - 1) / 2, 0.5, (1 - t) * (1 + t)))


def log_tail(t: float, d: int) -> float:
    """ln P(|T| > t) for 0 <= t < 1, also where the probability itself underflows.

    There t^2 d is large and I_x(a, 1/2) = x^a t / (a B(a, 1/2)) 2F1(a + 1/2, 1; a + 1; x) with
    x = 1 - t^2 (DLMF 8.17.8), whose series converges within a few hundred terms.
    """
    direct = tail(t, d)
    if direct > 1e-290:
        return math.log(direct)
    a, x = (d - 1) / 2, (1 - t) * (1 + t)
    series = term = 1.0
    k = 0
    while term > 1e-17 * series:
        term *= x * (a + 0.5 + k) / (a + 1 + k)
        series += term
        k += 1
    return float(
        a * math.log(x) + math.log(t) - math.log(a) - special.betaln(a, 0.5) + math.log(series)
    )


def abs_quantile(p: float, d: int) -> float:
    """The q with P(|T| <= q) = p."""
    a = (d - 1) / 2
    if p < 0.5:
        return math.sqrt(float(special.betaincinv(0.5, a, p)))
    return tail_quantile(1 - p, d)


def tail_quantile(s: float, d: int) -> float:
    """The q with P(|T| > q) = s, exact for small s, where 1 - s would have no digits left."""
    return math.sqrt(1 - float(special.betaincinv((d - 1) / 2, 0.5, s)))


def angle_sd(d: int) -> float:
    """Standard deviation of the angle in radians: its variance is trigamma(d/2)/2 exactly.

    Proof: E e^(is(theta - pi/2)) is proportional to 1/(Gamma((d+s)/2) Gamma((d-s)/2)) by Cauchy's
    integral of cos^(d-2); minus the second derivative of its logarithm at 0.
    """
    return math.sqrt(float(special.polygamma(1, d / 2)) / 2)


def band_share(delta: float, d: int) -> float:
    """P(|theta - pi/2| < delta) = P(|T| < sin delta), 0 <= delta <= pi/2."""
    return 1.0 if delta >= math.pi / 2 else 1 - tail(math.sin(delta), d)


def bin_shares(edges: Sequence[float], d: int) -> list[float]:
    """P(edges[i] < T <= edges[i+1]) for increasing edges. k + 1 edges -> k shares."""
    below = [cosine_cdf(edge, d) for edge in edges]
    return [high - low for low, high in pairwise(below)]
