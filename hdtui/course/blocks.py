"""The machine facts of a lesson: what may stand in its front matter and its YAML blocks.

The structs here are the whole truth about keys and kinds: the reader converts into them, and
`schema()` is made from them for editors.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

import msgspec

from hdtui.course.typed import meant
from hdtui.description import SettingValue
from hdtui.messages import say

# In Python `$` matches before a last line end too; the schema's readers know no `\\Z`.
ID_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)"
NAME_PATTERN: Final = r"^[A-Za-z0-9_][A-Za-z0-9_.-]*$(?!\n)"

_id = meant(
    say("an id of small letters, digits and single hyphens"), pattern=ID_PATTERN, max_length=64
)
_name = meant(
    say("a name of letters, digits, dots and underscores"), pattern=NAME_PATTERN, max_length=200
)

Id = Annotated[str, _id]
Name = Annotated[str, _name]
Language = Annotated[
    str, meant(say("a language: two or three letters"), pattern=r"^[a-z]{2,3}$(?!\n)")
]
Line = Annotated[str, meant(say("one line of text"), pattern=r"^[^\n]+$(?!\n)", max_length=500)]
Overlay = dict[str, SettingValue]
Settings = Annotated[Overlay, meant(say("settings, each with one value: `d: 100`"))]
Overlays = Annotated[
    Overlay | list[Overlay], meant(say("settings to change, or a list of such: `d: 3`"))
]
Seed = Annotated[int, meant(say("a whole number from 0"), ge=0, le=2**53)]
Names = Annotated[list[Name], meant(say("a list of settings: `[d, n]`"), max_length=12)]
Expression = Annotated[str | float, meant(say("an expression such as `measures.sd_deg`"))]
Expressions = Annotated[
    dict[Name, str | float], meant(say("names, each with an expression: `radians: theory*pi/180`"))
]
Draws = Annotated[
    dict[Name, Annotated[list[SettingValue], msgspec.Meta(min_length=1, max_length=64)]],
    meant(say("settings, each with a list of values: `d: [64, 256]`")),
]
Share = Annotated[float, meant(say("a number from 0"), ge=0)]
Points = Annotated[
    list[float], meant(say("3 to 5 values of the horizontal axis"), min_length=3, max_length=5)
]
YesNo = Annotated[bool, meant(say("yes or no"))]
Minutes = Annotated[float, meant(say("a number of minutes"), gt=0, le=600)]
Lines = Annotated[list[Line], meant(say("a list of lines of text"))]
Ids = Annotated[list[Id], meant(say("a list of ids: `[equator]`"))]
LineByName = Annotated[dict[str, Line], meant(say("keys, each with one line of text"))]
LineByLanguage = Annotated[
    dict[Language, Line], meant(say("languages, each with one line of text"), min_length=1)
]


class _Block(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping without unknown keys."""


class ExperimentBlock(_Block, frozen=True, kw_only=True):
    """```` ```yaml experiment ````"""

    id: Id
    name: Name
    set: Settings = {}
    turn: Names = []
    breaks: Overlays = []
    compare: Overlays = []
    predict: Id | None = None
    seed: Seed = 0


class WalkthroughBlock(_Block, frozen=True, kw_only=True):
    """```` ```yaml walkthrough ````"""

    id: Id
    name: Name
    set: Settings = {}
    seed: Seed = 0


class FigureBlock(_Block, frozen=True, kw_only=True):
    """```` ```yaml figure ````"""

    id: Id
    name: Name


class ToleranceBlock(_Block, frozen=True, kw_only=True):
    """|x - truth| <= max(rel |truth|, se SE, abs)"""

    rel: Share = 0.0
    se: Share = 0.0
    abs: Share = 0.0


class AnswerBlock(_Block, frozen=True, kw_only=True):
    """```` ```yaml answer ````"""

    draw: Draws = {}
    run: Id | None = None
    truth: Expression | None = None
    theory: Expression | None = None
    tolerance: Annotated[
        ToleranceBlock, meant(say("one or more of rel, se, abs, each a number from 0"))
    ] = ToleranceBlock()
    misconceptions: Expressions = {}
    unit: Annotated[str, meant(say("a unit such as `deg`"), max_length=20)] = ""
    confidence: YesNo = True
    points: Points | None = None
    scale: Annotated[Literal["linear", "log"], meant(say("`linear` or `log`"))] = "linear"


class FrontMatter(_Block, frozen=True, kw_only=True):
    """What stands between the `---` lines at the top of a lesson."""

    id: Id
    title: Line
    lang: Language
    minutes: Minutes | None = None
    needs: Ids = []
    objectives: Lines = []
    sources: LineByName = {}
    translation_of: Language | None = None
    revs: LineByName = {}


class CourseFile(_Block, frozen=True, kw_only=True):
    """course.yaml"""

    format: Annotated[int, meant(say("the number of the format"), ge=1)]
    id: Id
    title: LineByLanguage
    source: Language
    languages: Annotated[
        list[Language], meant(say("a list of languages: `[en, ja]`"), min_length=1)
    ]
    lessons: Annotated[list[Name], meant(say("a list of folders: `[01-equator]`"))]
    retired: Annotated[list[str], meant(say("a list of `lesson/question`"))] = []


class TermEntry(_Block, frozen=True, kw_only=True):
    """One entry of glossary.yaml."""

    term: LineByLanguage
    meaning: LineByLanguage


class GlossaryFile(_Block, frozen=True, kw_only=True):
    """glossary.yaml"""

    terms: list[TermEntry]


FENCES: Final[dict[str, type[msgspec.Struct]]] = {
    "experiment": ExperimentBlock,
    "walkthrough": WalkthroughBlock,
    "figure": FigureBlock,
    "answer": AnswerBlock,
}
"By the word that follows `yaml` in the fence."


def schema_text() -> str:
    """What stands in lessons/blocks.schema.json."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON schema of every block, and of the files beside the lessons, under `$defs`."""
    kinds = [*FENCES.values(), FrontMatter, CourseFile, GlossaryFile]
    references, definitions = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Blocks of an hdtui lesson",
        "anyOf": list(references),
        "$defs": definitions,
    }
