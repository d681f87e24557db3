"""Keeps a worker alive: starts it, starts it again when it dies, and knows when to give up."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from hdtui.errors import WorkerError
from hdtui.messages import Message, say
from hdtui.worker.events import GaveUp
from hdtui.worker.link import Link
from hdtui.worker.log import Log
from hdtui.worker.patience import Patience
from hdtui.worker.wire import Hello, Ready, Reply, Request


class Owner(Protocol):
    """Whoever wants a worker."""

    def on_reply(self, reply: Reply) -> None:
        """It has said this."""

    def on_alive(self) -> None:
        """There is one now, for the first time or again."""

    def on_death(self, reason: Message, attempt: int) -> None:
        """It has died; another is on its way."""

    def on_gave_up(self, end: GaveUp) -> None:
        """It has died, and that was that."""


class Lifeline:
    """At most one worker at a time. Deaths are retried after a pause; what would only fail
    again (another version, not installed, garbage at the start) is not."""

    def __init__(
        self,
        command: Sequence[str],
        hello: Hello,
        owner: Owner,
        *,
        log: Path | None,
        timeout: float,
        patience: Patience,
    ) -> None:
        self._command = list(command)
        self._hello = hello
        self._owner = owner
        self._log_path = log
        self._timeout = timeout
        self._patience = patience
        self._log: Log | None = None
        self._link: Link | None = None
        self._reviving: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        "Links on their way out: never cancelled, always awaited."
        self.given_up: GaveUp | None = None

    @property
    def pid(self) -> int | None:
        """The process of the command, while it is there."""
        return self._link.pid if self._link is not None else None

    @property
    def idle(self) -> bool:
        """There is no worker and none is on its way."""
        return self._link is None and (self._reviving is None or self._reviving.done())

    def send(self, request: Request) -> bool:
        """Whether there is a worker to hear it."""
        if self._link is not None:
            self._link.send(request)
        return self._link is not None

    async def start(self) -> Ready:
        """Ends a worker that is there and starts one. Raises WorkerError."""
        await self.stop()
        self.given_up = None
        self._patience.forget()
        self._log = Log(self._log_path)
        try:
            ready = await self._connect()
        except BaseException:
            await self.stop()
            raise
        self._owner.on_alive()
        return ready

    async def stop(self) -> None:
        """Ends the worker and waits for its process."""
        if self._reviving is not None:
            self._reviving.cancel()
            await asyncio.wait([self._reviving])
            self._reviving = None
        self._drop()
        if self._closing:
            await asyncio.wait(self._closing)
        if self._log is not None:
            self._log.close()
            self._log = None

    def child_died(self, reason: Message, *, hopeless: bool) -> int | None:
        """The worker is there but its compute process has died: counted like its own deaths.
        How many there were; None where that was one too many."""
        if self._patience.death(time.monotonic()) is None or hopeless:
            self._drop()
            self._give_up(reason)
            return None
        return self._patience.deaths

    async def _connect(self) -> Ready:
        assert self._log is not None
        link = Link(self._log, self._owner.on_reply, self._on_lost)
        ready = await link.open(self._command, self._hello, self._timeout)
        self._link = link
        return ready

    def _drop(self) -> None:
        """Lets go of the worker; its process is seen to its end on the side."""
        link, self._link = self._link, None
        if link is not None:
            closing = asyncio.create_task(link.close())
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    def _on_lost(self, reason: Message) -> None:
        self._drop()
        pause = self._patience.death(time.monotonic())
        if pause is None:
            self._give_up(reason)
        else:
            self._reviving = asyncio.create_task(self._revive(reason, pause))

    async def _revive(self, reason: Message, pause: float) -> None:
        while True:
            self._owner.on_death(reason, self._patience.deaths)
            if self._closing:
                await asyncio.wait(self._closing)  # the old one first: it may hold the device
            await asyncio.sleep(pause)
            try:
                await self._connect()
            except WorkerError as error:
                again = self._patience.death(time.monotonic()) if error.code == "died" else None
                if again is None:
                    self._give_up(error.title)
                    return
                reason, pause = error.title, again
            else:
                self._owner.on_alive()
                return

    def _give_up(self, reason: Message) -> None:
        remedy = None
        if self._log_path is not None:
            remedy = say("What it said is in {path}.", path=str(self._log_path))
        message = say("The worker is not started again: {reason}", reason=reason)
        self.given_up = GaveUp(message, remedy)
        self._owner.on_gave_up(self.given_up)
