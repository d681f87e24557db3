"""Single lines about the machine, a lesson, a review: the words of the status rows."""

from __future__ import annotations

from hdtui.course.model import Head, Lesson
from hdtui.i18n import _
from hdtui.messages import Message, say
from hdtui.session.runs import Runs
from hdtui.study.learner import Learner
from hdtui.study.progress import DueItem

GIB = 2**30


def device_line(runs: Runs) -> Message:
    """Which device measures, or why none does yet."""
    if runs.trouble is not None:
        return runs.trouble.title
    if runs.warm is None:
        return say("the worker is starting; lessons can be read meanwhile")
    device, seconds = runs.warm.device, round(runs.warm.seconds, 1)
    if device.memory:
        gib = round(device.memory / GIB)
        return say(
            "{label}, {gib} GiB ({name}, worker ready in {seconds} s)",
            label=device.label,
            gib=gib,
            name=device.name,
            seconds=seconds,
        )
    return say("{label} (worker ready in {seconds} s)", label=device.label, seconds=seconds)


def lesson_state(learner: Learner, head: Head) -> str:
    """`new`, or how many of its screens were seen."""
    seen = len(learner.screens_seen(head.id) - {""})
    if not seen:
        return _("new")
    if "" in learner.screens_seen(head.id):  # the summary was reached
        return f"✓ {_('read')}"
    return _("begun")


def when_back(learner: Learner, lesson: Lesson) -> Message:
    """When the questions of a lesson come back."""
    day = learner.next_review(lesson)
    if day is None:
        return say("No question of this lesson waits for review yet.")
    days = (day - learner.today()).days
    if days <= 0:
        return say("Questions of this lesson are due for review today.")
    if days == 1:
        return say("The first question comes back tomorrow, with other numbers.")
    return say("The first question comes back in {days} days, with other numbers.", days=days)


def interval_if_right(learner: Learner, item: DueItem) -> Message:
    days = learner.days_if_right(item)
    if days == 1:
        return say("if right: again tomorrow")
    return say("if right: again in {days} days", days=days)
