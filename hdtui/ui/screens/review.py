"""Review: what is due, lessons mixed, numbers drawn anew, kernels run again."""

from __future__ import annotations

from textual.binding import Binding
from textual.containers import VerticalScroll

from hdtui.i18n import _, tell
from hdtui.session.judging import Judging
from hdtui.session.status import interval_if_right
from hdtui.study.attempt import Attempt
from hdtui.study.progress import DueItem
from hdtui.text.lines import Line, Run, wrap
from hdtui.ui.host import Host
from hdtui.ui.screens.base import BaseScreen
from hdtui.ui.widgets.lines import LineView
from hdtui.ui.widgets.question import QuestionCard


class ReviewScreen(BaseScreen):
    """One due question after another; leaving keeps what was answered."""

    BINDINGS = [
        Binding("enter", "go_on", "next"),
        Binding("n", "go_on", "next", show=False),
        Binding("escape", "contents", "lessons", show=False),
        Binding("l", "contents", "lessons"),
        Binding("t", "app.toggle_language", "日本語/English"),
        Binding("question_mark", "app.keys", "keys", key_display="?"),
        Binding("q", "app.leave", "leave"),
    ]

    def __init__(self, host: Host, due: list[DueItem]) -> None:
        super().__init__()
        self._host = host
        self._due = due
        self._at = 0
        self._attempt: Attempt | None = None
        self._judging = Judging(host.runs, host.learner)

    async def on_mount(self) -> None:
        await self._show()

    async def action_go_on(self) -> None:
        if self._at >= len(self._due):
            await self._host.show_contents()
            return
        self._at += 1
        self._attempt = None
        await self._show()

    async def action_contents(self) -> None:
        await self._host.show_contents()

    async def reread(self) -> None:
        """The same question in another language."""
        self.translate()
        await self._show()

    async def _show(self) -> None:
        await self.body.remove_children()
        if self._at >= len(self._due):
            self.header.show(_("Review"))
            done = LineView(self._done_lines)
            await self.body.mount(VerticalScroll(done))
            self.refresh_bindings()
            return
        item = self._due[self._at]
        lesson = self._host.library.read(item.lesson)
        question = lesson.question(item.question)
        if question is None:  # the course has changed since: nothing to ask
            await self.action_go_on()
            return
        if self._attempt is None:
            self._attempt = self._host.learner.attempt(item.lesson, question, review=True)
        self._attempt.question = question
        where = _("Review {at} of {n}", at=self._at + 1, n=len(self._due))
        interval = Run(tell(interval_if_right(self._host.learner, item)), "muted")
        self.header.show(f"{where} · {lesson.head.title}", (interval,))
        card = QuestionCard(self._attempt, lesson.head.sources, predicts=False)
        await self.body.mount(VerticalScroll(card, can_focus=False))
        self.refresh_bindings()

    def _done_lines(self, width: int) -> list[Line]:
        if not self._due:
            return wrap(
                [Run(_("Nothing is due. Lessons bring questions; questions come back."))], width
            )
        return wrap([Run(_("That was all that is due."), "strong")], width)

    # ------------------------------------------------------------ what the card posts

    def on_question_card_axes(self, event: QuestionCard.Axes) -> None:
        lesson = self._host.library.read(self._due[self._at].lesson)
        self._judging.sketch(event.card.attempt, lesson, event.card.stand_on)

    def on_question_card_locked(self, event: QuestionCard.Locked) -> None:
        lesson = self._host.library.read(self._due[self._at].lesson)
        self._judging.measure_and_judge(event.attempt, lesson, self._judged)

    def _judged(self) -> None:
        for card in self.query(QuestionCard):
            card.judged()

    async def on_question_card_skipped(self, event: QuestionCard.Skipped) -> None:
        await self.action_go_on()

    async def on_question_card_retried(self, event: QuestionCard.Retried) -> None:
        self._attempt = event.attempt.retry()
        await self._show()

    def on_question_card_shown(self, event: QuestionCard.Shown) -> None:
        event.attempt.show_answer()
        self._judged()
