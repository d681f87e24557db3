"""Finding, opening and reading a course."""

from __future__ import annotations

from pathlib import Path

import pytest

from hdtui.course import reader
from hdtui.course.model import Broken, Panel, Paragraph, Question, Text
from hdtui.course.reader import find_course, open_course, read_document, read_lesson
from hdtui.errors import CourseError
from tests.course.written import HEAD, HEAD_JA, SMALL, course_of


def test_the_folder_given_is_the_course() -> None:
    assert find_course(SMALL) == SMALL


def test_without_a_folder_the_lessons_of_the_checkout_or_the_wheel_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "hdtui"
    for shipped in (tmp_path / "lessons", package / "lessons"):
        shipped.mkdir(parents=True)
        (shipped / "course.yaml").touch()
        monkeypatch.setattr(reader, "_PACKAGE", package)
        assert find_course(None) == shipped


@pytest.mark.parametrize("name", ["absent", "."])
def test_a_folder_that_is_no_course_is_an_error_with_a_way_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(CourseError) as caught:
        find_course(tmp_path / name)
    assert caught.value.remedy is not None
    with pytest.raises(CourseError):
        open_course(tmp_path / name)


def test_a_course_lists_its_lessons_in_every_language() -> None:
    course = open_course(SMALL)
    assert course.languages == ("en", "ja") and course.source == "en"
    assert [head.id for head in course.heads["en"]] == ["crust", "angles"]
    assert [head.title for head in course.heads["ja"]] == [
        "皮ばかりの果物",
        "直角で出会う他人どうし",
    ]
    assert course.retired == ("crust/old-question",)
    assert course.glossary[0].term == {"en": "crust", "ja": "殻"}


def test_the_head_of_a_translation_has_the_facts_of_its_source() -> None:
    head = open_course(SMALL).heads["ja"][1]
    assert (head.lang, head.minutes, head.needs) == ("ja", 4, ("crust",))
    assert list(head.sources) == ["bhk"]
    assert head.objectives == ("predict the spread of an inner product",)


def test_opening_a_course_reads_no_more_than_the_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "parse_file", None)
    assert all(head.problem is None for head in open_course(SMALL).heads["ja"])


def test_a_course_of_one_language_works(tmp_path: Path) -> None:
    course = open_course(course_of(tmp_path, en=HEAD + "Prose.\n"))
    assert course.languages == ("en",)
    assert len(read_lesson(course, "a-lesson", "en").screens) == 1


def test_a_language_without_a_file_shows_the_source(tmp_path: Path) -> None:
    root = course_of(tmp_path, en=HEAD + "Prose.\n", ja="")
    (root / "01-a" / "lesson.ja.md").unlink()
    course = open_course(root)
    assert course.heads["ja"] == course.heads["en"]
    assert read_lesson(course, "a-lesson", "ja").head.lang == "en"


def test_a_broken_head_leaves_the_other_lessons_alone(tmp_path: Path) -> None:
    root = course_of(tmp_path, en=HEAD)
    text = (root / "course.yaml").read_text().replace("[01-a]", "[01-a, 02-b, 03-c]")
    (root / "course.yaml").write_text(text)
    (root / "02-b").mkdir()
    (root / "02-b" / "lesson.en.md").write_text("---\nid: b\ntitle: [\n---\n# B\n")
    first, second, third = open_course(root).heads["en"]
    assert first.problem is None
    assert second.problem is not None and second.problem.place.line in (3, 4)
    assert third.problem is not None and "lesson.en.md" in str(third.problem.title)
    assert (second.id, third.title) == ("b", "c")


def test_a_broken_translation_keeps_the_source_and_names_the_problem(tmp_path: Path) -> None:
    root = course_of(tmp_path, en=HEAD + "Prose.\n", ja="---\nid: [\n---\n")
    course = open_course(root)
    assert course.heads["ja"][0].title == "A lesson"
    assert course.heads["ja"][0].problem is not None
    lesson = read_lesson(course, "a-lesson", "ja")
    assert isinstance(lesson.screens[0].blocks[0], Paragraph)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("format: 1", "format: 99", 1),
        ("format: 1", "format: one", 1),
        ("source: en", "source: fr", 4),
        ("id: c\n", "", 1),
        ("id: c", "id: c\nid: d", 3),
        ("lessons: [01-a]", "lessons: [../secret]", 6),
        ("lessons: [01-a]", "lesons: [01-a]", 6),
    ],
)
def test_a_course_file_that_cannot_be_used_is_an_error_at_its_line(
    tmp_path: Path, old: str, new: str, line: int
) -> None:
    root = course_of(tmp_path, en=HEAD)
    text = (root / "course.yaml").read_text()
    assert old in text
    (root / "course.yaml").write_text(text.replace(old, new, 1))
    if new.startswith("id: c\n"):
        open_course(root)  # the first of two keys is kept; the linter names the second
        return
    with pytest.raises(CourseError) as caught:
        open_course(root)
    assert caught.value.detail is not None and caught.value.remedy is not None
    assert caught.value.place.line in (line, 1)


