"""Charts as the first experiments make them, with numbers that need no experiment."""

from __future__ import annotations

import math

from hdtui.charts.spec import (
    Axis,
    Band,
    BarGroup,
    Bars,
    Chart,
    Guess,
    Heat,
    Histogram,
    Image,
    Line,
    Mark,
    Numbers,
    Scatter,
    Series,
    with_guess,
)
from hdtui.messages import Message, say


def axis(text: str, log: bool = False, low: float | None = None, high: float | None = None) -> Axis:
    return Axis(Message(text), log, low, high)


def curve(name: str, x: Numbers, y: Numbers) -> Series:
    return Series(Message(name), x, y)


def latitude(guess: float | None = None, title: str = "Angle from the pole") -> Histogram:
    """The angle to a pole in 100 dimensions, density sin^98, in bins of a degree."""
    scale = math.gamma(50) / math.gamma(49.5) / math.sqrt(math.pi) * math.pi / 180
    angles = tuple(60 + i / 2 for i in range(121))
    density = tuple(scale * math.sin(math.radians(angle)) ** 98 for angle in angles)
    chart = Histogram(
        title=Message(title),
        x=axis("polar angle in degrees"),
        y=axis("share per degree"),
        edges=angles[::2],
        heights=density[1::2],
        name=say("measured"),
        theory=(curve("theory", angles, density),),
        marks={"sd_deg": Mark("spread", 90.0)},
    )
    return chart if guess is None else _guessed(chart, guess)


def _guessed(chart: Histogram, guess: float) -> Histogram:
    guessed = with_guess(chart, "sd_deg", guess)
    assert isinstance(guessed, Histogram)
    return guessed


def volume() -> Line:
    """The volume of the unit ball over the dimension, on a logarithmic axis."""
    d = tuple(float(i) for i in range(1, 101))
    volumes = tuple(math.pi ** (i / 2) / math.gamma(i / 2 + 1) for i in d)
    return Line(
        title=say("Volume of the unit ball"),
        x=axis("dimension"),
        y=axis("volume", log=True),
        series=(curve("hits", d[:20:4], volumes[:20:4]),),
        theory=(curve("exact", d, volumes),),
    )


def packing(guess: float | None = None) -> Line:
    """The largest cosine among n random vectors, with two laws and a band over seeds."""
    n: tuple[float, ...] = (10, 20, 50, 100, 200, 500, 1000)
    law = tuple(math.sqrt(2 * math.log(i * (i - 1) / 2) / 768) for i in n)
    return Line(
        title=say("Largest cosine"),
        x=axis("vectors", log=True),
        y=axis("largest |cosine|"),
        series=(curve("measured", n, tuple(value * 1.02 for value in law)),),
        theory=(curve("median law", n, law), curve("Welch bound", n, (0.0,) * 6 + (0.0174,))),
        band=Band(say("8 seeds"), n, tuple(v * 0.95 for v in law), tuple(v * 1.05 for v in law)),
        guess=None if guess is None else Guess("y", guess, guess),
    )


def loads(labels: int = 4, groups: int = 2) -> Bars:
    return Bars(
        title=say("Load of each expert"),
        x=axis("expert"),
        y=axis("share of tokens"),
        labels=tuple(Message(f"専門家{i}") for i in range(labels)),
        groups=tuple(
            BarGroup(Message(f"run {g}"), tuple((i + 1 + g) / labels for i in range(labels)))
            for g in range(groups)
        ),
        theory=(curve("equal", tuple(map(float, range(labels))), (0.5,) * labels),),
    )


def gates() -> Heat:
    return Heat(
        title=say("Gates"),
        x=axis("expert"),
        y=axis("token"),
        rows=((0.0, None, 1.0), (None, 0.5, None)),
        row_labels=(say("first"), say("second")),
        column_labels=(say("a"), say("b"), say("c")),
    )


def digit() -> Image:
    return Image(title=say("A digit"), x=axis(""), y=axis(""), rows=((0.0, 1.0), (1.0, 0.0)))


def cloud(points: int = 60) -> Scatter:
    x = tuple(i / points for i in range(points))
    return Scatter(
        title=say("A cloud"),
        x=axis("distance"),
        y=axis("times"),
        series=(curve("points", x, tuple(v * v for v in x)),),
    )


def empty() -> Line:
    return Line(title=say("Empty"), x=axis("x"), y=axis("y"), series=())


def every_kind() -> dict[str, Chart]:
    return {
        "histogram": latitude(6.0),
        "log line": volume(),
        "line": packing(0.16),
        "lying bars": loads(),
        "standing bars": loads(40, 2),
        "heat": gates(),
        "image": digit(),
        "scatter": cloud(),
        "dense scatter": cloud(2000),
        "empty": empty(),
    }
