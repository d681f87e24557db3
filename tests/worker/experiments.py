"""Tiny experiments for the worker's tests, loaded by `--experiments`: honest ones, and faults."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import random
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

from hdtui.charts.spec import Axis, Chart, Histogram, Line, Series
from hdtui.description import Measure, SettingValue, Table
from hdtui.lab.experiment import Cell, Experiment, Finding, Row, Settings, Work, choice, dial
from hdtui.messages import say


class Point(Row, frozen=True):
    x: int
    y: float


def line(rows: Sequence[Point], points: int = 0) -> Line:
    """y over x, padded to `points` points."""
    x = [float(row.x) for row in rows] + [0.0] * (points - len(rows))
    y = [row.y for row in rows] + [0.5] * (points - len(rows))
    return Line(
        title=say("points"),
        x=Axis(say("x")),
        y=Axis(say("y")),
        series=(Series(say("measured"), tuple(x), tuple(y)),),
    )


class Common(Experiment[Any, Point]):
    """Finding and chart that all of them share; abstract, so it is no experiment itself."""

    measures: ClassVar[Mapping[str, Measure]] = {"total": Measure(unit="1", label=say("total"))}

    def chart(self, settings: Any, rows: Sequence[Point]) -> Chart:
        return line(rows)

    def finding(self, settings: Any, rows: Sequence[Point]) -> Finding:
        total = sum(row.y for row in rows)
        return Finding(measures={"total": total}, theory={}, se={"total": None}, table=Table(()))

    def work(self, settings: Any, device: str) -> Work:
        return Work()


class StepSettings(Settings, frozen=True):
    cells: Annotated[int, dial(say("cells"), 1, 100_000, scale="log")] = 5
    pause: Annotated[float, dial(say("seconds a cell"), 0, 10)] = 0.001
    points: Annotated[int, dial(say("points of the chart"), 0, 2_000_000)] = 0
    slow_chart: Annotated[float, dial(say("seconds a chart"), 0, 10)] = 0.0
    law: Annotated[Literal["even", "odd"], choice(say("law"))] = "even"


class Steps(Common):
    """Seeded cells of a known length."""

    name = "test.steps"
    claim = say("steps follow each other")
    settings = StepSettings
    begun = 0
    "Runs of this process."

    def plan(self, settings: StepSettings) -> Iterator[Cell]:
        Steps.begun += 1
        return (Cell({"x": float(x)}) for x in range(settings.cells))

    def measure(
        self, settings: StepSettings, cell: Cell, seed: int, device: str, prepared: None
    ) -> Iterator[Point]:
        time.sleep(settings.pause)
        yield Point(int(cell.at["x"]), random.Random(seed).random())

    def chart(self, settings: StepSettings, rows: Sequence[Point]) -> Chart:
        time.sleep(settings.slow_chart)
        return line(rows, settings.points)


class Begun(Common):
    """Says in `total` how many runs of `test.steps` this process has begun."""

    name = "test.begun"
    claim = say("runs are counted")
    settings = Settings

    def plan(self, settings: Settings) -> Iterator[Cell]:
        yield Cell()

    def measure(
        self, settings: Settings, cell: Cell, seed: int, device: str, prepared: None
    ) -> Iterator[Point]:
        yield Point(0, float(Steps.begun))


class Draws(Common):
    """Random numbers from torch itself."""

    name = "test.draws"
    claim = say("the same seed draws the same numbers")
    settings = Settings

    def plan(self, settings: Settings) -> Iterator[Cell]:
        return (Cell({}, batch=batch) for batch in range(4))

    def measure(
        self, settings: Settings, cell: Cell, seed: int, device: str, prepared: None
    ) -> Iterator[Point]:
        import torch

        generator = torch.Generator(device).manual_seed(seed)
        drawn = torch.randn(50_000, generator=generator, device=device)
        yield Point(cell.batch, float(drawn.sum()))


class IndexSettings(Settings, frozen=True):
    size: Annotated[int, dial(say("size"), 1, 100)] = 10
    look: Annotated[int, dial(say("look"), 0, 100)] = 0


class Prepared(Common):
    """Says in `total` how often it has been prepared in this process."""

    name = "test.prepared"
    claim = say("what is prepared is kept")
    settings = IndexSettings
    times = 0

    def prepared_by(self, settings: IndexSettings) -> Mapping[str, SettingValue]:
        return {"size": settings.size}

    def prepare(self, settings: IndexSettings, seed: int, device: str) -> Iterator[float | int]:
        for step in range(4):
            time.sleep(0.05)
            yield step / 4
        Prepared.times += 1
        yield Prepared.times

    def plan(self, settings: IndexSettings) -> Iterator[Cell]:
        yield Cell()

    def measure(
        self, settings: IndexSettings, cell: Cell, seed: int, device: str, prepared: int
    ) -> Iterator[Point]:
        yield Point(0, float(prepared))


class HungrySettings(Settings, frozen=True):
    gigabytes: Annotated[float, dial(say("GB"), 0, 1e9)] = 1e6


class Hungry(Common):
    """Asks for much and would say so."""

    name = "test.hungry"
    claim = say("memory ends")
    settings = HungrySettings

    def plan(self, settings: HungrySettings) -> Iterator[Cell]:
        yield Cell()

    def measure(
        self, settings: HungrySettings, cell: Cell, seed: int, device: str, prepared: None
    ) -> Iterator[Point]:
        raise AssertionError("it must be refused before it begins")
        yield Point(0, 0.0)

    def work(self, settings: HungrySettings, device: str) -> Work:
        return Work(bytes_held=settings.gigabytes * 2**30)

    def largest_fit(
        self, settings: HungrySettings, device: str, budget: float
    ) -> dict[str, SettingValue]:
        return {"gigabytes": round(budget / 2**30, 3)}


Fault = Literal[
    "none",
    "raise",
    "raise_escape",
    "kill",
    "segfault",
    "exit",
    "close_wire",
    "print",
    "memory_error",
    "terabyte",
    "huge_chart",
    "broken_chart",
    "sleep",
    "hold_gil",
    "flood_stderr",
]


class FaultSettings(Settings, frozen=True):
    fault: Annotated[Fault, choice(say("fault"))] = "none"


class Faults(Common):
    """Does what the setting says in its second cell; the other two are well."""

    name = "test.faults"
    claim = say("everything that can fail does")
    settings = FaultSettings

    def plan(self, settings: FaultSettings) -> Iterator[Cell]:
        return (Cell({"x": float(x)}) for x in range(3))

    def measure(
        self, settings: FaultSettings, cell: Cell, seed: int, device: str, prepared: None
    ) -> Iterator[Point]:
        if cell.at["x"] == 1:
            commit(settings.fault)
        yield Point(int(cell.at["x"]), 1.0)

    def chart(self, settings: FaultSettings, rows: Sequence[Point]) -> Chart:
        if settings.fault == "huge_chart":
            return line(rows, 3_000_000)
        if settings.fault == "broken_chart":
            nan = float("nan")
            return Histogram(
                title=say("broken"),
                x=Axis(say("x")),
                y=Axis(say("y")),
                edges=(0.0, nan),
                heights=(1.0,),
                name=say("broken"),
            )
        return line(rows)


def commit(fault: Fault) -> None:
    match fault:
        case "raise":
            raise ValueError("k=9 is larger than n")
        case "raise_escape":
            raise ValueError("\x1b]0;owned\x07 \u202eabc \x9b31m and {x:>999999999} {")
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "segfault":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            raise SystemExit(3)
        case "close_wire":
            for fd in range(3, 64):
                with contextlib.suppress(OSError):
                    if fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
                        os.close(fd)
            time.sleep(30)
        case "print":
            print("a library that prints", flush=True)
            os.write(1, b'{"t":"pong","n":1,"busy":false}\n')
            os.system("echo from a program; cat")
        case "memory_error":
            raise MemoryError
        case "terabyte":
            import torch

            torch.empty(10**12, dtype=torch.uint8).fill_(1)
        case "sleep":
            time.sleep(30)
        case "hold_gil":
            ctypes.PyDLL(None).sleep(30)
        case "flood_stderr":
            for _ in range(200):
                os.write(2, b"x" * 65535 + b"\n")
        case _:
            pass
