"""The supervisor's compute children: one at work, one warm spare, and what each run has come to.

Newest wins: a run that arrives replaces the one that is on. A child that does not stop in time
is killed and the spare takes over, so torch's import is not paid again.
"""

from __future__ import annotations

import math
import selectors
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import msgspec

from hdtui.messages import Message, say
from hdtui.worker.compute import Compute
from hdtui.worker.lines import Peek, decode_reply, encode, peek
from hdtui.worker.patience import Patience
from hdtui.worker.wire import Ack, Cancel, Cancelled, Failed, Run

SPACING = 0.03
"Seconds between two starts: of a dial turned fast a few positions are run, not all."
REPLACED_GRACE = 0.25
"Seconds that a replaced run gets to reach its next cell before a warm spare takes over."
SPARE_AFTER = 0.3
"Idle seconds before a spare is started: its import would slow the next turn of a dial."
FAREWELL = 1.0
"Seconds that killed children get to disappear when we end."


class Say(Protocol):
    """Sends one line to the app; a droppable one only if the app keeps up."""

    def __call__(self, line: bytes, *, droppable: bool = False) -> None: ...


@dataclass
class _Current:
    """The run that is on."""

    ticket: int
    stopping: Literal["soft", "replaced"] | None = None
    kill_at: float = 0.0

    def stuck(self, now: float) -> bool:
        """Replaced, and still on after its grace."""
        return self.stopping == "replaced" and now >= self.kill_at

    def forced(self) -> Literal["hard", "replaced"]:
        """How a run that did not stop by itself has ended."""
        return "replaced" if self.stopping == "replaced" else "hard"


