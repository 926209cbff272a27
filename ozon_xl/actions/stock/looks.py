"""What Ozon has at this moment of the pairs of a plan, and what was ordered of them lately."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.statuses import CANCELLED
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.ozon.client import OzonClient


def levels_of(client: OzonClient, pairs: Iterable[Pair]) -> dict[Pair, StockLevel]:
    """What Ozon has now of these pairs."""
    offers = sorted({pair.offer for pair in pairs if pair.offer})
    return {level.pair: level for level in client.stocks.of_offers(offers)} if offers else {}


def ordered_since(client: OzonClient, since: datetime, now: datetime, pairs: Collection[Pair]) -> Counter[Pair]:
    """Pieces of these pairs in postings ordered since then and not cancelled."""
    ordered = pieces_ordered(postings_since(client, since, now), since) if pairs else Counter()
    return Counter({pair: ordered[pair] for pair in pairs})


def postings_since(client: OzonClient, since: datetime, now: datetime) -> list[Posting]:
    """Postings ordered since then, each once; none while ``since`` is still to come."""
    if since >= now:
        return []
    return list(
        {posting.number: posting for page in client.postings.processed(since, now) for posting in page}.values()
    )


def pieces_ordered(postings: Sequence[Posting], since: datetime) -> Counter[Pair]:
    """Pieces of each pair in those ordered since then and not cancelled."""
    found: Counter[Pair] = Counter()
    for posting in postings:
        if posting.status not in CANCELLED and posting.ordered_at is not None and posting.ordered_at >= since:
            for line in posting.lines:
                found[Pair(line.offer, posting.warehouse_id)] += line.quantity
    return found
