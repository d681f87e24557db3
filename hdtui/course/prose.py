"""Nodes of Markdown -> the blocks of the model: paragraphs, claims, lists, alerts, tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Literal, cast, get_args

import msgspec

from hdtui.course.commands import Command, comments, setting_value
from hdtui.course.inline import trimmed
from hdtui.course.machine import MAX_FENCE_LINES, block_name, expression_problem
from hdtui.course.markdown import MAX_NESTING, Node
from hdtui.course.model import (
    STATUSES,
    Alert,
    Block,
    Break,
    Claim,
    Code,
    CodeBlock,
    Formula,
    Heading,
    ListBlock,
    MathBlock,
    NumberSource,
    Paragraph,
    Quote,
    Rule,
    Spans,
    Status,
    TableBlock,
    Text,
)
from hdtui.course.reading import Reading
from hdtui.messages import say

MAX_CELLS: Final = 200

_CHIP = re.compile(r"\[([A-Za-z]+)\]$")
_AlertKind = Literal["note", "tip", "important", "warning", "caution"]
_Side = Literal["left", "centre", "right"]
_SIDES: Final[dict[str, _Side]] = {
    "text-align:left": "left",
    "text-align:center": "centre",
    "text-align:right": "right",
}


def blocks(reading: Reading, nodes: Sequence[Node]) -> tuple[Block, ...]:
    """The blocks of these nodes, in order; comments between them are obeyed."""
    made: list[Block] = []
    claim: Command | None = None
    for node in nodes:
        if node.kind == "html_block":
            claim = _obey(reading, node, made, claim)
            continue
        block = _block(reading, node)
        if claim is not None:
            block = _claimed(reading, block, claim)
            claim = None
        made.append(block)
    if claim is not None:
        _no_claim(reading, claim)
    return tuple(made)


def _block(reading: Reading, node: Node) -> Block:
    if node.depth > MAX_NESTING:
        text = say("quotes and lists stand {limit} deep at most", limit=MAX_NESTING)
        return reading.broken("HL003", node, text)
    if make := _MAKERS.get(node.kind):
        return make(reading, node)
    return CodeBlock(node.token.content, "", node.place)


# ---------------------------------------------------------------- comments


def _obey(reading: Reading, node: Node, made: list[Block], claim: Command | None) -> Command | None:
    """Obeys the comments of an HTML block; the claim that waits for its paragraph."""
    for comment in comments(node.token.content, node.place):
        if not comment.closed:
            text = say("this comment is not closed by `-->`; what follows is in it")
            made.append(reading.broken("HL003", node, text, comment.place))
        elif not comment.is_comment:
            text = say("HTML is not shown; write Markdown")
            reading.problem("HL003", comment.place, text)
            made.append(CodeBlock(comment.text, "html", comment.place))
        elif (command := comment.command) is None:
            continue
        elif command.name == "claim":
            if claim is not None:
                _no_claim(reading, claim)
            claim = command
        elif command.name == "number":
            _add_number(reading, command, made)
        elif command.name in ("screen", "question"):
            text = say("`{name}:` stands on the line below its heading", name=command.name)
            reading.problem("HL002", command.place, text)
        else:
            text = say("there is no command `{name}:`", name=command.name)
            reading.problem("HL003", command.place, text)
    return claim


def _no_claim(reading: Reading, command: Command) -> None:
    text = say("a paragraph that opens with a status, as `[theorem]`, is needed below this")
    reading.problem("HL010", command.place, text)


def _claimed(reading: Reading, block: Block, command: Command) -> Block:
    """The paragraph with what its `claim:` comment says about it."""
    if not isinstance(block, Paragraph) or block.claim is None:
        _no_claim(reading, command)
        return block
    id = command.words[0] if command.words else None
    holds = command.options.get("holds")
    strange = [key for key in command.options if key not in ("run", "holds")]
    if strange or len(command.words) > 1:
        word = strange[0] if strange else command.words[1]
        text = say('`{word}` does not belong here: `claim: id run=PANEL holds="..."`', word=word)
        reading.problem("HL010", command.place, text)
    if id is not None:
        reading.claim_id("claim", id, command.place)
    if holds is not None and expression_problem(reading, holds, command.place, "condition"):
        holds = None
    claim = Claim(block.claim.status, block.place, id, command.options.get("run"), holds)
    return msgspec.structs.replace(block, claim=claim)


def _add_number(reading: Reading, command: Command, made: list[Block]) -> None:
    """Keeps where a number of the prose comes from, with the paragraph above the comment."""
    shown, equals, rest = command.text.partition("=")
    expression, at, run = (part.strip() for part in rest.partition("@"))
    words = run.split()
    pairs = [word.partition("=") for word in words[1:]]
    if (
        not equals
        or not shown.strip()
        or not expression
        or (at and not words)
        or not all(key and value for key, _, value in pairs)
    ):
        text = say("a number is written `number: 8.7 % = EXPRESSION @ EXPERIMENT d=3`")
        reading.problem("HL019", command.place, text)
        return
    if expression_problem(reading, expression, command.place, "number"):
        return
    settings = {key: setting_value(value) for key, _, value in pairs}
    experiment = words[0] if words else None
    number = NumberSource(shown.strip(), expression, experiment, settings, command.place)
    reading.numbers.append(number)
    if made and isinstance(last := made[-1], Paragraph):
        made[-1] = msgspec.structs.replace(last, numbers=(*last.numbers, number))


# ---------------------------------------------------------------- one maker a kind


def _paragraph(reading: Reading, node: Node) -> Block:
    spans = reading.spans(node)
    match spans:
        case (Formula(tex=tex, display=True),):
            return MathBlock(tex, node.place)
        case (Code(text=chip), *rest) if found := _CHIP.match(chip):
            if found[1] in STATUSES:
                claim = Claim(cast(Status, found[1]), node.place)
                return Paragraph(trimmed(tuple(rest)), node.place, claim)
            known = ", ".join(STATUSES)
            text = say("there is no status `{name}`; there are {known}", name=found[1], known=known)
            reading.problem("HL010", node.place, text)
    return Paragraph(spans, node.place)


def _heading(reading: Reading, node: Node) -> Block:
    return Heading(int(node.token.tag[1:]), reading.spans(node), node.place)


def _fence(reading: Reading, node: Node) -> Block:
    text = node.token.content
    if text.count("\n") > MAX_FENCE_LINES:
        message = say("a fence has at most {limit} lines", limit=MAX_FENCE_LINES)
        return reading.broken("HL003", node, message)
    if name := block_name(node):
        message = say("`yaml {name}` stands at the top level of a screen", name=name)
        return reading.broken("HL003", node, message)
    language = (node.token.info.split() or [""])[0]
    if language == "math":
        return MathBlock(text.strip(), node.place)
    return CodeBlock(text.rstrip("\n"), language, node.place)


def _code(reading: Reading, node: Node) -> Block:
    return CodeBlock(node.token.content.rstrip("\n"), "", node.place)


def _math(reading: Reading, node: Node) -> Block:
    return MathBlock(node.token.content.strip(), node.place)


def _quote(reading: Reading, node: Node) -> Block:
    return Quote(blocks(reading, node.children), node.place)


def _alert(reading: Reading, node: Node) -> Block:
    kind = str(node.token.meta.get("kind", "note")).lower()
    known = cast(_AlertKind, kind if kind in get_args(_AlertKind) else "note")
    return Alert(known, blocks(reading, node.children), node.place)


def _list(reading: Reading, node: Node) -> Block:
    items = tuple(_item(reading, item) for item in node.children)
    ordered = node.kind == "ordered_list"
    start = int(node.token.attrs.get("start", 1)) if ordered else 1
    return ListBlock(items, node.place, ordered, start)


def _item(reading: Reading, node: Node) -> tuple[Block, ...]:
    """An item's blocks; outside questions a task list keeps its boxes as text."""
    made = blocks(reading, node.children)
    checked = node.token.meta.get("checked")
    if checked is None or not made or not isinstance(first := made[0], Paragraph):
        return made
    box = Text("[x] " if checked else "[ ] ")
    return (msgspec.structs.replace(first, spans=(box, *first.spans)), *made[1:])


