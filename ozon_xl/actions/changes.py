"""What is different between two refreshes."""

from datetime import datetime
from typing import NamedTuple

from ozon_xl.domain.life import news_of
from ozon_xl.errors import NothingToCompareError
from ozon_xl.store import Snapshot, StockChange, Store
from ozon_xl.texts import Lang


class PostingChange(NamedTuple):
    """One order that is not as it was."""

    posting: str
    what: str
    """In words, the latest change first; times are Moscow's."""


class Comparison(NamedTuple):
    """Two refreshes held against each other."""

    earlier: Snapshot
    later: Snapshot
    postings: list[PostingChange]
    """By number."""
    stock: list[StockChange]
    """By offer and warehouse."""


def compare(store: Store, shop: str, lang: Lang, *, since: datetime | None, until: datetime | None) -> Comparison:
    """The last refresh not after ``until`` (None: the very last) against the last one not after ``since`` (None: the
    one before it).

    Raises:
        NothingToCompareError: there are no two such refreshes.
    """
    snapshots = store.snapshots
    later = snapshots.at(shop, until) if until else snapshots.last(shop)
    earlier = later and (snapshots.at(shop, since) if since else snapshots.before(shop, later.id))
    if later is None or earlier is None or earlier.id >= later.id:
        raise NothingToCompareError
    changes = snapshots.changes(shop, earlier.id, later.id)
    lives = snapshots.timelines(shop, {event.number for event in changes.postings})
    postings = [
        PostingChange(number, news_of(known, earlier.taken_at, came=True, lang=lang))
        for number, events in sorted(lives.items())
        if (known := [event for event in events if event.snapshot <= later.id])
    ]
    return Comparison(earlier, later, postings, changes.stock)
