"""What happens in the shop by itself as its clock runs: orders, cancellations, colleagues, carriers, moved dates."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heapreplace
from random import Random

from ozon_xl.practice.goods import Level
from ozon_xl.practice.orders import Terms, new_posting
from ozon_xl.practice.parcels import Line, Posting
from ozon_xl.practice.shop import Shop
from ozon_xl.sheets.names import MOSCOW_HOURS

_MOSCOW = timedelta(hours=MOSCOW_HOURS)
_SUNDAY = 6
TRIES = 200
"""Until a happening finds what it can happen to."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that recurs: ``kind`` is one of ``KINDS``; times in the shop's minutes after it opened."""

    kind: str
    every: float
    first: float = 0.0
    until: float = 14 * 24 * 60.0
    amount: float = 1.0
    """Pieces, postings or hours, as the kind says."""


class Script:
    """Plays happenings in the order of their times, each at its own time."""

    def __init__(self, happenings: Iterable[Happening], opened_at: datetime, *, seed: int = 1) -> None:
        self._opened_at = opened_at
        self._rng = Random(seed)  # noqa: S311 - data for practice, no secret
        self._due = [
            (opened_at + timedelta(minutes=happening.first), number, happening)
            for number, happening in enumerate(happenings)
        ]
        heapify(self._due)

    def play(self, shop: Shop, now: datetime) -> None:
        """Let everything happen that is due at ``now``."""
        while self._due and self._due[0][0] <= now:
            at, number, happening = self._due[0]
            KINDS[happening.kind](shop, self._rng, at, happening.amount)
            following = at + timedelta(minutes=happening.every)
            last = self._opened_at + timedelta(minutes=happening.until)
            heapreplace(
                self._due,
                (following if following <= last else datetime.max.replace(tzinfo=at.tzinfo), number, happening),
            )


def _order(shop: Shop, rng: Random, at: datetime, amount: float) -> None:
    """A buyer orders something that is free; due in ``amount`` hours."""
    level = _any_level(shop, rng, lambda level: level.free > 0 and level.warehouse.sells)
    if level is not None:
        quantity = min(level.free, rng.choice((1, 1, 1, 2, 3)))
        line = Line(level.product, quantity, level.product.price, level.product.currency)
        terms = Terms.fresh(at, due_in=timedelta(hours=amount * rng.uniform(0.5, 1.5)))
        shop.accept(new_posting(shop, rng, level.warehouse, [line], terms), at)


def _buyer_cancels(shop: Shop, rng: Random, at: datetime, _amount: float) -> None:
    _do(shop, rng, at, "cancel", 1, lambda posting: posting.holds)


def _colleague_packs(shop: Shop, rng: Random, at: datetime, amount: float) -> None:
    _do(shop, rng, at, "pack", amount, lambda posting: posting.status == "awaiting_packaging")


def _carrier_collects(shop: Shop, rng: Random, at: datetime, amount: float) -> None:
    _do(shop, rng, at, "hand_over", amount, lambda posting: posting.status == "awaiting_deliver")


def _team_packs(shop: Shop, rng: Random, at: datetime, amount: float) -> None:
    """Up to ``amount`` postings of an hour's work, what is due first first; on some days half the team is ill."""
    local = at + _MOSCOW
    if local.weekday() == _SUNDAY or not 9 <= local.hour < 18:
        return
    ill = Random(local.toordinal()).random() < 0.2  # noqa: S311 - the same for all of that day
    waiting = sorted(
        (posting for posting in shop.postings.values() if posting.status == "awaiting_packaging"),
        key=lambda posting: (posting.cutoff, posting.number),
    )
    for posting in waiting[: round(rng.uniform(0.6, 1.4) * amount * (0.4 if ill else 1.0))]:
        shop.step(posting, "pack", at)


def _packing_fails(shop: Shop, rng: Random, at: datetime, _amount: float) -> None:
    _do(shop, rng, at, "fail_pack", 1, lambda posting: posting.status == "awaiting_deliver")


def _do(shop: Shop, rng: Random, at: datetime, step: str, amount: float, may: Callable[[Posting], bool]) -> None:
    able = [posting for posting in shop.postings.values() if may(posting)]
    for posting in rng.sample(able, min(len(able), int(amount))):
        shop.step(posting, step, at)


def _ozon_moves_cutoff(shop: Shop, rng: Random, _at: datetime, amount: float) -> None:
    """Mostly earlier, by up to ``amount`` hours."""
    able = [posting for posting in shop.postings.values() if posting.holds and not posting.undated]
    if able:
        posting = rng.choice(able)
        shop.move_cutoff(posting, posting.cutoff - timedelta(minutes=round(60 * amount * rng.uniform(-0.3, 1))))


def _somebody_writes(shop: Shop, rng: Random, at: datetime, amount: float) -> None:
    """The cabinet or an ERP sets a pair's free stock to something up to ``amount``."""
    level = _any_level(shop, rng, lambda level: level.warehouse.sells)
    if level is not None:
        shop.set_free(level, rng.randint(0, int(amount)), at, by="erp")


def _goods_missing(shop: Shop, rng: Random, at: datetime, amount: float) -> None:
    """A count of the shelf finds fewer pieces than are promised."""
    level = _any_level(shop, rng, lambda level: level.reserved > 0)
    if level is not None:
        shop.count_shelf(level, max(0, level.reserved - rng.randint(1, int(amount))), at)


def _any_level(shop: Shop, rng: Random, may: Callable[[Level], bool]) -> Level | None:
    for _ in range(TRIES if shop.range else 0):
        product = rng.choice(shop.range)
        able = [level for level in product.levels.values() if may(level)]
        if able:
            return rng.choice(able)
    return None


KINDS: dict[str, Callable[[Shop, Random, datetime, float], None]] = {
    "order": _order,
    "buyer-cancels": _buyer_cancels,
    "colleague-packs": _colleague_packs,
    "carrier-collects": _carrier_collects,
    "team-packs": _team_packs,
    "packing-fails": _packing_fails,
    "ozon-moves-cutoff": _ozon_moves_cutoff,
    "somebody-writes": _somebody_writes,
    "goods-missing": _goods_missing,
}
