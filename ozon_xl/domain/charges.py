"""What can still be done for the money of each posting, and the sums of that."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from ozon_xl.domain.postings import Money
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
