"""Commands that are no worker, another version's, or say too much first."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

import hdtui
from hdtui.errors import WorkerError
from hdtui.worker.client import GaveUp, Restarting, WorkerClient
from hdtui.worker.wire import Failed, Finished
from tests.worker.conftest import Make
from tests.worker.kit import is_end, is_well, outcome, until

pytestmark = pytest.mark.asyncio(loop_scope="session")

FAKE = """
import sys, time
def say(text): sys.stdout.buffer.write(text); sys.stdout.buffer.flush()
say(b"\\x00hdtui-worker-wire\\x00\\n")
"""
READY = (
    'say(b\'{"t":"ready","protocol":1,"version":"0.1.0","pid":1,"catalogue":[]}\\n\');'
    "sys.stdin.readline();"
)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def shell(code: str) -> list[str]:
    return ["bash", "-c", code]


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (["no-such-program-of-ours"], "not_started", "No such file or directory"),
        (["/etc/passwd"], "not_started", "Permission denied"),
        (shell("hdtui-nowhere worker"), "not_started", "hdtui is not installed there"),
        (
            [sys.executable, "-I", "-S", "-m", "hdtui", "worker"],
            "not_started",
            "hdtui is not installed there",
        ),
        (shell("echo oh no >&2; exit 3"), "not_started", "status 3. It had said: oh no"),
        (shell("echo 'This account is closed.'"), "not_started", "This account is closed."),
        (shell("exit 0"), "not_started", "It had said nothing."),
        (shell("exec sleep 9"), "not_started", "No worker has answered in 0.7 s."),
        (shell("echo Password:; exec sleep 9"), "protocol", "no worker answered: Password:"),
        (shell("yes noise"), "protocol", "no worker answered: noise noise"),
        (python(FAKE + "say(b'hello\\n'); time.sleep(9)"), "protocol", "hello"),
        (python(FAKE + "say(b'[' * 100000 + b'\\n'); time.sleep(9)"), "protocol", "unreadable"),
        (python(FAKE + "say(b'\\xff\\xfe\\n'); time.sleep(9)"), "protocol", "unreadable"),
        (python(FAKE + "say(b'x' * 5000000); time.sleep(9)"), "protocol", "a line over"),
        (shell("printf '\\033]0;owned\\007\\u202e'; exit 1"), "not_started", "\ufffd]0;owned"),
    ],
)
async def test_a_command_that_is_no_worker_is_explained(
    make: Make, command: list[str], code: str, says: str
) -> None:
    began = time.monotonic()
    with pytest.raises(WorkerError) as caught:
        await make(command, start_timeout=0.7).start()
    assert caught.value.code == code
    assert says in str(caught.value.title)
    assert "\x1b" not in str(caught.value.title) and len(str(caught.value.title)) < 500
    assert time.monotonic() - began < 4


async def test_a_worker_of_another_version_names_both(make: Make) -> None:
    code = (
        "import hdtui.worker.supervisor as s; s.PROTOCOL = 9; s.__version__ = '7.7.7';"
        "raise SystemExit(s.main([]))"
    )
    client = make(python(code))
    began = time.monotonic()
    with pytest.raises(WorkerError) as caught:
        await client.start()
    assert caught.value.code == "version"
    assert "hdtui 7.7.7 (protocol 9)" in str(caught.value.title)
    assert "hdtui 0.1.0 (protocol 1)" in str(caught.value.title)
    assert "same version" in str(caught.value.remedy)
    assert time.monotonic() - began < 2  # promised: 1
    assert client.pid is None, "never retried"


async def test_a_worker_that_accepts_another_version_is_refused_by_the_app(make: Make) -> None:
    newer = 'say(b\'{"t":"ready","protocol":9,"version":"7.7.7","strange":[]}\\n\');time.sleep(9)'
    with pytest.raises(WorkerError) as caught:
        await make(python(FAKE + newer)).start()
    assert caught.value.code == "version" and "7.7.7" in str(caught.value.title)


async def test_a_login_shell_may_greet_before_the_worker_speaks(
    make: Make, quick_command: list[str], tmp_path: Path
) -> None:
    greeting = "printf 'Welcome \\033[31mto the box\\n%.0s' {1..2000}"
    command = shell(greeting + "; exec " + " ".join(quick_command))
    client = make(command, log=tmp_path / "greeting.log")
    await client.start()
    assert await is_well(client)
    assert "to the box" in (tmp_path / "greeting.log").read_text()


async def test_garbage_in_the_middle_restarts_the_worker(
    make: Make, quick_command: list[str], tmp_path: Path
) -> None:
    """The first start is a fake that answers a run with garbage, the second the real one."""
    seen = tmp_path / "second"
    fake = tmp_path / "fake.py"
    fake.write_text(FAKE + READY + "sys.stdin.readline(); say(b'\\x00garbage\\n'); time.sleep(9)")
    good = " ".join(quick_command)
    command = shell(
        f"if [ -e {seen} ]; then exec {good}; fi; touch {seen}; exec {sys.executable} {fake}"
    )
    client = make(command)
    await client.start()
    ticket = client.run("test.steps", {"cells": 3})
    events = await until(client, lambda event: is_end(event, ticket), deaths=True)
    assert isinstance(events[0], Restarting) and "garbage" in str(events[0].reason)
    assert isinstance(events[-1], Finished)


async def test_a_worker_that_cannot_be_started_again_gives_up(
    make: Make, quick_command: list[str], tmp_path: Path
) -> None:
    script = tmp_path / "worker.sh"
    script.write_text("exec " + " ".join(quick_command))
    client = make(["bash", str(script)])
    await client.start()
    assert await is_well(client)
    script.write_text("exit 3")
    assert client.pid is not None
    os.kill(client.pid, 9)
    seen = await until(client, lambda event: isinstance(event, GaveUp), deaths=True)
    assert isinstance(seen[-1], GaveUp) and "status 3" in str(seen[-1].message)
    assert "worker.log" in str(seen[-1].remedy)
    end = await outcome(client, client.run("test.steps", {}))
    assert isinstance(end, Failed) and end.code == "gave_up"
    with pytest.raises(WorkerError):
        await client.ping()


async def test_the_current_folder_cannot_stand_in_for_a_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("random", "msgspec", "queue", "torch"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.setenv("PYTHONPATH", str(Path(hdtui.__file__).parents[1]))  # installed or not
    monkeypatch.chdir(tmp_path)
    client = WorkerClient()
    try:
        assert (await client.start()).pid > 1
        assert await client.ping() < 1
    finally:
        await client.stop()


async def test_a_client_that_was_never_started_stops_quietly() -> None:
    client = WorkerClient()
    await client.stop()
    assert [event async for event in client.events()] == []
    with pytest.raises(WorkerError):
        await client.ping()


async def test_a_cancelled_start_leaves_nobody(make: Make) -> None:
    client = make(shell("exec sleep 9"))
    starting = asyncio.create_task(client.start())
    await asyncio.sleep(0.1)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert client.pid is None


@pytest.mark.parametrize(
    ("text", "says"),
    [("import nothing_like_this", "No module named"), ("raise SystemExit(1)", "SystemExit")],
)
async def test_an_authors_file_that_does_not_load_is_named(
    make: Make, quick_command: list[str], tmp_path: Path, text: str, says: str
) -> None:
    file = tmp_path / "torus.py"
    file.write_text(text)
    client = make([*quick_command[:-1], str(file)])
    await client.start()
    end = await outcome(client, client.run("sphere.latitude", {}))
    assert isinstance(end, Failed) and says in str(end.message) and "torus.py" in str(end.message)
