"""Which pairs want to be left alone: written so lately that Ozon asks for a rest, or with a write not yet decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from ozon_xl.domain.stock import Pair
from ozon_xl.ozon.stocks import PAIR_REST_S
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent

REST_S: Final = PAIR_REST_S + 1
"""A second more: clocks run apart."""


def rest_of(pairs: Sequence[Pair], store: Store, shop: str, now: datetime) -> dict[Pair, float]:
    """Seconds for which each pair must still be left alone, 0 for most, and never more than a whole rest: an entry from
    the future was written just now, by a clock that was wrong.
    """
    sent_at = store.journal.last_sent(shop, since=now - timedelta(seconds=REST_S + 5))
    ages = {pair: max(0.0, (now - sent_at[pair]).total_seconds()) for pair in pairs if pair in sent_at}
    return {pair: max(0.0, REST_S - ages[pair]) if pair in ages else 0.0 for pair in pairs}


def undecided(store: Store, shop: str) -> dict[Pair, JournalEvent]:
    """The writes that may have been applied and that no read has decided: what is read of their pairs may be old, and
    a write on top of it would be made from numbers that are not true.
    """
    return {event.pair: event for event in store.journal.unsettled(shop) if event.sent is not None}
