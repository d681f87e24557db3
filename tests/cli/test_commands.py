"""Every command with good and bad input: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hdtui.cli import COMMANDS

HDTUI = [sys.executable, "-m", "hdtui"]
LESSONS = Path(__file__).parents[2] / "lessons"


def hdtui(
    *args: str, stdin: str | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LC_")}
    return subprocess.run(
        [*HDTUI, *args],
        input=stdin or "",
        capture_output=True,
        text=True,
        timeout=120,
        env={**kept, "LANG": "C.UTF-8", **(env or {})},
    )


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """What was said on stderr: one line, no traceback, from us."""
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("hdtui: ")
    assert "Traceback" not in done.stderr
    return done.stderr


# ---------------------------------------------------------------- good input


def test_the_same_run_gives_the_same_numbers_twice() -> None:
    command = shlex.split("run sphere.latitude --set d=1000 --seed 1 --format json")
    first, second = (json.loads(hdtui(*command).stdout) for _ in range(2))
    assert first["measures"] == second["measures"]
    assert abs(first["measures"]["band_share"] - 0.9942) < 5 * first["se"]["band_share"]
    assert first["settings"]["d"] == 1000
    assert set(first) >= {"experiment", "settings", "seed", "device", "measures", "theory", "se"}
    assert set(first) >= {"units", "timings", "table", "cost", "versions"}
    assert set(first["table"]) == {"columns", "rows"}


def test_a_run_prints_its_chart_in_words_and_cells_and_no_escape_codes() -> None:
    done = hdtui("run", "sphere.latitude", "--set", "n=2000", "--set", "poles=3")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "measured" in done.stdout


def test_a_run_as_csv_has_the_table_alone() -> None:
    done = hdtui("run", "volume.ball", "--format", "csv")
    assert done.stdout.startswith("dimensions,")
    assert done.stderr == ""


def test_the_run_where_a_claim_stops_overlays_its_settings() -> None:
    done = hdtui("run", "sphere.inner_products", "--breaks", "--format", "json")
    assert json.loads(done.stdout)["settings"]["law"] == "shifted"


def test_experiments_are_listed_with_their_bounds() -> None:
    listed = json.loads(hdtui("experiments", "--format", "json").stdout)
    by_name = {each["name"]: each for each in listed}
    latitude = by_name["sphere.latitude"]
    assert latitude["settings"]["d"]["default"] == 100
    assert latitude["settings"]["d"]["low"] == 2
    assert set(latitude["measures"]["sd_deg"]) == {"unit", "by"}


def test_check_finds_nothing_in_the_lessons_that_ship() -> None:
    done = hdtui("check")
    assert (done.returncode, done.stdout) == (0, "0 findings\n")


def test_check_names_file_line_column_and_code_of_a_mistake(tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(LESSONS, course)
    lesson = course / "04-equator" / "lesson.en.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("name: sphere.latitude", "name: sphere.latitudes"), "utf-8")
    done = hdtui("check", str(course))
    assert done.returncode == 1
    assert re.search(r"^04-equator/lesson\.en\.md:\d+:\d+ HL003 ", done.stdout, re.M)
    as_json = json.loads(hdtui("check", str(course), "--format", "json").stdout)
    assert any(each["code"] == "HL003" for each in as_json)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_read_prints_a_lesson_within_the_width(lang: str) -> None:
    from hdtui.text.lines import cells

    done = hdtui("read", "equator", "--width", "50", "--lang", lang)
    assert done.returncode == 0
    assert max(cells(line) for line in done.stdout.splitlines()) <= 50


def test_read_takes_any_markdown_file(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n\nSome *words* and $x^2$.\n", encoding="utf-8")
    done = hdtui("read", str(page))
    assert "Some words and x²." in done.stdout


def test_doctor_looks_at_everything(tmp_path: Path) -> None:
    done = hdtui("doctor", "--format", "json", "--data-dir", str(tmp_path))
    found = {each["what"]: each for each in json.loads(done.stdout)}
    assert {"hdtui", "terminal", "locale", "course", "store", "worker", "device"} <= set(found)
    assert done.returncode == 0, done.stdout


def test_reset_asks_and_keeps_a_copy(tmp_path: Path) -> None:
    hdtui("--linear", "equator", "--data-dir", str(tmp_path))
    kept = hdtui("reset", "--data-dir", str(tmp_path), stdin="n\n")
    assert kept.returncode == 1
    assert "Nothing was changed" in kept.stdout
    done = hdtui("reset", "equator", "--data-dir", str(tmp_path), stdin="y\n")
    assert done.returncode == 0
    copy = Path(done.stdout.strip().rpartition(" ")[2])
    assert copy.exists()


# ---------------------------------------------------------------- bad input

BAD_COMMAND_LINES = [
    ("run sphere.latitud", "sphere.latitude"),
    ("run sphere.latitude --set q=3", "no setting"),
    ("run sphere.latitude --set d=1", "out of bounds"),
    ("run sphere.latitude --set d=1e9", "out of bounds"),
    ("run sphere.latitude --set d=nan", "no value"),
    ("run sphere.latitude --set d=ten", "no value"),
    ("run sphere.latitude --set d", "KEY=VALUE"),
    ("run sphere.latitude --set d=2.5", "no value"),
    ("run sphere.inner_products --set law=cauchy", "sphere, gauss"),
    ("run sphere.latitude --seed -1", "--seed"),
    ("run sphere.latitude --breaks 9", "runs where it stops"),
    ("run sphere.latitude --format yaml", "--format"),
    ("run", "NAME"),
    ("frobnicate", "frobnicate"),
    ("read nowhere", "no lesson"),
    ("read equator --width 3", "--width"),
    ("--lang xx experiments", "does not speak"),
    ("experiments --threads 0", "--threads"),
    ("reset nowhere --yes", "no lesson"),
]


@pytest.mark.parametrize(("line", "words"), BAD_COMMAND_LINES)
def test_a_fault_in_the_command_line_is_one_line_and_status_two(
    line: str, words: str, tmp_path: Path
) -> None:
    done = hdtui(*shlex.split(line), "--data-dir", str(tmp_path))
    assert words in one_line(done)
    assert done.returncode == 2
    assert done.stdout == ""


FAULTS = [
    ("--course {tmp}/nowhere check", "course"),
    ("check {tmp}/nowhere", "course"),
    ("read {tmp}/nowhere.md", "nowhere.md"),
    ("run sphere.latitude --device cuda:7", "cuda:7"),
    ("run sphere.latitude --device quantum", "quantum"),
]


@pytest.mark.parametrize(("line", "words"), FAULTS)
def test_a_fault_it_meets_is_one_line_and_status_one(line: str, words: str, tmp_path: Path) -> None:
    done = hdtui(*shlex.split(line.format(tmp=tmp_path)), "--data-dir", str(tmp_path))
    assert words in one_line(done)
    assert done.returncode in (1, 2)


def test_without_torch_a_run_says_so(tmp_path: Path) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise ImportError('no such luck')\n")
    done = hdtui("run", "sphere.latitude", env={"PYTHONPATH": str(tmp_path)})
    assert "torch" in one_line(done)
    assert done.returncode == 1


def test_a_closed_pipe_is_quiet() -> None:
    line = f"{shlex.join([*HDTUI, 'experiments'])} | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- help


def examples() -> list[str]:
    names = ["", *(name for name in COMMANDS if name != "worker")]
    found = []
    for name in names:
        words = shlex.split(name)
        text = hdtui(*words, "--help", env={"COLUMNS": "200"}).stdout
        found += re.findall(r"^example:\n +(hdtui .*)$", text, re.M)
    return found


def test_the_help_of_every_command_has_an_example_that_works_when_pasted(tmp_path: Path) -> None:
    pasted = examples()
    assert len(pasted) == len(COMMANDS)
    for example in pasted:
        line = example.replace("hdtui", shlex.join(HDTUI), 1)
        line += f" --data-dir {tmp_path}" if "<" not in line else ""
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, (example, done.stderr)
