"""How often something that dies is started again, and after what pause."""

from __future__ import annotations

from collections import deque

BACKOFF = (0.0, 0.2, 1.0)
"Seconds before the first, second and third new start."
WINDOW = 60.0


class Patience:
    """Counts deaths. As many in one minute as there are pauses are forgiven; one more is not."""

    def __init__(self, backoff: tuple[float, ...] = BACKOFF, window: float = WINDOW) -> None:
        self._backoff = backoff
        self._window = window
        self._deaths: deque[float] = deque()

    def death(self, now: float) -> float | None:
        """Notes a death at `now` (seconds, monotonic). The pause before the next start; None:
        give up."""
        while self._deaths and now - self._deaths[0] > self._window:
            self._deaths.popleft()
        self._deaths.append(now)
        count = len(self._deaths)
        return self._backoff[count - 1] if count <= len(self._backoff) else None

    @property
    def deaths(self) -> int:
        """Deaths remembered."""
        return len(self._deaths)

    def forget(self) -> None:
        self._deaths.clear()
