"""A dial: one setting that the arrow keys turn, made from the setting's own bounds."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding
from textual.message import Message as Posted

from hdtui.description import Setting, SettingValue
from hdtui.i18n import tell
from hdtui.session.readout import show_setting
from hdtui.text.lines import Line, Run, cells, pad
from hdtui.ui.steps import share, turned
from hdtui.ui.widgets.lines import LineView

TRACK = 14


class Dial(LineView, can_focus=True):
    """`d [ 256 ] 2 ──●── 16 384`; posts `Turned` at each step."""

    DEFAULT_CSS = """
    Dial { height: 1; width: auto; }
    """
    BINDINGS = [
        Binding("left", "turn(-1)", "turn", key_display="←→"),
        Binding("right", "turn(1)", "turn", show=False),
        Binding("shift+left", "turn(-5)", "turn fast", show=False),
        Binding("shift+right", "turn(5)", "turn fast", show=False),
    ]

    @dataclass
    class Turned(Posted):
        key: str
        value: SettingValue

        def can_replace(self, message: Posted) -> bool:
            return isinstance(message, Dial.Turned) and message.key == self.key

    def __init__(self, key: str, setting: Setting, value: SettingValue) -> None:
        super().__init__()
        self.key = key
        self.setting = setting
        self.value = value

    def on_focus(self) -> None:
        self.renew(layout=False)

    def on_blur(self) -> None:
        self.renew(layout=False)

    def set(self, value: SettingValue) -> None:
        self.value = value
        self.renew()

    def action_turn(self, steps: int) -> None:
        value = turned(self.setting, self.value, steps)
        if value != self.value:
            self.set(value)
            self.post_message(self.Turned(self.key, value))

    def get_content_width(self, container: object, viewport: object) -> int:
        return sum(cells(run.text) for run in self.lines(0)[0])

    def lines(self, width: int) -> list[Line]:
        name = Run(f"{self.key} ", "strong" if self.has_focus else "muted")
        value = Run(f"[ {pad(show_setting(self.value), 6, 'right')} ]", self._look())
        if self.setting.type not in ("int", "float"):
            return [(name, value, Run(f"  {tell(self.setting.label)}", "muted"))]
        low, high = self.setting.low, self.setting.high
        at = share(self.setting, self.value)
        filled = round(at * (TRACK - 1))
        track = "─" * filled + "●" + "─" * (TRACK - 1 - filled)
        ends = (Run(f" {show_setting(low)} ", "muted"), Run(track), Run(f" {show_setting(high)}"))
        return [(name, value, *ends)]

    def _look(self) -> str:
        return "cursor strong" if self.has_focus else "strong"
