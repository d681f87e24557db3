"""Damaged, foreign, newer, read-only, full: said, set aside or left alone, and never a crash."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from hdtui.errors import StoreError
from hdtui.study.answers import Free
from hdtui.study.events import Envelope, Noted
from hdtui.study.files import APPLICATION_ID, VERSION, set_aside
from hdtui.study.store import Store
from tests.study.disks import small_disk
from tests.study.makers import answered, envelope
from tests.study.test_store import kept, opened

FIRST = [envelope(f"first-{i}", answered(f"q{i}")) for i in range(300)]
TODAY = [envelope(f"today-{i}", answered(f"q{i}"), days=1) for i in range(3)]
LATER = envelope("later", answered("later"), days=2)


def fill(folder: Path) -> Path:
    """300 answers on the first day, 3 more on the next, so that there is a copy without them."""
    for name, data in filled().items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return folder / "progress.db"


@cache
def filled() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        for days, envelopes in ((0, FIRST), (1, TODAY)):
            with closing(opened(Path(folder), days)) as store:
                for one in envelopes:
                    store.append(one)
        return contents(Path(folder))


def contents(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def trouble(store: Store) -> str:
    assert store.notice is not None
    return str(store.notice)


# ---------------------------------------------------------------- damaged


def zeroed_page(data: bytes, page: int) -> bytes:
    size = int.from_bytes(data[16:18])
    return data[: size * page] + bytes(size) + data[size * (page + 1) :]


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "zero length": lambda data: b"",
    "one byte": lambda data: data[:1],
    "garbage": lambda data: random.Random(1).randbytes(len(data)),
    "garbage head": lambda data: b"\xff" * 100 + data[100:],
    "half the header": lambda data: data[:60],
    "truncated": lambda data: data[: len(data) // 2],
    "truncated inside a page": lambda data: data[:-1000],
    "an empty page in the middle": lambda data: zeroed_page(data, 4),
    "a flipped byte in a page header": lambda data: data[:8192] + b"\xfe" + data[8193:],
    "version 0": lambda data: data[:60] + bytes(4) + data[64:],
    "text": lambda data: b"this is no database " * 500,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_set_aside_and_the_newest_copy_restored(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    path = fill(tmp_path)
    path.write_bytes(damaged := damage(path.read_bytes()))
    with closing(opened(tmp_path, days=2)) as store:
        found = store.events()
        assert found[: len(FIRST)] == FIRST
        assert all(one in TODAY for one in found[len(FIRST) :])
        (bad,) = tmp_path.glob("progress.db.bad-*")
        assert bad.name == "progress.db.bad-20260304T090000Z"
        assert bad.read_bytes() == damaged
        assert str(bad) in trouble(store)
        assert "2026-03-03" in trouble(store)
        store.append(LATER)
    with closing(opened(tmp_path, days=2)) as store:
        assert store.events() == [*found, LATER]
        assert store.notice is None


@pytest.mark.parametrize(
    ("flipped", "lost"),
    [
        (rb'"question":"q7"', []),  # in the copy of the day
        (rb"today-12026", TODAY[1:2]),  # a row that no copy has
        (rb"today-1(?!2026)", []),  # the index alone
    ],
)
def test_a_flipped_bit_costs_no_more_than_the_answer_it_hit(
    tmp_path: Path, flipped: bytes, lost: list[Envelope]
) -> None:
    path = fill(tmp_path)
    data = bytearray(path.read_bytes())
    found = re.search(flipped, data)
    assert found is not None
    data[found.end() - 2] ^= 2
    path.write_bytes(data)
    with closing(opened(tmp_path, days=2)) as store:
        assert store.events() == [one for one in FIRST + TODAY if one not in lost]
        assert f"{len(TODAY) - len(lost)} later events" in trouble(store)


def test_without_a_copy_a_damaged_file_is_set_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / "progress.db").write_bytes(b"")
    with closing(opened(tmp_path)) as store:
        assert store.events() == []
        assert "had no copy" in trouble(store)
        store.append(LATER)
    assert kept(tmp_path) == [LATER]


def test_a_damaged_copy_is_passed_over_for_an_older_one(tmp_path: Path) -> None:
    path = fill(tmp_path)
    opened(tmp_path, days=2).close()
    newest, older = sorted((tmp_path / "backup").iterdir(), reverse=True)
    newest.write_bytes(newest.read_bytes()[:5000])
    path.write_bytes(b"")
    with closing(opened(tmp_path, days=2)) as store:
        assert store.events() == FIRST
        assert older.stem.removeprefix("progress-") in trouble(store)


def test_a_file_that_is_gone_comes_back_from_its_copy(tmp_path: Path) -> None:
    fill(tmp_path).unlink()
    with closing(opened(tmp_path, days=2)) as store:
        assert store.events() == FIRST
        assert "was missing" in trouble(store)


def test_two_damaged_files_of_one_second_are_both_kept(tmp_path: Path) -> None:
    path = fill(tmp_path)
    for _ in range(3):
        path.write_bytes(b"")
        opened(tmp_path, days=2).close()
    assert len(list(tmp_path.glob("progress.db.bad-*"))) == 3


def crash_in_a_transaction(path: Path) -> tuple[bytes, bytes]:
    """The file and its journal as a kill in the middle of a large write leaves them."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN IMMEDIATE")
        for i in range(400):
            row = (f"half-{i}", "2026-03-04T00:00:00+00:00", "x" * 500)
            db.execute("INSERT INTO event (id, at, event, sum) VALUES (?, ?, ?, 0)", row)
        journal = path.with_name("progress.db-journal")
        return path.read_bytes(), journal.read_bytes()


