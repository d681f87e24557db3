"""What every screen has: a header, a body, the key row, and a way to say "too small"."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen

from hdtui.i18n import _
from hdtui.text.lines import Line, Run, wrap
from hdtui.ui.widgets.header import Header
from hdtui.ui.widgets.keys import KeyRow
from hdtui.ui.widgets.lines import LineView


class BaseScreen(Screen[None]):
    """Header, body and key row; below 60x18 one sentence instead, until there is room again."""

    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (78, "-normal"), (140, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (18, "-low"), (24, "-tall")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield Vertical(id="body")
        yield KeyRow()
        yield LineView(_too_small, classes="too-small")

    @property
    def header(self) -> Header:
        return self.query_one(Header)

    @property
    def body(self) -> Vertical:
        return self.query_one("#body", Vertical)

    def translate(self) -> None:
        """Say everything again: the language has changed."""
        for view in self.query(LineView):
            view.renew()


def _too_small(width: int) -> list[Line]:
    words = _("Too small: hdtui needs 60x18. Enlarge the window, or run hdtui --linear.")
    return wrap([Run(words)], max(width, 2))
