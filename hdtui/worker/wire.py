"""The messages between the app and the worker: typed, bounded, one JSON line each.

No pickle, no code: an experiment is a registered name, its settings are scalars. Series are
lists of numbers or null. A line over `LIMIT` bytes, or one that does not decode, is refused.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from hdtui.charts.spec import Chart
from hdtui.description import Description, Outcome, SettingValue
from hdtui.messages import Message

PROTOCOL = 1
MAGIC = b"\x00hdtui-worker-wire\x00\n"
"The worker's first line; what a login shell prints before it is skipped."
BANNER_LIMIT = 64 * 1024
LIMIT = 4 * 1024 * 1024

Ticket = Annotated[int, msgspec.Meta(ge=1)]
"A run as the app names it; a larger ticket is a newer run."
Name = Annotated[str, msgspec.Meta(max_length=200)]

FailureCode = Literal[
    "unknown_experiment",
    "bad_setting",
    "memory",
    "too_large",
    "kernel",
    "device",
    "no_torch",
    "died",
    "gave_up",
    "protocol",
    "version",
    "not_started",
]

# ---------------------------------------------------------------- app -> worker


class Hello(msgspec.Struct, frozen=True, tag="hello", tag_field="t"):
    protocol: int
    version: str
    device: Name = "auto"
    threads: Annotated[int, msgspec.Meta(ge=1, le=4096)] | None = None


class Run(msgspec.Struct, frozen=True, tag="run", tag_field="t"):
    """Start this run; whatever runs now is replaced (newest wins)."""

    ticket: Ticket
    name: Name
    settings: dict[str, SettingValue]
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**53)] = 0
    charts_per_second: Annotated[float, msgspec.Meta(gt=0, le=30)] = 8.0
    sketch: bool = False
    """Nothing is computed: one Drawn (serial 0) with the empty axes, neither measurement nor
    theory on them, then Cancelled. For a curve that is guessed before it is measured."""


class Cancel(msgspec.Struct, frozen=True, tag="cancel", tag_field="t"):
    """Stop at the next cell; after `grace` seconds kill the child."""

    ticket: Ticket
    grace: Annotated[float, msgspec.Meta(ge=0, le=60)] = 0.06


class Ack(msgspec.Struct, frozen=True, tag="ack", tag_field="t"):
    """The chart `serial` of this run is on the screen: the next may come."""

    ticket: Ticket
    serial: int


class Ping(msgspec.Struct, frozen=True, tag="ping", tag_field="t"):
    n: int


Request = Hello | Run | Cancel | Ack | Ping

# ---------------------------------------------------------------- worker -> app


class Ready(msgspec.Struct, frozen=True, tag="ready", tag_field="t"):
    """Answered at once, before torch is imported: who is there and what it can run."""

    protocol: int
    version: str
    pid: int
    catalogue: list[Description]


class Device(msgspec.Struct, frozen=True):
    name: str
    "`cpu`, `cuda:0`, `mps`: what `--device` takes."
    label: str
    "What a person calls it: `NVIDIA H200`."
    memory: int | None = None
    free: int | None = None


class Warm(msgspec.Struct, frozen=True, tag="warm", tag_field="t"):
    """A compute child has imported torch: the first run need not wait."""

    device: Device
    devices: list[Device]
    torch: str
    seconds: float
    extra: list[Description] = []
    "Other people's experiments, described by the child: their imports may be heavy."


class Progress(msgspec.Struct, frozen=True, tag="progress", tag_field="t"):
    ticket: Ticket
    stage: Literal["preparing", "measuring"]
    done: float
    "Share of the work, 0 to 1."
    seconds: float
    "Since the run started."


class Drawn(msgspec.Struct, frozen=True, tag="drawn", tag_field="t"):
    """The chart so far. At most one is on its way unacknowledged."""

    ticket: Ticket
    serial: int
    chart: Chart
    done: float


class Finished(msgspec.Struct, frozen=True, tag="finished", tag_field="t"):
    ticket: Ticket
    chart: Chart
    outcome: Outcome


class Cancelled(msgspec.Struct, frozen=True, tag="cancelled", tag_field="t"):
    """The run stopped as asked, or a newer one replaced it."""

    ticket: Ticket
    how: Literal["soft", "hard", "replaced"]


class Failed(msgspec.Struct, frozen=True, tag="failed", tag_field="t"):
    """A run failed, or (ticket None) the worker itself."""

    ticket: int | None
    code: FailureCode
    message: Message
    remedy: Message | None = None


class Pong(msgspec.Struct, frozen=True, tag="pong", tag_field="t"):
    n: int
    busy: bool


Reply = Ready | Warm | Progress | Drawn | Finished | Cancelled | Failed | Pong
