"""`hdtui read`: a lesson, or any Markdown, rendered as lessons are."""

from __future__ import annotations

import argparse
from pathlib import Path

from hdtui.cli.options import Common, command_parser
from hdtui.cli.show import columns, write
from hdtui.course.layout import lay_out, spans_to_runs
from hdtui.course.model import Figure, Lesson, Panel, Question, Spans, Walkthrough
from hdtui.course.reader import find_course, read_document
from hdtui.errors import UsageError
from hdtui.i18n import _
from hdtui.messages import say
from hdtui.session.library import Library
from hdtui.study.draw import draw
from hdtui.text.lines import Line, Run, wrap


def main(argv: list[str], common: Common) -> int:
    parser = command_parser(
        "read", _("A lesson, or any Markdown file, as text."), "hdtui read equator --width 72"
    )
    parser.add_argument("what", metavar="LESSON|FILE.md", help=_("a lesson, or a Markdown file"))
    parser.add_argument("--width", type=_width, metavar="N", help=_("columns"))
    args = parser.parse_args(argv)
    lesson = _find(args.what, common)
    write(document_lines(lesson, args.width or columns()))
    return 0


def _width(text: str) -> int:
    if not text.isdecimal() or not 20 <= int(text) <= 400:
        raise argparse.ArgumentTypeError(_("a width from 20 to 400"))
    return int(text)


def _find(what: str, common: Common) -> Lesson:
    path = Path(what)
    if path.suffix == ".md":
        return read_document(path)
    library = Library(find_course(common.course))
    head = library.find(what)
    if head is None:
        known = ", ".join(each.id for each in library.heads())
        raise UsageError(
            say("there is no lesson “{what}”", what=what),
            remedy=say("There are {known}.", known=known),
        )
    return library.read(head.id)


def document_lines(lesson: Lesson, width: int) -> list[Line]:
    """Title, screens, prose; a question shows its prompt and choices, not its answer."""
    sources = lesson.head.sources
    lines: list[Line] = [(Run(lesson.head.title, "heading"),), ()] if lesson.head.title else []
    for screen in lesson.screens:
        if screen.title:
            lines += [*_heading(screen.title, width, sources), ()]
        for block in screen.blocks:
            if isinstance(block, Question):
                lines += _question(block, width, sources)
            elif isinstance(block, Panel | Walkthrough | Figure):
                lines += _panel(block, width)
            else:
                lines += lay_out((block,), width, sources=sources)
            lines.append(())
    return lines


def _heading(spans: Spans, width: int, sources: dict[str, str]) -> list[Line]:
    runs = spans_to_runs(spans, None, sources)
    return wrap([Run(run.text, "heading") for run in runs], width)


def _question(question: Question, width: int, sources: dict[str, str]) -> list[Line]:
    drawn = draw(question.id, 1, question.answer.draw if question.answer else {})
    lines = [*_heading(question.title, width, sources), ()]
    lines += lay_out(question.prompt, width, drawn=drawn, sources=sources)
    for number, choice in enumerate(question.choices, start=1):
        runs = spans_to_runs(choice.spans, drawn, sources)
        lines += wrap(runs, width, first=f"{number:>3}  ", rest="     ")
    return lines


def _panel(panel: Panel | Walkthrough | Figure, width: int) -> list[Line]:
    """What is run there, as a command of its own."""
    settings = panel.set if isinstance(panel, Panel | Walkthrough) else {}
    pairs = "".join(f" --set {key}={value}" for key, value in settings.items())
    return wrap([Run(f"hdtui run {panel.name}{pairs}", "code")], width, first="  ▸ ", rest="    ")
