"""A question of a lesson: everything from its `###` heading to the next heading or panel."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hdtui.course.bands import read_answer, read_bands
from hdtui.course.choices import read_choices
from hdtui.course.commands import Command
from hdtui.course.inline import without_start
from hdtui.course.machine import block_name
from hdtui.course.markdown import Node
from hdtui.course.model import Block, Broken, Kind, Paragraph, Question, Quote
from hdtui.course.prose import blocks
from hdtui.course.question_parts import (
    BANDED,
    CHOSEN,
    HINT,
    Faults,
    Header,
    read_header,
    sort_parts,
)
from hdtui.course.reading import Reading
from hdtui.course.revisions import revision
from hdtui.messages import say


def question(
    reading: Reading, heading: Node, command: Command, nodes: Sequence[Node]
) -> Question | Broken:
    """The question under this heading, or what is shown in its stead where it cannot be asked.

    A translation is not held to what only its source has: the answer, the right choices.
    """
    header = read_header(reading, command, heading.place)
    if not isinstance(header, Header):
        return reading.stand_in(heading, header, command.place)
    if not reading.claim_id("question", header.id, command.place):
        text = say("the id `{id}` is taken already", id=header.id)
        return reading.stand_in(heading, text, command.place)
    reading.question = header.id
    made, faults = _question(reading, heading, header, nodes)
    reading.question = None
    if faults.first and not reading.translation:
        return reading.stand_in(heading, *faults.first)
    return made


def _question(
    reading: Reading, heading: Node, header: Header, nodes: Sequence[Node]
) -> tuple[Question, Faults]:
    """The question as far as it can be read, and what is wrong with it."""
    faults = Faults(reading)
    title = reading.spans(heading)
    parts = sort_parts(header, nodes, faults)
    chosen = header.kind in CHOSEN
    banded = header.kind in BANDED
    made = Question(
        id=header.id,
        kind=header.kind,
        title=title,
        prompt=blocks(reading, parts.prompt),
        hints=tuple(_hint(reading, node) for node in parts.hints),
        answer=read_answer(header, parts.answer, faults),
        choices=read_choices(header, parts.options, faults) if chosen else (),
        bands=read_bands(header, parts.options, faults) if banded else (),
        explanation=_unquoted(blocks(reading, parts.explanation), header.kind),
        fixed_order=header.fixed,
        fast=header.fast,
        place=header.place,
        revision=_revision(reading, heading, nodes),
    )
    return made, faults


def _hint(reading: Reading, node: Node) -> tuple[Block, ...]:
    made = blocks(reading, node.children)
    first = made[0] if made else None
    if not isinstance(first, Paragraph):
        return made
    spans = without_start(first.spans, len(HINT))
    return (msgspec.structs.replace(first, spans=spans), *made[1:])


def _unquoted(made: tuple[Block, ...], kind: Kind) -> tuple[Block, ...]:
    """Without choices, an explanation may be written as a quote, as those of choices are."""
    if kind not in CHOSEN and len(made) == 1 and isinstance(made[0], Quote):
        return made[0].blocks
    return made


def _revision(reading: Reading, heading: Node, nodes: Sequence[Node]) -> str:
    """Over the question's text and its answer block: with another key it is another question."""
    end = max((node.end for node in nodes), default=heading.end)
    skipped = [
        range(node.line - heading.line, node.end - heading.line)
        for top in nodes
        for node in top.walk()
        if node.kind == "fence" and block_name(node) != "answer"
    ]
    return revision(reading.lines[heading.line : end], skipped)
