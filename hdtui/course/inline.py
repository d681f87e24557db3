"""The words of a paragraph: markdown-it's tokens -> spans, formulas, drawn values, citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import msgspec
from markdown_it.token import Token

from hdtui.course.model import Break, Citation, Code, Drawn, Formula, Span, Spans, Text
from hdtui.text.lines import join_soft

_DRAWN_OR_CITED = re.compile(
    r"\{\{ ?(?P<drawn>[A-Za-z_]\w*) ?\}\}"
    r"|\[(?P<cited>@[A-Za-z0-9][\w:.-]*(?:; ?@[A-Za-z0-9][\w:.-]*)*)\]"
)
_LINE_BREAKS: Final = frozenset({"<br>", "<br/>", "<br />"})
_TURNS: Final[dict[str, tuple[str, int]]] = {
    "strong_open": ("strong", 1),
    "strong_close": ("strong", -1),
    "em_open": ("emphasis", 1),
    "em_close": ("emphasis", -1),
    "s_open": ("strike", 1),
    "s_close": ("strike", -1),
}


def spans(tokens: Sequence[Token]) -> Spans:
    """Spans of one paragraph; lines that the author broke softly are joined as the script asks.

    HTML comments are left out; other HTML stays visible as it was written.
    """
    writer = _Writer()
    for index, token in enumerate(tokens):
        writer.take(token, tokens, index)
    return writer.finished()


def plain(parts: Spans) -> str:
    """The words alone: for comparisons and for titles kept as text."""
    words = []
    for span in parts:
        match span:
            case Text(text=text) | Code(text=text):
                words.append(text)
            case Formula(tex=tex):
                words.append(f"${tex}$")
            case Drawn(name=name):
                words.append("{{" + name + "}}")
            case Break():
                words.append(" ")
            case Citation():
                pass
    return "".join(words).strip()


def without_start(parts: Spans, count: int) -> Spans:
    """The spans without the first `count` characters of the text they begin with."""
    if not parts or not isinstance(parts[0], Text):
        return parts
    rest = parts[0].text[count:].lstrip()
    head: Spans = (msgspec.structs.replace(parts[0], text=rest),) if rest else ()
    return head + parts[1:]


def trimmed(parts: Spans) -> Spans:
    """The spans without blanks at either end."""
    found = list(parts)
    while found and isinstance(found[0], Text) and not found[0].text.strip():
        found.pop(0)
    while found and isinstance(found[-1], Text) and not found[-1].text.strip():
        found.pop()
    if found and isinstance(first := found[0], Text):
        found[0] = msgspec.structs.replace(first, text=first.text.lstrip())
    if found and isinstance(last := found[-1], Text):
        found[-1] = msgspec.structs.replace(last, text=last.text.rstrip())
    return tuple(found)


class _Writer:
    """Collects spans; knows which styles are open."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.open = {"strong": 0, "emphasis": 0, "strike": 0}
        self.link = ""

    def take(self, token: Token, tokens: Sequence[Token], index: int) -> None:
        if token.type in _TURNS:
            style, turn = _TURNS[token.type]
            self.open[style] += turn
            return
        match token.type:
            case "text":
                self._text(token.content)
            case "softbreak":
                self._text(self._soft(tokens, index))
            case "code_inline":
                self.spans.append(Code(token.content))
            case "math_inline":
                self.spans.append(Formula(token.content.strip()))
            case "math_inline_double":
                self.spans.append(Formula(token.content.strip(), display=True))
            case "hardbreak":
                self.spans.append(Break())
            case "link_open":
                self.link = str(token.attrs.get("href", ""))
            case "link_close":
                self.link = ""
            case "image":
                self._image(token)
            case "html_inline":
                self._html(token.content)
            case _:
                self._text(token.content)

    def _text(self, text: str) -> None:
        if text:
            strong, emphasis, strike = (bool(self.open[s]) for s in self.open)
            self.spans.append(Text(text, strong, emphasis, strike, self.link))

    def _soft(self, tokens: Sequence[Token], index: int) -> str:
        """What stands for a line end, by what is beside it; a formula counts as a letter."""
        before = self.spans[-1] if self.spans else None
        left = before.text if isinstance(before, Text | Code) else "x"
        follower = next(
            (t for t in tokens[index + 1 : index + 8] if t.content or not t.nesting), None
        )
        right = follower.content if follower and follower.type in ("text", "code_inline") else "x"
        return join_soft(left or "x", right or "x")

    def _image(self, token: Token) -> None:
        """A terminal shows the words that stand for the picture, linked to it."""
        link = Text(token.content or str(token.attrs.get("src", "")))
        source = str(token.attrs.get("src", ""))
        self.spans.append(msgspec.structs.replace(link, link=source))

    def _html(self, html: str) -> None:
        if html.lower() in _LINE_BREAKS:
            self.spans.append(Break())
        elif not html.startswith("<!--"):
            self._text(html)

    def finished(self) -> Spans:
        """Neighbours of one style as one, drawn values and citations apart."""
        merged: list[Span] = []
        for span in self.spans:
            last = merged[-1] if merged else None
            if isinstance(span, Text) and isinstance(last, Text) and _same_style(span, last):
                merged[-1] = msgspec.structs.replace(last, text=last.text + span.text)
            else:
                merged.append(span)
        parted: list[Span] = []
        for span in merged:
            parted.extend(_parted(span) if isinstance(span, Text) else (span,))
        return trimmed(tuple(parted))


def _same_style(one: Text, other: Text) -> bool:
    return msgspec.structs.replace(one, text="") == msgspec.structs.replace(other, text="")


def _parted(text: Text) -> list[Span]:
    """`{{d}}` and `[@key]` cut out of the words around them."""
    parts: list[Span] = []
    at = 0
    for found in _DRAWN_OR_CITED.finditer(text.text):
        if found.start() > at:
            parts.append(msgspec.structs.replace(text, text=text.text[at : found.start()]))
        if found["drawn"]:
            parts.append(Drawn(found["drawn"]))
        else:
            parts.append(Citation(tuple(k.strip()[1:] for k in found["cited"].split(";"))))
        at = found.end()
    if at < len(text.text):
        parts.append(msgspec.structs.replace(text, text=text.text[at:]))
    return parts
