"""A mistake in a course, at its place: what the linter prints and what a `Broken` block says."""

from __future__ import annotations

import msgspec

from hdtui.errors import Place
from hdtui.messages import Message


class Problem(msgspec.Struct, frozen=True):
    """One mistake. `code` is one of the linter's: HL001 front matter, HL002 ids, ..."""

    code: str
    place: Place
    message: Message


class Findings:
    """The mistakes met while reading; reading itself never stops at one.

    A limit keeps a hopeless file from filling memory: what follows the thousandth mistake would
    not be read by anybody.
    """

    LIMIT = 1000

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, place: Place, message: Message) -> Problem:
        """Note a mistake and return it."""
        problem = Problem(code, place, message)
        if len(self.problems) < self.LIMIT:
            self.problems.append(problem)
        return problem

    def in_order(self) -> tuple[Problem, ...]:
        """By place, each once."""
        unique = {(p.place, p.code, p.message.id, str(p.message)): p for p in self.problems}
        return tuple(unique[key] for key in sorted(unique))
