"""The choices of a question, or the items to be put in order."""

from __future__ import annotations

from hdtui.course.markdown import Node
from hdtui.course.model import Choice, Paragraph
from hdtui.course.prose import blocks, joined
from hdtui.course.question_parts import Faults, Header
from hdtui.messages import say


def read_choices(header: Header, node: Node | None, faults: Faults) -> tuple[Choice, ...]:
    """The items of the list, each with its explanation. HL005 and HL006 are noted."""
    id = header.id
    if node is None:
        faults.stop("HL005", header.place, say("`{id}` has no choices", id=id))
        return ()
    if (node.kind == "ordered_list") != (header.kind in ("single", "order")):
        text = say("choices are numbered (`1. [x]`) where one is right, else `- [x]`")
        faults.note("HL005", node.place, text)
    choices = tuple(_choice(header, item, faults) for item in node.children)
    if len(choices) < 2:
        faults.stop("HL005", node.place, say("`{id}` has one choice only", id=id))
    right = sum(choice.right is True for choice in choices)
    if header.kind == "single" and right != 1:
        text = say("`{id}` has {n} right choices; a single choice has one", id=id, n=right)
        faults.stop("HL005", node.place, text)
    if header.kind == "multiple" and right in (0, len(choices)):
        text = say("`{id}`: some choices are right and some are wrong", id=id)
        faults.stop("HL005", node.place, text)
    return choices


def _choice(header: Header, item: Node, faults: Faults) -> Choice:
    checked = item.token.meta.get("checked")
    if (checked is None) != (header.kind == "order"):
        text = say("a choice opens with `[x]` or `[ ]`, an item to be ordered with neither")
        faults.stop("HL005", item.place, text)
    words = [child for child in item.children if not _explains(child)]
    quoted = [part for child in item.children if _explains(child) for part in child.children]
    made = blocks(faults.reading, words)
    explanation = blocks(faults.reading, quoted)
    if not explanation:
        text = say("this choice has no explanation: an indented `> ...` below it")
        faults.note("HL006", item.place, text)
    if len(made) != 1 or not isinstance(made[0], Paragraph):
        text = say("a choice is one paragraph; what else there is to say explains it")
        faults.note("HL005", item.place, text)
    right = checked if isinstance(checked, bool) else None
    return Choice(joined(made), right, explanation, item.place)


def _explains(node: Node) -> bool:
    return node.kind in ("blockquote", "alert")
