"""`?`: every key that works where one is, and what the marks mean."""

from __future__ import annotations

from textual.binding import ActiveBinding, Binding
from textual.containers import VerticalScroll
from textual.screen import Screen

from hdtui.course.layout import CHIPS
from hdtui.course.model import STATUSES
from hdtui.i18n import _, tell
from hdtui.messages import say
from hdtui.text.lines import Line, Run, pad, wrap
from hdtui.ui.screens.base import BaseScreen
from hdtui.ui.widgets.keys import key_name
from hdtui.ui.widgets.lines import LineView

MEANINGS = {
    "theorem": say("holds for the stated set-up; nothing is assumed about data"),
    "conditional": say("holds under the stated assumptions; `b` shows where it stops"),
    "empirical": say("observed on some models and data; no general law"),
    "hypothesis": say("a proposed explanation, not established"),
    "metaphor": say("helps thinking; never scored"),
    "correction": say("a wording of the lecture, put right"),
}


def _ours(active: ActiveBinding) -> bool:
    """Keys that our own classes declare: how Textual scrolls and moves the focus goes without
    saying."""
    return any(
        isinstance(binding, Binding) and binding.action == active.binding.action
        for declaring in type(active.node).__mro__
        if declaring.__module__.startswith("hdtui.")
        for binding in declaring.__dict__.get("BINDINGS", ())
    )


class KeysScreen(BaseScreen):
    """The keys of the screen below, read from its own bindings."""

    BINDINGS = [
        Binding("escape", "dismiss", "back"),
        Binding("enter", "dismiss", "back", show=False),
        Binding("question_mark", "dismiss", "back", show=False),
        Binding("q", "dismiss", "back", show=False),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._bindings_below = [
            (key_name(active.binding), active.binding.description)
            for active in below.active_bindings.values()
            if active.enabled and active.binding.description and _ours(active)
        ]

    async def on_mount(self) -> None:
        self.header.show(_("Keys and marks"))
        scroll = VerticalScroll(LineView(self._lines))
        await self.body.mount(scroll)
        scroll.focus()

    def _lines(self, width: int) -> list[Line]:
        by_words: dict[str, list[str]] = {}
        for key, words in self._bindings_below:
            keys = by_words.setdefault(_(words), [])
            if key not in keys:
                keys.append(key)
        lines: list[Line] = []
        for words, keys in by_words.items():
            lines.append((Run(pad(" ".join(keys), 16), "key"), Run(f"  {words}")))
        lines += [(), (Run(_("The status of a claim"), "heading"),)]
        for status in STATUSES:
            chip = Run(f"[{tell(CHIPS[status])}]", f"chip.{status}")
            lines += wrap([chip, Run(f"  {tell(MEANINGS[status])}")], width, rest="    ")
        lines += [
            (),
            *wrap(
                [
                    Run(
                        _(
                            "To copy text: hold Shift (Option on a Mac) and drag with the mouse; "
                            "your terminal copies it."
                        ),
                        "muted",
                    )
                ],
                width,
            ),
        ]
        return lines
