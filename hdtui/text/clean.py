"""What may reach a terminal: text, and nothing that gives orders to it or hides from the reader.

A lesson, a worker or a host far away may send anything. An escape sequence would move the
cursor or retitle the window; a bidirectional control would let a line read otherwise than it is
(CVE-2021-42574, "Trojan Source"); a character without width would put text where nobody sees it.
Each such character becomes one visible sign, so that the reader sees that something was there.
"""

from __future__ import annotations

import re

SIGN = "\ufffd"
"Stands where a character was refused."
TAB = 4

# Unicode's control and format characters (Cc, Cf), lone surrogates (Cs), line and paragraph
# separators (Zl, Zp), and what is left of Default_Ignorable_Code_Point: fillers without a glyph
# that terminals do not agree about. Spelled out because scanning unicodedata at import costs
# 0.2 s; a test compares the two.
_REFUSED = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2"
    "\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "]"
)
# Which of two glyphs a character takes. They carry no text of their own, and terminals disagree
# whether U+FE0F widens the sign before it: without them every width is certain.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPECIAL = re.compile(f"{_REFUSED.pattern[:-1]}\n{_SELECTORS.pattern[1:]}")


def clean(text: str, keep_newlines: bool = False) -> str:
    """The text with every dangerous or hidden character replaced by U+FFFD.

    A line feed (with the carriage return before it) stays where `keep_newlines` is set and is a
    space elsewhere; a tab fills up to the next multiple of four, or is a space. Variation
    selectors are dropped. Never raises; cleaning twice changes nothing more.

    >>> clean("\\x1b[31mred\\u202e")
    '\ufffd[31mred\ufffd'
    """
    if not _SPECIAL.search(text):
        return text
    text = _SELECTORS.sub("", text.replace("\r\n", "\n"))
    if keep_newlines:
        text = "\n".join(_expanded(line) for line in text.split("\n"))
    else:
        text = text.replace("\n", " ").replace("\t", " ")
    return _REFUSED.sub(SIGN, text)


def _expanded(line: str) -> str:
    """Tabs as the spaces that a fixed-width listing means by them."""
    return line.expandtabs(TAB) if "\t" in line else line
