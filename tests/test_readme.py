"""The README's commands are the set-up: they are read out of it, not written twice."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    (python3 -m venv .*)$", README, re.M)


def test_the_readme_has_the_two_commands_that_set_everything_up() -> None:
    assert COMMANDS == [
        "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt . && .venv/bin/hdtui",
        "python3 -m venv .venv && .venv/bin/pip install -c constraints.txt"
        ' -e ".[test]" && .venv/bin/python -m pytest',
    ]


def test_ci_runs_the_second_command_as_it_is_written() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    found = re.findall(r"^    (python3 -m venv .*pytest)$", README, re.M)
    assert found == COMMANDS[1:]


def test_the_readme_says_that_hnswlib_needs_a_compiler() -> None:
    assert "hnswlib" in README
    assert "C++ compiler" in README


def examples() -> list[str]:
    return [line.strip() for line in re.findall(r"^    (hdtui .*)$", README, re.M)]


@pytest.mark.parametrize("example", examples())
def test_every_example_of_the_readme_works_when_pasted(example: str, tmp_path: Path) -> None:
    words = shlex.split(example)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "hdtui", *words, "--data-dir", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
