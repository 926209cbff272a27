from collections import Counter
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event as events
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from ozon_xl.domain.postings import Line, Money, Posting
from ozon_xl.domain.stock import Pair, StockLevel, Warehouse
from ozon_xl.ozon.products import Product
from ozon_xl.store import Quantities, Snapshot, StockChange, Store
from ozon_xl.store.database import CHUNK, Database
from ozon_xl.store.rows import fingerprint_of, posting_of, row_of
from tests.store.make import NOW, SHOP, dump, event, level, posting, save
from tests.store.strategies import levels, postings, texts, warehouses

_shops = count()
MINUTE = timedelta(minutes=1)


def test_when_a_posting_was_found_gone(store: Store) -> None:
    one, other, third = posting("1"), posting("2"), posting("3")
    save(store, [one, other, third])
    save(store, [posting("1")], shop="other", at=NOW)
    save(store, [other, third], left=[one._replace(status="delivering")], at=NOW + MINUTE)
    save(store, [third], at=NOW + 2 * MINUTE)
    save(store, [third], at=NOW + 3 * MINUTE)
    asked = ["1", "2", "3", "never seen"]
    assert store.snapshots.left(SHOP, asked) == {"1": NOW + MINUTE, "2": NOW + 2 * MINUTE}
    assert store.snapshots.left(SHOP, ["2"]) == {"2": NOW + 2 * MINUTE}
    assert store.snapshots.left("other", asked) == {}
    save(store, [one, third], at=NOW + 4 * MINUTE)
    assert store.snapshots.left(SHOP, asked) == {"2": NOW + 2 * MINUTE}


# --- round trips -----------------------------------------------------------------------------------------------------


@given(postings)
def test_a_posting_survives_its_row(one: Posting) -> None:
    assert posting_of(row_of(one)) == one


@given(postings)
def test_a_fingerprint_depends_on_the_row_alone(one: Posting) -> None:
    assert fingerprint_of(row_of(one)) == fingerprint_of(row_of(posting_of(row_of(one))))


