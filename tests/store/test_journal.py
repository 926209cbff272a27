import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, text

from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import State
from ozon_xl.errors import OzonXLError, StoreDamagedError
from ozon_xl.store import JournalEvent, Store, schema
from ozon_xl.store.database import Database, insert_many
from tests.store.make import NOW, SHOP, dump, event
from tests.store.strategies import moments, texts

MINUTE = timedelta(minutes=1)


def bare(one: JournalEvent) -> JournalEvent:
    """Without what the journal gave it."""
    return one._replace(seq=0, prev_hash="", hash="")


_number = st.none() | st.integers(-(2**62), 2**62)
_events = st.builds(
    JournalEvent,
    texts,
    moments,
    *[texts] * 7,
    st.sampled_from(State),
    *[_number] * 5,
    *[texts] * 3,
    mode=st.none() | texts,
    reading=st.none() | texts,
    present=_number,
    oversold=_number,
).map(bare)


# --- what goes in comes out ------------------------------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(_events, min_size=1, max_size=4))
def test_entries_come_back_as_they_were_written(store: Store, written: list[JournalEvent]) -> None:
    store.journal.append(written)
    read = store.journal.tail(len(written))
    assert [bare(one) for one in read] == written
    assert store.journal.verify() == read[-1].seq


def test_the_numbers_count_up_and_each_entry_names_the_one_before(store: Store) -> None:
    store.journal.append([event(), event(offer="B")])
    store.journal.append([])
    store.journal.append([event(State.CONFIRMED)])
    entries = store.journal.tail(10)
    assert [one.seq for one in entries] == [1, 2, 3]
    assert [one.prev_hash for one in entries] == ["", entries[0].hash, entries[1].hash]
    assert len({one.hash for one in entries}) == 3


def test_an_entry_read_and_changed_can_be_appended_as_a_new_one(store: Store) -> None:
    store.journal.append([event(State.SENDING)])
    (sending,) = store.journal.tail(1)
    store.journal.append([sending._replace(state=State.VERIFIED, read_back=6)])
    assert [(one.seq, one.state) for one in store.journal.tail(5)] == [(1, State.SENDING), (2, State.VERIFIED)]
    assert store.journal.verify() == 2


def test_of_several_entries_all_are_written_or_none(store: Store, database: Database) -> None:
    store.journal.append([event()])
    before = dump(database)
    broken = event(message=3.5j)  # what no column takes
    with pytest.raises(Exception, match="complex"):
        store.journal.append([event(), broken])
    assert dump(database) == before
    assert store.journal.verify() == 1


# --- questions -------------------------------------------------------------------------------------------------------


@pytest.fixture
def told(store: Store) -> Store:
    """Two runs of one shop, the second one broken off, and a run of another shop."""
    store.journal.append(
        [
            event(State.CONFIRMED, "A", "r1"),
            event(State.CONFIRMED, "B", "r1"),
            event(State.VERIFIED, "A", "r1", at=NOW + MINUTE, sent=6),
            event(State.REJECTED, "B", "r1", at=NOW + MINUTE),
            event(State.CONFIRMED, "A", "r2", at=NOW + 2 * MINUTE, user="Ли"),
            event(State.CONFIRMED, "C", "r2", at=NOW + 2 * MINUTE, user="Ли"),
            event(State.SENDING, "C", "r2", at=NOW + 3 * MINUTE, user="Ли", sent=1),
            event(State.SENDING, "C", "r3", at=NOW + timedelta(days=1), shop="other"),
        ]
    )
    return store


def seqs(entries: list[JournalEvent]) -> list[int]:
    return [one.seq for one in entries]


def test_latest_is_the_last_word_on_each_pair_of_each_run(told: Store) -> None:
    latest = told.journal.latest(SHOP)
    assert {key: one.seq for key, one in latest.items()} == {
        ("r1", Pair("A", "W")): 3,
        ("r1", Pair("B", "W")): 4,
        ("r2", Pair("A", "W")): 5,
        ("r2", Pair("C", "W")): 7,
    }
    assert set(told.journal.latest(SHOP, "r1")) == {("r1", Pair("A", "W")), ("r1", Pair("B", "W"))}
    assert told.journal.latest(SHOP, "r3") == {}


