"""Ozon's ladder of tariff steps: what handing a posting over now or later costs.

Every figure comes with the posting; no rate stands here. A discount is money back, so it counts as a cost below zero
(``tariff_type``: ``discount``, ``no_discount``, ``commission``; API description, read 2026-11-23). Ozon calls all of
this a tariff, and so do we.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final, NamedTuple

from ozon_xl.domain.postings import Money, TariffStep

FOREVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""A step that ends later than this has no end (``9999-12-31`` in examples of Ozon's API description)."""


class Rise(NamedTuple):
    """When handing over becomes dearer next."""

    at: datetime | None
    """None where it does not."""
    by: Money | None
    """None where Ozon does not give every figure."""


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


def next_rise(steps: Sequence[TariffStep], now: datetime) -> Rise:
    """The next moment at which handing over costs more; where Ozon does not say how much, that of the next step."""
    if not steps:
        return Rise(None, None)
    stake = stake_of(steps, now)
    if stake is None:
        return Rise(min((step.until for step in steps if now < step.until < FOREVER), default=None), None)
    return Rise(stake.next_at, Money(stake.next_rise, stake.currency) if stake.next_at else None)
