"""What a typed number means, and the free quantity that follows from it.

Ozon takes the free quantity, without what is reserved for orders (``/v2/products/stocks``, read 2026-11-23). People
count shelves and think in deliveries, so a row says which of the three its number is.
"""

from enum import StrEnum
from typing import NamedTuple

from ozon_xl.domain.stock import StockLevel


class Mode(StrEnum):
    """What the number in an edit cell is."""

    FREE = "free"
    """The free quantity itself."""
    SHELF = "shelf"
    """All pieces on the shelf: what is reserved at the moment of sending is taken off."""
    CHANGE = "change"
    """So many pieces more or less than are free at the moment of sending: no more and no less."""


class Wish(NamedTuple):
    """What a row asks for."""

    mode: Mode
    number: int
    keep_back: int = 0
    """Pieces of a shelf count that are never offered: the safety buffer. A free quantity means what it says, and a
    change moves one that others have set with their buffer already off."""
    cap: int | None = None
    """Offer at most so many."""


class Sum(NamedTuple):
    """How the free quantity comes about: ``start - reserved - kept_back - capped``, and never below 0."""

    want: int
    start: int
    reserved: int
    kept_back: int
    capped: int


def sum_of(wish: Wish, level: StockLevel) -> Sum:
    """The free quantity that a wish means at this level."""
    start = level.free + wish.number if wish.mode is Mode.CHANGE else wish.number
    reserved = level.reserved if wish.mode is Mode.SHELF else 0
    kept_back = wish.keep_back if wish.mode is Mode.SHELF else 0
    left = max(0, start - reserved - kept_back)
    want = left if wish.cap is None else min(left, wish.cap)
    return Sum(want, start, reserved, kept_back, left - want)


class Decision(StrEnum):
    """What to do with an edit whose base has changed at Ozon."""

    NONE = ""
    THEIRS = "theirs"
    """Drop the edit."""
    MINE = "mine"
    """Send it all the same."""
    REBASE = "rebase"
    """Move the number by as much as Ozon's has moved; a change moves with it anyway."""
    UNDO = "undo"
    """Take back the last write of the row; asks for nothing to be sent."""


class Seen(NamedTuple):
    """What the user had before them when they typed."""

    free: int
    present: int
    reading: str = ""
    """Which reading of Ozon's stock brought it: no two have the same name. An edit is known again by it."""

    @property
    def reserved(self) -> int:
        """On the shelf and not free."""
        return self.present - self.free


class Conflict(NamedTuple):
    """Three numbers that do not agree. Of a shelf count they are shelf counts, else free quantities; only ``want`` of a
    change is the change itself."""

    mode: Mode
    saw: int | None
    """What the user had seen; None where that is not known."""
    now: int
    """What Ozon has."""
    want: int
    """What the user typed."""
    there: bool = False
    """Ozon has by now what was asked for: there is nothing to decide and nothing to send."""

    @property
    def rebased(self) -> int | None:
        """The number moved by as much as Ozon's has moved, never below 0. Of a change it says nothing."""
        return None if self.saw is None else max(0, self.want + self.now - self.saw)


def moved(wish: Wish, seen: Seen | None, level: StockLevel) -> Conflict | None:
    """The conflict of a wish whose base is not what it was; None where it stands.

    A shelf count is based on the shelf, whatever is reserved. A change is not disturbed by orders and cancellations,
    which leave the shelf as it is, nor by shipping, which leaves what is free; but by any other hand, above all by
    its own if it was sent before.
    """
    now = level.present if wish.mode is Mode.SHELF else level.free
    saw = seen and (seen.present if wish.mode is Mode.SHELF else seen.free)
    same_shelf = wish.mode is Mode.CHANGE and seen is not None and seen.present == level.present
    if saw == now or same_shelf:
        return None
    return Conflict(wish.mode, saw, now, wish.number, is_there(wish, seen, level))


def is_there(wish: Wish, seen: Seen | None, level: StockLevel) -> bool:
    """Whether Ozon has what a wish asks for, because somebody wrote it. A free quantity that orders, cancellations or
    shipping brought there says nothing of what was meant by the number: they move the reserve, a write leaves it alone.
    """
    total = sum_of(wish, level)
    by_orders = wish.mode is Mode.FREE and seen is not None and level.present - level.free != seen.reserved
    return total.start >= total.reserved and total.want == level.free and not by_orders


def orders_explain(was: Seen, level: StockLevel) -> bool:
    """Whether a drop may be the work of orders alone: they move pieces from free to reserved and leave the shelf."""
    return was.present == level.present and level.free < was.free


def decided(wish: Wish, decision: Decision, conflict: Conflict, *, ordered_since: int | None) -> Wish | None:
    """The wish that stands in spite of a conflict; None while nobody has decided.

    ``ordered_since`` are pieces in postings that are new since the user looked, where re-basing on new orders is
    allowed, else None: a drop by just as many needs no decision.
    """
    if decision is Decision.MINE or (decision is Decision.REBASE and wish.mode is Mode.CHANGE):
        return wish
    if conflict.saw is None or conflict.rebased is None or wish.mode is Mode.CHANGE:
        return None
    explained = ordered_since is not None and ordered_since == conflict.saw - conflict.now > 0
    if decision is Decision.REBASE or (decision is Decision.NONE and explained):
        return wish._replace(number=conflict.rebased)
    return None
