"""Bytes on their way out through a pipe that must never block its owner."""

from __future__ import annotations

import os
import selectors


class Outbox:
    """Writes what the pipe takes now and the rest when the selector says so.

    Raises ConnectionError (from `send` and `flush`) where nobody reads any more.
    """

    def __init__(self, descriptor: int, selector: selectors.BaseSelector) -> None:
        os.set_blocking(descriptor, False)
        self._descriptor = descriptor
        self._selector = selector
        self._held = bytearray()

    def __len__(self) -> int:
        """Bytes that wait."""
        return len(self._held)

    def send(self, data: bytes) -> None:
        waiting = bool(self._held)
        self._held += data
        if not waiting:
            self.flush()

    def flush(self) -> None:
        """Writes what goes; asks the selector for another call (`key.data()`) if any is left."""
        waited = self._descriptor in self._selector.get_map()
        while self._held:
            try:
                written = os.write(self._descriptor, memoryview(self._held)[:65536])
            except BlockingIOError:
                break
            del self._held[:written]
        if self._held and not waited:
            self._selector.register(self._descriptor, selectors.EVENT_WRITE, self.flush)
        elif waited and not self._held:
            self._selector.unregister(self._descriptor)

    def forget(self) -> None:
        """Stops waiting; what is held is dropped."""
        self._held.clear()
        if self._descriptor in self._selector.get_map():
            self._selector.unregister(self._descriptor)
