"""Saying a number: typed, or slid along a line whose ends do not give the answer away."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.message import Message as Posted
from textual.widgets import Input

from hdtui.charts.spec import Chart
from hdtui.i18n import _, tell
from hdtui.session.draft import Draft
from hdtui.text.lines import Line, Run, cells, cut
from hdtui.text.numbers import show_number
from hdtui.ui.widgets.lines import LineView

# The marks of the line a guess slides on, by unit: wide enough for every misconception.
LADDERS: dict[str, tuple[float, ...]] = {
    "deg": (0, 1, 3, 10, 30, 90, 180),
    "share": (0, 0.2, 0.4, 0.6, 0.8, 1),
    "%": (0, 20, 40, 60, 80, 100),
    "": (0, 0.001, 0.01, 0.1, 1, 10, 100, 1000, 10_000),
}
SUBSTEPS = 10


class NumberField(Input):
    """One number in whatever way people write it; checked when it is given, not while typed.

    Enter and Tab act at once, not by a message: a learner who types `10`, Enter, `3` in one go
    means the 3 for what comes next, never for the number.
    """

    DEFAULT_CSS = """
    NumberField { width: 16; height: 1; border: none; padding: 0 1; background: $surface; }
    NumberField:focus { border: none; background-tint: $foreground 10%; }
    """
    BINDINGS = [
        Binding("left", "slide(-1)", "slide", key_display="←→"),
        Binding("right", "slide(1)", "slide", show=False),
        Binding("enter", "give", "answer"),
        Binding("tab", "app.focus_next", "hint, skip"),
    ]

    @dataclass
    class Slid(Posted):
        steps: int

    def __init__(self, text: str, give: Callable[[], None], is_open: Callable[[], bool]) -> None:
        super().__init__(text, placeholder="?")
        self._give = give
        self._is_open = is_open
        self.cursor_blink = False  # a blinking cursor is bytes over a slow link

    def on_key(self, event: Key) -> None:
        if not self._is_open() or self.screen.focused is not self:
            event.prevent_default()  # the key bubbles to what is asked now
        elif event.key in ("enter", "tab"):
            event.stop()
            event.prevent_default()
            self._give() if event.key == "enter" else self.screen.focus_next()

    def action_give(self) -> None:
        self._give()

    def action_slide(self, steps: int) -> None:
        """The arrows slide the number; what was typed is mended with Backspace."""
        self.post_message(self.Slid(steps))


class Guess(Vertical):
    """The field with the line it slides along. `value` is what the learner wrote."""

    DEFAULT_CSS = """
    Guess { height: 5; }
    Guess > .ruler { height: 3; }
    Guess > .field { height: 1; }
    Guess .label { width: 14; }
    """

    def __init__(
        self, unit: str, draft: Draft, give: Callable[[], None], is_open: Callable[[], bool]
    ) -> None:
        super().__init__()
        self.unit = unit
        self._draft = draft
        self._give = give
        self._is_open = is_open
        self._marks = LADDERS.get(unit, LADDERS[""])

    def compose(self) -> ComposeResult:
        yield LineView(self._ruler, classes="ruler")
        with Horizontal(classes="field"):
            yield LineView(self._label, classes="label")
            yield NumberField(self._draft.text, self._give, self._is_open)
            yield LineView(self._how, classes="how")

    @property
    def field(self) -> NumberField:
        return self.query_one(NumberField)

    @property
    def value(self) -> str:
        return self.field.value

    def on_input_changed(self) -> None:
        self._draft.text = self.value
        self.query_one(".ruler", LineView).renew(layout=False)

    def on_number_field_slid(self, event: NumberField.Slid) -> None:
        event.stop()
        at = self._position()
        last = (len(self._marks) - 1) * SUBSTEPS
        position = last // 2 if at is None else min(max(round(at) + event.steps, 0), last)
        self.field.value = f"{self._value_at(position):.3g}"
        self.field.cursor_position = len(self.field.value)

    def _label(self, width: int) -> list[Line]:
        return [(Run(_("Your answer:"), "strong"),)]

    def _how(self, width: int) -> list[Line]:
        words = _("type it, or slide with ←→")
        return [(Run(f"{unit_word(self.unit)}   ", "strong"), Run(words, "muted"))]

    def _value_at(self, position: float) -> float:
        index = min(int(position // SUBSTEPS), len(self._marks) - 2)
        low, high = self._marks[index], self._marks[index + 1]
        part = position / SUBSTEPS - index
        if low > 0 and high / low > 2:
            return low * float((high / low) ** part)
        return low + (high - low) * part

    def _position(self) -> float | None:
        """Where the typed number stands on the line, in substeps; None where it is none."""
        try:
            x = float(self.value.replace(",", "."))
        except ValueError:
            return None
        for index, (low, high) in enumerate(zip(self._marks, self._marks[1:], strict=False)):
            if low <= x <= high:
                if low > 0 and high / low > 2:
                    part = math.log(x / low) / math.log(high / low)
                else:
                    part = (x - low) / (high - low)
                return (index + part) * SUBSTEPS
        return None

    def _ruler(self, width: int) -> list[Line]:
        room = min(width, 64) - 6
        last = len(self._marks) - 1
        at = [round(index * room / last) for index in range(last + 1)]
        names, line = " " * (room + 8), ["─"] * (room + 1)
        for position, mark in zip(at, self._marks, strict=True):
            word = show_number(mark)
            names = names[:position] + word + names[position + cells(word) :]
            line[position] = "┼"
        line[0], line[-1] = "├", "┤"
        place = self._position()
        pointer = "" if place is None else " " * round(place / SUBSTEPS / last * room) + "▲"
        return [
            (Run(names.rstrip(), "muted"),),
            (Run("".join(line), "muted"),),
            (Run(pointer, "chart.guess"),),
        ]


def unit_word(unit: str) -> str:
    """What stands behind the field: `degrees`, `%`, nothing for bare numbers."""
    match unit:
        case "deg":
            return _("degrees")
        case "share":
            return _("(or in %)")
        case "bits":
            return _("bits")
        case "1" | "count":
            return ""
        case _:
            return unit


class CurveGuess(LineView, can_focus=True):
    """Three to five points over empty axes, moved with the arrows. `values` is the curve."""

    DEFAULT_CSS = """
    CurveGuess { height: 12; }
    """
    ROWS = 9
    BINDINGS = [
        Binding("up", "move(1)", "move the point", key_display="↑↓"),
        Binding("down", "move(-1)", "move the point", show=False),
        Binding("left", "choose(-1)", "next point", key_display="←→"),
        Binding("right", "choose(1)", "next point", show=False),
    ]

    STEPS = 40

    def __init__(self, points: tuple[float, ...], draft: Draft) -> None:
        super().__init__()
        self.points = points
        self._log, self._low, self._high = False, 0.0, 1.0
        draft.heights = draft.heights or [0] * len(points)
        self._heights = draft.heights
        self._chosen = 0
        self._x, self._y = "", ""

    def stand_on(self, axes: Chart, scale: str) -> None:
        """The empty axes have come: their names, and limits up to a whole power of ten, so that
        they do not tell how high the curve will be."""
        high = axes.y.high if axes.y.high is not None and axes.y.high > 0 else 1.0
        low = axes.y.low if axes.y.low is not None else 0.0
        self._log = scale == "log" and low > 0
        self._low, self._high = low, 10.0 ** math.ceil(math.log10(high))
        self._x, self._y = tell(axes.x.label), tell(axes.y.label)
        self.renew(layout=False)

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(self._value(step) for step in self._heights)

    def _value(self, step: int) -> float:
        part = step / self.STEPS
        if self._log:
            return float(self._low * (self._high / self._low) ** part)
        return self._low + (self._high - self._low) * part

    def action_move(self, steps: int) -> None:
        moved = self._heights[self._chosen] + steps
        self._heights[self._chosen] = min(max(moved, 0), self.STEPS)
        self.renew(layout=False)

    def action_choose(self, steps: int) -> None:
        self._chosen = (self._chosen + steps) % len(self.points)
        self.renew(layout=False)

    def lines(self, width: int) -> list[Line]:
        left = 10
        gap = max(min((width - left - 4) // max(len(self.points), 1), 14), 6)
        rows: list[Line] = []
        for row in range(self.ROWS):
            level = self.STEPS * (self.ROWS - 1 - row) / (self.ROWS - 1)
            tick = show_number(self._value(round(level)), 2) if row % 2 == 0 else ""
            runs = [Run(f"{tick:>{left - 1}}│", "chart.axis")]
            for index, step in enumerate(self._heights):
                here = round(step * (self.ROWS - 1) / self.STEPS) == self.ROWS - 1 - row
                look = "chart.guess cursor" if index == self._chosen else "chart.guess"
                runs.append(Run(" " * (gap - 1)))
                runs.append(Run("●", look) if here else Run(" "))
            rows.append(tuple(runs))
        names = "".join(f"{show_number(x):>{gap}}" for x in self.points)
        said, at = show_number(self.values[self._chosen]), self.points[self._chosen]
        rows.append((Run(" " * (left - 1) + "└" + "─" * (gap * len(self.points)), "chart.axis"),))
        rows.append((Run(" " * left + names, "chart.axis"),))
        where = _("{y} at {x} {at}: {value}", y=self._y, x=self._x, at=at, value=said)
        return [*rows, (Run(cut(where, width), "strong"),)]
