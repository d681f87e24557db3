"""Numbers and orders come from a hash: the same everywhere, and never twice in a row."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from hdtui.description import SettingValue
from hdtui.study.draw import draw, shuffle
from tests.study.makers import choice_question

SPEC: dict[str, tuple[SettingValue, ...]] = {"d": (64, 100, 256, 512), "n": (1000, 20000)}


def test_the_same_question_and_attempt_draw_the_same_values() -> None:
    assert draw("belt", 3, SPEC) == draw("belt", 3, dict(reversed(SPEC.items())))
    assert draw("belt", 1, {"d": (64, 100, 256, 512), "n": (20000,)}) == {"d": 100, "n": 20000}


@pytest.mark.parametrize("spec", [SPEC, {"d": (1, 2)}, {"d": (1, 2, 2, 2, 2, 2, 2)}])
def test_an_attempt_never_draws_what_the_one_before_drew(
    spec: dict[str, tuple[SettingValue, ...]],
) -> None:
    for question in "abcde":
        drawn = [draw(question, attempt, spec) for attempt in range(1, 40)]
        assert all(one != after for one, after in pairwise(drawn))


def test_where_there_is_one_tuple_only_it_is_drawn_again() -> None:
    assert draw("belt", 1, {"d": (5,), "n": (2, 2)}) == draw("belt", 9, {"d": (5,), "n": (2, 2)})
    assert draw("belt", 4, {}) == {}


def test_keys_are_uniform_and_independent() -> None:
    first = [draw(f"question-{i}", 1, SPEC) for i in range(4000)]
    cells = Counter((values["d"], values["n"]) for values in first)
    assert len(cells) == 8
    # 500 expected in each of 8 cells; five standard deviations are 105.
    assert all(abs(count - 500) < 105 for count in cells.values())


def test_choices_are_shuffled_by_the_attempt_unless_their_order_is_fixed() -> None:
    orders = {shuffle(choice_question("single", "rwww"), attempt) for attempt in range(1, 200)}
    assert len(orders) == 24
    fixed = choice_question("single", "rwww", fixed=True)
    assert all(shuffle(fixed, attempt) == (0, 1, 2, 3) for attempt in range(1, 20))


@pytest.mark.parametrize("fixed", [False, True])
def test_items_to_be_ordered_are_never_shown_in_their_order(fixed: bool) -> None:
    for question in "abcdef":
        asked = choice_question("order", "---", id=question, fixed=fixed)
        orders = [shuffle(asked, attempt) for attempt in range(1, 60)]
        assert all(sorted(order) == [0, 1, 2] for order in orders)
        assert (0, 1, 2) not in orders
        assert len(set(orders)) == 5


def test_a_question_with_one_choice_or_none_is_shown_as_it_is() -> None:
    assert shuffle(choice_question("order", "-"), 1) == (0,)
    assert shuffle(choice_question("text", ""), 1) == ()
