"""A sentence of a lesson -> styled runs: formulas set, drawn values shown, citations labelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby

from hdtui.course.model import Break, Citation, Code, Drawn, Formula, Span, Text
from hdtui.description import SettingValue
from hdtui.i18n import _
from hdtui.text.clean import clean
from hdtui.text.formula import inline
from hdtui.text.lines import Run, close_up, cut
from hdtui.text.numbers import show_number

JOINED = "\u00a0"
LONGEST_LABEL = 32
"Cells of a citation's label."

# A year stands alone: not the 2005 of arXiv:2005.11401, not page 1998 of 1998-2010.
_YEAR = re.compile(r"(?<![\w:./-])(?:1[5-9]|20)\d\d(?=[a-z]?(?:[^\w./-]|[./](?!\d)|$))")
_AUTHOR = re.compile(r"(?:[A-Z]\.[ -]?)*(?P<name>[^\W\d_][^,;:.(&\d]*)")
_MORE = re.compile(r"\s+(?:et al|and|und|y|e|とほか|ほか)\b.*|\s*[&＆].*")


def spans_to_runs(
    spans: Iterable[Span],
    drawn: Mapping[str, SettingValue] | None = None,
    sources: Mapping[str, str] | None = None,
) -> list[Run]:
    """The runs of a sentence, cleaned. What was not drawn stays `{{name}}`; a source that is not
    known is cited by its key; a link to the net shows where it leads."""
    runs: list[Run] = []
    for link, group in groupby(spans, key=_link):
        words = [_run(span, drawn or {}, sources or {}) for span in group]
        runs += words
        if link.startswith(("http://", "https://")) and link not in "".join(r.text for r in words):
            runs.append(Run(f" ({clean(link)})", "muted"))
    return close_up(runs)


def _link(span: Span) -> str:
    return span.link if isinstance(span, Text) else ""


def _run(span: Span, drawn: Mapping[str, SettingValue], sources: Mapping[str, str]) -> Run:
    match span:
        case Text():
            flags = {
                "strong": span.strong,
                "emphasis": span.emphasis,
                "strike": span.strike,
                "link": bool(span.link),
            }
            return Run(clean(span.text), " ".join(name for name, on in flags.items() if on))
        case Code():
            return Run(clean(span.text), "code")
        case Formula():
            return Run(inline(span.tex), "formula")
        case Drawn():
            shown = show_value(drawn[span.name]) if span.name in drawn else f"{{{{{span.name}}}}}"
            return Run(clean(shown), "drawn")
        case Citation():
            labels = "; ".join(citation_label(key, sources) for key in span.keys)
            return Run(f"[{labels}]", "muted")
        case Break():
            return Run("\n")


def show_value(value: SettingValue) -> str:
    """A drawn value as prose has it: `20 000`, `yes`, `10, 20, 50`."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return show_number(value)
    return value if isinstance(value, str) else ", ".join(map(show_number, value))


def citation_label(key: str, sources: Mapping[str, str]) -> str:
    """`Beyer 1999`: first author and year of the source, or the key where it does not say them.

    >>> citation_label("b", {"b": "Beyer et al. (1999), When Is ..., ICDT"})
    'Beyer\\xa01999'
    """
    source = " ".join(clean(sources.get(key, "")).split())
    year = _YEAR.search(source)
    author = _AUTHOR.match(source)
    name = _MORE.sub("", author["name"]).strip() if author else ""
    if year is None or not name:
        return clean(key)
    return cut(f"{name.replace(' ', JOINED)}{JOINED}{year[0]}", LONGEST_LABEL)
