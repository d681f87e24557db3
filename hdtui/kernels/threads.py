"""One thread where a second one only waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch


@contextmanager
def one_thread() -> Iterator[None]:
    """torch's operations of this thread run on one core inside; the number is restored after.

    Random numbers are drawn by one thread anyway, and the sums between two draws last some
    microseconds. Splitting those gains nothing on a quiet machine; where another process has the
    other core, each waits for it, and 20 to 50 times the time was measured.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
