"""The catalogue: found without a list, described without torch, plug-ins that may be broken."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import pytest

from hdtui.description import Description
from hdtui.errors import WorkerError
from hdtui.lab import catalogue
from hdtui.lab.experiment import Settings, choice, dial
from hdtui.lab.latitude import Latitude
from hdtui.messages import say

NAMES = ["sphere.inner_products", "sphere.latitude", "sphere.packing", "volume.ball"]

LOOK = """
import sys, time
began = time.perf_counter()
from hdtui.lab import catalogue
names = [each.name for each in catalogue.describe_all()]
print(time.perf_counter() - began)
heavy = {"torch", "numpy", "scipy", "textual", "plotext", "importlib.metadata"} & set(sys.modules)
assert not heavy, heavy
assert "volume.ball" in names
"""


def test_our_experiments_are_found_by_looking_into_the_folder() -> None:
    assert set(NAMES) <= {each.name for each in catalogue.describe_all()}


def test_describing_takes_no_torch_and_less_than_150_ms() -> None:
    seconds = [
        float(
            subprocess.run(
                [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(3)
    ]
    assert min(seconds) < 0.15


@pytest.mark.parametrize("name", NAMES)
def test_a_description_crosses_the_wire(name: str) -> None:
    description = catalogue.describe(catalogue.find(name))
    encoded = msgspec.json.encode(description)
    assert msgspec.json.decode(encoded, type=Description) == description
    assert description.problem is None


@pytest.mark.parametrize("name", NAMES)
def test_defaults_lie_within_their_bounds_and_breaks_can_be_run(name: str) -> None:
    experiment = catalogue.find(name)
    description = catalogue.describe(experiment)
    assert description.breaks
    for overlay in ({}, *description.breaks):
        msgspec.convert(overlay, experiment.settings)
    for setting in description.settings.values():
        assert str(setting.label)
        if setting.type in ("int", "float"):
            assert setting.low is not None
            assert setting.high is not None
            assert isinstance(setting.default, int | float)
            assert setting.low <= setting.default <= setting.high


@pytest.mark.parametrize("name", NAMES)
def test_a_setting_out_of_its_bounds_or_unknown_is_refused(name: str) -> None:
    experiment = catalogue.find(name)
    refused: list[dict[str, Any]] = [{"nothing_of_the_kind": 1}]
    for key, setting in catalogue.describe(experiment).settings.items():
        refused.append({key: None})
        if setting.low is not None and setting.high is not None:
            refused += [{key: setting.low - 1}, {key: setting.high + 1}, {key: "many"}]
        if setting.choices:
            refused.append({key: "none of these"})
    for overlay in refused:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(overlay, experiment.settings)


def test_dials_carry_the_bounds_scale_unit_and_choices_of_the_annotations() -> None:
    class Every(Settings, frozen=True):
        whole: Annotated[int, dial(say("whole"), 1, 9, scale="log2")] = 4
        part: Annotated[float, dial(say("part"), 0, 1, unit="deg")] = 0.5
        kind: Annotated[Literal["b", "a"], choice(say("kind"))] = "b"
        plain: Literal["z", "y"] = "y"
        on: Annotated[bool, choice(say("on"))] = True
        ef: tuple[float, ...] = (10, 20)
        words: str = "hello"

    class Sample(Latitude):
        settings = Every  # type: ignore[assignment]  # only described, never run

    dials = catalogue.describe(Sample).settings
    assert [dial.type for dial in dials.values()] == [
        "int",
        "float",
        "choice",
        "choice",
        "bool",
        "list",
        "text",
    ]
    assert (dials["whole"].low, dials["whole"].high, dials["whole"].scale) == (1, 9, "log2")
    assert dials["part"].unit == "deg"
    assert dials["kind"].choices == ("b", "a")
    assert dials["plain"].choices == ("z", "y")
    assert str(dials["plain"].label) == "plain"
    assert dials["ef"].default == (10, 20)


def test_a_setting_without_a_default_or_of_another_type_cannot_be_turned() -> None:
    class Bare(Settings, frozen=True):
        d: int

    class Odd(Settings, frozen=True):
        d: bytes = b"1"

    for settings in (Bare, Odd):
        sample = type("Sample", (Latitude,), {"settings": settings})
        with pytest.raises(TypeError):
            catalogue.describe(sample)


def test_an_unknown_name_is_an_error_with_its_code() -> None:
    with pytest.raises(WorkerError) as caught:
        catalogue.find("sphere.nothing")
    assert caught.value.code == "unknown_experiment"
    assert caught.value.remedy is not None


# ---------------------------------------------------------------- other people's

PLUGIN = """
from typing import Annotated

from hdtui.lab.experiment import Settings, dial
from hdtui.lab.latitude import Latitude
from hdtui.messages import say

class Links(Settings, frozen=True):
    turns: Annotated[int, dial(say("turns"), 1, 9)] = 3

class Linking(Latitude):
    name = "torus.linking"
    claim = say("Curves on a torus are linked.")
    settings = Links

class Thief(Linking):
    name = "sphere.latitude"

def helper():
    pass
"""
POINTS = """
[hdtui.experiments]
torus.linking = {module}:Linking
torus.renamed = {module}:Linking
torus.helper = {module}:helper
torus.missing = {module}:Absent
torus.broken = {module}_broken:Anything
torus.quits = {module}_quits:Anything
sphere.latitude = {module}:Thief
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Description]:
    """A distribution installed in a folder of its own; its descriptions by name."""
    module = "hdtui_torus"
    (tmp_path / f"{module}.py").write_text(PLUGIN)
    (tmp_path / f"{module}_broken.py").write_text("raise RuntimeError('no licence')")
    (tmp_path / f"{module}_quits.py").write_text("raise SystemExit(3)")
    info = tmp_path / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS.format(module=module))
    monkeypatch.syspath_prepend(tmp_path)
    return {each.name: each for each in catalogue.describe_plugins()}


def test_a_plugin_is_described_and_found_by_its_entry_point(
    plugin: dict[str, Description],
) -> None:
    description = plugin["torus.linking"]
    assert description.problem is None
    assert description.settings["turns"].high == 9
    assert catalogue.find("torus.linking").name == "torus.linking"
    assert "torus.linking" not in {each.name for each in catalogue.describe_all()}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("torus.renamed", "torus.linking"),
        ("torus.helper", "not an Experiment"),
        ("torus.missing", "Absent"),
        ("torus.broken", "no licence"),
        ("torus.quits", "SystemExit"),
    ],
)
def test_a_broken_plugin_is_a_message_and_nothing_more(
    plugin: dict[str, Description], name: str, reason: str
) -> None:
    problem = plugin[name].problem
    assert problem is not None
    assert reason in str(problem)
    with pytest.raises(WorkerError) as caught:
        catalogue.find(name)
    assert caught.value.code == "kernel"


def test_a_plugin_cannot_take_the_place_of_ours(plugin: dict[str, Description]) -> None:
    assert plugin["sphere.latitude"].problem is not None
    assert type(catalogue.find("sphere.latitude")) is Latitude
