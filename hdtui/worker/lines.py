"""Messages to lines and back: the only place that knows the bytes of the wire.

Both ends may be handed anything (a login shell's greeting, half a line, ten thousand brackets), so
whatever cannot be read becomes one typed error.
"""

from __future__ import annotations

from typing import Literal, TypeVar, cast, get_args

import msgspec

from hdtui.errors import WorkerError
from hdtui.messages import say
from hdtui.worker.wire import LIMIT, Failed, FailureCode, Reply, Request

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"What msgspec raises on hostile bytes; DecodeError alone is not all of it."

M = TypeVar("M")


class Greeting(msgspec.Struct, frozen=True):
    """What the first message of every version of the protocol says, whatever else it carries."""

    t: str
    protocol: int
    version: str


class Peek(msgspec.Struct, frozen=True):
    """As much of a reply as the supervisor needs to pass it on unread."""

    t: Literal["warm", "progress", "drawn", "finished", "cancelled", "failed"]
    ticket: int | None = None


_encoder = msgspec.json.Encoder()
_requests: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)
_replies: msgspec.json.Decoder[Reply] = msgspec.json.Decoder(Reply)
_greetings = msgspec.json.Decoder(Greeting)
_peeks = msgspec.json.Decoder(Peek)


def encode(message: Request | Reply) -> bytes:
    """One line, newline included. Raises WorkerError `too_large` over LIMIT, TypeError for what
    is no plain data."""
    line = _encoder.encode(message)
    if len(line) >= LIMIT:
        raise WorkerError(
            "too_large",
            say(
                "The result is too large to be sent: {size} MB, and {limit} MB is the most.",
                size=round(len(line) / 2**20, 1),
                limit=LIMIT // 2**20,
            ),
        )
    return line + b"\n"


def _read(decoder: msgspec.json.Decoder[M], line: bytes) -> M:
    try:
        return decoder.decode(line)
    except _UNREADABLE as error:
        raise unreadable(line, str(error)) from error


def unreadable(line: bytes, reason: str) -> WorkerError:
    """The error for bytes that are no message; quotes their beginning."""
    quoted = line[:80].decode("utf-8", "replace")
    return WorkerError(
        "protocol",
        say(
            "The other side sent something unreadable ({reason}): {text}",
            reason=reason[:200],
            text=quoted,
        ),
    )


def decode_request(line: bytes) -> Request:
    return _read(_requests, line)


def decode_reply(line: bytes) -> Reply:
    return _read(_replies, line)


def greeting(line: bytes) -> Greeting:
    return _read(_greetings, line)


def peek(line: bytes) -> Peek:
    return _read(_peeks, line)


def version_mismatch(app: Greeting, worker: Greeting) -> WorkerError:
    """Both ends named, and the way out."""
    return WorkerError(
        "version",
        say(
            "The worker is hdtui {worker} (protocol {there}), this app is hdtui {app} "
            "(protocol {here}).",
            worker=worker.version[:40],
            there=worker.protocol,
            app=app.version[:40],
            here=app.protocol,
        ),
        remedy=say("Install the same version of hdtui on both sides."),
    )


def failed(ticket: int | None, error: WorkerError) -> Failed:
    """A typed error as the message that carries it."""
    code = error.code if error.code in get_args(FailureCode) else "kernel"
    return Failed(ticket, cast(FailureCode, code), error.title, error.remedy)


class Lines:
    """Bytes in, whole lines out; never holds more than one line, nor one over LIMIT."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, without their newlines. Raises WorkerError
        `protocol` where a line is over LIMIT."""
        *whole, rest = data.split(b"\n")
        if whole:
            whole[0] = bytes(self._held) + whole[0]
            self._held.clear()
        self._held += rest
        for line in (*whole, self._held):
            if len(line) > LIMIT:
                raise unreadable(bytes(line[:80]), f"a line over {LIMIT} bytes")
        return whole
