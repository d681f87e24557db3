"""The app: wires screens, runs, course and learner together. It computes and stores nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Iterable, Sequence
from functools import partial
from unicodedata import normalize

from rich.console import RenderableType
from textual import events
from textual._compositor import CompositorUpdate
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.filter import LineFilter
from textual.keys import _character_to_key
from textual.screen import Screen
from textual.widgets import Input

from hdtui import i18n
from hdtui.errors import CourseError
from hdtui.i18n import _, tell
from hdtui.session.library import Library
from hdtui.session.reading import Reading
from hdtui.session.runs import Runs
from hdtui.study.learner import Learner
from hdtui.ui.filters import CleanFilter
from hdtui.ui.frames import Frames
from hdtui.ui.screens.contents import ContentsScreen
from hdtui.ui.screens.keys import KeysScreen
from hdtui.ui.screens.lesson import LessonScreen
from hdtui.ui.screens.review import ReviewScreen
from hdtui.worker.client import WorkerClient

GRACE = 2.0
"Seconds a signal gives the app to end in order."
STOPPED_BY = {signal.SIGHUP: 129, signal.SIGTERM: 143}


class HdtuiApp(App[int]):
    """One learner, one course, one worker."""

    CSS_PATH = "app.tcss"
    TITLE = "hdtui"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS = [
        Binding("ctrl+c", "interrupt", "stop the run; twice: leave", show=False, priority=True),
        Binding("ctrl+q", "leave", show=False),
    ]

    def __init__(
        self, library: Library, learner: Learner, client: WorkerClient, lesson: str | None = None
    ) -> None:
        super().__init__()
        self.library = library
        self.learner = learner
        self.runs = Runs(client, self._worker_changed)
        self._first_lesson = lesson
        self._interrupted = 0
        "The run that Ctrl-C stopped last."
        self._listening: asyncio.Task[None] | None = None
        self._clean = CleanFilter()
        self._frames = Frames()
        if os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._clean]

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Textual's own door to the terminal (the version is pinned): only changes pass."""
        shown = isinstance(renderable, CompositorUpdate) and screen is self.screen
        if shown and self._running and not self._batch_count and not self.is_headless:
            strips = screen._compositor.render_strips()
            renderable = self._frames.update(strips, screen.size.width)
        super()._display(screen, renderable)

    def _repaint(self, _app: App[object]) -> None:
        """Back from the shell (`fg`): the terminal shows something else."""
        self._frames.forget()
        self.refresh()

    # ------------------------------------------------------------ start and end

    async def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for number, status in STOPPED_BY.items():
            signal.signal(number, partial(self._on_signal, loop, status))
        self.app_resume_signal.subscribe(self, self._repaint)
        await self.push_screen(ContentsScreen(self))
        position = self.learner.position()
        if self._first_lesson is not None:
            await self.open_lesson(self._first_lesson)
        elif position is not None and self.library.find(position.lesson) is not None:
            await self.open_lesson(position.lesson)
        self._listening = asyncio.create_task(self.runs.listen())

    def _on_signal(self, loop: asyncio.AbstractEventLoop, status: int, *_: object) -> None:
        """Hung up or terminated: save, restore the terminal, end.

        Once the terminal is gone Textual's writing thread dies and whatever writes next waits for
        it for ever, the end of the app included; so the end does not wait for longer than GRACE.
        (Every answer is on the disk already.)
        """
        last_resort = threading.Timer(GRACE, os._exit, (status,))
        last_resort.daemon = True
        last_resort.start()
        loop.call_soon_threadsafe(self._stopped_by, status)

    def _stopped_by(self, status: int) -> None:
        self._leave_screen()
        self.exit(status)

    async def action_leave(self) -> None:
        self._leave_screen()
        self.exit(0)

    async def on_unmount(self) -> None:
        try:
            if self._listening is not None:
                self._listening.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._listening
            await self.runs.close()
        finally:
            self.learner.close()

    def action_interrupt(self) -> None:
        """Ctrl-C: stop what computes; with nothing to stop, or twice, leave."""
        busy = self.runs.busy
        if busy is not None and busy.ticket != self._interrupted:
            self._interrupted = busy.ticket
            self.runs.stop(busy)
            self.notify(_("Stopped. Ctrl-C again leaves."))
            return
        self._leave_screen()
        self.exit(0)

    def _leave_screen(self) -> None:
        if isinstance(self.screen, LessonScreen):
            self.screen.leave()

    # ------------------------------------------------------------ from screen to screen

    async def open_lesson(self, lesson: str) -> None:
        """Open a lesson where the learner left it."""
        try:
            found = self.library.read(lesson)
        except CourseError as error:
            self.notify(f"{error.place}: {tell(error.title)}", severity="error")
            return
        left = self.learner.left_at(lesson)
        reading = Reading(found, left.settings if left is not None else {})
        if left is not None:
            reading.go_to(left.screen, left.page)
        await self._replace(LessonScreen(self, reading))

    async def open_next(self, lesson: str) -> None:
        following = self.library.following(lesson)
        if following is None:
            await self.show_contents()
        else:
            await self.open_lesson(following.id)

    async def show_contents(self) -> None:
        while not isinstance(self.screen, ContentsScreen):
            self._leave_screen()
            await self.pop_screen()

    async def action_review(self) -> None:
        await self._replace(ReviewScreen(self, self.learner.due(self.library)))

    def action_keys(self) -> None:
        self.push_screen(KeysScreen(self.screen))

    async def _replace(self, screen: Screen[None]) -> None:
        """Contents stays below; above it there is one screen."""
        await self.show_contents()
        await self.push_screen(screen)

    async def action_toggle_language(self) -> None:
        spoken = i18n.languages()
        if len(spoken) < 2:
            return
        i18n.use(spoken[(spoken.index(i18n.current()) + 1) % len(spoken)])
        for screen in self.screen_stack:
            if isinstance(screen, LessonScreen):
                try:
                    screen.reread(self.library.read(screen.reading.lesson.head.id))
                except CourseError as error:
                    screen.complain(error)
            elif isinstance(screen, ReviewScreen):
                screen.translate()
                screen.turn_page()
            elif isinstance(screen, ContentsScreen):
                screen.translate()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette: lessons, review, language, theme, keys, leave."""
        for head in self.library.heads():
            number = self.library.number(head)
            yield SystemCommand(
                f"{number} {head.title}", _("Open this lesson"), self._opener(head.id)
            )
        yield SystemCommand(_("Lessons"), _("The list of lessons"), self.show_contents)
        yield SystemCommand(_("Review"), _("What is due, numbers drawn anew"), self.action_review)
        yield SystemCommand(
            _("Language"), _("The next language of the app"), self.action_toggle_language
        )
        yield SystemCommand(_("Theme"), _("Change the colours"), self.action_change_theme)
        yield SystemCommand(_("Keys"), _("Every key that works here"), self.action_keys)
        yield SystemCommand(_("Leave"), _("Save and leave"), self.action_leave)

    def _opener(self, lesson: str):  # type: ignore[no-untyped-def]
        async def open_it() -> None:
            await self.open_lesson(lesson)

        return open_it

    # ------------------------------------------------------------ keys and worker

    async def on_event(self, event: events.Event) -> None:
        """Full-width keys (an input method left on) work as their ASCII twins."""
        if isinstance(event, events.Key) and event.character and not event.character.isascii():
            plain = normalize("NFKC", event.character)
            typing = isinstance(self.focused, Input)
            if len(plain) == 1 and plain.isascii() and not typing:
                event = events.Key(_character_to_key(plain), plain)
        await super().on_event(event)

    def _worker_changed(self) -> None:
        """The catalogue or the device is known now."""
        for screen in self.screen_stack:
            if isinstance(screen, ContentsScreen) and screen.is_mounted:
                screen.translate()
            elif isinstance(screen, LessonScreen):
                screen.describe()
