"""course.yaml and glossary.yaml: what a course is made of."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from hdtui.course.blocks import CourseFile, TermEntry
from hdtui.course.lesson_file import read_lines
from hdtui.course.model import Term
from hdtui.course.problems import Findings, Problem
from hdtui.course.typed import convert
from hdtui.course.yaml_marks import Loaded, read_mapping
from hdtui.errors import Place
from hdtui.messages import say

FORMAT: Final = 1
COURSE: Final = "course.yaml"
GLOSSARY: Final = "glossary.yaml"


class CourseFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Both files of a folder, and every mistake in them."""

    course: CourseFile | None
    "None where course.yaml cannot be used."
    glossary: tuple[Term, ...] = ()
    places: dict[str, Place] = {}
    "Where each key of course.yaml stands: `lessons.0`, `retired` ..."
    problems: tuple[Problem, ...] = ()


def read_course_files(root: Path) -> CourseFiles:
    """Reads both; the glossary may be missing. Raises CourseError where course.yaml is."""
    findings = Findings()
    loaded = _load(root, COURSE, findings)
    course = convert(CourseFile, loaded, findings, "HL001") if loaded else None
    if course is not None and loaded is not None:
        course = _checked(course, loaded, findings)
    glossary = _glossary(root, findings) if (root / GLOSSARY).exists() else ()
    return CourseFiles(
        course=course,
        glossary=glossary,
        places=loaded.places if loaded else {},
        problems=findings.in_order(),
    )


def _load(root: Path, name: str, findings: Findings) -> Loaded | None:
    lines = read_lines(root / name, name, findings)
    return read_mapping("\n".join(lines), Place(name), findings, "HL001") if lines else None


def _checked(course: CourseFile, loaded: Loaded, findings: Findings) -> CourseFile | None:
    if course.format > FORMAT:
        text = say("this course is written for a newer hdtui (format {n})", n=course.format)
        findings.add("HL001", loaded.place("format"), text)
        return None
    if course.source not in course.languages:
        text = say("the source language is not among the languages")
        findings.add("HL001", loaded.place("source"), text)
        return None
    for key in ("languages", "lessons"):
        names: list[str] = getattr(course, key)
        for at, name in enumerate(names):
            if name in names[:at]:
                text = say("`{key}` stands here twice", key=name)
                findings.add("HL002", loaded.place(f"{key}.{at}"), text)
    unique = {key: list(dict.fromkeys(getattr(course, key))) for key in ("languages", "lessons")}
    return msgspec.structs.replace(course, **unique)


def _glossary(root: Path, findings: Findings) -> tuple[Term, ...]:
    """The entries that can be used; the others are complained about."""
    loaded = _load(root, GLOSSARY, findings)
    entries = loaded.value.get("terms") if loaded else None
    if loaded is None or not isinstance(entries, list) or len(loaded.value) != 1:
        if loaded is not None:
            text = say("a glossary is one list: `terms:`")
            findings.add("HL001", loaded.start, text)
        return ()
    terms: list[Term] = []
    for at, value in enumerate(entries):
        path = f"terms.{at}"
        if not isinstance(value, dict):
            text = say("an entry has a `term` and a `meaning`")
            findings.add("HL001", loaded.place(path), text)
        elif entry := convert(TermEntry, loaded.part(path, value), findings, "HL001"):
            terms.append(Term(entry.term, entry.meaning))
    return tuple(terms)
