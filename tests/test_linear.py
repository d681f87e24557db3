"""The linear front end through a pipe: a lesson read, guessed, measured and answered to its end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def linear(tmp_path: Path, lines: list[str], *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hdtui", "--linear", "--data-dir", str(tmp_path), *args],
        input="\n".join(lines) + "\n",
        capture_output=True,
        text=True,
        timeout=180,
    )


def test_a_guess_is_locked_measured_and_judged(tmp_path: Path) -> None:
    keys = ["", "10", "3", "", "", "h", "s", "q"]
    done = linear(tmp_path, keys, "equator")
    assert done.returncode == 0, done.stderr
    said = done.stdout
    locked = said.index("Locked.")
    assert "theory" not in said[:locked]
    assert "spread of the angle" in said[locked:]
    assert "sure and wrong" in said
    assert "Saved." in said
    assert "\x1b" not in said


def test_it_goes_on_where_it_was_left(tmp_path: Path) -> None:
    linear(tmp_path, ["", "10", "3", "", "q"], "equator")
    again = linear(tmp_path, ["q"], "equator")
    assert "Why there" in again.stdout
    assert "How wide is the belt?" not in again.stdout


def test_the_end_of_the_input_leaves_and_saves(tmp_path: Path) -> None:
    done = linear(tmp_path, [], "equator")
    assert done.returncode == 0
    assert "Saved." in done.stdout


def test_dials_are_turned_by_name_and_the_claim_is_broken(tmp_path: Path) -> None:
    keys = ["", "10", "1", "d=1000", "r", "b", "d=1", "", "q"]
    said = linear(tmp_path, keys, "equator").stdout
    assert "d = 1000" in said
    assert "d = 3" in said
    assert "seed 1" in said
    assert "d cannot be 1" in said


def test_a_whole_lesson_can_be_answered_by_a_pipe(tmp_path: Path) -> None:
    """Anything that is no answer is asked again; enough lines reach the summary."""
    keys = []
    for _ in range(60):
        keys += ["1", "2", "s", ""]
    said = linear(tmp_path, keys, "other-world").stdout
    assert "What you leave with" in said


def test_the_same_lesson_speaks_japanese(tmp_path: Path) -> None:
    done = linear(tmp_path, ["", "q"], "equator", "--lang", "ja")
    assert done.returncode == 0
    assert "赤道" in done.stdout
