"""The list of lessons, a lesson from where it was left to its summary, and the review."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Block, Panel
from hdtui.course.pages import PanelPage, QuestionPage
from hdtui.errors import CourseError
from hdtui.i18n import _, many, tell
from hdtui.linear.laboratory import Laboratory
from hdtui.linear.panels import Panels
from hdtui.linear.questions import Questions
from hdtui.linear.talk import Left, Talk
from hdtui.session.library import Library
from hdtui.session.reading import Reading
from hdtui.session.status import lesson_state
from hdtui.session.summary import summary_lines
from hdtui.study.events import Visited
from hdtui.study.learner import Learner
from hdtui.text.lines import plain
from hdtui.worker.client import WorkerClient

INTERRUPTED = 130
STATUSES = {"SIGINT": INTERRUPTED, "SIGHUP": 129, "SIGTERM": 143}
"Exit status by the signal that ends the conversation; not every system has them all."


def run_linear(library: Library, learner: Learner, client: WorkerClient, lesson: str | None) -> int:
    """Lessons until the learner leaves; the exit status."""
    try:
        return asyncio.run(Linear(library, learner, client).session(lesson))
    finally:
        learner.close()


class Linear:
    """Goes from page to page; what happens on one is the business of panels and questions."""

    def __init__(self, library: Library, learner: Learner, client: WorkerClient) -> None:
        self._library = library
        self._learner = learner
        self._talk = Talk()
        self._lab = Laboratory(client, self._talk)
        self._panels = Panels(self._talk, self._lab, learner)
        self._questions = Questions(self._talk, self._lab, learner)
        self._readings: dict[str, Reading] = {}
        "Lessons opened so far: what is locked there stays locked."

    async def session(self, lesson: str | None) -> int:
        """From the list, or this lesson, until the learner leaves; the exit status."""
        self._hear_signals()
        if lesson is not None:  # the list says them itself
            self._talk.messages(*self._learner.notices())
        try:
            while True:
                chosen = lesson or await self._choose()
                try:
                    lesson = await (self._review() if chosen == "v" else self._lesson(chosen))
                except CourseError as error:
                    self._complain(error)
                    lesson = None
        except Left as left:
            with suppress(OSError):  # after a hang-up nobody hears it
                self._talk.say(_("Saved. `hdtui` opens where you left off."))
            return left.status
        finally:
            await self._lab.close()

    def _hear_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name, status in STATUSES.items():
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError):  # Windows: asyncio's own Ctrl-C ends all
                    loop.add_signal_handler(number, self._on_signal, status)

    def _on_signal(self, status: int) -> None:
        """Ctrl-C stops the run that is on, or else leaves; the others leave."""
        if sys.stdout.isatty():
            self._talk.say("")  # below the terminal's own ^C
        stopped = self._lab.stop()
        if not stopped or status != INTERRUPTED:
            self._talk.leave(status)

    def _complain(self, error: CourseError) -> None:
        self._talk.say(f"{error.place}: {tell(error.title)}")

    # ------------------------------------------------------------ the list and the review

    async def _choose(self) -> str:
        self._talk.messages(*self._learner.notices())
        self._talk.say(self._library.title)
        for head in self._library.heads():
            state = lesson_state(self._learner, head)
            self._talk.say(f"{self._library.number(head):>3}  {head.title} ({state})")
        due = len(self._learner.due(self._library))
        if due:
            self._talk.say(
                many(
                    "{n} question is due for review: v", "{n} questions are due for review: v", due
                )
            )
        while True:
            wanted = await self._talk.ask(_("Lesson number (v review, q leave):"))
            if wanted == "v":
                return wanted
            head_found = self._library.find(wanted)
            if head_found is not None:
                return head_found.id
            self._talk.say(_("There is no such lesson."))

    async def _review(self) -> None:
        for item in self._learner.due(self._library):
            try:
                lesson = self._library.read(item.lesson)
            except CourseError as error:
                self._complain(error)
                continue
            question = lesson.question(item.question)
            if question is not None:
                attempt = self._learner.attempt(item.lesson, question, review=True)
                await self._questions.ask(Reading(lesson, {}), attempt)
        self._talk.say(_("That was all that is due."))

    # ------------------------------------------------------------ a lesson

    async def _lesson(self, lesson: str) -> str | None:
        """Take a lesson from where it was left; the id of the next one, or None.

        Raises CourseError where its file cannot be read.
        """
        reading = self._open(lesson)
        self._talk.say(f"# {reading.lesson.head.title}")
        try:
            while True:
                await self._pages(reading)
                self._save(reading)
                self._talk.lines(
                    summary_lines(reading, self._learner, self._library, self._talk.width)
                )
                if await self._talk.ask(_("Enter: on  a: from the start  q leave")) != "a":
                    break
                reading.turn(-reading.length)
        finally:
            self._save(reading)
        following = self._library.following(lesson)
        return following.id if following is not None else None

    def _open(self, lesson: str) -> Reading:
        left = self._learner.left_at(lesson)
        reading = self._readings.get(lesson)
        if reading is None:
            read = self._library.read(lesson)
            reading = Reading(read, left.settings if left is not None else {})
            self._readings[lesson] = reading
        if left is not None:
            reading.go_to(left.screen, left.page)
        return reading

    def _save(self, reading: Reading) -> None:
        screen, page = reading.position
        self._learner.visit(Visited(reading.lesson.head.id, screen, page, reading.dials()))

    async def _pages(self, reading: Reading) -> None:
        """From the open page to the last one."""
        shown = ""
        while not reading.at_end:
            self._save(reading)
            if reading.position[0] != shown:
                shown = reading.position[0]
                title = spans_to_runs(reading.screen.title, None, reading.sources)
                self._talk.say("## " + plain(title))
            await self._page(reading)
            reading.turn(1)

    async def _page(self, reading: Reading) -> None:
        page = reading.page
        if isinstance(page, QuestionPage):
            await self._questions.ask(reading, reading.attempt(page.question, self._learner))
        elif isinstance(page, PanelPage) and isinstance(page.panel, Panel):
            self._prose(page.before, reading)
            await self._panels.show(reading, reading.panel_state(page.panel, self._learner))
            self._prose(page.after, reading)
        elif page is not None:
            blocks = (*page.before, *page.after) if isinstance(page, PanelPage) else page.blocks
            self._prose(blocks, reading)
            await self._talk.ask(_("Enter: on  q leave"))

    def _prose(self, blocks: Sequence[Block], reading: Reading) -> None:
        if blocks:
            self._talk.lines(lay_out(blocks, self._talk.width, sources=reading.sources))
