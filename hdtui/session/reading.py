"""A lesson being read: which page is open, which questions were asked, what panels know.

Everything here outlives the widgets: a page turned back, a language toggled or a resize finds
its answers, charts and dials as they were.
"""

from __future__ import annotations

from collections.abc import Mapping

from hdtui.course.model import Lesson, Panel, Question, Screen
from hdtui.course.pages import Page, pages
from hdtui.description import SettingValue
from hdtui.session.draft import Draft
from hdtui.session.judging import measured_by
from hdtui.session.panel_state import PanelState
from hdtui.study.answers import Curve, Number, read_number
from hdtui.study.attempt import Attempt
from hdtui.study.learner import Learner


class Reading:
    """One lesson from opened to closed."""

    def __init__(self, lesson: Lesson, dials: Mapping[str, dict[str, SettingValue]]) -> None:
        self.lesson = lesson
        self.index = 0
        self._dials = dict(dials)
        self._attempts: dict[str, Attempt] = {}
        self._drafts: dict[str, Draft] = {}
        self._panels: dict[str, PanelState] = {}
        self._pages = _cut(lesson)

    # ------------------------------------------------------------ pages

    @property
    def length(self) -> int:
        """Pages of the lesson and the summary after them."""
        return len(self._pages) + 1

    @property
    def at_end(self) -> bool:
        return self.index == len(self._pages)

    @property
    def page(self) -> Page | None:
        """The open page; None is the summary."""
        return None if self.at_end else self._pages[self.index][2]

    @property
    def position(self) -> tuple[str, int]:
        """(screen id, page of that screen); ("", 0) on the summary."""
        return ("", 0) if self.at_end else self._pages[self.index][:2]

    @property
    def screen(self) -> Screen:
        """The screen of the open page; the last one on the summary."""
        wanted = self._pages[min(self.index, len(self._pages) - 1)][0]
        return next(screen for screen in self.lesson.screens if screen.id == wanted)

    def turn(self, steps: int) -> bool:
        index = min(max(self.index + steps, 0), len(self._pages))
        moved, self.index = index != self.index, index
        return moved

    def go_to(self, screen: str, page: int) -> None:
        """Open that page ("" is the summary); a screen that is gone opens the first page."""
        if screen == "":
            self.index = len(self._pages)
            return
        of_screen = [i for i, (id, _, _) in enumerate(self._pages) if id == screen]
        if of_screen:
            self.index = of_screen[min(page, len(of_screen) - 1)]

    def replace(self, lesson: Lesson) -> None:
        """The same lesson in another language."""
        screen, page = self.position
        self.lesson, self._pages = lesson, _cut(lesson)
        for id, attempt in self._attempts.items():
            attempt.question = lesson.question(id) or attempt.question
        self.go_to(screen, page)

    @property
    def sources(self) -> dict[str, str]:
        return self.lesson.head.sources

    # ------------------------------------------------------------ questions

    def attempt(self, question: Question, learner: Learner) -> Attempt:
        kept = self._attempts.get(question.id)
        if kept is None or kept.skipped:
            self._drafts.pop(question.id, None)
            predicted = self.predicted_by(question.id) is not None
            self._attempts[question.id] = learner.attempt(
                self.lesson.head.id, question, predicted=predicted
            )
        return self._attempts[question.id]

    def draft(self, question: str) -> Draft:
        """What is chosen or typed and not yet given."""
        return self._drafts.setdefault(question, Draft())

    def judged(self, learner: Learner) -> list[Attempt]:
        """The verdicts so far, in this session or before, in the lesson's order."""
        found = []
        for question in self.lesson.questions():
            kept = self._attempts.get(question.id)
            if kept is None or kept.verdict is None:
                kept = learner.answered(self.lesson.head.id, question)
            if kept is not None:
                found.append(kept)
        return found

    def retry(self, attempt: Attempt) -> Attempt:
        again = attempt.retry()
        self._attempts[attempt.question.id] = again
        self._drafts.pop(attempt.question.id, None)
        return again

    def predicted_by(self, question: str) -> Panel | None:
        """The panel that draws this question's guess, if one does."""
        for block in self.lesson.blocks():
            if isinstance(block, Panel) and block.predict == question:
                return block
        return None

    def guessed(self, panel: Panel) -> None:
        """A guess was locked: its panel starts anew, from the drawn values with the guess on it."""
        self._panels.pop(panel.id, None)
        self._dials.pop(panel.id, None)

    def waiting_for(self, state: PanelState) -> Attempt | None:
        """The guess this panel reveals, while it still shows the run the guess was about."""
        attempt = self._attempts.get(state.panel.predict or "")
        locked = attempt is not None and attempt.stage in ("locked", "judged")
        return attempt if locked and state.about_the_guess else None

    # ------------------------------------------------------------ panels

    def panel_state(self, panel: Panel, learner: Learner) -> PanelState:
        if panel.id not in self._panels:
            state, waits = self._with_guess(panel, learner)
            for key, value in {} if waits else self._dials.get(panel.id, {}).items():
                state.turn(key, value)
            self._panels[panel.id] = state
        return self._panels[panel.id]

    def _with_guess(self, panel: Panel, learner: Learner) -> tuple[PanelState, bool]:
        """A panel that is opened first, with the guess locked about it, in this session or before;
        and whether that guess still waits for its run."""
        question = self.lesson.question(panel.predict) if panel.predict else None
        attempt = self.attempt(question, learner) if question is not None else None
        if attempt is None or attempt.answer is None or attempt.stage == "sure?":
            return PanelState(panel), False
        state = PanelState(panel, attempt.drawn)
        _put_guess(state, attempt)
        return state, attempt.stage == "locked"

    def panels(self) -> list[PanelState]:
        """Those opened so far."""
        return list(self._panels.values())

    def dials(self) -> dict[str, dict[str, SettingValue]]:
        """The dials that were turned, by panel: kept with the position."""
        opened = {id: state.turned() for id, state in self._panels.items()}
        return {id: turned for id, turned in {**self._dials, **opened}.items() if turned}


def _cut(lesson: Lesson) -> list[tuple[str, int, Page]]:
    return [
        (screen.id, number, page)
        for screen in lesson.screens
        for number, page in enumerate(pages(screen))
    ]


def _put_guess(state: PanelState, attempt: Attempt) -> None:
    spec = attempt.question.answer
    if isinstance(attempt.answer, Number):
        name = measured_by(attempt.question)
        if name is not None:
            unit = spec.unit if spec else ""
            state.guess = (name, read_number(attempt.answer.text, unit))
    elif isinstance(attempt.answer, Curve) and spec is not None:
        state.curve = (spec.points, attempt.answer.values)
