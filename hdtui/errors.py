"""The errors of hdtui: what happened, where, and the way out.

HdtuiError            one clear line for a person; exit status 1
├── UsageError        a fault in the command line itself; exit status 2
├── CourseError       a course, a lesson or one of its blocks; knows file:line:column
├── AnswerError       an answer that cannot be read (it is asked again, never graded)
├── StoreError        progress cannot be read or written
├── WorkerError       the worker or a run; knows the code of the failure
└── TerminalError     no terminal, or one that cannot show the app
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

from hdtui.messages import Message


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in a file: 1-based line and column, as editors count."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class HdtuiError(Exception):
    """Something a person should read: a title, perhaps a detail, perhaps the way out."""

    status: ClassVar[int] = 1

    def __init__(
        self, title: Message, detail: Message | None = None, remedy: Message | None = None
    ) -> None:
        super().__init__(str(title))
        self.title = title
        self.detail = detail
        self.remedy = remedy


class UsageError(HdtuiError):
    """Unknown command, experiment, setting or language; a value out of bounds."""

    status = 2


class CourseError(HdtuiError):
    """A mistake in a course, at its place."""

    def __init__(
        self,
        title: Message,
        place: Place,
        detail: Message | None = None,
        remedy: Message | None = None,
    ) -> None:
        super().__init__(title, detail, remedy)
        self.place = place


class AnswerError(HdtuiError):
    """What the learner typed is no number, no choice, no order: say so, ask again."""


class StoreError(HdtuiError):
    """Progress cannot be read, written, or belongs to a newer hdtui."""


class WorkerError(HdtuiError):
    """A run or the worker failed. `code` is one of `hdtui.worker.wire.FailureCode`."""

    def __init__(
        self,
        code: str,
        title: Message,
        detail: Message | None = None,
        remedy: Message | None = None,
    ) -> None:
        super().__init__(title, detail, remedy)
        self.code = code


class TerminalError(HdtuiError):
    """The terminal cannot show the app."""
