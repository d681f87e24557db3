"""Prose: each construct of the format as the model has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdtui.course.lesson_file import ParsedFile, parse_file
from hdtui.course.model import (
    Alert,
    Break,
    Citation,
    Claim,
    Code,
    CodeBlock,
    Drawn,
    Formula,
    Heading,
    ListBlock,
    MathBlock,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Span,
    TableBlock,
    Text,
    Walkthrough,
)
from hdtui.errors import Place
from tests.course.written import FIRST, SMALL, blocks, mistakes, parse


def spans(folder: Path, text: str) -> tuple[Span, ...]:
    (block,) = blocks(folder, text)
    assert isinstance(block, Paragraph)
    return block.spans


def test_words_keep_their_styles(tmp_path: Path) -> None:
    found = spans(tmp_path, "a **b *c*** ~~d~~ `e` [f **g**](http://h) ![i](j)")
    assert found == (
        Text("a "),
        Text("b ", strong=True),
        Text("c", strong=True, emphasis=True),
        Text(" "),
        Text("d", strike=True),
        Text(" "),
        Code("e"),
        Text(" "),
        Text("f ", link="http://h"),
        Text("g", strong=True, link="http://h"),
        Text(" "),
        Text("i", link="j"),
    )


def test_formulas_citations_and_drawn_values_are_spans(tmp_path: Path) -> None:
    found = spans(tmp_path, "At $d=1$, $$x^2$$ of {{n}} and {{ d }} [@a] [@b-1; @c].")
    assert [span for span in found if not isinstance(span, Text)] == [
        Formula("d=1"),
        Formula("x^2", display=True),
        Drawn("n"),
        Drawn("d"),
        Citation(("a",)),
        Citation(("b-1", "c")),
    ]


def test_what_only_looks_like_them_stays_text(tmp_path: Path) -> None:
    text = "{{1x}} {{a b}} [@] [a] {d} a@b"
    assert spans(tmp_path, text) == (Text(text),)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one\ntwo", "one two"),
        ("一\n二", "一二"),
        ("一、\ntwo", "一、two"),
        ("一\ntwo", "一 two"),
        ("**一**\n二", "一二"),
        ("**one**\ntwo", "one two"),
        ("一 \n二", "一二"),
    ],
)
def test_soft_line_ends_are_joined_as_the_script_asks(
    tmp_path: Path, written: str, read: str
) -> None:
    found = spans(tmp_path, written)
    assert "".join(span.text for span in found if isinstance(span, Text)) == read


def test_hard_line_ends_stay(tmp_path: Path) -> None:
    assert spans(tmp_path, "a  \nb<br>c") == (Text("a"), Break(), Text("b"), Break(), Text("c"))


def test_html_in_a_sentence_stays_visible_and_comments_do_not(tmp_path: Path) -> None:
    assert spans(tmp_path, "a <b>c</b><!-- just a remark -->") == (Text("a <b>c</b>"),)


@pytest.mark.parametrize("status", ["theorem", "conditional", "empirical", "metaphor"])
def test_a_code_chip_opens_a_claim(tmp_path: Path, status: str) -> None:
    (block,) = blocks(tmp_path, f"`[{status}]` So it is.")
    assert isinstance(block, Paragraph) and block.claim is not None
    assert block.claim.status == status and block.spans == (Text("So it is."),)


def test_a_chip_later_in_a_paragraph_is_code(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, "So `[theorem]` it is.")
    assert isinstance(block, Paragraph) and block.claim is None


def test_the_comment_above_a_claim_says_when_it_holds(tmp_path: Path) -> None:
    text = '<!-- claim: far run=belt holds="measures.contrast < .3" -->\n`[conditional]` Far.'
    (block,) = blocks(tmp_path, text)
    place = Place("01-a/lesson.en.md", FIRST + 1, 1)
    assert isinstance(block, Paragraph)
    assert block.claim == Claim("conditional", place, "far", "belt", "measures.contrast < .3")


def test_the_comment_below_a_paragraph_says_where_its_number_comes_from(tmp_path: Path) -> None:
    text = (
        "8.7 % and 2.\n<!-- number: 8.7 % = 100*theory.share @ a.b d=3 law=gauss x=1e-2 -->\n"
        "<!-- number: 2 = 4/2 -->\n"
    )
    (block,) = blocks(tmp_path, text)
    assert isinstance(block, Paragraph)
    first, second = block.numbers
    assert (first.shown, first.expression, first.experiment) == ("8.7 %", "100*theory.share", "a.b")
    assert first.settings == {"d": 3, "law": "gauss", "x": 0.01}
    assert (second.shown, second.experiment, second.place.line) == ("2", None, FIRST + 2)


def test_every_number_of_a_file_is_kept_wherever_it_stands(tmp_path: Path) -> None:
    text = "- [x] a\n  > 61 %\n  > <!-- number: 61 % = 61 -->\n\n<!-- number: 1 = 1 -->\n"
    parsed = parse(tmp_path, text)
    assert [number.shown for number in parsed.numbers] == ["61 %", "1"]
    assert not parsed.problems


def test_each_kind_of_block_is_read(tmp_path: Path) -> None:
    text = (
        "### H\n\n$$\na\n$$\n\n```math\nb\n```\n\n$$c$$\n\n```py\nd\n```\n\n    e\n\n"
        "> q\n\n> [!WARNING]\n> w\n\n3. x\n4. y\n\n---\n\n|a|b|c|\n|-|:-:|-:|\n|1|$2$|3|\n"
    )
    made = blocks(tmp_path, text)
    heading, m1, m2, m3, code, indented, quote, alert, listed, rule, table = made
    assert isinstance(heading, Heading) and heading.level == 3
    assert [m.tex for m in (m1, m2, m3) if isinstance(m, MathBlock)] == ["a", "b", "c"]
    assert isinstance(code, CodeBlock) and (code.text, code.language) == ("d", "py")
    assert isinstance(indented, CodeBlock) and indented.text == "e"
    assert isinstance(quote, Quote) and isinstance(alert, Alert) and alert.kind == "warning"
    assert isinstance(listed, ListBlock) and listed.ordered and listed.start == 3
    assert isinstance(rule, Rule) and isinstance(table, TableBlock)
    assert table.align == ("left", "centre", "right")
    assert table.rows == (((Text("1"),), (Formula("2"),), (Text("3"),)),)


def test_a_task_list_outside_questions_keeps_its_boxes(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, "- [x] done\n- [ ] not yet\n")
    assert isinstance(block, ListBlock)
    firsts = [item[0] for item in block.items]
    assert [f.spans for f in firsts if isinstance(f, Paragraph)] == [
        (Text("[x] "), Text("done")),
        (Text("[ ] "), Text("not yet")),
    ]


def test_blocks_know_line_and_column_inside_quotes_and_lists(tmp_path: Path) -> None:
    (block,) = blocks(tmp_path, "> - a\n>\n>   ```py\n>   b\n>   ```\n>\n>   > c\n")
    assert isinstance(block, Quote)
    (listed,) = block.blocks
    assert isinstance(listed, ListBlock)
    places = [(b.place.line - FIRST + 1, b.place.column) for b in listed.items[0]]
    assert (listed.place.column, places) == (3, [(1, 5), (3, 5), (7, 5)])


def test_a_panel_has_its_settings_and_the_place_of_each_key() -> None:
    parsed = parse_small("01-crust")
    (panel,) = (b for s in parsed.screens for b in s.blocks if isinstance(b, Panel))
    assert panel.set == {"d": 100, "eps": 0.05} and panel.turn == ("d", "eps")
    assert panel.breaks == ({"d": 3}, {"d": 2, "eps": 0.05}) and panel.compare == ({"eps": 0.01},)
    assert (panel.predict, panel.seed) == ("peel-share", 7)
    line = panel.place.line
    assert (panel.places["set.eps"].line, panel.places["set.eps"].column) == (line + 3, 15)
    assert (panel.places["breaks.1.eps"].line, panel.places["breaks.1.eps"].column) == (line + 8, 5)
    assert panel.places["compare.0.eps"] == panel.places["compare.eps"]


def test_a_walkthrough_is_a_panel_of_its_own_kind() -> None:
    parsed = parse_small("02-angles")
    (walk,) = (b for s in parsed.screens for b in s.blocks if isinstance(b, Walkthrough))
    assert (walk.id, walk.name, walk.set) == ("step", "walk.hnsw", {"n": 50})


def parse_small(folder: str) -> ParsedFile:
    return parse_file(SMALL / folder / "lesson.en.md", SMALL)


def test_the_small_course_has_no_mistake() -> None:
    for path in sorted(SMALL.glob("*/lesson.*.md")):
        assert parse_file(path, SMALL, "en").problems == ()


def test_marks_stand_at_their_own_line_and_column(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "d in $d$\nand\n$x$ d $d$ {{d}}\n[@a; @b].\n\n> $y\n> z$\n")
    found = [
        (m.kind, m.text, m.place.line - FIRST + 1, m.place.column, m.screen) for m in parsed.marks
    ]
    assert found == [
        ("formula", "d", 1, 6, "one"),
        ("formula", "x", 3, 1, "one"),
        ("formula", "d", 3, 7, "one"),
        ("drawn", "d", 3, 11, "one"),
        ("citation", "a", 4, 2, "one"),
        ("citation", "b", 4, 6, "one"),
        ("formula", "y\nz", 6, 3, "one"),
    ]
    assert mistakes(parsed) == []
