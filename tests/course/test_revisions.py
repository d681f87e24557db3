"""The revision of a text: what changes it and what does not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from hdtui.course.model import Question
from hdtui.course.revisions import revision
from tests.course.written import parse

TEXT = "A  line,\nanother.\n\n\n```py\ncode\n```\n<!-- number: 1 = 1 -->\n\nThe end\n"


def of(folder: Path, text: str) -> str:
    return parse(folder, text).screens[0].revision


def test_it_is_a_hash_of_the_tidy_text(tmp_path: Path) -> None:
    tidy = "## One\n\nA line,\nanother.\n\nThe end"
    expected = hashlib.sha256(tidy.encode()).hexdigest()[:8]
    assert of(tmp_path, "\n" + TEXT) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("code", "other code"),
        ("```py\ncode\n```\n", ""),
        ("<!-- number: 1 = 1 -->\n", ""),
        ("another.\n", "another.\n<!-- remark -->\n"),
        ("A  line,", "A line,  "),
        ("\n\n\n", "\n\n"),
        ("The end", "The<!-- remark --> end"),
    ],
)
def test_fences_comments_and_blanks_do_not_count(tmp_path: Path, old: str, new: str) -> None:
    assert old in TEXT
    assert of(tmp_path, TEXT.replace(old, new)) == of(tmp_path, TEXT)


@pytest.mark.parametrize(("old", "new"), [("another", "Another"), (",\n", ", "), ("The end", "")])
def test_words_and_lines_count(tmp_path: Path, old: str, new: str) -> None:
    assert of(tmp_path, TEXT.replace(old, new)) != of(tmp_path, TEXT)


def test_the_way_an_accent_is_written_does_not_count() -> None:
    assert revision(["caf\u00e9 が"]) == revision(["cafe\u0301 か\u3099"])


def test_a_changed_key_is_another_question(tmp_path: Path) -> None:
    text = (
        "### Q\n<!-- question: q numeric -->\n"
        "```yaml answer\ntruth: {}\ntolerance: {{abs: 1}}\n```\n"
        "- `ok`: a\n- `else`: b\n"
    )
    one, two = (parse(tmp_path, text.format(truth)).screens[0] for truth in ("1", "2"))
    (first,), (second,) = one.blocks, two.blocks
    assert isinstance(first, Question) and isinstance(second, Question)
    assert first.revision != second.revision
    assert one.revision == two.revision
