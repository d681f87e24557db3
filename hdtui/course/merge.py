"""A translation put onto its source: machine facts from the source, words from the translation.

Matched by ids. What the translation lacks is shown in the source's language; what it has in
addition is left out (the linter names both).
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from hdtui.course.model import (
    AnswerBand,
    Block,
    Broken,
    Choice,
    Claim,
    Figure,
    Head,
    Lesson,
    Panel,
    Paragraph,
    Question,
    Screen,
    Walkthrough,
)

_Machine = Panel | Walkthrough | Figure


def merge(source: Lesson, translation: Lesson) -> Lesson:
    """The lesson in the translation's language, with the facts of its source."""
    screens = {screen.id: screen for screen in translation.screens}
    merged = tuple(
        _screen(screen, screens[screen.id]) if screen.id in screens else screen
        for screen in source.screens
    )
    return Lesson(head=merge_heads(source.head, translation.head), screens=merged)


def merge_heads(source: Head, translation: Head) -> Head:
    """The translation's title and objectives, the source's facts.

    Where the translation's head is broken, the source's with that problem.
    """
    if translation.problem is not None:
        return msgspec.structs.replace(source, problem=translation.problem)
    return msgspec.structs.replace(
        translation,
        id=source.id,
        minutes=source.minutes,
        needs=source.needs,
        sources=source.sources,
        objectives=translation.objectives or source.objectives,
        problem=source.problem,
    )


def _screen(source: Screen, translation: Screen) -> Screen:
    title = translation.title or source.title
    blocks = _blocks(source.blocks, translation.blocks)
    return msgspec.structs.replace(translation, title=title, blocks=blocks)


def _blocks(source: Sequence[Block], translation: Sequence[Block]) -> tuple[Block, ...]:
    """The translated prose with the source's panels and questions where they stand there.

    Questions part a screen into stretches. Within one, a panel comes after as many blocks of prose
    as in the source, or at the end where the translation has fewer.
    """
    questions = {block.id: block for block in translation if isinstance(block, Question)}
    known = {block.id for block in source if isinstance(block, Question)}
    theirs = _stretches(translation, known & questions.keys())
    ours = _stretches(source, known & questions.keys())
    claims = [b.claim for b in source if isinstance(b, Paragraph) and b.claim]
    merged: list[Block] = []
    for id, stretch in ours.items():
        if id is not None:
            (original,) = (b for b in source if isinstance(b, Question) and b.id == id)
            merged.append(_question(original, questions[id]))
        merged.extend(_woven(stretch, theirs.get(id, [])))
    return tuple(_with_claims(merged, claims))


def _stretches(blocks: Sequence[Block], shared: set[str]) -> dict[str | None, list[Block]]:
    """The blocks after each question that both languages have; before the first under None."""
    stretches: dict[str | None, list[Block]] = {None: []}
    last: str | None = None
    for block in blocks:
        if isinstance(block, Question) and block.id in shared:
            last = block.id
            stretches[last] = []
        else:
            stretches[last].append(block)
    return stretches


def _woven(source: Sequence[Block], translation: Sequence[Block]) -> list[Block]:
    prose = [block for block in translation if not isinstance(block, _Machine | Question)]
    woven: list[Block] = []
    passed = 0
    for block in source:
        if isinstance(block, _Machine | Question | Broken):
            woven.append(block)
        elif passed < len(prose):
            woven.append(prose[passed])
            passed += 1
    return woven + prose[passed:]


def _question(source: Question, translation: Question) -> Question:
    return msgspec.structs.replace(
        source,
        title=translation.title or source.title,
        prompt=translation.prompt or source.prompt,
        hints=translation.hints or source.hints,
        choices=_choices(source.choices, translation.choices),
        bands=_bands(source.bands, translation.bands),
        explanation=translation.explanation or source.explanation,
        place=translation.place,
    )


def _choices(source: Sequence[Choice], translation: Sequence[Choice]) -> tuple[Choice, ...]:
    """The translated choices with the source's marks; the source's where their number differs."""
    if len(source) != len(translation):
        return tuple(source)
    return tuple(
        msgspec.structs.replace(
            theirs, right=ours.right, explanation=theirs.explanation or ours.explanation
        )
        for ours, theirs in zip(source, translation, strict=True)
    )


def _bands(
    source: Sequence[AnswerBand], translation: Sequence[AnswerBand]
) -> tuple[AnswerBand, ...]:
    """The source's conditions in their order, the feedback of the same condition."""
    feedback = {band.condition: band.feedback for band in translation}
    return tuple(
        msgspec.structs.replace(band, feedback=feedback.get(band.condition) or band.feedback)
        for band in source
    )


def _with_claims(blocks: Sequence[Block], claims: Sequence[Claim]) -> list[Block]:
    """What the source's `claim:` comments say, onto the claims in their order."""
    left = list(claims)
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.claim and left:
            facts = left.pop(0)
            if block.claim.status == facts.status:
                claim = msgspec.structs.replace(
                    block.claim, id=facts.id, run=facts.run, holds=facts.holds
                )
                block = msgspec.structs.replace(block, claim=claim)
        found.append(block)
    return found
