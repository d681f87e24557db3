"""Markdown to a tree of nodes that know their line and column.

markdown-it-py in two steps: blocks first, then the text of each paragraph when it is asked for. So
a paragraph beyond the limit costs nothing, and blocks and text have their own limits of nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_block_dollar

from hdtui.errors import Place

MAX_NESTING: Final = 20
"Quotes, alerts and list items inside one another."
MAX_PARAGRAPH: Final = 16 * 1024
"Characters of one paragraph: markdown-it is not linear in every text, so a text has an end."

MAX_FORMULA_LINES: Final = 60

_FORMULA: Final = math_block_dollar(allow_labels=False, allow_blank_lines=False)
_BLOCK_LEVELS: Final = 2 * MAX_NESTING + 6
"markdown-it counts a list and its item as two; beyond this it drops what follows."
_INLINE_LEVELS: Final = 12
_MARKER = re.compile(r"[-+*]|\d{1,9}[.)]")
_CONTAINERS: Final = frozenset({"blockquote", "alert", "list_item"})


@dataclass
class Node:
    """A block of Markdown with what it holds."""

    kind: str
    "markdown-it's name without `_open`: `paragraph`, `blockquote`, `fence`, `inline` ..."
    token: Token
    place: Place
    line: int
    "First line, from 0."
    end: int
    "The line after the last."
    children: list[Node] = field(default_factory=list)
    depth: int = 0
    "Containers around it."

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@cache
def _blocks() -> MarkdownIt:
    return _parser(_BLOCK_LEVELS).disable(["inline", "text_join"])


@cache
def _inline() -> MarkdownIt:
    return _parser(_INLINE_LEVELS)


def _parser(nesting: int) -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")
    parser.options["alerts"] = True
    parser.options["tasklists"] = True
    parser.options["maxNesting"] = nesting
    parser.use(
        dollarmath_plugin,
        double_inline=True,
        allow_space=True,
        allow_labels=False,
        allow_blank_lines=False,  # as on GitHub: an unclosed `$$` cannot swallow the lesson
    )
    parser.block.ruler.at("math_block", _bounded_formula)
    return parser


def _bounded_formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The plugin's rule, held to its list item and to a number of lines.

    By itself it looks for the closing `$$` through all that follows, at each `$$` anew: three
    minutes for 256 KiB of `- $$ a`.
    """
    last = min(end, start + MAX_FORMULA_LINES)
    for line in range(start + 1, last):
        if state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            last = line
            break
    return _FORMULA(state, start, last, silent)


def read_blocks(lines: Sequence[str], file: str) -> tuple[list[Node], dict[str, Any]]:
    """The blocks of a text, and the link references it defines (for `read_inline`)."""
    references: dict[str, Any] = {}
    tokens = _blocks().parse("\n".join(lines), references)
    return _Tree(lines, file).build(tokens), references


def read_inline(text: str, references: dict[str, Any]) -> list[Token]:
    """The tokens of one paragraph's text."""
    parsed = _inline().parseInline(text, references)
    return parsed[0].children or [] if parsed else []


class _Tree:
    """From markdown-it's flat list of tokens to nodes; the columns come from the lines."""

    def __init__(self, lines: Sequence[str], file: str) -> None:
        self.lines = lines
        self.file = file

    def build(self, tokens: list[Token]) -> list[Node]:
        top: list[Node] = []
        open_: list[Node] = []
        skip = 0
        for token in tokens:
            if token.type.startswith("alert_title"):
                skip += token.nesting
                continue
            if skip:
                continue
            if token.nesting < 0:
                open_.pop()
                continue
            node = self._node(token, open_)
            (open_[-1].children if open_ else top).append(node)
            if token.nesting > 0:
                open_.append(node)
        return top

    def _node(self, token: Token, open_: list[Node]) -> Node:
        kind = token.type.removesuffix("_open")
        around = [node for node in open_ if node.kind in _CONTAINERS]
        if token.map is None:  # a table's cells: where their row stands
            parent = open_[-1]
            return Node(kind, token, parent.place, parent.line, parent.end, depth=len(around))
        line, end = token.map
        column = _column(self.lines[line] if line < len(self.lines) else "", around, line)
        return Node(kind, token, Place(self.file, line + 1, column), line, end, depth=len(around))


def _column(text: str, around: Sequence[Node], line: int) -> int:
    """The column at which a block starts on its first line, behind the marks of its containers."""
    at = _after_blanks(text, 0)
    for node in around:
        if node.kind != "list_item":
            at += 1 if text[at : at + 1] == ">" else 0
        elif line == node.line and (marker := _MARKER.match(text, at)):
            at = marker.end()
        at = _after_blanks(text, at)
    return at + 1


def _after_blanks(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip(" \t"))
