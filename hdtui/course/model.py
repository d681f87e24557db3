"""A course as frozen data: what the reader makes of a folder of Markdown.

Knows no terminal and no torch. Every node keeps its place, so that each complaint names
file:line:column. A node that could not be read is a `Broken` block where it stood; the rest of
the lesson works.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from hdtui.description import SettingValue
from hdtui.errors import Place
from hdtui.messages import Message

# ---------------------------------------------------------------- inline


class Text(msgspec.Struct, frozen=True, tag="text"):
    """Words of one style."""

    text: str
    strong: bool = False
    emphasis: bool = False
    strike: bool = False
    link: str = ""


class Code(msgspec.Struct, frozen=True, tag="code"):
    text: str


class Formula(msgspec.Struct, frozen=True, tag="formula"):
    """LaTeX inside a sentence; `display` where it was written `$$..$$`."""

    tex: str
    display: bool = False


class Drawn(msgspec.Struct, frozen=True, tag="drawn"):
    """`{{name}}`: a value drawn for this attempt."""

    name: str


class Citation(msgspec.Struct, frozen=True, tag="citation"):
    """`[@a; @b]`: keys of the lesson's sources."""

    keys: tuple[str, ...]


class Break(msgspec.Struct, frozen=True, tag="break"):
    """A line that ends where the author ended it."""


Span = Text | Code | Formula | Drawn | Citation | Break
Spans = tuple[Span, ...]

# ---------------------------------------------------------------- prose blocks

Status = Literal["theorem", "conditional", "empirical", "hypothesis", "metaphor", "correction"]
STATUSES: tuple[Status, ...] = (
    "theorem",
    "conditional",
    "empirical",
    "hypothesis",
    "metaphor",
    "correction",
)


class NumberSource(msgspec.Struct, frozen=True):
    """`<!-- number: 8.7 % = 100*theory.band_share @ sphere.latitude d=3 -->`"""

    shown: str
    expression: str
    experiment: str | None
    settings: dict[str, SettingValue]
    place: Place


class Claim(msgspec.Struct, frozen=True):
    """The status of the paragraph it opens; `run` and `holds` where it is conditional."""

    status: Status
    place: Place
    id: str | None = None
    run: str | None = None
    holds: str | None = None
    "A condition over measures, theory and settings, parsed by `course.expressions`."


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    spans: Spans
    place: Place
    claim: Claim | None = None
    numbers: tuple[NumberSource, ...] = ()


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """A heading inside a screen (### that is no question, or deeper)."""

    level: int
    spans: Spans
    place: Place


class MathBlock(msgspec.Struct, frozen=True, tag="math"):
    tex: str
    place: Place


class CodeBlock(msgspec.Struct, frozen=True, tag="codeblock"):
    text: str
    language: str
    place: Place


class Quote(msgspec.Struct, frozen=True, tag="quote"):
    blocks: tuple[Block, ...]
    place: Place


class Alert(msgspec.Struct, frozen=True, tag="alert"):
    kind: Literal["note", "tip", "important", "warning", "caution"]
    blocks: tuple[Block, ...]
    place: Place


class ListBlock(msgspec.Struct, frozen=True, tag="list"):
    items: tuple[tuple[Block, ...], ...]
    place: Place
    ordered: bool = False
    start: int = 1


class TableBlock(msgspec.Struct, frozen=True, tag="table"):
    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    align: tuple[Literal["left", "centre", "right"], ...]
    place: Place


class Rule(msgspec.Struct, frozen=True, tag="rule"):
    place: Place


class Broken(msgspec.Struct, frozen=True, tag="broken"):
    """A block that could not be read: shown where it stood, with what is wrong and where."""

    title: Message
    place: Place
    detail: Message | None = None
    remedy: Message | None = None
    source: str = ""


# ---------------------------------------------------------------- panels


class Panel(msgspec.Struct, frozen=True, tag="panel"):
    """```` ```yaml experiment ````: a run of an experiment, shown where it stands."""

    id: str
    name: str
    place: Place
    set: dict[str, SettingValue] = {}
    turn: tuple[str, ...] = ()
    breaks: tuple[dict[str, SettingValue], ...] = ()
    compare: tuple[dict[str, SettingValue], ...] = ()
    predict: str | None = None
    "The question whose guess is drawn on this chart."
    seed: int = 0
    places: dict[str, Place] = {}
    "Where each key stands: `set`, `set.d`, `turn` ..."


