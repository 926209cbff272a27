"""How a posting comes into being: numbers, dates and price ladder as Ozon would give them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from ozon_xl.practice.goods import Warehouse
from ozon_xl.practice.parcels import Line, Posting, TariffStep
from ozon_xl.practice.shop import Shop

FIRST_SUBSTATUS = {
    "awaiting_registration": "posting_awaiting_registration",
    "acceptance_in_progress": "posting_acceptance_in_progress",
    "awaiting_approve": "posting_created",
    "awaiting_verification": "posting_created",
    "awaiting_packaging": "posting_created",
    "awaiting_deliver": "posting_in_carriage",
    "arbitration": "posting_in_arbitration",
    "client_arbitration": "posting_in_client_arbitration",
    "delivering": "posting_on_way_to_city",
    "driver_pickup": "posting_driver_pick_up",
    "not_accepted": "posting_not_in_sort_center",
    "sent_by_seller": "posting_transferred_to_courier_service",
    "delivered": "posting_received",
    "cancelled": "posting_canceled",
}
"""The substatus that goes with a status when nothing else is known."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is settled about a posting before it gets its numbers."""

    ordered_at: datetime
    cutoff: datetime
    status: str = "awaiting_packaging"
    substatus: str = ""
    undated: bool = False
    late_after: timedelta | None = timedelta(hours=12)
    """From the cutoff; None leaves ``shipment_date_without_delay`` null."""
    digits: int = 0
    extra_actions: tuple[str, ...] = ()

    @classmethod
    def fresh(cls, now: datetime, *, due_in: timedelta = timedelta(hours=24)) -> "Terms":
        """Of an order that comes in now."""
        return cls(ordered_at=now, cutoff=now + due_in)


def new_posting(
    shop: Shop,
    rng: Random,
    warehouse: Warehouse,
    lines: Sequence[Line],
    terms: Terms,
    *,
    sibling: Posting | None = None,
) -> Posting:
    """A posting that the shop has not accepted yet; with a ``sibling``, one more parcel of the same order."""
    number = next(shop.posting_ids)
    method = rng.choice(warehouse.methods)
    order = f"{rng.randrange(1, 220_000_000):0{rng.choice((8, 10))}d}-{number % 10_000:04d}"
    parcel = 1
    if sibling is not None:
        order, parcel = sibling.order_number, int(sibling.number.rsplit("-", 1)[1]) + 1
    status = terms.status
    return Posting(
        id=number,
        number=f"{order}-{parcel}",
        order_number=order,
        order_id=33_301_885_134 + number if sibling is None else sibling.order_id,
        warehouse=warehouse,
        method=method,
        lines=tuple(lines),
        in_process_at=_cut(terms.ordered_at, terms.digits),
        cutoff=_cut(terms.cutoff, terms.digits),
        late_from=None if terms.late_after is None else _cut(terms.cutoff + terms.late_after, terms.digits),
        tariff=() if warehouse.is_rfbs else _ladder(lines, _cut(terms.cutoff, terms.digits)),
        status=status,
        substatus=terms.substatus or FIRST_SUBSTATUS.get(status, "posting_created"),
        previous_substatus="posting_split_pending",
        changed_at=_cut(terms.ordered_at, terms.digits),
        undated=terms.undated,
        digits=terms.digits,
        schema=rng.choice(("rfbs", "rfbs", "rfbs", "")) if warehouse.is_rfbs else "fbs",
        tracking=f"RB{number % 1_000_000_000:09d}CN" if warehouse.is_rfbs and status != "awaiting_packaging" else "",
        delivering_at=_cut(terms.cutoff - timedelta(hours=2), terms.digits) if status in _ON_THE_WAY else None,
        extra_actions=terms.extra_actions,
        left=status in _ON_THE_WAY,
    )


_ON_THE_WAY = ("delivering", "driver_pickup", "sent_by_seller", "delivered", "not_accepted", "client_arbitration")


def _cut(at: datetime, digits: int) -> datetime:
    """The moment with no more digits after the second than it will show."""
    step = 10 ** (6 - digits)
    return at.replace(microsecond=at.microsecond // step * step)


def _ladder(lines: Sequence[Line], cutoff: datetime) -> tuple[TariffStep, ...]:
    """Handing over early is a discount, late a commission; charges as shares of the goods' price."""
    goods = sum((line.price * line.quantity for line in lines), start=type(lines[0].price)(0))
    hours = timedelta(hours=1)

    def step(until: datetime | None, kind: str, rate: int, minimum: str | None) -> TariffStep:
        return TariffStep(until, kind, rate, f"{goods * rate / 100:.2f}", minimum)

    return (
        step(cutoff - 12 * hours, "discount", 3, None),
        step(cutoff, "discount", 2, None),
        step(cutoff + 12 * hours, "commission", 1, "50"),
        step(cutoff + 24 * hours, "commission", 2, "100"),
        step(None, "commission", 3, "150"),
    )