def test_a_half_written_transaction_is_rolled_back_at_the_next_start(tmp_path: Path) -> None:
    path = fill(tmp_path)
    before = path.read_bytes()
    file, journal = crash_in_a_transaction(path)
    assert file != before
    path.write_bytes(file)
    path.with_name("progress.db-journal").write_bytes(journal)
    with closing(opened(tmp_path, days=1)) as store:
        assert store.events() == [*FIRST, *TODAY]
        assert store.notice is None


def test_a_journal_can_still_mend_a_damaged_head(tmp_path: Path) -> None:
    path = fill(tmp_path)
    file, journal = crash_in_a_transaction(path)
    path.write_bytes(bytes(100) + file[100:])
    path.with_name("progress.db-journal").write_bytes(journal)
    for _ in range(2):
        assert kept(tmp_path, days=2) == [*FIRST, *TODAY]


def test_the_journals_of_a_damaged_file_go_with_it(tmp_path: Path) -> None:
    path = fill(tmp_path)
    for suffix in ("-journal", "-wal", "-shm"):
        path.with_name(f"progress.db{suffix}").write_bytes(suffix.encode())
    bad = set_aside(path, LATER.at)
    assert bad.read_bytes() == path.read_bytes()
    assert bad.with_name(f"{bad.name}-journal").read_bytes() == b"-journal"
    assert sorted(tmp_path.glob("progress.db-*")) == []


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bits_anywhere_never_crash_and_never_invent_an_answer(
    tmp_path: Path, seed: int
) -> None:
    path = fill(tmp_path)
    rng = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice([1, 3, 20])):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)
    try:
        store = opened(tmp_path, days=2)
    except StoreError:  # the flip hit the version or the application's id
        assert path.read_bytes() == bytes(data)
        return
    with closing(store):
        found = store.events()
        assert found[: len(FIRST)] == FIRST
        assert all(one in TODAY for one in found[len(FIRST) :])
        store.append(LATER)
        assert store.events() == [*found, LATER]
        assert "not being saved" not in str(store.notice)


def test_an_entry_that_cannot_be_read_is_left_out_and_said(tmp_path: Path) -> None:
    path = fill(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for i, (at, event) in enumerate(
            [("2026-03-03T00:00:00+00:00", "{}"), ("never", "{}"), ("", "not json")], 900
        ):
            sum = zlib.crc32(f"{i}\nbad{i}\n{at}\n{event}".encode())
            row = (i, f"bad{i}", at, event, sum)
            db.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?)", row)
    with closing(opened(tmp_path, days=1)) as store:
        assert store.events() == [*FIRST, *TODAY]
        assert trouble(store).startswith("3 entries")


# ---------------------------------------------------------------- not ours to touch


def stamped(path: Path, application: int, version: int, wal: bool = False) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        if wal:
            db.execute("PRAGMA journal_mode = WAL")
        db.execute(f"PRAGMA application_id = {application}")
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("CREATE TABLE IF NOT EXISTS something (else_ TEXT)")


@pytest.mark.parametrize("wal", [False, True])
def test_the_file_of_a_newer_hdtui_is_said_and_left_byte_for_byte(
    tmp_path: Path, wal: bool
) -> None:
    path = fill(tmp_path)
    stamped(path, APPLICATION_ID, VERSION + 1, wal)
    before = contents(tmp_path)
    for _ in range(2):
        with pytest.raises(StoreError, match="newer hdtui") as raised:
            opened(tmp_path, days=5)
        assert raised.value.remedy is not None
        assert contents(tmp_path) == before


