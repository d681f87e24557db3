"""From the names of styles (`chip.theorem`, `chart.guess`) to the theme's colours.

Rooms below speak of meaning; only here does meaning get a colour, so that a theme, NO_COLOR or
the terminal's own palette changes every screen at once. No state is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style
from textual.color import Color

# name -> (theme variable of the foreground, attributes)
_LOOK: dict[str, tuple[str, str]] = {
    "strong": ("", "bold"),
    "emphasis": ("", "italic"),
    "strike": ("", "strike"),
    "code": ("text-accent", ""),
    "formula": ("text-primary", ""),
    "link": ("text-primary", "underline"),
    "muted": ("text-muted", ""),
    "heading": ("text-primary", "bold"),
    "title": ("", "bold"),
    "drawn": ("text-accent", "bold"),
    "error": ("text-error", "bold"),
    "right": ("text-success", "bold"),
    "wrong": ("text-error", "bold"),
    "chosen": ("text-accent", "bold"),
    "cursor": ("", "reverse"),
    "key": ("text-accent", "bold"),
    "primary": ("text-primary", "bold"),
    "bar": ("text-primary", ""),
    "alert.note": ("text-primary", "bold"),
    "alert.tip": ("text-success", "bold"),
    "alert.important": ("text-secondary", "bold"),
    "alert.warning": ("text-warning", "bold"),
    "alert.caution": ("text-error", "bold"),
    "chip.theorem": ("text-success", "reverse"),
    "chip.conditional": ("text-warning", "reverse"),
    "chip.empirical": ("text-primary", "reverse"),
    "chip.hypothesis": ("text-secondary", "reverse"),
    "chip.metaphor": ("text-muted", "reverse"),
    "chip.correction": ("text-error", "reverse"),
    "chart.title": ("", "bold"),
    "chart.axis": ("text-muted", ""),
    "chart.measured": ("text-primary", ""),
    "chart.second": ("text-secondary", ""),
    "chart.third": ("text-accent", ""),
    "chart.fourth": ("text-success", ""),
    "chart.theory": ("text-warning", ""),
    "chart.guess": ("text-error", "bold"),
    "chart.band": ("text-muted", ""),
}


def style_of(name: str, variables: Mapping[str, str]) -> Style:
    """The rich style of a semantic name; words it does not know add nothing."""
    return _style_of(name, tuple(variables.get(_LOOK[w][0], "") for w in _words(name)))


def _words(name: str) -> list[str]:
    return [word for word in name.split() if word in _LOOK]


@lru_cache(maxsize=512)
def _style_of(name: str, colours: tuple[str, ...]) -> Style:
    style = Style()
    for word, colour in zip(_words(name), colours, strict=True):
        attributes = _LOOK[word][1]
        style += Style.parse(attributes) if attributes else Style()
        style += _colour(colour)
    return style


def _colour(value: str) -> Style:
    """A theme variable as rich takes it; `auto 60%` (the theme's faint text) is dim."""
    if not value:
        return Style()
    if value.startswith("auto"):
        return Style(dim=True)
    return Style(color=Color.parse(value).rich_color)
