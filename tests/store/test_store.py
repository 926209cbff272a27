"""Opening, sharing, breaking and killing a store."""

import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from ozon_xl.domain.rules import Rules
from ozon_xl.errors import OzonXLError, StoreDamagedError, StoreUnavailableError
from ozon_xl.home import home
from ozon_xl.store import Store, schema
from ozon_xl.store.database import Database
from tests.store.make import SHOP, database_of, environment, event, level, posting, python, save, start

posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes and signals of POSIX")


def finish(*processes: "subprocess.Popen[str]") -> list[str]:
    """What they printed; all must have ended well."""
    printed = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return printed


# --- where it lies ---------------------------------------------------------------------------------------------------


def test_the_default_lies_in_the_home_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "a" / "b"))
    with Store.open() as store:
        save(store, [posting()])
    assert (home() / "store.sqlite").is_file()
    with Store.open() as store:
        assert len(store.snapshots.postings(SHOP)) == 1


@posix
def test_nobody_else_may_read_it(path: Path) -> None:
    old = os.umask(0)
    try:
        with Store.open(path) as store, store.lock(SHOP):
            save(store, [posting()])
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert set(modes.values()) == {0o600}, modes


def test_shops_do_not_see_each_other(store: Store) -> None:
    save(store, [posting()], [level()])
    store.journal.append([event()])
    assert store.snapshots.postings("other") == []
    assert store.snapshots.stock("other") == []
    assert store.snapshots.timeline("other", "1-1") == []
    assert store.journal.runs("other") == []


# --- what cannot be opened -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"hello", b"SQLite format 3\0" + b"\xff" * 5000, b"PK\3\4" * 1000])
def test_what_is_no_data_file_is_called_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreDamagedError, match=re.escape(str(path))):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_truncated_file_is_called_damaged(path: Path) -> None:
    with Store.open(path) as store:
        save(store, [posting(f"{number}-1") for number in range(500)])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(StoreDamagedError), Store.open(path) as store:
        store.snapshots.postings(SHOP)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="nowhere"):
        Store.open(tmp_path / "nowhere" / "store.sqlite")
    with pytest.raises(StoreUnavailableError):
        Store.open(tmp_path)


def test_a_server_that_is_not_there_is_named_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreUnavailableError) as caught:
        Store.open("postgresql://vera:secret@127.0.0.1:1/shop")
    assert "127.0.0.1" in str(caught.value)
    assert "secret" not in caught.value.say("ru")


def test_a_writer_that_waits_too_long_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.store.database.BUSY_TIMEOUT_S", 0.1)
    with Store.open(path) as store, Store.open(path) as other:
        with database_of(store).writing(), pytest.raises(StoreUnavailableError, match="locked"):
            other.journal.append([event()])
        other.journal.append([event()])
        assert store.journal.verify() == 1


# --- several at once -------------------------------------------------------------------------------------------------

APPEND = """
import sys
from ozon_xl.store import Store
from tests.store.make import event
with Store.open(sys.argv[1]) as store:
    for number in range(int(sys.argv[3])):
        store.journal.append([event(run=sys.argv[2], offer=f"{number}-{part}") for part in range(3)])
"""


def test_processes_that_append_at_once_keep_one_chain(place: Path | str) -> None:
    finish(*(start(APPEND, str(place), f"run {number}", "40") for number in range(3)))
    with Store.open(place) as store:
        assert store.journal.verify() == 3 * 40 * 3
        for number in range(3):
            offers = [entry.offer for entry in store.journal.of_run(f"run {number}")]
            assert offers == [f"{step}-{part}" for step in range(40) for part in range(3)]


def test_processes_may_open_a_new_store_at_once(place: Path | str) -> None:
    finish(*(start(APPEND, str(place), f"run {number}", "1") for number in range(4)))
    with Store.open(place) as store:
        assert store.journal.verify() == 4 * 3


def test_threads_may_share_a_store(store: Store) -> None:
    def work(number: int) -> None:
        for step in range(5):
            store.journal.append([event(run=f"run {number}", offer=str(step))])
            save(store, [posting(f"{step}-1")], [level(str(step))], shop=str(number))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert store.journal.verify() == 30
    assert [len(store.snapshots.postings(str(number))) for number in range(6)] == [1] * 6


def test_a_reader_sees_one_moment_while_others_write(store: Store, place: Path | str) -> None:
    save(store, [posting()], [level()])
    with database_of(store).reading() as connection:
        count = text("SELECT count(*) FROM snapshots")
        assert connection.scalar(count) == 1
        with Store.open(place) as other:
            save(other, [], [])
        assert connection.scalar(count) == 1
    last = store.snapshots.last(SHOP)
    assert last is not None
    assert last.postings == 0


# --- killed ----------------------------------------------------------------------------------------------------------

