"""The first screen: the lessons, how far one is, which machine computes."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message as Posted

from hdtui.course.model import Head
from hdtui.i18n import _, many, tell
from hdtui.session.status import device_line, lesson_state
from hdtui.text.lines import Line, Run, cells, cut, pad, wrap
from hdtui.ui.host import Host
from hdtui.ui.screens.base import BaseScreen
from hdtui.ui.widgets.lines import LineView


class LessonList(LineView, can_focus=True):
    """One row a lesson; the cursor is an arrow and bold, never colour alone."""

    DEFAULT_CSS = """
    LessonList { margin: 1 0; }
    """
    BINDINGS = [
        Binding("up", "move(-1)", "choose", key_display="↑↓"),
        Binding("down", "move(1)", "choose", show=False),
        Binding("enter", "open", "open"),
    ]

    @dataclass
    class Chosen(Posted):
        lesson: str

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host
        self.cursor = 0

    @property
    def heads(self) -> tuple[Head, ...]:
        return self._host.library.heads()

    def action_move(self, steps: int) -> None:
        self.cursor = min(max(self.cursor + steps, 0), len(self.heads) - 1)
        self.renew(layout=False)

    def action_open(self) -> None:
        if self.heads:
            self.post_message(self.Chosen(self.heads[self.cursor].id))

    def on_click(self, event: object) -> None:
        row = getattr(event, "y", -1)
        if 0 <= row < len(self.heads):
            self.cursor = row
            self.renew(layout=False)
            self.action_open()

    def lines(self, width: int) -> list[Line]:
        return [self._row(index, head, width) for index, head in enumerate(self.heads)]

    def _row(self, index: int, head: Head, width: int) -> Line:
        here = index == self.cursor
        state = lesson_state(self._host.learner, head)
        minutes = _("{n} min", n=head.minutes) if head.minutes else ""
        right = f"{pad(minutes, 8, 'right')}  {pad(state, 14)}"
        number = self._host.library.number(head)
        left = f"{'▶' if here else ' '} {number:>2}  "
        room = width - cells(left) - cells(right)
        title = pad(cut(head.title, room - 1), room)
        if head.problem is not None:
            right = f"{pad('', 8)}  {pad(_('cannot be read'), 14)}"
            return (Run(left, "primary"), Run(title, "muted"), Run(right, "error"))
        look = "strong" if here else ""
        return (Run(left, "primary"), Run(title, look), Run(right, "muted"))


class ContentsScreen(BaseScreen):
    """Device, progress, lessons, what is due."""

    BINDINGS = [
        Binding("v", "app.review", "review"),
        Binding("t", "app.toggle_language", "language"),
        Binding("question_mark", "app.keys", "keys", key_display="?"),
        Binding("q", "app.leave", "leave"),
    ]

    def __init__(self, host: Host) -> None:
        super().__init__()
        self._host = host

    async def on_mount(self) -> None:
        lessons = LessonList(self._host)
        lessons.cursor = self._resume_index()
        await self.body.mount(LineView(self._status, classes="status"), lessons)
        await self.body.mount(LineView(self._hints, classes="hints"))
        lessons.focus()
        self.translate()

    def translate(self) -> None:
        """Progress, the device or the language has changed: say everything again."""
        super().translate()
        right = (Run(_("English"), "muted"),)  # a catalogue says its own name here
        self.header.show(f"hdtui · {self._host.library.title}", right)

    def on_screen_resume(self) -> None:
        if self.query(LessonList):
            self.translate()

    async def on_lesson_list_chosen(self, event: LessonList.Chosen) -> None:
        await self._host.open_lesson(event.lesson)

    def _resume_index(self) -> int:
        """The lesson left last; a newcomer starts at the first."""
        left = self._host.learner.position()
        ids = [head.id for head in self._host.library.heads()]
        return ids.index(left.lesson) if left is not None and left.lesson in ids else 0

    def _status(self, width: int) -> list[Line]:
        lines = [
            *_labelled(_("Device"), tell(device_line(self._host.runs)), width),
            *_labelled(_("Progress"), tell(self._host.learner.progress_line()), width),
        ]
        for notice in self._host.learner.notices():
            lines += wrap([Run(tell(notice), "error")], width)
        return lines

    def _hints(self, width: int) -> list[Line]:
        due = len(self._host.learner.due(self._host.library))
        lines: list[Line] = []
        if due:
            words = many(
                "{n} question is due for review: v", "{n} questions are due for review: v", due
            )
            lines += [*wrap([Run(words, "strong")], width), ()]
        words = _("In each lesson you guess first, then measure on this machine, then check.")
        return lines + wrap([Run(words, "muted")], width)


def _labelled(word: str, value: str, width: int) -> list[Line]:
    label = pad(word, 10)
    return wrap([Run(label, "muted"), Run(value)], width, rest=" " * cells(label))
