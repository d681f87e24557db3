"""What a numeric or a drawn answer is held against: the answer block and the bands of feedback."""

from __future__ import annotations

import re
from typing import Final

from hdtui.course.inline import plain, trimmed, without_start
from hdtui.course.machine import answer, expression_problem
from hdtui.course.markdown import Node
from hdtui.course.model import AnswerBand, AnswerSpec, Broken, Code, Paragraph, Text
from hdtui.course.prose import blocks, joined
from hdtui.course.question_parts import BANDED, Faults, Header
from hdtui.errors import Place
from hdtui.messages import say

BAND_NAMES: Final = ("x", "truth", "theory")
"What the condition of a band may speak about."

_COLON = re.compile(r"\s*[:：]\s*")


def read_bands(header: Header, node: Node | None, faults: Faults) -> tuple[AnswerBand, ...]:
    """The bands of the list. In a source `ok` and `else` are held to be there (HL006)."""
    items = node.children if node else []
    bands = [band for item in items if (band := _band(item, faults))]
    if faults.reading.translation or (header.kind == "curve" and node is None):
        return tuple(bands)
    conditions = [band.condition for band in bands]
    place = node.place if node else header.place
    for needed in ("ok", "else"):
        if needed not in conditions:
            text = say("`{id}` has no feedback for `{condition}`", id=header.id, condition=needed)
            faults.note("HL006", place, text)
    for at, band in enumerate(bands):
        if band.condition in conditions[:at]:
            text = say("`{condition}` stands here twice", condition=band.condition)
            faults.note("HL007", band.place, text)
    return tuple(bands)


def _band(item: Node, faults: Faults) -> AnswerBand | None:
    made = blocks(faults.reading, item.children)
    first = made[0] if made else None
    match first.spans if isinstance(first, Paragraph) else ():
        case (Code(text=code), Text(text=after), *_) if colon := _COLON.match(after):
            feedback = trimmed(without_start(joined(made)[1:], colon.end()))
        case _:
            text = say("feedback opens with a condition: `x < truth`, then a colon")
            faults.note("HL007", item.place, text)
            return None
    condition = code.strip()
    if any(not isinstance(block, Paragraph) for block in made):
        faults.note("HL007", item.place, say("feedback is one paragraph"))
    if not plain(feedback):
        text = say("`{condition}` has no feedback", condition=condition)
        faults.note("HL006", item.place, text)
    if condition not in ("ok", "else") and expression_problem(
        faults.reading, condition, item.place, "condition", BAND_NAMES
    ):
        return None
    return AnswerBand(condition, feedback, item.place)


def read_answer(header: Header, node: Node | None, faults: Faults) -> AnswerSpec | None:
    """The facts of the answer block; a question that needs one and has none cannot be asked."""
    if node is None:
        if header.kind in BANDED and not faults.reading.translation:
            text = say("`{id}` has no `yaml answer`", id=header.id)
            faults.stop("HL007", header.place, text)
        return None
    read = answer(faults.reading, node)
    if isinstance(read, Broken):
        faults.first = faults.first or (read.title, read.place)
        return None
    if header.kind in BANDED:
        _check_graded(header, read, node, faults)
    # The truth of a curve is the name of a series, no expression.
    truth = None if header.kind == "curve" else read.truth
    for key, expression in (("truth", truth), ("theory", read.theory)):
        if expression is not None:
            _check_number(expression, read.places[key], faults)
    for name, expression in read.misconceptions.items():
        _check_number(expression, read.places[f"misconceptions.{name}"], faults)
    return read


def _check_graded(header: Header, read: AnswerSpec, node: Node, faults: Faults) -> None:
    if read.truth is None:
        text = say("`truth` is missing: what the answer is held against")
        faults.stop("HL007", node.place, text)
    tolerance = read.tolerance
    if not (tolerance.rel or tolerance.se or tolerance.abs):
        place = read.places.get("tolerance", node.place)
        text = say("`tolerance` is missing: how far off is right; one of rel, se, abs")
        faults.stop("HL007", place, text)
    for key in ("run", "points") if header.kind == "curve" else ():
        if key not in read.places:
            text = say("`{key}` is missing: a curve is drawn over a panel", key=key)
            faults.stop("HL007", node.place, text)


def _check_number(text: str, place: Place, faults: Faults) -> None:
    if expression_problem(faults.reading, text, place, "number"):
        faults.first = faults.first or (say("`{text}` is no expression", text=text), place)
