"""What Ozon has at this moment of the pairs of a plan, and what was ordered of them lately."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from ozon_xl.domain.statuses import RESERVING
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.ozon.client import OzonClient


def levels_of(client: OzonClient, pairs: Iterable[Pair]) -> dict[Pair, StockLevel]:
    """What Ozon has now of these pairs."""
    offers = sorted({pair.offer for pair in pairs if pair.offer})
    return {level.pair: level for level in client.stocks.of_offers(offers)} if offers else {}


def ordered_since(client: OzonClient, since: datetime, now: datetime, pairs: Collection[Pair]) -> Counter[Pair]:
    """Pieces of these pairs in postings ordered since then that still hold them."""
    found: Counter[Pair] = Counter()
    if not pairs:
        return found
    postings = {posting.number: posting for page in client.postings.processed(since, now) for posting in page}
    for posting in postings.values():
        if posting.status in RESERVING and posting.ordered_at is not None and posting.ordered_at >= since:
            for line in posting.lines:
                found[Pair(line.offer, posting.warehouse_id)] += line.quantity
    return Counter({pair: found[pair] for pair in pairs})
