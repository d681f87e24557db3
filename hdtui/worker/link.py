"""A started worker command: from its first byte (perhaps a banner) to its last.

Built on asyncio's protocols, not its streams: what arrives is handled as it comes, and the
transport can be closed without touching private parts.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable, Sequence

from hdtui import __version__
from hdtui.errors import WorkerError
from hdtui.messages import Message
from hdtui.worker import obituary
from hdtui.worker.incoming import receive
from hdtui.worker.lines import Greeting, Lines, encode, greeting, version_mismatch
from hdtui.worker.log import Log
from hdtui.worker.wire import BANNER_LIMIT, MAGIC, PROTOCOL, Failed, Hello, Ready, Reply, Request

FAREWELL = 1.0
"Seconds that a worker gets to end by itself once its input has ended."
_LAST_BYTES = 0.2
"Seconds between the end of a process and the end of its pipes, at most."
_STDOUT = 1


class Link(asyncio.SubprocessProtocol):
    """One worker process. `open` answers with its Ready; then `on_reply` is called with each
    reply, and `on_lost` once, with the reason, when it ends or cannot be understood."""

    def __init__(
        self, log: Log, on_reply: Callable[[Reply], None], on_lost: Callable[[Message], None]
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._log = log
        self._on_reply = on_reply
        self._on_lost = on_lost
        self._transport: asyncio.SubprocessTransport | None = None
        self._banner = bytearray()
        self._lines: Lines | None = None
        "None until the magic line has come."
        self._ready: asyncio.Future[Ready] = self._loop.create_future()
        self._exited = asyncio.Event()
        self._closed = asyncio.Event()
        self._opened = False
        self._deaf = False
        "Nothing that arrives counts any more."

    # ------------------------------------------------------------ what the client does

    async def open(self, command: Sequence[str], hello: Hello, timeout: float) -> Ready:
        """Starts the command and says hello. Raises WorkerError `not_started`, `protocol` or
        `version`; then nothing is left running."""
        try:
            # A session of its own: Ctrl+C in the terminal is meant for the app.
            await self._loop.subprocess_exec(lambda: self, *command, start_new_session=True)
        except (OSError, ValueError) as error:
            raise obituary.cannot_start(command, error) from error
        self.send(hello)
        try:
            async with asyncio.timeout(timeout):
                ready = await self._ready
            if self._deaf:  # it has died since it said so
                raise WorkerError("died", obituary.cause(None))
        except TimeoutError:
            await self.close(farewell=0)
            raise obituary.silent(timeout, bytes(self._banner)) from None
        except BaseException:
            await self.close()
            raise
        self._opened = True
        return ready

    @property
    def pid(self) -> int | None:
        return self._transport.get_pid() if self._transport else None

    def send(self, request: Request) -> None:
        """Never blocks; what is sent to a worker that is gone is dropped (`on_lost` says so)."""
        pipe = self._transport.get_pipe_transport(0) if self._transport else None
        if isinstance(pipe, asyncio.WriteTransport) and not pipe.is_closing():
            pipe.write(encode(request))

    async def close(self, farewell: float = FAREWELL) -> None:
        """Ends the worker: by the end of its input, by SIGKILL where that is not enough."""
        self._deaf = True
        if self._transport is None:
            return
        pipe = self._transport.get_pipe_transport(0)
        if pipe is not None:
            pipe.close()
        if not await _within(farewell, self._exited):
            # Not transport.kill(): it polls, which can take the exit status away from asyncio.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._transport.get_pid(), signal.SIGKILL)
            await self._exited.wait()
        self._transport.close()
        await self._closed.wait()

    # ------------------------------------------------------------ what asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.SubprocessTransport)
        self._transport = transport

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd != _STDOUT:
            self._log.write(data)
        elif not self._deaf:
            try:
                for line in self._split(data):
                    self._hear(line)
            except WorkerError as error:
                self._lose(error)

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        if fd == _STDOUT and not self._deaf:
            self._loop.call_later(_LAST_BYTES, self._end)  # its status is half of the message

    def process_exited(self) -> None:
        self._exited.set()
        if not self._deaf:
            self._loop.call_later(_LAST_BYTES, self._end)  # a stray child may hold the pipe

    def connection_lost(self, exc: Exception | None) -> None:
        """Exited and every pipe closed."""
        self._closed.set()
        self._end()

    # ------------------------------------------------------------ what it means

    def _split(self, data: bytes) -> list[bytes]:
        """The lines of the wire; what comes before the magic line is banner, and goes to the
        log. Raises WorkerError `protocol` when there is too much of it."""
        if self._lines is not None:
            return self._lines.feed(data)
        self._banner += data
        start = self._banner.find(MAGIC)
        if not 0 <= start <= BANNER_LIMIT:
            if len(self._banner) > BANNER_LIMIT + len(MAGIC):
                raise obituary.noise(bytes(self._banner))
            return []
        self._log.write(bytes(self._banner[:start]))
        self._lines = Lines()
        return self._lines.feed(bytes(self._banner[start + len(MAGIC) :]))

    def _hear(self, line: bytes) -> None:
        if self._deaf:
            return
        if self._ready.done():
            self._on_reply(receive(line))
            return
        _check_version(line)
        match receive(line):
            case Ready() as ready:
                self._ready.set_result(ready)
            case Failed() as failed:
                raise WorkerError(failed.code, failed.message, remedy=failed.remedy)
            case _:
                raise obituary.noise(line)

    def _end(self) -> None:
        status = self._transport.get_returncode() if self._transport else None
        if self._ready.done():
            self._lose(WorkerError("died", obituary.cause(status)))
        else:
            last = self._log.last_line()
            self._lose(obituary.stillborn(status, last, bytes(self._banner)))

    def _lose(self, error: WorkerError) -> None:
        """The end of the conversation, told once."""
        if self._deaf:
            return
        self._deaf = True
        if self._opened:
            self._on_lost(error.title)
        elif not self._ready.done():
            self._ready.set_exception(error)


async def _within(seconds: float, event: asyncio.Event) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()


def _check_version(line: bytes) -> None:
    """Before the rest is read, which another version may write otherwise. Raises WorkerError
    `version`."""
    try:
        worker = greeting(line)
    except WorkerError:
        return  # a Failed, or nothing readable: the full reading says which
    if worker.t == "ready" and worker.protocol != PROTOCOL:
        raise version_mismatch(Greeting("hello", PROTOCOL, __version__), worker)
