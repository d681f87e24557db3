"""HTML comments as commands: `<!-- screen: id -->`, `<!-- claim: id run=belt holds="..." -->`.

GitHub shows nothing of a comment, so a lesson reads well there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hdtui.description import SettingValue
from hdtui.errors import Place

_COMMAND = re.compile(r"\s*([a-z]+):(?:\s+|$)")
_WORD = re.compile(r'([a-z]+)=("[^"]*"|[^\s"]+)|(\S+)')


@dataclass
class Command:
    """One command: `name: text`."""

    name: str
    text: str
    place: Place
    words: list[str] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    '`key=value` and `key="some words"`.'


@dataclass
class Comment:
    """A stretch of an HTML block: a comment (with its command, if it is one) or other HTML."""

    text: str
    place: Place
    command: Command | None = None
    closed: bool = True
    is_comment: bool = True


def comments(html: str, place: Place) -> Iterator[Comment]:
    """The comments of an HTML block that begins at `place`, and what stands between them."""
    cursor = _Cursor(html, place)
    at = len(html) - len(html.lstrip())
    while at < len(html):
        start = html.find("<!--", at)
        start = len(html) if start < 0 else start
        if other := html[at:start].strip():
            yield Comment(other, cursor.to(at), is_comment=False)
        if start == len(html):
            return
        where = cursor.to(start)
        end = html.find("-->", start + 4)
        if end < 0:
            yield Comment(html[start:].strip(), where, closed=False)
            return
        inner = html[start + 4 : end]
        if "<!--" in inner:  # it was left open, and the next comment's end closes it
            yield Comment(inner.strip(), where, closed=False)
        else:
            yield Comment(inner.strip(), where, command(inner, where))
        at = end + 3


class _Cursor:
    """Places of growing offsets; each stretch of the text is counted once."""

    def __init__(self, text: str, start: Place) -> None:
        self.text = text
        self.start = start
        self.at = len(text) - len(text.lstrip())  # the block begins at its first mark
        self.line, self.column = start.line, start.column

    def to(self, offset: int) -> Place:
        if ends := self.text.count("\n", self.at, offset):
            self.line += ends
            self.column = offset - self.text.rfind("\n", self.at, offset)
        else:
            self.column += offset - self.at
        self.at = offset
        return Place(self.start.file, self.line, self.column)


def command(text: str, place: Place) -> Command | None:
    """The command of a comment's text, or None where it is just a remark."""
    found = _COMMAND.match(text)
    if not found:
        return None
    rest = " ".join(text[found.end() :].split())
    read = Command(found[1], rest, place)
    for word in _WORD.finditer(rest):
        if word[3] is None:
            read.options[word[1]] = word[2].strip('"')
        else:
            read.words.append(word[3])
    return read


def setting_value(text: str) -> SettingValue:
    """`1000`, `1e3`, `.5`, `yes`, `10,20,50`, `gauss`: as on the command line."""
    parts = [_scalar(part) for part in text.split(",")] if "," in text else []
    if parts and all(isinstance(p, int | float) and not isinstance(p, bool) for p in parts):
        return tuple(float(p) for p in parts)
    return _scalar(text)


def _scalar(text: str) -> bool | int | float | str:
    word = text.lower()
    if word in ("yes", "true", "no", "false"):
        return word in ("yes", "true")
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
