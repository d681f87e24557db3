"""A chart on the screen: drawn by `hdtui.charts.draw` at the widget's own size."""

from __future__ import annotations

from hdtui.charts.spec import Chart
from hdtui.charts.words import describe, table
from hdtui.text.lines import Line, Run, cut, pad, wrap
from hdtui.ui.widgets.lines import LineView


class ChartView(LineView):
    """The newest chart, or (`y`) its table: the same facts for those who cannot see it."""

    DEFAULT_CSS = """
    ChartView { height: 1fr; min-height: 8; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.chart: Chart | None = None
        self.as_table = False
        self._height = 0

    def show(self, chart: Chart | None) -> None:
        self.chart = chart
        self.renew(layout=False)

    def toggle_table(self) -> None:
        self.as_table = not self.as_table
        self.renew(layout=False)

    def on_resize(self) -> None:
        self.renew(layout=False)

    def lines(self, width: int) -> list[Line]:
        height = self.content_size.height
        if self.chart is None or height < 1:
            return []
        if self.as_table:
            return table_lines(self.chart, width)[:height]
        from hdtui.charts.draw import draw  # plotext is imported at the first chart

        return draw(self.chart, width, height)


def table_lines(chart: Chart, width: int) -> list[Line]:
    """The chart as words and columns."""
    columns, rows = table(chart)
    share = max(width // max(len(columns), 1) - 1, 6)
    lines = [line for sentence in describe(chart) for line in wrap([Run(sentence)], width)]
    lines.append(tuple(Run(pad(cut(name, share), share + 1), "strong") for name in columns))
    lines += [tuple(Run(pad(cut(cell, share), share + 1)) for cell in row) for row in rows]
    return lines
