"""One Markdown file -> screens, front matter and every mistake in it.

The reader never stops at a mistake: it is noted (`problems`) and, where a block cannot be shown, a
`Broken` stands in its place. It reports HL001, 002, 003 (commands, blocks, limits), 004 (keys of a
panel), 005, 006, 007, 010 (no such status), 012, 017, 018 and 019 (no such form); what needs the
catalogue, the other languages or a run is the linter's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from hdtui.course.blocks import ID_PATTERN
from hdtui.course.commands import Command, comments
from hdtui.course.front_matter import Front, read_front
from hdtui.course.inline import plain
from hdtui.course.machine import block_name, panel
from hdtui.course.markdown import Node, read_blocks
from hdtui.course.marks import Mark
from hdtui.course.model import Block, Broken, Head, NumberSource, Screen, Spans, Text
from hdtui.course.problems import Findings, Problem
from hdtui.course.prose import blocks
from hdtui.course.questions import question
from hdtui.course.reading import Reading
from hdtui.course.revisions import revision
from hdtui.course.yaml_marks import Data
from hdtui.errors import CourseError, Place
from hdtui.messages import say

MAX_BYTES: Final = 256 * 1024
MAX_BLOCKS: Final = 300
"Paragraphs, fences, tables ... of one screen, those inside quotes and lists too."

_COUNTED: Final = frozenset(
    {"paragraph", "heading", "fence", "code_block", "math_block", "table", "hr", "html_block"}
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class ParsedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a lesson by itself, not merged with its source."""

    file: str
    "Relative to the course, as in every place."
    head: Head
    translation: bool
    title: Spans
    "The `#` heading."
    title_place: Place
    screens: tuple[Screen, ...]
    lines: tuple[str, ...]
    "The file as it is written: line n of a place is lines[n - 1]."
    front: dict[str, Data] = {}
    "The front matter as data, and in `places` where each of its keys stands."
    places: dict[str, Place] = {}
    marks: tuple[Mark, ...] = ()
    "Every formula, citation and drawn value at its own place, in order."
    numbers: tuple[NumberSource, ...] = ()
    "Every `number:` comment, wherever it stands."
    problems: tuple[Problem, ...] = ()
    "By place."


def parse_file(path: Path, root: Path, source: str | None = None) -> ParsedFile:
    """The file as it is; `root` is the course's folder, `source` its source language.

    Mistakes are in `problems`. Raises CourseError only where the file cannot be read at all.
    """
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    findings = Findings()
    lines = read_lines(path, file, findings)
    front = read_front(lines, file, path.parent.name, findings, _language(path))
    translation = front.head.translation_of is not None
    if source is not None and (language := _language(path)) is not None:
        translation = translation or language != source
    reading = Reading(file, lines, findings, translation)
    return _Sections(reading, front, lesson=True).parsed()


def parse_document(path: Path) -> ParsedFile:
    """Any Markdown file: without front matter, ids and screens it is read all the same."""
    findings = Findings()
    lines = read_lines(path, path.name, findings)
    front = read_front(lines, path.name, path.stem, findings, _language(path))
    return _Sections(Reading(path.name, lines, findings), front, lesson=False).parsed()


