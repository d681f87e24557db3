"""HL019: a number in prose is the number its source gives.

    <!-- number: 8.7 % = 100*theory.band_share @ sphere.latitude d=3 -->

Behind `@` stand an experiment and settings; without it the expression is plain arithmetic. What
only a run can tell (`measures.*`) is held to its form here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from hdtui.course.expressions import ExpressionError, parse
from hdtui.course.model import NumberSource, Paragraph, Screen
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet, blocks_within, plain
from hdtui.course.rules.references import names_of, unknown_names, unusable
from hdtui.course.rules.settings import faults
from hdtui.description import Description, SettingValue
from hdtui.messages import Message, say

# Digits, or groups of three: `20 000`, `20,000`. Not `3, 8`: that is two numbers.
_WHOLE = r"[-−]?(?:\d{1,3}(?:[ ,_\u00a0\u202f]\d{3})+(?!\d)|\d+)"
_NUMBER = re.compile(_WHOLE + r"(?:\.\d+)?(?:[eE][-+−]?\d+)?")
SIGNIFICANT = 2
"`60 000` stands for anything that rounds to it, but at least two of its digits count."


def sources(paragraph: Paragraph, sheet: Sheet) -> Iterator[Problem]:
    """HL019: each source is well formed, gives what is shown, and is shown in its paragraph."""
    if sheet.source is not None or not paragraph.numbers:
        return
    text = _even(plain(paragraph.spans))
    claimed = {_even(number.shown) for number in paragraph.numbers}
    for number in paragraph.numbers:
        shown = _even(number.shown)
        if not _stands(shown, text):
            others = [found for found in _alike(shown, text) if found not in claimed]
            yield Problem("HL019", number.place, _not_shown(shown, others))
        yield from _computed(number, sheet)
    if all(_stands(shown, text) for shown in claimed):
        yield from _without_source(paragraph, text, claimed)


def loose(sheet: Sheet) -> Iterator[Problem]:
    """HL019: a source stands right below a paragraph."""
    screens = sheet.file.screens
    held = {
        number.place
        for screen in screens
        for block in blocks_within(screen.blocks)
        for number in (block.numbers if isinstance(block, Paragraph) else ())
    }
    for number in sheet.file.numbers:
        if number.place not in held:
            text = say("the source of a number stands right below its paragraph")
            yield Problem("HL019", number.place, text)


def _not_shown(shown: str, others: list[str]) -> Message:
    if others:
        return say("the paragraph says {other}, its source {shown}", other=others[0], shown=shown)
    return say("{shown} does not stand in the paragraph before", shown=shown)


def _without_source(paragraph: Paragraph, text: str, claimed: set[str]) -> Iterator[Problem]:
    """A paragraph that gives the source of one number of a kind gives it for each of the kind."""
    alike = {found for shown in sorted(claimed) for found in _alike(shown, text)}
    for found in sorted(alike - claimed):
        yield Problem("HL019", paragraph.place, say("{number} has no source here", number=found))


def _stands(shown: str, text: str) -> bool:
    """Does the text say this number, not as a part of another?"""
    return re.search(_alone(re.escape(shown)), text) is not None


def _alone(pattern: str) -> str:
    return rf"(?<![\d.,]){pattern}(?!\d|[.,]\d)"


def _alike(shown: str, text: str) -> list[str]:
    """The numbers of a text that are written like `shown`: its unit, its decimal point.

    A bare whole number has no pattern of its own: anything may be a year or a dimension.
    """
    match = _NUMBER.search(shown)
    if match is None or ("." not in match[0] and shown == match[0]):
        return []
    digits = _WHOLE + (r"\.\d+" if "." in match[0] else "")
    before, after = shown[: match.start()], shown[match.end() :]
    pattern = _alone(re.escape(before) + digits + re.escape(after))
    return [found[0] for found in re.finditer(pattern, text)]


def _computed(number: NumberSource, sheet: Sheet) -> Iterator[Problem]:
    experiment, wrong = _experiment(number, sheet)
    yield from wrong
    names = names_of(number.expression)
    if wrong or any(name.startswith("measures.") for name in names):
        return
    values = _values(number, names, experiment, sheet)
    if values is not None:
        yield from _held(number, values)


def _experiment(number: NumberSource, sheet: Sheet) -> tuple[Description | None, list[Problem]]:
    """The experiment behind `@`, and what is wrong with it, its settings or its names."""
    place, text = number.place, number.expression
    if number.experiment is None:
        return None, [_as_source(problem) for problem in unknown_names(text, place, (), None, None)]
    experiment = sheet.experiment(number.experiment)
    if experiment is None:
        return None, [Problem("HL019", place, unusable(number.experiment, sheet))]
    wrong = [Problem("HL019", place, fault) for _, fault in faults(number.settings, experiment)]
    names = unknown_names(text, place, experiment.settings, experiment, experiment.name)
    return experiment, [*wrong, *map(_as_source, names)]


def _as_source(problem: Problem) -> Problem:
    return Problem("HL019", problem.place, problem.message)


def _values(
    number: NumberSource, names: Collection[str], experiment: Description | None, sheet: Sheet
) -> dict[str, float] | None:
    """What the expression's names stand for; None where the theory cannot be asked."""
    if experiment is None:
        return {}
    defaults = {key: setting.default for key, setting in experiment.settings.items()}
    settings: dict[str, SettingValue] = {**defaults, **number.settings}
    values = {key: float(v) for key, v in settings.items() if isinstance(v, int | float)}
    if any(name.startswith("theory.") for name in names):
        if sheet.theory_of is None:
            return None
        theory = sheet.theory_of(experiment.name, settings)
        if theory is None:
            return None
        values |= {f"theory.{name}": value for name, value in theory.items()}
    return values


