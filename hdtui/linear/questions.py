"""A question as lines: asked, answered, locked, and judged once its run is measured."""

from __future__ import annotations

from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Lesson
from hdtui.errors import AnswerError
from hdtui.i18n import _
from hdtui.linear.laboratory import Laboratory
from hdtui.linear.talk import Talk
from hdtui.session.judging import judge, run_for, show
from hdtui.session.question_lines import choice_lines, verdict_lines
from hdtui.session.reading import Reading
from hdtui.study.answers import Answer, Choices, Curve, Free, Number, Order, read_number
from hdtui.study.attempt import Attempt
from hdtui.study.learner import Learner
from hdtui.text.lines import plain
from hdtui.text.numbers import show_number


class Questions:
    """Asks one question to its end, whatever stage it is found in."""

    def __init__(self, talk: Talk, lab: Laboratory, learner: Learner) -> None:
        self._talk = talk
        self._lab = lab
        self._learner = learner

    async def ask(self, reading: Reading, attempt: Attempt) -> None:
        """Until the learner goes on. A review measures even what a panel of its lesson predicts:
        that panel is not going to be shown."""
        again: Attempt | None = attempt
        while again is not None:
            again = await self._once(reading, again)

    async def _once(self, reading: Reading, attempt: Attempt) -> Attempt | None:
        """One asking; the next one, if the learner wants it."""
        found = attempt.stage
        self._prompt(attempt, reading.sources)
        if found != "judged":
            if not await self._answer(attempt, reading.sources):
                return None
            if not attempt.review and reading.predicted_by(attempt.question.id) is not None:
                self._lock(reading, attempt, new=found != "locked")
                return None
            if not await self._judge(attempt, reading.lesson):
                return None
            self._choices(attempt, reading.sources)
        self._verdict(attempt, reading.sources)
        return await self._afterwards(reading, attempt, new=found != "judged")

    async def _afterwards(self, reading: Reading, attempt: Attempt, *, new: bool) -> Attempt | None:
        """After a verdict: on, again with other numbers, or the right answer."""
        wrong = attempt.verdict is not None and attempt.verdict.right is False
        if new and not wrong:
            return None
        while True:
            if wrong and not attempt.shown:
                answer = await self._talk.ask(_("Enter: on  r: try again  x: show the answer"))
            else:
                answer = await self._talk.ask(_("Enter: on  r: try again"))
            if answer == "r":
                return reading.retry(attempt)
            if answer != "x" or not wrong or attempt.shown:
                return None
            show(attempt, None, self._learner)
            self._choices(attempt, reading.sources)
            self._verdict(attempt, reading.sources)

    # ------------------------------------------------------------ said

    def _prompt(self, attempt: Attempt, sources: dict[str, str]) -> None:
        question, width = attempt.question, self._talk.width
        self._talk.say("### " + plain(spans_to_runs(question.title, attempt.drawn, sources)))
        if question.prompt:
            self._talk.lines(lay_out(question.prompt, width, drawn=attempt.drawn, sources=sources))
        self._choices(attempt, sources)

    def _choices(self, attempt: Attempt, sources: dict[str, str]) -> None:
        width = self._talk.width
        self._talk.lines(choice_lines(attempt, [], -1, width, sources, focused=False))

    def _verdict(self, attempt: Attempt, sources: dict[str, str]) -> None:
        self._talk.lines(verdict_lines(attempt, self._talk.width, sources))

    # ------------------------------------------------------------ answered

    async def _answer(self, attempt: Attempt, sources: dict[str, str]) -> bool:
        """Until the answer is locked (True) or the question skipped (False)."""
        while attempt.stage == "asking":
            text = await self._talk.ask(_how(attempt))
            if text == "s":
                attempt.skip()
                self._learner.record(attempt.event())
                return False
            if text == "h":
                self._hint(attempt, sources)
                continue
            try:
                attempt.give(_read(attempt, text))
            except AnswerError as error:
                self._talk.error(error)
        while attempt.stage == "sure?":
            said = await self._talk.ask(_("How sure?   1 guess    2 think so    3 sure"))
            if said in ("1", "2", "3"):
                attempt.lock(int(said))
        return True

    def _hint(self, attempt: Attempt, sources: dict[str, str]) -> None:
        hint = attempt.next_hint()
        if hint is None:
            self._talk.say(_("There is no further hint."))
        else:
            width = self._talk.width
            self._talk.lines(lay_out(hint, width, drawn=attempt.drawn, sources=sources))

    def _lock(self, reading: Reading, attempt: Attempt, *, new: bool) -> None:
        """A guess that waits for its panel; remembered once."""
        panel = reading.predicted_by(attempt.question.id)
        if new and panel is not None:
            self._learner.record(attempt.guess())
            reading.guessed(panel)
        elif isinstance(attempt.answer, Number):
            self._talk.say(_("You said {text}.", text=attempt.answer.text.strip()))
        self._talk.say(_("Locked. The truth will come from your own run."))

    async def _judge(self, attempt: Attempt, lesson: Lesson) -> bool:
        """Measure what the answer is judged by and judge it; False: it stays locked."""
        run = run_for(attempt, lesson)
        while run is not None and not await self._lab.measure(run):
            self._talk.say(_("Your answer stays locked until its run is measured."))
            if await self._talk.ask(_("Enter: on  r: measure again  q leave")) != "r":
                return False
        judge(attempt, run, self._learner)
        if attempt.verdict is None:  # the lesson's key has no value for this run
            self._talk.messages(self._learner.notices()[-1])
        return True


def _how(attempt: Attempt) -> str:
    """What to type for this kind of question."""
    spec = attempt.question.answer
    points = ", ".join(show_number(x) for x in spec.points) if spec is not None else ""
    words = {
        "single": _("Number of your choice"),
        "multiple": _("Numbers of all that hold, with spaces"),
        "order": _("Numbers in their order, with spaces"),
        "numeric": _("Your number"),
        "curve": _("The height at each of x = {points}, with spaces", points=points),
        "text": _("Your words (kept, not scored)"),
    }[attempt.question.kind]
    hint = _("  h: hint") if attempt.hints_left else ""
    return f"{words}  ({_('s: skip')}{hint})"


def _read(attempt: Attempt, text: str) -> Answer:
    """The line as an answer of the question's kind. Raises AnswerError."""
    match attempt.question.kind:
        case "numeric":
            return Number(text)
        case "text":
            return Free(text)
        case "curve":
            return Curve(tuple(read_number(part) for part in text.split()))
    places = [int(read_number(part)) - 1 for part in text.replace(",", " ").split()]
    n = len(attempt.order)
    chosen = tuple(attempt.order[at] if 0 <= at < n else -1 for at in places)
    return Order(chosen) if attempt.question.kind == "order" else Choices(chosen)
