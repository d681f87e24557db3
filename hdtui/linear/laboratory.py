"""Runs, measured one at a time and waited for."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from hdtui.description import Description
from hdtui.i18n import _
from hdtui.linear.talk import Talk
from hdtui.messages import Message
from hdtui.session.runs import Run, Runs
from hdtui.worker.client import WorkerClient


class Laboratory:
    """The worker as a conversation needs it; started by the first run."""

    def __init__(self, client: WorkerClient, talk: Talk) -> None:
        self._client = client
        self._talk = talk
        self._runs = Runs(client, lambda: None)
        self._listening: asyncio.Task[None] | None = None
        self._measured: Run | None = None

    def description(self, name: str) -> Description | None:
        """The experiment, once the worker has told of it."""
        return self._runs.catalogue.get(name)

    async def measure(self, run: Run) -> bool:
        """Measure it (True), or say why not; Ctrl-C stops it."""
        self._talk.say(_("measuring ..."))
        if self._listening is None:
            self._listening = asyncio.create_task(self._runs.listen())
        over = asyncio.Event()
        notes: list[Message] = []

        def changed() -> None:
            if run.note is not None and run.note not in notes:
                notes.append(run.note)
                self._talk.messages(run.note)
            if not run.busy:
                over.set()

        run.changed = changed
        self._measured = run
        try:
            self._runs.ask(run)
            await self._until(over)
        finally:
            self._measured = None
            self._runs.leave(run)
        return self._told(run)

    def stop(self) -> bool:
        """Stop the run that is on; whether there is one."""
        if self._measured is None or not self._measured.busy:
            return False
        self._runs.stop(self._measured)
        return True

    async def close(self) -> None:
        await self._client.stop()
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _until(self, over: asyncio.Event) -> None:
        """Until the run is over. Raises what ended the task that hears the worker, if it ends."""
        assert self._listening is not None
        waiting = asyncio.create_task(over.wait())
        try:
            await asyncio.wait({waiting, self._listening}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if self._listening.done():
            self._listening.result()

    def _told(self, run: Run) -> bool:
        """Whether it was measured; says how it ended where it was not."""
        if run.stage == "stopped":
            self._talk.say(_("The run was stopped."))
        elif run.failure is not None:
            self._talk.messages(run.failure.message, run.failure.remedy)
        return run.stage == "done" and run.outcome is not None
