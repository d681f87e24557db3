"""Nothing that orders a terminal about, or hides from the reader, gets through."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.text.clean import SIGN, clean
from hdtui.text.lines import cells

ANYTHING = st.text(st.characters(codec=None), max_size=60)
REFUSED = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_every_control_format_and_surrogate_character_is_refused() -> None:
    whitespace = {"\t", "\n"}
    passed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in REFUSED
        and chr(code) not in whitespace
        and clean(chr(code)) != SIGN
    ]
    assert passed == []


def test_letters_marks_and_signs_pass_unchanged() -> None:
    text = "Latitude 3.59° — 「極角」は 20\u00a0000 個 ‖𝐮‖ x̂ か\u3099 👍🏽 🇯🇵 ∑─│█⠿"
    assert clean(text) is text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", "\ufffd]0;title\ufffd"),
        ("\x9b2J", "\ufffd2J"),
        ("a\u202eb\u2066c\u061cd\u200fe", "a\ufffdb\ufffdc\ufffdd\ufffde"),
        ("zero\u200bwidth\u2060\ufeff\u00ad", "zero\ufffdwidth\ufffd\ufffd\ufffd"),
        ("hangul\u3164\uffa0\u115f fillers", "hangul\ufffd\ufffd\ufffd fillers"),
        ("tag\U000e0041", "tag\ufffd"),
        ("\ud800", "\ufffd"),
        ("back\rover", "back\ufffdover"),
    ],
)
def test_each_refused_character_leaves_one_visible_sign(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_line_ends_and_tabs_become_spaces_where_one_line_is_wanted() -> None:
    assert clean("a\r\nb\nc\td") == "a b c d"


def test_line_ends_stay_and_tabs_fill_up_in_a_listing() -> None:
    assert clean("if x:\r\n\treturn\t1\n", keep_newlines=True) == "if x:\n    return  1\n"


def test_variation_selectors_leave_no_trace_so_that_widths_are_certain() -> None:
    assert clean("⚠\ufe0f 葛\U000e0100") == "⚠ 葛"
    assert cells(clean("⚠\ufe0f")) == 1


@given(ANYTHING, st.booleans())
def test_no_text_at_all_gets_a_refused_character_through(text: str, keep: bool) -> None:
    shown = clean(text, keep_newlines=keep)
    left = {c for c in shown if unicodedata.category(c) in REFUSED}
    assert left <= ({"\n"} if keep else set())
    shown.encode("utf-8")


@given(ANYTHING, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, keep: bool) -> None:
    once = clean(text, keep_newlines=keep)
    assert clean(once, keep_newlines=keep) == once
