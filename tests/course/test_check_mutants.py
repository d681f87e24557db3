"""Every seeded mistake is found at its own line, under its own code, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hdtui.course.check import check, report
from hdtui.course.problems import Problem
from hdtui.errors import CourseError
from tests.course.mutants.build import note_revisions, write
from tests.course.mutants.catalogue import CATALOGUE, theory_of
from tests.course.mutants.table import COURSE, MUTANTS, Mutant, clean_texts

CODES = {f"HL{number:03}" for number in range(1, 29)}
CLEAN = clean_texts()
LESSONS = [file for file in CLEAN if file.endswith(".md")]


def findings(root: Path) -> list[tuple[str, str, int]]:
    found = check(root, CATALOGUE, theory_of=theory_of)
    return [(problem.code, problem.place.file, problem.place.line) for problem in found]


def test_the_clean_course_is_clean() -> None:
    assert report(check(COURSE, CATALOGUE, theory_of=theory_of)) == ""


def test_every_code_that_needs_no_measuring_has_a_mutant() -> None:
    assert {mutant.code for mutant in MUTANTS} == CODES


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.code} {mutant.name}")
def test_a_mutant_is_found_at_its_line_and_nothing_else_is(mutant: Mutant, tmp_path: Path) -> None:
    root = write(mutant.edited(CLEAN), tmp_path)
    if not mutant.stale:
        note_revisions(root)
    assert findings(root) == [(mutant.code, *mutant.expected(CLEAN))]


def test_all_mutants_side_by_side_in_one_course_are_all_found(tmp_path: Path) -> None:
    """Each mutant in lessons of its own, with ids of their own, all in one course."""
    texts = {"glossary.yaml": CLEAN["glossary.yaml"]}
    expected: list[tuple[str, str, int]] = []
    folders: list[str] = []
    for number, mutant in enumerate(MUTANTS):
        edited = mutant.edited(CLEAN)
        for file in LESSONS:
            text = edited[file].replace("id: latitude\n", f"id: latitude-{number}\n")
            text = text.replace("id: nearest\n", f"id: nearest-{number}\n")
            text = text.replace("needs: [latitude]", f"needs: [latitude-{number}]")
            texts[f"{number}-{file}"] = text
        file, line = mutant.expected(CLEAN)
        expected.append((mutant.code, f"{number}-{file}", line))
        folders += [f"{number}-01-latitude", f"{number}-02-nearest"]
    head, _, _ = CLEAN["course.yaml"].partition("lessons:")
    retired = [f"latitude-{number}/old-question" for number in range(len(MUTANTS))]
    texts["course.yaml"] = (
        f"{head}lessons: [{', '.join(folders)}]\nretired: [{', '.join(retired)}]\n"
    )
    root = write(texts, tmp_path)
    stale = {
        f"{n}-{file}": texts[f"{n}-{file}"]
        for n, m in enumerate(MUTANTS)
        if m.stale
        for file in LESSONS
    }
    note_revisions(root)
    write(stale, root)
    assert sorted(findings(root)) == sorted(expected)


def test_the_linter_survives_all_mutants_in_the_same_lines(tmp_path: Path) -> None:
    """What edits the same words as an earlier mutant is left out; what is broken hides the rest."""
    texts, seeded = dict(CLEAN), set()
    for mutant in MUTANTS:
        edits = ((mutant.file, mutant.old), *((file, old) for file, old, _ in mutant.also))
        if all(texts[file].count(old) == 1 for file, old in edits):
            texts = mutant.edited(texts)
            seeded.add(mutant.code)
    found = {code for code, _, _ in findings(write(texts, tmp_path))}
    assert "HL000" not in found
    # A front matter that cannot be read hides the sources (HL011) and the revisions; a question
    # that cannot be asked hides its choices (HL013); the command `nubmer:` is no source (HL019).
    hidden = {"HL011", "HL013", "HL019", "HL023"}
    assert seeded - found <= hidden
    assert len(found) >= 15


Edit = tuple[str, int, int]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "double", "move", "cut", "join"]),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
    ),
    min_size=1,
    max_size=12,
)


def damaged(text: str, edits: list[Edit]) -> str:
    """The text with lines deleted, doubled, moved, cut short or run together."""
    lines = text.split("\n")
    for kind, first, second in edits:
        if not lines:
            break
        at, to = first % len(lines), second % len(lines)
        if kind == "delete":
            del lines[at]
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "move":
            lines.insert(to, lines.pop(at))
        elif kind == "cut":
            lines[at] = lines[at][: second % (len(lines[at]) + 1)]
        elif at + 1 < len(lines):
            lines[at : at + 2] = [lines[at] + lines[at + 1]]
    return "\n".join(lines)


def checked(texts: dict[str, str], root: Path) -> list[Problem]:
    return check(write(texts, root), CATALOGUE, theory_of=theory_of)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(file=st.sampled_from(LESSONS), edits=EDITS)
def test_a_lesson_with_damaged_lines_never_stops_the_linter(
    tmp_path: Path, file: str, edits: list[Edit]
) -> None:
    found = checked({**CLEAN, file: damaged(CLEAN[file], edits)}, tmp_path)
    assert not [problem for problem in found if problem.code == "HL000"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    file=st.sampled_from(sorted(CLEAN)),
    at=st.floats(0, 1),
    junk=st.text(st.sampled_from("$`*[]{}<>!-:#|@x1.%\n >「」は。\\\"'&\u0300\ud800"), max_size=30),
)
def test_junk_anywhere_in_a_course_never_stops_the_linter(
    tmp_path: Path, file: str, at: float, junk: str
) -> None:
    text = CLEAN[file]
    cut = int(at * len(text))
    try:
        found = checked({**CLEAN, file: text[:cut] + junk + text[cut:]}, tmp_path)
    except CourseError:
        pytest.fail("a course.yaml that cannot be used is a finding, not an error")
    assert not [problem for problem in found if problem.code == "HL000"]
