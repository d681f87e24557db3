"""The whole plug-in contract: what an experiment is, on one page.

    settings -> plan -> (prepare) -> measure, cell by cell -> chart and finding

A third party adds one by the entry point group `hdtui.experiments` (`"torus.linking" =
"hdtui_torus:Linking"`). Nothing here imports torch: an experiment describes itself without it and
imports it inside `prepare` and `measure`.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from hdtui.charts.spec import Chart
from hdtui.description import Measure, SettingValue, Table, Value
from hdtui.messages import Message


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What can be turned. Types and bounds live in the annotations (`dial`), so decoding checks
    them; the controls on the screen are made from the same bounds."""


def dial(
    label: Message,
    low: float | None = None,
    high: float | None = None,
    *,
    scale: str = "linear",
    unit: str = "",
) -> msgspec.Meta:
    """The annotation of a number that can be turned: bounds, steps (linear, log, log2), label."""
    return msgspec.Meta(ge=low, le=high, extra={"label": label, "scale": scale, "unit": unit})


def choice(label: Message) -> msgspec.Meta:
    """The annotation of a `Literal[...]` or a bool that can be turned."""
    return msgspec.Meta(extra={"label": label, "scale": "linear", "unit": ""})


class Row(msgspec.Struct, frozen=True):
    """One measured fact: sums and counts, never finished means, so that rows of the same point
    merge and the chart can be made anew at any moment."""


class Cell(msgspec.Struct, frozen=True):
    """A piece of work under about 100 ms that depends on nothing but itself.

    Its random seed comes from the run's seed and its identity (`at`, `batch`), never from order:
    the same run gives the same rows on one machine, on a cluster, or cell by cell.
    """

    at: dict[str, float] = {}
    "The point of the sweep."
    draws: int = 1
    "How many samples."
    batch: int = 0
    "Which batch of that point."

    def seed(self, run_seed: int) -> int:
        """63 bits from (run seed, at, batch)."""
        point = ",".join(f"{key}={value!r}" for key, value in sorted(self.at.items()))
        text = f"{run_seed}|{point}|{self.batch}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) >> 1


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """The named numbers of a run. `theory` has a measure's name only where a closed form exists;
    `se` is the standard error of this run, or None."""

    measures: dict[str, Value]
    theory: dict[str, Value]
    se: dict[str, Value]
    table: Table


class Work(msgspec.Struct, frozen=True):
    """What a run asks of the machine, known before it starts."""

    flops: float | None = None
    bytes_moved: float | None = None
    bytes_held: float = 0.0
    "Peak memory of the run above what the process already holds."


S = TypeVar("S", bound=Settings)
R = TypeVar("R", bound=Row)


class Experiment(ABC, Generic[S, R]):
    """One experiment. Stateless: everything it knows about a run is in its arguments."""

    name: ClassVar[str]
    claim: ClassVar[Message]
    "One sentence; `theory` is held to it by tests."
    settings: type[S]
    measures: ClassVar[Mapping[str, Measure]]
    breaks: ClassVar[Sequence[Mapping[str, SettingValue]]] = ()
    "Overlays on the settings where the claim stops; empty where it has no limit."

    @abstractmethod
    def plan(self, settings: S) -> Iterable[Cell]:
        """Cells in the order that informs soonest: a coarse pass over everything, then finer."""

    def prepared_by(self, settings: S) -> Mapping[str, SettingValue] | None:
        """The settings `prepare` depends on (its key in the worker's cache); None: no prepare."""
        return None

    def prepare(self, settings: S, seed: int, device: str) -> Iterator[float | Any]:
        """Yields shares of progress (0 to 1), last the prepared thing itself."""
        yield None

    @abstractmethod
    def measure(
        self, settings: S, cell: Cell, seed: int, device: str, prepared: Any
    ) -> Iterator[R]:
        """Rows of one cell. Each yield is a chance to draw, to report and to stop.

        `seed` is the cell's own (`Cell.seed`). Raises RuntimeError or MemoryError as torch does;
        the worker turns them into typed failures.
        """

    @abstractmethod
    def chart(self, settings: S, rows: Sequence[R]) -> Chart:
        """Rows so far -> what to show. Pure, and cheap enough to be called at every redraw."""

    @abstractmethod
    def finding(self, settings: S, rows: Sequence[R]) -> Finding:
        """Rows -> the named numbers. Pure."""

    @abstractmethod
    def work(self, settings: S, device: str) -> Work:
        """What the run will take, so that what does not fit is refused before it is taken."""

    def largest_fit(self, settings: S, device: str, budget: float) -> Mapping[str, SettingValue]:
        """Settings like these whose run fits into `budget` bytes; empty where none does."""
        return {}
