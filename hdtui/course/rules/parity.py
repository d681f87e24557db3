"""A translation against its source: same screens, questions, marks, formulas, claims, citations.

HL020 missing or reordered, HL021 choices, conditions, hints, HL022 formulas, HL023 claims and
citations, HL024 stale revision, HL026 an experiment of its own; HL008 a drawn value left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator

from hdtui.course.model import (
    Block,
    Code,
    Drawn,
    Figure,
    Panel,
    Paragraph,
    Question,
    Screen,
    Span,
    Walkthrough,
)
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet, blocks_within, spans_within
from hdtui.errors import Place
from hdtui.messages import Message, say

UNKNOWN = "?"
"A status that could not be read: it is compared with nothing."


def structure(sheet: Sheet) -> Iterator[Problem]:
    """HL020: the source's screens in the source's order, and in each the source's questions."""
    source = sheet.source
    if source is None or not (_sound_ids(source) and _sound_ids(sheet)):
        return
    ours = {screen.id: screen.place for screen in sheet.file.screens}
    theirs = {screen.id: screen.place for screen in source.file.screens}
    yield from _aligned(theirs, ours, sheet.file.head.place, say("screen"))
    for screen in sheet.file.screens:
        if (original := sheet.original(screen)) is not None:
            wanted, found = _questions(original, source), _questions(screen, sheet)
            yield from _aligned(wanted, found, screen.place, say("question"))


def _sound_ids(sheet: Sheet) -> bool:
    """Nothing can be told by ids that are missing or given twice; that is the mistake then."""
    return all(problem.code != "HL002" for problem in sheet.file.problems)


def _questions(screen: Screen, sheet: Sheet) -> dict[str, Place]:
    """The ids given in a screen, those of broken questions too: they are no second mistake."""
    start, end = sheet.span_of(screen)
    given = sheet.raw.questions.items()
    return {id: sheet.raw.place(at) for id, at in given if start <= at < end}


def _aligned(
    theirs: dict[str, Place], ours: dict[str, Place], around: Place, what: Message
) -> Iterator[Problem]:
    for id, place in theirs.items():
        if id not in ours:
            text = say("{what} {name} of {there} is missing", what=what, name=id, there=str(place))
            yield Problem("HL020", around, text)
    for id, place in ours.items():
        if id not in theirs:
            text = say("{what} {name} does not exist in the source", what=what, name=id)
            yield Problem("HL020", place, text)
    wanted = [id for id in theirs if id in ours]
    found = [id for id in ours if id in theirs]
    for want, have in zip(wanted, found, strict=True):
        if want != have:
            text = say(
                "{what} {name} stands before {wanted}, not so in the source",
                what=what,
                name=have,
                wanted=want,
            )
            yield Problem("HL020", ours[have], text)
            return


def answers(question: Question, sheet: Sheet) -> Iterator[Problem]:
    """HL021: kind, marks, conditions and hints are the source's. HL008: so are the drawn values."""
    source = sheet.source.merged if sheet.source else None
    original = source.question(question.id) if source else None
    if original is None:
        return
    there = str(original.place)
    if question.kind != original.kind:
        kinds = {"kind": question.kind, "other": original.kind}
        text = say("{kind} here, {other} in {there}", there=there, **kinds)
        yield Problem("HL021", question.place, text)
        return
    yield from _marks(question, original, there)
    if not (sheet.faulty(question) or (sheet.source and sheet.source.faulty(original))):
        yield from _conditions(question, original, there)
    n, other = len(question.hints), len(original.hints)
    if n != other:
        text = say("{n} hints here, {other} in {there}", n=n, other=other, there=there)
        yield Problem("HL021", question.place, text)
    drawable = original.answer.draw.keys() if original.answer else set()
    for name in sorted((_drawn(original) & drawable) - _drawn(question)):
        text = say("the drawn {name} is shown in {there}, not here", name=name, there=there)
        yield Problem("HL008", question.place, text)


def _marks(question: Question, original: Question, there: str) -> Iterator[Problem]:
    n, other = len(question.choices), len(original.choices)
    if n != other:
        text = say("{n} choices here, {other} in {there}", n=n, other=other, there=there)
        yield Problem("HL021", question.place, text)
        return
    for choice, model in zip(question.choices, original.choices, strict=True):
        if choice.right != model.right:
            text = say("this choice is marked otherwise in {there}", there=str(model.place))
            yield Problem("HL021", choice.place, text)
            return


def _conditions(question: Question, original: Question, there: str) -> Iterator[Problem]:
    ours = [band.condition for band in question.bands]
    theirs = [band.condition for band in original.bands]
    for band, wanted in zip(question.bands, theirs, strict=False):
        if band.condition != wanted:
            text = say(
                "condition `{ours}` here, `{theirs}` in {there}",
                ours=band.condition,
                theirs=wanted,
                there=there,
            )
            yield Problem("HL021", band.place, text)
            return
    n, other = len(ours), len(theirs)
    if n != other:
        text = say("{n} conditions here, {other} in {there}", n=n, other=other, there=there)
        yield Problem("HL021", question.place, text)


