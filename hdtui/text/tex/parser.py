"""LaTeX's mathematics, token by token, into a tree. Nothing is dropped.

What is not known stays visible as it was written (`\\foo{a}`), and so does what does not fit (a
brace without its partner). Parsing takes time linear in the input: one pass over the tokens,
nesting bounded by `DEEPEST`, deeper groups kept as their source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from hdtui.text.tex import signs, symbols
from hdtui.text.tex.tree import EMPTY, Accent, Node, Row, Scripts, Sign, Space

DEEPEST = 24
"Levels of nesting that are laid out; no formula for people has half as many."

NEW_ROW = frozenset({"\\\\", "\\cr", "\\newline"})
_CELL_ENDS = NEW_ROW | {"&"}
_ENDS = frozenset({"", "}", "&", "\\right", "\\end"}) | NEW_ROW
_TOKENS = re.compile(r"\\(?:operatorname|hspace)\*|\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)


def flat(items: list[Node]) -> Node:
    """One node for several; a single one is itself."""
    return items[0] if len(items) == 1 else Row(tuple(items))


class Parser:
    """Recursive descent. What `\\name` does with its arguments is in `commands`."""

    def __init__(self, tex: str, commands: Mapping[str, Callable[[Parser], Node]]) -> None:
        # Markdown's own escape doubles the backslash before an underscore.
        self.tokens = _TOKENS.findall(tex.replace("\\\\_", "\\_"))
        self.commands = commands
        self.at = 0
        self.depth = 0

    # ------------------------------------------------------------ tokens

    def peek(self) -> str:
        """The next token that is no space; "" at the end."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def skip(self, token: str) -> bool:
        """Takes the token if it is the next one."""
        found = self.peek() == token
        self.at += found
        return found

    def source(self) -> str:
        """The next group as it was written, without its braces; or one token."""
        if self.peek() != "{":
            return self.take()
        depth, start = 0, self.at + 1
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            depth += (token == "{") - (token == "}")
            if depth == 0:
                return "".join(self.tokens[start : self.at - 1])
        return "".join(self.tokens[start:])

    # ------------------------------------------------------------ rows

    def cells(self, stops: frozenset[str]) -> list[list[Node]]:
        """Rows of cells up to a stop; `&` parts cells, `\\\\` parts rows."""
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(self.row(stops | _CELL_ENDS))
            if self.skip("&"):
                continue
            if self.peek() not in NEW_ROW:
                break
            self.at += 1
            rows.append([])
        if len(rows) > 1 and rows[-1] == [EMPTY]:
            rows.pop()  # a line end after the last line
        return rows

    def row(self, stops: frozenset[str]) -> Node:
        """Items up to a stop, which is left; size commands leave no trace."""
        items: list[Node] = []
        while (token := self.peek()) and token not in stops:
            item = self.item()
            if item != Space(0):
                items.append(item)
        return flat(items)

    def item(self) -> Node:
        """An atom with its index, exponent and primes."""
        base: Node = Sign("") if self.peek() in ("^", "_", "'") else self.atom()
        stacked = signs.stacks(base)
        below: list[Node] = []
        above: list[Node] = []
        while (token := self.peek()) in ("^", "_", "'", "\\limits", "\\nolimits"):
            self.at += 1
            if token == "^":
                above.append(self.argument())
            elif token == "_":
                below.append(self.argument())
            elif token == "'":
                above.append(Sign("′"))
            else:
                stacked = token == "\\limits"
        if not below and not above:
            return base
        return Scripts(
            base, flat(below) if below else None, flat(above) if above else None, stacked
        )

    def argument(self) -> Node:
        """One group or atom, without scripts of its own; empty where there is none."""
        return EMPTY if self.peek() in _ENDS else self.atom()

    def optional(self) -> Node | None:
        """`[...]`, or None."""
        if not self.skip("["):
            return None
        body = self.row(frozenset({"]", "}"}))
        self.skip("]")
        return body

    def atom(self) -> Node:
        if self.depth >= DEEPEST:
            return Sign(self.source(), "text")
        self.depth += 1
        try:
            token = self.take()
            if token == "{":
                return self.group()
            if token.startswith("\\") and len(token) > 1:
                return self.command(token[1:])
            return signs.sign(token)
        finally:
            self.depth -= 1

    def group(self) -> Node:
        """After `{`, up to its `}`. A lone sign in braces is ordinary: `20{,}000`."""
        body = self.row(frozenset({"}"}))
        if not self.skip("}"):
            return Row((Sign("{", "open"), body))
        if isinstance(body, Sign) and body.kind in ("binary", "relation", "punctuation"):
            return replace(body, kind="ord")
        return body

    def command(self, name: str) -> Node:
        """What `\\name` stands for, its arguments taken."""
        if (sign := signs.named_sign(name)) is not None:
            return sign
        if name in symbols.SPACES:
            return Space(symbols.SPACES[name])
        if name in symbols.IGNORED:
            return Space(0)
        if name in symbols.TEXT:
            return Sign(signs.words(self.source()), "text")
        if name in symbols.FONTS:
            return signs.in_font(self.argument(), symbols.FONTS[name])
        if name in symbols.PLAIN_FONTS:
            return signs.upright(self.argument())
        if name in symbols.ACCENTS:
            return Accent(self.argument(), symbols.ACCENTS[name], name)
        if name in self.commands:
            return self.commands[name](self)
        return self.unknown(name)

    def unknown(self, name: str) -> Node:
        """As it was written, its arguments in their braces."""
        items: list[Node] = [Sign("\\" + name)]
        while name.isalpha() and self.at < len(self.tokens) and self.tokens[self.at] == "{":
            self.at += 1
            items += [Sign("{", "open"), self.group(), Sign("}", "close")]
        return flat(items)

    def delimiter(self) -> str:
        """After `\\left`, `\\right`, `\\middle`; "" for the dot that means none."""
        token = self.take()
        named = signs.named_sign(token[1:]) if token.startswith("\\") else None
        text = named.text if named else token
        return {".": "", "<": "⟨", ">": "⟩"}.get(text, text)
