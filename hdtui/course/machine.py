"""The YAML blocks of a lesson: panels, walkthroughs, figures and answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from hdtui.course.blocks import (
    FENCES,
    AnswerBlock,
    ExperimentBlock,
    FigureBlock,
    Overlay,
    WalkthroughBlock,
)
from hdtui.course.expressions import ExpressionError, Kind, parse
from hdtui.course.markdown import Node
from hdtui.course.model import AnswerSpec, Broken, Figure, Panel, Tolerance, Walkthrough
from hdtui.course.reading import Reading
from hdtui.course.typed import convert, refuse_quoted_numbers
from hdtui.course.yaml_marks import Loaded, read_mapping
from hdtui.errors import Place
from hdtui.messages import say

_CODES: Final = {
    "experiment": "HL004",
    "walkthrough": "HL004",
    "figure": "HL004",
    "answer": "HL007",
}
"By block: the code of a key that is wrong."
MAX_FENCE_LINES: Final = 200
_KEY_CODES: Final = {"id": "HL002", "name": "HL003"}


def block_name(node: Node) -> str | None:
    """`experiment` for a fence that opens with ```` ```yaml experiment ````; else None."""
    words = node.token.info.split() if node.kind == "fence" else []
    if len(words) < 2 or words[0] != "yaml":
        return None
    return words[1] if words[1].isascii() and words[1].isalpha() else None


def panel(reading: Reading, node: Node) -> Panel | Walkthrough | Figure | Broken:
    """The panel of a YAML block, or what is shown in its stead."""
    name = block_name(node)
    if name not in FENCES or name == "answer":
        known = ", ".join(word for word in FENCES if word != "answer")
        text = say(
            "there is no block `yaml {name}`; there are {known}", name=str(name), known=known
        )
        if name == "answer":
            return reading.broken("HL007", node, say("an answer stands inside a question"))
        return reading.broken("HL003", node, text)
    read = _read(reading, node, name)
    if isinstance(read, Broken):
        return read
    block, loaded = read
    found = _panel(block, node.place, _normal_places(loaded))
    if not reading.claim_id("panel", found.id, loaded.place("id")):
        text = say("the id `{id}` is taken already", id=found.id)
        return reading.stand_in(node, text, loaded.place("id"))
    return found


def _panel(
    block: msgspec.Struct, place: Place, places: dict[str, Place]
) -> Panel | Walkthrough | Figure:
    match block:
        case ExperimentBlock():
            return Panel(
                id=block.id,
                name=block.name,
                place=place,
                set=block.set,
                turn=tuple(block.turn),
                breaks=_overlays(block.breaks),
                compare=_overlays(block.compare),
                predict=block.predict,
                seed=block.seed,
                places=places,
            )
        case WalkthroughBlock(id=id, name=name):
            return Walkthrough(id, name, place, block.set, block.seed, places)
        case FigureBlock(id=id, name=name):
            return Figure(id, name, place, places)
    raise TypeError(f"no panel: {type(block).__name__}")


def answer(reading: Reading, node: Node) -> AnswerSpec | Broken:
    """The facts of a `yaml answer` block, its expressions held to the grammar."""
    read = _read(reading, node, "answer")
    if isinstance(read, Broken):
        return read
    block, loaded = read
    assert isinstance(block, AnswerBlock)
    return AnswerSpec(
        place=node.place,
        draw={key: tuple(values) for key, values in block.draw.items()},
        run=block.run,
        truth=_text(block.truth),
        theory=_text(block.theory),
        tolerance=Tolerance(block.tolerance.rel, block.tolerance.se, block.tolerance.abs),
        misconceptions={key: str(_text(value)) for key, value in block.misconceptions.items()},
        unit=block.unit,
        confidence=block.confidence,
        points=tuple(block.points or ()),
        scale=block.scale,
        places=_normal_places(loaded),
    )


def expression_problem(
    reading: Reading, text: str, place: Place, wanted: Kind, allowed: Sequence[str] | None = None
) -> bool:
    """True, and HL012, where a text is no expression of the wanted kind over the allowed names."""
    try:
        read = parse(text)
    except ExpressionError as error:
        where = error.offset + 1
        text_ = say("`{text}`, character {n}: {why}", text=text, n=where, why=error.title)
        reading.problem("HL012", place, text_)
        return True
    strange = sorted(read.names - set(allowed)) if allowed is not None else []
    if strange:
        known = ", ".join(allowed or ())
        reading.problem(
            "HL012", place, say("no `{name}` here; there are {known}", name=strange[0], known=known)
        )
        return True
    if read.kind not in (wanted, "unknown"):
        condition = say("`{text}` is a number; a condition is needed", text=text)
        number = say("`{text}` is a condition; a number is needed", text=text)
        reading.problem("HL012", place, condition if wanted == "condition" else number)
        return True
    return False


def _read(reading: Reading, node: Node, name: str) -> tuple[msgspec.Struct, Loaded] | Broken:
    """The typed block of a fence; every mistake in it is noted, the first is shown."""
    code = _CODES[name]
    if node.token.content.count("\n") > MAX_FENCE_LINES:
        text = say("a fence has at most {limit} lines", limit=MAX_FENCE_LINES)
        return reading.broken("HL003", node, text)
    before = len(reading.findings.problems)
    start = msgspec.structs.replace(node.place, line=node.place.line + 1)
    loaded = read_mapping(node.token.content, start, reading.findings, code)
    block = None
    if loaded is not None:
        block = convert(FENCES[name], loaded, reading.findings, code, _KEY_CODES)
        overlays = ("set", "breaks", "compare", "draw")
        refuse_quoted_numbers(loaded, overlays, reading.findings)
    problems = reading.findings.problems[before:]
    if block is None or loaded is None or problems:
        first = min(problems, key=lambda problem: problem.place, default=None)
        message = first.message if first else say("this block could not be read")
        return reading.stand_in(node, message, first.place if first else None)
    return block, loaded


def _overlays(given: Overlay | list[Overlay]) -> tuple[Overlay, ...]:
    return tuple(given) if isinstance(given, list) else (given,)


def _normal_places(loaded: Loaded) -> dict[str, Place]:
    """Places by path; a single overlay is listed as the list of one that it means."""
    return dict(_normal(loaded))


def _normal(loaded: Loaded) -> Iterator[tuple[str, Place]]:
    for path, place in loaded.places.items():
        yield path, place
        key, _, rest = path.partition(".")
        if key in ("breaks", "compare") and isinstance(loaded.value[key], dict):
            yield (f"{key}.0.{rest}" if rest else f"{key}.0"), place


def _text(expression: str | float | None) -> str | None:
    """Expressions may be written as bare numbers: `three_dimensional: 39.2`."""
    return expression if expression is None or isinstance(expression, str) else repr(expression)
