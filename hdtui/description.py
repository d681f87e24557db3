"""What an experiment says about itself, and what a run of it found: plain data for every room.

The app builds its dials from a `Description`, the linter checks lessons against it, `hdtui
experiments` prints it; none of them imports the experiment. An `Outcome` is what questions are
graded against and what `hdtui run --format json` prints.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from hdtui.messages import Message

Scalar = bool | int | float | str
"The value of a setting. Lists (`10,20,50`) are tuples of numbers."
SettingValue = Scalar | tuple[float, ...]
Unit = Literal["deg", "share", "count", "bits", "1"]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that can be turned, with its bounds."""

    type: Literal["int", "float", "bool", "choice", "list", "text"]
    default: SettingValue
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    scale: Literal["linear", "log", "log2"] = "linear"
    "How a dial steps: evenly, by 1-2-5, or by powers of two."
    unit: str = ""
    label: Message


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A named number that a question can be graded against."""

    unit: Unit
    by: str | None = None
    "Set where the measure has one value per swept setting or per method."
    label: Message


class Description(msgspec.Struct, frozen=True, kw_only=True):
    """An experiment, described without running it and without torch."""

    name: str
    claim: Message
    settings: dict[str, Setting] = {}
    measures: dict[str, Measure] = {}
    breaks: tuple[dict[str, SettingValue], ...] = ()
    "Overlays on the settings that show where the claim stops."
    problem: Message | None = None
    "Why the experiment cannot be used (a plug-in that does not load); None where all is well."


class Swept(msgspec.Struct, frozen=True):
    """One value per key: a measure over what was swept, or per method."""

    by: str
    keys: tuple[str | float, ...]
    values: tuple[float | None, ...]


Value = float | None | Swept
"Non-finite numbers are None: JSON has no NaN."


class Table(msgspec.Struct, frozen=True):
    columns: tuple[Message, ...]
    rows: tuple[tuple[float | str | None, ...], ...] = ()


class Cost(msgspec.Struct, frozen=True):
    """What a run took; a field is None where it was not measured."""

    seconds: float | None = None
    flops: float | None = None
    bytes: float | None = None
    share_of_peak: float | None = None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one finished run found."""

    experiment: str
    settings: dict[str, SettingValue]
    seed: int
    device: str
    measures: dict[str, Value]
    theory: dict[str, Value]
    "The closed forms, by the names of the measures; a name is absent where there is none."
    se: dict[str, Value]
    "The standard error of each measure in this run, or None."
    units: dict[str, Unit]
    timings: dict[str, Value] = {}
    table: Table
    cost: Cost
    versions: dict[str, str] = {}