@given(postings, postings)
def test_different_postings_have_different_fingerprints(one: Posting, other: Posting) -> None:
    assert (row_of(one) == row_of(other)) == (fingerprint_of(row_of(one)) == fingerprint_of(row_of(other)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    texts,
    st.lists(postings, max_size=6, unique_by=lambda one: one.number),
    st.lists(levels, max_size=6, unique_by=lambda one: one.pair),
    st.lists(warehouses, max_size=3, unique_by=lambda one: one.id),
)
def test_what_is_saved_comes_back_identical(
    store: Store, name: str, open_now: list[Posting], stock: list[StockLevel], houses: list[Warehouse]
) -> None:
    shop = f"{next(_shops)} {name}"
    for _again in range(2):
        store.snapshots.save(shop, NOW, postings=open_now, stock=stock, warehouses=houses)
        assert sorted(store.snapshots.postings(shop), key=repr) == sorted(open_now, key=repr)
        assert sorted(store.snapshots.stock(shop), key=repr) == sorted(stock, key=repr)
        assert sorted(store.snapshots.warehouses(shop), key=repr) == sorted(houses, key=repr)
    assert store.snapshots.find(shop, [one.number for one in open_now]) == {one.number: one for one in open_now}


def test_moments_come_back_aware_in_utc(store: Store) -> None:
    save(store, [posting(ordered_at=NOW.astimezone())], at=NOW.astimezone())
    (saved,), last = store.snapshots.postings(SHOP), store.snapshots.last(SHOP)
    assert saved.ordered_at is not None
    assert last is not None
    assert saved.ordered_at.utcoffset() == last.taken_at.utcoffset() == timedelta(0)


def test_amounts_keep_their_digits(store: Store) -> None:
    line = Line("A", "1", "Чай", 2, Money(Decimal("10.50"), "RUB"))
    save(store, [posting(lines=(line,))])
    ((saved,),) = (one.lines for one in store.snapshots.postings(SHOP))
    assert saved.price is not None
    assert str(saved.price.amount) == "10.50"


# --- the last snapshot -----------------------------------------------------------------------------------------------


def test_the_last_snapshot_is_that_of_the_shop(store: Store) -> None:
    assert store.snapshots.last(SHOP) is None
    save(store, [posting()])
    mine = save(store, [posting(), posting("2-1")], [level()], at=NOW + MINUTE, clock_error=timedelta(seconds=-1.5))
    save(store, [], shop="other")
    assert store.snapshots.last(SHOP) == Snapshot(mine, SHOP, NOW + MINUTE, 2, 1, timedelta(seconds=-1.5))


def test_what_is_not_in_a_part_stays_as_it_is_remembered(store: Store) -> None:
    save(store, [posting("1"), posting("2"), posting("3")], [level("A"), level("A", "V"), level("B")])
    changed = posting("2", status="awaiting_deliver")
    part = save(
        store,
        [changed, posting("4")],
        [level("A", free=1), level("C")],
        left=[posting("1", status="delivering"), posting("9", status="delivering")],
        at=NOW + MINUTE,
        whole=False,
    )
    assert store.snapshots.postings(SHOP) == [changed, posting("3"), posting("4")]
    stock = {one.pair: one.free for one in store.snapshots.stock(SHOP)}
    assert stock == {Pair("A", "W"): 1, Pair("A", "V"): 5, Pair("B", "W"): 5, Pair("C", "W"): 5}
    last = store.snapshots.last(SHOP)
    assert last is not None
    assert (last.postings, last.stock) == (3, 4)
    changes = store.snapshots.changes(SHOP, part - 1, part)
    assert {one.pair for one in changes.stock} == {Pair("A", "W"), Pair("C", "W")}
    assert {one.number for one in changes.postings} == {"1", "2", "4", "9"}
    save(store, [], [], at=NOW + 2 * MINUTE, whole=False)
    assert store.snapshots.open_numbers(SHOP) == {"2", "3", "4"}


def test_open_numbers_are_those_of_the_last_snapshot(store: Store) -> None:
    save(store, [posting("1-1"), posting("2-1")])
    save(store, [posting("2-1"), posting("3-1")], left=[posting("1-1", status="delivering")])
    assert store.snapshots.open_numbers(SHOP) == {"2-1", "3-1"}
    assert store.snapshots.open_numbers("other") == set()


def test_a_posting_that_left_is_not_open_but_known(store: Store) -> None:
    save(store, [posting("1-1"), posting("2-1"), posting("3-1")])
    gone = posting("1-1", status="delivering")
    save(store, [posting("3-1")], left=[gone])  # 2-1 vanished without a word
    assert [one.number for one in store.snapshots.postings(SHOP)] == ["3-1"]
    assert store.snapshots.find(SHOP, ["1-1", "2-1", "9-9"]) == {"1-1": gone, "2-1": posting("2-1")}


def test_a_posting_may_come_back(store: Store) -> None:
    save(store, [posting()])
    save(store, [], left=[posting(status="cancelled")])
    save(store, [posting()])
    assert store.snapshots.postings(SHOP) == [posting()]
    assert [seen.status for seen in store.snapshots.timeline(SHOP, "1-1")] == [
        "awaiting_packaging",
        "cancelled",
        "awaiting_packaging",
    ]


def test_of_two_words_about_one_posting_the_later_counts_and_leaving_counts_most(store: Store) -> None:
    save(store, [posting(status="a"), posting(status="b")])
    assert [one.status for one in store.snapshots.postings(SHOP)] == ["b"]
    snapshot = save(store, [posting(status="c")], left=[posting(status="d")])
    last = store.snapshots.last(SHOP)
    assert last is not None
    assert (last.id, last.postings) == (snapshot, 0)
    assert [seen.status for seen in store.snapshots.timeline(SHOP, "1-1")] == ["b", "d"]


def test_more_rows_than_one_statement_takes(store: Store) -> None:
    many = [posting(f"{number}-1") for number in range(CHUNK + 10)]
    shelf = [level(str(number)) for number in range(CHUNK + 10)]
    save(store, many, shelf)
    save(store, many[5:], shelf[5:])
    last = store.snapshots.last(SHOP)
    assert last is not None
    assert (last.postings, last.stock) == (CHUNK + 5, CHUNK + 5)
    assert len(store.snapshots.postings(SHOP)) == len(store.snapshots.stock(SHOP)) == CHUNK + 5
    assert len(store.snapshots.find(SHOP, [one.number for one in many])) == CHUNK + 10


# --- history ---------------------------------------------------------------------------------------------------------


def test_only_a_change_of_state_enters_the_timeline(store: Store) -> None:
    first = save(store, [posting()])
    save(store, [posting()], at=NOW + MINUTE)
    save(store, [posting(tracking="T1")], at=NOW + 2 * MINUTE)
    later = NOW + timedelta(days=1)
    moved = save(store, [posting(tracking="T1", ship_by=later)], at=NOW + 3 * MINUTE)
    left = save(store, [], left=[posting(status="delivering", ship_by=later)], at=NOW + 4 * MINUTE)
    timeline = store.snapshots.timeline(SHOP, "1-1")
    assert [(seen.snapshot, seen.at, seen.status, seen.ship_by) for seen in timeline] == [
        (first, NOW, "awaiting_packaging", NOW),
        (moved, NOW + 3 * MINUTE, "awaiting_packaging", later),
        (left, NOW + 4 * MINUTE, "delivering", later),
    ]


def test_an_unchanged_refresh_writes_one_row(store: Store, database: Database) -> None:
    house = Warehouse("W", "Main", "created", is_rfbs=False, utc_offset="")

    def refresh() -> int:
        return store.snapshots.save(
            SHOP, NOW, postings=[posting(), posting("2-1")], stock=[level()], warehouses=[house]
        )

    refresh()
    before = dump(database)
    refresh()
    after = dump(database)
    assert [len(after[table]) - len(before[table]) for table in ("snapshots", "posting_events", "stock_events")] == [
        1,
        0,
        0,
    ]
    assert all(after[table] == before[table] for table in ("postings", "stock", "warehouses"))


def test_any_two_snapshots_can_be_compared(store: Store) -> None:
    shelf = [level("A", free=5), level("B", free=5), level("C", free=5), level("D", free=5)]
    first = save(store, [posting("1-1")], shelf)
    second = save(store, [posting("1-1"), posting("2-1")], [level("A", free=4), level("B", free=9), level("C", free=5)])
    third = save(store, [], [level("A", free=3), level("B", free=5), level("C", free=5), level("E", free=1)])
    save(store, [], [level("A", free=1)], shop="other")

    def five(free: int) -> Quantities:
        return Quantities(free, 0, free)

    assert store.snapshots.changes(SHOP, first, third).stock == [
        StockChange(Pair("A", "W"), five(5), five(3)),
        StockChange(Pair("D", "W"), five(5), None),
        StockChange(Pair("E", "W"), None, five(1)),
    ]
    assert store.snapshots.changes(SHOP, second, third).stock == [
        StockChange(Pair("A", "W"), five(4), five(3)),
        StockChange(Pair("B", "W"), five(9), five(5)),
        StockChange(Pair("E", "W"), None, five(1)),
    ]
    assert [seen.number for seen in store.snapshots.changes(SHOP, first, third).postings] == ["2-1"]
    assert store.snapshots.changes(SHOP, third, third) == ([], [])


def test_any_two_snapshots_of_a_long_story_compare_as_they_were(store: Store) -> None:
    states: list[dict[Pair, Quantities]] = []
    numbers = []
    for step in range(12):
        shelf = [level(offer, free=step * salt % 3) for salt, offer in enumerate("ABCDE", 1) if (step + salt) % 4]
        numbers.append(save(store, [], shelf))
        states.append({one.pair: Quantities(one.present, one.reserved, one.free) for one in shelf})
    compared = 0
    for older in range(12):
        for newer in range(older, 12):
            before, after = states[older], states[newer]
            pairs = sorted(pair for pair in before.keys() | after.keys() if before.get(pair) != after.get(pair))
            expected = [StockChange(pair, before.get(pair), after.get(pair)) for pair in pairs]
            assert store.snapshots.changes(SHOP, numbers[older], numbers[newer]).stock == expected
            compared += len(expected)
    assert compared > 100


@pytest.mark.parametrize("column", ["posting_events.number", "stock_events.offer", "journal.offer"])
@pytest.mark.parametrize("deed", ["UPDATE {table} SET {column} = 'x'", "DELETE FROM {table}"])
def test_history_cannot_be_rewritten(store: Store, database: Database, column: str, deed: str) -> None:
    save(store, [posting()], [level()])
    store.journal.append([event()])
    before = dump(database)
    table, name = column.split(".")
    assert before[table]
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        connection.execute(text(deed.format(table=table, column=name)))
    assert dump(database) == before


# --- offers ----------------------------------------------------------------------------------------------------------


def test_names_of_offers_are_remembered_beside_older_ones(store: Store) -> None:
    store.snapshots.save_offers(
        SHOP, [Product("A", "1", "11", "Tea", archived=False), Product("B", "2", "", "Mug", archived=True)]
    )
    store.snapshots.save_offers(SHOP, [Product("A", "1", "11", "Чай", archived=False)])
    store.snapshots.save_offers("other", [Product("A", "9", "99", "Pen", archived=False)])
    assert store.snapshots.names(SHOP) == {"A": "Чай", "B": "Mug"}


# --- whole or nothing ------------------------------------------------------------------------------------------------


class CrashError(Exception):
    pass


def test_a_refresh_that_breaks_off_leaves_the_one_before(store: Store, database: Database) -> None:
    save(store, [posting()], [level()])
    before = dump(database)

    def broken() -> Any:
        yield level("A", free=1)
        raise CrashError

    with pytest.raises(CrashError):
        store.snapshots.save(SHOP, NOW, postings=[posting("2-1")], stock=broken(), warehouses=[])
    assert dump(database) == before


def test_a_crash_at_any_statement_leaves_the_snapshot_before(store: Store, database: Database) -> None:
    old = ([posting("1-1"), posting("2-1"), posting("3-1")], [level("A"), level("B")])
    save(store, *old)
    before = dump(database)
    left_to_run: Counter[str] = Counter()

    def crash(*_arguments: object) -> None:
        left_to_run["statements"] -= 1
        if left_to_run["statements"] < 0:
            raise CrashError

    events.listen(database.engine, "before_cursor_execute", crash)
    for crash_after in count(1):
        left_to_run["statements"] = crash_after
        try:
            save(
                store,
                [posting("1-1", status="x"), posting("4-1")],
                [level("A", free=1), level("C")],
                left=[posting("3-1")],
            )
        except CrashError:
            left_to_run["statements"] = 1000
            assert dump(database) == before
        else:
            break
    assert crash_after > 12
    left_to_run["statements"] = 1000
    assert [one.number for one in store.snapshots.postings(SHOP)] == ["1-1", "4-1"]
    assert [one.offer for one in store.snapshots.stock(SHOP)] == ["A", "C"]