def _held(number: NumberSource, values: dict[str, float]) -> Iterator[Problem]:
    """The value rounds to what is shown."""
    try:
        value = float(parse(number.expression).evaluate(values))
    except ExpressionError as error:
        yield Problem("HL019", number.place, error.title)
        return
    read = read_number(number.shown)
    if read is None:
        text = say("{shown} is no number with a unit", shown=number.shown)
        yield Problem("HL019", number.place, text)
        return
    claimed, half = read
    if abs(value - claimed) > half * (1 + 1e-9):
        text = say("{shown} is claimed, its source gives {value}", shown=number.shown, value=value)
        yield Problem("HL019", number.place, text)


def read_number(shown: str) -> tuple[float, float] | None:
    """(the number, half a unit of its last digit that counts), or None.

    >>> read_number("8.7 %"), read_number("60 000")
    ((8.7, 0.05), (60000.0, 500.0))
    """
    match = _NUMBER.search(shown)
    if match is None:
        return None
    text = re.sub(r"[_,\s]", "", match[0]).replace("−", "-").lower()
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    last = -len(fraction)
    if not fraction:
        digits = whole.lstrip("0")
        zeros = len(digits) - len(digits.rstrip("0"))
        last = min(zeros, max(len(digits) - SIGNIFICANT, 0))
    return float(text), 0.5 * 10.0 ** (last + int(exponent or 0))


def translated(screen: Screen, sheet: Sheet) -> Iterator[Problem]:
    """HL019: a sourced number of the source's screen stands in the translated screen too."""
    original = sheet.original(screen)
    if original is None:
        return
    start, end = sheet.span_of(screen)
    text = sheet.raw.prose[start:end]
    even = _even(text)
    for block in blocks_within(original.blocks):
        for number in block.numbers if isinstance(block, Paragraph) else ():
            shown = _even(number.shown)
            if _stands(shown, even):
                continue
            others = _alike(shown, even)
            place = sheet.raw.find(others[0], start, end) if others else None
            yield Problem("HL019", place or screen.place, _not_shown(shown, others))


def _even(text: str) -> str:
    """Blanks of every kind and number as one plain space."""
    return " ".join(text.split())
