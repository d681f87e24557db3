"""Each mistake has its code and its line; the lesson goes on after it."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdtui.course.lesson_file import parse_file
from hdtui.course.model import Broken, Paragraph, Question
from tests.course.written import FIRST, HEAD, HEAD_JA, blocks, mistakes, parse

NUMERIC = "### Q\n<!-- question: q numeric -->\nHow many?\n\n"
ANSWER = "```yaml answer\ntruth: measures.m\ntolerance: {rel: 0.1}\n```\n\n"
BANDS = "- `ok`: Yes.\n- `else`: No.\n"
SINGLE = "### Q\n<!-- question: q single -->\n1. [x] A\n   > a\n2. [ ] B\n   > b\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # comments
        ("<!-- scren: x -->\n", [("HL003", 1)]),
        ("a\n<!-- quiz: x -->\n", [("HL003", 2)]),
        ("a <!-- number: 1 = 1 --> b\n", [("HL003", 1)]),
        ("<!-- TODO: later --><!-- prettier-ignore -->\n", []),
        ("a\n\n<!-- screen: two -->\n", [("HL002", 3)]),
        ("<!-- question: q single -->\n", [("HL002", 1)]),
        ("a\n<!-- never closed\n\nb\n", [("HL003", 2)]),
        ("a\n<!-- open\n\n<!-- number: 1 = 1 -->\n", [("HL003", 2)]),
        ("<div>a</div>\n", [("HL003", 1)]),
        ("a\n<!-- number: 3 -->\n", [("HL019", 2)]),
        ("a\n<!-- number: 3 = 1 + @ a.b -->\n", [("HL012", 2)]),
        ("a\n<!-- number: 3 = 1 @ a.b d -->\n", [("HL019", 2)]),
        # claims
        ("`[theorm]` a\n", [("HL010", 1)]),
        ("<!-- claim: c -->\n\na\n", [("HL010", 1)]),
        ("<!-- claim: c -->\n", [("HL010", 1)]),
        ('<!-- claim: c holds="1 <" -->\n`[conditional]` a\n', [("HL012", 1)]),
        ('<!-- claim: c holds="1 + 1" -->\n`[conditional]` a\n', [("HL012", 1)]),
        ("<!-- claim: c rum=p -->\n`[conditional]` a\n", [("HL010", 1)]),
        ("<!-- claim: c -->\n`[theorem]` a\n\n<!-- claim: c -->\n`[theorem]` b\n", [("HL002", 4)]),
        # blocks
        ("```yaml experimnt\nid: p\n```\n", [("HL003", 1)]),
        ("> ```yaml experiment\n> id: p\n> ```\n", [("HL003", 1)]),
        ("```yaml answer\ntruth: 1\n```\n", [("HL007", 1)]),
        ("```yaml experiment\nid: p\nname: a.b\nsede: 1\n```\n", [("HL004", 4)]),
        ("```yaml experiment\nid: p\nname: a.b\nset: {d: 1e4}\n```\n", [("HL018", 4)]),
        ("```yaml experiment\nid: p\nname: a.b\nset: {d: '10'}\n```\n", [("HL018", 4)]),
        ("```yaml experiment\nid: p\nname: a.b\nid: q\n```\n", [("HL017", 4)]),
        ("```yaml experiment\nid: p\nname: a.b\nset: {d: &x 1}\n```\n", [("HL004", 4)]),
        ("```yaml experiment\nname: a.b\n```\n", [("HL002", 2)]),
        ("```yaml figure\nid: a b\nname: a.b\n```\n", [("HL002", 2)]),
        (2 * "```yaml figure\nid: f\nname: a.b\n```\n", [("HL002", 6)]),
        # questions
        ("### Q\n<!-- question: q -->\n", [("HL002", 2)]),
        ("### Q\n<!-- question: q quiz -->\n", [("HL002", 2)]),
        ("### Q\n<!-- question: Q! text -->\n", [("HL002", 2)]),
        ("### Q\n<!-- question: q text slow order=random -->\n", [("HL003", 2)] * 2),
        (SINGLE + SINGLE, [("HL002", 8)]),
        (SINGLE.replace("[x]", "[ ]"), [("HL005", 3)]),
        (SINGLE.replace("[ ]", "[x]"), [("HL005", 3)]),
        (SINGLE.replace("[ ] ", ""), [("HL005", 5)]),
        (SINGLE.replace("   > b\n", ""), [("HL006", 5)]),
        (SINGLE.replace("single", "multiple"), [("HL005", 3)]),
        (SINGLE.replace("single", "order"), [("HL005", 3), ("HL005", 5)]),
        ("### Q\n<!-- question: q single -->\nNo list.\n", [("HL005", 1)]),
        (SINGLE + "\nWhy.\n\n- [ ] C\n", [("HL005", 10)]),
        (SINGLE + "\n> Hint: late\n", [("HL003", 8)]),
        (NUMERIC + BANDS, [("HL007", 1)]),
        (NUMERIC + ANSWER, [("HL006", 1)] * 2),
        (NUMERIC + ANSWER + "- `ok`: Yes.\n", [("HL006", 10)]),
        (NUMERIC + ANSWER + BANDS + "- `x <`: A.\n", [("HL012", 12)]),
        (NUMERIC + ANSWER + BANDS + "- `y < 1`: A.\n", [("HL012", 12)]),
        (NUMERIC + ANSWER + BANDS + "- `x - truth`: A.\n", [("HL012", 12)]),
        (NUMERIC + ANSWER + BANDS + "- no condition\n", [("HL007", 12)]),
        (NUMERIC + ANSWER + BANDS + "- `x < 1`:\n", [("HL006", 12)]),
        (NUMERIC + ANSWER + BANDS + "- `ok`: Again.\n", [("HL007", 12)]),
        (NUMERIC + ANSWER + ANSWER + BANDS, [("HL007", 10)]),
        (NUMERIC + ANSWER.replace("truth: measures.m\n", "") + BANDS, [("HL007", 5)]),
        (NUMERIC + ANSWER.replace("tolerance: {rel: 0.1}\n", "") + BANDS, [("HL007", 5)]),
        (NUMERIC + ANSWER.replace("0.1", "0.0") + BANDS, [("HL007", 7)]),
        (NUMERIC + ANSWER.replace("measures.m", "1 +") + BANDS, [("HL012", 6)]),
        (NUMERIC + ANSWER.replace("truth", "thruth") + BANDS, [("HL007", 6)]),
        ("### Q\n<!-- question: q curve -->\n" + ANSWER, [("HL007", 3)] * 2),
    ],
)
def test_a_mistake_is_found_at_its_line_with_its_code(
    tmp_path: Path, text: str, expected: list[tuple[str, int]]
) -> None:
    parsed = parse(tmp_path, text + "\n## Two\n<!-- screen: two -->\n\nStill here.\n")
    assert mistakes(parsed) == expected
    if "never closed" not in text:
        assert isinstance(parsed.screens[-1].blocks[-1], Paragraph)


def test_columns_of_keys_are_exact(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "```yaml experiment\nid: p\nname: a.b\nset: {d: 1, n: 1e4}\n```\n")
    (problem,) = parsed.problems
    assert problem.place.column == 16


def test_all_mistakes_of_a_file_are_found_at_once(tmp_path: Path) -> None:
    text = "`[theorm]` a\n\n<!-- scren: x -->\n\n```yaml x\n```\n\n" + SINGLE.replace("[x]", "[ ]")
    found = [code for code, _ in mistakes(parse(tmp_path, text))]
    assert found == ["HL010", "HL003", "HL003", "HL005"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("", 1),
        ("---\nid: a\n", 1),
        (HEAD.replace("lang: en\n", ""), 2),
        (HEAD.replace("id: a-lesson", "id: A lesson"), 2),
        (HEAD.replace("lang: en", "lang: ja"), 4),
        (HEAD.replace("lang: en", "lang: en\nminuts: 3"), 5),
        (HEAD.replace("lang: en", "lang: en\nminutes: soon"), 5),
        (HEAD.replace("lang: en", "lang: en\nsources: {a: " + "x" * 9000 + "}"), 1),
        (HEAD.replace("title: A lesson", "title: [A lesson"), 4),
        (HEAD.replace("# A lesson\n", ""), 6),
    ],
)
def test_mistakes_of_the_front_matter_are_hl001(tmp_path: Path, head: str, line: int) -> None:
    found = [p for p in parse(tmp_path, "\nText.\n", head).problems if p.code == "HL001"]
    assert line in [problem.place.line for problem in found]


def test_a_broken_head_is_marked_and_the_screens_are_read(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "Text.\n", HEAD.replace("lang: en\n", ""))
    assert parsed.head.problem is not None and parsed.head.id == "a"
    assert [screen.id for screen in parsed.screens] == ["one"]


@pytest.mark.parametrize(
    "text",
    ["## Two\n\nNo id.\n", "## Two\n<!-- screen: one -->\n", "## Two\n<!-- screen: A b -->\n"],
)
def test_a_screen_without_an_id_of_its_own_gets_a_number(tmp_path: Path, text: str) -> None:
    parsed = parse(tmp_path, "Text.\n\n" + text)
    assert [code for code, _ in mistakes(parsed)] == ["HL002"]
    assert [screen.id for screen in parsed.screens] == ["one", "screen-2"]


def test_prose_before_the_first_screen_is_complained_about_and_shown(tmp_path: Path) -> None:
    parsed = parse(tmp_path, "", HEAD.replace("## One", "Stray.\n\n## One"))
    assert [problem.code for problem in parsed.problems] == ["HL002"]
    assert len(parsed.screens) == 2 and len(parsed.screens[0].blocks) == 1


def test_what_cannot_be_shown_is_a_broken_block_with_its_source(tmp_path: Path) -> None:
    one, two = blocks(tmp_path, "```yaml experiment\nid: p\nname: [\n```\n\nGo on.\n")
    assert isinstance(one, Broken) and isinstance(two, Paragraph)
    assert one.place.line == FIRST + 3 and one.source.startswith("```yaml experiment")


@pytest.mark.parametrize(
    "fault",
    [
        SINGLE.replace("[x]", "[ ]"),
        NUMERIC + BANDS,
        NUMERIC + ANSWER.replace("0.1", "1e4") + BANDS,
        NUMERIC + ANSWER.replace("measures.m", "1 +") + BANDS,
    ],
)
def test_a_question_that_cannot_be_graded_is_broken(tmp_path: Path, fault: str) -> None:
    (block,) = blocks(tmp_path, fault)
    assert isinstance(block, Broken)


@pytest.mark.parametrize(
    "fault",
    [
        SINGLE.replace("   > b\n", ""),
        NUMERIC + ANSWER + "- `ok`: Yes.\n",
        NUMERIC + ANSWER + BANDS + "- `x <`: A.\n",
    ],
)
def test_a_question_with_a_lesser_mistake_is_asked_all_the_same(tmp_path: Path, fault: str) -> None:
    (block,) = blocks(tmp_path, fault)
    assert isinstance(block, Question)


def test_a_translation_needs_no_machine_facts(tmp_path: Path) -> None:
    text = NUMERIC + "- `ok`: 正解。\n"
    assert parse(tmp_path, text, HEAD_JA, "ja").problems == ()


def test_a_file_that_is_not_utf8_is_named_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "lesson.en.md"
    path.write_bytes(HEAD.encode() + b"\nbad \xff byte\n")
    (problem,) = parse_file(path, tmp_path).problems
    assert (problem.code, problem.place.line) == ("HL001", FIRST + 1)


def test_line_ends_marks_of_order_and_controls_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "lesson.en.md"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "a\x1b[31mb\n").replace("\n", "\r\n").encode())
    parsed = parse_file(path, tmp_path)
    assert not parsed.problems
    (block,) = parsed.screens[0].blocks
    assert "\x1b" not in repr(block)
