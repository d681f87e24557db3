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
        used = 0
        for index, (key, words) in enumerate(_primary_first(list(shown.values()))):
            gap = GAP if index else ""
            room = cells(gap) + cells(key) + 1 + cells(words)
            if used + room > width:
                continue
            runs += [Run(gap), Run(key, "key"), Run(" "), Run(words, "strong" if not index else "")]
            used += room
        return [tuple(runs)]


def _primary_first(hints: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(hints, key=lambda hint: hint[0] != NAMES["enter"])