class Crew:
    """Decides which child runs what. Time is an argument; `tick` is called after every event."""

    def __init__(self, command: Sequence[str], selector: selectors.BaseSelector, tell: Say) -> None:
        self._command = command
        self._selector = selector
        self._tell = tell
        self._active: Compute | None = None
        self._spare: Compute | None = None
        self._dying: list[Compute] = []
        self._current: _Current | None = None
        self._waiting: Run | None = None
        self._broken: Failed | None = None
        "Why no child can work here (no torch, no such device); every run is answered with it."
        self._patience = Patience()
        "For children that die before they are warm; a run's deaths are the client's to count."
        self._staff_at = 0.0
        self._begin_at = 0.0
        self._spare_at = math.inf
        "When a spare is due: never before the first run."
        self._spares = True
        "Whether a second child can be had beside the first."

    @property
    def busy(self) -> bool:
        return self._current is not None or self._waiting is not None

    # ------------------------------------------------------------ what the app asks

    def take(self, run: Run, now: float) -> None:
        """This run next; whatever is on or waits is replaced."""
        if self._waiting is not None:
            self._send(Cancelled(self._waiting.ticket, "replaced"))
        self._waiting = run
        if self._current is not None and self._current.stopping is None:
            self._stop(self._current, "replaced", now + REPLACED_GRACE)

    def cancel(self, cancel: Cancel, now: float) -> None:
        """Softly now, by SIGKILL after the grace."""
        if self._waiting is not None and self._waiting.ticket == cancel.ticket:
            self._waiting = None
            self._send(Cancelled(cancel.ticket, "soft"))
        elif self._current is not None and self._current.ticket == cancel.ticket:
            self._stop(self._current, "soft", now + cancel.grace)

    def acknowledge(self, ack: Ack) -> None:
        if self._active is not None:
            self._active.send(ack)

    def _stop(self, current: _Current, how: Literal["soft", "replaced"], kill_at: float) -> None:
        current.stopping, current.kill_at = how, kill_at
        if self._active is not None:
            self._active.send(Cancel(current.ticket))

    # ------------------------------------------------------------ what time brings

    def tick(self, now: float) -> float | None:
        """Does what is due. Seconds until something else will be; None: only an event brings
        more."""
        self._dying = [child for child in self._dying if not child.ended()]
        self._kill_if_due(now)
        self._begin(now)
        self._staff(now)
        due = min(self._deadlines(), default=math.inf)
        return None if due == math.inf else max(0.0, due - now)

    def _deadlines(self) -> list[float]:
        due = []
        stopping = self._current is not None and self._current.stopping is not None
        if self._current is not None and stopping:
            kill_or_spare = self._spare is None or self._may_kill(self._current)
            due += [self._current.kill_at] if kill_or_spare else []
        if self._broken is not None:
            return due
        if self._active is None:
            due.append(self._staff_at)
        elif self._active.warm and self._current is None:
            if self._waiting is not None:
                due.append(self._begin_at)
            elif self._spare is None and self._spares:
                due.append(self._spare_at)
        return due

    def _may_kill(self, current: _Current) -> bool:
        """A replaced run is killed once a spare is warm: till then it may still end by itself,
        which costs nothing."""
        if current.stopping == "replaced" and self._spares:
            return self._spare is not None and self._spare.warm is not None
        return current.stopping is not None

    def _kill_if_due(self, now: float) -> None:
        current = self._current
        if current is None or now < current.kill_at or not self._may_kill(current):
            return
        assert self._active is not None
        self._retire(self._active)
        self._send(Cancelled(current.ticket, current.forced()))
        self._over(now)
        self._promote(now)

    def _begin(self, now: float) -> None:
        """The waiting run, once a warm child is free."""
        run = self._waiting
        if run is None:
            return
        if self._broken is not None:
            self._waiting = None
            self._send(msgspec.structs.replace(self._broken, ticket=run.ticket))
            return
        free = self._active is not None and self._active.warm and self._current is None
        if self._active is not None and free and now >= self._begin_at:
            self._waiting = None
            self._current = _Current(run.ticket)
            self._begin_at = now + SPACING
            self._active.send(run)

    def _staff(self, now: float) -> None:
        """A child at work; and a spare, once there is time for one or a run is stuck."""
        if self._broken is not None:
            return
        if self._active is None:
            if now >= self._staff_at:
                self._hire(now)
            return
        idle = not self.busy and now >= self._spare_at
        stuck = self._current is not None and self._current.stuck(now)
        if self._active.warm and self._spare is None and self._spares and (idle or stuck):
            try:
                self._spare = self._start()
            except OSError:  # no memory for two: we do without
                self._spares = False

    def _hire(self, now: float) -> None:
        try:
            self._active = self._start()
        except OSError as error:  # no process or no memory to be had
            reason = say("No compute process can be started: {reason}", reason=str(error))
            self._died_cold(reason, now)

    def _start(self) -> Compute:
        return Compute(self._command, self._selector, self._on_lines, self._on_gone)

    # ------------------------------------------------------------ what children say

    def _on_lines(self, child: Compute, lines: list[bytes]) -> None:
        for line in lines:
            what = peek(line)
            if what.t == "warm":
                child.warm = line + b"\n"
                self._patience.forget()
                if child is self._active:
                    self._tell(child.warm)
            elif what.ticket is None:
                self._cannot_work(child, line)
            elif self._current is not None and what.ticket == self._current.ticket:
                self._on_run(self._current, what, line + b"\n")

    def _on_run(self, current: _Current, what: Peek, line: bytes) -> None:
        if what.t in ("progress", "drawn"):
            if current.stopping is None:
                self._tell(line, droppable=what.t == "progress")
            return
        self._over(time.monotonic())
        if what.t == "cancelled":
            self._send(Cancelled(current.ticket, current.stopping or "soft"))
        else:
            self._tell(line)

    def _cannot_work(self, child: Compute, line: bytes) -> None:
        """It has said why and ends. A spare that cannot start (a GPU that is full) is done
        without."""
        reason = decode_reply(line)
        if child is self._active and isinstance(reason, Failed):
            self._broken = reason
            self._tell(line + b"\n")
        else:
            self._spares = False

    def _on_gone(self, child: Compute) -> None:
        """Its pipe has closed: say what it died of, find a successor."""
        now = time.monotonic()
        cause = child.bury()
        sys.stderr.write(f"hdtui worker: {cause}\n")
        if child is self._spare:
            self._spare = None
            self._spares = self._spares and child.warm is not None
            self._spare_at = now + SPARE_AFTER
            return
        self._active = None
        if self._broken is not None:
            return
        if child.warm is None:
            self._died_cold(cause, now)
            return
        current = self._current
        if current is None:
            self._send(Failed(None, "died", cause))
        elif current.stopping is None:
            self._send(Failed(current.ticket, "died", cause))
        else:
            self._send(Cancelled(current.ticket, current.forced()))
        self._over(now)
        self._promote(now)

    def _died_cold(self, cause: Message, now: float) -> None:
        """A child that cannot even start: again after a pause, and not for ever."""
        pause = self._patience.death(now)
        if pause is None:
            self._broken = Failed(None, "gave_up", cause, say("See the log of the worker."))
            self._send(self._broken)
            return
        self._send(Failed(None, "died", cause))
        self._staff_at = now + pause

    def _over(self, now: float) -> None:
        """The run that was on has come to its end."""
        if self._current is not None:
            self._current = None
            self._spare_at = now + SPARE_AFTER

    def _promote(self, now: float) -> None:
        """The spare, warm or not yet, is the one at work from now on."""
        self._active, self._spare = self._spare, None
        self._staff_at = now
        if self._active is not None and self._active.warm:
            self._tell(self._active.warm)

    # ------------------------------------------------------------ ends

    def _retire(self, child: Compute) -> None:
        child.kill()
        self._dying.append(child)

    def dismiss(self) -> None:
        """Kills everybody and waits until they are gone, for a second at most."""
        for child in (self._active, self._spare):
            if child is not None:
                self._retire(child)
        until = time.monotonic() + FAREWELL
        while time.monotonic() < until:
            self._dying = [child for child in self._dying if not child.ended()]
            if not self._dying:
                return
            time.sleep(0.002)

    def _send(self, reply: Cancelled | Failed) -> None:
        self._tell(encode(reply))
