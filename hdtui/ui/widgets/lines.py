"""A widget that shows lines already laid out: prose, headers, charts and key rows alike.

Layout happens in `hdtui.text` and `hdtui.course.layout`, the same for the app, the linter and the
linear front end; this widget only paints.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from hdtui.text.lines import Line
from hdtui.ui.styles import style_of

LayOut = Callable[[int], list[Line]]
"From a width in cells to the lines at that width."


class LineView(Widget):
    """Paints what `lay_out(width)` gives; `renew()` after what it shows has changed."""

    DEFAULT_CSS = """
    LineView { height: auto; width: 1fr; }
    """

    def __init__(
        self, lay_out: LayOut | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._lay_out = lay_out
        self._laid: tuple[int, list[Line]] | None = None

    def lines(self, width: int) -> list[Line]:
        """What to paint at this width. Widgets with content of their own override this."""
        return self._lay_out(width) if self._lay_out else []

    def renew(self, *, layout: bool = True) -> None:
        """Lay out again: the content, the language or the theme has changed."""
        self._laid = None
        self.refresh(layout=layout)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._at(width))

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        lines = self._at(width)
        ground = self.rich_style
        if y >= len(lines):
            return Strip.blank(self.size.width, ground)
        variables = self.app.theme_variables
        segments = [Segment(run.text, ground + style_of(run.style, variables)) for run in lines[y]]
        return Strip(segments).adjust_cell_length(width, ground)

    def _at(self, width: int) -> list[Line]:
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, self.lines(width))
        return self._laid[1]
