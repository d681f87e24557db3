"""Lines to a terminal or a pipe: bold and reverse where there is a terminal, plain elsewhere."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable

from hdtui.text.clean import clean
from hdtui.text.lines import Line

LIMIT = 100
"Columns of prose at most: longer lines are hard to read."


def styled() -> bool:
    """Whether stdout takes escape codes: a terminal that is not dumb and NO_COLOR unset."""
    return (
        sys.stdout.isatty()
        and os.environ.get("TERM", "dumb") != "dumb"
        and not os.environ.get("NO_COLOR")
    )


def columns(limit: int = LIMIT) -> int:
    """The width to lay out for; 80 in a pipe."""
    return max(20, min(shutil.get_terminal_size((80, 24)).columns, limit))


def write(lines: Iterable[Line]) -> None:
    """Each line to stdout."""
    if styled():
        from hdtui.ui.styles import style_of

        for line in lines:
            runs = (style_of(run.style, {}).render(clean(run.text)) for run in line)
            sys.stdout.write("".join(runs).rstrip() + "\n")
    else:
        for line in lines:
            sys.stdout.write(clean("".join(run.text for run in line)).rstrip() + "\n")
    sys.stdout.flush()


def write_text(text: str) -> None:
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()
