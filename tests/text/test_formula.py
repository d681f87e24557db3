"""Formulas are readable, exactly as wide as they say, and no input breaks them."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.text.formula import display, inline
from hdtui.text.lines import cells
from hdtui.text.tex import boxes
from hdtui.text.tex.commands import COMMANDS, read
from hdtui.text.tex.symbols import ACCENTS, BIG, BINARY, FONTS, ORDINARY, RELATION

GOLDEN = Path(__file__).with_name("formulas.txt").read_text("utf-8").split("\n\n")[1:]
LECTURE = 26
"The first formulas of the file are the lecture's."


def _golden(entry: str) -> tuple[str, str, list[str]]:
    tex, line, *rows = entry.strip("\n").split("\n")
    return (
        tex.removeprefix("TeX     "),
        line.removeprefix("inline  "),
        [row.removeprefix("        |") for row in rows],
    )


@pytest.mark.parametrize("entry", GOLDEN)
def test_a_formula_looks_as_the_golden_file_shows_it(entry: str) -> None:
    tex, line, rows = _golden(entry)
    assert (inline(tex), display(tex, 78)) == (line, rows)


def test_no_formula_of_the_lecture_shows_a_trace_of_tex() -> None:
    for entry in GOLDEN[:LECTURE]:
        tex, line, rows = _golden(entry)
        assert not set("\\{}^") & set("".join([line, *rows])), tex


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\frac{a+b}{cd}", "(a + b)/(cd)"),
        (r"\frac{ab}{12}", "ab/12"),
        (r"2\frac{a}{b}", "2(a/b)"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{-a}{b}", "−a/b"),
        (r"\frac{a}{-b}", "a/(−b)"),
        (r"\sqrt{x^2}", "√(x²)"),
        (r"(\sqrt{d})^2 = \sqrt{d}^2", "(√d)² = (√d)²"),
        (r"x_{\text{adv}}^2", "x²_adv"),
        (r"2^{n/2}", "2^(n/2)"),
        (r"e^{-x^2}", "e^(−x²)"),
    ],
)
def test_one_line_reads_as_the_formula_means(tex: str, line: str) -> None:
    assert inline(tex) == line


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        ("a=-b", "a = −b"),
        ("(-1,+1)", "(−1, +1)"),
        ("|-x| + \\|-y\\|", "|−x| + ‖−y‖"),
        ("P(A|B)", "P(A|B)"),
        (r"n\log n", "n log n"),
        (r"\log(n)", "log(n)"),
        (r"x_{i-1}^{a=b}", "xᵢ₋₁ᵃ⁼ᵇ"),
        ("20{,}000", "20,000"),
        ("a , b", "a, b"),
    ],
)
def test_signs_have_the_space_that_typesetting_gives_them(tex: str, line: str) -> None:
    assert inline(tex) == line


@pytest.mark.parametrize(
    ("tex", "line"),
    [
        (r"\foo", r"\foo"),
        (r"\foo{a}{b^2} + 1", r"\foo{a}{b²} + 1"),
        (r"\begin{foo}a\end{foo}", r"\begin{foo}a\end{foo}"),
        (r"a \right) b", r"a\right)b"),
        ("}", "}"),
        ("{a", "{a"),
        ("a & b", "ab"),
        ("", ""),
    ],
)
def test_what_is_not_understood_stays_visible(tex: str, line: str) -> None:
    assert inline(tex) == line


def test_a_formula_too_wide_for_two_dimensions_is_shown_on_one_line() -> None:
    tex = r"\frac{\text{標準偏差}}{\text{平均}} \propto \frac{1}{\sqrt{d}} \to 0"
    assert len(display(tex, 17)) == 3
    assert display(tex, 16) == ["標準偏差/平均 ∝", "1/√d → 0"]


def test_each_line_of_an_alignment_stays_a_line_where_it_is_too_wide() -> None:
    tex = r"\begin{aligned} a &= b \\ c &= \text{とても長い長い長い語} \end{aligned}"
    assert display(tex, 14) == ["a = b", "c = とても長い", "長い長い語"]


FRAGMENTS = st.sampled_from(
    [
        *"ab12+-=<|,;:!()[]{}^_&'~*/ %",
        *("\\\\", "\\", "\\{", "\\}", "\\|", "\\,", "\\ ", "\\_"),
        *("標準", "…", "\u0302", "🙂", "\x1b", "\u202e", "\n"),
        *(rf"\{name} " for name in COMMANDS),
        *(rf"\{name}" + "{" for name in (*COMMANDS, *ACCENTS, *FONTS, "text")),
        *(rf"\{name} " for name in (*ORDINARY, *BINARY, *RELATION, *BIG)),
        *(rf"\begin{{{n}}}" for n in ("matrix", "pmatrix", "cases", "aligned", "array", "foo")),
        *(rf"\end{{{n}}}" for n in ("matrix", "cases", "foo")),
        *(r"\left(", r"\left\{", r"\right)", r"\right.", r"\left", r"\sqrt[", r"\limits", r"\foo"),
    ]
)
TEX = st.one_of(st.text(max_size=40), st.lists(FRAGMENTS, max_size=30).map("".join))


@given(TEX, st.integers(2, 100))
def test_no_input_raises_and_every_row_fits(tex: str, width: int) -> None:
    line = inline(tex)
    rows = display(tex, width)
    assert max(map(cells, rows), default=0) <= width
    for text in (line, *rows):
        assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs")]


@given(TEX)
def test_the_rows_of_a_box_are_equally_wide(tex: str) -> None:
    tree = read(tex.replace("\x1b", "").replace("\n", " "))
    try:
        rows = boxes.lay(tree, 300)
    except boxes.TooWide:
        return
    assert len({cells(row) for row in rows}) == 1


@given(st.lists(st.sampled_from(["a", "標準", "x̂", "𝐮"]), min_size=1, max_size=5).map("".join))
def test_no_letter_of_a_fraction_is_lost(word: str) -> None:
    rows = display(rf"\frac{{\text{{{word}}}}}{{\text{{{word}}}}}", 78)
    assert [rows[0].strip(), rows[2].strip()] == [word, word]


@pytest.mark.parametrize(
    "opening",
    [
        r"\frac{",
        r"\sqrt{",
        r"\widehat{",
        "x^{",
        "{",
        r"\left(",
        r"\begin{matrix}",
        r"\hat{a_{",
        "_",
    ],
)
def test_deep_nesting_is_bounded_and_shown_as_it_was_written(opening: str) -> None:
    start = time.perf_counter()
    tex = opening * 3000 + "a" + "}" * 3000
    assert "a" in inline(tex)
    display(tex, 78)
    assert time.perf_counter() - start < 5


def test_time_grows_with_the_length_of_a_formula_not_with_its_square() -> None:
    def seconds(n: int) -> float:
        tex = r"\frac{a_i}{b} + " * n + r"a & b \\ " * n
        start = time.perf_counter()
        inline(tex)
        display(tex, 78)
        return time.perf_counter() - start

    seconds(50)
    assert seconds(4000) < 8 * 3 * max(seconds(500), 0.01)
