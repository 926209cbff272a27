"""Whether the goods of each open posting lie on the shelf of its own warehouse."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from ozon_xl.domain.postings import Posting
from ozon_xl.domain.statuses import RESERVING
from ozon_xl.domain.stock import Pair

_PACKED = "awaiting_deliver"
_NEVER = datetime.max.replace(tzinfo=UTC)


class Coverage(NamedTuple):
    """What the shelves say to the open postings."""

    short: dict[str, tuple[int | None, ...]]
    """Pieces lacking, by posting number, one figure a line; None where Ozon lists no stock of the pair."""
    ordered: Counter[Pair]
    """Pieces that open postings hold of each pair."""

    def short_of(self, number: str) -> int:
        """Pieces lacking in a posting over its lines; a line without a stock row does not count as lacking."""
        return sum(pieces or 0 for pieces in self.short.get(number, ()))


def cover(postings: Iterable[Posting], present: Mapping[Pair, int]) -> Coverage:
    """Serve the shelves to the postings: what is packed has its goods, then the earliest deadline comes first.

    ``present`` counts reserved pieces too, so it is what all open postings together can draw on.
    """
    holding = [posting for posting in postings if posting.status in RESERVING]
    holding.sort(key=lambda posting: (posting.status != _PACKED, posting.ship_by or _NEVER, posting.number))
    left = dict(present)
    ordered: Counter[Pair] = Counter()
    short: dict[str, tuple[int | None, ...]] = {}
    for posting in holding:
        lacking: list[int | None] = []
        for line in posting.lines:
            pair = Pair(line.offer, posting.warehouse_id)
            ordered[pair] += line.quantity
            on_shelf = left.get(pair)
            if on_shelf is None:
                lacking.append(0 if posting.status == _PACKED else None)
                continue
            taken = min(line.quantity, max(on_shelf, 0))
            left[pair] = on_shelf - taken
            lacking.append(0 if posting.status == _PACKED else line.quantity - taken)
        short[posting.number] = tuple(lacking)
    return Coverage(short, ordered)
