"""The YAML blocks as types, and their schema for editors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hdtui.course.blocks import AnswerBlock, ExperimentBlock, schema, schema_text
from hdtui.course.problems import Findings
from hdtui.course.typed import convert, refuse_quoted_numbers
from hdtui.course.yaml_marks import read_mapping
from hdtui.errors import Place

SHIPPED = Path(__file__).parents[2] / "lessons" / "blocks.schema.json"


def problems(
    kind: type[ExperimentBlock] | type[AnswerBlock], text: str
) -> list[tuple[str, int, str]]:
    findings = Findings()
    loaded = read_mapping(text, Place("f"), findings, "HL004")
    assert loaded is not None
    block = convert(kind, loaded, findings, "HL004", {"id": "HL002", "name": "HL003"})
    sound = refuse_quoted_numbers(loaded, ["set", "draw"], findings)
    assert (block is None or not sound) == bool(findings.problems)
    return [(p.code, p.place.line, str(p.message)) for p in findings.in_order()]


def test_every_mistake_of_a_block_is_found_at_its_line() -> None:
    found = problems(
        ExperimentBlock,
        "id: Belt\nname: sphere.latitude\nset:\n  d: 100\n  n: '20'\n"
        "turn: [d, 1]\nbreaks: 3\nsede: 1\nseed: -1\n",
    )
    assert [(code, line) for code, line, _ in found] == [
        ("HL002", 1),
        ("HL018", 5),
        ("HL004", 6),
        ("HL004", 7),
        ("HL004", 8),
        ("HL004", 9),
    ]
    assert "`seed` is meant" in found[4][2]


def test_a_missing_name_is_an_unknown_experiment() -> None:
    assert [code for code, _, _ in problems(ExperimentBlock, "seed: 1")] == ["HL002", "HL003"]


@pytest.mark.parametrize("id", ['"a\\n"', "a--b", "-a", "A", "a b", "''", "x" * 65])
def test_an_id_is_one_plain_word(id: str) -> None:
    found = problems(ExperimentBlock, f"id: {id}\nname: a.b")
    assert [code for code, _, _ in found] == ["HL002"]


@pytest.mark.parametrize(
    "text",
    [
        "draw: {d: []}",
        "draw: {d: 100}",
        "tolerance: {rel: -1}",
        "tolerance: {relative: 1}",
        "tolerance: 0.1",
        "points: [1, 2]",
        "points: [1, 2, 3, 4, 5, 6]",
        "confidence: maybe",
        "scale: cubic",
        "misconceptions: {a: [1]}",
        "truth: [1]",
    ],
)
def test_an_answer_of_the_wrong_shape_is_refused(text: str) -> None:
    ((code, line, message),) = problems(AnswerBlock, text)
    assert (code, line) == ("HL004", 1)
    assert "is expected" in message or "wrong kind" in message


def test_an_entry_of_a_mapping_is_named_at_its_own_line() -> None:
    found = problems(AnswerBlock, "misconceptions:\n  a: x/2\n  b: [1]\n")
    assert [(line, "`misconceptions.b`" in message) for _, line, message in found] == [(3, True)]


def test_a_refused_number_is_not_complained_about_twice() -> None:
    assert [code for code, _, _ in problems(AnswerBlock, "tolerance: {rel: 1e4}")] == ["HL018"]


def test_expectations_are_said_without_braces() -> None:
    """A message without arguments is shown as it is, so that `{{` would stand on the screen."""
    assert "{" not in json.dumps([d for d in _descriptions(schema())])


def _descriptions(node: object) -> list[str]:
    if isinstance(node, dict):
        here = [node["description"]] if isinstance(node.get("description"), str) else []
        return here + [text for value in node.values() for text in _descriptions(value)]
    return (
        [text for value in node for text in _descriptions(value)] if isinstance(node, list) else []
    )


def test_the_shipped_schema_is_that_of_the_reader() -> None:
    """Else write `schema_text()` into that file anew."""
    assert SHIPPED.read_text(encoding="utf-8") == schema_text()


def test_the_schema_knows_no_other_keys() -> None:
    definitions = schema()["$defs"]
    for name in ("ExperimentBlock", "AnswerBlock", "FrontMatter", "CourseFile"):
        assert definitions[name]["additionalProperties"] is False
