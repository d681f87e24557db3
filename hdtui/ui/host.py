"""What screens may ask of the app: a narrow door, so that no screen reaches into another."""

from __future__ import annotations

from typing import Protocol

from hdtui.session.library import Library
from hdtui.session.runs import Runs
from hdtui.study.learner import Learner


class Host(Protocol):
    """The app as its screens see it."""

    runs: Runs
    learner: Learner
    library: Library

    async def open_lesson(self, lesson: str) -> None: ...
    async def open_next(self, lesson: str) -> None: ...
    async def show_contents(self) -> None: ...
