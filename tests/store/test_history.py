"""What the timeline tells of past postings, whenever somebody looked."""

from datetime import datetime, timedelta

import pytest

from ozon_xl.domain.forecast import Case
from ozon_xl.store import Store, history
from tests.store.make import NOW, SHOP, posting, save

HOUR = timedelta(hours=1)
DUE = NOW + 40 * HOUR
UNPACKED, PACKED, GONE, CANCELLED = "awaiting_packaging", "awaiting_deliver", "delivering", "cancelled"


def at(hours: float) -> datetime:
    return NOW + hours * HOUR


def look(store: Store, hours: float, statuses: dict[str, str], *, gone: dict[str, datetime] | None = None) -> None:
    """A refresh at which the postings have these statuses; ``gone`` is when Ozon says they were handed over."""
    told = [
        posting(number, status=status, warehouse_id="W", late_from=DUE, handed_over_at=(gone or {}).get(number))
        for number, status in statuses.items()
    ]
    left = [one for one in told if one.status in (GONE, CANCELLED)]
    save(store, [one for one in told if one not in left], left=left, at=at(hours))


def cases(store: Store, since: float = 0) -> list[Case]:
    return store.snapshots.cases(SHOP, at(since)).cases


def case(**changes: object) -> Case:
    """Seen to be packed from the first look on, and still open at the third."""
    plain = Case("W", at(0), DUE, at(2), None, None, None, at(2))
    return plain._replace(**changes)  # type: ignore[arg-type]


def test_packed_and_handed_over_before_our_eyes(store: Store) -> None:
    for hours, status in enumerate((UNPACKED, UNPACKED, PACKED, PACKED)):
        look(store, hours, {"a": status})
    look(store, 4, {"a": GONE}, gone={"a": at(3.5)})
    look(store, 5, {})
    assert cases(store) == [
        case(unpacked_until=at(1), packed_at=at(2), done_after=at(3.5), done_at=at(3.5), seen_until=at(4))
    ]


def test_where_ozon_names_no_moment_it_went_between_two_looks(store: Store) -> None:
    look(store, 0, {"a": UNPACKED})
    look(store, 1, {"a": PACKED})
    look(store, 2, {"a": GONE})
    assert cases(store) == [case(unpacked_until=at(0), packed_at=at(1), done_after=at(1), done_at=at(2))]


def test_packed_when_it_was_first_seen_says_nothing_of_packing(store: Store) -> None:
    look(store, 0, {"a": PACKED})
    look(store, 1, {"a": PACKED})
    look(store, 2, {"a": GONE}, gone={"a": at(1.5)})
    assert cases(store) == [case(unpacked_until=None, packed_at=at(0), done_after=at(1.5), done_at=at(1.5))]


def test_packed_and_gone_between_two_looks(store: Store) -> None:
    look(store, 0, {"a": UNPACKED})
    look(store, 2, {"a": GONE}, gone={"a": at(1.2)})
    assert cases(store) == [case(unpacked_until=at(0), done_after=at(1.2), done_at=at(1.2))]


def test_what_was_cancelled_or_is_open_or_has_vanished_waited_so_long(store: Store) -> None:
    look(store, 0, {"cancelled": UNPACKED, "open": UNPACKED, "vanished": UNPACKED, "packed": PACKED})
    look(store, 1, {"cancelled": CANCELLED, "open": UNPACKED, "packed": PACKED})
    look(store, 2, {"open": UNPACKED, "packed": PACKED})
    found = sorted(cases(store), key=lambda one: (one.packed_at is not None, one.seen_until, one.unpacked_until))
    assert found == [
        case(unpacked_until=at(0), seen_until=at(1)),  # somebody cancelled it before our second look
        case(unpacked_until=at(1), seen_until=at(1)),  # vanished
        case(),
        case(unpacked_until=None, packed_at=at(0)),
    ]


def test_a_packing_that_failed_was_one_all_the_same(store: Store) -> None:
    for hours, status in enumerate((UNPACKED, PACKED, UNPACKED, PACKED)):
        look(store, hours, {"a": status})
    assert cases(store) == [case(unpacked_until=at(0), packed_at=at(1), seen_until=at(3))]


def test_what_nothing_is_known_of_is_left_out(store: Store) -> None:
    undated = posting("undated", ship_by=None, late_from=None)
    save(store, [undated, posting("disputed", status="arbitration"), posting("new", status="something new")], at=at(0))
    save(store, [posting("other")], shop="other", at=at(0))
    assert cases(store) == []


def test_without_a_late_time_the_ship_by_time_counts(store: Store) -> None:
    save(store, [posting("a", ship_by=DUE - HOUR, late_from=None)], at=at(0))
    assert [one.due for one in cases(store)] == [DUE - HOUR]


def test_only_what_was_first_seen_since_then(store: Store) -> None:
    look(store, 0, {"old": UNPACKED})
    look(store, 1, {"old": UNPACKED, "new": UNPACKED})
    assert [one.seen_from for one in cases(store, since=0.5)] == [at(1)]
    assert len(cases(store, since=0)) == 2
    assert cases(store, since=9) == []


def test_a_shop_without_a_past(store: Store) -> None:
    assert store.snapshots.cases(SHOP, NOW) == ([], 1)


@pytest.mark.parametrize("jump", [-48.0, 24 * 365 * 4.0])
def test_a_clock_that_jumped_spoils_only_what_it_saw(store: Store, jump: float) -> None:
    """One refresh by a clock that was set wrong; the ones before and after it were right."""
    look(store, 0, {"fine": UNPACKED, "seen by it": UNPACKED})
    look(store, 1, {"fine": PACKED, "seen by it": UNPACKED})
    look(store, 2, {"fine": GONE, "seen by it": UNPACKED}, gone={"fine": at(1.5)})
    look(store, jump, {"seen by it": PACKED, "new": UNPACKED})
    look(store, 4, {"seen by it": PACKED, "new": UNPACKED})
    found = cases(store)
    assert case(unpacked_until=at(0), packed_at=at(1), done_after=at(1.5), done_at=at(1.5)) in found
    assert all(one.packed_at != at(jump) for one in found)
    assert all(one.seen_from <= one.seen_until <= at(4) for one in found)


def test_of_a_long_past_some_are_picked_and_stand_for_all(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST", 100)
    look(store, 0, {f"{number}-1": UNPACKED for number in range(1000)})
    look(store, 1, {f"{number}-1": PACKED for number in range(1000)})
    found = store.snapshots.cases(SHOP, at(0))
    assert found.each == 10
    assert 50 < len(found.cases) < 200
    assert all(one.packed_at == at(1) for one in found.cases)
