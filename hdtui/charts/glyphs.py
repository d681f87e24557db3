"""The characters a chart is drawn with: what is measured, what is theory and what was guessed
differ in shape, so that they can be told apart without colour."""

from __future__ import annotations

from typing import NamedTuple

from hdtui.text.numbers import show_number


class Glyphs(NamedTuple):
    up: str
    "Columns of bars, from the thinnest to the full cell, growing upward."
    right: str
    "The same growing to the right."
    points: str
    "One character for each measured series."
    line: str
    "A line: `braille`, or a character."
    lines: tuple[str, ...]
    "How theories look in the legend, in the order of `DASHES`."
    joined: str
    "A line through measured points, in the legend."
    cloud: str
    "Many points, in the legend."
    band: str
    guess_point: str
    guess_line: str
    guess_edge: str
    stretch: tuple[str, str, str]
    "Left end, line, right end of a guessed stretch."
    beyond: tuple[str, str]
    "It goes on to the left, to the right of the axis."
    here: str
    over: str
    under: str
    bar_theory: tuple[str, str]
    "Where theory stands on a lying bar, and on a standing one."
    shades: str
    "From the lowest to the highest value of a heat map."
    greys: str
    "From dark to light."
    to: str
    "Between two ends of a range."
    ellipsis: str
    "Ends a label that is cut."
    number: dict[str, str]
    "What becomes of the signs of a number."
    frame: tuple[str, str, str, str, str]
    "Upright, upright with tick, corner, level, level with tick."


UNICODE = Glyphs(
    up="▁▂▃▄▅▆▇█",
    right="▏▎▍▌▋▊▉█",
    points="●■▲◆○□△◇",
    line="braille",
    lines=("⠒⠒", "⠒ ⠒", "⠂⠐"),
    joined="⠒",
    cloud="⠪⠕",
    band="░",
    guess_point="×",
    guess_line="┄",
    guess_edge="┊",
    stretch=("├", "─", "┤"),
    beyond=("◂", "▸"),
    here="▴",
    over="↑",
    under="↓",
    bar_theory=("┃", "━"),
    shades="·░▒▓█",
    greys=" ░▒▓█",
    to="–",
    ellipsis="…",
    number={},
    frame=("│", "┤", "└", "─", "┬"),
)

ASCII = Glyphs(
    up="_#",
    right="#",
    points="o*+@%&$=",
    line=".",
    lines=("..", ". .", ".  ."),
    joined=".",
    cloud="oo",
    band=":",
    guess_point="x",
    guess_line="-",
    guess_edge="!",
    stretch=("|", "-", "|"),
    beyond=("<", ">"),
    here="^",
    over="^",
    under="v",
    bar_theory=("!", "="),
    shades=".:+*#",
    greys=" .:*#",
    to="-",
    ellipsis="..",
    number={"−": "-", "–": "-", "\u00a0": ""},
    frame=("|", "|", "+", "-", "+"),
)

DASHES: tuple[tuple[float, float] | None, ...] = (None, (2.0, 1.5), (0.5, 1.5))
"Lengths of strokes and gaps in cells, for the first theory, the second and the third."

MEASURED = ("chart.measured", "chart.second", "chart.third", "chart.fourth")


def number(value: float, glyphs: Glyphs) -> str:
    """A number as `show_number` writes it, in the characters of these glyphs."""
    shown = show_number(value)
    for sign, instead in glyphs.number.items():
        shown = shown.replace(sign, instead)
    return shown


def measured_style(index: int) -> str:
    return MEASURED[index % len(MEASURED)]
