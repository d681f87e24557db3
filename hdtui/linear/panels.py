"""A panel as words: measured, turned, compared, and the guess it reveals."""

from __future__ import annotations

import re
from unicodedata import normalize

from hdtui.charts.words import describe, table
from hdtui.errors import UsageError
from hdtui.i18n import _
from hdtui.linear.laboratory import Laboratory
from hdtui.linear.talk import Talk
from hdtui.session.judging import judge
from hdtui.session.panel_state import PanelState
from hdtui.session.question_lines import verdict_lines
from hdtui.session.reading import Reading
from hdtui.session.readout import cost_line, facts, show_setting
from hdtui.session.runs import Run
from hdtui.session.settings_text import read_pair
from hdtui.study.attempt import Attempt
from hdtui.study.learner import Learner
from hdtui.text.lines import plain

ROWS = 12
"Rows of a chart's table: what can still be listened to."
FACTS_WIDTH = 60


class Panels:
    """Runs, says, and runs again for as long as the learner turns something."""

    def __init__(self, talk: Talk, lab: Laboratory, learner: Learner) -> None:
        self._talk = talk
        self._lab = lab
        self._learner = learner

    async def show(self, reading: Reading, state: PanelState) -> None:
        """Until the learner goes on."""
        await self._measure(reading, state, opened=True)
        while answer := await self._talk.ask(self._keys(state)):
            if answer == "r":
                if state.run.outcome is not None:  # else the run that was wanted is still to come
                    state.new_seed()
                await self._measure(reading, state)
            elif answer == "b":
                await self._beside(state)
            elif "=" in answer or "＝" in answer:
                await self._turn(reading, state, normalize("NFKC", answer))

    def _keys(self, state: PanelState) -> str:
        if state.run.outcome is None:
            return _("Enter: on  r: measure again  KEY=VALUE: turn  q leave")
        keys = _("Enter: on  r: new seed  KEY=VALUE: turn  q leave")
        if not state.overlays:
            return keys
        beside = _("b: where it stops  ") if state.breaks_claim else _("b: beside it  ")
        return beside + keys

    # ------------------------------------------------------------ measuring

    async def _measure(self, reading: Reading, state: PanelState, *, opened: bool = False) -> bool:
        """Measure, say, and reveal the guess that waits for this run; a panel that is opened again
        says the verdict again."""
        measured = await self._lab.measure(state.run)
        attempt = reading.waiting_for(state)
        locked = attempt is not None and attempt.stage == "locked"
        if measured:
            self._report(state, state.run)
            if attempt is not None and (locked or opened):
                self._verdict(attempt, state.run, reading.sources)
        elif locked:
            self._talk.sentence(_("Your guess stays locked until its run is measured."))
        return measured

    def _verdict(self, attempt: Attempt, run: Run, sources: dict[str, str]) -> None:
        """The verdict on the guess this run reveals, graded now if it was not before."""
        if attempt.stage == "locked":
            judge(attempt, run, self._learner)
            if attempt.verdict is None:  # the lesson's key has no value for this run
                self._talk.messages(self._learner.notices()[-1])
        self._talk.lines(verdict_lines(attempt, self._talk.width, sources))

    async def _beside(self, state: PanelState) -> None:
        beside = state.next_contrast()
        if beside is None:
            return
        overlay = state.overlay().items()
        self._talk.say(", ".join(f"{key} = {show_setting(value)}" for key, value in overlay))
        if await self._lab.measure(beside):
            self._report(state, beside)

    async def _turn(self, reading: Reading, state: PanelState, pair: str) -> None:
        """Turn one setting, checked before anything runs; what cannot be measured turns back."""
        description = self._lab.description(state.panel.name)
        if description is None:  # no worker yet: another try, which says why
            await self._measure(reading, state)
            return
        try:
            key, value = read_pair(description, pair)
        except UsageError as error:
            self._talk.error(error)
            return
        values, beside = state.values, state.contrast
        beside_values = beside.settings if beside is not None else {}
        state.turn(key, value)
        if await self._measure(reading, state):
            return
        state.run.settings = values
        if beside is not None:
            beside.settings = beside_values

    # ------------------------------------------------------------ saying

    def _report(self, state: PanelState, run: Run) -> None:
        """A run in words, each number once: the guess stands beside what was measured."""
        main = run is state.run
        chart = state.chart() if main and state.curve is not None else run.chart
        if chart is None or run.outcome is None:
            return
        for sentence in describe(chart):
            self._talk.sentence(sentence)
        columns, rows = table(chart, limit=ROWS)
        for row in (columns, *rows):
            self._talk.say("  " + "  ".join(row))
        guess = state.guess if main and state.about_the_guess else None
        for line in facts(run.outcome, self._lab.description(run.name), guess, FACTS_WIDTH):
            self._talk.say(re.sub(" {2,}", ": ", plain(line)))
        self._talk.say(cost_line(run.outcome))
