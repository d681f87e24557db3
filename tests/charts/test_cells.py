"""Writing on a sheet of cells never changes the width of a row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.charts.cells import label, sheet, to_line, write
from hdtui.messages import Message, say
from hdtui.text.lines import cells


def written(row: list[tuple[str, str]]) -> str:
    return "".join(run.text for run in to_line(row, colour=True))


@pytest.mark.parametrize(
    ("column", "expected"), [(0, "x 度  "), (1, " x度  "), (2, "角x   "), (3, "角 x  ")]
)
def test_half_a_wide_character_that_is_written_over_takes_the_other_half_with_it(
    column: int, expected: str
) -> None:
    row = sheet(6, 1)[0]
    write(row, 0, "角度", "")
    write(row, column, "x", "")
    assert written(row) == expected


@given(
    st.lists(st.tuples(st.integers(-5, 15), st.text(alphabet="aあ角x\u0304\u3099 ", max_size=8)))
)
def test_whatever_is_written_wherever_the_row_keeps_its_width(texts: list[tuple[int, str]]) -> None:
    row = sheet(10, 1)[0]
    for column, text in texts:
        write(row, column, text, "chart.axis")
    assert cells(written(row)) == 10


def test_an_accent_stays_on_its_letter() -> None:
    row = sheet(3, 1)[0]
    assert write(row, 0, "x\u0304y", "") == 2
    assert written(row) == "x\u0304y "


def test_a_label_is_one_clean_line() -> None:
    assert label(say("a\n  {what}", what="b\x1b")) == "a b\ufffd"
    assert label(Message("{0.__class__}")) == "{0.__class__}"
