"""`sphere.packing`: how nearly orthogonal n vectors can be, and how many there can be."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from hdtui.charts.spec import Chart
from hdtui.description import Measure, SettingValue, Table, Value
from hdtui.lab.experiment import Cell, Experiment, Finding, Row, Settings, Work, choice, dial
from hdtui.lab.packing_charts import Found, coherence_chart, counts_chart
from hdtui.messages import say

FLOPS_PER_CELL = 1 << 31
"Of the Gram matrix: 10 to 60 ms of a CPU."
NUMBERS_PER_STEP = 1 << 22
TRIES_EACH = 64
"Candidates of the greedy search for each vector asked for..."
TRIED_NUMBERS = 1 << 30
"...and the most coordinates it may draw."


class PackingSettings(Settings, frozen=True):
    d: Annotated[int, dial(say("dimensions"), 2, 16_384, scale="log2")] = 768
    n: Annotated[int, dial(say("vectors"), 2, 20_000, scale="log")] = 1000
    method: Annotated[
        Literal["random", "greedy", "basis", "hadamard", "mub"], choice(say("how they are made"))
    ] = "random"
    eps: Annotated[float, dial(say("tolerated |inner product|"), 0.01, 0.9, scale="log")] = 0.1
    show: Annotated[Literal["coherence", "counts"], choice(say("chart"))] = "coherence"


class Peak(Row, frozen=True):
    """The largest |<u_i, u_j>|, j < i, over a tile of pairs with i among the first `upto`."""

    upto: int
    pairs: int
    largest: float
    vectors: int
    "How many the set has: fewer than asked for where the construction or the search ends."


class Packing(Experiment[PackingSettings, Peak]):
    name = "sphere.packing"
    claim = say(
        "The number of unit vectors with all |inner products| below a tolerance grows "
        "exponentially with the dimension, and blind random draws already achieve it."
    )
    settings = PackingSettings
    measures: ClassVar[Mapping[str, Measure]] = {
        "max_abs": Measure(unit="1", label=say("largest |inner product|")),
        "welch": Measure(unit="1", label=say("Welch's lower bound")),
        "random_count": Measure(unit="count", label=say("random vectors within the tolerance")),
        "vectors": Measure(unit="count", label=say("vectors in the set")),
    }
    breaks: ClassVar[Sequence[Mapping[str, SettingValue]]] = ({"method": "basis"},)

    def plan(self, settings: PackingSettings) -> Iterator[Cell]:
        """Tiles of the Gram matrix, growing sets first: each prefix is complete before the next."""
        width = _native(settings)
        start = 0
        for upto in checkpoints(_asked(settings)):
            rows = max(1, min(upto - start, FLOPS_PER_CELL // (2 * width * upto)))
            columns = max(1, min(upto, FLOPS_PER_CELL // (2 * width * rows)))
            for row in range(start, upto, rows):
                last = min(row + rows, upto)
                for column in range(0, last, columns):
                    tile = (row, last, column, min(column + columns, last))
                    keys = ("row", "row_end", "column", "column_end")
                    at = {key: float(value) for key, value in zip(keys, tile, strict=True)}
                    yield Cell({"upto": float(upto), **at})
            start = upto

    def prepared_by(self, settings: PackingSettings) -> Mapping[str, SettingValue]:
        shared: dict[str, SettingValue] = {
            "d": settings.d,
            "n": settings.n,
            "method": settings.method,
        }
        return {**shared, "eps": settings.eps} if settings.method == "greedy" else shared

    def prepare(self, settings: PackingSettings, seed: int, device: str) -> Iterator[float | Any]:
        """The vectors themselves, shape (k, D)."""
        import torch

        from hdtui.kernels import coherence, frames, sphere

        generator = torch.Generator(device).manual_seed(Cell().seed(seed))
        n, d = settings.n, settings.d
        match settings.method:
            case "greedy":
                tries = min(TRIES_EACH * n, max(n, TRIED_NUMBERS // d))
                yield from coherence.grow(n, d, settings.eps, generator, tries)
            case "random":
                vectors = torch.empty(n, d, device=device)
                step = max(1, NUMBERS_PER_STEP // d)
                for start in range(0, n, step):
                    part = vectors[start : start + step]
                    part.copy_(sphere.unit_vectors(len(part), d, generator))
                    yield start / n
                yield vectors
            case construction:
                yield frames.frame(construction, n, d, device)

    def measure(
        self, settings: PackingSettings, cell: Cell, seed: int, device: str, prepared: Any
    ) -> Iterator[Peak]:
        from hdtui.kernels.coherence import tile_maximum

        row, row_end, column, column_end = (
            int(cell.at[key]) for key in ("row", "row_end", "column", "column_end")
        )
        largest, pairs = tile_maximum(prepared, slice(row, row_end), slice(column, column_end))
        vectors = len(prepared)
        yield Peak(min(int(cell.at["upto"]), vectors), pairs, largest, vectors)

    def chart(self, settings: PackingSettings, rows: Sequence[Peak]) -> Chart:
        found = _found(settings, rows)
        return counts_chart(found) if settings.show == "counts" else coherence_chart(found)

    def finding(self, settings: PackingSettings, rows: Sequence[Peak]) -> Finding:
        from hdtui.kernels import packing_laws

        found = _found(settings, rows)
        vectors = found.vectors
        exact: dict[str, Value] = {
            "welch": packing_laws.welch(vectors, settings.d) if vectors else None,
            "random_count": _count(packing_laws.log_random_count(settings.d, settings.eps)),
        }
        maximum: Value = max((row.largest for row in rows if row.pairs), default=None)
        theory = dict(exact)
        if vectors >= 2 and (expected := _expected_maximum(settings, vectors)) is not None:
            theory["max_abs"] = expected
        return Finding(
            measures={"max_abs": maximum, **exact, "vectors": float(vectors)},
            theory=theory,
            # A maximum has no standard error, and the others are exact.
            se=dict.fromkeys(("max_abs", "welch", "random_count", "vectors")),
            table=_table(settings, found),
        )

    def work(self, settings: PackingSettings, device: str) -> Work:
        n, width = _asked(settings), _native(settings)
        flops = float(n) * n * width
        if settings.method == "greedy":
            tries = min(TRIES_EACH * n, max(n, TRIED_NUMBERS // width))
            flops += 2.0 * tries * n * width
        tile = 4.0 * min(n * n, FLOPS_PER_CELL // (2 * width))
        held = 4.0 * n * width * (2 if settings.method == "greedy" else 1)
        return Work(flops, None, held + tile + (64 << 20))

    def largest_fit(
        self, settings: PackingSettings, device: str, budget: float
    ) -> Mapping[str, SettingValue]:
        low, high = 1, settings.n
        while low < high:
            middle = (low + high + 1) // 2
            held = self.work(msgspec.structs.replace(settings, n=middle), device).bytes_held
            low, high = (middle, high) if held <= budget else (low, middle - 1)
        return {"n": low} if low >= 2 else {}


def checkpoints(n: int) -> list[int]:
    """Sizes of the growing set at which the maximum is read: 2, 3, 5, 7, 10, 15, 20, ... and n."""
    steps = (10, 15, 20, 30, 50, 70)
    sizes = {step * 10**power // 10 for power in range(6) for step in steps}
    return [*sorted(size for size in sizes if 2 <= size < n), n]


def _asked(settings: PackingSettings) -> int:
    """Vectors that the method can have at most."""
    from hdtui.kernels import frames

    match settings.method:
        case "random" | "greedy":
            return settings.n
        case construction:
            return min(settings.n, frames.capacity(construction, settings.d))


def _native(settings: PackingSettings) -> int:
    """Coordinates that are not always zero."""
    from hdtui.kernels import frames

    match settings.method:
        case "random" | "greedy":
            return settings.d
        case construction:
            return frames.native_dimension(construction, settings.d)


def _found(settings: PackingSettings, rows: Sequence[Peak]) -> Found:
    """The running maximum over every prefix whose pairs have all been looked at."""
    pairs: dict[int, int] = {}
    largest: dict[int, float] = {}
    for row in rows:
        pairs[row.upto] = pairs.get(row.upto, 0) + row.pairs
        largest[row.upto] = max(largest.get(row.upto, 0.0), row.largest)
    sizes, maxima = list[int](), list[float]()
    seen, running = 0, 0.0
    for upto in sorted(pairs):
        seen += pairs[upto]
        running = max(running, largest[upto])
        if upto < 2 or seen < upto * (upto - 1) // 2:
            break
        sizes.append(upto)
        maxima.append(running)
    return Found(
        settings.d,
        settings.n,
        settings.eps,
        settings.method,
        max((row.vectors for row in rows), default=0),
        tuple(sizes),
        tuple(maxima),
    )


def _expected_maximum(settings: PackingSettings, vectors: int) -> float | None:
    """The median over seeds for random vectors, the exact value of a construction; none for
    greedy sets, which only promise to stay below the tolerance."""
    from hdtui.kernels import frames, packing_laws

    match settings.method:
        case "random":
            return packing_laws.max_coherence_quantile(0.5, vectors, settings.d)
        case "greedy":
            return None
        case construction:
            return frames.coherence(construction, vectors, settings.d)


def _count(logarithm: float) -> float | None:
    """A whole number of vectors; None where it overflows."""
    return float(math.floor(math.exp(logarithm))) if logarithm < 700 else None


def _table(settings: PackingSettings, found: Found) -> Table:
    """Counts at this dimension and tolerance, as powers of ten, and the set of this run."""
    from hdtui.kernels import packing_laws

    d, eps = settings.d, settings.eps
    ten = math.log(10)
    return Table(
        (
            say("vectors"),
            say("largest |inner product|"),
            say("log10 of random count"),
            say("log10 of greedy count"),
            say("log10 of the upper bound"),
            say("log10 of a basis"),
        ),
        tuple(
            (
                float(size),
                maximum,
                packing_laws.log_random_count(d, eps) / ten,
                packing_laws.log_greedy_count(d, eps) / ten,
                packing_laws.log_upper_count(d, eps) / ten,
                math.log10(d),
            )
            for size, maximum in zip(found.sizes, found.maxima, strict=True)
        ),
    )
