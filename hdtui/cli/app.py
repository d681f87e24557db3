"""`hdtui [LESSON]`: the app, or with --linear the same lessons as plain text."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hdtui.cli.far import client
from hdtui.cli.options import Common, command_parser
from hdtui.course.reader import find_course
from hdtui.errors import TerminalError, UsageError
from hdtui.i18n import _
from hdtui.messages import say
from hdtui.session.library import Library
from hdtui.study.learner import Learner
from hdtui.study.store import Store

if TYPE_CHECKING:
    from textual.app import App


def main(argv: list[str], common: Common) -> int:
    parser = command_parser(
        "",
        _("A laboratory of high-dimensional geometry. Opens where you left off, or at LESSON."),
        "hdtui --linear equator < /dev/null",
    )
    parser.add_argument(
        "lesson", nargs="?", metavar="LESSON", help=_("a lesson: id, number or folder")
    )
    parser.add_argument(
        "--linear",
        action="store_true",
        help=_("plain text and numbered choices: pipes, screen readers"),
    )
    parser.add_argument("--version", action="store_true", help=_("the version"))
    parser.add_argument_group(
        _("commands"),
        "experiments  run  read  check  reset  doctor\n"
        + _("`hdtui COMMAND --help` explains each."),
    )
    args = parser.parse_args(argv)
    library = Library(find_course(common.course))
    lesson = _lesson(library, args.lesson)
    if not args.linear:
        _need_terminal()
    learner = Learner(Store.open(common.data, datetime.now(UTC)))
    if args.linear:
        from hdtui.linear import run_linear

        return run_linear(library, learner, client(common), lesson)
    from hdtui.ui.app import HdtuiApp

    return _run(HdtuiApp(library, learner, client(common), lesson))


def _run(app: App[int]) -> int:
    """The app to its end; the exit status. Raises what it has died of: Textual itself would only
    print it."""
    app.error_console.quiet = True
    status = app.run()
    if app._exception is not None:
        raise app._exception
    return status or app.return_code or 0


def _lesson(library: Library, wanted: str | None) -> str | None:
    if wanted is None:
        return None
    head = library.find(wanted)
    if head is not None:
        return head.id
    known = ", ".join(each.id for each in library.heads())
    raise UsageError(
        say("there is no lesson or command “{what}”", what=wanted),
        remedy=say("Lessons: {known}.", known=known),
    )


def _need_terminal() -> None:
    remedy = say("Use `hdtui --linear`: the same lessons as plain text.")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise TerminalError(say("hdtui needs a terminal"), remedy=remedy)
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        raise TerminalError(say("this terminal cannot move its cursor (TERM=dumb)"), remedy=remedy)
