"""Laws of <x, y> for pairs that are not uniform on the sphere: normal, signs, shifted. Float64."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]
NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)
DEBYE_FROM = 30.0
"Order of K_nu from which the uniform expansion is used: four terms leave 1e-7 of the value."


# ---------------------------------------------------------------- x, y ~ N(0, I/d)


def gauss_log_density(t: Array, d: int) -> Array:
    """ln of the density of <x, y> at t != 0, for independent x, y ~ N(0, I/d), d >= 2.

    d<x, y> has characteristic function (1 + s^2)^(-d/2): the symmetric variance-gamma law with
    density |q|^nu K_nu(|q|) / (sqrt(pi) Gamma(d/2) 2^nu), nu = (d-1)/2 (Kotz, Kozubowski,
    Podgorski, The Laplace Distribution and Generalizations, sec. 4.1).
    """
    q, nu = d * np.abs(t), (d - 1) / 2
    constant = math.log(d) - 0.5 * math.log(math.pi) - math.lgamma(d / 2) - nu * math.log(2)
    return np.asarray(constant + nu * np.log(q) + _log_bessel_k(nu, q))


def gauss_bin_shares(edges: Sequence[float], d: int) -> list[float]:
    """P(edges[i] < <x, y> <= edges[i+1]) by eight-point Gauss-Legendre in each bin; edges that
    lie on both sides of 0 should have 0 among them. k + 1 edges -> k shares."""
    bounds = np.asarray(edges)
    half = np.diff(bounds) / 2
    points = (bounds[:-1] + half)[:, None] + half[:, None] * NODES
    density = np.exp(gauss_log_density(points, d))
    return [float(share) for share in half * (density @ WEIGHTS)]


def gauss_abs_quantile(p: float, d: int) -> float:
    """The q with P(|<x, y>| <= q) = p, to about six digits for p <= .999."""
    sizes, cumulative = _gauss_cumulative(d)
    return float(np.interp(p, cumulative, sizes))


@lru_cache(maxsize=16)
def _gauss_cumulative(d: int) -> tuple[Array, Array]:
    """Sizes s from 0 to 14 standard deviations and P(|<x, y>| <= s): 10 ms, so it is kept."""
    sizes = np.linspace(0, 14 / math.sqrt(d), 4097)
    return sizes, np.concatenate(([0.0], 2 * np.cumsum(gauss_bin_shares(sizes.tolist(), d))))


def _log_bessel_k(nu: float, z: Array) -> Array:
    """ln K_nu(z) for z > 0; for large orders by Debye's uniform expansion (DLMF 10.41.4)."""
    if nu < DEBYE_FROM:
        return np.asarray(np.log(special.kve(nu, z)) - z)
    ratio = z / nu
    root = np.sqrt(1 + ratio**2)
    eta = root + np.log(ratio / (1 + root))
    p = 1 / root
    u1 = (3 * p - 5 * p**3) / 24
    u2 = (81 * p**2 - 462 * p**4 + 385 * p**6) / 1152
    u3 = (30375 * p**3 - 369603 * p**5 + 765765 * p**7 - 425425 * p**9) / 414720
    series = 1 - u1 / nu + u2 / nu**2 - u3 / nu**3
    leading = 0.5 * math.log(math.pi / (2 * nu)) - nu * eta - 0.5 * np.log(root)
    return np.asarray(leading + np.log(series))


# ---------------------------------------------------------------- x, y of signs / sqrt(d)


def sign_shares(first: int, last: int, d: int) -> list[float]:
    """P(<x, y> = (2j - d)/d) for j = first..last, 0 <= first <= last <= d: Binomial(d, 1/2)."""
    j = np.arange(first, last + 1, dtype=np.float64)
    logs = special.gammaln(d + 1) - special.gammaln(j + 1) - special.gammaln(d - j + 1)
    return [float(share) for share in np.exp(logs - d * math.log(2))]


def sign_abs_quantile(p: float, d: int) -> float:
    """The smallest value q of |<x, y>| with P(|<x, y>| <= q) >= p."""
    upper = np.asarray(sign_shares(d - d // 2, d, d))
    if d % 2 == 0:
        upper[0] /= 2  # 0 is its own mirror image
    cumulative = 2 * np.cumsum(upper)
    # The sums end at 1 only to rounding; the last value is the largest there is.
    index = min(int(np.searchsorted(cumulative, p * (1 - 1e-12))), d // 2)
    return (d % 2 + 2 * index) / d


# ---------------------------------------------------------------- a shift in every coordinate


def shifted_moments(d: int, shift: float) -> tuple[float, float]:
    """Mean and variance of <u, v> for u, v = x/|x| with x ~ N(shift 1, I), exactly, d >= 2.

    With l = d shift^2/2 and J ~ Poisson(l), |x|^2 ~ chi^2 with d + 2J degrees of freedom
    (a non-central chi^2 as a mixture). Along the mean direction
    E u_1 = sqrt(l) E[Gamma((d+1)/2 + J) / Gamma(d/2 + 1 + J)], E u_1^2 = E[(1 + 2J)/(d + 2J)];
    then E<u,v> = (E u_1)^2 and E<u,v>^2 = a^2 + (1-a)^2/(d-1) with a = E u_1^2, since the other
    coordinates share 1 - a evenly. As d grows the mean tends to shift^2/(1 + shift^2).
    """
    rate = d * shift * shift / 2
    reach = 12 * math.sqrt(rate) + 40
    j = np.arange(max(0, math.floor(rate - reach)), math.ceil(rate + reach) + 1)
    weights = np.exp(special.xlogy(j, rate) - rate - special.gammaln(j + 1))
    ratio = np.exp(special.gammaln((d + 1) / 2 + j) - special.gammaln(d / 2 + 1 + j))
    resultant = math.sqrt(rate) * float(weights @ ratio)
    along = float(weights @ ((1 + 2 * j) / (d + 2 * j)))
    mean = resultant**2
    second = along**2 + (1 - along) ** 2 / (d - 1)
    return mean, max(0.0, second - mean**2)
