"""How many nearly orthogonal vectors there are in R^d, and how large their largest |<u, v>| is.

Counts are natural logarithms: in high dimensions they overflow any float. 0 < eps < 1, d >= 2.
"""

from __future__ import annotations

import math

from hdtui.kernels.laws import log_tail, tail_quantile


def max_coherence_quantile(p: float, n: int, d: int) -> float:
    """The q with P(max |<u_i, u_j>| <= q) = p for n uniform unit vectors, n >= 2.

    The n(n-1)/2 inner products are pairwise independent; treating them as independent gives the
    law that is exact in the limit (Cai, Fan, Jiang 2013, JMLR 14:1837-1864).
    """
    pairs = n * (n - 1) / 2
    return tail_quantile(-math.expm1(math.log(p) / pairs), d)


def welch(n: int, d: int) -> float:
    """No n unit vectors have a smaller largest |<u, v>|: sqrt((n-d)/(d(n-1))) where n > d, else 0.

    Welch 1974, IEEE Trans. Inf. Theory 20:397-399.
    """
    return math.sqrt((n - d) / (d * (n - 1))) if n > d else 0.0


def log_random_count(d: int, eps: float) -> float:
    """ln of the n at which n^2/2 P(|<u, v>| > eps) = 1: so many can be drawn blindly."""
    return 0.5 * (math.log(2) - log_tail(eps, d))


def log_greedy_count(d: int, eps: float) -> float:
    """ln of 1/P(|<u, v>| > eps): so many can always be chosen one by one (Gilbert's bound)."""
    return -log_tail(eps, d)


def log_upper_count(d: int, eps: float) -> float:
    """ln of the bound of Kabatiansky and Levenshtein (1978, Probl. Inf. Transm. 14:1-17), without
    its o(1): d ln 2 (x log2 x - y log2 y), x = (1+s)/(2s), y = (1-s)/(2s), s = sqrt(1 - eps^2)."""
    s = math.sqrt(1 - eps * eps)
    x, y = (1 + s) / (2 * s), (1 - s) / (2 * s)
    return d * (x * math.log(x) - y * math.log(y))