def test_runs_tell_where_they_stand(told: Store) -> None:
    first, second = told.journal.runs(SHOP)
    assert (first.run, first.started_at, first.last_at, first.pairs) == ("r1", NOW, NOW + MINUTE, 2)
    assert first.states == Counter({State.VERIFIED: 1, State.REJECTED: 1})
    assert (second.run, second.user, second.pairs) == ("r2", "Ли", 2)
    assert told.journal.open_runs(SHOP) == {"r2": 2}


def test_unsettled_are_the_pairs_of_open_runs_that_are_not_done(told: Store) -> None:
    assert seqs(told.journal.unsettled(SHOP)) == [5, 7]
    assert seqs(told.journal.unsettled("other")) == [8]


def test_last_results_are_the_last_word_on_each_pair(told: Store) -> None:
    results = told.journal.last_results(SHOP)
    assert {pair.offer: one.seq for pair, one in results.items()} == {"A": 5, "B": 4, "C": 7}
    recent = told.journal.last_results(SHOP, since=NOW + 2 * MINUTE)
    assert {pair.offer: one.seq for pair, one in recent.items()} == {"A": 5, "C": 7}


def test_what_came_to_nothing_does_not_hide_a_write_that_was_proved(told: Store) -> None:
    told.journal.append(
        [
            event(State.REJECTED, "A", "r4", at=NOW + 5 * MINUTE, sent=9),
            event(State.CONFLICT, "A", "r5", at=NOW + 6 * MINUTE),
            event(State.EXPIRED, "A", "r6", at=NOW + 7 * MINUTE, sent=9),
        ]
    )
    assert seqs(told.journal.proved(SHOP, NOW, NOW + MINUTE)) == [3]
    assert seqs(told.journal.proved(SHOP, NOW + 2 * MINUTE, NOW + 9 * MINUTE)) == []
    assert seqs(told.journal.proved("other", NOW, NOW + 9 * MINUTE)) == []
    told.journal.append([event(State.ACCEPTED, "A", "r7", at=NOW + 8 * MINUTE, sent=7)])
    assert seqs(told.journal.proved(SHOP, NOW, NOW + 9 * MINUTE)) == []


def test_an_edit_that_is_done_is_found_by_its_reading_however_old(store: Store) -> None:
    long_ago = NOW - timedelta(days=4000)
    mine = {"workbook_id": "book", "mode": "change", "asked": 5, "sent": 80}
    store.journal.append(
        [
            event(State.VERIFIED, "A", "r1", at=long_ago, reading="s1", **mine),
            event(State.CONFLICT, "A", "r2", reading="s1", **mine),
            event(State.REJECTED, "B", "r2", reading="s1", **mine),
            event(State.SUPERSEDED, "C", "r2", reading="s2", **mine),
            event(State.VERIFIED, "D", "r2", reading="s1", **mine | {"workbook_id": "other"}),
            event(State.VERIFIED, "E", "r2", reading="s1", shop="other", **mine),
            event(State.VERIFIED, "F", "r2", **mine),
        ]
    )
    assert seqs(store.journal.done(SHOP, "book", ["s1", "s2", "s3"])) == [1, 4]
    assert seqs(store.journal.done(SHOP, "book", ["s2"])) == [4]
    assert store.journal.done(SHOP, "book", []) == []


def test_when_a_pair_was_last_on_its_way_does_not_depend_on_what_came_later(told: Store) -> None:
    told.journal.append(
        [
            event(State.SENDING, "B", "r4", at=NOW + 5 * MINUTE, sent=2),
            event(State.REJECTED, "B", "r4", at=NOW + 6 * MINUTE, sent=2),
            event(State.SENDING, "C", "r4", at=NOW + 7 * MINUTE, sent=3),
            event(State.ACCEPTED, "C", "r4", at=NOW + 8 * MINUTE, sent=3),
            event(State.CONFIRMED, "C", "r5", at=NOW + 9 * MINUTE),
        ]
    )
    assert told.journal.last_sent(SHOP, since=NOW) == {
        Pair("B", "W"): NOW + 5 * MINUTE,
        Pair("C", "W"): NOW + 8 * MINUTE,
    }
    assert told.journal.last_sent(SHOP, since=NOW + 6 * MINUTE) == {Pair("C", "W"): NOW + 8 * MINUTE}
    assert told.journal.last_sent("nobody", since=NOW) == {}


