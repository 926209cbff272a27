"""What handing a posting over now, later or too late costs by Ozon's own ladder of tariff steps.

Every figure comes with the posting; no rate stands here. A discount is money back, so it counts as a cost below zero
(``tariff_type``: ``discount``, ``no_discount``, ``commission``; API description, read 2026-11-23). Ozon calls all of
this a tariff, and so do we.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from ozon_xl.domain.postings import Money, TariffStep
from ozon_xl.domain.risk import Tier


class Fate(StrEnum):
    """What can still be done for the money of a posting."""

    SAVABLE = "savable"
    AT_RISK = "at_risk"
    BLOCKED = "blocked"
    LOST = "lost"


class Stake(NamedTuple):
    """The money of one posting at one moment, in one currency. Amounts are costs; a discount is below zero."""

    currency: str
    lost: Decimal
    """Already dearer than the first step was."""
    next_at: datetime | None
    """When the price rises next; None where it rises no more."""
    next_rise: Decimal
    """By how much it rises then."""
    ahead: Decimal
    """By how much it can still rise in all."""


def stake_of(steps: Sequence[TariffStep], now: datetime) -> Stake | None:
    """The money of a posting, or None where Ozon gives no ladder or not a whole one in one currency."""
    ladder = sorted(steps, key=lambda step: step.until)
    costs = [_cost(step) for step in ladder]
    if not ladder or None in costs or len({step.charge.currency for step in ladder if step.charge}) != 1:
        return None
    known = [cost for cost in costs if cost is not None]
    at = next((number for number, step in enumerate(ladder) if step.until > now), len(ladder) - 1)
    rises = [number for number in range(at, len(ladder) - 1) if known[number + 1] > known[number]]
    return Stake(
        currency=ladder[0].charge.currency if ladder[0].charge else "",
        lost=max(known[at] - known[0], Decimal(0)),
        next_at=ladder[rises[0]].until if rises else None,
        next_rise=known[rises[0] + 1] - known[rises[0]] if rises else Decimal(0),
        ahead=max(max(known[at:]) - known[at], Decimal(0)),
    )


def _cost(step: TariffStep) -> Decimal | None:
    if step.kind == "no_discount" and step.charge is None:
        return Decimal(0)
    if step.charge is None:
        return None
    return -step.charge.amount if step.kind == "discount" else step.charge.amount


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
