"""What a lesson says and on whose word: HL011 citations, HL015 conditional claims."""

from __future__ import annotations

from collections.abc import Iterator

from hdtui.course.model import Paragraph
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet
from hdtui.course.rules.references import names_of, unknown_names
from hdtui.course.rules.settings import listed
from hdtui.messages import say


def citations(sheet: Sheet) -> Iterator[Problem]:
    """HL011: each key of `[@a; @b]` is one of the front matter's sources."""
    if sheet.source is not None or sheet.file.head.problem is not None:
        return
    known = sheet.file.head.sources
    for mark in sheet.file.marks:
        if mark.kind == "citation" and mark.text not in known:
            text = say(
                "@{key} is none of this lesson's sources: {known}",
                key=mark.text,
                known=listed(known),
            )
            yield Problem("HL011", mark.place, text)


def conditional(paragraph: Paragraph, sheet: Sheet) -> Iterator[Problem]:
    """HL015: a conditional claim says what holds in which run, and that run has its limit."""
    claim = paragraph.claim
    if claim is None or sheet.source is not None:
        return
    unsaid = claim.holds is None or claim.run is None
    if claim.status == "conditional" and unsaid and not _misread(claim.place.line, sheet):
        text = say(
            "a conditional claim says what holds where: "
            '`<!-- claim: id run=PANEL holds="measures.contrast < .3" -->` before it'
        )
        yield Problem("HL015", claim.place, text)
    panel = sheet.merged.panel(claim.run) if claim.run is not None else None
    if claim.run is not None and claim.run not in sheet.raw.panels:
        text = say("the claim names {panel}, no panel of this lesson", panel=claim.run)
        yield Problem("HL009", claim.place, text)
    if claim.status == "conditional" and panel is not None and not panel.breaks:
        text = say("panel {panel} has no `breaks:` to show where the claim stops", panel=panel.id)
        yield Problem("HL015", claim.place, text)
    if claim.holds is not None:
        experiment = sheet.experiment_of(claim.run)
        settings = experiment.settings if experiment else names_of(claim.holds)
        yield from unknown_names(claim.holds, claim.place, settings, experiment, claim.run)


def _misread(line: int, sheet: Sheet) -> bool:
    """Is the comment right above this line one whose condition does not parse (HL012)?"""
    end = sheet.raw.offset(line)
    above = (p.place.line for p in sheet.file.problems if p.code == "HL012")
    starts = (sheet.raw.offset(other) for other in above if other < line)
    return any(not sheet.raw.prose[start:end].strip() for start in starts)
