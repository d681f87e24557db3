"""The revision of a stretch of a lesson: has its text changed since it was translated?"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

_COMMENT: Final = "\0"
_BLANK: Final = _COMMENT + " \t"


def revision(lines: Sequence[str], skipped: Iterable[range] = ()) -> str:
    """First 8 hex digits of sha256 over the text, of the lines that are not skipped (fences).

    In NFC, without comments, each run of blanks as one space and each run of empty lines as one,
    lines joined by LF. So neither reflowing of blanks nor a change of a machine block counts.
    """
    out = {number for span in skipped for number in span}
    kept = "\n".join(line for number, line in enumerate(lines) if number not in out)
    text = unicodedata.normalize("NFC", _mark_comments(kept.replace(_COMMENT, "")))
    # A line that held nothing else than comments goes with them; it leaves no empty line.
    bare = [line for line in text.split("\n") if _COMMENT not in line or line.strip(_BLANK)]
    tidy = [" ".join(line.replace(_COMMENT, "").split()) for line in bare]
    parts = [line for i, line in enumerate(tidy) if line or (i and tidy[i - 1])]
    return hashlib.sha256("\n".join(parts).strip("\n").encode()).hexdigest()[:8]


def _mark_comments(text: str) -> str:
    """Each comment as one NUL (which no text holds). Linear in any text."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += (text[at:start], _COMMENT)
        at = end + 3
    return "".join(parts) + text[at:]
