"""Lesson 4 taken by keys in a real tmux, once in English at 80x24, once in Japanese at 200x60.

With HDTUI_RECORD=1 the frames are written to `walks/` for people to look at.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from tests.ui.terminals import Tmux, hdtui_line, tmux_of

RECORDS = Path(__file__).parent / "walks"
ENTER = "Enter"


CHECK = {
    "A pole among the points": ("1", ENTER, "3"),
    "Slices of equal height": ("2", ENTER, "2"),
    "Order these belts": ("1", "2", "3", "4", "5", ENTER, "1"),
    "Half as wide": ("4", ENTER, "2"),
    "Which are true?": ("1", "3", ENTER, "2"),
}
"The questions of the last screen, and what is pressed at each."


class Walk:
    """Keys go in, frames come out; every frame is kept."""

    def __init__(self, tmux: Tmux, name: str) -> None:
        self._tmux = tmux
        self._name = name
        self.frames: list[str] = []

    def sees(self, text: str) -> str:
        frame = self._tmux.wait_for(text)
        self.frames.append(frame)
        return frame

    def presses(self, *keys: str) -> None:
        self._tmux.press(*keys)

    def writes(self, text: str) -> None:
        self._tmux.write(text)

    def record(self) -> None:
        """Frames without what differs from machine to machine: times and paths."""
        if os.environ.get("HDTUI_RECORD"):
            RECORDS.mkdir(exist_ok=True)
            rule = "=" * 20
            frames = [frame for frame in self.frames if "left with" not in frame]
            text = re.sub(r"[\d.]+ (ms|s\b)", r"… \1", f"\n{rule}\n".join(frames))
            text = re.sub(r"(/[\w.-]+){2,}", "/…", text)
            (RECORDS / f"{self._name}.txt").write_text(text, encoding="utf-8")


def test_a_first_visit_to_lesson_four_in_english_at_80x24(tmp_path: Path) -> None:
    with tmux_of(80, 24) as tmux:
        walk = Walk(tmux, "equator.en.80x24")
        tmux.type(hdtui_line(tmp_path, "--lang", "en"))
        walk.sees("ENTER open")
        walk.presses("Down", "Down", ENTER)
        walk.sees("Paint a belt on a globe")
        walk.presses(ENTER)
        walk.sees("Nothing has been computed yet")
        walk.writes("１０")  # full-width, as an input method leaves them
        walk.presses(ENTER)
        walk.sees("How sure?")
        walk.presses("3")
        walk.sees("Locked.")
        walk.presses(ENTER)
        frame = walk.sees("your guess")
        frame = walk.sees("first tomorrow")
        assert "theory" in frame
        assert "measured" in frame
        walk.presses("b")
        walk.sees("d = 3")
        walk.presses("b")
        walk.sees("seed 0")
        walk.presses("Right")
        walk.presses("r")
        walk.sees("seed 1")
        walk.presses("y")
        walk.sees("bins from")
        walk.presses(ENTER)
        walk.sees("[theorem]")
        walk.presses(ENTER)
        walk.sees("In every belt at once")
        walk.presses("Tab", "h")
        walk.sees("Hint 1")
        walk.presses("s")
        walk.sees("Nearly every point lies near nearly every equator")
        walk.presses(ENTER)
        walk.sees("No place is crowded")
        walk.presses("l")
        walk.sees("ENTER open")
        walk.presses("q")
        walk.sees("left with 0")

        tmux.type(hdtui_line(tmp_path, "--lang", "en"))
        walk.sees("No place is crowded")  # the very page that was left
        walk.presses(ENTER)
        walk.sees("law")
        walk.sees("seed 0")
        walk.presses(ENTER)
        for title, keys in CHECK.items():
            walk.sees(title)
            walk.presses(*keys)
            walk.sees("try again")
            walk.presses(ENTER)
        walk.sees("A map of meanings")
        walk.presses(ENTER)  # words are never required
        walk.sees("What stays")
        walk.presses(ENTER)
        walk.sees("What you leave with")
        walk.record()


def test_a_first_visit_to_lesson_four_in_japanese_at_200x60(tmp_path: Path) -> None:
    with tmux_of(200, 60) as tmux:
        walk = Walk(tmux, "equator.ja.200x60")
        tmux.type(hdtui_line(tmp_path, "--lang", "ja", "equator"))
        walk.sees("帯")
        walk.presses(ENTER)
        walk.sees("標準偏差")
        walk.writes("５．７")
        walk.presses(ENTER)
        walk.presses("1")
        walk.presses(ENTER)
        walk.sees("理論")
        walk.presses("t")
        walk.sees("theory")
        walk.presses("t")
        walk.sees("理論")
        walk.presses("ｂ")  # a full-width key is its ASCII twin
        walk.sees("d = 3")
        walk.presses("b", ENTER)
        walk.sees("[定理]")
        walk.presses(ENTER)
        walk.sees("5/16")
        walk.presses("Tab", "s")
        for page in ("6/16", "7/16", "8/16"):
            walk.sees(page)
            walk.presses(ENTER)
        for number, keys in enumerate(CHECK.values(), start=9):
            walk.sees(f"{number}/16")
            walk.presses(*keys)
            walk.sees("もう一度")
            walk.presses(ENTER)
        for page in ("14/16", "15/16"):
            walk.sees(page)
            walk.presses(ENTER)
        walk.sees("16/16")
        walk.presses("q")
        walk.sees("left with 0")
        walk.record()
