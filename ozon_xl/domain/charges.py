"""What can still be done for the money of each posting, and the sums of that; and what an error costs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ozon_xl.domain.postings import Money, Posting
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.tariff import Stake


class Fate(StrEnum):
    """What can still be done for the money of a posting."""

    SAVABLE = "savable"
    AT_RISK = "at_risk"
    BLOCKED = "blocked"
    LOST = "lost"


def fate_of(tier: Tier, *, short: int, chance: float | None = None, sure: float = 0.0) -> Fate:
    """What can still be done: a missed posting is lost, one without goods is blocked, one whose chance is below
    ``sure`` (or, without a forecast, whose tier is urgent) is at risk."""
    if tier is Tier.MISSED:
        return Fate.LOST
    if short:
        return Fate.BLOCKED
    at_risk = tier >= Tier.URGENT if chance is None else chance < sure
    return Fate.AT_RISK if at_risk else Fate.SAVABLE


def totals(stakes: Iterable[tuple[Fate, Stake]]) -> dict[tuple[Fate, str], Money]:
    """What can still rise, by fate and currency, and under ``LOST`` what has risen already, of every posting."""
    sums: defaultdict[tuple[Fate, str], Decimal] = defaultdict(Decimal)
    for fate, stake in stakes:
        sums[Fate.LOST, stake.currency] += stake.lost
        sums[fate, stake.currency] += stake.ahead
    return {key: Money(amount, key[1]) for key, amount in sums.items() if amount}


class ErrorCharge(NamedTuple):
    """Ozon's processing charge for a posting that failed by the seller's fault."""

    amount: Money
    is_told: bool
    """Ozon has charged it; otherwise it is an estimate of what the posting would cost."""


class ErrorTariff(NamedTuple):
    """What errors have cost and would cost.

    Ozon charges a share of the goods' price by the zone of the error index, at most so many roubles an order (Ozon
    help for realFBS sellers from abroad, read 2026-11-23). Share and limit are dated rules.
    """

    told: Mapping[str, Money] = {}
    """Charged by Ozon, by number of the posting."""
    share: float | None = None
    """Of the goods' price, in the zone of now; None where the index is not known."""
    most: Money | None = None
    """Of one order; of a price in another currency nobody knows how much that is, so it has no limit here."""

    def of(self, posting: Posting) -> ErrorCharge | None:
        """None where it costs nothing, or nobody knows what."""
        if posting.number in self.told:
            return ErrorCharge(self.told[posting.number], is_told=True)
        price = posting.goods_price
        if price is None or not self.share:
            return None
        amount = round(price.amount * Decimal(str(self.share)), 2)
        if self.most and self.most.currency == price.currency:
            amount = min(amount, self.most.amount)
        return ErrorCharge(Money(amount, price.currency), is_told=False)
