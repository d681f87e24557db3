"""The linter of a whole course: every file read, every rule run over every node.

Reading reports what is wrong with a file's form; the rules (`course.rules`) report what needs the
catalogue of experiments, the other languages or the rendered page. A rule that fails is itself a
finding (HL000): the linter goes on with the next node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from hdtui.course.accept import accept
from hdtui.course.course_file import COURSE, read_course_files
from hdtui.course.lesson_file import parse_file
from hdtui.course.merge import merge
from hdtui.course.model import Course, Lesson, Panel, Paragraph, Question, Screen, TableBlock
from hdtui.course.problems import Problem
from hdtui.course.reader import lesson_file, open_course
from hdtui.course.rules import claims, ids, numbers, parity, prose, questions, references
from hdtui.course.rules.base import N, Rule, Sheet, TheoryOf, blocks_within
from hdtui.course.rules.raw import RawText
from hdtui.description import Description
from hdtui.errors import CourseError, Place
from hdtui.i18n import tell
from hdtui.messages import say

__all__ = ["accept", "as_json", "check", "report"]

LIMIT = 500
"Findings of one rule in one node: what follows would not be read by anybody."

SHEET_RULES: tuple[Callable[[Sheet], Iterator[Problem]], ...] = (
    ids.lesson_ids,
    claims.citations,
    references.drawn_values,
    numbers.loose,
    questions.longest_is_right,
    prose.touching_dollars,
    prose.emphasis,
    prose.minutes,
    parity.structure,
    parity.machine_facts,
)
SCREEN_RULES: tuple[Rule[Screen], ...] = (
    prose.fits,
    references.drawn_formulas,
    numbers.translated,
    parity.formulas,
    parity.citations,
    parity.claims,
    parity.revision,
)
QUESTION_RULES: tuple[Rule[Question], ...] = (
    ids.retired_ids,
    questions.answers,
    references.answer_run,
    references.answer_expressions,
    parity.answers,
)
PANEL_RULES: tuple[Rule[Panel], ...] = (references.panel_experiment, references.panel_prediction)
PARAGRAPH_RULES: tuple[Rule[Paragraph], ...] = (claims.conditional, numbers.sources)
TABLE_RULES: tuple[Rule[TableBlock], ...] = (prose.table_glyphs,)


def check(
    root: Path, catalogue: Mapping[str, Description], *, theory_of: TheoryOf | None = None
) -> list[Problem]:
    """Every mistake of a course, by place.

    `catalogue`: the experiments by name. `theory_of` gives the closed forms of a run, for numbers
    in prose; without it only their form is checked. Raises CourseError where there is no
    course.yaml.
    """
    files = read_course_files(root)
    found = list(files.problems)
    if files.course is not None:
        course = open_course(root)
        for number, folder in enumerate(files.course.lessons):
            place = files.places.get(f"lessons.{number}", Place(COURSE))
            found += _lesson(course, folder, place, catalogue, theory_of)
    return _in_order(found)


def _lesson(
    course: Course,
    folder: str,
    listed: Place,
    catalogue: Mapping[str, Description],
    theory_of: TheoryOf | None,
) -> Iterator[Problem]:
    """Of one lesson in every language. `listed`: where course.yaml names it."""
    source: Sheet | None = None
    languages = [language for language in course.languages if language != course.source]
    for language in (course.source, *languages):
        path = lesson_file(Path(course.root), folder, language)
        if not path.is_file():
            missing = say("there is no {file}", file=f"{folder}/{path.name}")
            yield Problem("HL020" if source else "HL001", listed, missing)
            if source is None:
                return
            continue
        read = _read(course, path, source, catalogue, theory_of)
        if isinstance(read, Problem):
            yield read
            if source is None:
                return
            continue
        yield from read.file.problems
        yield from _rules(read)
        source = source or read


def _read(
    course: Course,
    path: Path,
    source: Sheet | None,
    catalogue: Mapping[str, Description],
    theory_of: TheoryOf | None,
) -> Sheet | Problem:
    """The sheet of one file, or why there is none."""
    root = Path(course.root)
    try:
        file = parse_file(path, root, course.source)
        alone = Lesson(head=file.head, screens=file.screens)
        merged = alone if source is None else merge(source.merged, alone)
    except CourseError as error:
        return Problem("HL001", error.place, error.title)
    except Exception as error:  # as in _survived
        return _failed("parse_file", error, Place(path.relative_to(root).as_posix()))
    return Sheet(
        course=course,
        file=file,
        merged=merged,
        raw=RawText(file.lines, file.file),
        catalogue=catalogue,
        theory_of=theory_of,
        source=source,
    )


def _rules(sheet: Sheet) -> Iterator[Problem]:
    for rule in SHEET_RULES:
        yield from _survived(rule(sheet), rule, sheet.file.head.place)
    for screen in sheet.file.screens:
        yield from _over(SCREEN_RULES, screen, screen.place, sheet)
        for block in blocks_within(screen.blocks):
            if isinstance(block, Question):
                yield from _over(QUESTION_RULES, block, block.place, sheet)
            elif isinstance(block, Panel):
                yield from _over(PANEL_RULES, block, block.place, sheet)
            elif isinstance(block, Paragraph):
                yield from _over(PARAGRAPH_RULES, block, block.place, sheet)
            elif isinstance(block, TableBlock):
                yield from _over(TABLE_RULES, block, block.place, sheet)


def _over(rules: Iterable[Rule[N]], node: N, place: Place, sheet: Sheet) -> Iterator[Problem]:
    for rule in rules:
        yield from _survived(rule(node, sheet), rule, place)


def _survived(
    found: Iterator[Problem], rule: Callable[..., object], place: Place
) -> Iterator[Problem]:
    """What a rule finds; what it found before it failed, and that it failed, where it does."""
    try:
        yield from islice(found, LIMIT)
    except Exception as error:  # a bug of ours must not hide what the other rules find
        name = f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}"
        yield _failed(name, error, place)


def _failed(name: str, error: Exception, place: Place) -> Problem:
    text = say("the linter failed here: {rule}: {error}", rule=name, error=repr(error))
    return Problem("HL000", place, text)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By place, then code; each once."""
    unique = {(p.place, p.code, str(p.message)): p for p in problems}
    return [unique[key] for key in sorted(unique)]


def report(problems: Sequence[Problem]) -> str:
    """One line a problem: `file:line:column CODE message`, in the current language."""
    return "".join(f"{p.place} {p.code} {tell(p.message)}\n" for p in problems)


class Line(msgspec.Struct, frozen=True):
    """One problem as JSON."""

    file: str
    line: int
    column: int
    code: str
    message: str


def as_json(problems: Sequence[Problem]) -> list[Line]:
    """The same as data that msgspec encodes."""
    return [
        Line(p.place.file, p.place.line, p.place.column, p.code, tell(p.message)) for p in problems
    ]
