"""What a panel knows, kept while its page is turned away: dial values, seed, runs, the guess."""

from __future__ import annotations

from collections.abc import Mapping

from hdtui.charts.spec import Chart, on_same_axes, with_curve, with_guess
from hdtui.course.model import Panel
from hdtui.description import Description, Outcome, SettingValue
from hdtui.session.runs import Run


class PanelState:
    """One panel of a lesson for as long as the lesson is open."""

    def __init__(self, panel: Panel, drawn: Mapping[str, SettingValue] | None = None) -> None:
        self.panel = panel
        self.defaults: dict[str, SettingValue] = {**panel.set, **(drawn or {})}
        self.seed = panel.seed
        self.run = Run(panel.name, dict(self.defaults), self.seed)
        self.contrast: Run | None = None
        "The run beside it: where the claim stops, or the comparison."
        self._index = 0
        self._overlay: dict[str, SettingValue] = {}
        self.guess: tuple[str, float] | None = None
        self.curve: tuple[tuple[float, ...], tuple[float, ...]] | None = None

    @property
    def values(self) -> dict[str, SettingValue]:
        return self.run.settings

    def runs(self) -> list[Run]:
        """The run, and the one beside it."""
        return [self.run] if self.contrast is None else [self.run, self.contrast]

    def turn(self, key: str, value: SettingValue) -> None:
        """A dial was turned: the run beside it follows, with its own overlay kept."""
        self.run.settings = {**self.run.settings, key: value}
        if self.contrast is not None and key not in self.overlay():
            self.contrast.settings = {**self.contrast.settings, key: value}

    def reset(self) -> None:
        self.run.settings = dict(self.defaults)
        self.seed = self.run.seed = self.panel.seed
        if self.contrast is not None:
            self.contrast.settings = {**self.defaults, **self._overlay}
            self.contrast.seed = self.seed

    def turned(self) -> dict[str, SettingValue]:
        """The dials that stand elsewhere than at the start."""
        return {k: v for k, v in self.values.items() if v != self.defaults.get(k)}

    def new_seed(self) -> None:
        self.seed += 1
        self.run.seed = self.seed
        if self.contrast is not None:
            self.contrast.seed = self.seed

    # ------------------------------------------------------------ the run beside it

    @property
    def overlays(self) -> tuple[dict[str, SettingValue], ...]:
        return (*self.panel.breaks, *self.panel.compare)

    @property
    def breaks_claim(self) -> bool:
        """Whether the overlays show where the claim stops, or only a comparison."""
        return bool(self.panel.breaks)

    def overlay(self) -> dict[str, SettingValue]:
        return self._overlay if self.contrast is not None else {}

    def next_contrast(self) -> Run | None:
        """The next overlay beside the run, and after the last one none."""
        index = self._index + 1 if self.contrast is not None else 0
        if index >= len(self.overlays):
            self.contrast = None
            return None
        self._index, self._overlay = index, self.overlays[index]
        self.contrast = Run(self.panel.name, {**self.values, **self._overlay}, self.seed)
        return self.contrast

    # ------------------------------------------------------------ what is shown

    def charts(self) -> tuple[Chart | None, Chart | None]:
        """The chart and the one beside it, on the same axes."""
        main, beside = self.chart(), self.contrast.chart if self.contrast is not None else None
        if main is None or beside is None:
            return main, beside
        return on_same_axes(main, beside)

    @property
    def about_the_guess(self) -> bool:
        """Whether the run that is shown is the one the guess was about, not a turned one."""
        return self.run.asked is not None and self.run.asked[0] == self.defaults

    def chart(self) -> Chart | None:
        """The newest chart; with the learner's guess on it where it is the run guessed about."""
        chart = self.run.chart
        if chart is None or not self.about_the_guess:
            return chart
        if self.guess is not None:
            chart = with_guess(chart, *self.guess)
        if self.curve is not None:
            chart = with_curve(chart, *self.curve)
        return chart


def shown_measures(outcome: Outcome, description: Description | None) -> list[str]:
    """The measures of the outcome that are single numbers, in the experiment's order."""
    order = list(description.measures) if description else list(outcome.measures)
    return [name for name in order if isinstance(outcome.measures.get(name), int | float)]
