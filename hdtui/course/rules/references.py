"""What names something else: a panel its experiment, an answer its panel, an expression its names.

HL003 unknown experiment, HL004 settings and bounds, HL008 `{{}}`, HL009 dangling run, output or
draw, HL012 a name nobody defines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from hdtui.course.expressions import ExpressionError, parse
from hdtui.course.model import AnswerSpec, Panel, Question, Screen
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet, key_place
from hdtui.course.rules.settings import fault_of, faults, listed, no_setting
from hdtui.description import Description
from hdtui.errors import Place
from hdtui.messages import Message, say

_DRAWN = re.compile(r"\{\{ ?\w+ ?\}\}")


def panel_experiment(panel: Panel, sheet: Sheet) -> Iterator[Problem]:
    """HL003: the experiment exists; HL004: its settings, dials and overlays are its own."""
    experiment = sheet.experiment(panel.name)
    if experiment is None:
        yield Problem("HL003", key_place(panel, "name"), unusable(panel.name, sheet))
        return
    for key, fault in faults(panel.set, experiment):
        yield Problem("HL004", key_place(panel, f"set.{key}"), fault)
    for key in panel.turn:
        if key not in experiment.settings:
            yield Problem("HL004", key_place(panel, "turn"), no_setting(key, experiment))
    for where, overlays in (("breaks", panel.breaks), ("compare", panel.compare)):
        for n, overlay in enumerate(overlays):
            for key, fault in faults(overlay, experiment):
                yield Problem("HL004", key_place(panel, f"{where}.{n}.{key}"), fault)


def panel_prediction(panel: Panel, sheet: Sheet) -> Iterator[Problem]:
    """HL009: a panel's `predict:` names a question whose answer this panel measures."""
    if panel.predict is None:
        return
    place = key_place(panel, "predict")
    question = sheet.merged.question(panel.predict)
    if question is None and panel.predict not in sheet.raw.questions:
        text = say("`predict` names {question}, no question of this lesson", question=panel.predict)
        yield Problem("HL009", place, text)
        return
    run = question.answer.run if question and question.answer else None
    if run is not None and run != panel.id and run in sheet.raw.panels:
        text = say(
            "`predict` names {question}, which is measured by {run}",
            question=panel.predict,
            run=run,
        )
        yield Problem("HL009", place, text)


def answer_run(question: Question, sheet: Sheet) -> Iterator[Problem]:
    """HL009: the panel exists and each drawn value is one that its experiment takes."""
    answer = question.answer
    if answer is None or sheet.source is not None:
        return
    if answer.run is not None and answer.run not in sheet.raw.panels:
        text = say("`run` names {panel}, no panel of this lesson", panel=answer.run)
        yield Problem("HL009", key_place(answer, "run"), text)
    experiment = sheet.experiment_of(answer.run)
    if experiment is None:
        return
    for key, values in answer.draw.items():
        found = (fault_of(key, value, experiment) for value in values)
        if (fault := next(filter(None, found), None)) is not None:
            yield Problem("HL009", key_place(answer, f"draw.{key}"), fault)


def answer_expressions(question: Question, sheet: Sheet) -> Iterator[Problem]:
    """HL012, HL009: truth, theory and misconceptions parse and name what exists."""
    answer = question.answer
    if answer is None or sheet.source is not None:
        return
    drawn = set(answer.draw)
    if question.kind == "numeric":
        for key, text in (("truth", answer.truth), ("theory", answer.theory)):
            if text is not None:
                yield from _checked(text, key, answer, drawn, sheet)
    for name, text in answer.misconceptions.items():
        key = f"misconceptions.{name}"
        yield from _checked(text, key, answer, drawn | {"truth", "theory"}, sheet)


def _checked(
    text: str, key: str, answer: AnswerSpec, plain_names: Collection[str], sheet: Sheet
) -> Iterator[Problem]:
    experiment = sheet.experiment_of(answer.run)
    yield from unknown_names(text, key_place(answer, key), plain_names, experiment, answer.run)


def unknown_names(
    text: str,
    place: Place,
    plain_names: Collection[str],
    experiment: Description | None,
    run: str | None,
) -> Iterator[Problem]:
    """HL012 for a plain name nobody defines, HL009 for an output the run does not give.

    An expression that does not parse is the reader's; without a known experiment (already HL003
    or HL009) its outputs are not judged.
    """
    for name in sorted(names_of(text)):
        group, _, output = name.rpartition(".")
        if not group and name not in plain_names:
            known = listed(plain_names)
            said = say("{name} is unknown here; known: {known}", name=name, known=known)
            yield Problem("HL012", place, said)
        elif group and group not in ("measures", "theory"):
            said = say("{name}: only measures.* and theory.* have a dot", name=name)
            yield Problem("HL012", place, said)
        elif group and run is None:
            said = say("{name} needs a panel that measures it: `run:`", name=name)
            yield Problem("HL009", place, said)
        elif group and experiment is not None and output not in experiment.measures:
            yield Problem("HL009", place, _no_output(output, experiment))


def names_of(text: str) -> frozenset[str]:
    """The names an expression needs values for; none where it does not parse."""
    try:
        return parse(text).names
    except ExpressionError:
        return frozenset()


def _no_output(output: str, experiment: Description) -> Message:
    return say(
        "{experiment} gives no {output}; it gives {known}",
        experiment=experiment.name,
        output=output,
        known=listed(experiment.measures),
    )


def drawn_values(sheet: Sheet) -> Iterator[Problem]:
    """HL008: `{{d}}` stands in a question, and that question draws it."""
    answers = {question.id: question.answer for question in sheet.merged.questions()}
    broken = (sheet.source or sheet).raw.questions.keys() - answers.keys()
    for mark in sheet.file.marks:
        if mark.kind != "drawn" or mark.question in broken:
            continue
        answer = answers.get(mark.question) if mark.question is not None else None
        if answer is None or mark.text not in answer.draw:
            text = say("{name} is not drawn by the question it stands in", name=mark.text)
            yield Problem("HL008", mark.place, text)


def drawn_formulas(screen: Screen, sheet: Sheet) -> Iterator[Problem]:
    """HL008: a drawn value never stands inside mathematics, where GitHub shows its braces.

    What a translation repeats is the source's mistake, what it adds is HL022.
    """
    for tex, place in sheet.formulas(screen) if sheet.source is None else ():
        if _DRAWN.search(tex):
            yield Problem("HL008", place, say("a drawn value cannot stand inside mathematics"))


def unusable(name: str, sheet: Sheet) -> Message:
    """Why there is no such experiment: `sphere.latitud ...; is sphere.latitude meant?`"""
    known = sheet.catalogue.get(name)
    if known is not None and known.problem is not None:
        return say("{name} cannot be used: {why}", name=name, why=known.problem)
    close = get_close_matches(name, sheet.catalogue, n=1)
    if close:
        return say("{name} is no experiment; is {close} meant?", name=name, close=close[0])
    return say("{name} is no experiment; `hdtui experiments` lists them", name=name)
