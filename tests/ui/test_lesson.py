"""Lessons and reviews driven by keys, in the app itself, with the real worker."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from hdtui import i18n
from hdtui.course.reader import find_course
from hdtui.session.library import Library
from hdtui.study.events import Answered, Guessed, Skipped
from hdtui.study.learner import Learner
from hdtui.study.store import Store
from hdtui.ui.app import HdtuiApp
from hdtui.ui.screens.lesson import LessonScreen
from hdtui.ui.screens.review import ReviewScreen
from hdtui.ui.widgets.panel import PanelView
from hdtui.ui.widgets.question import QuestionCard
from hdtui.worker.client import WorkerClient

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PATIENCE = 20.0


class Session:
    """The app under a pilot, with what it stores."""

    def __init__(self, app: HdtuiApp, pilot: Pilot[int], store: Store) -> None:
        self.app = app
        self.pilot = pilot
        self.store = store

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        for _ in range(int(PATIENCE / 0.02)):
            if holds():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("it did not happen")

    def events(self, kind: type) -> list[object]:
        return [each.event for each in self.store.events() if isinstance(each.event, kind)]

    @property
    def lesson(self) -> LessonScreen:
        assert isinstance(self.app.screen, LessonScreen)
        return self.app.screen

    @property
    def card(self) -> QuestionCard:
        return self.app.screen.query_one(QuestionCard)

    @property
    def panel(self) -> PanelView:
        return self.app.screen.query_one(PanelView)

    async def open(self, screen: str, page: int = 0) -> None:
        """Turn to a page of the open lesson."""
        self.lesson.reading.go_to(screen, page)
        self.lesson.turn_page()
        await self.pilot.pause(0.1)


@asynccontextmanager
async def opened(
    folder: Path, lesson: str | None = "equator", now: datetime = MORNING, size: int = 80
) -> AsyncIterator[Session]:
    i18n.use("en")
    store = Store.open(folder, now)
    learner = Learner(store, clock=lambda: now, zone=UTC)
    app = HdtuiApp(Library(find_course(None)), learner, WorkerClient(), lesson)
    async with app.run_test(size=(size, 24)) as pilot:
        await pilot.pause()
        yield Session(app, pilot, store)
    i18n.use("en")


async def guess(session: Session, number: str = "10", sure: str = "3") -> None:
    await session.press("enter", *number, "enter", sure)


async def test_a_guess_is_locked_then_measured_then_judged_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await guess(session)
        assert session.card.attempt.stage == "locked"
        assert len(session.events(Guessed)) == 1
        assert not session.events(Answered)
        await session.press("enter")
        await session.until(lambda: bool(session.events(Answered)))
        await session.pilot.pause(0.3)
        assert len(session.events(Answered)) == 1
        assert session.panel.state.about_the_guess


async def test_nothing_is_revealed_before_the_learner_said_how_sure(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.press("enter", "1", "0", "enter", "enter", "enter")
        stages = [session.card.attempt.stage]
        await session.press("escape")
        stages.append(session.card.attempt.stage)
        assert stages == ["sure?", "asking"]
        assert session.card.query_one(Input).value == "10"


async def test_a_revealed_panel_comes_to_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path) as session:
        await guess(session)
        await session.press("enter")
        await session.until(lambda: bool(session.events(Answered)))
        await session.pilot.pause(0.5)
        drawn: list[PanelView] = []
        monkeypatch.setattr(PanelView, "_show_charts", drawn.append)
        await session.pilot.pause(0.5)
        assert not drawn


async def test_keys_in_a_burst_neither_end_the_app_nor_show_two_pages(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("check")
        await session.pilot.press("s", "s", "enter", "n", "p", "n", "s", "enter")
        await session.pilot.pause(0.5)
        assert len(session.lesson.body.children) == 1
        assert session.app.is_running


async def test_a_measured_answer_can_be_shown_and_that_is_remembered(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("guess")
        await session.press("tab")
        assert not session.card.check_action("show_answer", ())  # a prediction is never shown
        await session.open("check")
        await session.press("x")
        await session.until(lambda: session.card.attempt.shown)
        (event,) = session.events(Answered)
        assert isinstance(event, Answered)
        assert (event.shown, event.answer) == (True, None)


async def test_a_choice_is_judged_explained_and_asked_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("check")
        right = [c.right for c in session.card.attempt.question.choices].index(True)
        wrong = next(i for i, at in enumerate(session.card.attempt.order) if at != right)
        await session.press(str(wrong + 1), "enter", "3")
        await session.until(lambda: session.card.attempt.stage == "judged")
        assert session.card.attempt.verdict is not None
        assert session.card.attempt.verdict.right is False
        await session.press("r")
        await session.pilot.pause(0.2)
        attempt = session.card.attempt
        await session.press(str(attempt.order.index(right) + 1), "enter", "2")
        await session.until(lambda: attempt.stage == "judged")
        assert [e.right for e in session.events(Answered) if isinstance(e, Answered)] == [
            False,
            True,
        ]


async def test_an_order_is_given_by_numbers_and_a_curve_by_arrows(tmp_path: Path) -> None:
    async with opened(tmp_path, "near-orthogonal") as session:
        kinds = {q.kind: q.id for q in session.lesson.reading.lesson.questions()}
        for screen in session.lesson.reading.lesson.screens:
            for page in range(12):
                session.lesson.reading.go_to(screen.id, page)
                shown = session.lesson.reading.page
                question = getattr(shown, "question", None)
                if question is not None and question.id == kinds["order"]:
                    order_at = (screen.id, page)
                if question is not None and question.id == kinds["curve"]:
                    curve_at = (screen.id, page)
        await session.open(*order_at)
        n = len(session.card.attempt.order)
        await session.press(*(str(i + 1) for i in range(n)), "enter", "1")
        await session.until(lambda: session.card.attempt.stage == "judged")
        await session.open(*curve_at)
        await session.press("up", "up", "right", "up", "enter", "2")
        assert session.card.attempt.stage == "locked"


async def test_a_draft_and_a_page_survive_the_language(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.press("enter", "4", "2", "tab", "t")
        await session.pilot.pause(0.3)
        assert i18n.current() == "ja"
        assert session.card.query_one(Input).value == "42"
        assert "帯" in session.lesson.reading.lesson.head.title or session.lesson.reading.index == 1


async def test_a_run_goes_on_when_the_language_changes(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("measure")
        await session.press("t")
        await session.until(lambda: session.panel.state.run.stage == "done")


async def test_a_run_left_in_the_middle_is_made_when_the_page_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("measure")
        await session.press("n", "p")
        await session.until(lambda: session.panel.state.run.stage == "done")


async def test_the_guess_leaves_the_chart_when_the_dial_is_turned(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await guess(session)
        await session.press("enter")
        await session.until(lambda: bool(session.events(Answered)))
        await session.press("left")
        await session.until(lambda: session.panel.state.run.fresh and not session.panel._feedback)
        chart = session.panel.state.chart()
        assert chart is not None
        assert chart.guess is None
        await session.press("0")
        await session.until(lambda: session.panel.state.about_the_guess)


async def test_breaking_a_claim_shows_two_charts_on_the_same_axes(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("own")
        await session.until(lambda: session.panel.state.run.stage == "done")
        await session.press("b")
        beside = session.panel.state.contrast
        assert beside is not None
        await session.until(lambda: beside.stage == "done")
        one, other = session.panel.state.charts()
        assert one is not None
        assert other is not None
        assert (one.x.low, one.x.high) == (other.x.low, other.x.high)
        assert (session.panel.state.run.seed, beside.settings["law"]) == (beside.seed, "shifted")


async def test_a_skipped_question_is_asked_when_its_page_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("check")
        await session.press("s")
        assert len(session.events(Skipped)) == 1
        await session.open("check")
        assert session.card.attempt.stage == "asking"


async def test_the_summary_counts_what_was_answered_before(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("check")
        await session.press("1", "enter", "2")
        await session.until(lambda: bool(session.events(Answered)))
    async with opened(tmp_path) as session:
        await session.open("")
        assert session.lesson.reading.at_end
        assert len(session.lesson.reading.judged(session.app.learner)) == 1
    async with opened(tmp_path, None) as session:
        assert session.lesson.reading.at_end


async def test_what_was_wrong_is_due_tomorrow_and_asked_with_other_numbers(tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await guess(session)
        first = session.card.attempt.drawn
        await session.press("enter")
        await session.until(lambda: bool(session.events(Answered)))
    tomorrow = MORNING + timedelta(days=1)
    async with opened(tmp_path, None, tomorrow) as session:
        await session.press("v")
        await session.pilot.pause(0.2)
        assert isinstance(session.app.screen, ReviewScreen)
        attempt = session.card.attempt
        assert attempt.review
        assert attempt.drawn != first
        await session.press("1", "enter", "2")
        await session.until(lambda: attempt.stage == "judged")
        last = session.events(Answered)[-1]
        assert isinstance(last, Answered)
        assert last.review
        assert last.truth is not None
        await session.press("enter")
        await session.pilot.pause(0.2)
        await session.press("enter")
        await session.pilot.pause(0.2)
        assert not isinstance(session.app.screen, ReviewScreen)


async def test_a_measured_question_says_why_it_was_not_measured_and_tries_again(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as session:
        await guess(session)
        await session.press("enter")
        await session.until(lambda: bool(session.events(Answered)))
    async with opened(tmp_path, None, MORNING + timedelta(days=1)) as session:
        await session.press("v")
        await session.pilot.pause(0.2)
        await session.press("5", "enter", "1")
        busy = session.app.runs.busy
        if busy is not None:
            session.app.runs.stop(busy)
        await session.until(
            lambda: session.card._trouble != "" or bool(session.card.attempt.verdict)
        )
        if session.card.attempt.stage == "locked":
            await session.press("r")
        await session.until(lambda: session.card.attempt.stage == "judged")


@pytest.mark.parametrize("size", [20, 59])
async def test_the_focus_survives_a_window_too_small(size: int, tmp_path: Path) -> None:
    async with opened(tmp_path) as session:
        await session.open("check")
        await session.pilot.resize_terminal(size, 10)
        await session.pilot.pause(0.2)
        await session.pilot.resize_terminal(80, 24)
        await session.pilot.pause(0.2)
        await session.press("1")
        assert session.card.draft.marked == [0]
