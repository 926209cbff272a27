from datetime import timedelta

from ozon_xl.ozon.notes import CallNote
from ozon_xl.store import Store
from tests.store.make import NOW, SHOP

NOTES = [
    CallNote(NOW + timedelta(seconds=second), SHOP, "/v4/posting/fbs/list", status, 0.25, f"trace {second}", error)
    for second, (status, error) in enumerate([(200, ""), (429, "RateLimitedError"), (None, "UnreachableError")])
]


def test_calls_are_told_newest_first(store: Store) -> None:
    store.calls.add(NOTES[:1])
    store.calls.add(NOTES[1:])
    store.calls.add([])
    assert store.calls.recent(10) == NOTES[::-1]
    assert store.calls.recent(1) == NOTES[2:]


def test_old_calls_are_forgotten(store: Store) -> None:
    store.calls.add(NOTES)
    assert store.calls.prune(NOTES[2].at) == 2
    assert store.calls.recent(10) == NOTES[2:]
    assert store.calls.prune(NOTES[2].at) == 0