def _table(reading: Reading, node: Node) -> Block:
    rows = [child for part in node.children for child in part.children]
    if sum(len(row.children) for row in rows) > MAX_CELLS:
        text = say("a table has at most {limit} cells", limit=MAX_CELLS)
        return reading.broken("HL003", node, text)
    cells: list[tuple[Spans, ...]] = [
        tuple(reading.spans(cell) for cell in row.children) for row in rows
    ]
    styles = [str(cell.token.attrs.get("style", "")) for cell in rows[0].children] if rows else []
    align = tuple(_SIDES.get(style, "left") for style in styles)
    return TableBlock(cells[0] if cells else (), tuple(cells[1:]), align, node.place)


def _rule(reading: Reading, node: Node) -> Block:
    return Rule(node.place)


_MAKERS: Final[dict[str, Callable[[Reading, Node], Block]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "fence": _fence,
    "code_block": _code,
    "math_block": _math,
    "blockquote": _quote,
    "alert": _alert,
    "bullet_list": _list,
    "ordered_list": _list,
    "table": _table,
    "hr": _rule,
}


def joined(made: Sequence[Block]) -> Spans:
    """Several paragraphs as one run of spans, a line break between them."""
    parts: list[Spans] = [block.spans for block in made if isinstance(block, Paragraph)]
    together: Spans = ()
    for part in parts:
        together += (Break(), *part) if together else part
    return together
