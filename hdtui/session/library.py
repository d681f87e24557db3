"""The course as the screens read it: heads at once, lessons when opened, in today's language."""

from __future__ import annotations

from pathlib import Path

from hdtui.course import reader
from hdtui.course.model import Course, Head, Lesson
from hdtui.i18n import current


class Library:
    """A course in the learner's language; falls back to the course's own."""

    def __init__(self, root: Path) -> None:
        self.course: Course = reader.open_course(root)
        self._read: dict[tuple[str, str], Lesson] = {}

    @property
    def language(self) -> str:
        """The learner's language where the course has it, else the course's own."""
        spoken = current()
        return spoken if spoken in self.course.languages else self.course.source

    @property
    def title(self) -> str:
        titles = self.course.title
        return titles.get(self.language) or next(iter(titles.values()), self.course.id)

    def heads(self) -> tuple[Head, ...]:
        return self.course.heads[self.language]

    def number(self, head: Head) -> str:
        """`4` of `04-equator`; the place in the list where folders carry no numbers."""
        prefix = head.folder.partition("-")[0]
        if prefix.isdigit():
            return str(int(prefix))
        ids = [each.id for each in self.heads()]
        return str(ids.index(head.id) + 1) if head.id in ids else ""

    def find(self, wanted: str) -> Head | None:
        """A lesson by id, number or folder."""
        for head in self.heads():
            if wanted in (head.id, head.folder, self.number(head)):
                return head
        return None

    def read(self, lesson: str) -> Lesson:
        """The lesson, parsed once per language. Raises CourseError if its file is gone."""
        key = (lesson, self.language)
        if key not in self._read:
            self._read[key] = reader.read_lesson(self.course, lesson, self.language)
        return self._read[key]

    def __contains__(self, item: object) -> bool:
        """Whether a question, as (lesson, question), may still be asked: its lesson is here and it
        is not retired."""
        if not isinstance(item, tuple):
            return False
        lesson, question = item
        here = any(head.id == lesson and head.problem is None for head in self.heads())
        return here and f"{lesson}/{question}" not in self.course.retired

    def following(self, lesson: str) -> Head | None:
        heads = self.heads()
        ids = [head.id for head in heads]
        at = ids.index(lesson) + 1 if lesson in ids else len(heads)
        return heads[at] if at < len(heads) else None
