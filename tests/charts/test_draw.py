"""Charts as rows of cells."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest

from hdtui.charts import plot
from hdtui.charts.draw import SMALLEST, draw
from hdtui.charts.spec import BarGroup, Bars, Chart, Guess, Histogram, Line, with_curve
from hdtui.messages import Message, say
from hdtui.text.lines import cells
from tests.charts.examples import (
    axis,
    cloud,
    curve,
    digit,
    empty,
    every_kind,
    gates,
    latitude,
    loads,
    packing,
    volume,
)

KINDS = every_kind()


def text(chart: Chart, width: int, height: int, ascii: bool = False) -> list[str]:
    return [
        "".join(run.text for run in line)
        for line in draw(chart, width, height, colour=False, ascii=ascii)
    ]


def styled(chart: Chart, width: int, height: int, style: str) -> str:
    """All that is drawn in one style."""
    lines = draw(chart, width, height)
    return "".join(run.text for line in lines for run in line if run.style == style)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(24, 7), (50, 11), (78, 12), (120, 30), (200, 60), (33, 60)])
def test_every_row_is_exactly_as_wide_as_asked(kind: str, size: tuple[int, int]) -> None:
    japanese = msgspec.structs.replace(
        KINDS[kind], title=Message("極からの角度、百次元の球面" * 3), y=axis("割合(一度あたり)")
    )
    for chart in (KINDS[kind], japanese):
        for ascii in (False, True):
            rows = text(chart, *size, ascii)
            assert len(rows) == size[1]
            assert {cells(row) for row in rows} == {size[0]}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(30, 8), (50, 11), (120, 30)])
def test_in_ascii_only_the_labels_may_be_anything_else(kind: str, size: tuple[int, int]) -> None:
    chart = msgspec.structs.replace(KINDS[kind], title=Message("a long title " * 20))
    if isinstance(chart, Bars):
        names = tuple(Message(f"a long name of expert {i}") for i in range(len(chart.labels)))
        groups = (BarGroup(say("change"), tuple(-2e4 * i for i in range(len(names)))),)
        chart = msgspec.structs.replace(chart, labels=names, groups=groups)
    assert "".join(text(chart, *size, ascii=True)).isascii()


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (10, 3), (SMALLEST[0] - 1, 30), (80, 6)])
def test_a_size_too_small_for_a_chart_gets_a_sentence_of_that_size(size: tuple[int, int]) -> None:
    rows = text(latitude(), *size)
    assert [cells(row) for row in rows] == [size[0]] * size[1]
    assert size[0] < 10 or rows[0].startswith("A chart")


def test_the_histogram_of_the_latitude_at_the_size_of_a_lesson() -> None:
    assert text(latitude(6.0), 50, 11) == [
        "Angle from the pole                               ",
        "share per degree             █ measured  ⠒⠒ theory",
        "    │                  ┊ ⡠⠋⠉⠙⢄  ┊                 ",
        "0.05┤                  ⢀⠜█████⠣⡀┊                 ",
        "    │                 ⢠⠃███████⠘⡄                 ",
        "    │                ⡰⠁█████████⠈⢆                ",
        "    │              ⢀⠎█████████████⠱⡀              ",
        "   0┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⡠⠤⠚⠁███████████████⠈⠓⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀",
        "     60     70      80     90     100    110   120",
        "                       ├────────┤ your guess      ",
        "                polar angle in degrees            ",
    ]


def test_measured_theory_and_guess_differ_in_shape_not_only_in_colour() -> None:
    chart = packing(0.16)
    measured = set(styled(chart, 78, 14, "chart.measured"))
    theory = set(styled(chart, 78, 14, "chart.theory"))
    guess = set(styled(chart, 78, 14, "chart.guess")) - set("your guess")
    band = set(styled(chart, 78, 14, "chart.band"))
    assert measured == {"●"}
    assert guess == {"┄"}
    assert band == {"░"}
    assert not theory & (measured | guess | band)
    assert all("\u2800" <= dot <= "\u28ff" for dot in theory - {" "})


def test_without_colour_no_run_has_a_style() -> None:
    assert {run.style for line in draw(packing(0.2), 78, 14, colour=False) for run in line} == {""}


def test_two_theories_differ_by_their_dashes() -> None:
    x = tuple(float(i) for i in range(20))
    flat = Line(
        title=say("t"),
        x=axis("x"),
        y=axis("y", low=0, high=3),
        series=(),
        theory=(curve("one", x, (2.0,) * 20), curve("two", x, (1.0,) * 20)),
    )
    rows = [row for row in text(flat, 60, 12) if any("\u2801" <= c <= "\u28ff" for c in row[5:])]
    whole, dashed = rows[1][5:], rows[2][5:]
    assert " " not in whole.strip()
    assert dashed.strip().count(" ") > 5


def test_a_guess_beyond_the_axis_points_out_of_it() -> None:
    row = text(latitude(50.0), 78, 12)[-2]
    assert "◂" in row
    assert "▸" in row
    assert " your guess " in row


def test_a_guessed_value_stands_under_its_place() -> None:
    chart = msgspec.structs.replace(latitude(), guess=Guess("x", 90.0, 90.0))
    rows = text(chart, 78, 14)
    assert rows[-2].index("▴") == pytest.approx(rows[-3].index("90"), abs=1)


def test_a_guess_far_above_everything_does_not_flatten_the_measurement() -> None:
    rows = text(packing(1000.0), 78, 12)
    assert any("↑ your guess" in row for row in rows)
    assert sum("●" in row for row in rows[2:]) >= 3


def test_a_drawn_curve_is_shown_with_its_points() -> None:
    chart = with_curve(packing(), (10.0, 100.0, 1000.0), (0.1, 0.12, 0.15))
    assert styled(chart, 78, 20, "chart.guess").count("×") == 3 + 1  # and one in the legend


def test_a_missing_number_parts_the_line() -> None:
    y = tuple(None if 40 <= i < 60 else 1.0 for i in range(100))
    x = tuple(float(i) for i in range(100))
    chart = Line(title=say("t"), x=axis("x"), y=axis("y"), series=(curve("s", x, y),))
    drawn = next(row for row in text(chart, 104, 12)[2:] if "⠤" in row or "●" in row)
    parts = drawn.split("┤")[-1].split("│")[-1].split("  " * 5)
    assert len([part for part in parts if part.strip()]) == 2


def test_a_curve_is_cut_at_the_limits_not_bent_along_them() -> None:
    chart = Line(
        title=say("t"),
        x=axis("x"),
        y=axis("y", low=0.0, high=1.0),
        series=(curve("s", (0.0, 100.0), (0.0, 100.0)),),
    )
    top = text(chart, 100, 15)[2]
    assert sum("\u2801" <= dot <= "\u28ff" for dot in top) <= 2


def test_numbers_without_a_place_on_a_logarithmic_axis_are_left_out() -> None:
    x, y = (1.0, 10.0, 100.0), (0.0, -5.0, 7.0)
    chart = Line(
        title=say("t"), x=axis("x", log=True), y=axis("y", log=True), series=(curve("s", x, y),)
    )
    assert sum(row.count("●") for row in text(chart, 60, 12)[2:]) == 1


def test_bars_are_as_long_as_their_values() -> None:
    chart = msgspec.structs.replace(loads(4, 1), theory=())
    rows = [row for row in text(chart, 80, 14) if "専門家" in row]
    lengths = [
        sum(" ▏▎▍▌▋▊▉█".find(c) for c in row.split("┤")[1] if c in "▏▎▍▌▋▊▉█") for row in rows
    ]
    assert len(lengths) == 4
    assert lengths == [pytest.approx(lengths[3] * i / 4, abs=1) for i in (1, 2, 3, 4)]


def test_lying_bars_carry_their_numbers_and_change_the_labels_of_the_axes() -> None:
    rows = text(loads(4, 1), 80, 14)
    assert "0.75" in next(row for row in rows if "専門家2" in row)
    assert rows[1].startswith("expert")
    assert rows[-1].strip() == "share of tokens"


def test_more_bars_than_rows_stand_up() -> None:
    rows = text(loads(40, 1), 80, 12)
    assert rows[1].startswith("share of tokens")
    assert all("▏" not in row for row in rows)


def test_a_histogram_is_highest_where_its_highest_bin_is() -> None:
    chart = Histogram(
        title=say("t"),
        x=axis("x"),
        y=axis("y"),
        edges=(0.0, 1.0, 2.0, 3.0, 4.0),
        heights=(1.0, 2.0, 8.0, 4.0),
        name=say("measured"),
    )
    rows = [row.partition("│")[2] or row.partition("┤")[2] for row in text(chart, 60, 20)[2:]]
    rows = [row for row in rows if row]
    heights = [
        sum(" ▁▂▃▄▅▆▇█".index(cell) for cell in column) for column in zip(*rows, strict=True)
    ]
    middles = [heights[(2 * i + 1) * len(heights) // 8] for i in range(4)]
    assert middles == [pytest.approx(8 * len(rows) * h / 8, abs=1) for h in (1, 2, 8, 4)]


def test_masked_fields_of_a_heat_map_are_blank_and_low_ones_are_not() -> None:
    rows = [row.split("┤")[-1].split("│")[-1] for row in text(gates(), 50, 10)]
    first = next(row for row in rows if "█" in row and "·" in row and "–" not in row)
    third = len(first) // 3
    assert set(first[1 : third - 1]) <= set("· 0")
    assert first[third + 1 : 2 * third - 1].strip() == ""
    assert "█" in first[2 * third + 1 :]


def test_an_image_is_light_where_it_is_light_and_keeps_its_shape() -> None:
    rows = text(digit(), 60, 11)[1:]
    light = [row for row in rows if "█" in row]
    assert len(light) == 10
    assert light[0].index("█") > light[-1].index("█")
    assert light[0].count("█") == 10


def test_a_dense_cloud_is_drawn_in_dots_and_a_sparse_one_in_signs() -> None:
    assert "●" in styled(cloud(40), 78, 20, "chart.measured")
    dots = "".join(text(cloud(2000), 78, 20)[2:])
    assert any("\u2801" <= dot <= "\u28ff" for dot in dots)
    assert "●" not in dots


def test_nothing_measured_yet_is_said_on_empty_axes() -> None:
    rows = text(empty(), 50, 11)
    assert any("nothing measured yet" in row for row in rows)
    assert any("┤" in row for row in rows)


def test_a_hostile_label_gives_no_order_to_the_terminal() -> None:
    hostile = Message("\x1b]0;owned\x07\u202e{0.__class__}")
    chart = msgspec.structs.replace(volume(), title=hostile, y=axis("\x1b[2J", log=True))
    assert not set("".join(text(chart, 78, 20))) & set("\x1b\x07\u202e")


def test_ticks_of_a_logarithmic_axis_are_powers_of_ten() -> None:
    rows = text(volume(), 78, 20)
    assert any("10⁰┤" in row for row in rows)
    assert any("10⁻²⁰┤" in row for row in rows)
    assert any("1e-20|" in row for row in text(volume(), 78, 20, ascii=True))


def test_a_machine_without_plotext_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ImportError("kernel.so")

    monkeypatch.setattr(plot, "raster", missing)
    assert "plotext does not load" in " ".join(text(volume(), 60, 10)).replace("  ", "")


def test_plotext_is_imported_at_the_first_chart_and_not_before() -> None:
    code = (
        "import sys, hdtui.charts.draw, hdtui.charts.words\n"
        "assert 'plotext' not in sys.modules\n"
        "from tests.charts.examples import volume\n"
        "hdtui.charts.words.describe(volume())\n"
        "assert 'plotext' not in sys.modules\n"
        "hdtui.charts.draw.draw(volume(), 60, 20)\n"
        "assert 'plotext' in sys.modules and 'numpy' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
