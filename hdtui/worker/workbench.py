"""What the runs of one compute child share, and how their faults become typed failures."""

from __future__ import annotations

import sys
import traceback
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Protocol

from hdtui.errors import HdtuiError, WorkerError
from hdtui.lab.catalogue import AnyExperiment
from hdtui.messages import say
from hdtui.worker.lines import decode_reply, encode, failed
from hdtui.worker.wire import Drawn, Failed, Finished, Reply, Run

KEPT = 3
"How many prepared things (an index, a trained model) are kept for the next run."
_OUT_OF_MEMORY = ("allocate memory", "out of memory")


class Orders(Protocol):
    """What the supervisor has said meanwhile."""

    def stopped(self, ticket: int) -> bool:
        """Whether this run is to end at the next yield."""

    def acknowledged(self, ticket: int) -> int:
        """The serial of the last chart of this run that is on the screen; 0: none yet."""


class Workbench:
    """The device, the way out, the orders, and prepared things by their key."""

    def __init__(
        self,
        device: str,
        known: Mapping[str, Callable[[], AnyExperiment]],
        versions: dict[str, str],
        orders: Orders,
        write: Callable[[bytes], None],
    ) -> None:
        self.device = device
        self.known = known
        self.versions = versions
        self.orders = orders
        self._write = write
        self._prepared: OrderedDict[Hashable, Any] = OrderedDict()

    def send(self, reply: Reply) -> None:
        """Raises WorkerError `too_large`, or `kernel` where an experiment made a chart that the
        app could not read: found here it is the experiment's fault, there a broken wire."""
        line = encode(reply)
        if isinstance(reply, (Drawn, Finished)):
            try:
                decode_reply(line)
            except WorkerError as error:
                reason = str(error.__cause__)[:200]
                raise WorkerError(
                    "kernel",
                    say("The chart or the result is not well formed: {reason}", reason=reason),
                ) from error
        self._write(line)

    def fetch(self, key: Hashable) -> Any | None:
        """What an earlier run prepared under this key, or None."""
        if key in self._prepared:
            self._prepared.move_to_end(key)
        return self._prepared.get(key)

    def keep(self, key: Hashable, thing: Any) -> None:
        """Keeps it; the one unused for longest goes when there are more than KEPT."""
        self._prepared[key] = thing
        while len(self._prepared) > KEPT:
            self._prepared.popitem(last=False)

    def clear(self) -> bool:
        """Gives memory back: what was prepared, and what torch keeps. Whether there was any."""
        had = bool(self._prepared)
        self._prepared.clear()
        if self.device.startswith("cuda"):
            import torch

            torch.cuda.empty_cache()
        return had

    def failure(self, run: Run, error: Exception) -> Failed:
        """The fault of a run, typed. Its traceback goes to the log, never on the wire."""
        if isinstance(error, WorkerError):
            return failed(run.ticket, error)
        traceback.print_exception(error, file=sys.stderr)
        text = str(error).strip()
        if isinstance(error, MemoryError) or any(sign in text for sign in _OUT_OF_MEMORY):
            self.clear()
            title = say("Not enough memory for these values.")
            return Failed(run.ticket, "memory", title, say("Choose smaller values."))
        if isinstance(error, HdtuiError):
            return Failed(run.ticket, "kernel", error.title, error.remedy)
        reason = text.splitlines()[0][:300] if text else type(error).__name__
        title = say("{name} stopped: {reason}", name=run.name, reason=reason)
        return Failed(run.ticket, "kernel", title)
