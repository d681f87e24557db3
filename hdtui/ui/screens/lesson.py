"""A lesson, a page at a time: read, guess, measure, break, answer, go on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.containers import Container, VerticalScroll
from textual.widget import Widget

from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Block, Lesson, Panel
from hdtui.course.pages import Page, PanelPage, QuestionPage
from hdtui.session.judging import Judging
from hdtui.session.question_lines import verdict_lines
from hdtui.session.reading import Reading
from hdtui.session.summary import summary_lines
from hdtui.study.events import Visited
from hdtui.text.lines import Line, Run, wrap
from hdtui.ui.host import Host
from hdtui.ui.screens.base import BaseScreen
from hdtui.ui.widgets.lines import LineView
from hdtui.ui.widgets.panel import PanelView
from hdtui.ui.widgets.question import QuestionCard


class Prose(VerticalScroll, can_focus=True):
    """Prose that scrolls if it must; arrows turn the page."""

    DEFAULT_CSS = """
    Prose { height: 1fr; }
    """
    BINDINGS = [
        Binding("left", "screen.back", "back", key_display="←"),
        Binding("right", "screen.go_on", "next", show=False),
        Binding("space", "page_down", "down", show=False),
    ]


class LessonScreen(BaseScreen):
    """Turns the pages of a `Reading`; widgets own what happens on a page."""

    BINDINGS = [
        Binding("enter", "go_on", "next"),
        Binding("n", "go_on", "next", show=False),
        Binding("p", "back", "previous page", show=False),
        Binding("escape", "contents", "lessons", show=False),
        Binding("l", "contents", "lessons"),
        Binding("v", "app.review", "review", show=False),
        Binding("t", "app.toggle_language", "日本語/English"),
        Binding("question_mark", "app.keys", "keys", key_display="?"),
        Binding("q", "app.leave", "leave"),
    ]

    def __init__(self, host: Host, reading: Reading) -> None:
        super().__init__()
        self._host = host
        self.reading = reading
        self._judging = Judging(host.runs, host.learner)

    async def on_mount(self) -> None:
        await self._show()

    # ------------------------------------------------------------ turning pages

    async def action_go_on(self) -> None:
        if self.reading.at_end:
            await self._host.open_next(self.reading.lesson.head.id)
        else:
            self.reading.turn(1)
            await self._show()

    async def action_back(self) -> None:
        if self.reading.turn(-1):
            await self._show()

    async def action_contents(self) -> None:
        await self._host.show_contents()

    async def reread(self, lesson: Lesson) -> None:
        """The same page in another language; answers, runs and dials stay."""
        self.reading.replace(lesson)
        self.translate()
        await self._show()

    async def _show(self) -> None:
        """Build the page that is open, from state that outlives it."""
        self._leave_runs()
        self._save_position()
        page = self.reading.page
        with self.app.batch_update():  # one frame a page: bytes count over a slow link
            await self.body.remove_children()
            self._say_where()
            widget = self._summary() if page is None else self._page(page)
            await self.body.mount(widget)
            if isinstance(widget, Prose) and widget.can_focus:
                widget.focus()
            self.refresh_bindings()

    def _page(self, page: Page) -> Widget:
        if isinstance(page, QuestionPage):
            attempt = self.reading.attempt(page.question, self._host.learner)
            predicts = self.reading.predicted_by(page.question.id) is not None
            sources = self.reading.lesson.head.sources
            return Prose(QuestionCard(attempt, sources, predicts=predicts), can_focus=False)
        if isinstance(page, PanelPage) and isinstance(page.panel, Panel):
            return self._panel_page(page, page.panel)
        blocks = (*page.before, *page.after) if isinstance(page, PanelPage) else page.blocks
        return Prose(LineView(self._title, classes="title"), self._prose(blocks, "prose"))

    def _panel_page(self, page: PanelPage, panel: Panel) -> Widget:
        state = self.reading.panel_state(panel, self._host.learner)
        view = PanelView(state, self._host.runs.catalogue.get(panel.name))
        before = self._prose(page.before, "prose before")
        after = self._prose(page.after, "prose after")
        return Container(before, view, after, classes="page panel-page")

    def _prose(self, blocks: Sequence[Block], classes: str) -> LineView:
        sources = self.reading.lesson.head.sources
        classes = classes if blocks else f"{classes} empty"
        return LineView(lambda width: lay_out(blocks, width, sources=sources), classes=classes)

    def _title(self, width: int) -> list[Line]:
        runs = spans_to_runs(self.reading.screen.title, None, self.reading.sources)
        return [*wrap([Run(run.text, "heading") for run in runs], width), ()]

    def _summary(self) -> Widget:
        def lines(width: int) -> list[Line]:
            return summary_lines(self.reading, self._host.learner, self._host.library, width)

        return Prose(LineView(lines, classes="prose"))

    def _say_where(self) -> None:
        lesson, at, of = self.reading.lesson, self.reading.index + 1, self.reading.length
        dots = "●" * at + "○" * (of - at) if of <= 24 else ""
        title = f"{self._host.library.number(lesson.head)} {lesson.head.title}"
        right: Line = (Run(f"{at}/{of}  ", "muted"), Run(dots, "muted"))
        self.header.show(title, right)

    async def describe(self) -> None:
        """The catalogue has come: panels that wait for it get their dials."""
        for view in self.query(PanelView):
            description = self._host.runs.catalogue.get(view.state.panel.name)
            if view.description is None and description is not None:
                await view.describe(description)

    # ------------------------------------------------------------ what widgets post

    async def on_panel_view_asked(self, event: PanelView.Asked) -> None:
        self._host.runs.ask(event.run)

    def on_panel_view_stopped(self, event: PanelView.Stopped) -> None:
        self._host.runs.stop(event.run)

    def on_panel_view_measured(self, event: PanelView.Measured) -> None:
        """The run a guess waited for is there: judge the guess, say so below the chart."""
        attempt = self.reading.waiting_for(event.state)
        if attempt is None or event.state.run.outcome is None:
            return
        if attempt.stage == "locked":
            self._judging.judge(attempt, event.state.run)
        for view in self.query(PanelView):
            lines = verdict_lines(attempt, max(view.size.width, 20), self.reading.sources)
            view.reveal(lines)

    def on_question_card_axes(self, event: QuestionCard.Axes) -> None:
        self._judging.sketch(event.card.attempt, self.reading.lesson, event.card.stand_on)

    def on_question_card_locked(self, event: QuestionCard.Locked) -> None:
        attempt = event.attempt
        panel = self.reading.predicted_by(attempt.question.id)
        if panel is not None:
            self._host.learner.record(attempt.guess())
            self.reading.guessed(panel)
            self.refresh_bindings()
            return
        self._judging.measure_and_judge(attempt, self.reading.lesson, self._judged)

    def _judged(self) -> None:
        for card in self.query(QuestionCard):
            card.judged()

    async def on_question_card_skipped(self, event: QuestionCard.Skipped) -> None:
        event.attempt.skip()
        self._host.learner.record(event.attempt.event())
        await self.action_go_on()

    async def on_question_card_retried(self, event: QuestionCard.Retried) -> None:
        self.reading.retry(event.attempt)
        await self._show()

    def on_question_card_shown(self, event: QuestionCard.Shown) -> None:
        event.attempt.show_answer()
        self._judged()

    # ------------------------------------------------------------ leaving

    def _leave_runs(self) -> None:
        """A page turned away gives the worker free for the next."""
        for view in self.query(PanelView):
            for run in (view.state.run, view.state.contrast):
                if run is not None:
                    run.changed = lambda: None
                    self._host.runs.leave(run)

    def _save_position(self) -> None:
        screen, page = self.reading.position
        self._host.learner.visit(
            Visited(
                lesson=self.reading.lesson.head.id,
                screen=screen,
                page=page,
                settings=self.reading.dials(),
            )
        )

    def leave(self) -> None:
        """The app ends or another screen comes: save where we are."""
        self._leave_runs()
        self._save_position()