WRITE = """
import sys
from ozon_xl.store import Store
from tests.store.make import event, level, posting, save
with Store.open(sys.argv[1]) as store:
    step = store.journal.verify() // 2
    while True:
        store.journal.append([event(offer=f"{step} first"), event(offer=f"{step} second")])
        print(step)
        postings = [posting(f"{number}-1", tracking=str(step)) for number in range(200)]
        save(store, postings, [level(str(number), free=step) for number in range(200)])
        step += 1
"""


@pytest.mark.slow
@posix
def test_a_kill_at_any_time_leaves_a_whole_store_and_loses_nothing_told(path: Path) -> None:
    """What ``append`` has returned from is there; of a snapshot all is there or nothing."""
    dice, kills_that_hit = random.Random(3), 0
    for kill in range(80):  # a computer that is busy reaches nothing in the short time before a kill
        writer = start(WRITE, str(path))
        assert writer.stdout is not None
        with writer.stdout:
            writer.stdout.readline()
            time.sleep(dice.random() * 0.15)
            writer.send_signal(signal.SIGKILL)
            told = [int(line) for line in writer.stdout.read().splitlines() if line]
            assert writer.wait() == -signal.SIGKILL
        kills_that_hit += bool(told)
        with Store.open(path) as store:
            entries = store.journal.verify()
            assert entries % 2 == 0
            assert entries >= 2 * (max(told, default=-1) + 1)
            trackings = Counter(one.tracking for one in store.snapshots.postings(SHOP))
            shelves = Counter(one.free for one in store.snapshots.stock(SHOP))
            assert list(trackings.values()) in ([], [200])
            assert [int(step) for step in trackings] == list(shelves)
        if kill >= 7 and kills_that_hit >= 4:
            break
    assert kills_that_hit >= 4


# --- on the disk -----------------------------------------------------------------------------------------------------

SYNC = """
import os, sys
from ozon_xl.store import Store
from tests.store.make import database_of, event
with Store.open(sys.argv[1]) as store:
    store.journal.append([event()])
    if sys.argv[2] == "careless":
        connection = database_of(store).engine.raw_connection()
        connection.driver_connection.execute("PRAGMA synchronous = NORMAL")
        connection.close()
    os.write(1, b"asked\\n")
    store.journal.append([event()])
    os.write(1, b"told\\n")
"""


def synced_before_told(tmp_path: Path, manner: str) -> bool:
    """Whether the log was flushed to the disk between the call of ``append`` and its return, after its last write."""
    trace = tmp_path / f"{manner}.trace"
    watch = ["strace", "-f", "-y", "-e", "trace=write,pwrite64,fsync,fdatasync", "-o", str(trace)]
    script = python(SYNC, str(tmp_path / f"{manner}.sqlite"), manner)
    done = subprocess.run([*watch, *script], env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"strace does not work here: {done.stderr[-200:]}")
    calls = trace.read_text()
    between = calls[calls.index('"asked\\n"') : calls.index('"told\\n"')]
    log = [line for line in between.splitlines() if ".sqlite-wal>" in line]
    assert any("pwrite64(" in line for line in log), between
    return "sync(" in log[-1]


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_an_entry_is_on_the_disk_before_append_returns(tmp_path: Path) -> None:
    assert synced_before_told(tmp_path, "careful")
    assert not synced_before_told(tmp_path, "careless"), "the test would not notice"


# --- what must not be in it ------------------------------------------------------------------------------------------


def test_no_table_has_a_place_for_buyers_or_keys(store: Store) -> None:
    names = {column.name for table in schema.METADATA.sorted_tables for column in table.columns}
    assert not [name for name in names if re.search("buyer|customer|addressee|phone|address|email|key|secret", name)]


def test_errors_of_the_store_say_what_to_do() -> None:
    for error in (StoreDamagedError(path="p", what="w"), StoreUnavailableError(path="p", what="w")):
        assert isinstance(error, OzonXLError)
        assert all(error.say(lang).count("p") for lang in ("en", "ru", "zh"))


def test_the_rules_of_a_shop_are_those_of_its_last_refresh(store: Store, place: Path | str) -> None:
    assert store.rules(SHOP) == Rules()
    store.keep_rules(SHOP, Rules(critical_hours=2))
    store.keep_rules(SHOP, Rules(critical_hours=3, stale_minutes=0.5))
    assert store.rules(SHOP) == Rules(critical_hours=3, stale_minutes=0.5)
    assert store.rules("other") == Rules()


def test_rules_of_another_version_are_read_as_far_as_they_are_known(store: Store, database: Database) -> None:
    with database.writing() as connection:
        row = {"name": f"rules {SHOP}", "value": '{"critical_hours": 2, "moon_phase": 7}'}
        connection.execute(insert(schema.meta), row)
    assert store.rules(SHOP) == Rules(critical_hours=2)
