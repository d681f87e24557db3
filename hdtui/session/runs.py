"""Runs between panels and the worker: one table from ticket to run, one task that listens.

A `Run` is what a panel wants and what has come of it so far; it outlives its widget, so a page
turned back shows its chart at once. The worker computes one run at a time (newest wins): a run
asked for while another one is wanted waits its turn here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from hdtui.charts.spec import Chart
from hdtui.description import Description, Outcome, SettingValue
from hdtui.errors import WorkerError
from hdtui.messages import Message, say
from hdtui.worker import wire
from hdtui.worker.client import Event, GaveUp, Restarting, WorkerClient

Stage = Literal["idle", "waiting", "preparing", "measuring", "done", "failed", "stopped"]


def _nobody() -> None:
    """Nobody looks at a run."""


class Run:
    """One run of an experiment, from asked for to finished."""

    def __init__(
        self, name: str, settings: dict[str, SettingValue], seed: int, *, sketch: bool = False
    ) -> None:
        self.sketch = sketch
        "Only the empty axes are wanted."
        self.name = name
        self.settings = settings
        self.seed = seed
        self.stage: Stage = "idle"
        self.asked: tuple[dict[str, SettingValue], int] | None = None
        "The settings and seed of the run that is on or was on: a dial may have turned since."
        self.ticket = 0
        self.done = 0.0
        self.seconds = 0.0
        self.chart: Chart | None = None
        self.outcome: Outcome | None = None
        self.failure: wire.Failed | None = None
        self.note: Message | None = None
        "What the learner should know meanwhile: the worker is starting, was restarted."
        self.changed: Callable[[], None] = _nobody
        "Called after each change; the widget that shows the run sets it."

    @property
    def fresh(self) -> bool:
        """Done or failed, with the settings that are wanted now."""
        return self.stage in ("done", "failed") and self.asked == (self.settings, self.seed)

    @property
    def busy(self) -> bool:
        return self.stage in ("waiting", "preparing", "measuring")


class Runs:
    """The app's end of all runs. Knows no widget."""

    def __init__(self, client: WorkerClient, changed: Callable[[], None]) -> None:
        self._client = client
        self._changed = changed
        self._current: Run | None = None
        self._queue: list[Run] = []
        self.catalogue: dict[str, Description] = {}
        self.warm: wire.Warm | None = None
        self.trouble: WorkerError | None = None
        "Why no run can be made; a run that is asked for again starts the worker anew."
        self._wanted = asyncio.Event()

    async def listen(self) -> None:
        """Start the worker and hear it until it ends, and again whenever it has given up and is
        wanted. Run as one task of the app."""
        while True:
            try:
                ready = await self._client.start()
            except WorkerError as error:
                self._lose(error)
            else:
                self.begin(ready.catalogue)
                async for event in self._client.events():
                    self._hear_safely(event)
                    if self.trouble is not None:
                        break
                else:
                    return
            self._wanted.clear()
            await self._wanted.wait()
            self.trouble = None
            self._changed()

    def begin(self, catalogue: list[Description]) -> None:
        """The worker is there: what waited for it starts."""
        self._learn(catalogue)
        self._start_next()

    async def close(self) -> None:
        await self._client.stop()

    # ------------------------------------------------------------ asked by panels

    def ask(self, run: Run) -> None:
        """Run it as soon as may be; asked again, it replaces its own earlier run at once."""
        run.stage, run.done, run.seconds = "waiting", 0.0, 0.0
        run.outcome = run.failure = run.note = None
        run.asked = (dict(run.settings), run.seed)
        if self.trouble is not None:
            self._wanted.set()
        if run in self._queue:
            self._queue.remove(run)
        if self._current in (None, run) and self.trouble is None:
            self._current = None
            self._queue.insert(0, run)
            self._start_next()
        else:
            self._queue.append(run)
        run.changed()

    def stop(self, run: Run) -> None:
        """Stop it; what it has so far stays on the screen."""
        if run in self._queue:
            self._queue.remove(run)
            run.stage = "stopped"
            run.changed()
        elif run is self._current:
            self._client.cancel(run.ticket)

    def leave(self, run: Run) -> None:
        """Nobody looks at it any more: make room for the next at once."""
        run.changed = _nobody
        if run in self._queue:
            self._queue.remove(run)
        elif run is self._current:
            self._client.cancel(run.ticket)
            self._current = None
            self._start_next()
        if run.busy:
            run.stage = "stopped"

    @property
    def busy(self) -> Run | None:
        return self._current

    # ------------------------------------------------------------ told by the worker

    def _start_next(self) -> None:
        if self._current is None and self._queue and self.catalogue:
            run = self._queue.pop(0)
            self._current = run
            run.ticket = self._client.run(run.name, run.settings, run.seed, sketch=run.sketch)
            if self.warm is None:
                run.note = say("the worker is starting")
            run.changed()

    def _hear_safely(self, event: Event) -> None:
        """A fault in what shows one run must not deafen all the others."""
        try:
            self._hear(event)
        except Exception as error:
            run, self._current = self._current, None
            if run is not None:
                run.changed = _nobody
                what = f"{type(error).__name__}: {error}"
                message = say("something unforeseen went wrong ({what})", what=what)
                run.stage, run.failure = "failed", wire.Failed(run.ticket, "kernel", message)
            self._start_next()

    def _hear(self, event: Event) -> None:
        match event:
            case wire.Warm():
                self.warm = event
                self._learn(event.extra)
            case Restarting():
                if self._current is not None:
                    self._current.note = event.reason
                    self._current.changed()
            case GaveUp():
                self._lose(WorkerError("gave_up", event.message))
            case wire.Failed(ticket=None):
                self._lose(WorkerError(event.code, event.message, remedy=event.remedy))
            case (
                wire.Progress() | wire.Drawn() | wire.Finished() | wire.Cancelled() | wire.Failed()
            ):
                run = self._current
                if run is not None and run.ticket == event.ticket:
                    self._advance(run, event)

    def _advance(
        self,
        run: Run,
        event: wire.Progress | wire.Drawn | wire.Finished | wire.Cancelled | wire.Failed,
    ) -> None:
        match event:
            case wire.Progress():
                run.stage, run.done, run.seconds = event.stage, event.done, event.seconds
                run.note = None
            case wire.Drawn():
                run.stage, run.chart, run.done, run.note = (
                    "measuring",
                    event.chart,
                    event.done,
                    None,
                )
                self._client.ack(event)
            case wire.Finished():
                run.stage, run.chart, run.outcome = "done", event.chart, event.outcome
                run.note = None
            case wire.Cancelled():
                run.stage = "stopped"
            case wire.Failed():
                run.stage, run.failure = "failed", event
        if not run.busy:
            self._current = None
        run.changed()
        self._start_next()

    def _learn(self, catalogue: list[Description]) -> None:
        for description in catalogue:  # what is known already wins over a plug-in of its name
            self.catalogue.setdefault(description.name, description)
        self._changed()

    def _lose(self, error: WorkerError) -> None:
        self.trouble = error
        for run in [self._current, *self._queue]:
            if run is not None:
                self._fail(run, error)
        self._current = None
        self._queue.clear()
        self._changed()

    @staticmethod
    def _fail(run: Run, error: WorkerError) -> None:
        code: wire.FailureCode = "gave_up" if error.code == "gave_up" else "not_started"
        run.stage = "failed"
        run.failure = wire.Failed(None, code, error.title, error.remedy)
        run.changed()
