"""What goes wrong inside: a crash of the app, a worker that dies, a log that cannot be written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hdtui import __version__
from tests.cli.test_commands import hdtui, one_line
from tests.ui.terminals import Pty

BOOM = (
    "import sys; from hdtui import cli; from hdtui.cli import read;"
    "read.main = lambda argv, common: 1 / 0; sys.exit(cli.main(sys.argv[1:]))"
)
"A command line whose `read` meets something unforeseen."
CRASH = (
    "import sys; from hdtui import cli; from hdtui.ui.app import HdtuiApp;"
    "HdtuiApp.action_keys = lambda self: 1 / 0; sys.exit(cli.main(sys.argv[1:]))"
)
"The same for an app that dies at a key."


def boom(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BOOM, "read", "equator", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


@pytest.fixture
def plugin(tmp_path: Path) -> dict[str, str]:
    """An environment in which a plug-in offers one experiment that works and one that does not."""
    site = tmp_path / "site"
    info = site / "sums-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: sums\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[hdtui.experiments]\nsums.law = sums:Law\nsums.gone = sums:Gone\n"
    )
    (site / "sums.py").write_text(
        "from hdtui.lab.latitude import *\n"
        "from hdtui.lab import latitude\n"
        "from hdtui.lab.experiment import Experiment\n"
        "base = next(kind for kind in vars(latitude).values() if isinstance(kind, type)\n"
        "            and issubclass(kind, Experiment) and kind is not Experiment)\n"
        "class Law(base):\n"
        "    name = 'sums.law'\n"
    )
    return {"PYTHONPATH": str(site)}


def broken_torch(tmp_path: Path, code: str) -> dict[str, str]:
    """An environment in which importing torch does this."""
    torch = tmp_path / "broken" / "torch"
    torch.mkdir(parents=True)
    (torch / "__init__.py").write_text(code)
    return {"PYTHONPATH": str(torch.parent)}


# ---------------------------------------------------------------- the unforeseen


def test_something_unforeseen_is_one_line_and_its_traceback_is_in_the_log(tmp_path: Path) -> None:
    done = boom("--data-dir", str(tmp_path))
    said = one_line(done)
    assert "ZeroDivisionError" in said
    assert str(tmp_path / "hdtui.log") in said
    assert "Traceback" in (tmp_path / "hdtui.log").read_text()
    assert done.returncode == 1


def test_a_log_that_cannot_be_written_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = boom("--data-dir", str(tmp_path / "file"))
    assert "log" not in one_line(done)
    assert done.returncode == 1


def test_debug_shows_the_traceback_and_keeps_the_status(tmp_path: Path) -> None:
    usage = hdtui("run", "sphere.latitude", "--set", "d=1", "--debug")
    assert usage.returncode == 2
    assert "Traceback" in usage.stderr
    assert usage.stderr.splitlines()[-1].startswith("hdtui: ")
    unforeseen = boom("--data-dir", str(tmp_path), "--debug")
    assert unforeseen.returncode == 1
    assert "Traceback" in unforeseen.stderr


@pytest.mark.parametrize("debug", [False, True])
def test_a_crash_of_the_app_is_one_line_in_a_restored_terminal(debug: bool, tmp_path: Path) -> None:
    options = ["--data-dir", str(tmp_path), *(["--debug"] if debug else [])]
    terminal = Pty([sys.executable, "-c", CRASH, *options], 100, 30)
    try:
        terminal.wait_for("? keys")
        terminal.send("?")
        assert terminal.wait_for_exit() == 1
        after = bytes(terminal.bytes).rpartition(b"\x1b[?1049l")[2].decode()
    finally:
        terminal.kill()
    assert "hdtui: something unforeseen went wrong (ZeroDivisionError" in after
    assert ("Traceback" in after) is debug
    assert "locals" not in after
    assert "ZeroDivisionError" in (tmp_path / "hdtui.log").read_text()


# ---------------------------------------------------------------- the worker


def test_doctor_says_that_the_compute_process_dies_and_ends(tmp_path: Path) -> None:
    env = broken_torch(tmp_path, "import os; os._exit(3)\n")
    done = hdtui("doctor", "--format", "json", "--data-dir", str(tmp_path / "data"), env=env)
    found = {each["what"]: each for each in json.loads(done.stdout)}
    assert found["worker"]["works"]
    assert not found["device"]["works"]
    assert "not started again" in found["device"]["found"]
    assert done.returncode == 1


def test_doctor_does_not_wait_for_ever(tmp_path: Path) -> None:
    env = broken_torch(tmp_path, "import time; time.sleep(1000)\n")
    code = (
        "import sys; from hdtui import cli; from hdtui.cli import doctor;"
        "doctor.PATIENCE = 1.0; sys.exit(cli.main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "doctor", "--data-dir", str(tmp_path / "data")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, **env}
    )
    assert "no compute process within 1 s" in done.stdout
    assert done.returncode == 1


def test_doctor_names_what_it_looked_at_in_the_language_but_not_in_json(tmp_path: Path) -> None:
    said = hdtui("doctor", "--lang", "ja", "--data-dir", str(tmp_path)).stdout
    assert re.search("^✓ 端末 ", said, re.M)
    assert "terminal" not in said
    as_json = json.loads(hdtui("doctor", "--lang", "ja", "--format", "json").stdout)
    assert "terminal" in [each["what"] for each in as_json]


# ---------------------------------------------------------------- plug-ins


def test_the_experiments_of_plug_ins_are_listed_with_what_is_wrong(plugin: dict[str, str]) -> None:
    listed = json.loads(hdtui("experiments", "--format", "json", env=plugin).stdout)
    by_name = {each["name"]: each for each in listed}
    assert "d" in by_name["sums.law"]["settings"]
    assert "sphere.latitude" in by_name
    assert "does not load" in hdtui("experiments", env=plugin).stdout


def test_an_experiment_of_a_plug_in_runs(plugin: dict[str, str]) -> None:
    command = ("run", "sums.law", "--set", "n=100", "--format", "json")
    done = hdtui(*command, env=plugin)
    assert done.stderr == ""
    assert json.loads(done.stdout)["experiment"] == "sums.law"


def test_an_experiment_that_does_not_load_says_why(plugin: dict[str, str]) -> None:
    done = hdtui("run", "sums.gone", env=plugin)
    said = one_line(done)
    assert "sums.gone cannot be used" in said
    assert "Gone" in said
    assert done.returncode == 1


def test_without_torch_the_plug_ins_are_named_all_the_same(
    plugin: dict[str, str], tmp_path: Path
) -> None:
    broken = broken_torch(tmp_path, "raise ImportError('no such luck')\n")
    env = {"PYTHONPATH": os.pathsep.join([plugin["PYTHONPATH"], broken["PYTHONPATH"]])}
    done = hdtui("run", "sums.law", env=env)
    assert "no such luck" in one_line(done)


# ---------------------------------------------------------------- the command line


@pytest.mark.parametrize("line", [("--version",), ("equator", "--version"), ("--version", "1")])
def test_the_version_is_said_wherever_it_is_asked_for(line: tuple[str, ...]) -> None:
    assert hdtui(*line).stdout == f"hdtui {__version__}\n"


def test_a_fault_in_the_workers_command_line_is_one_line() -> None:
    done = hdtui("worker", "--bogus")
    assert "--bogus" in one_line(done)
    assert done.returncode == 2
