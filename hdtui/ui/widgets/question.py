"""A question on the screen: prompt, hints, choices or field, how sure, verdict.

The state is in the `Attempt` and the `Draft`, which outlive this widget; keys change them at once.
What follows from an answer (measuring, grading, storing) is the screen's business: it hears
`Locked`, `Shown`, `Skipped`, `Retried`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message as Posted
from textual.widget import Widget
from textual.widgets import Input

from hdtui.charts.spec import Chart
from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.errors import AnswerError
from hdtui.i18n import _, tell
from hdtui.session.draft import Draft
from hdtui.session.question_lines import choice_lines, verdict_lines
from hdtui.study.answers import Choices, Curve, Free, Number, Order
from hdtui.study.attempt import Attempt
from hdtui.text.lines import Line, Run, cells, wrap
from hdtui.ui.widgets.guess import CurveGuess, Guess
from hdtui.ui.widgets.lines import LineView


class QuestionCard(Vertical, can_focus=True):
    """One attempt at one question."""

    DEFAULT_CSS = """
    QuestionCard { height: auto; width: 1fr; }
    QuestionCard > Guess { margin-top: 1; }
    QuestionCard > .words { height: 1; border: none; padding: 0 1; margin-top: 1; }
    """
    BINDINGS = [
        Binding("enter", "give", "answer"),
        Binding("enter", "how_sure", "how sure?", show=False),
        Binding("up", "move(-1)", "choose", key_display="↑↓"),
        Binding("down", "move(1)", "choose", show=False),
        *[Binding(str(n), f"digit({n})", "choose", show=False) for n in range(1, 10)],
        Binding("space", "mark", "mark"),
        Binding("backspace", "unorder", "take back", show=False),
        Binding("1", "sure(1)", "guess"),
        Binding("2", "sure(2)", "think so"),
        Binding("3", "sure(3)", "sure"),
        Binding("h", "hint", "hint"),
        Binding("x", "show_answer", "show the answer"),
        Binding("r", "retry", "try again"),
        Binding("r", "measure", "measure again"),
        Binding("s", "skip", "skip"),
        Binding("escape", "take_back", "take back"),
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
        """The question was left unanswered; the attempt knows already."""

        attempt: Attempt

    @dataclass
    class Shown(Posted):
        """The right answer was asked for; it may have to be measured."""

        attempt: Attempt

    def __init__(
        self, attempt: Attempt, draft: Draft, sources: Mapping[str, str], *, predicts: bool
    ) -> None:
        super().__init__()
        self.attempt = attempt
        self.draft = draft
        self.sources = sources
        self.predicts = predicts
        "Whether the answer is a guess about the run that follows."
        self._trouble = ""
        self._waiting = False
        "A run is on that the verdict waits for."

    def compose(self) -> ComposeResult:
        yield LineView(self._lines, classes="card")
        question = self.attempt.question
        if question.kind == "numeric":
            unit = question.answer.unit if question.answer else ""
            yield Guess(unit, self.draft, self.action_give, self._is_open)
        elif question.kind == "curve":
            yield CurveGuess(question.answer.points if question.answer else (), self.draft)
        elif question.kind == "text":
            yield Input(self.draft.text, placeholder=_("your words, if you like"), classes="words")
        yield LineView(self._below, classes="below")

    def on_mount(self) -> None:
        if self.query(CurveGuess):
            self.post_message(self.Axes(self))
        waits = self.attempt.stage == "locked" and not self.predicts
        if waits:  # left while it was measured: measure it now
            self.action_measure()
        self._stand()

    def stand_on(self, axes: Chart) -> None:
        """The empty axes of the panel whose curve is guessed."""
        answer = self.attempt.question.answer
        for curve in self.query(CurveGuess):
            curve.stand_on(axes, answer.scale if answer else "linear")

    def judged(self, failure: str = "") -> None:
        """The verdict is there, or (`failure`) why there is none."""
        self._waiting = False
        self._trouble = failure
        self._stand()

    def _fields(self) -> list[Widget]:
        return [*self.query(Guess), *self.query(CurveGuess), *self.query(".words")]

    def _stand(self) -> None:
        """Show what belongs to the stage the attempt is in, and focus what is asked."""
        over = self.attempt.stage == "judged"
        for field in self._fields():
            field.display = not over
        target: Widget = self
        if self._is_open():
            typed = [*self.query(Input), *self.query(CurveGuess)]
            target = typed[0] if typed else self
        target.focus()
        self._renew()
        if not self._is_open():
            self._bring_into_view()

    def _bring_into_view(self) -> None:
        """What is asked or said now stands below the choices: on a small screen, scroll to it."""
        self.call_after_refresh(self.query_one(".below").scroll_visible, animate=False)

    def _renew(self) -> None:
        for view in self.query(LineView):
            view.renew()
        self.refresh_bindings()

    def _is_open(self) -> bool:
        return self.attempt.stage == "asking" and not self._waiting

    # ------------------------------------------------------------ keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        attempt, kind = self.attempt, self.attempt.question.kind
        asking, sure = self._is_open(), attempt.stage == "sure?"
        listed = kind in ("single", "multiple", "order")
        match action:
            case "give" | "skip":
                return asking
            case "how_sure" | "sure" | "take_back":
                return sure
            case "digit" | "move" | "unorder":
                return asking and listed
            case "mark":
                return asking and listed and kind != "single"
            case "hint":
                return asking and attempt.hints_left > 0
            case "show_answer":
                judged = attempt.stage == "judged" and not attempt.shown
                return kind != "text" and (judged or (asking and not self.predicts))
            case "retry":
                return attempt.stage == "judged"
            case "measure":
                return attempt.stage == "locked" and not self.predicts and not self._waiting
        return True

    def action_give(self) -> None:
        if any(not guess.value.strip() for guess in self.query(Guess)):
            self._say(_("Type a number first."))
            return
        try:
            self.attempt.give(self._answer())
        except AnswerError as error:
            remedy = f" {tell(error.remedy)}" if error.remedy is not None else ""
            self._say(tell(error.title) + remedy)
            return
        self._advance()

    def action_how_sure(self) -> None:
        self._say(_("Say how sure you are: 1, 2 or 3. ESC takes the answer back."))

    def action_sure(self, confidence: int) -> None:
        self.attempt.lock(confidence)
        self._advance()

    def action_digit(self, n: int) -> None:
        if n <= len(self.attempt.order):
            self.draft.cursor = n - 1
            self.action_mark()

    def action_move(self, steps: int) -> None:
        last = max(len(self.attempt.order) - 1, 0)
        self.draft.cursor = min(max(self.draft.cursor + steps, 0), last)
        if self.attempt.question.kind == "single":
            self.draft.marked = [self.draft.cursor]
        self._renew()

    def action_mark(self) -> None:
        self._trouble = ""
        cursor, marked = self.draft.cursor, self.draft.marked
        if self.attempt.question.kind == "single":
            self.draft.marked = [cursor]
        elif cursor in marked:
            marked.remove(cursor)
        else:
            marked.append(cursor)
        self._renew()

    def action_unorder(self) -> None:
        if self.draft.marked:
            self.draft.marked.pop()
            self._renew()

    def action_hint(self) -> None:
        self.attempt.next_hint()
        self._renew()

    def action_take_back(self) -> None:
        self.attempt.take_back()
        self._trouble = ""
        self._stand()

    def action_show_answer(self) -> None:
        self._waiting = self.attempt.verdict is None
        self.post_message(self.Shown(self.attempt))
        self._renew()

    def action_retry(self) -> None:
        self.post_message(self.Retried(self.attempt))

    def action_measure(self) -> None:
        """What the verdict waits for, (again)."""
        self._waiting, self._trouble = True, ""
        self.post_message(self.Locked(self.attempt))
        self._renew()

    def action_skip(self) -> None:
        self.attempt.skip()
        self.post_message(self.Skipped(self.attempt))

    def on_input_changed(self, event: Input.Changed) -> None:
        if self._trouble:
            self._say("")
        if event.input.has_class("words"):
            self.draft.text = event.value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.has_class("words") and self._is_open():
            self.action_give() if event.value.strip() else self.action_skip()

    def _answer(self) -> Choices | Number | Order | Curve | Free:
        order, marked = self.attempt.order, self.draft.marked
        match self.attempt.question.kind:
            case "numeric":
                return Number(self.query_one(Guess).value)
            case "curve":
                return Curve(self.query_one(CurveGuess).values)
            case "order":
                return Order(tuple(order[at] for at in marked))
            case "text":
                return Free(self.draft.text)
            case _:
                return Choices(tuple(sorted(order[at] for at in marked)))

    def _say(self, trouble: str) -> None:
        self._trouble = trouble
        self._renew()

    def _advance(self) -> None:
        """After an answer: ask how sure, or (locked) let the screen measure and grade."""
        self._trouble = ""
        if self.attempt.stage == "locked":
            self._waiting = not self.predicts
            self.post_message(self.Locked(self.attempt))
        self.focus()
        self._renew()
        self._bring_into_view()

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
            indent = " " * cells(label)
            body = lay_out(hint, width - cells(label), drawn=drawn, sources=self.sources)
            lines += [
                (Run(label if not i else indent, "muted"), *line) for i, line in enumerate(body)
            ]
            lines.append(())
        return lines + choice_lines(
            self.attempt,
            self.draft.marked,
            self.draft.cursor,
            width,
            self.sources,
            focused=self.has_focus,
        )

    def _below(self, width: int) -> list[Line]:
        attempt = self.attempt
        lines: list[Line] = []
        if attempt.stage == "sure?":
            words = _("How sure?   1 guess    2 think so    3 sure")
            lines = [(), (Run(words, "strong"),)]
        elif attempt.stage == "judged":
            lines = [(), *verdict_lines(attempt, width, self.sources)]
        elif attempt.stage == "locked" and self.predicts:
            words = _("Locked. The truth will come from your own run.")
            lines = [(), *wrap([Run(words, "strong")], width)]
        elif self._waiting:
            lines = [(), (Run(_("measuring ..."), "muted"),)]
        elif self.predicts and not self._trouble:
            words = _("Nothing has been computed yet. The truth will come from your own run.")
            lines = [(), *wrap([Run(words, "muted")], width)]
        if self._trouble:
            lines += [(), *wrap([Run(self._trouble, "error")], width)]
        return lines
