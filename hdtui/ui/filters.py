"""The last gate before the terminal: whatever was missed above, no control character passes.

Textual writes the text of a segment as it is, so an escape sequence in a lesson's code, in a
worker's message or in a link would reach the terminal. Text is cleaned where it enters; this
filter is the proof on the way out.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from hdtui.text.clean import clean


class CleanFilter(LineFilter):
    """Replaces control and bidi characters in every segment, link addresses included."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [
            segment if segment.control else Segment(clean(segment.text), _clean_link(segment.style))
            for segment in segments
        ]


def _clean_link(style: Style | None) -> Style | None:
    if style is None or not style.link:
        return style
    return style.update_link(clean(style.link))
