"""A panel: an experiment that runs by itself when shown, its chart, its dials, the reveal."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.message import Message as Posted
from textual.timer import Timer
from textual.widget import Widget

from hdtui.charts.spec import Histogram, Scatter
from hdtui.charts.spec import Line as Curves
from hdtui.charts.words import curve_gap
from hdtui.description import Description, Outcome
from hdtui.i18n import _, tell
from hdtui.session.panel_state import PanelState
from hdtui.session.readout import cost_line, facts, show_setting
from hdtui.session.runs import Run
from hdtui.text.lines import Line, wrap
from hdtui.text.lines import Run as TextRun
from hdtui.ui.widgets.chart_view import ChartView
from hdtui.ui.widgets.dial import Dial
from hdtui.ui.widgets.lines import LineView

LONG = 1.0
"Seconds after which a run can be stopped by a key of its own; shorter ones are over before."
QUIET = 0.08
"Seconds a dial must rest before the run starts: a held key asks once."


class PanelView(Vertical, can_focus=True):
    """Shows a `PanelState`. Asks for runs by messages; never speaks to the worker."""

    DEFAULT_CSS = """
    PanelView { height: 1fr; min-height: 13; width: 1fr; }
    PanelView > .upper { height: 1fr; min-height: 8; }
    PanelView .facts { width: 28; height: 1fr; padding: 1 0 0 2; }
    PanelView.-contrast .facts { display: none; }
    PanelView.-contrast .feedback { display: none; }
    PanelView.-contrast > .upper { min-height: 6; }
    PanelView > .beside { min-height: 6; }
    PanelView .dials { height: auto; }
    PanelView .dials > Dial { margin-right: 3; }
    PanelView .status { height: auto; }
    PanelView .contrast-title { height: 1; }
    PanelView .feedback { height: auto; }
    """
    BINDINGS = [
        Binding("r", "new_seed", "new seed"),
        Binding("b", "break_it", "break it"),
        Binding("b", "compare", "put beside it"),
        Binding("y", "table", "as a table"),
        Binding("R", "same_seed", "same seed again", show=False),
        Binding("0", "defaults", "defaults", show=False),
        Binding("k", "stop", "stop"),
    ]

    @dataclass
    class Asked(Posted):
        """Run this, please."""

        run: Run

    @dataclass
    class Stopped(Posted):
        run: Run

    @dataclass
    class Measured(Posted):
        """A run has finished; questions that wait for it can be judged."""

        state: PanelState

    def __init__(self, state: PanelState, description: Description | None) -> None:
        super().__init__()
        self.state = state
        self.description = description
        self._feedback: list[Line] = []
        self._quiet: Timer | None = None
        self._told: Outcome | None = None
        "The outcome that `Measured` was posted for."

    def compose(self) -> ComposeResult:
        with Horizontal(classes="upper"):
            yield ChartView(classes="main")
            yield LineView(self._fact_lines, classes="facts")
        yield LineView(self._contrast_title, classes="contrast-title")
        yield ChartView(classes="beside")
        yield LineView(lambda width: self._feedback, classes="feedback")
        with Horizontal(classes="dials"):
            yield from self._dials()
        yield LineView(self._status, classes="status")

    def _dials(self) -> list[Dial]:
        settings = self.description.settings if self.description else {}
        values = self.state.values
        return [
            Dial(key, settings[key], values.get(key, settings[key].default))
            for key in self.state.panel.turn
            if key in settings
        ]

    def on_mount(self) -> None:
        self.state.run.changed = self._main_changed
        if self.state.contrast is not None:
            self.state.contrast.changed = self._beside_changed
        self._show_contrast()
        for run in self.state.runs():
            if not run.fresh and not run.busy:
                self.post_message(self.Asked(run))
        self._main_changed()
        dials = self.query(Dial)
        (dials.first() if dials else self).focus()

    async def describe(self, description: Description) -> None:
        """The catalogue has come: now there are dials."""
        self.description = description
        row = self.query_one(".dials")
        await row.remove_children()
        await row.mount_all(self._dials())
        if self.has_focus and (dials := self.query(Dial)):
            dials.first().focus()

    def reveal(self, feedback: list[Line]) -> None:
        """The guess was judged: what to say about it goes below the chart."""
        if feedback != self._feedback:
            self._feedback = feedback
            self.query_one(".feedback", LineView).renew()

    # ------------------------------------------------------------ keys

    def on_dial_turned(self, event: Dial.Turned) -> None:
        event.stop()
        self.state.turn(event.key, event.value)
        if self._quiet is not None:
            self._quiet.stop()
        self._quiet = self.set_timer(QUIET, self._ask)

    def action_new_seed(self) -> None:
        self.state.new_seed()
        self._ask()

    def action_same_seed(self) -> None:
        self._ask()

    def action_defaults(self) -> None:
        self.state.reset()
        for dial in self.query(Dial):
            dial.set(self.state.values.get(dial.key, dial.setting.default))
        self._ask()

    def action_table(self) -> None:
        for chart in self.query(ChartView):
            chart.toggle_table()

    def action_break_it(self) -> None:
        self.action_compare()

    def action_compare(self) -> None:
        """The next overlay beside the run, after the last one none."""
        if self.state.contrast is not None and self.state.contrast.busy:
            self.post_message(self.Stopped(self.state.contrast))
        run = self.state.next_contrast()
        if run is not None:
            run.changed = self._beside_changed
            self.post_message(self.Asked(run))
        self._show_contrast()

    def action_stop(self) -> None:
        for run in self.state.runs():
            if run.busy:
                self.post_message(self.Stopped(run))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "break_it":
            return bool(self.state.overlays) and self.state.breaks_claim
        if action == "compare":
            return bool(self.state.overlays) and not self.state.breaks_claim
        if action == "stop":
            return any(run.busy and run.seconds > LONG for run in self.state.runs())
        return True

    # ------------------------------------------------------------ what is shown

    def _ask(self) -> None:
        self._quiet = None
        self.post_message(self.Asked(self.state.run))
        if self.state.contrast is not None:
            self.post_message(self.Asked(self.state.contrast))

    def _main_changed(self) -> None:
        if not self.is_attached:
            return
        self._show_charts()
        self.query_one(".facts", LineView).renew(layout=False)
        self.query_one(".status", LineView).renew()
        outcome = self.state.run.outcome
        if outcome is not None and outcome is not self._told:
            self._told = outcome
            self.post_message(self.Measured(self.state))
        self.refresh_bindings()

    def _beside_changed(self) -> None:
        if not self.is_attached or self.state.contrast is None:
            return
        self._show_charts()
        self.query_one(".contrast-title", LineView).renew(layout=False)

    def _show_charts(self) -> None:
        main, beside = self.state.charts()
        self.query_one(".main", ChartView).show(main)
        self.query_one(".beside", ChartView).show(beside)

    def _show_contrast(self) -> None:
        beside = self.state.contrast is not None
        for widget in (self, self.parent):
            if isinstance(widget, Widget):
                widget.set_class(beside, "-contrast")
        for selector in (".contrast-title", ".beside"):
            self.query_one(selector).display = beside
        self._beside_changed()

    def _contrast_title(self, width: int) -> list[Line]:
        pairs = ", ".join(
            f"{key} = {show_setting(value)}" for key, value in self.state.overlay().items()
        )
        words = _("where it stops") if self.state.breaks_claim else _("beside it")
        run = self.state.contrast
        note = _stage(run) if run is not None and run.stage != "done" else ""
        return [(TextRun(f"{words}: ", "strong"), TextRun(pairs), TextRun(f"  {note}", "muted"))]

    def _fact_lines(self, width: int) -> list[Line]:
        outcome = self.state.run.outcome
        if outcome is None:
            return wrap([TextRun(_stage(self.state.run), "muted")], width)
        guess = self.state.guess if self.state.about_the_guess else None
        chart = self.state.chart()
        said = list(curve_gap(chart)) if isinstance(chart, Curves | Histogram | Scatter) else []
        lines = [line for words in said for line in wrap([TextRun(words)], width)]
        rows = (self.query_one(".facts").size.height or 100) - len(lines)
        return lines + facts(outcome, self.description, guess, width, rows)

    def _status(self, width: int) -> list[Line]:
        run = self.state.run
        if run.failure is not None:
            remedy = f"  {tell(run.failure.remedy)}" if run.failure.remedy else ""
            ours = run.failure.code not in ("unknown_experiment", "bad_setting")
            where = "" if ours else f"{self.state.panel.place}: "  # a mistake of the lesson
            said = TextRun(where + tell(run.failure.message), "error")
            return wrap([said, TextRun(remedy)], width)
        if run.outcome is not None:
            return [(TextRun(cost_line(run.outcome), "muted"),)]
        return [(TextRun(_stage(run), "muted"),)]


def _stage(run: Run) -> str:
    """Where a run is, in words, with how long it may take."""
    if run.note is not None:
        return tell(run.note)
    match run.stage:
        case "preparing":
            return _("preparing: {share} %", share=round(100 * run.done))
        case "measuring":
            left = run.seconds * (1 - run.done) / run.done if run.done > 0 else 0
            if left >= 1:
                return _(
                    "measuring: {share} %, {left} s left",
                    share=round(100 * run.done),
                    left=round(left),
                )
            return _("measuring: {share} %", share=round(100 * run.done))
        case "waiting":
            return _("waiting for the worker")
        case "stopped":
            return _("stopped; this is what it has so far")
        case "failed" if run.failure is not None:
            return tell(run.failure.message)
        case _:
            return ""
