"""Names across files: lessons and the ids that were given up. HL001, HL002."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hdtui.course.model import Head, Question
from hdtui.course.problems import Problem
from hdtui.course.rules.base import Sheet
from hdtui.messages import say

_ID = re.compile(r"^id: *([\w-]+)", re.MULTILINE)


def retired_ids(question: Question, sheet: Sheet) -> Iterator[Problem]:
    """HL002: the id of a retired question names answers that learners gave to that question."""
    if sheet.source is not None:
        return
    head = sheet.file.head
    if {f"{head.id}/{question.id}", f"{head.folder}/{question.id}"} & set(sheet.course.retired):
        text = say("the id {name} is retired: old answers belong to it", name=question.id)
        yield Problem("HL002", question.place, text)


def lesson_ids(sheet: Sheet) -> Iterator[Problem]:
    """HL002: lessons have ids of their own. HL001: `needs` names lessons that come before."""
    head = sheet.file.head
    if sheet.source is not None or head.problem is not None:
        return
    heads = sheet.course.heads.get(sheet.course.source, ())
    earlier = heads[: [other.folder for other in heads].index(head.folder)]
    folders = {other.id: other.folder for other in reversed(earlier)}
    if head.id in folders:
        text = say(
            "the id {name} is taken by the lesson in {folder}",
            name=head.id,
            folder=folders[head.id],
        )
        yield Problem("HL002", sheet.front("id"), text)
    known = folders.keys() | {_written_id(other) for other in earlier}
    for need in head.needs:
        if need not in known:
            text = say("`needs` names {name}, no lesson before this one", name=need)
            yield Problem("HL001", sheet.front("needs"), text)


def _written_id(head: Head) -> str:
    """The id of front matter that could not be read: its mistake may be another one."""
    source = head.problem.source if head.problem is not None else ""
    written = _ID.search(source)
    return written[1] if written else head.id