class Walkthrough(msgspec.Struct, frozen=True, tag="walkthrough"):
    id: str
    name: str
    place: Place
    set: dict[str, SettingValue] = {}
    seed: int = 0
    places: dict[str, Place] = {}


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    id: str
    name: str
    place: Place
    places: dict[str, Place] = {}


# ---------------------------------------------------------------- questions

Kind = Literal["single", "multiple", "numeric", "order", "curve", "text"]


class Choice(msgspec.Struct, frozen=True):
    """One choice, or one item to be ordered (then `right` is None)."""

    spans: Spans
    right: bool | None
    explanation: tuple[Block, ...]
    place: Place


class AnswerBand(msgspec.Struct, frozen=True):
    """Feedback for the numbers a condition accepts; `ok` and `else` are conditions too."""

    condition: str
    feedback: Spans
    place: Place


class Tolerance(msgspec.Struct, frozen=True):
    """ok: |x - truth| <= max(rel * |truth|, se * SE, abs)."""

    rel: float = 0.0
    se: float = 0.0
    abs: float = 0.0


class AnswerSpec(msgspec.Struct, frozen=True, kw_only=True):
    """```` ```yaml answer ````: where the truth of a question comes from."""

    place: Place
    draw: dict[str, tuple[SettingValue, ...]] = {}
    run: str | None = None
    "The panel that measures it."
    truth: str | None = None
    "An expression over measures, theory and drawn values; for a curve, the name of a series."
    theory: str | None = None
    tolerance: Tolerance = Tolerance()
    misconceptions: dict[str, str] = {}
    unit: str = ""
    confidence: bool = True
    points: tuple[float, ...] = ()
    scale: Literal["linear", "log"] = "linear"
    places: dict[str, Place] = {}


class Question(msgspec.Struct, frozen=True, kw_only=True, tag="question"):
    id: str
    kind: Kind
    title: Spans
    prompt: tuple[Block, ...]
    hints: tuple[tuple[Block, ...], ...] = ()
    choices: tuple[Choice, ...] = ()
    bands: tuple[AnswerBand, ...] = ()
    answer: AnswerSpec | None = None
    explanation: tuple[Block, ...] = ()
    "Prose after the choices or bands: why, worked out."
    fixed_order: bool = False
    fast: bool = False
    place: Place
    revision: str = ""
    "First 8 hex digits over its text; an answer's event keeps it."


Block = (
    Paragraph
    | Heading
    | MathBlock
    | CodeBlock
    | Quote
    | Alert
    | ListBlock
    | TableBlock
    | Rule
    | Broken
    | Panel
    | Walkthrough
    | Figure
    | Question
)

# ---------------------------------------------------------------- lessons and courses


class Screen(msgspec.Struct, frozen=True):
    id: str
    title: Spans
    blocks: tuple[Block, ...]
    place: Place
    revision: str = ""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The front matter of a lesson: all that the list of lessons needs."""

    id: str
    folder: str
    title: str
    lang: str
    place: Place
    minutes: float | None = None
    needs: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    sources: dict[str, str] = {}
    translation_of: str | None = None
    revs: dict[str, str] = {}
    problem: Broken | None = None
    "Set where the file or its front matter cannot be read; the rest of the course works."


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """One lesson in one language. A translation carries the machine facts of its source."""

    head: Head
    screens: tuple[Screen, ...]

    def panel(self, id: str) -> Panel | None:
        return next((b for b in self.blocks() if isinstance(b, Panel) and b.id == id), None)

    def question(self, id: str) -> Question | None:
        return next((b for b in self.blocks() if isinstance(b, Question) and b.id == id), None)

    def questions(self) -> tuple[Question, ...]:
        return tuple(b for b in self.blocks() if isinstance(b, Question))

    def blocks(self) -> tuple[Block, ...]:
        """The top-level blocks of every screen, in order."""
        return tuple(block for screen in self.screens for block in screen.blocks)


class Term(msgspec.Struct, frozen=True):
    """One entry of the glossary: the term and one line of meaning, per language."""

    term: dict[str, str]
    meaning: dict[str, str]


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A folder of lessons: the heads of all of them, in every language it has."""

    root: str
    id: str
    title: dict[str, str]
    source: str
    languages: tuple[str, ...]
    heads: dict[str, tuple[Head, ...]]
    "By language, in the course's order. A lesson without a translation has its source's head."
    retired: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()
