"""YAML read event by event, so that every key keeps its line and column.

Stricter than YAML: aliases, anchors, tags, duplicate keys, and numbers written so that YAML takes
them for text (`1e4`) or for something else than they look (`010` is 8, `12:30` is 750) are
refused. No object is ever constructed from a tag, and depth is counted, so that no text can
overflow the stack.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Protocol

import yaml

from hdtui.course.problems import Findings
from hdtui.errors import Place
from hdtui.messages import Message, say

MAX_DEPTH: Final = 12
MAX_INTEGER: Final = 2**53
"Beyond it a float cannot tell neighbours apart, and readers of JSON disagree."

Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]


class _Mark(Protocol):
    """A place in a text, from 0; libyaml's and PyYAML's own are two classes."""

    line: int
    column: int


_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"libyaml where PyYAML was built with it: ten times faster, the same events."
_TRUE: Final = frozenset({"yes", "true", "on"})
_FALSE: Final = frozenset({"no", "false", "off"})
_NULL: Final = frozenset({"", "~", "null"})
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]*)$")
_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$")
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)(?:[eE][-+]?[0-9]+)?$"
    r"|[-+]?0[xXbBoO][0-9a-fA-F_]+$|[-+]?[0-9]+(?::[0-9]+)+$|[-+]?\.(?:inf|nan)$",
    re.IGNORECASE,
)


@dataclass
class Loaded:
    """A mapping, and where each of its keys stands."""

    value: dict[str, Data]
    start: Place
    places: dict[str, Place] = field(default_factory=dict)
    "By dotted path: `set`, `set.d`, `turn.0`."
    quoted: set[str] = field(default_factory=set)
    "Paths of scalars in quotes: text by the author's will."
    refused: set[str] = field(default_factory=set)
    "Paths of values already complained about; None stands in their place."

    def place(self, path: str) -> Place:
        """Where this path stands, or the nearest known above it."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path.rpartition(".")[0]
        return self.start

    def part(self, path: str, value: dict[str, Data]) -> Loaded:
        """The mapping that stands at `path`, as if it were read by itself."""
        prefix = f"{path}."
        places = {p.removeprefix(prefix): q for p, q in self.places.items() if p.startswith(prefix)}
        quoted = {p.removeprefix(prefix) for p in self.quoted if p.startswith(prefix)}
        refused = {p.removeprefix(prefix) for p in self.refused if p.startswith(prefix)}
        return Loaded(value, self.place(path), places, quoted, refused)


def looks_like_number(text: str) -> bool:
    return _NUMBER_LIKE.match(text) is not None


def read_mapping(text: str, start: Place, findings: Findings, code: str) -> Loaded | None:
    """The mapping written in `text`, whose first character stands at `start`.

    Mistakes go to `findings` under `code` (HL017 duplicate key, HL018 number as text) and what
    they touch is left out. None where there is no mapping at all.
    """
    reader = _read(text, start, findings, code)
    if reader is None:
        return None
    if not isinstance(reader.result, dict):
        findings.add(code, start, say("keys and values are needed here: `key: value`"))
        return None
    return Loaded(reader.result, start, reader.places, reader.quoted, reader.refused)


