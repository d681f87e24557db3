"""What is written is enough: a terminal that gets only the changes shows the whole screen."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from hdtui.ui.frames import Frames

WIDTH = 12
STYLES = (Style(), Style(bold=True), Style(color="red"))
CONSOLE = Console(color_system="256", force_terminal=True)

words = st.lists(
    st.tuples(st.text("abc あ語", min_size=1, max_size=4), st.sampled_from(STYLES)), max_size=5
)
screens = st.lists(st.lists(words, min_size=3, max_size=3), min_size=1, max_size=6)


def strips_of(rows: list[list[tuple[str, Style]]]) -> list[Strip]:
    lines = [Strip([Segment(text, style) for text, style in row]) for row in rows]
    return [line.adjust_cell_length(WIDTH, Style()) for line in lines]


def shown(screen: pyte.Screen) -> list[tuple[str, bool, str]]:
    return [
        (char.data, char.bold, char.fg)
        for row in range(screen.lines)
        for char in (screen.buffer[row][column] for column in range(screen.columns))
    ]


@given(screens)
def test_changes_alone_show_the_same_as_the_whole(
    sequence: list[list[list[tuple[str, Style]]]],
) -> None:
    frames, screen = Frames(), pyte.Screen(WIDTH, 3)
    stream = pyte.Stream(screen)
    for rows in sequence:
        strips = strips_of(rows)
        stream.feed(frames.update(strips, WIDTH).render_segments(CONSOLE))
        whole = pyte.Screen(WIDTH, 3)
        pyte.Stream(whole).feed(Frames().update(strips, WIDTH).render_segments(CONSOLE))
        assert shown(screen) == shown(whole)


def test_the_same_again_writes_nothing() -> None:
    frames, strips = Frames(), strips_of([[("abc", STYLES[1])]] * 3)
    assert frames.update(strips, WIDTH).stretches
    assert not frames.update(strips, WIDTH).stretches


def test_after_forgetting_everything_is_written_again() -> None:
    frames, strips = Frames(), strips_of([[("abc", STYLES[1])]] * 3)
    first = frames.update(strips, WIDTH).render_segments(CONSOLE)
    frames.forget()
    assert frames.update(strips, WIDTH).render_segments(CONSOLE) == first
