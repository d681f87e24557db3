"""No file can stall the app: limits are named, and time grows with the length only."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hdtui.course.lesson_file import MAX_BLOCKS
from hdtui.course.markdown import MAX_NESTING
from hdtui.course.model import Broken, ListBlock, Paragraph
from tests.course.written import SMALL, blocks, mistakes, parse

SIZE = 32_000
ALLOWED = 8.0
"Seconds for SIZE characters: some hundred times what is measured, far below a quadratic run."


def test_a_table_of_too_many_cells_is_broken(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, "|a|b|\n|-|-|\n" + "|1|2|\n" * 100)
    assert isinstance(block, Broken)
    (fits,) = blocks(tmp_path, "|a|b|\n|-|-|\n" + "|1|2|\n" * 99)
    assert not isinstance(fits, Broken)


@pytest.mark.parametrize("info", ["py", "yaml experiment"])
def test_a_fence_of_too_many_lines_is_broken(tmp_path: Path, info: str) -> None:
    (block,) = blocks(tmp_path, f"```{info}\n" + "a: 1\n" * 201 + "```\n")
    assert isinstance(block, Broken) and "200" in str(block.title)


def test_a_screen_of_too_many_blocks_is_cut(tmp_path: Path) -> None:
    found = blocks(tmp_path, "a\n\n" * (MAX_BLOCKS + 50))
    assert len(found) == MAX_BLOCKS + 1 and isinstance(found[-1], Broken)


def test_blocks_inside_lists_count(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, "- a\n" * (MAX_BLOCKS + 1))
    assert isinstance(block, Broken)


def test_nesting_beyond_the_limit_is_broken_and_less_is_not(tmp_path: Path) -> None:
    for depth, broken in ((MAX_NESTING, False), (MAX_NESTING + 1, True), (500, True)):
        parsed = parse(tmp_path, ">" * depth + " a\n")
        assert ("HL003" in [problem.code for problem in parsed.problems]) == broken


def test_a_paragraph_beyond_the_limit_is_shown_in_part(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "[" * 20_000 + "\n\nGo on.\n")
    assert mistakes(parsed) == [("HL003", 1)]
    assert [type(block) for block in parsed.screens[0].blocks] == [Paragraph, Paragraph]


def test_an_unclosed_formula_ends_with_its_list_item(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, "- $$ a\n- b\n- $$\n  c\n  $$\n")
    assert isinstance(block, ListBlock) and len(block.items) == 3


PATHOLOGICAL = {
    "open brackets": "[",
    "open images": "![",
    "links in links": "[a](",
    "stars": "*a **a ",
    "mixed emphasis": "*_",
    "strikes": "~~a ",
    "backticks": "`a``",
    "dollars": "$a ",
    "formula lines": "$$ a\n",
    "formula items": "- $$ a\n",
    "formula headings": "$$ a\n# b\n",
    "comments in one line": "<!--a-->",
    "open comments": "a <!--\n",
    "commands": "<!-- number: a = b -->\n",
    "claims": "<!-- claim: a -->\n",
    "tags": "<a ",
    "entities": "&",
    "quotes": "> ",
    "lists": "- ",
    "items": "1. [x] a\n   > b\n",
    "alerts": "> [!NOTE]\n",
    "references": "[a]: b\n",
    "fences": "```\n",
    "screens": "## a\n",
    "questions": "### q\n<!-- question: a numeric -->\n",
    "answers": "```yaml answer\na: 1\n```\n",
    "drawn": "{{d}} ",
    "citations": "[@a] ",
    "open drawn": "{{",
    "open citations": "[@a;@a",
    "escapes": "\\$x\\$ ",
    "blanks": " ",
    "tabs": "\t",
    "backslashes": "\\",
}


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_text_stalls_the_reader(tmp_path: Path, name: str) -> None:
    piece = PATHOLOGICAL[name]
    start = time.perf_counter()
    parse(tmp_path, piece * (SIZE // len(piece)))
    assert time.perf_counter() - start < ALLOWED


@pytest.mark.parametrize(
    "yaml",
    [
        "a: " + "[" * SIZE,
        "set: {" + ",".join(f"a{i}: 1" for i in range(SIZE // 9)) + "}",
        "set: {" + "a: 1," * (SIZE // 5) + "}",
        "{" + ",".join(f"a{i}: 1" for i in range(SIZE // 9)) + "}",
        "id: " + "9" * SIZE,
        "id: " + "9" * SIZE + "x",
        "id: " + "1:" * (SIZE // 2),
    ],
)
def test_no_yaml_stalls_the_reader(tmp_path: Path, yaml: str) -> None:
    start = time.perf_counter()
    parsed = parse(tmp_path, f"```yaml experiment\n{yaml}\n```\n")
    assert parsed.problems
    assert time.perf_counter() - start < ALLOWED


_lines = (SMALL / "01-crust" / "lesson.en.md").read_text(encoding="utf-8").split("\n")


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.sampled_from(_lines), max_size=40))
def test_lines_of_a_lesson_in_any_order_never_raise(tmp_path: Path, lines: list[str]) -> None:
    parse(tmp_path, "\n".join(lines), head="")


@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.text(alphabet="#->[]x`:!$\\{}|*_<> \nab1.あ、", max_size=200))
def test_any_text_is_read(tmp_path: Path, text: str) -> None:
    parsed = parse(tmp_path, text)
    assert parsed.screens[0].id == "one"