def _read(text: str, start: Place, findings: Findings, code: str) -> _Reader | None:
    """A reader that has read all of the text; None where it is no YAML."""
    reader = _Reader(start, findings, code)
    try:
        reader.read(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reader.complain(mark, say("not YAML: {why}", why=error.problem or error.context or "?"))
    except yaml.YAMLError as error:
        place = _reader_place(error, text, start)
        findings.add(code, place, say("a character that YAML does not allow"))
    except _GaveUp:
        pass
    else:
        return reader
    return None


def _reader_place(error: yaml.YAMLError, text: str, start: Place) -> Place:
    before = text[: max(getattr(error, "position", 0), 0)]
    line = before.count("\n")
    return Place(start.file, start.line + line, start.column + len(before.rpartition("\n")[2]))


class _GaveUp(Exception):
    """What was complained about leaves no way to go on."""


@dataclass
class _Frame:
    """A collection being filled; a mapping waits for a key, then for its value."""

    into: dict[str, Data] | list[Data]
    path: str
    key: str | None = None
    skip: bool = False
    "The value that follows belongs to a refused key."


class _Reader:
    def __init__(self, start: Place, findings: Findings, code: str) -> None:
        self.start = start
        self.findings = findings
        self.code = code
        self.places: dict[str, Place] = {}
        self.quoted: set[str] = set()
        self.refused: set[str] = set()
        self.result: Data = None
        self.stack: list[_Frame] = []
        self.documents = 0

    def complain(self, mark: _Mark | None, message: Message, code: str | None = None) -> None:
        self.findings.add(code or self.code, self._place(mark), message)

    def _place(self, mark: _Mark | None) -> Place:
        if mark is None:
            return self.start
        column = mark.column + self.start.column
        return Place(self.start.file, self.start.line + mark.line, column)

    def read(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    self.documents += 1
                    if self.documents > 1:
                        self.complain(event.start_mark, say("one document only: no second `---`"))
                        return
                case yaml.AliasEvent():
                    self.complain(event.start_mark, say("aliases are not allowed"))
                    self.refused.add(self._put(None, event))
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    if len(self.stack) >= MAX_DEPTH:
                        self.complain(event.start_mark, say("nested too deeply"))
                        raise _GaveUp
                    self._open(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self.stack.pop()

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        self._refuse_marks(event)
        into: dict[str, Data] | list[Data] = {} if isinstance(event, yaml.MappingStartEvent) else []
        if self._waits_for_key():
            self.complain(event.start_mark, say("a key is one word"))
            raise _GaveUp
        self.stack.append(_Frame(into, self._put(into, event)))

    def _waits_for_key(self) -> bool:
        return (
            bool(self.stack)
            and isinstance(self.stack[-1].into, dict)
            and (self.stack[-1].key is None)
        )

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_marks(event)
        if self._waits_for_key():
            self._key(event)
            return
        plain = not event.style
        if plain and looks_like_number(event.value) and not _is_number(event.value):
            text = say(
                "`{text}` is text or another number in YAML: write 10000 or 1.0e+4, or quote it",
                text=event.value,
            )
            self.complain(event.start_mark, text, "HL018")
            self.refused.add(self._put(None, event))
            return
        value: Data = _resolve(event.value) if plain else event.value
        if isinstance(value, int | float) and abs(value) > MAX_INTEGER:
            self.complain(event.start_mark, say("this number is too large"))
            self.refused.add(self._put(None, event))
            return
        path = self._put(value, event)
        if not plain:
            self.quoted.add(path)

    def _key(self, event: yaml.ScalarEvent) -> None:
        frame = self.stack[-1]
        frame.key = event.value
        path = f"{frame.path}.{event.value}" if frame.path else event.value
        if event.value in frame.into:
            text = say("`{key}` stands here twice", key=event.value)
            self.complain(event.start_mark, text, "HL017")
            frame.skip = True
        else:
            self.places[path] = self._place(event.start_mark)

    def _put(self, value: Data, event: yaml.Event) -> str:
        """Store a value where the stack stands; its path."""
        if not self.stack:
            self.result = value
            return ""
        frame = self.stack[-1]
        if isinstance(frame.into, list):
            path = f"{frame.path}.{len(frame.into)}" if frame.path else str(len(frame.into))
            self.places[path] = self._place(event.start_mark)
            frame.into.append(value)
            return path
        key, skip = frame.key or "", frame.skip
        frame.key, frame.skip = None, False
        path = f"{frame.path}.{key}" if frame.path else key
        if skip:
            return f"{path} (again)"  # what lies below must not take the first one's places
        frame.into[key] = value
        return path

    def _refuse_marks(self, event: yaml.NodeEvent) -> None:
        if event.anchor is not None:
            self.complain(event.start_mark, say("anchors and aliases are not allowed"))
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self.complain(event.start_mark, say("tags are not allowed"))


def _is_number(text: str) -> bool:
    return bool(_INTEGER.match(text) or _FLOAT.match(text))


def _resolve(text: str) -> Data:
    """What a plain scalar means; the words of YAML 1.1, and numbers that look like what they are.

    A number of thousands of digits is an infinity: Python refuses to read it as an integer.
    """
    if _INTEGER.match(text):
        digits = text.replace("_", "")
        return int(digits) if len(digits) < 40 else math.inf
    if _FLOAT.match(text):
        return float(text.replace("_", ""))
    word = text.lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    return None if word in _NULL else text
