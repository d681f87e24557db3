"""The app's end of the wire: runs experiments on a worker, and survives its deaths.

Imports nothing heavy. Every run that is asked for ends in exactly one of Finished, Cancelled and
Failed, whatever happens to the processes behind it.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hdtui import __version__
from hdtui.description import SettingValue
from hdtui.errors import WorkerError
from hdtui.messages import Message, say
from hdtui.worker.events import End, Event, GaveUp, Restarting
from hdtui.worker.guard import safe_path
from hdtui.worker.lifeline import Lifeline
from hdtui.worker.lines import decode_request, encode, failed
from hdtui.worker.patience import Patience
from hdtui.worker.wire import (
    PROTOCOL,
    Ack,
    Cancel,
    Cancelled,
    Drawn,
    Failed,
    Finished,
    Hello,
    Ping,
    Pong,
    Progress,
    Ready,
    Reply,
    Run,
    Warm,
)

__all__ = ["Event", "GaveUp", "Restarting", "WorkerClient", "default_command"]

START_TIMEOUT = 20.0
"Seconds for hello: local 0.2, over a slow ssh 6."


@dataclass
class _Open:
    """The run that is not over yet; there is at most one."""

    run: Run
    cancelled: bool = False
    retried: bool = False


class WorkerClient:
    """One worker, for one app and one event loop."""

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        device: str = "auto",
        threads: int | None = None,
        log: Path | None = None,
        charts_per_second: float = 8.0,
        start_timeout: float = START_TIMEOUT,
        patience: Patience | None = None,
    ) -> None:
        """`command` speaks the wire over its stdin and stdout (`ssh -T BOX hdtui worker`); by
        default it is our own. `log` is the file for all that it prints."""
        self._life = Lifeline(
            command if command is not None else default_command(),
            Hello(PROTOCOL, __version__, device, threads),
            self,
            log=log,
            timeout=start_timeout,
            patience=patience or Patience(),
        )
        self._charts_per_second = charts_per_second
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._tickets = 0
        self._open: _Open | None = None
        self._muted = 0
        "Runs up to this ticket have been replaced or cancelled: only their ends are told."
        self._pinged = 0
        self._pings: dict[int, asyncio.Future[None]] = {}

    # ------------------------------------------------------------ life

    async def start(self) -> Ready:
        """Starts the worker and waits for its hello, not for torch. Raises WorkerError."""
        return await self._life.start()

    async def stop(self) -> None:
        """Ends the worker and everything it has started; `events()` ends too."""
        await self._life.stop()
        self._forget_pings()
        if self._open is not None:
            self._end(Cancelled(self._open.run.ticket, "hard"))
        self._events.put_nowait(None)

    @property
    def pid(self) -> int | None:
        """The process of the command, while it is there."""
        return self._life.pid

    async def ping(self) -> float:
        """Seconds to the worker and back. Raises WorkerError `died` where it is not there."""
        self._pinged += 1
        n = self._pinged
        began = time.perf_counter()
        if not self._life.send(Ping(n)):
            raise _absent()
        answer = self._pings[n] = asyncio.get_running_loop().create_future()
        try:
            await answer
        finally:
            del self._pings[n]
        return time.perf_counter() - began

    # ------------------------------------------------------------ runs

    def run(
        self,
        name: str,
        settings: Mapping[str, SettingValue],
        seed: int = 0,
        *,
        sketch: bool = False,
    ) -> int:
        """Asks for a run (or a sketch of its empty axes); whatever runs now is replaced. Its
        ticket. Never blocks and never raises: a request that cannot even be sent is a Failed
        event."""
        if self._open is not None:
            self._end(Cancelled(self._open.run.ticket, "replaced"))
        self._muted = self._tickets
        self._tickets += 1
        run = Run(self._tickets, name, dict(settings), seed, self._charts_per_second, sketch)
        try:
            decode_request(encode(run))
        except WorkerError as error:
            self._emit(failed(run.ticket, error))
        except TypeError as error:
            message = say("These settings are no plain values: {reason}", reason=str(error)[:200])
            self._emit(Failed(run.ticket, "bad_setting", message))
        else:
            self._open = _Open(run)
            if self._life.given_up is not None:
                self._end(_gave_up(run, self._life.given_up))
            self.on_alive()
        return run.ticket

    def cancel(self, ticket: int) -> None:
        """Stops that run, if it is still on; its charts are not delivered any more."""
        if self._open is not None and self._open.run.ticket == ticket:
            self._open.cancelled = True
            self._muted = ticket
            if not self._life.send(Cancel(ticket)):
                self._end(Cancelled(ticket, "soft"))

    def ack(self, drawn: Drawn) -> None:
        """That chart is on the screen: the next may come."""
        self._life.send(Ack(drawn.ticket, drawn.serial))

    async def measure(
        self,
        name: str,
        settings: Mapping[str, SettingValue],
        seed: int = 0,
        progress: Callable[[Progress], None] | None = None,
    ) -> Finished:
        """One run from start to end, for those without a screen (not beside `events()`).

        Starts the worker where there is none. Raises WorkerError with the code of the failure.
        A cancelled task cancels the run.
        """
        if self._life.idle:
            await self.start()
        ticket = self.run(name, settings, seed)
        try:
            while (event := await self.next_event()) is not None:
                match event:
                    case Progress() if progress is not None:
                        progress(event)
                    case Finished(of) if of == ticket:
                        return event
                    case Failed(of) if of in (ticket, None):
                        raise WorkerError(event.code, event.message, remedy=event.remedy)
                    case Cancelled(of) if of == ticket:
                        raise WorkerError("died", say("The run was cancelled."))
            raise _absent()
        finally:
            self.cancel(ticket)

    # ------------------------------------------------------------ events

    async def events(self) -> AsyncIterator[Event]:
        """What happens, until `stop()`. For one reader; only the newest run speaks here."""
        while (event := await self.next_event()) is not None:
            yield event

    async def next_event(self) -> Event | None:
        """What happens next; None once after `stop()`. For one reader."""
        while True:
            event = await self._events.get()
            if not isinstance(event, (Progress, Drawn)) or event.ticket > self._muted:
                return event

    @property
    def pending(self) -> int:
        """Events that have not been read yet."""
        return self._events.qsize()

    def _emit(self, event: Event) -> None:
        self._events.put_nowait(event)

    def _end(self, event: End) -> None:
        """The open run is over."""
        self._open = None
        self._emit(event)

    # ------------------------------------------------------------ what the worker does

    def on_reply(self, reply: Reply) -> None:
        match reply:
            case Pong(n):
                if (answer := self._pings.get(n)) is not None and not answer.done():
                    answer.set_result(None)
            case Failed(ticket, ("died" | "gave_up") as code):
                self._on_child_death(ticket, reply.message, hopeless=code == "gave_up")
            case Warm() | Failed(None):
                self._emit(reply)
            case Ready():
                pass  # said twice: nothing new
            case _:
                self._on_run(reply)

    def _on_run(self, reply: Progress | Drawn | End) -> None:
        """Stale tickets are dropped; a cancelled run has only its end to tell."""
        current = self._open
        if current is None or reply.ticket != current.run.ticket:
            return
        if isinstance(reply, (Progress, Drawn)):
            self._emit(reply)
        elif current.cancelled and not isinstance(reply, Cancelled):
            self._end(Cancelled(current.run.ticket, "soft"))
        else:
            self._end(reply)

    def on_alive(self) -> None:
        """Sends the open run, if there is a worker to send it to."""
        if self._open is not None:
            self._life.send(self._open.run)

    def on_death(self, reason: Message, attempt: int) -> None:
        self._forget_pings()
        self._may_repeat(reason)
        self._emit(Restarting(reason, attempt))

    def on_gave_up(self, end: GaveUp) -> None:
        self._forget_pings()
        if self._open is not None:
            self._end(_gave_up(self._open.run, end))
        self._emit(end)

    def _on_child_death(self, ticket: int | None, reason: Message, *, hopeless: bool) -> None:
        """The worker is there and starts another child by itself; the run is ours to repeat."""
        attempt = self._life.child_died(reason, hopeless=hopeless)
        if attempt is None:
            return
        mine = self._open is not None and self._open.run.ticket == ticket
        if mine and not self._may_repeat(reason):
            return
        self._emit(Restarting(reason, attempt))
        if mine:
            self.on_alive()

    def _may_repeat(self, reason: Message) -> bool:
        """Whether the open run gets another try. A run is short and always gives the same, so
        it is repeated once; ends it where not."""
        current = self._open
        if current is None:
            return False
        if current.cancelled:
            self._end(Cancelled(current.run.ticket, "hard"))
        elif current.retried:
            self._end(Failed(current.run.ticket, "died", reason))
        else:
            current.retried = True
            return True
        return False

    def _forget_pings(self) -> None:
        for answer in self._pings.values():
            if not answer.done():
                answer.set_exception(_absent())


def default_command() -> list[str]:
    """Our own worker, on this machine: the command that a far machine runs too."""
    return [sys.executable, *safe_path(), "-m", "hdtui", "worker"]


def _absent() -> WorkerError:
    return WorkerError("died", say("The worker is not running."))


def _gave_up(run: Run, end: GaveUp) -> Failed:
    return Failed(run.ticket, "gave_up", end.message, end.remedy)
