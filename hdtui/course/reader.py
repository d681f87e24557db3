"""The course's front door: finds a course, lists it, reads a lesson of it.

A mistake in a lesson is a `Broken` block on its screen or a head's `problem`; only a file that is
not there, or a course.yaml that cannot be used, is an error.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from hdtui.course.course_file import COURSE, read_course_files
from hdtui.course.front_matter import MAX_FRONT, read_front
from hdtui.course.lesson_file import ParsedFile, parse_document, parse_file
from hdtui.course.merge import merge, merge_heads
from hdtui.course.model import Broken, Course, Head, Lesson, Screen
from hdtui.course.problems import Findings
from hdtui.errors import CourseError, Place
from hdtui.messages import say

__all__ = [
    "ParsedFile",
    "find_course",
    "lesson_file",
    "open_course",
    "parse_file",
    "read_document",
    "read_lesson",
]

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_HEAD_BYTES: Final = MAX_FRONT + 1024
"How much of a lesson the list of lessons reads: its front matter and the lines around it."


def find_course(folder: Path | None) -> Path:
    """The folder given, else the lessons that come with hdtui.

    They lie inside the package of a wheel and beside the package of a checkout. Raises CourseError
    where there is no course.yaml.
    """
    candidates = (
        [folder] if folder is not None else [_PACKAGE / "lessons", _PACKAGE.parent / "lessons"]
    )
    for candidate in candidates:
        if (candidate / COURSE).is_file():
            return candidate.resolve()
    place = Place(str(candidates[-1] / COURSE))
    if folder is None:
        title = say("the lessons that come with hdtui are not there")
        raise CourseError(
            title, place, remedy=say("Install hdtui again, or name a course: --course DIR")
        )
    if not folder.is_dir():
        title = say("there is no folder {folder}", folder=str(folder))
        raise CourseError(title, place, remedy=say("Check the name given to --course."))
    title = say("{folder} is no course: it has no course.yaml", folder=str(folder))
    raise CourseError(title, place, remedy=say("Name the folder that holds course.yaml."))


def open_course(root: Path) -> Course:
    """The course of a folder: its facts and the heads of all its lessons, nothing of their bodies.

    Raises CourseError where course.yaml cannot be used.
    """
    files = read_course_files(root)
    if files.course is None:
        first = files.problems[0]
        title = say("this course cannot be opened")
        raise CourseError(title, first.place, first.message, say("Correct this line of the file."))
    listed = files.course
    sources = tuple(_head(root, folder, listed.source) for folder in listed.lessons)
    heads = {
        language: sources
        if language == listed.source
        else tuple(_translated(root, head, language) for head in sources)
        for language in listed.languages
    }
    return Course(
        root=str(root),
        id=listed.id,
        title=listed.title,
        source=listed.source,
        languages=tuple(listed.languages),
        heads=heads,
        retired=tuple(listed.retired),
        glossary=files.glossary,
    )


def lesson_file(root: Path, folder: str, language: str) -> Path:
    """Where a lesson lies in one language."""
    return root / folder / f"lesson.{language}.md"


def _head(root: Path, folder: str, language: str) -> Head:
    """The head of one file; `problem` is set where the file is missing or its head is broken."""
    path = lesson_file(root, folder, language)
    file = f"{folder}/{path.name}"
    findings = Findings()
    try:
        with path.open("rb") as stream:
            raw = stream.read(_HEAD_BYTES)
    except OSError:
        head = read_front([], file, folder, findings, language).head
        problem = Broken(say("there is no file {file}", file=file), Place(file))
        return msgspec.structs.replace(head, problem=problem)
    text = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    return read_front(text.split("\n"), file, folder, findings, language).head


def _translated(root: Path, source: Head, language: str) -> Head:
    if not lesson_file(root, source.folder, language).exists():
        return source
    return merge_heads(source, _head(root, source.folder, language))


def read_lesson(course: Course, lesson_id: str, language: str) -> Lesson:
    """The lesson in this language; in the source's where there is no translation.

    Raises CourseError for an id the course does not have and for a missing file.
    """
    root = Path(course.root)
    head = next((head for head in course.heads[course.source] if head.id == lesson_id), None)
    if head is None:
        title = say("there is no lesson `{id}` in this course", id=lesson_id)
        known = ", ".join(head.id for head in course.heads[course.source])
        raise CourseError(title, Place(COURSE), remedy=say("There are: {known}", known=known))
    source = _lesson(parse_file(lesson_file(root, head.folder, course.source), root, course.source))
    path = lesson_file(root, head.folder, language)
    if language == course.source or not path.exists():
        return source
    return merge(source, _lesson(parse_file(path, root, course.source)))


def read_document(path: Path) -> Lesson:
    """Any Markdown file as a lesson: a screen for each of its `#` and `##` headings.

    Raises CourseError where it cannot be read.
    """
    parsed = parse_document(path)
    head = msgspec.structs.replace(parsed.head, problem=None)
    return msgspec.structs.replace(_lesson(parsed), head=head)


def _lesson(parsed: ParsedFile) -> Lesson:
    """A file that gives no screen at all says on one what is wrong with it."""
    if parsed.screens or not parsed.problems:
        return Lesson(head=parsed.head, screens=parsed.screens)
    first = parsed.problems[0]
    broken = Broken(first.message, first.place)
    screen = Screen("screen-1", parsed.title, (broken,), first.place)
    return Lesson(head=parsed.head, screens=(screen,))