def test_entries_can_be_found(told: Store) -> None:
    assert seqs(told.journal.of_run("r1")) == [1, 2, 3, 4]
    assert seqs(told.journal.find(offer="C")) == [6, 7, 8]
    assert seqs(told.journal.find(offer="C", shop=SHOP)) == [6, 7]
    assert seqs(told.journal.find(user="Ли", run="r2", offer="A")) == [5]
    assert seqs(told.journal.find(day=(NOW + timedelta(days=1)).date())) == [8]
    assert told.journal.find(run="r9") == []
    assert seqs(told.journal.tail(2)) == [7, 8]
    assert seqs(told.journal.tail(2, SHOP)) == [6, 7]


def test_a_day_is_one_of_utc(store: Store) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    store.journal.append([event(at=midnight - timedelta(microseconds=1)), event(at=midnight)])
    assert seqs(store.journal.find(day=midnight.date())) == [2]


def test_hostile_text_is_only_text(store: Store) -> None:
    nasty = "'; DROP TABLE journal; --\\\n%s ? :x {}"
    store.journal.append([event(offer=nasty, run=nasty, message=nasty)])
    (found,) = store.journal.find(offer=nasty, run=nasty)
    assert found.message == nasty


# --- damage ----------------------------------------------------------------------------------------------------------

_TRIGGERS = {
    "sqlite": ("DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"),
    "postgresql": ("DROP TRIGGER journal_append_only ON journal",),
}
_TEXTS = (
    "run shop user machine workbook_id snapshot offer warehouse_id state message trace_id plan_hash prev_hash hash "
    "mode reading"
)
_NUMBERS = "at was asked sent read_back reserved present oversold"


def forge(connection: Connection, statement: str, **values: Any) -> None:
    connection.execute(text(statement), values)


def change_text(connection: Connection, dice: random.Random, seq: int) -> None:
    column = dice.choice(_TEXTS.split())
    change = f"""coalesce("{column}", '') || :more"""
    forge(connection, f'UPDATE journal SET "{column}" = {change} WHERE seq = :seq', more="x", seq=seq)


def change_number(connection: Connection, dice: random.Random, seq: int) -> None:
    column = dice.choice(_NUMBERS.split())
    forge(connection, f"UPDATE journal SET {column} = coalesce({column}, 0) + 1 WHERE seq = :seq", seq=seq)


def change_number_to_none(connection: Connection, _dice: random.Random, seq: int) -> None:
    forge(connection, "UPDATE journal SET was = NULL WHERE seq = :seq", seq=seq)


def remove(connection: Connection, dice: random.Random, seq: int) -> None:
    forge(connection, f"DELETE FROM journal WHERE seq {dice.choice(['=', '>=', '<='])} :seq", seq=seq)


def renumber(connection: Connection, dice: random.Random, seq: int) -> None:
    forge(connection, "UPDATE journal SET seq = :other WHERE seq = :seq", seq=seq, other=dice.choice([0, -1, 1000]))


def double(connection: Connection, _dice: random.Random, seq: int) -> None:
    forge(connection, "CREATE TABLE twin AS SELECT * FROM journal WHERE seq = :seq", seq=seq)
    forge(connection, "UPDATE twin SET seq = (SELECT max(seq) + 1 FROM journal)")
    forge(connection, "INSERT INTO journal SELECT * FROM twin")
    forge(connection, "DROP TABLE twin")


def lose_the_head(connection: Connection, dice: random.Random, _seq: int) -> None:
    forge(connection, dice.choice(["DELETE FROM meta WHERE name = 'journal'", "UPDATE meta SET value = '0 '"]))