def test_an_unknown_lesson_is_an_error_that_names_the_known() -> None:
    with pytest.raises(CourseError) as caught:
        read_lesson(open_course(SMALL), "cube", "en")
    assert "crust, angles" in str(caught.value.remedy)


def test_a_lesson_that_vanished_is_an_error(tmp_path: Path) -> None:
    course = open_course(course_of(tmp_path, en=HEAD))
    (tmp_path / "01-a" / "lesson.en.md").unlink()
    with pytest.raises(CourseError):
        read_lesson(course, "a-lesson", "en")


def test_a_translated_lesson_has_the_machine_facts_of_its_source() -> None:
    course = open_course(SMALL)
    source, lesson = (read_lesson(course, "crust", lang) for lang in ("en", "ja"))
    assert [s.id for s in lesson.screens] == [s.id for s in source.screens]
    assert lesson.panel("ball") == source.panel("ball")
    ours, theirs = source.question("peel-share"), lesson.question("peel-share")
    assert ours is not None and theirs is not None
    assert theirs.answer == ours.answer and theirs.fast and theirs.revision == ours.revision
    assert [b.condition for b in theirs.bands] == [b.condition for b in ours.bands]
    assert theirs.title == (Text("皮はどれだけか"),)
    claims = [b.claim for b in lesson.blocks() if isinstance(b, Paragraph) and b.claim]
    assert claims[0].run == "ball" and claims[0].holds == "measures.shell_share > .9"


def test_any_markdown_is_a_document(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Name\n\nHello <b>you</b>.\n\n<p align=left>\n\n## Use\n\n- [x] done\n")
    lesson = read_document(path)
    assert lesson.head.title == "Name" and lesson.head.problem is None
    assert [screen.id for screen in lesson.screens] == ["screen-1", "screen-2"]
    assert not [block for block in lesson.blocks() if isinstance(block, Broken)]


def test_a_lesson_read_as_a_document_is_a_lesson() -> None:
    lesson = read_document(SMALL / "01-crust" / "lesson.en.md")
    assert lesson.head.id == "crust" and lesson.panel("ball") is not None


def test_a_document_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError):
        read_document(tmp_path / "absent.md")
    with pytest.raises(CourseError):
        read_document(tmp_path)


def test_a_lesson_too_long_to_read_says_so_on_its_screen(tmp_path: Path) -> None:
    root = course_of(tmp_path, en=HEAD + "x" * 300_000)
    lesson = read_lesson(open_course(root), "a-lesson", "en")
    (block,) = lesson.blocks()
    assert isinstance(block, Broken) and "256" in str(block.title)


def test_a_question_only_the_source_has_is_shown_from_it(tmp_path: Path) -> None:
    question = "### Q\n<!-- question: q text -->\nWhy?\n\n"
    root = course_of(
        tmp_path, en=HEAD + question + "## Two\n<!-- screen: two -->\nMore.\n", ja=HEAD_JA
    )
    lesson = read_lesson(open_course(root), "a-lesson", "ja")
    assert [screen.id for screen in lesson.screens] == ["one", "two"]
    assert isinstance(lesson.screens[0].blocks[0], Question)
    assert lesson.screens[0].title == (Text("一"),)


def test_a_panel_stands_in_the_translation_where_it_stands_in_the_source(tmp_path: Path) -> None:
    panel = "```yaml experiment\nid: p\nname: e.x\n```\n\n"
    root = course_of(
        tmp_path, en=HEAD + f"One.\n\n{panel}Two.\n", ja=HEAD_JA + "一。\n\n二。\n\n三。\n"
    )
    kinds = [type(b) for b in read_lesson(open_course(root), "a-lesson", "ja").blocks()]
    assert kinds == [Paragraph, Panel, Paragraph, Paragraph]


def test_a_translation_cannot_change_what_is_right(tmp_path: Path) -> None:
    body = "### {}\n<!-- question: q single -->\n1. [{}] A\n   > a\n2. [{}] B\n   > b\n"
    root = course_of(
        tmp_path, en=HEAD + body.format("Q", "x", " "), ja=HEAD_JA + body.format("問", " ", "x")
    )
    question = read_lesson(open_course(root), "a-lesson", "ja").question("q")
    assert question is not None and question.title == (Text("問"),)
    assert [choice.right for choice in question.choices] == [True, False]


def test_what_is_broken_in_the_source_is_broken_in_every_language(tmp_path: Path) -> None:
    broken = "```yaml experiment\nid: p\n```\n"
    root = course_of(tmp_path, en=HEAD + broken + "A.\n", ja=HEAD_JA + "あ。\n")
    kinds = [type(b) for b in read_lesson(open_course(root), "a-lesson", "ja").blocks()]
    assert kinds == [Broken, Paragraph]
