"""The column beside a chart: guess, measured, theory, and the gap in words."""

from __future__ import annotations

from hdtui.charts.words import gap
from hdtui.description import Description, Outcome, Unit, Value
from hdtui.i18n import _, tell
from hdtui.messages import Message, say
from hdtui.session.panel_state import shown_measures
from hdtui.text.lines import Line, Run, cells, cut, pad, wrap
from hdtui.text.numbers import show_number


def facts(
    outcome: Outcome,
    description: Description | None,
    guess: tuple[str, float] | None,
    width: int,
    rows: int = 100,
) -> list[Line]:
    """The predicted measure first with the guess and the gap; below it those that fit whole."""
    names = shown_measures(outcome, description)
    lines: list[Line] = []
    if guess is not None and guess[0] in names:
        name, value = guess
        names.remove(name)
        lines += _reveal(outcome, description, name, value, width)
    for name in names:
        measure = _measure(outcome, description, name, width)
        if len(lines) + len(measure) <= rows:
            lines += measure
    return lines


def _reveal(
    outcome: Outcome, description: Description | None, name: str, guess: float, width: int
) -> list[Line]:
    unit = outcome.units.get(name, "1")
    lines = [
        *wrap([Run(_label(name, description), "strong")], width),
        _row(_("you"), show_value(guess, unit), "chart.guess", width),
        *_values(outcome, name, width),
    ]
    measured = outcome.measures[name]
    if isinstance(measured, int | float):
        lines += wrap([Run(gap(guess, float(measured), unit))], width)
    return lines


def _measure(
    outcome: Outcome, description: Description | None, name: str, width: int
) -> list[Line]:
    label = wrap([Run(_label(name, description), "muted")], width)
    return [*label, *_values(outcome, name, width)]


def _values(outcome: Outcome, name: str, width: int) -> list[Line]:
    unit = outcome.units.get(name, "1")
    measured, theory, se = (
        table.get(name) for table in (outcome.measures, outcome.theory, outcome.se)
    )
    if se is None and measured is not None and measured == theory:  # a formula, not a sample
        return [_row(_("exact"), show_value(measured, unit), "chart.theory", width)]
    lines = [_row(_("measured"), _with_error(measured, se, unit), "chart.measured", width)]
    if theory is not None:
        lines.append(_row(_("theory"), show_value(theory, unit), "chart.theory", width))
    return lines


def _row(word: str, value: str, style: str, width: int) -> Line:
    room = max(width - cells(value), 1)
    return (Run(pad(cut(word, room - 1), room), style), Run(value, "strong"))


def _with_error(value: Value, se: Value, unit: Unit) -> str:
    shown = show_value(value, unit)
    if isinstance(se, float) and se > 0:
        return f"{shown} ±{show_number(se * (100 if unit == 'share' else 1), 1)}"
    return shown


def show_value(value: Value, unit: Unit) -> str:
    """A measure with its unit: `3.59°`, `61.4 %`, `36`."""
    if not isinstance(value, int | float):
        return "–"
    match unit:
        case "deg":
            return f"{show_number(value)}°"
        case "share":
            return f"{show_number(100 * value)} %"
        case _:
            return show_number(value)


def show_answer(value: float, unit: str) -> str:
    """A truth in the unit of its question."""
    known: dict[str, Unit] = {"deg": "deg", "share": "share"}
    shown = show_value(value, known.get(unit, "1"))
    return f"{shown} {unit}" if unit == "%" else shown


def show_setting(value: object) -> str:
    """The value of a setting: `20 000`, `yes`, `sphere`."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return show_number(value) if isinstance(value, int | float) else str(value)


def _label(name: str, description: Description | None) -> str:
    measure = description.measures.get(name) if description else None
    return tell(measure.label) if measure else name


def cost_line(outcome: Outcome) -> str:
    """Seed, device and what the run took, in one line."""
    parts: list[Message] = [say("seed {seed}", seed=outcome.seed)]
    if outcome.cost.seconds is not None:
        ms = outcome.cost.seconds * 1000
        parts.append(say("{ms} ms on {device}", ms=ms, device=outcome.device))
    if outcome.cost.bytes:
        parts.append(say("{mb} MB moved", mb=outcome.cost.bytes / 1e6))
    if outcome.cost.share_of_peak:
        share = 100 * outcome.cost.share_of_peak
        parts.append(say("{share} % of this machine's peak", share=share))
    return " · ".join(tell(part) for part in parts)
