"""What a formula means, as a tree: signs, rows, fractions, roots, scripts, fences, grids."""

from __future__ import annotations

from dataclasses import dataclass

from hdtui.text.tex.symbols import Kind


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign, a name (`log`) or words (`\\text{...}`)."""

    text: str
    kind: Kind = "ord"


@dataclass(frozen=True, slots=True)
class Space:
    width: int


@dataclass(frozen=True, slots=True)
class Row:
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    """`bar` is False for a binomial coefficient."""

    above: Node
    below: Node
    bar: bool = True


@dataclass(frozen=True, slots=True)
class Root:
    body: Node
    index: Node | None = None


@dataclass(frozen=True, slots=True)
class Scripts:
    """Index and exponent; `stacked` where they stand below and above the base when displayed."""

    base: Node
    below: Node | None
    above: Node | None
    stacked: bool


@dataclass(frozen=True, slots=True)
class Accent:
    """A combining mark over (or under) the body; `name` says it where no mark can."""

    body: Node
    mark: str
    name: str


@dataclass(frozen=True, slots=True)
class Brace:
    """A horizontal brace over or under the body."""

    body: Node
    above: bool


@dataclass(frozen=True, slots=True)
class Fence:
    """Delimiters that grow with what they hold; "" where one is absent (`\\right.`)."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells. `align` is repeated over the columns: l, c or r; `gap` parts the columns."""

    rows: tuple[tuple[Node, ...], ...]
    align: str = "c"
    gap: int = 2


Node = Sign | Space | Row | Fraction | Root | Scripts | Accent | Brace | Fence | Grid

EMPTY = Row(())
