"""The first row of every screen: where one is."""

from __future__ import annotations

from hdtui.text.lines import Line, Run, cells, cut
from hdtui.ui.widgets.lines import LineView


class Header(LineView):
    """A title at the left, what matters at the right; a rule below."""

    DEFAULT_CSS = """
    Header { dock: top; height: 2; padding: 0 1; border-bottom: solid $foreground 20%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = ""
        self._right: Line = ()

    def show(self, left: str, right: Line = ()) -> None:
        self._left, self._right = left, right
        self.renew(layout=False)

    def lines(self, width: int) -> list[Line]:
        right = sum(cells(run.text) for run in self._right)
        left = cut(self._left, max(width - right - 2, 10))
        gap = max(width - right - cells(left), 1)
        return [(Run(left, "title"), Run(" " * gap), *self._right)]
