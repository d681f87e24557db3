"""What lessons and reviews share: a page at a time, and what follows from a learner's answer."""

from __future__ import annotations

from abc import abstractmethod

from textual.binding import Binding

from hdtui.course.model import Lesson
from hdtui.errors import CourseError
from hdtui.i18n import _, tell
from hdtui.session.judging import Judging
from hdtui.session.runs import Run
from hdtui.study.attempt import Attempt
from hdtui.ui.host import Host
from hdtui.ui.screens.base import BaseScreen
from hdtui.ui.widgets.question import QuestionCard


class AskingScreen(BaseScreen):
    """Hears the cards: measures, grades and records what is locked, and goes on.

    Pages are always built in the screen's own task (`turn_page`): keys arrive in the app's, and two
    tasks must not build at once.
    """

    BINDINGS = [
        Binding("enter", "go_on", "next"),
        Binding("n", "go_on", "next", show=False),
        Binding("escape", "contents", "lessons", show=False),
        Binding("l", "contents", "lessons"),
        Binding("t", "app.toggle_language", "language"),
        Binding("question_mark", "app.keys", "keys", key_display="?"),
        Binding("q", "app.leave", "leave"),
    ]

    def __init__(self, host: Host) -> None:
        super().__init__()
        self.host = host
        self.judging = Judging(host.runs, host.learner)

    @abstractmethod
    async def build(self) -> None:
        """Show the page that is open, from state that outlives it."""

    @abstractmethod
    def lesson_of(self, attempt: Attempt) -> Lesson:
        """The lesson a question on this screen belongs to."""

    @abstractmethod
    def action_go_on(self) -> None: ...

    @abstractmethod
    def retry(self, attempt: Attempt) -> None:
        """Ask the question again, with other numbers."""

    def turn_page(self) -> None:
        self.call_later(self.build)

    async def on_mount(self) -> None:
        await self.build()

    async def action_contents(self) -> None:
        await self.host.show_contents()

    # ------------------------------------------------------------ what cards post

    def on_question_card_axes(self, event: QuestionCard.Axes) -> None:
        attempt = event.card.attempt
        self.judging.sketch(attempt, self.lesson_of(attempt), event.card.stand_on)

    def on_question_card_locked(self, event: QuestionCard.Locked) -> None:
        attempt = event.attempt
        self.judging.judge(attempt, self.lesson_of(attempt), lambda run: self._judged(attempt, run))

    def on_question_card_shown(self, event: QuestionCard.Shown) -> None:
        attempt = event.attempt
        self.judging.show(attempt, self.lesson_of(attempt), lambda run: self._judged(attempt, run))

    def on_question_card_skipped(self, event: QuestionCard.Skipped) -> None:
        self.host.learner.record(event.attempt.event())
        self.action_go_on()

    def on_question_card_retried(self, event: QuestionCard.Retried) -> None:
        self.retry(event.attempt)
        self.turn_page()

    def _judged(self, attempt: Attempt, stopped: Run | None) -> None:
        """There is a verdict, or the run it waited for did not come to its end."""
        why = ""
        if stopped is not None:
            why = _("The run was stopped.")
            if stopped.failure is not None:
                why = tell(stopped.failure.message)
        for card in self.query(QuestionCard):
            if card.attempt is attempt:
                card.judged(why)

    def complain(self, error: CourseError) -> None:
        """A lesson that cannot be read, said without leaving the screen."""
        self.notify(f"{error.place}: {tell(error.title)}", severity="error")
