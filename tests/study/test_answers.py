"""Numbers are read however people write them, or refused with a way out."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hdtui.errors import AnswerError
from hdtui.study.answers import read_number
from hdtui.text.numbers import show_number

calm = settings(deadline=None)
"A loaded machine is no failure."
FULL_WIDTH = str.maketrans("0123456789.,+-%eE", "０１２３４５６７８９．，＋－％ｅＥ")
MINUS_SIGNS = "-−‐‑–—－ー"
GROUP_SIGNS = [",", " ", "\u00a0", "\u202f", "\u2009", "\u3000", "'", "’", "_", "，"]

READ = [
    ("3.6", "", 3.6),
    ("３．６", "", 3.6),
    ("−5,7", "", -5.7),
    ("+ 4", "", 4.0),
    (".5", "", 0.5),
    (",5", "", 0.5),
    ("5.", "", 5.0),
    ("20,000", "", 20000.0),
    ("1,234,567", "", 1234567.0),
    ("1.234.567", "", 1234567.0),
    ("1,234.5", "", 1234.5),
    ("1.234,5", "", 1234.5),
    ("1 234,5", "", 1234.5),
    ("1234,567", "", 1234.567),
    ("0,123", "", 0.123),
    ("1.234", "", 1.234),
    ("20 000", "", 20000.0),
    ("0.000 12", "", 0.00012),
    ("1e-3", "", 0.001),
    ("1e−3", "", 0.001),
    ("2.5×10^3", "", 2500.0),
    ("2,5 × 10⁻³", "", 0.0025),
    ("2.5x10^-3", "", 0.0025),
    ("10^-3", "", 0.001),
    ("10⁻³", "", 0.001),
    ("2^10", "", 1024.0),
    ("1/3", "", 1 / 3),
    ("½", "", 0.5),
    ("２万", "", 20000.0),
    ("1.5億", "", 1.5e8),
    ("20k", "", 20000.0),
    ("≈ 3.6", "", 3.6),
    ("約３．６度", "deg", 3.6),
    ("5。7", "", 5.7),
    ("5.7°", "deg", 5.7),
    ("5.7 deg", "deg", 5.7),
    ("5.7 Degrees", "deg", 5.7),
    ("0.1 rad", "deg", math.degrees(0.1)),
    ("8.7%", "share", 0.087),
    ("8.7 ％", "share", 0.087),
    ("8.7%", "", 0.087),
    ("8.7%", "1", 0.087),
    ("8.7 %", "%", 8.7),
    ("8.7 percent", "percent", 8.7),
    ("８．７パーセント", "%", 8.7),
    ("0.087", "share", 0.087),
    ("36 本", "count", 36.0),
    ("2万本", "count", 20000.0),
    ("36 vectors", "vectors", 36.0),
    ("5.7°", "", 5.7),
    ("3 bits", "bits", 3.0),
    ("3 nats", "nats", 3.0),
]
REFUSED = [
    "", " ", "-", "abc", "nan", "NaN", "inf", "-Infinity", "1e999", "1/0", "1,2,3", "1,23.5",
    "1.234,567.8", "1,00,000", "1 2", "20 00", "2½", "2 1/2", "--5", "1e", "5e", "5,", "0x10",
    "3..6", "3.6.7", "1-2", "36 ± 4", "5 %%", "1" * 500, "9" * 70 + "^99", "5.7\x1b[31m", "\ud800",
]  # fmt: skip


@pytest.mark.parametrize(("text", "unit", "value"), READ)
def test_a_number_is_read_as_people_write_it(text: str, unit: str, value: float) -> None:
    assert read_number(text, unit) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_number_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(AnswerError) as refused:
        read_number(text)
    assert refused.value.remedy is not None
    assert str(refused.value.title).isprintable()


@pytest.mark.parametrize(
    ("text", "unit"),
    [("8.7 %", "deg"), ("5°", "share"), ("3 bits", "deg"), ("36 本", "deg"), ("5 deg", "%")],
)
def test_a_unit_that_does_not_fit_is_refused_by_name(text: str, unit: str) -> None:
    with pytest.raises(AnswerError, match="does not fit"):
        read_number(text, unit)


@calm
@given(st.floats(-1e300, 1e300))
def test_whatever_the_app_shows_can_be_typed_back(x: float) -> None:
    assert read_number(show_number(x)) == pytest.approx(x, rel=5.1e-3, abs=1e-300)


@calm
@given(st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_a_float_in_full_is_read_exactly(x: float) -> None:
    assert read_number(repr(x)) == pytest.approx(x, rel=1e-14)


@calm
@given(st.floats(-1e9, 1e9), st.sampled_from(MINUS_SIGNS))
def test_full_width_digits_and_every_minus_sign_are_the_same_number(x: float, minus: str) -> None:
    plain = f"{x:.6g}"
    assert read_number(plain.translate(FULL_WIDTH)) == read_number(plain)
    assert read_number(plain.replace("-", minus)) == read_number(plain)


@calm
@given(st.integers(1000, 10**14), st.sampled_from(GROUP_SIGNS))
def test_digits_in_groups_of_three_are_one_number(n: int, sign: str) -> None:
    assert read_number(f"{n:,}".replace(",", sign)) == n


@calm
@given(st.integers(0, 10**6), st.integers(0, 10**7), st.sampled_from("., "))
def test_a_comma_is_a_decimal_point_unless_three_digits_follow(
    whole: int, part: int, around: str
) -> None:
    digits = f"{part}"
    comma = read_number(f"{whole},{digits}{around.strip('.,')}")
    if len(digits) == 3 and 0 < whole < 1000:
        assert comma == whole * 1000 + part
    else:
        assert comma == float(f"{whole}.{digits}")


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=40), st.text("0123456789.,-+eE×^/ %°−⁻³½万", max_size=20)),
    st.sampled_from(["", "deg", "share", "%", "count", "bits"]),
)
def test_any_text_is_a_finite_number_or_an_answer_error(text: str, unit: str) -> None:
    try:
        assert math.isfinite(read_number(text, unit))
    except AnswerError as refused:
        assert refused.remedy is not None
