"""A lesson, a page at a time: read, guess, measure, break, answer, go on."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget

from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Block, Lesson, Panel
from hdtui.course.pages import Page, PanelPage, QuestionPage
from hdtui.session.judging import judge
from hdtui.session.question_lines import verdict_lines
from hdtui.session.reading import Reading
from hdtui.session.summary import summary_lines
from hdtui.study.attempt import Attempt
from hdtui.study.events import Visited
from hdtui.text.lines import Line, Run, wrap
from hdtui.ui.host import Host
from hdtui.ui.screens.asking import AskingScreen
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


class LessonScreen(AskingScreen):
    """Turns the pages of a `Reading`; widgets own what happens on a page."""

    BINDINGS = [
        Binding("p", "back", "previous page", show=False),
        Binding("v", "app.review", "review", show=False),
    ]

    def __init__(self, host: Host, reading: Reading) -> None:
        super().__init__(host)
        self.reading = reading

    # ------------------------------------------------------------ turning pages

    def action_go_on(self) -> None:
        if self.reading.at_end:
            self.app.call_later(self.host.open_next, self.reading.lesson.head.id)
        else:
            self.reading.turn(1)
            self.turn_page()

    def action_back(self) -> None:
        if self.reading.turn(-1):
            self.turn_page()

    def retry(self, attempt: Attempt) -> None:
        self.reading.retry(attempt)

    def lesson_of(self, attempt: Attempt) -> Lesson:
        return self.reading.lesson

    def reread(self, lesson: Lesson) -> None:
        """The same page in another language; answers, runs and dials stay."""
        self.reading.replace(lesson)
        self.translate()
        self.turn_page()

    async def build(self) -> None:
        page = self.reading.page
        with self.app.batch_update():  # one frame a page: bytes count over a slow link
            await self.body.remove_children()
            self._say_where()
            widget = self._summary() if page is None else self._page(page)
            await self.body.mount(widget)
            if isinstance(widget, Prose) and widget.can_focus:
                widget.focus()
        self.refresh_bindings()
        self._leave_other_runs()
        self._save_position()

    def _page(self, page: Page) -> Widget:
        if isinstance(page, QuestionPage):
            question = page.question
            attempt = self.reading.attempt(question, self.host.learner)
            draft = self.reading.draft(question.id)
            predicts = self.reading.predicted_by(question.id) is not None
            card = QuestionCard(attempt, draft, self.reading.sources, predicts=predicts)
            return Prose(card, can_focus=False)
        if isinstance(page, PanelPage) and isinstance(page.panel, Panel):
            return self._panel_page(page, page.panel)
        blocks = (*page.before, *page.after) if isinstance(page, PanelPage) else page.blocks
        return Prose(LineView(self._title, classes="title"), self._prose(blocks, "prose"))

    def _panel_page(self, page: PanelPage, panel: Panel) -> Widget:
        state = self.reading.panel_state(panel, self.host.learner)
        view = PanelView(state, self.host.runs.catalogue.get(panel.name))
        before = self._prose(page.before, "prose before")
        after = self._prose(page.after, "prose after")
        return VerticalScroll(before, view, after, classes="page panel-page", can_focus=False)

    def _prose(self, blocks: Sequence[Block], classes: str) -> LineView:
        sources = self.reading.sources
        classes = classes if blocks else f"{classes} empty"
        return LineView(lambda width: lay_out(blocks, width, sources=sources), classes=classes)

    def _title(self, width: int) -> list[Line]:
        runs = spans_to_runs(self.reading.screen.title, None, self.reading.sources)
        return [*wrap([Run(run.text, "heading") for run in runs], width), ()]

    def _summary(self) -> Widget:
        def lines(width: int) -> list[Line]:
            return summary_lines(self.reading, self.host.learner, self.host.library, width)

        return Prose(LineView(lines, classes="prose"))

    def _say_where(self) -> None:
        lesson, at, of = self.reading.lesson, self.reading.index + 1, self.reading.length
        dots = "●" * at + "○" * (of - at) if of <= 24 else ""
        title = f"{self.host.library.number(lesson.head)} {lesson.head.title}"
        right: Line = (Run(f"{at}/{of}  ", "muted"), Run(dots, "muted"))
        self.header.show(title, right)

    def describe(self) -> None:
        """The catalogue has come: panels that wait for it get their dials."""
        for view in self.query(PanelView):
            description = self.host.runs.catalogue.get(view.state.panel.name)
            if view.description is None and description is not None:
                self.call_later(view.describe, description)

    # ------------------------------------------------------------ what panels and cards post

    def on_panel_view_asked(self, event: PanelView.Asked) -> None:
        self.host.runs.ask(event.run)

    def on_panel_view_stopped(self, event: PanelView.Stopped) -> None:
        self.host.runs.stop(event.run)

    def on_panel_view_measured(self, event: PanelView.Measured) -> None:
        """The run a guess waited for is there: judge the guess, say so below the chart."""
        attempt = self.reading.waiting_for(event.state)
        if attempt is not None and attempt.stage == "locked":
            judge(attempt, event.state.run, self.host.learner)
        for view in self.query(PanelView):
            if view.state is event.state:
                width = max(view.size.width, 20)
                view.reveal(verdict_lines(attempt, width, self.reading.sources) if attempt else [])

    def on_question_card_locked(self, event: QuestionCard.Locked) -> None:
        panel = self.reading.predicted_by(event.attempt.question.id)
        if panel is None:
            super().on_question_card_locked(event)
        else:
            self.host.learner.record(event.attempt.guess())
            self.reading.guessed(panel)
            self.refresh_bindings()
        event.prevent_default()

    # ------------------------------------------------------------ leaving

    def _leave_other_runs(self) -> None:
        """Panels on pages that are not open give the worker free for the one that is."""
        shown = {view.state for view in self.query(PanelView)}
        for state in self.reading.panels():
            if state not in shown:
                for run in state.runs():
                    self.host.runs.leave(run)

    def _save_position(self) -> None:
        screen, page = self.reading.position
        dials = self.reading.dials()
        self.host.learner.visit(Visited(self.reading.lesson.head.id, screen, page, dials))

    def leave(self) -> None:
        """The app ends or another screen comes: save where we are."""
        for state in self.reading.panels():
            for run in state.runs():
                self.host.runs.leave(run)
        self._save_position()