DAMAGES: list[Callable[[Connection, random.Random, int], None]] = [
    change_text,
    change_number,
    change_number_to_none,
    remove,
    renumber,
    double,
    lose_the_head,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_to_an_entry_shows(store: Store, database: Database, damage: Callable[..., None]) -> None:
    later: list[dict[str, Any]] = [{"mode": "free", "reading": "r"}, {"present": 3, "oversold": 1}, {}]
    store.journal.append([event(offer=str(n), was=n, sent=7, **later[n % 3]) for n in range(30)])
    with database.writing() as connection:
        for statement in _TRIGGERS[database.engine.dialect.name]:
            connection.execute(text(statement))
    whole, dice = dump(database), random.Random(damage.__name__)
    for _attempt in range(25):
        with database.writing() as connection:
            damage(connection, dice, dice.randint(1, 30))
        assert dump(database) != whole
        with pytest.raises(StoreDamagedError):
            store.journal.verify()
        _put_back(database, whole)
    assert store.journal.verify() == 30


@pytest.mark.parametrize("damage", DAMAGES)
def test_before_a_write_damage_is_found_without_walking_a_long_journal(
    store: Store, database: Database, monkeypatch: pytest.MonkeyPatch, damage: Callable[..., None]
) -> None:
    """What is old and only changed is found when it is read, and by whoever looks through all of it."""
    monkeypatch.setattr("ozon_xl.store.journal.RECENT", 10)
    store.journal.append([event(offer=str(number), was=number, sent=7) for number in range(1, 31)])
    with database.writing() as connection:
        for statement in _TRIGGERS[database.engine.dialect.name]:
            connection.execute(text(statement))
    whole, dice = dump(database), random.Random(damage.__name__)
    for attempt in range(25):
        seq = 1 + attempt
        with database.writing() as connection:
            damage(connection, dice, seq)
        if seq > 20 or _chain(dump(database)) != _chain(whole) or damage is lose_the_head:
            with pytest.raises(StoreDamagedError):
                store.journal.check()
        else:
            store.journal.check()
            with pytest.raises(StoreDamagedError):
                store.journal.tail(31 - seq)
        with pytest.raises(StoreDamagedError):
            store.journal.verify()
        _put_back(database, whole)
    store.journal.check()


def _chain(content: dict[str, list[tuple[Any, ...]]]) -> list[tuple[Any, ...]]:
    """Number and hashes of each entry."""
    names = schema.journal.columns.keys()
    places = [names.index(name) for name in ("seq", "prev_hash", "hash")]
    return [tuple(row[place] for place in places) for row in content[schema.journal.name]]


def _put_back(database: Database, whole: dict[str, list[tuple[Any, ...]]]) -> None:
    with database.writing() as connection:
        for table in (schema.journal, schema.meta):
            connection.execute(delete(table))
            insert_many(connection, table, whole[table.name])


def test_the_first_damaged_entry_is_named(store: Store, database: Database) -> None:
    store.journal.append([event(offer=str(number)) for number in range(9)])
    with database.writing() as connection:
        for statement in _TRIGGERS[database.engine.dialect.name]:
            connection.execute(text(statement))
        forge(connection, "UPDATE journal SET sent = 99 WHERE seq IN (4, 7)")
    with pytest.raises(StoreDamagedError, match="journal entry 4"):
        store.journal.verify()
    with pytest.raises(StoreDamagedError, match="journal entry 7"):
        store.journal.find(offer="6")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET asked = 99 WHERE seq = 3",
        "DELETE FROM journal WHERE seq = 3",
        "DELETE FROM meta WHERE name = 'journal'",
    ],
)
def test_nothing_is_appended_to_a_damaged_end(store: Store, database: Database, statement: str) -> None:
    store.journal.append([event(), event(), event()])
    with database.writing() as connection:
        for trigger in _TRIGGERS[database.engine.dialect.name]:
            connection.execute(text(trigger))
        forge(connection, statement)
    before = dump(database)
    with pytest.raises(StoreDamagedError):
        store.journal.append([event()])
    assert dump(database) == before


def test_every_damage_to_the_file_is_found_or_harmless(path: Path, tmp_path: Path) -> None:
    """X13: bits flipped and ends cut off: either somebody says so, or the journal tells what it told before."""
    with Store.open(path) as store:
        store.journal.append([event(offer=f"offer {number}", was=number) for number in range(120)])
        told = store.journal.tail(1000)
    good, dice = path.read_bytes(), random.Random(7)
    copy = tmp_path / "damaged.sqlite"
    found = 0
    for attempt in range(500):
        copy.write_bytes(_cut(good, dice) if attempt % 5 == 0 else _flipped(good, dice))
        try:
            with Store.open(copy) as store:
                store.journal.verify()
                assert store.journal.tail(1000) == told
                assert [one.offer for one in store.journal.unsettled(SHOP)] == [one.offer for one in told]
        except OzonXLError:
            found += 1
        for beside in tmp_path.glob("damaged.*"):
            beside.unlink()
    assert found > 120


def _cut(good: bytes, dice: random.Random) -> bytes:
    return good[: dice.randrange(1, len(good))]


def _flipped(good: bytes, dice: random.Random) -> bytes:
    bad = bytearray(good)
    bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
    return bytes(bad)
