"""What a client tells its app: the worker's replies, and the deaths it has survived or not."""

from __future__ import annotations

import msgspec

from hdtui.messages import Message
from hdtui.worker.wire import Cancelled, Drawn, Failed, Finished, Progress, Warm


class Restarting(msgspec.Struct, frozen=True):
    """The worker, or its compute process, has died; another is being started. The run that was
    on, if any, is run again by itself."""

    reason: Message
    attempt: int
    "Deaths within the last minute, this one included."


class GaveUp(msgspec.Struct, frozen=True):
    """It has died too often, or cannot be started again; `WorkerClient.start` tries anew."""

    message: Message
    remedy: Message | None = None


Event = Warm | Progress | Drawn | Finished | Cancelled | Failed | Restarting | GaveUp
End = Finished | Cancelled | Failed
"How a run ends: with exactly one of these."
