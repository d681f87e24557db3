"""What the parts of the reader share while one file is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hdtui.course.commands import command
from hdtui.course.inline import spans
from hdtui.course.markdown import MAX_PARAGRAPH, Node, read_inline
from hdtui.course.marks import Mark, locate
from hdtui.course.model import Broken, NumberSource, Spans, Text
from hdtui.course.problems import Findings
from hdtui.errors import Place
from hdtui.messages import Message, say

MAX_SOURCE: Final = 2000
"Characters of a broken block that are kept to be shown."


@dataclass
class Reading:
    """One file being read: its lines, what was found wrong, and where the reader stands."""

    file: str
    lines: Sequence[str]
    findings: Findings
    translation: bool = False
    references: dict[str, Any] = field(default_factory=dict)
    screen: str | None = None
    question: str | None = None
    marks: list[Mark] = field(default_factory=list)
    numbers: list[NumberSource] = field(default_factory=list)
    ids: dict[tuple[str, str], Place] = field(default_factory=dict)
    "Where each id was given first, by what it names: (`question`, `belt-width`)."

    def problem(self, code: str, place: Place, message: Message) -> None:
        self.findings.add(code, place, message)

    def broken(self, code: str, node: Node, message: Message, place: Place | None = None) -> Broken:
        """Note a mistake; what stands in the block's stead."""
        self.findings.add(code, place or node.place, message)
        return self.stand_in(node, message, place)

    def stand_in(self, node: Node, message: Message, place: Place | None = None) -> Broken:
        """What is shown where a block could not be read; the mistake is noted already."""
        source = "\n".join(self.lines[node.line : node.end])[:MAX_SOURCE]
        return Broken(message, place or node.place, source=source)

    def claim_id(self, what: str, id: str, place: Place) -> bool:
        """True the first time; the second use of an id is HL002."""
        first = self.ids.setdefault((what, id), place)
        if first == place:
            return True
        text = say("the id `{id}` is taken already, on line {line}", id=id, line=str(first.line))
        self.problem("HL002", place, text)
        return False

    def spans(self, node: Node) -> Spans:
        """The words of a paragraph, heading or cell: its one `inline` node, or none."""
        inline = next((child for child in node.children if child.kind == "inline"), None)
        if inline is None:
            return ()
        text = inline.token.content
        if len(text) > MAX_PARAGRAPH:
            message = say("a paragraph has at most {limit} characters", limit=MAX_PARAGRAPH)
            self.problem("HL003", inline.place, message)
            return (Text(text[:MAX_SOURCE] + " …"),)
        tokens = read_inline(text, self.references)
        for token in tokens:
            if token.type == "html_inline" and token.content.startswith("<!--"):
                self._refuse_inline_command(token.content, inline.place)
        found = spans(tokens)
        for kind, words, place in locate(found, self.lines, inline.place, inline.end):
            self.marks.append(Mark(kind, words, place, self.screen, self.question))
        return found

    def _refuse_inline_command(self, comment: str, place: Place) -> None:
        if command(comment[4:-3], place) is not None:
            self.problem("HL003", place, say("a command stands on a line of its own"))
