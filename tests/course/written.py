"""Lessons written for a test: a head, one screen, and what the test puts on it."""

from __future__ import annotations

from pathlib import Path

from hdtui.course.lesson_file import ParsedFile, parse_file
from hdtui.course.model import Block

SMALL = Path(__file__).parent / "fixtures" / "small"

HEAD = (
    "---\nid: a-lesson\ntitle: A lesson\nlang: en\n---\n# A lesson\n## One\n<!-- screen: one -->\n"
)
FIRST = HEAD.count("\n") + 1
"The line on which the text of a test begins."

HEAD_JA = (
    "---\nid: a-lesson\ntitle: 授業\nlang: ja\ntranslation_of: en\nrevs: {}\n---\n"
    "# 授業\n## 一\n<!-- screen: one -->\n"
)


def parse(folder: Path, text: str, head: str = HEAD, language: str = "en") -> ParsedFile:
    """The file that this text makes below the head."""
    path = folder / "01-a" / f"lesson.{language}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(head + text, encoding="utf-8")
    return parse_file(path, folder, "en")


def blocks(folder: Path, text: str) -> tuple[Block, ...]:
    """The blocks of the one screen."""
    (screen,) = parse(folder, text).screens
    return screen.blocks


def mistakes(parsed: ParsedFile) -> list[tuple[str, int]]:
    """Code and line of each, the first line of the test's text being 1."""
    return [(problem.code, problem.place.line - FIRST + 1) for problem in parsed.problems]


def course_of(folder: Path, **lessons: str) -> Path:
    """A course of one lesson `01-a`, a file for each language given."""
    names = ", ".join(lessons)
    titles = ", ".join(f"{name}: T" for name in lessons)
    (folder / "course.yaml").write_text(
        f"format: 1\nid: c\ntitle: {{{titles}}}\nsource: en\nlanguages: [{names}]\n"
        "lessons: [01-a]\n"
    )
    (folder / "01-a").mkdir(exist_ok=True)
    for language, text in lessons.items():
        (folder / "01-a" / f"lesson.{language}.md").write_text(text, encoding="utf-8")
    return folder
