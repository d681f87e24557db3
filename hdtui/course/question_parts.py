"""The comment that makes a question, and its blocks sorted into what they are for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, get_args

from hdtui.course.blocks import ID_PATTERN
from hdtui.course.commands import Command
from hdtui.course.machine import block_name
from hdtui.course.markdown import Node
from hdtui.course.model import Kind
from hdtui.course.reading import Reading
from hdtui.errors import Place
from hdtui.messages import Message, say

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
CHOSEN: Final = frozenset({"single", "multiple", "order"})
BANDED: Final = frozenset({"numeric", "curve"})
HINT: Final = "Hint:"

_LISTS: Final = frozenset({"bullet_list", "ordered_list"})
_CONDITION = re.compile(r"(`+)[^`]+\1\s*[:：]")


@dataclass
class Header:
    """`<!-- question: id KIND [order=fixed] [fast] -->` and the heading above it."""

    id: str
    kind: Kind
    fixed: bool
    fast: bool
    place: Place
    "Of the heading."


@dataclass
class Parts:
    """The nodes of a question by what they are for."""

    prompt: list[Node] = field(default_factory=list)
    hints: list[Node] = field(default_factory=list)
    options: Node | None = None
    "The list of choices or of feedback."
    answer: Node | None = None
    explanation: list[Node] = field(default_factory=list)


@dataclass
class Faults:
    """Notes the mistakes of one question; keeps the first for which it cannot be asked."""

    reading: Reading
    first: tuple[Message, Place] | None = None

    def note(self, code: str, place: Place, text: Message) -> None:
        """A mistake beside which the question still works."""
        self.reading.problem(code, place, text)

    def stop(self, code: str, place: Place, text: Message) -> None:
        """A mistake that keeps the question from being asked."""
        self.reading.problem(code, place, text)
        self.first = self.first or (text, place)


def read_header(reading: Reading, command: Command, place: Place) -> Header | Message:
    """The facts of the comment; or why they are none (noted already)."""
    words = list(command.words)
    id = words.pop(0) if words else ""
    if not re.match(ID_PATTERN, id):
        text = say("a question needs an id: `question: belt-width numeric`")
        reading.problem("HL002", command.place, text)
        return text
    name = words.pop(0) if words else ""
    kind = next((kind for kind in KINDS if kind == name), None)
    if kind is None:
        text = say("`{id}` needs its kind, one of {known}", id=id, known=", ".join(KINDS))
        reading.problem("HL002", command.place, text)
        return text
    fixed = command.options.get("order") == "fixed"
    strange = [word for word in words if word != "fast"]
    strange += [f"{k}={v}" for k, v in command.options.items() if not (k == "order" and fixed)]
    for word in strange:
        text = say(
            "a question has no option `{word}`; there are `fast` and `order=fixed`", word=word
        )
        reading.problem("HL003", command.place, text)
    return Header(id, kind, fixed, "fast" in words, place)


def sort_parts(header: Header, nodes: Sequence[Node], faults: Faults) -> Parts:
    """Each node to its part; what cannot stand where it stands is noted."""
    parts = Parts()
    for node in nodes:
        if block_name(node) == "answer":
            if parts.answer is not None:
                faults.note("HL007", node.place, say("a question has one `yaml answer`"))
            else:
                parts.answer = node
        elif _is_hint(node):
            if parts.options is not None:
                faults.note("HL003", node.place, say("hints stand before the choices"))
            parts.hints.append(node)
        elif parts.options is None and _are_options(header.kind, node):
            parts.options = node
        elif header.kind != "order" and _are_options(header.kind, node):
            faults.note("HL005", node.place, say("a question has one list of choices"))
        elif _explains(header.kind, node, parts):
            parts.explanation.append(node)
        else:
            parts.prompt.append(node)
    return parts


def _is_hint(node: Node) -> bool:
    return node.kind == "blockquote" and _first_text(node).startswith(HINT)


def _are_options(kind: Kind, node: Node) -> bool:
    if node.kind not in _LISTS:
        return False
    if kind in BANDED:
        return any(_CONDITION.match(_first_text(item)) for item in node.children)
    if kind == "order":
        return node.kind == "ordered_list"
    return kind in CHOSEN and any("checked" in item.token.meta for item in node.children)


def _first_text(node: Node) -> str:
    """How the first paragraph of a container is written."""
    inner = node.children[0].children if node.children else []
    return inner[0].token.content if inner else ""


def _explains(kind: Kind, node: Node, parts: Parts) -> bool:
    """Prose after the choices; where there are none, everything from the first quote on."""
    if parts.options is not None or parts.explanation:
        return True
    return kind in ("text", "curve") and node.kind == "blockquote"
