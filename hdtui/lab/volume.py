"""`volume.ball`: a ball fills almost nothing of its cube, and nearly all of it is its skin.

The volume, the shares and the edge are known exactly, so here the measures ARE the closed forms
and have no standard error. What is measured are hits: points thrown at the cube, and only these
are drawn as measured. Beyond some 20 dimensions not one of them finds the ball.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar

import msgspec

from hdtui.charts.spec import Axis, Chart, Line, Mark, Series
from hdtui.description import Measure, SettingValue, Table, Value
from hdtui.lab.experiment import Cell, Experiment, Finding, Row, Settings, Work, dial
from hdtui.lab.statistics import NUMBERS_PER_CELL, ratio, share_se
from hdtui.messages import say

SWEEP = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50, 100, 200)
"Dimensions the chart shows besides the chosen one."
ENOUGH = 10
"Hits from which their share in the shell is drawn: of one hit it is 0 or 1 and says nothing."
LARGEST_AT = 5
"The dimension whose unit ball has the largest volume, 5.26."


class BallSettings(Settings, frozen=True):
    d: Annotated[int, dial(say("dimensions"), 1, 200, scale="log")] = 10
    eps: Annotated[float, dial(say("thickness of the shell"), 0.001, 0.5, scale="log")] = 0.05
    points: Annotated[int, dial(say("points thrown at each cube"), 100, 1_000_000, scale="log")] = (
        20_000
    )


class Hits(Row, frozen=True):
    d: int
    points: int
    inside: int
    in_shell: int


class Ball(Experiment[BallSettings, Hits]):
    name = "volume.ball"
    claim = say(
        "In high dimensions a ball is almost nothing of the cube around it, and almost all of the "
        "ball lies in a thin outer shell."
    )
    settings = BallSettings
    measures: ClassVar[Mapping[str, Measure]] = {
        "log10_volume": Measure(unit="1", label=say("log10 of the ball's volume")),
        "cube_share": Measure(unit="share", label=say("ball's share of its cube")),
        "shell_share": Measure(unit="share", label=say("outer shell's share of the ball")),
        "edge_for_tenth": Measure(unit="1", label=say("edge of a tenth of the unit cube")),
        "cube_share_hits": Measure(unit="share", label=say("share of points that hit the ball")),
        "shell_share_hits": Measure(unit="share", label=say("share of hits in the shell")),
    }
    breaks: ClassVar[Sequence[Mapping[str, SettingValue]]] = ({"d": 3},)

    def plan(self, settings: BallSettings) -> Iterator[Cell]:
        dimensions = sorted({*SWEEP, settings.d})
        # A tenth of the points over the whole sweep first: all of the curve, coarsely.
        first = max(1, settings.points // 10)
        drawn = dict.fromkeys(dimensions, 0)
        batch = 0
        while any(count < settings.points for count in drawn.values()):
            for d in dimensions:
                most = first if batch == 0 else NUMBERS_PER_CELL // d
                size = min(most, settings.points - drawn[d])
                if size > 0:
                    drawn[d] += size
                    yield Cell({"d": float(d)}, draws=size, batch=batch)
            batch += 1

    def measure(
        self, settings: BallSettings, cell: Cell, seed: int, device: str, prepared: Any
    ) -> Iterator[Hits]:
        import torch

        from hdtui.kernels import volume

        d = int(cell.at["d"])
        generator = torch.Generator(device).manual_seed(seed)
        inside, in_shell = volume.cube_hits(cell.draws, d, settings.eps, generator)
        yield Hits(d, cell.draws, inside, in_shell)

    def chart(self, settings: BallSettings, rows: Sequence[Hits]) -> Chart:
        from hdtui.kernels import volume

        # 1, 2, ... 12, then evenly on the logarithmic axis to 200.
        grid = sorted({*range(1, 13), *(round(200 ** (k / 48)) for k in range(24, 49))})
        largest = volume.log_ball_volume(LARGEST_AT)
        x = tuple(map(float, grid))
        found = [merged for _, merged in sorted(_by_dimension(rows).items())]
        dimensions = tuple(float(hits.d) for hits in found)
        return Line(
            title=say("ball, cube and shell over dimensions (now d = {d})", d=settings.d),
            x=Axis(say("dimensions"), log=True, low=1, high=200),
            y=Axis(say("share"), low=0, high=1),
            series=(
                Series(
                    say("hits"),
                    dimensions,
                    tuple(hits.inside / hits.points for hits in found),
                ),
                Series(
                    say("shell hits"),
                    dimensions,
                    tuple(_shell_share(hits) for hits in found),
                ),
            ),
            theory=(
                Series(
                    say("volume"),
                    x,
                    tuple(math.exp(volume.log_ball_volume(d) - largest) for d in grid),
                ),
                Series(say("ball"), x, tuple(map(volume.cube_share, grid)), about=0),
                Series(
                    say("shell"),
                    x,
                    tuple(volume.shell_share(d, settings.eps) for d in grid),
                    about=1,
                ),
            ),
            marks={"cube_share": Mark("y"), "shell_share": Mark("y"), "edge_for_tenth": Mark("y")},
        )

    def finding(self, settings: BallSettings, rows: Sequence[Hits]) -> Finding:
        exact = _exact(settings)
        merged = _by_dimension(rows)
        here = merged.get(settings.d, Hits(settings.d, 0, 0, 0))
        return Finding(
            measures={
                **exact,
                "cube_share_hits": ratio(here.inside, here.points),
                "shell_share_hits": ratio(here.in_shell, here.inside),
            },
            theory={
                **exact,
                "cube_share_hits": exact["cube_share"],
                "shell_share_hits": exact["shell_share"],
            },
            se={
                **dict.fromkeys(exact),
                "cube_share_hits": share_se(here.inside, here.points),
                "shell_share_hits": share_se(here.in_shell, here.inside),
            },
            table=_table(settings, merged),
        )

    def work(self, settings: BallSettings, device: str) -> Work:
        numbers = float(settings.points) * sum({*SWEEP, settings.d})
        return Work(2 * numbers, 16 * numbers, 2.0 * (1 << 20))


def _exact(settings: BallSettings) -> dict[str, Value]:
    from hdtui.kernels import volume

    return {
        "log10_volume": volume.log_ball_volume(settings.d) / math.log(10),
        "cube_share": volume.cube_share(settings.d),
        "shell_share": volume.shell_share(settings.d, settings.eps),
        "edge_for_tenth": volume.edge_for(0.1, settings.d),
    }


def _by_dimension(rows: Sequence[Hits]) -> dict[int, Hits]:
    merged: dict[int, Hits] = {}
    for row in rows:
        so_far = merged.get(row.d, Hits(row.d, 0, 0, 0))
        merged[row.d] = Hits(
            row.d,
            so_far.points + row.points,
            so_far.inside + row.inside,
            so_far.in_shell + row.in_shell,
        )
    return merged


def _shell_share(hits: Hits) -> float | None:
    return hits.in_shell / hits.inside if hits.inside >= ENOUGH else None


def _table(settings: BallSettings, merged: Mapping[int, Hits]) -> Table:
    """The exact numbers of every dimension beside the hits, which end at 0 long before 200."""
    lines = []
    for d, hits in sorted(merged.items()):
        exact = _exact(msgspec.structs.replace(settings, d=d))
        numbers = (value if isinstance(value, float) else None for value in exact.values())
        lines.append((float(d), *numbers, float(hits.points), float(hits.inside)))
    return Table(
        (
            say("dimensions"),
            say("log10 volume"),
            say("ball / cube"),
            say("shell / ball"),
            say("edge of a tenth"),
            say("points"),
            say("hits"),
        ),
        tuple(lines),
    )
