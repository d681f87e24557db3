"""`sphere.inner_products`: the cosine of two random directions, and laws where it is not small."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from hdtui.charts.spec import Axis, Chart, Histogram, Mark, Series
from hdtui.description import Measure, SettingValue, Table, Value
from hdtui.lab.experiment import Cell, Experiment, Finding, Row, Settings, Work, choice, dial
from hdtui.lab.pair_bins import Bins, Magnitudes, histogram_bins, magnitude_bins, spread_of
from hdtui.lab.statistics import Sums, add, add_counts, batches, moments, ratio
from hdtui.messages import Message, say

QUANTILE = 0.95
IN_TABLE = (0.5, 0.8, 0.9, 0.95, 0.99)
"Quantiles of |t| in the table."


class InnerProductSettings(Settings, frozen=True):
    d: Annotated[int, dial(say("dimensions"), 2, 16_384, scale="log2")] = 100
    pairs: Annotated[int, dial(say("pairs"), 1, 2_000_000, scale="log")] = 20_000
    law: Annotated[
        Literal["sphere", "gauss", "rademacher", "shifted"], choice(say("law of the vectors"))
    ] = "sphere"
    shift: Annotated[float, dial(say("shift of every coordinate (law: shifted)"), 0, 10)] = 0.0


class Products(Row, frozen=True):
    """One batch of pairs. Sums are taken about the centre that `spread_of` gives."""

    sums: Sums
    histogram: tuple[int, ...]
    below: int
    "Pairs whose |t| lies under the first bin of `magnitudes`."
    magnitudes: tuple[int, ...]


class InnerProducts(Experiment[InnerProductSettings, Products]):
    name = "sphere.inner_products"
    claim = say(
        "The inner product of two independent uniform unit vectors has mean 0 and variance exactly "
        "1/d, so in high dimensions two random directions are nearly orthogonal."
    )
    settings = InnerProductSettings
    measures: ClassVar[Mapping[str, Measure]] = {
        "mean": Measure(unit="1", label=say("mean inner product")),
        "variance": Measure(unit="1", label=say("variance")),
        "sd": Measure(unit="1", label=say("standard deviation")),
        "abs_q95": Measure(unit="1", label=say("95 % of |inner product| lie below")),
    }
    breaks: ClassVar[Sequence[Mapping[str, SettingValue]]] = (
        {"law": "shifted", "shift": 1.0},
        {"d": 3},
    )

    def plan(self, settings: InnerProductSettings) -> Iterator[Cell]:
        return batches(settings.pairs, 2 * settings.d)

    def measure(
        self, settings: InnerProductSettings, cell: Cell, seed: int, device: str, prepared: Any
    ) -> Iterator[Products]:
        import torch

        from hdtui.kernels import sphere
        from hdtui.kernels.tally import Tally, bin_counts
        from hdtui.kernels.threads import one_thread

        generator = torch.Generator(device).manual_seed(seed)
        centre, _ = _spread(settings)
        shown, sizes = _histogram_bins(settings), _magnitude_bins(settings)
        tally = Tally(shown.count, shown.low, shown.high, centre)
        below = torch.zeros((), dtype=torch.int64, device=device)
        magnitudes = torch.zeros(sizes.count, device=device, dtype=torch.int64)
        blocks = sphere.inner_products(
            cell.draws, settings.d, generator, law=settings.law, shift=settings.shift
        )
        with one_thread():
            for products in blocks:
                tally.add(products)
                absolute = products.abs_()
                below += (absolute < sizes.low).sum()
                magnitudes += bin_counts(absolute, sizes.count, sizes.low, sizes.high)
        yield Products(
            Sums(tally.count, tally.sums), tally.counts, int(below), tuple(magnitudes.tolist())
        )

    def chart(self, settings: InnerProductSettings, rows: Sequence[Products]) -> Chart:
        bins = _histogram_bins(settings)
        edges = bins.edges
        pairs = sum(row.sums.count for row in rows)
        counts = add_counts((row.histogram for row in rows), bins.count)
        middles = tuple((low + high) / 2 for low, high in pairwise(edges))
        expected = tuple(share / bins.width for share in _expected_shares(settings, bins))
        centre, spread = _spread(settings)
        highest = max(max(expected), 0.4 / spread)
        return Histogram(
            title=say("inner products, d = {d}, {pairs} pairs", d=settings.d, pairs=settings.pairs),
            x=Axis(say("inner product"), low=edges[0], high=edges[-1]),
            y=Axis(say("density"), low=0, high=1.25 * highest),
            name=say("measured"),
            edges=edges,
            heights=tuple(ratio(count, pairs * bins.width) for count in counts),
            theory=(Series(_theory_name(settings), middles, expected),),
            marks={
                "mean": Mark("x"),
                "sd": Mark("spread", centre),
                "abs_q95": Mark("spread", 0.0),
            },
        )

    def finding(self, settings: InnerProductSettings, rows: Sequence[Products]) -> Finding:
        centre, _ = _spread(settings)
        found = moments(add(row.sums for row in rows), centre)
        bins = _magnitude_bins(settings)
        sizes = Magnitudes(
            bins,
            add_counts((row.magnitudes for row in rows), bins.count),
            below=sum(row.below for row in rows),
            count=sum(row.sums.count for row in rows),
        )
        return Finding(
            measures={
                "mean": found.mean,
                "variance": found.variance,
                "sd": found.sd,
                "abs_q95": sizes.quantile(QUANTILE),
            },
            theory=_theory(settings),
            se={
                "mean": found.mean_se,
                "variance": found.variance_se,
                "sd": found.sd_se,
                "abs_q95": sizes.quantile_se(QUANTILE),
            },
            table=Table(
                (say("share of the pairs"), say("|inner product| below"), say("theory")),
                tuple((p, sizes.quantile(p), _abs_quantile(settings, p)) for p in IN_TABLE),
            ),
        )

    def work(self, settings: InnerProductSettings, device: str) -> Work:
        from hdtui.kernels.sphere import points_at_once

        numbers = 2.0 * settings.pairs * settings.d
        # A product and a sum for every pair of coordinates, a square and a sum for each of them;
        # every number is written once, read for the product, squared in place and read again.
        held = 1.5 * settings.d * points_at_once(settings.d, device)
        return Work(3 * numbers, 24 * numbers, 4.0 * held + (1 << 20))


def _law(settings: InnerProductSettings) -> str:
    """The law that theory goes by: without a shift, `shifted` is uniform."""
    return "sphere" if settings.law == "shifted" and settings.shift == 0 else settings.law


def _spread(settings: InnerProductSettings) -> tuple[float, float]:
    return spread_of(_law(settings), settings.d, settings.shift)


def _histogram_bins(settings: InnerProductSettings) -> Bins:
    return histogram_bins(_law(settings), settings.d, *_spread(settings))


def _magnitude_bins(settings: InnerProductSettings) -> Bins:
    return magnitude_bins(_law(settings), settings.d, *_spread(settings))


def _theory(settings: InnerProductSettings) -> dict[str, Value]:
    """Every closed form of the law; no quantile is known for the shifted one."""
    from hdtui.kernels import pair_laws

    d = settings.d
    uniform: dict[str, Value] = {"mean": 0.0, "variance": 1 / d, "sd": 1 / math.sqrt(d)}
    if _law(settings) == "shifted":
        mean, variance = pair_laws.shifted_moments(d, settings.shift)
        return {"mean": mean, "variance": variance, "sd": math.sqrt(variance)}
    return {**uniform, "abs_q95": _abs_quantile(settings, QUANTILE)}


def _abs_quantile(settings: InnerProductSettings, p: float) -> float | None:
    """The q with P(|t| <= q) = p by the law; None where no closed form is known."""
    from hdtui.kernels import laws, pair_laws

    match _law(settings):
        case "gauss":
            return pair_laws.gauss_abs_quantile(p, settings.d)
        case "rademacher":
            return pair_laws.sign_abs_quantile(p, settings.d)
        case "shifted":
            return None
        case _:
            return laws.abs_quantile(p, settings.d)


def _expected_shares(settings: InnerProductSettings, bins: Bins) -> list[float]:
    """How much of the law falls into each bin: also right where the density has a pole (d = 2).

    Against shifted vectors it is the uniform law that is drawn, which is what they break.
    """
    from hdtui.kernels import laws, pair_laws

    match _law(settings):
        case "gauss":
            return pair_laws.gauss_bin_shares(bins.edges, settings.d)
        case "rademacher":
            first, last = bins.lattice_points(settings.d)
            shares = pair_laws.sign_shares(first, last, settings.d)
            return [
                sum(shares[start : start + bins.each]) for start in range(0, len(shares), bins.each)
            ]
        case _:
            return laws.bin_shares(bins.edges, settings.d)


def _theory_name(settings: InnerProductSettings) -> Message:
    if _law(settings) == "shifted":
        return say("if the directions were uniform")
    return say("theory")
