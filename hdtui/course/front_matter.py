"""The front matter of a lesson: all that the list of lessons needs, read without the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from hdtui.course.blocks import FrontMatter
from hdtui.course.model import Broken, Head
from hdtui.course.problems import Findings
from hdtui.course.typed import convert
from hdtui.course.yaml_marks import Data, read_mapping
from hdtui.errors import Place
from hdtui.messages import say

MAX_FRONT: Final = 8 * 1024


@dataclass
class Front:
    """The head of a file, and the line (from 0) on which its body begins."""

    head: Head
    body: int
    raw: dict[str, Data] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    sound: bool = False


def split(lines: Sequence[str]) -> tuple[str | None, int]:
    """The text between the `---` lines at the top, or None; and where the body begins."""
    if not lines or lines[0].rstrip() != "---":
        return None, 0
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            return "\n".join(lines[1:number]), number + 1
    return None, 1


def read_front(
    lines: Sequence[str], file: str, folder: str, findings: Findings, language: str | None
) -> Front:
    """The head of these lines; where it is broken, `problem` is set and the name is the folder's.

    `language` is what the file's name says (`lesson.ja.md`), None where it says nothing.
    """
    place = Place(file)
    text, body = split(lines)
    front = Front(_nameless(folder, place, language), body)
    fits = text is not None and len(text.encode()) <= MAX_FRONT
    if text is not None and fits:
        _fill(front, text, folder, findings, language)
    elif text is not None:
        limit = MAX_FRONT // 1024
        findings.add("HL001", place, say("front matter has at most {limit} KiB", limit=limit))
    elif body:
        findings.add("HL001", place, say("the front matter is never closed by `---`"))
    elif lines:  # an unreadable file has been complained about
        findings.add("HL001", place, say("front matter between `---` lines is missing at the top"))
    if not front.sound and findings.problems:
        first = findings.problems[0]
        source = "\n".join(lines[:body])[:MAX_FRONT]
        broken = Broken(first.message, first.place, source=source)
        front.head = msgspec.structs.replace(front.head, problem=broken)
    return front


def _nameless(folder: str, place: Place, language: str | None) -> Head:
    """The head of a file without one: the folder `02-near-orthogonal` gives id and title."""
    name = re.sub(r"^\d+[-_ ]*", "", folder) or folder
    id = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "lesson"
    return Head(id=id, folder=folder, title=name, lang=language or "en", place=place)


def _fill(front: Front, text: str, folder: str, findings: Findings, language: str | None) -> None:
    """Reads the front matter's text, which begins on the second line, into `front`."""
    start = Place(front.head.place.file, 2)
    loaded = read_mapping(text, start, findings, "HL001")
    if loaded is None:
        return
    front.raw, front.places = loaded.value, loaded.places
    read = convert(FrontMatter, loaded, findings, "HL001")
    if read is None:
        return
    if language is not None and read.lang != language:
        message = say(
            "`lang` says {lang}, the file's name says {name}", lang=read.lang, name=language
        )
        findings.add("HL001", loaded.place("lang"), message)
    front.sound = True
    front.head = Head(
        id=read.id,
        folder=folder,
        title=read.title,
        lang=read.lang,
        place=loaded.place("id"),
        minutes=read.minutes,
        needs=tuple(read.needs),
        objectives=tuple(read.objectives),
        sources=dict(read.sources),
        translation_of=read.translation_of,
        revs=dict(read.revs),
    )
