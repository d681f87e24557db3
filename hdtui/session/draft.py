"""What a learner has chosen or typed and not yet given: it outlives the widget it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Draft:
    """One question's answer in the making."""

    text: str = ""
    "Typed so far (numbers and words)."
    marked: list[int] = field(default_factory=list)
    "Places on the screen, chosen (single: at most one) or ordered, in that order."
    heights: list[int] = field(default_factory=list)
    "Steps of a curve's points above the lower end of its axis."
    cursor: int = 0
