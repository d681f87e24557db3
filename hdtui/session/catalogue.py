"""Every experiment there is, those of plug-ins too.

Ours are described by the worker at once; other people's imports may be heavy, so only a compute
process that is warm describes them. Which there are is known by name without importing any.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import entry_points

from hdtui.description import Description
from hdtui.errors import WorkerError
from hdtui.messages import say
from hdtui.worker.client import GaveUp, WorkerClient
from hdtui.worker.wire import Failed, Warm

GROUP = "hdtui.experiments"
"The entry points that offer experiments."


def plugin_names() -> frozenset[str]:
    """The names under which plug-ins of this installation offer experiments."""
    return frozenset(point.name for point in entry_points(group=GROUP))


async def warmed(client: WorkerClient) -> Warm:
    """The worker once it has a compute process. For a client just started, not beside `events()`.

    Raises WorkerError where it cannot have one.
    """
    while (event := await client.next_event()) is not None:
        match event:
            case Warm():
                return event
            case Failed(None):
                raise WorkerError(event.code, event.message, remedy=event.remedy)
            case GaveUp():
                raise WorkerError("gave_up", event.message, remedy=event.remedy)
    raise WorkerError("died", say("The worker is not running."))


async def with_plugins(
    client: WorkerClient, ours: Mapping[str, Description], wanted: str | None = None
) -> dict[str, Description]:
    """Ours and those of plug-ins, by name (one of ours is never replaced).

    Waits for a compute process only where it may tell something new: there are plug-ins, or the
    name that is wanted is none of ours. Where it cannot start, every plug-in has that as its
    `problem`.
    """
    names = plugin_names()
    unknown = wanted is not None and wanted not in ours
    if not names and not unknown:
        return dict(ours)
    try:
        extra = {each.name: each for each in (await warmed(client)).extra}
    except WorkerError as error:
        claim = say("an experiment of a plug-in")
        extra = {name: Description(name=name, claim=claim, problem=error.title) for name in names}
    return {**extra, **ours}
