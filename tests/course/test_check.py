"""The linter's own manners: order, lines, JSON, failures of rules, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hdtui.course import check as linter
from hdtui.course.check import as_json, check, report
from hdtui.course.lesson_file import ParsedFile, parse_file
from hdtui.course.model import Question
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet
from hdtui.course.rules.numbers import read_number
from hdtui.course.rules.prose import emphasis, is_wide, touching_dollars
from hdtui.course.rules.raw import RawText
from hdtui.course.rules.settings import fault_of
from hdtui.description import SettingValue
from hdtui.errors import CourseError, Place
from hdtui.messages import say
from tests.course.mutants.build import write
from tests.course.mutants.catalogue import CATALOGUE
from tests.course.mutants.table import LATITUDE, NEAREST_JA, clean_texts

CLEAN = clean_texts()


def with_edits(tmp_path: Path, *edits: tuple[str, str, str]) -> Path:
    texts = dict(CLEAN)
    for file, old, new in edits:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new)
    return write(texts, tmp_path)


# ------------------------------------------------------------ what comes out


def test_a_report_has_one_line_a_problem_with_place_and_code() -> None:
    problems = [
        Problem("HL004", Place("a.md", 3, 7), say("{key} is wrong", key="d")),
        Problem("HL005", Place("a.md", 9, 1), say("no right choice")),
    ]
    assert report(problems) == "a.md:3:7 HL004 d is wrong\na.md:9:1 HL005 no right choice\n"


def test_the_data_of_a_report_is_json() -> None:
    problem = Problem("HL004", Place("a.md", 3, 7), say("{key} is wrong", key="d"))
    assert msgspec.json.decode(msgspec.json.encode(as_json([problem]))) == [
        {"file": "a.md", "line": 3, "column": 7, "code": "HL004", "message": "d is wrong"}
    ]


def test_problems_are_sorted_by_place(tmp_path: Path) -> None:
    root = with_edits(
        tmp_path,
        (LATITUDE, "[@ledoux]", "[@nobody]"),
        (LATITUDE, "39.2 deg", "39.2°"),
        (NEAREST_JA, "では**ない**", "では**（ない）**"),
    )
    places = [problem.place for problem in check(root, CATALOGUE)]
    assert len(places) >= 3
    assert places == sorted(places)


def test_without_the_theory_a_wrong_number_is_only_held_to_its_form(tmp_path: Path) -> None:
    root = with_edits(
        tmp_path,
        (LATITUDE, "8.7 % of", "8.9 % of"),
        (LATITUDE, "number: 8.7", "number: 8.9"),
    )
    assert "HL019" not in {p.code for p in check(root, CATALOGUE) if p.place.file == LATITUDE}


def test_arithmetic_in_a_number_is_computed_without_any_run(tmp_path: Path) -> None:
    source = "100*theory.band_share @ sphere.latitude d=3"
    right = with_edits(tmp_path / "right", (LATITUDE, source, "100*0.0872"))
    wrong = with_edits(tmp_path / "wrong", (LATITUDE, source, "100*0.0882"))
    assert [p.code for p in check(right, CATALOGUE)] == []
    assert [p.code for p in check(wrong, CATALOGUE)] == ["HL019"]


# ------------------------------------------------------------ what is missing


def test_a_folder_without_course_yaml_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CourseError):
        check(tmp_path, CATALOGUE)


def test_a_course_yaml_that_cannot_be_used_is_reported(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("format: 1\nid: x\n", encoding="utf-8")
    found = check(tmp_path, CATALOGUE)
    assert {problem.code for problem in found} == {"HL001"}


def test_a_listed_lesson_without_files_is_reported_where_it_is_listed(tmp_path: Path) -> None:
    root = with_edits(
        tmp_path, ("course.yaml", "  - 02-nearest\n", "  - 02-nearest\n  - 03-gone\n")
    )
    (problem,) = check(root, CATALOGUE)
    assert (problem.code, problem.place.file, problem.place.line) == ("HL001", "course.yaml", 9)


def test_a_lesson_without_its_translation_is_reported_where_it_is_listed(tmp_path: Path) -> None:
    root = write(CLEAN, tmp_path)
    (root / NEAREST_JA).unlink()
    (problem,) = check(root, CATALOGUE)
    assert (problem.code, problem.place.file, problem.place.line) == ("HL020", "course.yaml", 8)


def test_a_course_in_one_language_needs_no_translation(tmp_path: Path) -> None:
    root = with_edits(tmp_path, ("course.yaml", "[en, ja]", "[en]"))
    assert check(root, CATALOGUE) == []


# ------------------------------------------------------------ a rule that fails


def test_a_rule_that_fails_is_reported_and_hides_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(question: Question, sheet: Sheet) -> Iterator[Problem]:
        yield Problem("HL099", question.place, say("found before"))
        raise ZeroDivisionError("1/0")

    rules = (fails, *linter.QUESTION_RULES)
    monkeypatch.setattr(linter, "QUESTION_RULES", rules)
    root = with_edits(tmp_path, (LATITUDE, "run: belt\n", "run: belts\n"))
    found = check(root, CATALOGUE)
    codes = [problem.code for problem in found]
    assert codes.count("HL099") == codes.count("HL000") > 1
    assert "HL009" in codes
    assert "ZeroDivisionError" in report(found)


def test_a_file_that_fails_to_be_read_is_reported_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, root: Path, source: str | None = None) -> ParsedFile:
        if path.parent.name == "01-latitude":
            raise RecursionError("deep")
        return parse_file(path, root, source)

    monkeypatch.setattr(linter, "parse_file", fails)
    root = with_edits(tmp_path, (NEAREST_JA, "では**ない**", "では**（ない）**"))
    found = check(root, CATALOGUE)
    assert [(p.code, p.place.file) for p in found] == [("HL000", LATITUDE), ("HL027", NEAREST_JA)]


# ------------------------------------------------------------ single rules


def test_an_experiment_that_cannot_be_used_is_said_once(tmp_path: Path) -> None:
    broken = msgspec.structs.replace(
        CATALOGUE["knn.contrast"], settings={}, measures={}, problem=say("it does not load")
    )
    (problem,) = check(write(CLEAN, tmp_path), {**CATALOGUE, "knn.contrast": broken})
    assert problem.code == "HL003"
    assert "does not load" in report([problem])


@pytest.mark.parametrize(
    ("shown", "number", "half"),
    [
        ("8.7 %", 8.7, 0.05),
        ("61 %", 61.0, 0.5),
        ("20 000", 20000.0, 500.0),
        ("60\u00a0000 points", 60000.0, 500.0),
        ("1,024", 1024.0, 0.5),
        ("100", 100.0, 5.0),
        ("5°", 5.0, 0.5),
        ("−0.10", -0.10, 0.005),
        ("1.5e-4", 1.5e-4, 0.5e-5),
    ],
)
def test_a_shown_number_is_read_with_half_a_unit_of_its_last_digit(
    shown: str, number: float, half: float
) -> None:
    read = read_number(shown)
    assert read is not None
    assert read == pytest.approx((number, half))


@pytest.mark.parametrize(
    ("prose", "codes"),
    [
        ("For d = 3, 8.7 % of them", []),
        ("The first 1 000, 8.7 % of them", []),
        ("As many as 8.7 % of them", []),
        ("As many as 18.7 % of them", ["HL019"]),
        ("As many as 8.75 % of them", ["HL019"]),
        ("8.7 % against 9.1 % of them", ["HL019"]),
        ("8.7 % in 3.5 dimensions, 12 %", []),
    ],
)
def test_a_number_with_a_source_stands_by_itself_and_not_beside_others_of_its_kind(
    tmp_path: Path, prose: str, codes: list[str]
) -> None:
    root = with_edits(tmp_path, (LATITUDE, "8.7 % of them", prose))
    found = [p.code for p in check(root, CATALOGUE) if p.place.file == LATITUDE]
    assert found == codes


def test_words_are_no_number() -> None:
    assert read_number("about half") is None


@pytest.mark.parametrize(
    ("key", "value", "fits"),
    [
        ("d", 100, True),
        ("d", 1.0e4, False),
        ("d", 2.0, True),
        ("d", 2.5, False),
        ("d", True, False),
        ("d", "100", False),
        ("law", "cube", True),
        ("law", "cubic", False),
        ("dimension", 3, False),
    ],
)
def test_a_setting_takes_what_the_catalogue_says(key: str, value: SettingValue, fits: bool) -> None:
    assert (fault_of(key, value, CATALOGUE["knn.contrast"]) is None) == fits


def sheet_of(tmp_path: Path, prose: str) -> Sheet:
    """The sheet of a lesson whose one screen says this."""
    root = with_edits(tmp_path, (NEAREST_JA, "`[correction]` すべての", prose + "\n\nすべての"))
    sheets: list[Sheet] = []

    def keeps(sheet: Sheet) -> Iterator[Problem]:
        sheets.append(sheet)
        return iter(())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linter, "SHEET_RULES", (keeps,))
        check(root, CATALOGUE)
    return next(sheet for sheet in sheets if sheet.file.file == NEAREST_JA)


@pytest.mark.parametrize(
    "prose",
    [
        "**「帯」**は広い。",
        "これは**「帯」** である。",
        "幅**（度）**で",
        "*「帯」*は広い。",
        "値は**$x$**である。",
    ],
)
def test_emphasis_beside_a_cjk_mark_is_found(tmp_path: Path, prose: str) -> None:
    assert [problem.code for problem in emphasis(sheet_of(tmp_path, prose))] == ["HL027"]


@pytest.mark.parametrize(
    "prose",
    [
        "「**帯**」は広い。",
        "これは**帯**である。",
        "これは **「帯」** である。",
        "`**「帯」**は` と書く。",
        r"\*\*「帯」\*\*は",
        "2 * 3 * 4 は24。",
        "a**b**c and **d**, **e**.",
        "- **帯**\n- **幅**",
        "$a**「b」**$ は式。",
    ],
)
def test_emphasis_that_commonmark_closes_is_left_alone(tmp_path: Path, prose: str) -> None:
    assert list(emphasis(sheet_of(tmp_path, prose))) == []


@pytest.mark.parametrize(
    ("prose", "count"),
    [
        ("値は$x$である。", 2),
        ("値は $x$ である。", 0),
        ("式 $$x$$。", 1),
        ("`値は$x$である`", 0),
        (r"は\$5で、 $x$ は", 0),
        ("（$x$）", 2),
    ],
)
def test_each_side_of_a_formula_that_touches_cjk_is_found(
    tmp_path: Path, prose: str, count: int
) -> None:
    assert len(list(touching_dollars(sheet_of(tmp_path, prose)))) == count


def test_wide_characters_are_the_east_asian_ones() -> None:
    assert [is_wide(c) for c in "は。Ａ"] == [True] * 3
    assert [is_wide(c) for c in ("a", "°", "θ", "")] == [False] * 4


def test_the_prose_of_a_file_has_the_length_of_the_file() -> None:
    raw = RawText(CLEAN[LATITUDE].split("\n"), LATITUDE)
    assert len(raw.prose) == len(raw.words) == len(CLEAN[LATITUDE])
    assert "sphere.latitude" not in raw.prose
    assert "minutes" not in raw.prose
    assert raw.place(CLEAN[LATITUDE].index("id: belt")).line == 67


def test_ids_are_seen_where_the_block_itself_is_broken() -> None:
    lines = ["```yaml experiment", "name: [", "id: belt", "```", "<!-- question: wide numeric -->"]
    lines += ["```yaml figure", "id: drawing", "```", "```yaml experimint", "id: ring", "```"]
    raw = RawText(lines, "x.md")
    assert raw.panels == {"belt", "ring"}
    assert set(raw.questions) == {"wide"}
