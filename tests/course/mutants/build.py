"""Courses on disk, made of edited texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hdtui.course.accept import with_revision
from hdtui.course.reader import parse_file


def write(texts: Mapping[str, str], root: Path) -> Path:
    """The texts as files below `root`, by their paths."""
    for file, text in texts.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    return root


def note_revisions(root: Path) -> None:
    """Every translation up to date: what an edit of the source made stale is no second mistake."""
    for source in sorted(root.glob("*/lesson.en.md")):
        translation = source.with_name("lesson.ja.md")
        text = translation.read_text(encoding="utf-8")
        for screen in parse_file(source, root, "en").screens:
            text = with_revision(text, screen.id, screen.revision, translation.name)
        translation.write_text(text, encoding="utf-8")
