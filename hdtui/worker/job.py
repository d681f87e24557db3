"""One run, in the compute child: admitted, prepared, measured cell by cell, drawn as it goes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, Literal, TypeVar

import msgspec

from hdtui.charts.spec import bare
from hdtui.description import Cost, Outcome
from hdtui.errors import WorkerError
from hdtui.lab.catalogue import AnyExperiment
from hdtui.lab.experiment import Row, Settings, Work
from hdtui.worker import admission, devices
from hdtui.worker.wire import Cancelled, Drawn, Finished, Progress, Run
from hdtui.worker.workbench import Workbench

PROGRESS_EVERY = 0.1
DRAWING_SHARE = 0.2
"At most this part of a run's time goes into charts, however slow they are to make."

T = TypeVar("T")


class Stopped(Exception):
    """The run was asked to stop, noticed between two cells or yields."""


def execute(run: Run, bench: Workbench) -> None:
    """Runs it and answers with exactly one of Finished, Cancelled, Failed."""
    try:
        experiment = admission.find(run.name, bench.known)
        settings = admission.settle(experiment, run.settings)
        if run.sketch:
            axes = bare(experiment.chart(settings, ()))
            bench.send(Drawn(run.ticket, 0, axes, 0.0))
            raise Stopped
        work = _afford(experiment, settings, bench)
        _Job(run, experiment, settings, work, bench).go()
    except Stopped:
        bench.send(Cancelled(run.ticket, "soft"))
    except Exception as error:  # whatever an experiment raises is a message on its panel
        bench.send(bench.failure(run, error))


def _afford(experiment: AnyExperiment, settings: Settings, bench: Workbench) -> Work:
    """What earlier runs left prepared is given back before a run is refused."""
    while True:
        try:
            limit = devices.budget(bench.device)
            return admission.afford(experiment, settings, bench.device, limit)
        except WorkerError as error:
            if error.code != "memory" or not bench.clear():
                raise


class _Job:
    """The state of the run that is on."""

    def __init__(
        self,
        run: Run,
        experiment: AnyExperiment,
        settings: Settings,
        work: Work,
        bench: Workbench,
    ) -> None:
        self._run = run
        self._experiment = experiment
        self._settings = settings
        self._work = work
        self._bench = bench
        self._rows: list[Row] = []
        self._began = time.perf_counter()
        self._reported = self._began
        self._serial = 0
        self._draw_after = 0.0

    def go(self) -> None:
        """The whole run. Raises Stopped, and whatever the experiment raises."""
        prepared = self._prepare()
        cells = list(self._watched(self._experiment.plan(self._settings)))
        for index, cell in enumerate(cells):
            seed = cell.seed(self._run.seed)
            done = index / len(cells)
            rows = self._experiment.measure(
                self._settings, cell, seed, self._bench.device, prepared
            )
            for row in self._watched(rows):
                self._rows.append(row)
                self._speak(done)
            self._speak((index + 1) / len(cells))
        self._finish()

    def _watched(self, things: Iterable[T]) -> Iterator[T]:
        """The same things; raises Stopped between two of them once the run is to end."""
        for thing in things:
            self._look()
            yield thing
        self._look()

    def _look(self) -> None:
        if self._bench.orders.stopped(self._run.ticket):
            raise Stopped

    def _prepare(self) -> Any:
        """What the cells share: kept from an earlier run, or made now under a progress report."""
        depends_on = self._experiment.prepared_by(self._settings)
        if depends_on is None:
            return None
        key = (self._experiment.name, tuple(sorted(depends_on.items())), self._run.seed)
        if (kept := self._bench.fetch(key)) is not None:
            return kept
        self._report("preparing", 0.0)
        prepared = None
        steps = self._experiment.prepare(self._settings, self._run.seed, self._bench.device)
        for step in self._watched(steps):
            # Shares of progress come first, the thing itself last, so the last one stands.
            prepared = step
            if isinstance(step, float) and self._seconds_since(self._reported) >= PROGRESS_EVERY:
                self._report("preparing", step)
        self._bench.keep(key, prepared)
        return prepared

    def _speak(self, done: float) -> None:
        """A chart if the last one is on the screen and it is time; else progress if it is time."""
        now = time.perf_counter()
        acknowledged = self._bench.orders.acknowledged(self._run.ticket)
        if self._rows and acknowledged == self._serial and now >= self._draw_after:
            self._draw(done, now)
        elif now - self._reported >= PROGRESS_EVERY:
            self._report("measuring", done)

    def _draw(self, done: float, now: float) -> None:
        chart = self._experiment.chart(self._settings, self._rows)
        self._serial += 1
        self._bench.send(Drawn(self._run.ticket, self._serial, chart, done))
        took = time.perf_counter() - now
        pause = max(1 / self._run.charts_per_second, took / DRAWING_SHARE)
        self._draw_after = now + pause
        self._reported = now

    def _report(self, stage: Literal["preparing", "measuring"], done: float) -> None:
        self._reported = time.perf_counter()
        share = min(1.0, max(0.0, done))
        self._bench.send(Progress(self._run.ticket, stage, share, self._seconds_since(self._began)))

    def _seconds_since(self, moment: float) -> float:
        return time.perf_counter() - moment

    def _finish(self) -> None:
        seconds = self._seconds_since(self._began)
        finding = self._experiment.finding(self._settings, self._rows)
        outcome = Outcome(
            experiment=self._experiment.name,
            settings=msgspec.structs.asdict(self._settings),
            seed=self._run.seed,
            device=self._bench.device,
            measures=finding.measures,
            theory=finding.theory,
            se=finding.se,
            units={name: measure.unit for name, measure in self._experiment.measures.items()},
            table=finding.table,
            cost=Cost(seconds, self._work.flops, self._work.bytes_moved),
            versions=self._bench.versions,
        )
        chart = self._experiment.chart(self._settings, self._rows)
        self._bench.send(Finished(self._run.ticket, chart, outcome))
