"""A sheet of cells: every row stays exactly as wide as it was made, whatever is written on it."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import NamedTuple

from hdtui.i18n import tell
from hdtui.messages import Message
from hdtui.text.clean import clean
from hdtui.text.lines import Line, Run, cells, clusters

Cell = tuple[str, str]
"A character (with its accents) and its style. The cell right of a wide character holds no text."
Row = list[Cell]
Rows = list[Row]
BLANK: Cell = (" ", "")


def sheet(width: int, height: int) -> Rows:
    return [[BLANK] * width for _ in range(height)]


def write(row: Row, column: int, text: str, style: str) -> int:
    """Write over the row from a column on, cut at its ends; returns the column after the text."""
    for character in clusters(text):
        size = cells(character)
        if size and column >= 0 and column + size <= len(row):
            _free(row, column)
            _free(row, column + size - 1)
            row[column] = (character, style)
            if size == 2:
                row[column + 1] = ("", style)
        column += size
    return column


def _free(row: Row, column: int) -> None:
    """What is about to be covered here may be half of a wide character: blank its other half."""
    text, style = row[column]
    if not text:
        row[column - 1] = (" ", style)
    elif cells(text) == 2:
        row[column + 1] = (" ", style)


def to_line(row: Row, colour: bool) -> Line:
    """The row as runs of one style each."""
    return tuple(
        Run("".join(text for text, _ in run), style if colour else "")
        for style, run in groupby(row, key=lambda cell: cell[1])
    )


class Key(NamedTuple):
    """An entry of the legend."""

    sample: str
    name: str
    style: str


def label(message: Message) -> str:
    """A message of a chart in the current language, on one line and cleaned.

    The messages of other people's experiments may ask for arguments they do not bring, or bring
    such as cannot be shown: then the bare text is said.
    """
    try:
        said = tell(message)
    except (LookupError, ArithmeticError, ValueError, AttributeError, TypeError):
        said = message.id
    return " ".join(clean(unicodedata.normalize("NFC", said)).split())