def _drawn(question: Question) -> set[str]:
    found = (spans for spans, _ in spans_within((question,)))
    return {span.name for spans in found for span in spans if isinstance(span, Drawn)}


def formulas(screen: Screen, sheet: Sheet) -> Iterator[Problem]:
    """HL022: the formulas of the screen, in any order: sentences turn around in translation."""
    original, source = sheet.original(screen), sheet.source
    if original is not None and source is not None:
        yield from _compared("HL022", sheet.formulas(screen), source.formulas(original), screen)


def citations(screen: Screen, sheet: Sheet) -> Iterator[Problem]:
    """HL023: the citations of the screen, in any order."""
    original, source = sheet.original(screen), sheet.source
    if original is None or source is None:
        return
    ours, theirs = sheet.marked("citation", screen), source.marked("citation", original)
    # A key that the source itself does not know is HL011 there; no second finding here.
    unknown = {key for key, _ in theirs} - source.file.head.sources.keys()
    yield from _compared("HL023", ours, theirs, screen, excused=unknown)


def _compared(
    code: str,
    ours: list[tuple[str, Place]],
    theirs: list[tuple[str, Place]],
    screen: Screen,
    excused: Collection[str] = (),
) -> Iterator[Problem]:
    """What one side has more often than the other; what is excused may stand for anything."""
    extra = Counter(text for text, _ in ours) - Counter(text for text, _ in theirs)
    missing = Counter(text for text, _ in theirs) - Counter(text for text, _ in ours)
    left = list(missing.elements())
    for text, place in reversed(ours):
        if not extra[text]:
            continue
        extra[text] -= 1
        instead = left.pop(0) if left else None
        if instead in excused:
            continue
        said = say("{ours} is not in the source", ours=text)
        if instead is not None:
            said = say("{ours} here, {theirs} in the source", ours=text, theirs=instead)
        yield Problem(code, place, said)
    for text in (text for text in left if text not in excused):
        there = next(str(place) for other, place in theirs if other == text)
        said = say("{theirs} of {there} is missing", theirs=text, there=there)
        yield Problem(code, screen.place, said)


def claims(screen: Screen, sheet: Sheet) -> Iterator[Problem]:
    """HL023: the statuses of the screen's claims, in the source's order."""
    original = sheet.original(screen)
    if original is None:
        return
    ours, theirs = _claims(screen.blocks), _claims(original.blocks)
    for (status, place), (wanted, there) in zip(ours, theirs, strict=False):
        if status != wanted and UNKNOWN not in (status, wanted):
            chips = {"ours": status, "theirs": wanted, "there": str(there)}
            text = say("[{ours}] here, [{theirs}] in {there}", **chips)
            yield Problem("HL023", place, text)
            return
    n, other = len(ours), len(theirs)
    if n != other:
        at = str(original.place)
        text = say("{n} claims here, {other} in {there}", n=n, other=other, there=at)
        yield Problem("HL023", screen.place, text)


def _claims(blocks: tuple[Block, ...]) -> list[tuple[str, Place]]:
    """Status and place of each claim; UNKNOWN where the chip is none of the six (HL010)."""
    found: list[tuple[str, Place]] = []
    for block in blocks_within(blocks):
        if not isinstance(block, Paragraph):
            continue
        if block.claim is not None:
            found.append((block.claim.status, block.place))
        elif block.spans and _is_chip(block.spans[0]):
            found.append((UNKNOWN, block.place))
    return found


def _is_chip(span: Span) -> bool:
    return isinstance(span, Code) and span.text[:1] == "[" and span.text[-1:] == "]"


def revision(screen: Screen, sheet: Sheet) -> Iterator[Problem]:
    """HL024: the screen was translated from the text that the source has now."""
    original = sheet.original(screen)
    head = sheet.file.head
    if original is None or head.problem is not None:
        return
    noted = head.revs.get(screen.id)
    if noted == original.revision:
        return
    text = say(
        "translated from revision {noted}, {there} is now {revision}; "
        "review it, then `hdtui check --accept {folder}/{screen}`",
        noted=noted or "–",
        there=str(original.place),
        revision=original.revision,
        folder=head.folder,
        screen=screen.id,
    )
    yield Problem("HL024", screen.place, text)


def machine_facts(sheet: Sheet) -> Iterator[Problem]:
    """HL026: panels and answers are declared once, in the source language."""
    if sheet.source is None:
        return
    text = say("machine facts stand in the source language only")
    for screen in sheet.file.screens:
        for block in screen.blocks:
            if isinstance(block, Panel | Walkthrough | Figure):
                yield Problem("HL026", block.place, text)
            elif isinstance(block, Question) and block.answer is not None:
                yield Problem("HL026", block.answer.place, text)
