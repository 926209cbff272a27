"""When the staff wrote beside a posting."""

from datetime import UTC, datetime, timedelta

from ozon_xl.store import Store

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_what_has_changed_is_noticed_when_it_is_seen(store: Store) -> None:
    assert store.notes.notice("1", {"a": "x", "b": "y"}, NOW) == {"a": NOW, "b": NOW}
    assert store.notes.notice("1", {"a": "x", "b": "z"}, NOW + HOUR) == {"a": NOW, "b": NOW + HOUR}
    assert store.notes.notice("1", {"a": "x"}, NOW + 2 * HOUR) == {"a": NOW, "b": NOW + HOUR}
    assert store.notes.known("1") == {"a": NOW, "b": NOW + HOUR}


def test_shops_are_apart(store: Store) -> None:
    store.notes.notice("1", {"a": "x"}, NOW)
    assert store.notes.known("2") == {}
    assert store.notes.notice("2", {"a": "x"}, NOW + HOUR) == {"a": NOW + HOUR}