def test_the_file_of_another_program_is_left_byte_for_byte(tmp_path: Path) -> None:
    stamped(tmp_path / "progress.db", 0x12345678, 3)
    before = contents(tmp_path)
    with pytest.raises(StoreError, match="another program"):
        opened(tmp_path)
    assert contents(tmp_path) == before


# ---------------------------------------------------------------- out of reach


def long_answer(i: int) -> Envelope:
    return envelope(f"long-{i}", answered(f"q{i}", answer=Free("word " * 400), right=None))


def test_a_full_disk_loses_nothing_and_is_forgotten_once_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        given: list[Envelope] = []
        store = opened(disk.path)
        while store.notice is None:
            given.append(long_answer(len(given)))
            store.append(given[-1])
            assert len(given) < 200
        assert "the disk is full" in trouble(store)
        given += [long_answer(1000), long_answer(1001)]
        store.append(given[-2])
        store.append(given[-1])
        assert store.events() == given
        # As if killed now: what was said to be saved is there.
        saved = shutil.copytree(disk.path, tmp_path / "killed")
        assert kept(saved) == given[:-3]
        disk.grow(1024)
        store.append(LATER)
        assert store.notice is None
        store.close()
        assert kept(disk.path) == [*given, LATER]


def test_a_disk_that_is_full_from_the_start_is_said_at_once(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 64) as disk:
        ballast = disk.fill()
        store = opened(disk.path)
        assert "the disk is full" in trouble(store)
        store.append(LATER)
        assert store.events() == [LATER]
        ballast.unlink()
        store.close()  # the last try
        assert kept(disk.path) == [LATER]


def test_a_full_disk_does_not_cost_the_damaged_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 512) as disk:
        path = fill(disk.path)
        path.write_bytes(damaged := path.read_bytes()[:20000])
        ballast = disk.fill()
        with closing(opened(disk.path, days=2)) as store:
            assert "not being saved" in trouble(store)
            assert path.read_bytes() == damaged
            ballast.unlink()
        assert kept(disk.path, days=2) == FIRST


def test_in_a_read_only_folder_progress_is_read_and_answers_wait(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1024) as disk:
        fill(disk.path)
        disk.writable(False)
        store = opened(disk.path, days=2)
        assert "cannot be written" in trouble(store)
        assert store.events() == [*FIRST, *TODAY]
        store.append(LATER)
        assert store.events() == [*FIRST, *TODAY, LATER]
        with pytest.raises(StoreError):
            store.reset(None, LATER.at)
        disk.writable(True)
        last = envelope("last", answered(), days=2)
        store.append(last)
        assert store.notice is None
        store.close()
        assert kept(disk.path, days=2) == [*FIRST, *TODAY, LATER, last]


@pytest.mark.parametrize("damaged", [False, True])
def test_a_read_only_folder_without_a_readable_file_is_said(tmp_path: Path, damaged: bool) -> None:
    with small_disk(tmp_path / "disk", 256) as disk:
        if damaged:
            (disk.path / "progress.db").write_bytes(b"")
        disk.writable(False)
        with closing(opened(disk.path)) as store:
            assert "cannot be written" in trouble(store)
            store.append(LATER)
            assert store.events() == [LATER]
        disk.writable(True)


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with closing(opened(tmp_path / "file" / "data")) as store:
        assert "not being saved" in trouble(store)
        store.append(LATER)
        assert store.events() == [LATER]


def test_a_file_removed_under_the_app_is_begun_again(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.append(LATER)
    shutil.rmtree(tmp_path)
    more = [envelope(f"more-{i}", answered(f"q{i}")) for i in range(3)]
    for one in more:
        store.append(one)
    assert store.notice is None
    store.close()
    assert kept(tmp_path) == more


def test_while_another_process_holds_the_file_answers_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hdtui.study.table.BUSY_SECONDS", 0.05)
    store = opened(tmp_path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        store.append(LATER)
        assert "another process" in trouble(store)
        other.execute("ROLLBACK")
    last = envelope("last", answered())
    store.append(last)
    assert store.notice is None
    store.close()
    assert kept(tmp_path) == [LATER, last]


def test_what_no_file_can_hold_does_not_stand_in_the_way_of_what_it_can(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        with pytest.raises(UnicodeEncodeError):
            store.append(envelope("half", Noted("equator", "where", "", "\ud83d")))
        store.append(LATER)
        assert store.notice is None
        assert store.events() == [LATER]
