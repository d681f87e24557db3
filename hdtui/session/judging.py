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


class Judging:
    """Grades attempts against the learner's own runs."""

    def __init__(self, runs: Runs, learner: Learner) -> None:
        self._runs = runs
        self._learner = learner

    def judge(self, attempt: Attempt, run: Run | None) -> None:
        """Grade against this run (None: the question needs none) and record it."""
        if run is None or run.outcome is None:
            facts = Facts(attempt.drawn)
        else:
            facts = Facts.of_run(attempt.drawn, run.outcome, run.chart)
        try:
            attempt.judge(facts)
        except CourseError as error:  # the key has no value for this run: a mistake of the lesson
            attempt.skip()
            self._learner.complain(error)
        self._learner.record(attempt.event())

    def sketch(self, attempt: Attempt, lesson: Lesson, take: Callable[[Chart], None]) -> None:
        """Ask for the empty axes on which the answer, a curve, is drawn."""
        spec = attempt.question.answer
        panel = lesson.panel(spec.run) if spec is not None and spec.run else None
        if panel is None:
            return
        run = Run(panel.name, {**panel.set, **attempt.drawn}, panel.seed, sketch=True)

        def changed() -> None:
            if run.chart is not None:
                take(run.chart)

        run.changed = changed
        self._runs.ask(run)

    def measure_and_judge(
        self, attempt: Attempt, lesson: Lesson, done: Callable[[], None]
    ) -> Run | None:
        """Judge at once, or after the run the truth comes from; `done` when there is a verdict.

        Returns the run that is waited for, if there is one.
        """
        spec = attempt.question.answer
        panel = lesson.panel(spec.run) if spec is not None and spec.run else None
        if panel is None:
            self.judge(attempt, None)
            done()
            return None
        run = Run(panel.name, {**panel.set, **attempt.drawn}, panel.seed + attempt.number)

        def changed() -> None:
            if run.stage == "done" and attempt.stage == "locked":
                self.judge(attempt, run)
            if run.stage in ("done", "failed", "stopped"):
                done()

        run.changed = changed
        self._runs.ask(run)
        return run
