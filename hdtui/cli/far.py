"""The worker, asked headlessly."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from hdtui.cli.options import Common
from hdtui.description import Description
from hdtui.errors import UsageError, WorkerError
from hdtui.messages import say
from hdtui.session.catalogue import with_plugins
from hdtui.text.clean import clean
from hdtui.worker.client import WorkerClient
from hdtui.worker.wire import Progress

T = TypeVar("T")

QUICK = 8.0
SLOW_LINK = 4.0
"Charts a second inside ssh: each costs bytes."


def client(common: Common) -> WorkerClient:
    """A worker as the common options want it; not yet started."""
    return WorkerClient(
        device=common.device,
        threads=common.threads,
        log=common.log,
        charts_per_second=SLOW_LINK if os.environ.get("SSH_CONNECTION") else QUICK,
    )


def with_worker(
    common: Common,
    work: Callable[[WorkerClient, dict[str, Description]], Awaitable[T]],
    wanted: str | None = None,
) -> T:
    """Start a worker, do the work with every experiment there is, stop the worker whatever
    happens. `wanted`: the one experiment the work is about."""

    async def complete(far: WorkerClient, ours: dict[str, Description]) -> T:
        return await work(far, await with_plugins(far, ours, wanted))

    return with_bare_worker(common, complete)


def with_bare_worker(
    common: Common, work: Callable[[WorkerClient, dict[str, Description]], Awaitable[T]]
) -> T:
    """The same with what the worker says at once: our own experiments, no event read yet."""

    async def session() -> T:
        far = client(common)
        try:
            ready = await far.start()
            return await work(far, {each.name: each for each in ready.catalogue})
        finally:
            await far.stop()

    return asyncio.run(session())


def find(catalogue: dict[str, Description], name: str) -> Description:
    """The experiment of that name.

    Raises UsageError with the names that come near, WorkerError for one that cannot be used.
    """
    if name in catalogue:
        found = catalogue[name]
        if found.problem is not None:
            title = say("{name} cannot be used", name=name)
            raise WorkerError("kernel", title, detail=found.problem)
        return found
    from difflib import get_close_matches

    near = get_close_matches(name, catalogue, n=3) or sorted(catalogue)
    raise UsageError(
        say("there is no experiment “{name}”", name=clean(name)),
        remedy=say("Did you mean {near}?", near=", ".join(near)),
    )


def show_progress(progress: Progress) -> None:
    """One line on stderr that is written over; only on a terminal."""
    if sys.stderr.isatty():
        done, seconds = progress.done, progress.seconds
        left = f", {seconds * (1 - done) / done:.0f} s" if done > 0.05 else ""
        sys.stderr.write(f"\r{100 * done:3.0f} %{left}   " + ("\r" if done >= 1 else ""))
        sys.stderr.flush()
