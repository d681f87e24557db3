"""Dials step through their bounds, reach both ends and never leave them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.description import Setting
from hdtui.messages import say
from hdtui.ui.steps import share, turned

POWERS = Setting(type="int", default=100, low=2, high=16_384, scale="log2", label=say("d"))
LOG = Setting(type="int", default=20_000, low=1, high=2_000_000, scale="log", label=say("n"))
EVEN = Setting(type="float", default=0.0, low=0, high=10, label=say("shift"))
WHOLE = Setting(type="int", default=1, low=1, high=50, label=say("poles"))
CHOICE = Setting(type="choice", default="a", choices=("a", "b", "c"), label=say("law"))


def test_a_dial_of_powers_steps_to_the_next_power_from_anywhere() -> None:
    assert turned(POWERS, 100, 1) == 128
    assert turned(POWERS, 100, -1) == 64
    assert turned(POWERS, 64, 1) == 128


def test_a_logarithmic_dial_steps_by_one_two_five() -> None:
    assert [turned(LOG, 20_000, steps) for steps in (-2, -1, 1, 2)] == [
        5_000,
        10_000,
        50_000,
        100_000,
    ]


def test_choices_go_round() -> None:
    assert turned(CHOICE, "c", 1) == "a"
    assert turned(CHOICE, "a", -1) == "c"


@pytest.mark.parametrize("setting", [POWERS, LOG, EVEN, WHOLE])
def test_both_ends_are_reached_and_held(setting: Setting) -> None:
    value = setting.default
    for _ in range(300):
        value = turned(setting, value, 1)
    assert value == setting.high
    assert share(setting, value) == 1
    for _ in range(300):
        value = turned(setting, value, -1)
    assert value == setting.low


@given(st.sampled_from([POWERS, LOG, EVEN, WHOLE]), st.floats(0, 1), st.integers(-9, 9))
def test_no_turn_leaves_the_bounds_or_goes_the_wrong_way(
    setting: Setting, at: float, steps: int
) -> None:
    assert setting.low is not None
    assert setting.high is not None
    start = setting.low + (setting.high - setting.low) * at
    value = turned(setting, round(start) if setting.type == "int" else start, steps)
    assert isinstance(value, int | float)
    assert setting.low <= value <= setting.high
    assert 0 <= share(setting, value) <= 1
