"""The floors of the house, proved at run time: a static graph does not see all of them."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("torch", "numpy", "scipy", "sklearn", "hnswlib", "hdtui.lab", "hdtui.kernels", "plotext")


def modules_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "room",
    [
        "hdtui.ui.app",
        "hdtui.linear",
        "hdtui.cli.app",
        "hdtui.cli.run",
        "hdtui.cli.check",
        "hdtui.worker.client",
        "hdtui.course.check",
        "hdtui.study.learner",
    ],
)
def test_the_apps_process_imports_nothing_heavy(room: str) -> None:
    loaded = modules_after(f"import {room}")
    assert not loaded.intersection(HEAVY)


def test_the_supervisor_describes_every_experiment_without_torch() -> None:
    loaded = modules_after("from hdtui.lab import catalogue; assert catalogue.describe_all()")
    assert not loaded.intersection({"torch", "numpy", "scipy", "textual", "rich"})


def test_kernels_are_a_library_of_their_own() -> None:
    loaded = modules_after("import hdtui.kernels.sphere")
    ours = {name for name in loaded if name.startswith("hdtui.")}
    assert ours <= {"hdtui.kernels"} | {name for name in ours if name.startswith("hdtui.kernels.")}
