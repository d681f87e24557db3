"""`hdtui check --accept LESSON/SCREEN`: note in the translations which revision they translate.

Only the eight digits change; the rest of each file stays as it is, byte for byte.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

import yaml

from hdtui.course.model import Head
from hdtui.course.reader import open_course, parse_file
from hdtui.errors import CourseError, Place, UsageError
from hdtui.messages import say

_FRONT = re.compile(r"\A(?P<open>\ufeff?---[ \t]*\r?\n)(?P<body>.*?)^---[ \t]*\r?$", re.S | re.M)


def accept(root: Path, screen: str) -> list[Path]:
    """Write the source's revision of `LESSON/SCREEN` into each translation; the changed files.

    LESSON is an id or a folder. Raises UsageError for a lesson or screen that does not exist,
    CourseError for front matter that cannot be read.
    """
    lesson, _, name = screen.partition("/")
    course = open_course(root)
    heads = course.heads.get(course.source, ())
    head = next((head for head in heads if lesson in (head.id, head.folder)), None)
    if head is None or not name:
        raise UsageError(
            say("{screen} names no screen of this course", screen=screen),
            remedy=say("write LESSON/SCREEN, both as their ids"),
        )
    source = parse_file(_file(root, head, course.source), root)
    revisions = {screen.id: screen.revision for screen in source.screens}
    if name not in revisions:
        raise UsageError(
            say("{lesson} has no screen {screen}", lesson=lesson, screen=name),
            remedy=say("it has {known}", known=", ".join(revisions)),
        )
    changed = []
    for language in course.languages:
        path = _file(root, head, language)
        if (
            language != course.source
            and path.is_file()
            and _note(path, root, name, revisions[name])
        ):
            changed.append(path)
    return changed


def _file(root: Path, head: Head, language: str) -> Path:
    return root / head.folder / f"lesson.{language}.md"


def _note(path: Path, root: Path, screen: str, revision: str) -> bool:
    """True where the file changed."""
    old = path.read_bytes().decode("utf-8")
    new = with_revision(old, screen, revision, str(path.relative_to(root)))
    if new == old:
        return False
    _replace(path, new)
    return True


def with_revision(text: str, screen: str, revision: str, file: str) -> str:
    """The text of a translation whose front matter notes this revision of a screen.

    Raises CourseError where there is no front matter, or none that can be read.
    """
    front = _FRONT.match(text)
    if front is None:
        raise CourseError(say("no front matter between two lines of `---`"), Place(file))
    body, start = front["body"], front.start("body")
    try:
        node = yaml.compose(body, Loader=yaml.SafeLoader)
        begin, end, new = _edit(body, node, screen, revision)
    except (yaml.YAMLError, RecursionError, _NoMapping):
        raise CourseError(say("the front matter cannot be read"), Place(file)) from None
    return text[: start + begin] + new + text[start + end :]


class _NoMapping(Exception):
    """The front matter, or its `revs`, is no mapping."""


def _edit(body: str, node: yaml.Node | None, screen: str, revision: str) -> tuple[int, int, str]:
    """(begin, end, new text) of the one change."""
    newline = "\r\n" if "\r\n" in body else "\n"
    entry = f"{screen}: '{revision}'"
    revs = _value(node, "revs")
    if revs is None:
        return len(body), len(body), f"revs:{newline}  {entry}{newline}"
    begin, end = revs.start_mark.index, revs.end_mark.index
    if isinstance(revs, yaml.ScalarNode) and not revs.value:
        return begin, end, f" {{{entry}}}"
    noted = _value(revs, screen)
    if isinstance(noted, yaml.ScalarNode):
        if noted.value == revision:
            return begin, begin, ""
        begin, end = noted.start_mark.index, noted.end_mark.index
        return begin, end, f"'{revision}'" if begin < end else f" '{revision}'"
    if noted is not None or not isinstance(revs, yaml.MappingNode):
        raise _NoMapping
    if revs.flow_style:
        comma = ", " if revs.value else ""
        last = revs.value[-1][1].end_mark.index if revs.value else begin + 1
        return last, last, comma + entry
    last = revs.value[-1][1].end_mark.index
    indent = " " * revs.value[0][0].start_mark.column
    return last, last, f"{newline}{indent}{entry}"


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """The value of a key; None where it is missing. Raises _NoMapping."""
    if not isinstance(node, yaml.MappingNode):
        raise _NoMapping
    found = (value for name, value in node.value if name.value == key)
    return next(found, None)


def _replace(path: Path, text: str) -> None:
    """Write beside the file and move over it, so that no reader ever sees half of it."""
    target = path.resolve()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(target, name)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
