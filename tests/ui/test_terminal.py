"""The app in a real pty: start, signals, small windows, bytes, what never reaches a terminal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ui.terminals import HDTUI, environment, pty_of

LESSONS = Path(__file__).parent.parent.parent / "lessons"
HOSTILE = {
    "title": "\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;aGk=\x07",
    "clear": "\x1b[2J",
    "c1": "\x9b2J",
    "bidi": "\u202edlrow",
}


def test_a_lesson_is_on_the_screen_and_q_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    with pty_of("--data-dir", str(tmp_path), "equator") as app:
        app.wait_for("Paint a belt")
        app.send("q")
        assert app.wait_for_exit() == 0
        assert b"\x1b[?1049l" in app.bytes
        assert b"\x1b[?25h" in app.bytes


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_saves_and_restores_the_terminal(
    number: signal.Signals, status: int, tmp_path: Path
) -> None:
    with pty_of("--data-dir", str(tmp_path), "equator") as app:
        app.wait_for("Paint a belt")
        app.send("\r")
        app.wait_for("How wide is the belt?")
        os.kill(app.pid, number)
        assert app.wait_for_exit() == status
        assert b"\x1b[?1049l" in app.bytes
    with pty_of("--data-dir", str(tmp_path)) as again:
        again.wait_for("How wide is the belt?")


def test_a_closed_terminal_ends_the_app_and_its_worker(tmp_path: Path) -> None:
    with pty_of("--data-dir", str(tmp_path), "equator") as app:
        app.wait_for("Paint a belt")
        app.send("\r")
        app.wait_for("How wide is the belt?")
        app.send("10\r3")
        app.wait_for("Locked.")
        app.send("\r")
        app.pump(1.0)
        worker = children_of(app.pid)
        app.hang_up()
        assert app.wait_for_exit(10) == 129
        time.sleep(0.5)
        assert not [pid for pid in worker if alive(pid)]


def test_a_killed_app_leaves_no_process_and_loses_no_answer(tmp_path: Path) -> None:
    with pty_of("--data-dir", str(tmp_path), "equator") as app:
        app.wait_for("Paint a belt")
        app.send("\r")
        app.wait_for("How wide is the belt?")
        app.send("10\r3")
        app.wait_for("Locked.")
        app.send("\r")
        app.wait_for("first tomorrow")
        worker = children_of(app.pid)
        assert worker
        os.kill(app.pid, signal.SIGKILL)
        os.waitpid(app.pid, 0)
        app._status = -9
        end = time.monotonic() + 2  # the promise is 1 s; twice that on a busy machine
        while any(alive(pid) for pid in worker) and time.monotonic() < end:
            time.sleep(0.02)
        assert not [pid for pid in worker if alive(pid)]
    with pty_of("--data-dir", str(tmp_path)) as again:
        again.wait_for("first tomorrow")
        assert "10°" in again.text


@pytest.mark.parametrize("part", ["hdtui worker", "hdtui.worker.child"])
def test_a_killed_worker_is_replaced_and_the_lesson_goes_on(part: str, tmp_path: Path) -> None:
    with pty_of("--data-dir", str(tmp_path), "equator") as app:
        app.wait_for("Paint a belt")
        app.send("\r")
        app.wait_for("How wide is the belt?")
        app.send("10\r3")
        app.wait_for("Locked.")
        app.send("\r")
        app.wait_for("first tomorrow")
        victims = [pid for pid in children_of(app.pid) if part in command_of(pid)]
        assert victims
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        app.send("r")
        app.wait_for("seed 1 ·")
        app.send("\r")
        app.wait_for("Why there")


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def children_of(pid: int) -> list[int]:
    """All processes below this one."""
    listed = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, above in pairs if above == parent]
    return found[1:]


def alive(pid: int) -> bool:
    """Running, not merely waiting to be reaped."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_window_too_small_says_so_and_comes_back_by_itself(tmp_path: Path) -> None:
    with pty_of("--data-dir", str(tmp_path), "equator", columns=20, rows=6) as app:
        app.wait_for("Too small")
        app.resize(80, 24)
        app.wait_for("Paint a belt")


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (20, 6), (400, 3)])
def test_no_size_of_window_ends_the_app(size: tuple[int, int], tmp_path: Path) -> None:
    with pty_of("--data-dir", str(tmp_path), "equator", columns=80, rows=24) as app:
        app.wait_for("Paint a belt")
        app.resize(*size)
        app.pump(1.0)
        app.resize(80, 24)
        app.wait_for("Paint a belt")


def test_no_escape_or_bidi_control_of_a_lesson_reaches_the_terminal(tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(LESSONS, course)
    lesson = course / "04-equator" / "lesson.en.md"
    text = lesson.read_text(encoding="utf-8")
    for name, sign in HOSTILE.items():
        seeded = f"{name} {sign} and `{sign}` and [a link](http://x/{sign}).\n\nPaint a belt"
        text = text.replace("Paint a belt", seeded, 1)
    lesson.write_text(text, encoding="utf-8")
    with pty_of("--course", str(course), "--data-dir", str(tmp_path), "equator", rows=60) as app:
        app.wait_for("Paint a belt")
        app.pump(0.5)
        written = bytes(app.bytes)
    for sign in HOSTILE.values():
        assert sign.encode() not in written
    assert "clipboard \ufffd]52" in app.text


def test_a_broken_lesson_is_an_error_on_its_page_and_the_rest_works(tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(LESSONS, course)
    lesson = course / "04-equator" / "lesson.en.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text.replace("name: sphere.latitude", "nome: sphere.latitude"), "utf-8")
    with pty_of("--course", str(course), "--data-dir", str(tmp_path), "equator") as app:
        app.wait_for("Paint a belt")
        app.send("n")
        app.wait_for("How wide is the belt?")
        app.send("\tn")
        app.wait_for("04-equator/lesson.en.md:")
        app.send("n")
        app.wait_for("Why there")


@pytest.mark.parametrize(
    ("env", "words"),
    [({"TERM": "dumb"}, "--linear"), ({}, "needs a terminal")],
)
def test_without_a_terminal_it_says_so_in_one_line(
    env: dict[str, str], words: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [*HDTUI, "--data-dir", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment(env),
    )
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_animation_and_few_bytes_over_ssh(tmp_path: Path) -> None:
    """A page is at most 12 KB at 100x40 (no animation, 256 colours)."""
    env = {"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22"}
    with pty_of("--data-dir", str(tmp_path), "equator", columns=100, rows=40, env=env) as app:
        app.wait_for("Paint a belt")
        app.pump(4.0)
        app.send("\r")
        page = app.pump(1.5)
        assert 0 < page <= 12_000


def test_python_dash_m_hdtui_and_the_command_are_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hdtui", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("hdtui ")
