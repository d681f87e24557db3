"""A question on the screen: prompt, hints, choices or field, how sure, verdict.

All state is in the `Attempt`; this widget shows it and turns keys into its methods. What follows
from an answer (measuring, grading, storing) is the screen's business: it hears `Locked`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message as Posted

from hdtui.charts.spec import Chart
from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.errors import AnswerError
from hdtui.i18n import _, tell
from hdtui.session.question_lines import choice_lines, verdict_lines
from hdtui.study.answers import Choices, Curve, Free, Number, Order
from hdtui.study.attempt import Attempt
from hdtui.text.lines import Line, Run, wrap
from hdtui.ui.widgets.guess import CurveGuess, Guess
from hdtui.ui.widgets.lines import LineView


class QuestionCard(Vertical, can_focus=True):
    """One attempt at one question."""

    DEFAULT_CSS = """
    QuestionCard { height: auto; width: 1fr; }
    QuestionCard > Guess { margin-top: 1; }
    """
    BINDINGS = [
        Binding("enter", "give", "answer"),
        Binding("up", "move(-1)", "choose", key_display="↑↓"),
        Binding("down", "move(1)", "choose", show=False),
        *[Binding(str(n), f"digit({n})", "choose", show=False) for n in range(1, 10)],
        Binding("space", "mark", "mark"),
        Binding("backspace", "unorder", "take back", show=False),
        Binding("1", "digit(1)", "guess", key_display="1"),
        Binding("2", "digit(2)", "think so", key_display="2"),
        Binding("3", "digit(3)", "sure", key_display="3"),
        Binding("h", "hint", "hint"),
        Binding("x", "show_answer", "show the answer"),
        Binding("r", "retry", "try again"),
        Binding("s", "skip", "skip"),
        Binding("escape", "take_back", "take back", show=False),
    ]

    @dataclass
    class Locked(Posted):
        """The learner has committed: measure and grade."""

        attempt: Attempt

    @dataclass
    class Axes(Posted):
        """The empty axes are wanted: `stand_on` takes them."""

        card: QuestionCard

    @dataclass
    class Retried(Posted):
        attempt: Attempt

    @dataclass
    class Skipped(Posted):
        attempt: Attempt

    @dataclass
    class Shown(Posted):
        """The answer was asked for: grade what is there, then show it."""

        attempt: Attempt

    def __init__(self, attempt: Attempt, sources: Mapping[str, str], *, predicts: bool) -> None:
        super().__init__()
        self.attempt = attempt
        self.sources = sources
        self.predicts = predicts
        "Whether the answer is a guess about the run that follows."
        self.cursor = 0
        self.marked: list[int] = []
        "Display positions chosen (single: at most one) or ordered, in that order."
        self.trouble = ""
        self.waiting = False

    def compose(self) -> ComposeResult:
        yield LineView(self._lines, classes="card")
        if self.attempt.stage == "asking":
            if self.attempt.question.kind == "numeric":
                answer = self.attempt.question.answer
                unit = answer.unit if answer else ""
                yield Guess(unit, self.action_give, lambda: self.attempt.stage == "asking")
            elif self.attempt.question.kind == "curve":
                answer = self.attempt.question.answer
                yield CurveGuess(answer.points if answer else ())
        yield LineView(self._below, classes="below")

    def stand_on(self, axes: Chart) -> None:
        """The empty axes of the panel whose curve is guessed."""
        answer = self.attempt.question.answer
        for curve in self.query(CurveGuess):
            curve.stand_on(axes, answer.scale if answer else "linear")

    def on_mount(self) -> None:
        if self.query(CurveGuess):
            self.post_message(self.Axes(self))
        if not self.query(Guess):
            self.call_after_refresh(self._focus_first)

    def _focus_first(self) -> None:
        curve = self.query(CurveGuess)
        (curve.first() if curve else self).focus()

    def renew(self) -> None:
        for view in self.query(LineView):
            view.renew()
        self.refresh_bindings()

    def judged(self) -> None:
        """The verdict is there."""
        self.waiting = False
        for field in (*self.query(Guess), *self.query(CurveGuess)):
            field.display = False
        self.focus()
        self.renew()

    # ------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        attempt, kind = self.attempt, self.attempt.question.kind
        asking, sure = attempt.stage == "asking", attempt.stage == "sure?"
        listed = kind in ("single", "multiple", "order")
        match action:
            case "give":
                return asking
            case "digit":
                return sure or (asking and listed)
            case "move" | "mark" | "unorder":
                return asking and listed and (action != "mark" or kind != "single")
            case "hint":
                return asking and attempt.hints_left > 0
            case "show_answer":
                return (
                    kind != "text" and not attempt.shown and attempt.stage in ("asking", "judged")
                )
            case "retry":
                return attempt.stage == "judged"
            case "skip":
                return asking
            case "take_back":
                return sure
        return True

    def action_give(self) -> None:
        if any(not guess.value.strip() for guess in self.query(Guess)):
            self.trouble = _("Type a number first.")
            self.renew()
            return
        try:
            self.attempt.give(self._answer())
        except AnswerError as error:
            remedy = f" {tell(error.remedy)}" if error.remedy is not None else ""
            self.trouble = tell(error.title) + remedy
            self.renew()
            return
        self.trouble = ""
        self._advance()

    def action_digit(self, n: int) -> None:
        if self.attempt.stage == "sure?":
            if n <= 3:
                self.attempt.lock(n)
                self._advance()
            return
        if n <= len(self.attempt.order):
            self.cursor = n - 1
            self.action_mark()

    def action_move(self, steps: int) -> None:
        self.cursor = min(max(self.cursor + steps, 0), max(len(self.attempt.order) - 1, 0))
        if self.attempt.question.kind == "single":
            self.marked = [self.cursor]
        self.renew()

    def action_mark(self) -> None:
        if self.attempt.question.kind == "single":
            self.marked = [self.cursor]
        elif self.cursor in self.marked:
            self.marked.remove(self.cursor)
        else:
            self.marked.append(self.cursor)
        self.renew()

    def action_unorder(self) -> None:
        if self.marked:
            self.marked.pop()
            self.renew()

    def action_hint(self) -> None:
        self.attempt.next_hint()
        self.renew()

    def action_take_back(self) -> None:
        self.attempt.take_back()
        for field in (*self.query(Guess), *self.query(CurveGuess)):
            field.display = True
        guess = self.query(Guess)
        if guess:
            guess.first().field.focus()
        else:
            self._focus_first()
        self.renew()

    def action_show_answer(self) -> None:
        self.post_message(self.Shown(self.attempt))

    def action_retry(self) -> None:
        self.post_message(self.Retried(self.attempt))

    def action_skip(self) -> None:
        self.post_message(self.Skipped(self.attempt))

    def _answer(self) -> Choices | Number | Order | Curve | Free:
        order = self.attempt.order
        match self.attempt.question.kind:
            case "numeric":
                return Number(self.query_one(Guess).value)
            case "curve":
                return Curve(self.query_one(CurveGuess).values)
            case "order":
                return Order(tuple(order[at] for at in self.marked))
            case "text":
                return Free("")
            case _:
                return Choices(tuple(sorted(order[at] for at in self.marked)))

    def _advance(self) -> None:
        """After an answer: ask how sure, or (locked) let the screen measure and grade."""
        if self.attempt.stage == "locked":
            self.waiting = True
            self.post_message(self.Locked(self.attempt))
        self.focus()
        self.renew()

    # ------------------------------------------------------------ what is shown

    def _lines(self, width: int) -> list[Line]:
        question, drawn = self.attempt.question, self.attempt.drawn
        title = [Run(r.text, "heading") for r in spans_to_runs(question.title, drawn, self.sources)]
        lines = [*wrap(title, width), ()]
        if question.prompt:
            lines += lay_out(question.prompt, width, drawn=drawn, sources=self.sources)
            lines += [()] if question.choices or self.attempt.hints else []
        for number, hint in enumerate(self.attempt.hints, start=1):
            label = _("Hint {n}: ", n=number)
            body = lay_out(hint, width - 4, drawn=drawn, sources=self.sources)
            lines += [
                (Run(label if not i else "    ", "muted"), *line) for i, line in enumerate(body)
            ]
            lines.append(())
        return lines + choice_lines(
            self.attempt, self.marked, self.cursor, width, self.sources, focused=self.has_focus
        )

    def _below(self, width: int) -> list[Line]:
        attempt = self.attempt
        if self.trouble:
            return [(), *wrap([Run(self.trouble, "error")], width)]
        if attempt.stage == "sure?":
            words = _("How sure?   1 guess    2 think so    3 sure")
            return [(), (Run(words, "strong"),)]
        if attempt.stage == "judged":
            return [(), *verdict_lines(attempt, width, self.sources)]
        if attempt.stage == "locked" and self.predicts:
            words = _("Locked. The truth will come from your own run.")
            return [(), *wrap([Run(words, "strong")], width)]
        if attempt.stage == "locked":
            return [(), (Run(_("measuring ..."), "muted"),)]
        if self.predicts:
            words = _("Nothing has been computed yet. The truth will come from your own run.")
            return [(), *wrap([Run(words, "muted")], width)]
        return []
