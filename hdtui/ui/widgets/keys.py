"""The last row: the keys that work here, the next one first."""

from __future__ import annotations

from textual.binding import Binding

from hdtui.i18n import _
from hdtui.text.lines import Line, Run, cells
from hdtui.ui.widgets.lines import LineView

GAP = "   "
NAMES = {
    "enter": "ENTER",
    "escape": "ESC",
    "tab": "TAB",
    "space": "SPACE",
    "question_mark": "?",
    "exclamation_mark": "!",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "slash": "/",
}


def key_name(binding: Binding) -> str:
    """How a key is written for people: `ENTER`, `r`, `←→`."""
    return binding.key_display or NAMES.get(binding.key, binding.key)


class KeyRow(LineView):
    """Reads the screen's active bindings, so a key that is shown is a key that works."""

    DEFAULT_CSS = """
    KeyRow { dock: bottom; height: 2; padding: 0 1; border-top: solid $foreground 20%; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.renew(layout=False))

    def lines(self, width: int) -> list[Line]:
        shown: dict[str, tuple[str, str]] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in shown:
                words = _(binding.description) if binding.description else ""
                shown[binding.action] = (key_name(binding), words)
        runs: list[Run] = []
        for index, (key, words) in enumerate(_fitting(list(shown.values()), width)):
            look = "" if index else "strong"
            runs += [Run(GAP if index else ""), Run(key, "key"), Run(" "), Run(words, look)]
        return [tuple(runs)]


Hint = tuple[str, str]
"How a key is written, and what it does."


def _fitting(hints: list[Hint], width: int) -> list[Hint]:
    """Those that fit: Enter first, and always `?`, which tells of the ones left out."""
    chosen = [hint for hint in hints if hint[0] == NAMES["question_mark"]]
    used = sum(_room(hint) for hint in chosen)
    for hint in sorted(hints, key=lambda hint: hint[0] != NAMES["enter"]):
        if hint not in chosen and used + _room(hint) <= width + cells(GAP):
            chosen.append(hint)
            used += _room(hint)
    return sorted(chosen, key=lambda hint: (hint[0] != NAMES["enter"], hints.index(hint)))


def _room(hint: Hint) -> int:
    return cells(GAP) + cells(hint[0]) + 1 + cells(hint[1])
