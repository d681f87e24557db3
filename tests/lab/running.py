"""A run without a worker: the cells of the plan, one after the other."""

from __future__ import annotations

import random
from typing import Any

import msgspec

from hdtui.charts.spec import Chart
from hdtui.lab import catalogue
from hdtui.lab.experiment import Experiment, Finding, Row, Settings

Overlay = dict[str, Any]
"Settings by name."


class Ran(msgspec.Struct, frozen=True):
    experiment: Experiment[Any, Any]
    settings: Settings
    rows: list[Row]

    def finding(self) -> Finding:
        return self.experiment.finding(self.settings, self.rows)

    def chart(self) -> Chart:
        return self.experiment.chart(self.settings, self.rows)


def settle(name: str, overlay: Overlay) -> tuple[Experiment[Any, Any], Settings]:
    """The experiment and its typed settings, as the worker decodes them."""
    experiment = catalogue.find(name)
    return experiment, msgspec.convert(overlay, experiment.settings)


def run(name: str, seed: int = 0, shuffled: bool = False, **overlay: Any) -> Ran:
    """All rows of a run; with `shuffled` the cells finish in another order."""
    experiment, settings = settle(name, overlay)
    prepared = None
    if experiment.prepared_by(settings) is not None:
        *_, prepared = experiment.prepare(settings, seed, "cpu")
    cells = list(experiment.plan(settings))
    if shuffled:
        random.Random(1).shuffle(cells)
    rows: list[Row] = []
    for cell in cells:
        rows += experiment.measure(settings, cell, cell.seed(seed), "cpu", prepared)
    return Ran(experiment, settings, rows)
