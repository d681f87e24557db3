"""The same lessons as plain text: numbered choices, charts as words and a table.

For screen readers, pipes and terminals that cannot move their cursor. Everything that happens is
the session's; this file prints and reads lines. The end of the input is a way to leave.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Sequence

from hdtui.charts.words import describe, table
from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Block, Panel
from hdtui.course.pages import PanelPage, QuestionPage
from hdtui.description import Description, SettingValue
from hdtui.errors import AnswerError, CourseError, WorkerError
from hdtui.i18n import _, many, tell
from hdtui.session.facts import cost_line, facts
from hdtui.session.library import Library
from hdtui.session.panel_state import PanelState
from hdtui.session.question_lines import choice_lines, verdict_lines
from hdtui.session.reading import Reading
from hdtui.session.runs import Run
from hdtui.session.status import lesson_state
from hdtui.session.summary import summary_lines
from hdtui.study.answers import Answer, Choices, Curve, Free, Number, Order, read_number
from hdtui.study.attempt import Attempt
from hdtui.study.events import Visited
from hdtui.study.facts import Facts
from hdtui.study.learner import Learner
from hdtui.text.clean import clean
from hdtui.text.lines import Line, wrap
from hdtui.text.lines import Run as TextRun
from hdtui.worker.client import WorkerClient


class Left(Exception):
    """The learner left, or the input ended."""


def run_linear(library: Library, learner: Learner, client: WorkerClient, lesson: str | None) -> int:
    """Lessons until the learner leaves; the exit status."""
    front = Linear(library, learner, client)
    try:
        asyncio.run(front.session(lesson))
    finally:
        learner.close()
    return 0


class Linear:
    """Prints pages, reads answers."""

    def __init__(self, library: Library, learner: Learner, client: WorkerClient) -> None:
        self._library = library
        self._learner = learner
        self._client = client
        self._catalogue: dict[str, Description] | None = None
        "None until the worker was needed."
        self._width = max(20, min(shutil.get_terminal_size((80, 24)).columns, 80)) - 2

    async def session(self, lesson: str | None) -> None:
        try:
            while True:
                chosen = lesson or await self._choose()
                lesson = await (self._review() if chosen == "v" else self._lesson(chosen))
        except Left:
            self._say(_("Saved. `hdtui` opens where you left off."))
        finally:
            await self._client.stop()

    # ------------------------------------------------------------ lessons

    async def _choose(self) -> str:
        self._say(self._library.title)
        for head in self._library.heads():
            state = lesson_state(self._learner, head)
            self._say(f"{self._library.number(head):>3}  {head.title} ({state})")
        due = len(self._learner.due())
        if due:
            self._say(
                many(
                    "{n} question is due for review: v", "{n} questions are due for review: v", due
                )
            )
        while True:
            wanted = await self._ask(_("Lesson number (v review, q leave):"))
            if wanted == "v":
                return wanted
            head_found = self._library.find(wanted)
            if head_found is not None:
                return head_found.id
            self._say(_("There is no such lesson."))

    async def _lesson(self, lesson: str) -> str | None:
        """Take a lesson from where it was left; the id of the next one, or None."""
        left = self._learner.left_at(lesson)
        reading = Reading(self._library.read(lesson), left.settings if left else {})
        if left is not None:
            reading.go_to(left.screen, left.page)
        self._say(f"# {reading.lesson.head.title}")
        shown = ""
        while not reading.at_end:
            screen, page = reading.position
            self._learner.visit(Visited(lesson, screen, page, reading.dials()))
            if screen != shown:
                shown = screen
                self._title(reading)
            await self._page(reading)
            reading.turn(1)
        self._learner.visit(Visited(lesson, "", 0, reading.dials()))
        self._lines(summary_lines(reading, self._learner, self._library, self._width))
        await self._ask(_("Enter: on  q leave"))
        following = self._library.following(lesson)
        return following.id if following is not None else None

    def _title(self, reading: Reading) -> None:
        for screen in reading.lesson.screens:
            if screen.id == reading.position[0]:
                runs = spans_to_runs(screen.title, None, reading.sources)
                self._say("## " + "".join(run.text for run in runs))

    async def _page(self, reading: Reading) -> None:
        page = reading.page
        if isinstance(page, QuestionPage):
            await self._question(reading, reading.attempt(page.question, self._learner))
        elif isinstance(page, PanelPage) and isinstance(page.panel, Panel):
            self._prose(page.before, reading)
            await self._panel(reading, reading.panel_state(page.panel, self._learner))
            self._prose(page.after, reading)
        elif page is not None:
            blocks = (*page.before, *page.after) if isinstance(page, PanelPage) else page.blocks
            self._prose(blocks, reading)
            await self._ask(_("Enter: on  q leave"))

    def _prose(self, blocks: Sequence[Block], reading: Reading) -> None:
        if blocks:
            self._lines(lay_out(blocks, self._width, sources=reading.sources))

    # ------------------------------------------------------------ panels

    async def _panel(self, reading: Reading, state: PanelState) -> None:
        """Run, say, and run again for as long as the learner turns something."""
        await self._again(state)
        attempt = reading.waiting_for(state)
        if attempt is not None and attempt.stage == "locked":
            self._judge(attempt, state.run)
            self._lines(verdict_lines(attempt, self._width, reading.sources))
        stops = _("b: where it stops  ") if state.breaks_claim else _("b: beside it  ")
        keys = _("Enter: on  r: new seed  KEY=VALUE: turn  q leave")
        while answer := await self._ask((stops if state.overlays else "") + keys):
            if answer == "r":
                state.new_seed()
                await self._again(state)
            elif answer == "b" and (beside := state.next_contrast()) is not None:
                self._say(", ".join(f"{key} = {value}" for key, value in state.overlay().items()))
                if await self._measure(beside):
                    self._report(state, beside)
            elif "=" in answer:
                await self._turn(state, answer)

    async def _turn(self, state: PanelState, answer: str) -> None:
        key, _equals, text = answer.partition("=")
        value: SettingValue = text.strip()
        try:
            number = read_number(text)
            value = int(number) if number.is_integer() else number
        except AnswerError:
            pass  # a choice by name; the worker says if there is none
        before = dict(state.values)
        state.turn(key.strip(), value)
        if not await self._again(state):
            state.run.settings = before

    async def _again(self, state: PanelState) -> bool:
        measured = await self._measure(state.run)
        if measured:
            self._report(state, state.run)
        return measured

    async def _measure(self, run: Run) -> bool:
        """Measure it, or say why not."""
        self._say(_("measuring ..."))
        try:
            if self._catalogue is None:
                ready = await self._client.start()
                self._catalogue = {each.name: each for each in ready.catalogue}
            finished = await self._client.measure(run.name, run.settings, run.seed)
        except WorkerError as error:
            self._say(tell(error.title))
            if error.remedy is not None:
                self._say(tell(error.remedy))
            return False
        run.chart, run.outcome, run.stage = finished.chart, finished.outcome, "done"
        return True

    def _report(self, state: PanelState, run: Run) -> None:
        chart = state.chart() if run is state.run else run.chart
        if chart is None or run.outcome is None:
            return
        for sentence in describe(chart):
            self._lines(wrap([TextRun(sentence)], self._width))
        columns, rows = table(chart, limit=12)
        for row in (columns, *rows):
            self._say("  " + "  ".join(row))
        guess = state.guess if run is state.run else None
        self._lines(facts(run.outcome, self._description(run), guess, 60))
        self._say(cost_line(run.outcome))

    def _description(self, run: Run) -> Description | None:
        return (self._catalogue or {}).get(run.name)

    # ------------------------------------------------------------ questions

    async def _question(self, reading: Reading, attempt: Attempt) -> None:
        self._prompt(attempt, reading.sources)
        if not await self._answer(attempt, reading.sources):
            return
        panel = reading.predicted_by(attempt.question.id)
        if panel is not None:
            self._learner.record(attempt.guess())
            reading.guessed(panel)
            self._say(_("Locked. The truth will come from your own run."))
            return
        spec = attempt.question.answer
        measured = reading.lesson.panel(spec.run) if spec is not None and spec.run else None
        run = None
        if measured is not None:
            settings = {**measured.set, **attempt.drawn}
            run = Run(measured.name, settings, measured.seed + attempt.number)
            await self._measure(run)
        self._judge(attempt, run)
        self._lines(choice_lines(attempt, [], 0, self._width, reading.sources, focused=False))
        self._lines(verdict_lines(attempt, self._width, reading.sources))
        if attempt.verdict is not None and attempt.verdict.right is False:
            again = await self._ask(_("Enter: on  r: try again  x: show the answer"))
            if again == "r":
                await self._question(reading, reading.retry(attempt))
            elif again == "x":
                attempt.show_answer()
                self._lines(
                    choice_lines(attempt, [], 0, self._width, reading.sources, focused=False)
                )
                self._lines(verdict_lines(attempt, self._width, reading.sources))

    def _prompt(self, attempt: Attempt, sources: dict[str, str]) -> None:
        question = attempt.question
        title = spans_to_runs(question.title, attempt.drawn, sources)
        self._say("### " + "".join(run.text for run in title))
        if question.prompt:
            prompt = lay_out(question.prompt, self._width, drawn=attempt.drawn, sources=sources)
            self._lines(prompt)
        self._lines(choice_lines(attempt, [], -1, self._width, sources, focused=False))

    async def _answer(self, attempt: Attempt, sources: dict[str, str]) -> bool:
        """Until the answer is locked (True) or the question skipped (False)."""
        while attempt.stage == "asking":
            text = await self._ask(_how(attempt))
            if text == "s":
                attempt.skip()
                self._learner.record(attempt.event())
                return False
            if text == "h":
                hint = attempt.next_hint()
                words = [(TextRun(_("There is no further hint.")),)]
                self._lines(lay_out(hint, self._width, sources=sources) if hint else words)
                continue
            try:
                attempt.give(_read(attempt, text))
            except AnswerError as error:
                self._say(tell(error.title))
                if error.remedy is not None:
                    self._say(tell(error.remedy))
        while attempt.stage == "sure?":
            said = await self._ask(_("How sure?   1 guess    2 think so    3 sure"))
            if said in ("1", "2", "3"):
                attempt.lock(int(said))
        return True

    def _judge(self, attempt: Attempt, run: Run | None) -> None:
        facts_known = Facts(attempt.drawn)
        if run is not None and run.outcome is not None:
            facts_known = Facts.of_run(attempt.drawn, run.outcome, run.chart)
        try:
            attempt.judge(facts_known)
        except CourseError as error:
            self._say(f"{error.place}: {tell(error.title)}")
            attempt.skip()
        self._learner.record(attempt.event())

    async def _review(self) -> None:
        for item in self._learner.due():
            lesson = self._library.read(item.lesson)
            question = lesson.question(item.question)
            if question is not None:
                reading = Reading(lesson, {})
                attempt = self._learner.attempt(item.lesson, question, review=True)
                await self._question(reading, attempt)
        self._say(_("That was all that is due."))

    # ------------------------------------------------------------ lines in and out

    async def _ask(self, words: str) -> str:
        """One line of the learner's; `q` and the end of the input leave."""
        self._say(words)
        line: str = await asyncio.to_thread(sys.stdin.readline)
        text = line.strip()
        if not line or text in ("q", "ｑ"):
            raise Left
        return text

    def _lines(self, lines: Sequence[Line]) -> None:
        for line in lines:
            self._say("".join(run.text for run in line))

    def _say(self, text: str) -> None:
        sys.stdout.write(clean(text).rstrip() + "\n")
        sys.stdout.flush()


def _how(attempt: Attempt) -> str:
    """What to type for this kind of question."""
    words = {
        "single": _("Number of your choice"),
        "multiple": _("Numbers of all that hold, with spaces"),
        "order": _("Numbers in their order, with spaces"),
        "numeric": _("Your number"),
        "curve": _("One number a point, with spaces"),
        "text": _("Your words (kept, not scored)"),
    }[attempt.question.kind]
    hint = _("  h: hint") if attempt.hints_left else ""
    return f"{words}  ({_('s: skip')}{hint})"


def _read(attempt: Attempt, text: str) -> Answer:
    """The line as an answer of the question's kind. Raises AnswerError."""
    match attempt.question.kind:
        case "numeric":
            return Number(text)
        case "text":
            return Free(text)
        case "curve":
            return Curve(tuple(read_number(part) for part in text.split()))
    places = [int(read_number(part)) - 1 for part in text.replace(",", " ").split()]
    n = len(attempt.order)
    chosen = tuple(attempt.order[at] if 0 <= at < n else -1 for at in places)
    return Order(chosen) if attempt.question.kind == "order" else Choices(chosen)
