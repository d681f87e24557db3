"""YAML with places: what is read, what is refused, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hdtui.course.problems import Findings
from hdtui.course.yaml_marks import Loaded, read_mapping
from hdtui.errors import Place

START = Place("f.md", 10, 3)


def read(text: str) -> tuple[Loaded | None, list[tuple[str, int, int]]]:
    findings = Findings()
    loaded = read_mapping(text, START, findings, "HL004")
    return loaded, [(p.code, p.place.line, p.place.column) for p in findings.problems]


def test_every_key_and_item_keeps_its_place() -> None:
    loaded, problems = read("a: 1\nb:\n  c: [x, y]\n")
    assert loaded is not None and not problems
    assert loaded.value == {"a": 1, "b": {"c": ["x", "y"]}}
    places = {path: (place.line, place.column) for path, place in loaded.places.items()}
    assert places == {
        "a": (10, 3),
        "b": (11, 3),
        "b.c": (12, 5),
        "b.c.0": (12, 9),
        "b.c.1": (12, 12),
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20_000", 20000),
        ("-3", -3),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.0e+4", 10000.0),
        ("yes", True),
        ("Off", False),
        ("~", None),
        ("", None),
        ("sphere", "sphere"),
        ("2024-05-01", "2024-05-01"),
        ("'100'", "100"),
        ('"yes"', "yes"),
    ],
)
def test_scalars_mean_what_they_look_like(text: str, value: object) -> None:
    loaded, problems = read(f"a: {text}")
    assert loaded is not None and not problems
    assert loaded.value["a"] == value and type(loaded.value["a"]) is type(value)


@pytest.mark.parametrize("text", ["1e4", "1E-5", "1.0e4", "010", "0x1F", "12:30", ".inf", "-.NaN"])
def test_a_number_that_yaml_takes_for_something_else_is_refused(text: str) -> None:
    loaded, problems = read(f"a: 1\nb: {text}")
    assert problems == [("HL018", 11, 6)]
    assert loaded is not None and "b" in loaded.refused


def test_a_second_key_is_refused_and_the_first_kept() -> None:
    loaded, problems = read("a: {b: 1}\na: {b: 2, c: 3}")
    assert problems == [("HL017", 11, 3)]
    assert loaded is not None and loaded.value == {"a": {"b": 1}}
    assert loaded.places["a.b"] == Place("f.md", 10, 7)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: &x 1", 10, 6),
        ("a: 1\nb: *x", 11, 6),
        ("a: !!python/object:os.system x", 10, 6),
        ("a: !thing {}", 10, 6),
        ("? [1]\n: 2", 10, 5),
        ("a: 1\n---\nb: 2", 11, 3),
        ("- 1", 10, 3),
        ("", 10, 3),
        ("a: [1", 11, 3),
        ("a: 'open", 10, 11),
        ("a: \x01", 10, 6),
        ("a: 99999999999999999999", 10, 6),
        ("a: " + "9" * 5000, 10, 6),
        ("a: " + "[" * 60, 10, 17),
    ],
)
def test_what_is_refused_is_named_at_its_place(text: str, line: int, column: int) -> None:
    _, problems = read(text)
    assert problems == [("HL004", line, column)]


def test_depth_cannot_overflow_the_stack() -> None:
    assert read("a: " + "[" * 100_000)[0] is None


@given(st.text(alphabet="ab:-[]{}!&*'\"\n 01e.,#|>%@`?", max_size=60))
def test_any_text_is_a_mapping_or_named_problems(text: str) -> None:
    loaded, problems = read(text)
    assert loaded is not None or problems
    assert all(line >= 10 and column >= 1 for _, line, column in problems)