def read_lines(path: Path, file: str, findings: Findings) -> list[str]:
    """The lines of a file in UTF-8; none, and HL001, where it is too long or something else."""
    place = Place(file)
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        title = say("{file} cannot be read: {why}", file=str(path), why=error.strerror or "?")
        remedy = say("Check the name, and that you may read it.")
        raise CourseError(title, place, remedy=remedy) from None
    if len(raw) > MAX_BYTES:
        limit = MAX_BYTES // 1024
        findings.add("HL001", place, say("a file has at most {limit} KiB", limit=limit))
        return []
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        findings.add("HL001", Place(file, line), say("this is not UTF-8"))
        text = raw.decode("utf-8-sig", errors="replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("\ufffd", text).split("\n")


def _language(path: Path) -> str | None:
    """`ja` of `lesson.ja.md`."""
    found = re.match(r"lesson\.([a-z]{2,3})\.md$", path.name)
    return found[1] if found else None


@dataclass
class _Section:
    """A screen while it is gathered."""

    title: Node | None
    nodes: list[Node] = field(default_factory=list)


class _Sections:
    """Parts the blocks of a file into screens, questions, panels and prose."""

    def __init__(self, reading: Reading, front: Front, lesson: bool) -> None:
        self.reading = reading
        self.front = front
        self.lesson = lesson
        self.heading: Node | None = None

    def parsed(self) -> ParsedFile:
        reading, front = self.reading, self.front
        body = [""] * front.body + list(reading.lines[front.body :])
        nodes, reading.references = read_blocks(body, reading.file)
        sections = self._split(nodes)
        title = reading.spans(self.heading) if self.heading else (Text(front.head.title),)
        if self.lesson:
            self._check_heading()
        screens = tuple(self._screen(at, section) for at, section in enumerate(sections))
        head = front.head
        if not self.lesson and "title" not in front.raw and self.heading:
            head = msgspec.structs.replace(head, title=plain(title))
        return ParsedFile(
            file=reading.file,
            head=head,
            translation=reading.translation,
            title=title,
            title_place=self.heading.place if self.heading else head.place,
            screens=screens,
            lines=tuple(reading.lines),
            front=front.raw,
            places=front.places,
            marks=tuple(reading.marks),
            numbers=tuple(reading.numbers),
            problems=reading.findings.in_order(),
        )

    def _check_heading(self) -> None:
        if self.heading is None and self.reading.lines:
            place = Place(self.reading.file, self.front.body + 1)
            self.reading.problem("HL001", place, say("the lesson has no title: `# title`"))

    def _split(self, nodes: Sequence[Node]) -> list[_Section]:
        """Sections by `##`; in a document by `#` too. What stands before the first is one too."""
        sections = [_Section(None)]
        for node in nodes:
            level = int(node.token.tag[1:]) if node.kind == "heading" else 0
            if level == 1 and self.heading is None:
                self.heading = node
            elif level == 2 or (level == 1 and not self.lesson):
                sections.append(_Section(node))
            else:
                sections[-1].nodes.append(node)
        if not sections[0].nodes:
            del sections[0]
        elif self.lesson:
            place = sections[0].nodes[0].place
            text = say("this stands before the first screen: `## title` and `screen: id`")
            self.reading.problem("HL002", place, text)
        return sections

    # ------------------------------------------------------------ screens

    def _screen(self, at: int, section: _Section) -> Screen:
        reading = self.reading
        nodes = list(section.nodes)
        command = _take_command(nodes, "screen")
        first = section.title or section.nodes[0]
        id = self._screen_id(command, section, at)
        reading.screen = id
        title = reading.spans(section.title) if section.title else ()
        spare = self._cut(nodes)
        made = self._blocks(nodes)
        if spare is not None:
            made.append(spare)
        end = max((node.end for node in section.nodes), default=first.end)
        fences = [
            range(node.line - first.line, node.end - first.line)
            for top in section.nodes
            for node in top.walk()
            if node.kind == "fence"
        ]
        text_revision = revision(reading.lines[first.line : end], fences)
        reading.screen = None
        return Screen(id, title, tuple(made), first.place, text_revision)

    def _screen_id(self, command: Command | None, section: _Section, at: int) -> str:
        """The id of the comment; a number where there is none, or where it is taken."""
        made_up = f"screen-{at + 1}"
        if not self.lesson and command is None:
            return made_up
        if command is None:
            if section.title is not None:
                text = say("a screen needs its id on the next line: `<!-- screen: id -->`")
                self.reading.problem("HL002", section.title.place, text)
            return made_up
        id = command.words[0] if len(command.words) == 1 and not command.options else ""
        if not re.match(ID_PATTERN, id):
            text = say("`{text}` is no id: small letters, digits, hyphens", text=command.text)
            self.reading.problem("HL002", command.place, text)
            return made_up
        return id if self.reading.claim_id("screen", id, command.place) else made_up

    def _cut(self, nodes: list[Node]) -> Broken | None:
        """Cuts a screen at its limit of blocks; what is shown instead of the rest."""
        count = 0
        for at, node in enumerate(nodes):
            count += sum(inner.kind in _COUNTED for inner in node.walk())
            if count > MAX_BLOCKS:
                del nodes[at:]
                text = say("a screen has at most {limit} blocks", limit=MAX_BLOCKS)
                return self.reading.broken("HL003", node, text)
        return None

    def _blocks(self, nodes: Sequence[Node]) -> list[Block]:
        """Prose in stretches, panels and questions each by themselves."""
        made: list[Block] = []
        prose: list[Node] = []
        at = 0
        while at < len(nodes):
            node = nodes[at]
            at += 1
            below = list(nodes[at : at + 1])
            command = _take_command(below, "question") if _level(node) == 3 else None
            if command is None and not _is_panel(node):
                prose.append(node)
                continue
            made.extend(blocks(self.reading, prose))
            prose = []
            if command is None:
                made.append(panel(self.reading, node))
                continue
            end = next((i for i in range(at, len(nodes)) if _ends_question(nodes[i])), len(nodes))
            made.append(question(self.reading, node, command, [*below, *nodes[at + 1 : end]]))
            at = end
        made.extend(blocks(self.reading, prose))
        return made


def _level(node: Node) -> int:
    return int(node.token.tag[1:]) if node.kind == "heading" else 0


def _is_panel(node: Node) -> bool:
    return block_name(node) is not None


def _ends_question(node: Node) -> bool:
    return 0 < _level(node) <= 3 or block_name(node) not in (None, "answer")


def _take_command(nodes: list[Node], name: str) -> Command | None:
    """The command of this name, where the first node is an HTML block that holds it alone.

    The node is taken away; a comment beside it would be lost, so then it stays and is complained
    about where it stands.
    """
    if not nodes or nodes[0].kind != "html_block":
        return None
    found = list(comments(nodes[0].token.content, nodes[0].place))
    if len(found) != 1 or found[0].command is None or found[0].command.name != name:
        return None
    del nodes[0]
    return found[0].command
