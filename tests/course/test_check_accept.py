"""`--accept` writes one revision and leaves every other byte alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from hdtui.course.accept import with_revision
from hdtui.course.check import accept, check
from hdtui.errors import CourseError, UsageError
from tests.course.mutants.build import write
from tests.course.mutants.catalogue import CATALOGUE
from tests.course.mutants.table import LATITUDE, LATITUDE_JA, clean_texts

CLEAN = clean_texts()
REVISION = "0123abcd"


def revs_of(text: str) -> object:
    """The `revs` of a text's front matter, as YAML reads it."""
    return yaml.safe_load(text.lstrip("\ufeff").split("---")[1])["revs"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("revs:\n  one: 'ffffffff'\n", "revs:\n  one: '0123abcd'\n"),
        ('revs:\n  one: "ffffffff"  # why\n', "revs:\n  one: '0123abcd'  # why\n"),
        ("revs:\n  one: ffffffff\n", "revs:\n  one: '0123abcd'\n"),
        ("revs:\n  one:\nb: 1\n", "revs:\n  one: '0123abcd'\nb: 1\n"),
        ("revs:\n    two: 'x'\nb: 1\n", "revs:\n    two: 'x'\n    one: '0123abcd'\nb: 1\n"),
        ("revs: {one: 'x', two: 'y'}\n", "revs: {one: '0123abcd', two: 'y'}\n"),
        ("revs: {two: 'y'}\n", "revs: {two: 'y', one: '0123abcd'}\n"),
        ("revs: {}\n", "revs: {one: '0123abcd'}\n"),
        ("revs:\nb: 1\n", "revs: {one: '0123abcd'}\nb: 1\n"),
        ("b: 1\n", "b: 1\nrevs:\n  one: '0123abcd'\n"),
    ],
)
def test_one_revision_changes_and_nothing_else(before: str, after: str) -> None:
    text = f"---\na: 0\n{before}---\n\n# revs: 'ffffffff'\n---\n"
    assert with_revision(text, "one", REVISION, "x.md") == text.replace(before, after, 1)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("revs", ["revs:\n  two: 'y'\n", "revs: {two: 'y'}\n", ""])
def test_line_ends_and_a_byte_order_mark_stay(newline: str, mark: str, revs: str) -> None:
    text = mark + f"---\na: 0\n{revs}---\n\n# 題\n".replace("\n", newline)
    changed = with_revision(text, "one", REVISION, "x.md")
    assert changed.startswith(mark + "---" + newline)
    assert changed.endswith(f"---{newline}{newline}# 題{newline}")
    assert changed.count("\n") == changed.count(newline)
    read = revs_of(changed)
    assert isinstance(read, dict)
    assert read["one"] == REVISION


@given(
    noted=st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z]{1,3})?", fullmatch=True),
        st.from_regex(r"[0-9a-f]{8}", fullmatch=True),
        max_size=5,
    ),
    flow=st.booleans(),
    screen=st.sampled_from(["where", "a", "measure-it"]),
)
def test_whatever_was_noted_the_revision_is_noted_then(
    noted: dict[str, str], flow: bool, screen: str
) -> None:
    front = yaml.safe_dump({"id": "x", "revs": noted, "z": 1}, default_flow_style=flow)
    changed = with_revision(f"---\n{front}---\n", screen, REVISION, "x.md")
    assert revs_of(changed) == {**noted, screen: REVISION}
    assert with_revision(changed, screen, REVISION, "x.md") == changed


@pytest.mark.parametrize(
    "text", ["# no front matter\n", "---\nid: [\n---\n", "---\nrevs: [1]\n---\n", "---\n- 1\n---\n"]
)
def test_front_matter_that_cannot_be_read_is_an_error_with_its_file(text: str) -> None:
    with pytest.raises(CourseError) as caught:
        with_revision(text, "one", REVISION, "01-x/lesson.ja.md")
    assert caught.value.place.file == "01-x/lesson.ja.md"


@pytest.mark.parametrize("lesson", ["latitude", "01-latitude"])
def test_an_accepted_screen_is_no_longer_stale(tmp_path: Path, lesson: str) -> None:
    texts = {**CLEAN, LATITUDE: CLEAN[LATITUDE].replace("Press `r`", "Now press `r`")}
    root = write(texts, tmp_path)
    assert [p.code for p in check(root, CATALOGUE)] == ["HL024"]
    before = (root / LATITUDE_JA).read_bytes()
    (root / LATITUDE_JA).chmod(0o640)
    assert accept(root, f"{lesson}/measure") == [root / LATITUDE_JA]
    assert check(root, CATALOGUE) == []
    after = (root / LATITUDE_JA).read_bytes()
    assert len(after) == len(before)
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= 8
    assert stat.S_IMODE((root / LATITUDE_JA).stat().st_mode) == 0o640
    assert sorted(path.name for path in (root / LATITUDE_JA).parent.iterdir()) == [
        "lesson.en.md",
        "lesson.ja.md",
    ]


def test_a_screen_that_is_up_to_date_changes_no_file(tmp_path: Path) -> None:
    root = write(CLEAN, tmp_path)
    assert accept(root, "latitude/measure") == []


@pytest.mark.parametrize(
    "name", ["latitude", "latitude/", "nowhere/measure", "latitude/nowhere", ""]
)
def test_a_screen_that_does_not_exist_is_a_fault_of_the_command(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        accept(write(CLEAN, tmp_path), name)
