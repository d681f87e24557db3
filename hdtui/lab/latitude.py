"""`sphere.latitude`: the angle between a pole and uniform points, and who lies near the equator."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar

from hdtui.charts.spec import Axis, BarGroup, Bars, Chart, Histogram, Mark, Series
from hdtui.description import Measure, SettingValue, Table
from hdtui.lab.experiment import Cell, Experiment, Finding, Row, Settings, Work, dial
from hdtui.lab.statistics import (
    Sums,
    add,
    add_counts,
    batches,
    moments,
    ratio,
    share_se,
)
from hdtui.messages import Message, say

BINS = 60
HALF_WIDTHS = (5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0)
"Degrees either side of 90 that the histogram may show."
CELLS_OF_POLES = 32
"At least so many cells where poles are drawn: each has its own, so the cells tell the error."


class LatitudeSettings(Settings, frozen=True):
    d: Annotated[int, dial(say("dimensions"), 2, 16_384, scale="log2")] = 100
    n: Annotated[int, dial(say("points"), 1, 2_000_000, scale="log")] = 20_000
    delta: Annotated[float, dial(say("half-width of the belt"), 0.1, 90, unit="deg")] = 5.0
    poles: Annotated[int, dial(say("poles"), 1, 50, scale="log")] = 1


class Belt(Row, frozen=True):
    """One batch of points. Angles are in radians, measured from the equator (0 = 90 degrees)."""

    points: int
    angles: Sums
    "Over every point and every pole."
    histogram: tuple[int, ...]
    inside: tuple[int, ...]
    "Points in the band of each pole."
    inside_all: int


class Latitude(Experiment[LatitudeSettings, Belt]):
    name = "sphere.latitude"
    claim = say(
        "Uniform points on the sphere have polar angle 90° on average in every dimension, and the "
        "spread of the angle falls like 1/sqrt(d), whichever pole is chosen."
    )
    settings = LatitudeSettings
    measures: ClassVar[Mapping[str, Measure]] = {
        "mean_deg": Measure(unit="deg", label=say("mean angle")),
        "sd_deg": Measure(unit="deg", label=say("spread of the angle")),
        "band_share": Measure(unit="share", label=say("share in the belt")),
        "all_bands_share": Measure(unit="share", label=say("share in the belts of all poles")),
    }
    breaks: ClassVar[Sequence[Mapping[str, SettingValue]]] = ({"poles": 20},)

    def plan(self, settings: LatitudeSettings) -> Iterator[Cell]:
        several = settings.poles > 1
        return batches(settings.n, settings.d, CELLS_OF_POLES if several else 1)

    def measure(
        self, settings: LatitudeSettings, cell: Cell, seed: int, device: str, prepared: Any
    ) -> Iterator[Belt]:
        import torch

        from hdtui.kernels import sphere
        from hdtui.kernels.tally import Tally
        from hdtui.kernels.threads import one_thread

        generator = torch.Generator(device).manual_seed(seed)
        poles = settings.poles
        if poles == 1:
            blocks = sphere.pole_cosines(cell.draws, settings.d, generator)
        else:
            places = sphere.unit_vectors(poles, settings.d, generator)
            blocks = sphere.cosines_to(places, cell.draws, generator)
        half = math.radians(half_width(settings.d))
        edge = 2.0 if settings.delta >= 90 else math.sin(math.radians(settings.delta))
        tally = Tally(BINS, -half, half)
        inside = torch.zeros(poles, dtype=torch.int64, device=device)
        inside_all = torch.zeros((), dtype=torch.int64, device=device)
        with one_thread():
            for cosines in blocks:
                near = cosines.view(poles, -1).abs() < edge
                inside += near.sum(1)
                inside_all += near.all(0).sum()
                # The angle from the equator; the sign is that of acos(t) - 90°.
                tally.add(cosines.asin_().neg_())
        yield Belt(
            cell.draws,
            Sums(tally.count, tally.sums),
            tally.counts,
            tuple(inside.tolist()),
            int(inside_all),
        )

    def chart(self, settings: LatitudeSettings, rows: Sequence[Belt]) -> Chart:
        return _histogram(settings, rows) if settings.poles == 1 else _bars(settings, rows)

    def finding(self, settings: LatitudeSettings, rows: Sequence[Belt]) -> Finding:
        from hdtui.kernels import laws

        found = moments(add(row.angles for row in rows))
        points = sum(row.points for row in rows)
        hits = sum(map(sum, (row.inside for row in rows)))
        in_all = sum(row.inside_all for row in rows)
        share = laws.band_share(math.radians(settings.delta), settings.d)
        return Finding(
            measures={
                "mean_deg": _degrees(found.mean, 90.0),
                "sd_deg": _degrees(found.sd),
                "band_share": ratio(hits, points * settings.poles),
                "all_bands_share": ratio(in_all, points),
            },
            theory={
                "mean_deg": 90.0,
                "sd_deg": math.degrees(laws.angle_sd(settings.d)),
                "band_share": share,
                "all_bands_share": share**settings.poles,
            },
            se={
                "mean_deg": _degrees(found.mean_se),
                "sd_deg": _degrees(found.sd_se),
                # Points and poles are pairwise independent, so all pairs count in full.
                "band_share": share_se(hits, points * settings.poles),
                "all_bands_share": _all_bands_se(rows, points, in_all),
            },
            table=_table(settings, rows, points, share),
        )

    def work(self, settings: LatitudeSettings, device: str) -> Work:
        from hdtui.kernels.sphere import points_at_once

        numbers = float(settings.n) * settings.d
        # A square and a sum for every coordinate, a product and a sum for every further pole.
        flops = numbers * (2 + (2 * settings.poles if settings.poles > 1 else 0))
        # Every normal is written once, read and squared in place, and read again.
        held = settings.d * (points_at_once(settings.d, device) + settings.poles)
        return Work(flops, 16 * numbers, 4.0 * held + (1 << 20))


def half_width(d: int) -> float:
    """Degrees either side of 90 that the chart shows: at least six standard deviations, in steps,
    so that neighbouring dimensions share their axes."""
    spread = 6 * math.degrees(1 / math.sqrt(max(d - 1, 1)))
    return next((width for width in HALF_WIDTHS if width >= spread), HALF_WIDTHS[-1])


def _degrees(radians: float | None, origin: float = 0.0) -> float | None:
    return None if radians is None else origin + math.degrees(radians)


def _all_bands_se(rows: Sequence[Belt], points: int, in_all: int) -> float | None:
    """Points of one cell share its poles, so with several cells they are the sample."""
    cells = len(rows)
    binomial = share_se(in_all, points)
    if binomial is None or cells < 2 or len(rows[0].inside) == 1:
        return binomial
    share = in_all / points
    spread = math.fsum((row.inside_all - share * row.points) ** 2 for row in rows)
    return max(binomial, math.sqrt(spread * cells / (cells - 1)) / points)


def _title(settings: LatitudeSettings) -> Message:
    return say("angle to a pole, d = {d}, {n} points", d=settings.d, n=settings.n)


def _histogram(settings: LatitudeSettings, rows: Sequence[Belt]) -> Histogram:
    from hdtui.kernels import laws

    half = half_width(settings.d)
    width = 2 * half / BINS
    edges = tuple(90 - half + width * k for k in range(BINS + 1))
    points = sum(row.points for row in rows)
    counts = add_counts((row.histogram for row in rows), BINS)
    grid = [90 - half + half * k / 60 for k in range(121)]
    density = [math.radians(laws.angle_density(math.radians(x), settings.d)) for x in grid]
    name = say("theory: sin^{power}(θ)", power=settings.d - 2)
    return Histogram(
        title=_title(settings),
        x=Axis(say("angle in degrees"), low=90 - half, high=90 + half),
        y=Axis(say("share per degree"), low=0, high=1.25 * max(density)),
        name=say("measured"),
        edges=edges,
        heights=tuple(ratio(count, points * width) for count in counts),
        theory=(Series(name, tuple(grid), tuple(density)),),
        marks={"mean_deg": Mark("x"), "sd_deg": Mark("spread", 90.0)},
    )


def _bars(settings: LatitudeSettings, rows: Sequence[Belt]) -> Bars:
    from hdtui.kernels import laws

    points = sum(row.points for row in rows)
    inside = add_counts((row.inside for row in rows), settings.poles)
    in_all = sum(row.inside_all for row in rows)
    share = laws.band_share(math.radians(settings.delta), settings.d)
    labels = [say("{number}", number=k + 1) for k in range(settings.poles)]
    return Bars(
        title=say(
            "share within {delta}° of each equator, d = {d}", delta=settings.delta, d=settings.d
        ),
        x=Axis(say("pole")),
        y=Axis(say("share of the points"), low=0, high=1),
        labels=(*labels, say("all")),
        groups=(
            BarGroup(say("measured"), tuple(ratio(k, points) for k in (*inside, in_all))),
            BarGroup(say("theory"), (share,) * settings.poles + (share**settings.poles,)),
        ),
        marks={"band_share": Mark("y"), "all_bands_share": Mark("y")},
    )


def _table(settings: LatitudeSettings, rows: Sequence[Belt], points: int, share: float) -> Table:
    """Share within the belt, pole by pole, beside what theory says."""
    inside = add_counts((row.inside for row in rows), settings.poles)
    return Table(
        (say("pole"), say("points in its belt"), say("share"), say("theory")),
        tuple(
            (float(k + 1), float(count), ratio(count, points), share)
            for k, count in enumerate(inside)
        ),
    )
