"""Widths are exact, nothing is lost, and lines begin and end as Japanese typesetting asks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.text.clean import clean
from hdtui.text.kinsoku import NO_END, NO_START, is_cjk
from hdtui.text.lines import (
    Run,
    cells,
    close_up,
    clusters,
    cut,
    join_soft,
    line_cells,
    pad,
    plain,
    wrap,
)

TEXT = st.text(max_size=80).map(clean)
MIXED = st.text(
    st.sampled_from(list("極角は、「赤道」ー（集中）。っ々…🙂が abc xyz.-/,()θ̂x̂20\u00a0 \u3000")),
    max_size=120,
)
STYLES = st.sampled_from(["", "strong", "code", "formula", "chip.theorem", "link emphasis"])
RUNS = st.lists(st.builds(Run, st.one_of(TEXT, MIXED), STYLES), max_size=6)


def said(runs: list[Run], width: int, first: str = "", rest: str = "") -> list[str]:
    return [plain(line) for line in wrap(runs, width, first, rest)]


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("text", "width"),
    [("abc", 3), ("極角", 4), ("x̂", 1), ("か\u3099", 2), ("ｶﾞ", 2), ("𝐮·𝐯", 3), ("🙂", 2), ("", 0)],
)
def test_text_is_as_wide_as_a_terminal_shows_it(text: str, width: int) -> None:
    assert cells(text) == width


@given(st.text(max_size=80))
def test_pieces_of_a_text_add_up_to_it_in_letters_and_in_cells(text: str) -> None:
    pieces = list(clusters(text))
    assert "".join(pieces) == text
    assert sum(map(cells, pieces)) == cells(text)


@given(TEXT, st.integers(0, 40), st.sampled_from(["…", "...", ""]))
def test_cut_text_fits_and_is_whole_where_it_fitted(text: str, width: int, sign: str) -> None:
    shown = cut(text, width, sign)
    assert cells(shown) <= width
    assert (shown == text) == (cells(text) <= width)


def test_a_kanji_is_not_cut_in_half() -> None:
    assert [cut("赤道集中", width) for width in (8, 7, 6, 2, 1, 0)] == [
        "赤道集中",
        "赤道集…",
        "赤道…",
        "…",
        "…",
        "",
    ]


@given(TEXT, st.integers(0, 60), st.sampled_from(["left", "centre", "right"]))
def test_padded_text_is_exactly_as_wide_as_asked(text: str, width: int, side: str) -> None:
    shown = pad(text, width, side)  # type: ignore[arg-type]
    assert cells(shown) == max(width, cells(text))
    assert text in shown


# ---------------------------------------------------------------- joining


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("極角の", "平均", ""),
        ("である。", "kNN", ""),
        ("in", "「北極」", ""),
        ("極角の", "mean", " "),
        ("the", "mean", " "),
        ("평균", "거리", " "),
        ("", "mean", ""),
    ],
)
def test_a_source_line_end_is_a_space_only_where_a_space_belongs(
    left: str, right: str, between: str
) -> None:
    assert join_soft(left, right) == between


def test_no_space_stands_between_a_formula_and_japanese() -> None:
    runs = [
        Run("これは "),
        Run("d", "formula"),
        Run(" 次元の "),
        Run("Sᵈ⁻¹", "formula"),
        Run(" と"),
    ]
    assert "".join(run.text for run in close_up(runs)) == "これはd次元のSᵈ⁻¹と"


def test_a_formula_keeps_its_spaces_in_english_and_beside_another_formula() -> None:
    runs = [
        Run("in "),
        Run("d", "formula"),
        Run(" "),
        Run("n", "formula"),
        Run(" of them, 約 "),
        Run("5"),
    ]
    assert close_up(runs) == runs


# ---------------------------------------------------------------- breaking


@given(RUNS, st.integers(0, 60), st.sampled_from(["", "- ", "10. ", "注意："]))
def test_no_line_is_wider_than_asked(runs: list[Run], width: int, first: str) -> None:
    lines = wrap(runs, width, first, " " * cells(first))
    assert lines
    assert max(map(line_cells, lines)) <= max(width, 2)


@given(RUNS, st.integers(0, 60))
def test_nothing_but_spaces_and_line_ends_is_lost(runs: list[Run], width: int) -> None:
    def inked(text: str) -> str:
        return "".join(c for c in text if c not in " \u3000\n")

    assert inked("".join(said(runs, width))) == inked("".join(run.text for run in runs))


@given(RUNS, st.integers(0, 60))
def test_every_letter_keeps_its_style(runs: list[Run], width: int) -> None:
    def styled(all_runs: list[Run]) -> list[tuple[str, str]]:
        return [(c, run.style) for run in all_runs for c in run.text if c not in " \u3000\n"]

    assert styled([run for line in wrap(runs, width) for run in line]) == styled(runs)


@given(RUNS, st.integers(2, 60))
def test_wrapping_what_fits_on_one_line_changes_nothing(runs: list[Run], width: int) -> None:
    text = "".join(run.text for run in runs)
    if cells(text) <= width and text == text.strip(" \u3000") and "\n" not in text:
        assert said(runs, width) == [text]


KANA = st.text(st.sampled_from(list("極角赤道のはがトー集中っャ々")), min_size=1, max_size=6)
WORD = st.text(st.sampled_from(list("abcxyz019")), min_size=1, max_size=8)
OPEN = st.text(st.sampled_from(list("「（『【(")), max_size=2)
CLOSE = st.text(st.sampled_from(list("、。」）』】！？ー…)")), max_size=2)
SENTENCE = st.lists(
    st.tuples(OPEN, st.one_of(KANA, WORD), CLOSE, st.sampled_from(["は", " ", " の"])).map("".join),
    min_size=1,
    max_size=20,
).map("".join)


@given(SENTENCE, st.integers(26, 60))
def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one(
    text: str, width: int
) -> None:
    lines = said([Run(text)], width)
    assert not [line for line in lines[1:] if line[0] in NO_START]
    assert not [line for line in lines[:-1] if line[-1] in NO_END]


@given(SENTENCE, st.integers(26, 60))
def test_lines_are_filled_as_far_as_the_rules_allow(text: str, width: int) -> None:
    """A unit that may not be parted is at most 26 cells here, so no line is shorter by more."""
    lines = said([Run(text)], width)
    assert all(cells(line) > width - 26 for line in lines[:-1])


@given(st.lists(WORD, min_size=1, max_size=20), st.integers(8, 60))
def test_latin_words_stay_whole(words: list[str], width: int) -> None:
    assert " ".join(said([Run(" ".join(words))], width)).split() == words


def test_a_small_kana_takes_the_character_before_it_to_the_next_line() -> None:
    assert said([Run("ベクトルっ")], 8) == ["ベクト", "ルっ"]
    assert said([Run("集中する、")], 8) == ["集中す", "る、"]


def test_an_opening_bracket_goes_with_what_it_opens() -> None:
    assert said([Run("これは「赤道」")], 8) == ["これは", "「赤道」"]
    assert said([Run("埋め込み(embedding)は")], 12) == ["埋め込み", "(embedding)", "は"]


def test_a_number_keeps_its_thousands_and_its_counter() -> None:
    assert said([Run("合計で20\u00a0000個")], 12) == ["合計で", "20\u00a0000個"]
    assert said([Run("これは768次元で")], 10) == ["これは", "768次元で"]
    assert said([Run("of about 8.7 %")], 12) == ["of about", "8.7 %"]


def test_a_formula_moves_to_the_next_line_whole_with_its_punctuation() -> None:
    runs = [Run("極角の分散は"), Run("Var[θ] → 0", "formula"), Run("、である")]
    assert said(runs, 16) == ["極角の分散は", "Var[θ] → 0、であ", "る"]


def test_a_formula_wider_than_the_line_is_broken_at_its_spaces() -> None:
    assert said([Run("a = b + c + d + e", "formula")], 9) == ["a = b + c", "+ d + e"]


def test_a_word_wider_than_the_line_is_folded_after_a_sign_if_there_is_one() -> None:
    assert said([Run("see arxiv.org/abs/2401.06066v2")], 14) == [
        "see",
        "arxiv.org/abs/",
        "2401.06066v2",
    ]
    assert said([Run("abcdefghij")], 4) == ["abcd", "efgh", "ij"]


def test_spaces_at_a_break_are_dropped_and_a_line_end_of_the_author_stays() -> None:
    assert said([Run("one   two\nthree")], 5) == ["one", "two", "three"]


def test_prefixes_stand_before_the_first_and_the_following_lines() -> None:
    assert said([Run("one two three")], 7, "1. ", "   ") == ["1. one", "   two", "   thre", "   e"]


def test_a_prefix_that_leaves_no_room_is_left_out() -> None:
    assert said([Run("極角")], 4, "長い注意: ") == ["極角"]


def test_nothing_is_still_one_line() -> None:
    assert wrap([], 20) == [()]
    assert said([], 20, "- ") == ["- "]


def test_korean_breaks_at_its_spaces() -> None:
    assert not is_cjk("각")
    assert said([Run("고차원 공간의 거리")], 12) == ["고차원", "공간의 거리"]


def test_a_page_of_a_hundred_thousand_characters_is_broken_within_seconds() -> None:
    text = "高次元の球面で、（点は）赤道に集まる。" * 3000 + "、" * 20000 + "x" * 20000
    start = time.perf_counter()
    wrap([Run(text)], 78)
    assert time.perf_counter() - start < 5
