"""Two experiments as the worker would describe them, and the theory of one."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hdtui.description import Description, Measure, Setting, SettingValue
from hdtui.messages import say


def _whole(low: float, high: float, default: int, label: str) -> Setting:
    return Setting(type="int", default=default, low=low, high=high, label=say("{x}", x=label))


_LATITUDE = Description(
    name="sphere.latitude",
    claim=say("Every equator is crowded."),
    settings={
        "d": _whole(2, 16384, 100, "dimension"),
        "n": _whole(1, 1_000_000, 20_000, "points"),
        "poles": _whole(1, 100, 1, "poles"),
        "delta": Setting(type="float", default=5.0, low=0.1, high=90.0, label=say("half width")),
    },
    measures={
        "sd_deg": Measure(unit="deg", label=say("spread")),
        "band_share": Measure(unit="share", label=say("share in the band")),
    },
)
_CONTRAST = Description(
    name="knn.contrast",
    claim=say("The contrast fades."),
    settings={
        "n": _whole(10, 100_000, 1000, "points"),
        "d": _whole(2, 4096, 100, "dimension"),
        "intrinsic": _whole(0, 100, 0, "intrinsic dimension"),
        "law": Setting(type="choice", default="gauss", choices=("gauss", "cube"), label=say("law")),
    },
    measures={"contrast": Measure(unit="1", label=say("contrast"))},
    breaks=({"intrinsic": 5},),
)
CATALOGUE: dict[str, Description] = {one.name: one for one in (_LATITUDE, _CONTRAST)}


def theory_of(experiment: str, settings: Mapping[str, SettingValue]) -> dict[str, float] | None:
    """In three dimensions the height of a uniform point is uniform (Archimedes)."""
    if experiment != "sphere.latitude" or settings["d"] != 3:
        return None
    return {"band_share": math.sin(math.radians(float(str(settings["delta"]))))}
