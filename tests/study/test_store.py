"""What is kept is kept: one transaction an answer, whole files, copies, several processes."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hdtui.errors import StoreError
from hdtui.study.answers import Choices, Curve, Free, Number, Order
from hdtui.study.events import Envelope, Noted, Reset, Skipped, Undone, Visited
from hdtui.study.progress import Progress
from hdtui.study.store import Store
from tests.study.makers import MORNING, answered, envelope

ROOT = Path(__file__).parents[2]
EVERY_KIND = [
    envelope("1", answered("a", answer=Number("５．７"), near=True)),
    envelope("2", answered("b", answer=Choices((2, 0)), confidence=None)),
    envelope("3", answered("c", answer=Order((1, 0, 2)), predicted=True)),
    envelope("4", answered("d", answer=Curve((0.1, 2.5)), review=True)),
    envelope("5", answered("e", answer=Free("赤道 \u2028 'quoted'"), right=None)),
    envelope("6", answered("f", answer=None)),
    envelope(
        "7", Visited("equator", "measure", 2, {"belt": {"d": 100, "law": "cube", "on": True}})
    ),
    envelope("8", Visited("equator", "measure", 2, {"belt": {"ef": (10.0, 40.0), "eps": 1.0}})),
    envelope("9", Skipped("equator", "a")),
    envelope("10", Noted("equator", "where", "04-equator/lesson.en.md:3:1", "why?")),
    envelope("11", Undone("1")),
    envelope("12", Reset("equator")),
]


def opened(folder: Path, days: float = 0) -> Store:
    return Store.open(folder, MORNING + timedelta(days=days))


def kept(folder: Path, days: float = 0) -> list[Envelope]:
    """What the next start finds."""
    with closing(opened(folder, days)) as store:
        return store.events()


def learner(folder: Path, name: str, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.study.keep_answering", str(folder), name, *more]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)


def test_every_kind_of_event_comes_back_as_it_was(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for one in EVERY_KIND:
        store.append(one)
    assert store.events() == EVERY_KIND
    store.close()
    with closing(opened(tmp_path)) as again:
        assert again.events() == EVERY_KIND
        assert again.notice is None


def test_times_are_kept_in_utc_to_the_microsecond(tmp_path: Path) -> None:
    tokyo = datetime.fromisoformat("2026-03-02T23:30:00.000001+09:00")
    store = opened(tmp_path)
    store.append(envelope("e", answered(), at=tokyo))
    (one,) = store.events()
    assert (one.at, one.at.tzinfo) == (tokyo, UTC)
    store.close()


def test_the_same_event_twice_is_kept_once(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for _ in range(3):
        store.append(EVERY_KIND[0])
    assert store.events() == EVERY_KIND[:1]
    store.close()


def test_events_can_be_neither_changed_nor_deleted(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(EVERY_KIND[0])
    store.close()
    with closing(sqlite3.connect(store.path)) as db:
        for statement in ("DELETE FROM event", "UPDATE event SET event = ''"):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute(statement)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_nobody_else_may_read_progress(tmp_path: Path) -> None:
    store = opened(tmp_path / "share" / "hdtui")
    store.append(EVERY_KIND[0])
    store.close()
    opened(store.folder, days=1).close()
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    paths = [store.path, *store.folder.glob("backup/*")]
    assert len(paths) == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in paths)


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a b?mode=ro#%20" / "進捗"
    store = opened(folder)
    store.append(EVERY_KIND[0])
    store.close()
    assert [path.name for path in sorted(folder.glob("progress.db*"))] == ["progress.db"]
    assert kept(folder) == EVERY_KIND[:1]


def test_one_copy_a_day_is_kept_before_the_days_first_answer_the_last_five(tmp_path: Path) -> None:
    for day in range(8):
        for _ in range(2):
            store = opened(tmp_path, days=day)
            store.append(envelope(f"{day}", answered(attempt=day + 1), days=day))
            store.close()
    names = sorted(path.name for path in (tmp_path / "backup").iterdir())
    assert names == [f"progress-2026-03-0{day}.db" for day in range(5, 10)]
    with closing(sqlite3.connect(tmp_path / "backup" / names[-1])) as db:
        assert db.execute("SELECT count(*) FROM event").fetchone() == (7,)
        assert db.execute("PRAGMA application_id").fetchone() != (0,)


def test_a_reset_keeps_a_copy_and_names_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    for one in EVERY_KIND[:6]:
        store.append(one)
    copies = [store.reset("equator", MORNING), store.reset(None, MORNING)]
    copies.append(store.reset(None, MORNING))
    assert len(set(copies)) == 3
    assert store.events()[-1].event == Reset(None)
    assert Progress.replay(store.events()).next_attempt("equator", "a") == 1
    store.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copies[0].rename(elsewhere / "progress.db")
    assert kept(elsewhere) == EVERY_KIND[:6]


def test_a_reset_that_cannot_keep_a_copy_forgets_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = opened(tmp_path / "file")
    store.append(EVERY_KIND[0])
    with pytest.raises(StoreError, match="nothing was reset"):
        store.reset(None, MORNING)
    assert store.events() == EVERY_KIND[:1]


def test_a_thousand_answers_are_kept_and_read_quickly(tmp_path: Path) -> None:
    store = opened(tmp_path)
    # Time of this process alone: how long a disk takes to sync is not ours to promise.
    start = time.process_time()
    for i in range(1000):
        store.append(envelope(f"e{i}", answered(f"q{i % 45}", attempt=i)))
    writing = time.process_time() - start
    store.close()
    start = time.process_time()
    assert len(kept(tmp_path, days=1)) == 1000
    reading = time.process_time() - start
    assert writing < 3
    assert reading < 0.5


# ---------------------------------------------------------------- several processes


def test_two_processes_begin_at_once_and_keep_every_answer(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    both = [learner(folder, name, "60") for name in ("one", "two", "three")]
    said = [process.communicate(timeout=120)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0, 0]
    store = opened(folder)
    ids = [one.id for one in store.events()]
    assert sorted(ids) == sorted(id for lines in said for id in lines)
    assert len(ids) == 180
    assert [path.name for path in folder.glob("progress.db*")] == ["progress.db"]
    store.close()


def test_a_damaged_file_is_restored_once_by_all_who_find_it(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(EVERY_KIND[0])
    store.close()
    opened(tmp_path, days=1).close()
    store.path.write_bytes(b"")
    together = [learner(tmp_path, f"p{i}", "5") for i in range(4)]
    for process in together:
        process.communicate(timeout=120)
    assert len(list(tmp_path.glob("progress.db.bad-*"))) == 1
    store = opened(tmp_path)
    assert store.events()[0] == EVERY_KIND[0]
    # One of them restored the file, was told so by its notice and stopped there.
    assert len(store.events()) == 1 + 3 * 5 + 1
    store.close()


def _kill(folder: Path, times: int) -> None:
    """Kill a learner again and again while it answers; every answer it spoke of must be there."""
    rng = random.Random(7)
    acknowledged: set[str] = set()
    for name in range(times):
        process = learner(folder, str(name))
        assert process.stdout is not None
        for _ in range(rng.randrange(1, 6)):
            acknowledged.add(process.stdout.readline().strip())
        time.sleep(rng.random() * 0.005)
        process.kill()
        acknowledged.update(line.strip() for line in process.stdout if line.endswith("\n"))
        process.wait()
        process.stdout.close()
        store = opened(folder)
        assert store.notice is None
        assert acknowledged <= {one.id for one in store.events()}
        store.close()
    assert len(acknowledged) > times
    assert "" not in acknowledged  # what a learner that ended by itself would say


def test_twenty_kills_lose_no_acknowledged_answer(tmp_path: Path) -> None:
    _kill(tmp_path / "data", 20)


@pytest.mark.slow
def test_two_hundred_kills_lose_no_acknowledged_answer(tmp_path: Path) -> None:
    _kill(tmp_path / "data", 200)
