"""Runs and the worker: each event reaches the run it belongs to, and none is left waiting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from hdtui.charts.spec import Axis, Line
from hdtui.description import Cost, Description, Outcome, SettingValue, Table
from hdtui.errors import WorkerError
from hdtui.messages import say
from hdtui.session.runs import Run, Runs
from hdtui.worker import wire
from hdtui.worker.client import Event, GaveUp, WorkerClient

CHART = Line(title=say("t"), x=Axis(say("x")), y=Axis(say("y")), series=())
CATALOGUE = [Description(name="a.b", claim=say("c"))]


def outcome() -> Outcome:
    return Outcome(
        experiment="a.b",
        settings={},
        seed=0,
        device="cpu",
        measures={},
        theory={},
        se={},
        units={},
        table=Table(()),
        cost=Cost(),
    )


class FakeClient:
    """Gives tickets and remembers what it was asked; the real one is under test in worker/."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.cancelled: list[int] = []
        self.acked: list[int] = []

    def run(
        self, name: str, settings: Mapping[str, SettingValue], seed: int, *, sketch: bool = False
    ) -> int:
        self.started.append(f"{name} {dict(settings)} {seed}")
        return len(self.started)

    def cancel(self, ticket: int) -> None:
        self.cancelled.append(ticket)

    def ack(self, drawn: wire.Drawn) -> None:
        self.acked.append(drawn.serial)


class Bench:
    def __init__(self, *, ready: bool = True) -> None:
        self.client = FakeClient()
        self.runs = Runs(cast(WorkerClient, self.client), lambda: None)
        if ready:
            self.runs.begin(CATALOGUE)

    def hear(self, event: Event) -> None:
        self.runs._hear(event)

    def run(self, seed: int = 0) -> Run:
        run = Run("a.b", {}, seed)
        self.runs.ask(run)
        return run


def test_a_run_asked_for_before_the_worker_is_ready_waits_and_starts() -> None:
    bench = Bench(ready=False)
    run = bench.run()
    assert (run.stage, bench.client.started) == ("waiting", [])
    bench.runs.begin(CATALOGUE)
    assert len(bench.client.started) == 1


def test_charts_are_shown_and_acknowledged_until_the_run_is_done() -> None:
    bench = Bench()
    run = bench.run()
    bench.hear(wire.Drawn(1, 1, CHART, 0.5))
    assert (run.chart, run.stage, bench.client.acked) == (CHART, "measuring", [1])
    bench.hear(wire.Finished(1, CHART, outcome()))
    assert run.stage == "done"
    assert bench.runs.busy is None


def test_a_run_asked_for_again_replaces_itself_and_old_charts_are_not_shown() -> None:
    bench = Bench()
    run = bench.run()
    run.seed = 1
    bench.runs.ask(run)
    bench.hear(wire.Drawn(1, 1, CHART, 0.5))
    assert run.chart is None
    bench.hear(wire.Drawn(2, 1, CHART, 0.5))
    assert run.chart is CHART


def test_a_second_run_waits_for_the_first_and_then_starts() -> None:
    bench = Bench()
    first, second = bench.run(), bench.run(1)
    assert len(bench.client.started) == 1
    bench.hear(wire.Finished(1, CHART, outcome()))
    assert (first.stage, len(bench.client.started)) == ("done", 2)
    bench.hear(wire.Finished(2, CHART, outcome()))
    assert second.stage == "done"


def test_a_stopped_run_keeps_its_chart() -> None:
    bench = Bench()
    run = bench.run()
    bench.hear(wire.Drawn(1, 1, CHART, 0.5))
    bench.runs.stop(run)
    assert bench.client.cancelled == [1]
    bench.hear(wire.Cancelled(1, "soft"))
    assert (run.stage, run.chart) == ("stopped", CHART)


def test_a_waiting_run_that_is_left_never_starts() -> None:
    bench = Bench()
    bench.run()
    second = bench.run(1)
    bench.runs.leave(second)
    bench.hear(wire.Finished(1, CHART, outcome()))
    assert len(bench.client.started) == 1


def test_a_failure_is_on_its_run_and_the_next_starts() -> None:
    bench = Bench()
    first, _second = bench.run(), bench.run(1)
    bench.hear(wire.Failed(1, "memory", say("too much")))
    assert first.stage == "failed"
    assert first.failure is not None
    assert len(bench.client.started) == 2


def test_when_the_worker_gives_up_every_run_says_so() -> None:
    bench = Bench()
    first, second = bench.run(), bench.run(1)
    bench.hear(GaveUp(say("died too often")))
    assert {first.stage, second.stage} == {"failed"}
    assert isinstance(bench.runs.trouble, WorkerError)
