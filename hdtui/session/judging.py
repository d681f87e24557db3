"""From a locked answer to its verdict: measure what it needs, grade it, record it."""

from __future__ import annotations

from collections.abc import Callable

from hdtui.charts.spec import Chart
from hdtui.course.model import Lesson, Question
from hdtui.errors import CourseError
from hdtui.session.runs import Run, Runs
from hdtui.study.attempt import Attempt
from hdtui.study.facts import Facts
from hdtui.study.learner import Learner

MEASURES = "measures."


def measured_by(question: Question) -> str | None:
    """The measure that is the question's truth, where it is one."""
    truth = question.answer.truth if question.answer else None
    if truth is None or not truth.startswith(MEASURES):
        return None
    name = truth.removeprefix(MEASURES).strip()
    return name if name.isidentifier() else None


def run_for(attempt: Attempt, lesson: Lesson, *, sketch: bool = False) -> Run | None:
    """The run an answer's truth comes from, with the values drawn for it; None: it needs none."""
    spec = attempt.question.answer
    panel = lesson.panel(spec.run) if spec is not None and spec.run else None
    if panel is None:
        return None
    seed = panel.seed + attempt.number
    return Run(panel.name, {**panel.set, **attempt.drawn}, seed, sketch=sketch)


def facts_of(attempt: Attempt, run: Run | None) -> Facts:
    """What is known when an answer is judged."""
    if run is None or run.outcome is None:
        return Facts(attempt.drawn)
    return Facts.of_run(attempt.drawn, run.outcome, run.chart)


def judge(attempt: Attempt, run: Run | None, learner: Learner) -> None:
    """Grade a locked answer against this run (None: the question needs none) and record it."""
    try:
        attempt.judge(facts_of(attempt, run))
    except CourseError as error:  # the key has no value for this run: a mistake of the lesson
        attempt.skip()
        learner.complain(error)
    learner.record(attempt.event())


def show(attempt: Attempt, run: Run | None, learner: Learner) -> None:
    """Show the right answer; where none was given this ends the asking, and is recorded."""
    asking = attempt.verdict is None
    try:
        attempt.show_answer(facts_of(attempt, run))
    except CourseError as error:
        attempt.skip()
        learner.complain(error)
    if asking:
        learner.record(attempt.event())


class Judging:
    """Makes the runs that answers wait for."""

    def __init__(self, runs: Runs, learner: Learner) -> None:
        self._runs = runs
        self._learner = learner

    def sketch(self, attempt: Attempt, lesson: Lesson, take: Callable[[Chart], None]) -> None:
        """Ask for the empty axes on which the answer, a curve, is drawn."""
        run = run_for(attempt, lesson, sketch=True)
        if run is None:
            return

        def changed() -> None:
            if run.chart is not None:
                take(run.chart)

        run.changed = changed
        self._runs.ask(run)

    def judge(self, attempt: Attempt, lesson: Lesson, done: Callable[[Run | None], None]) -> None:
        """The verdict on a locked answer, at once or after its run; then `done`, with the run if
        it failed or was stopped."""
        self._measured(attempt, lesson, done, judge)

    def show(self, attempt: Attempt, lesson: Lesson, done: Callable[[Run | None], None]) -> None:
        """The right answer, likewise."""
        if attempt.verdict is not None:
            show(attempt, None, self._learner)
            done(None)
        else:
            self._measured(attempt, lesson, done, show)

    def _measured(
        self,
        attempt: Attempt,
        lesson: Lesson,
        done: Callable[[Run | None], None],
        then: Callable[[Attempt, Run | None, Learner], None],
    ) -> None:
        run = run_for(attempt, lesson)
        if run is None:
            then(attempt, None, self._learner)
            done(None)
            return

        def changed() -> None:
            if run.stage == "done" and attempt.verdict is None and not attempt.skipped:
                then(attempt, run, self._learner)
                done(None)
            elif run.stage in ("failed", "stopped"):
                done(run)

        run.changed = changed
        self._runs.ask(run)
