"""What the rules know of stock: pieces of one offer in one warehouse of the seller."""

from datetime import datetime
from typing import Final, NamedTuple

MOST_PIECES: Final = 999_999
"""Ozon takes less than a million (item error STOCK_TOO_BIG; API description, read 2026-11-23)."""


class Pair(NamedTuple):
    """An offer in a warehouse: what a stock row and a stock write are about. Both are text, always."""

    offer: str
    warehouse_id: str


class StockLevel(NamedTuple):
    """Pieces of one pair as Ozon last told them."""

    offer: str
    warehouse_id: str
    sku: str
    product_id: str
    present: int
    """All on the shelf, those reserved for orders included."""
    reserved: int
    free: int
    """``free_stock``: what can still be sold; the number that a write sets."""
    changed_at: datetime | None
    """``updated_at`` where the method gives it."""

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class Warehouse(NamedTuple):
    """A warehouse of the seller."""

    id: str
    name: str
    status: str
    """Ozon's word: ``created`` is active; stock elsewhere is not sold."""
    is_rfbs: bool
    utc_offset: str
    """As Ozon writes it, ``UTC+03:00``; empty where it is silent."""
