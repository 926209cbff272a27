import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from ozon_xl.domain.stock_states import Sent, State
from ozon_xl.errors import StoreDamagedError, StoreNewerError
from ozon_xl.store import Store
from ozon_xl.store.database import Database
from ozon_xl.store.migrations import STEPS, _know_edits_again, bring_up_to_date
from tests.store.make import SHOP, database_of, dump, event, level, posting, save, start


def add_a_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE warehouses ADD COLUMN city TEXT"))


def add_a_table(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT)"))
    connection.execute(text("INSERT INTO notes (id, note) SELECT seq, offer FROM journal"))


NEXT = (*STEPS, add_a_column, add_a_table)
NEXT_VERSION = len(NEXT) + 1


def version(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT value FROM meta WHERE name = 'schema'")).scalar_one())


@pytest.fixture
def filled(store: Store) -> Store:
    save(store, [posting()], [level()])
    store.journal.append([event(offer="A"), event(offer="Б")])
    return store


def test_a_new_store_has_todays_version(database: Database) -> None:
    assert version(database) == len(STEPS) + 1


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with Store.open(path) as store:
        assert store.journal.verify() == 0


def test_an_older_store_takes_every_step_and_keeps_all(filled: Store, database: Database) -> None:
    before = dump(database)
    bring_up_to_date(database, NEXT)
    assert version(database) == NEXT_VERSION
    with database.reading() as connection:
        assert connection.execute(text("SELECT note FROM notes ORDER BY id")).scalars().all() == ["A", "Б"]
        assert connection.execute(text("SELECT count(city) FROM warehouses")).scalar_one() == 0
    after = dump(database)
    assert after.pop("meta") != before.pop("meta")
    assert after == before
    assert filled.journal.verify() == 2


def test_entries_from_before_edits_were_known_again_stay_whole(path: Path) -> None:
    with Store.open(path) as store:
        store.journal.append([event(offer="A", was=3, sent=4, reserved=2), event(offer="B")])
    with closing(sqlite3.connect(path)) as old:
        old.execute("DROP INDEX journal_of_reading")
        for column in ("mode", "reading", "present", "oversold"):
            old.execute(f"ALTER TABLE journal DROP COLUMN {column}")
        before = STEPS.index(_know_edits_again) + 1
        old.execute("UPDATE meta SET value = ? WHERE name = 'schema'", (str(before),))
        old.commit()
    with Store.open(path) as store:
        assert version(database_of(store)) == len(STEPS) + 1
        assert store.journal.verify() == 2
        assert store.journal.tail(2)[0].write == Sent(was=3, shelf=5, free=4)
        store.journal.append([event(State.VERIFIED, mode="change", reading="r", present=7, oversold=1)])
        assert store.journal.verify() == 3
        (done,) = store.journal.done(SHOP, "book", ["r"])
        assert (done.mode, done.reading, done.present, done.oversold) == ("change", "r", 7, 1)


def test_migrating_twice_is_migrating_once(filled: Store, database: Database) -> None:
    bring_up_to_date(database, NEXT)
    bring_up_to_date(database, NEXT)
    assert version(database) == NEXT_VERSION


def test_a_copy_of_the_old_file_stays_beside(path: Path) -> None:
    with Store.open(path) as store:
        save(store, [posting()], [level()])
        store.journal.append([event()])
        before = dump(database_of(store))
        bring_up_to_date(database_of(store), NEXT)
    copy = path.with_name(f"store.sqlite.v{NEXT_VERSION - 2}.bak")
    with Store.open(copy) as old:
        assert dump(database_of(old)) == before
    assert not list(path.parent.glob("*.part"))


def test_a_step_that_fails_leaves_the_old_store_whole(filled: Store, database: Database) -> None:
    def fail(connection: Connection) -> None:
        add_a_table(connection)
        raise ZeroDivisionError

    before = dump(database)
    with pytest.raises(ZeroDivisionError):
        bring_up_to_date(database, (*STEPS, add_a_column, fail))
    assert dump(database) == before
    with database.reading() as connection:
        assert "city" not in connection.execute(text("SELECT * FROM warehouses")).keys()  # noqa: SIM118
    assert filled.journal.verify() == 2
    bring_up_to_date(database, NEXT)
    assert version(database) == NEXT_VERSION


KILLED = """
import sys, time
from pathlib import Path
from ozon_xl.store.database import Database
from ozon_xl.store.migrations import STEPS, bring_up_to_date

def hang(connection):
    connection.exec_driver_sql("ALTER TABLE warehouses ADD COLUMN city TEXT")
    connection.exec_driver_sql("DELETE FROM postings")
    print("in the middle")
    time.sleep(60)

bring_up_to_date(Database(Path(sys.argv[1])), (*STEPS, hang))
"""


def test_a_kill_in_the_middle_leaves_the_old_store_whole(path: Path) -> None:
    with Store.open(path) as store:
        save(store, [posting()], [level()])
        before = dump(database_of(store))
    killed = start(KILLED, str(path))
    assert killed.stdout is not None
    with killed.stdout:
        assert killed.stdout.readline() == "in the middle\n"
        killed.kill()
        killed.wait()
    with Store.open(path) as store:
        assert dump(database_of(store)) == before
        assert [one.number for one in store.snapshots.postings(SHOP)] == ["1-1"]


def test_a_newer_store_is_left_alone(filled: Store, database: Database) -> None:
    bring_up_to_date(database, NEXT)
    before = dump(database)
    with pytest.raises(StoreNewerError):
        bring_up_to_date(database)
    assert dump(database) == before


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "٣x"])
def test_a_version_that_is_none_is_damage(filled: Store, database: Database, version: str) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE meta SET value = :value WHERE name = 'schema'"), {"value": version})
    with pytest.raises(StoreDamagedError):
        bring_up_to_date(database)


def test_the_file_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (id INTEGER)")
    with pytest.raises(StoreDamagedError, match="not a data file of this program"):
        Store.open(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("photos",)]
