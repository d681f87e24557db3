"""Review: what is due, lessons mixed, numbers drawn anew, kernels run again."""

from __future__ import annotations

from textual.containers import VerticalScroll

from hdtui.course.model import Lesson, Question
from hdtui.errors import CourseError
from hdtui.i18n import _, tell
from hdtui.session.draft import Draft
from hdtui.session.status import interval_if_right
from hdtui.study.attempt import Attempt
from hdtui.study.progress import DueItem
from hdtui.text.lines import Line, Run, wrap
from hdtui.ui.host import Host
from hdtui.ui.screens.asking import AskingScreen
from hdtui.ui.widgets.lines import LineView
from hdtui.ui.widgets.question import QuestionCard


class ReviewScreen(AskingScreen):
    """One due question after another; leaving keeps what was answered."""

    def __init__(self, host: Host, due: list[DueItem]) -> None:
        super().__init__(host)
        self._due = [item for item in due if self._find(host, item) is not None]
        self._at = 0
        self._attempt: Attempt | None = None
        self._draft = Draft()

    @staticmethod
    def _find(host: Host, item: DueItem) -> tuple[Lesson, Question] | None:
        """The question in today's course; None where it is gone."""
        try:
            lesson = host.library.read(item.lesson)
        except CourseError:
            return None
        question = lesson.question(item.question)
        return (lesson, question) if question is not None else None

    def action_go_on(self) -> None:
        if self._at >= len(self._due):
            self.app.call_later(self.host.show_contents)
            return
        self._at += 1
        self._attempt = None
        self.turn_page()

    def retry(self, attempt: Attempt) -> None:
        self._attempt, self._draft = attempt.retry(), Draft()

    def lesson_of(self, attempt: Attempt) -> Lesson:
        return self.host.library.read(attempt.lesson)

    async def build(self) -> None:
        asked = self._find(self.host, self._due[self._at]) if self._at < len(self._due) else None
        with self.app.batch_update():
            await self.body.remove_children()
            if asked is None:
                self.header.show(_("Review"))
                scroll = VerticalScroll(LineView(self._done_lines))
                await self.body.mount(scroll)
                scroll.focus()
            else:
                card = self._card(*asked)
                await self.body.mount(VerticalScroll(card, can_focus=False))
        self.refresh_bindings()

    def _card(self, lesson: Lesson, question: Question) -> QuestionCard:
        if self._attempt is None:
            self._attempt = self.host.learner.attempt(lesson.head.id, question, review=True)
            self._draft = Draft()
        self._attempt.question = question
        where = _("Review {at} of {n}", at=self._at + 1, n=len(self._due))
        interval = interval_if_right(self.host.learner, self._due[self._at])
        self.header.show(f"{where} · {lesson.head.title}", (Run(tell(interval), "muted"),))
        return QuestionCard(self._attempt, self._draft, lesson.head.sources, predicts=False)

    def _done_lines(self, width: int) -> list[Line]:
        if not self._due:
            words = _("Nothing is due. Lessons bring questions; questions come back.")
            return wrap([Run(words)], width)
        return wrap([Run(_("That was all that is due."), "strong")], width)
