"""What the rules know of a posting (отправление, 货件): one parcel of an order, with its dates and its goods."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple


class Money(NamedTuple):
    """An amount in one currency (``RUB``, ``CNY`` ...)."""

    amount: Decimal
    currency: str


class Line(NamedTuple):
    """One article of a posting."""

    offer: str
    sku: str
    name: str
    quantity: int
    """Pieces."""
    price: Money | None
    """Of one piece."""


class TariffStep(NamedTuple):
    """One rung of Ozon's price ladder: handing over before ``until`` costs ``charge``.

    Source: fields ``tariffication_steps`` and ``tariffication`` of the posting methods, read 2026-11-23. Rates and
    charges come with each posting and are never worked out here.
    """

    until: datetime
    kind: str
    """``discount`` or ``commission``, as Ozon writes it."""
    charge: Money | None


class Posting(NamedTuple):
    """One parcel as Ozon last told it. Moments are UTC; None where Ozon gave none. Ids are text, always."""

    number: str
    order_number: str
    status: str
    """Ozon's word as it is, known to us or not."""
    substatus: str
    scheme: str
    """``fbs`` or ``rfbs``, from ``delivery_schema``; empty where Ozon is silent."""
    flow: str
    """``integration_type_flow`` or ``tpl_integration_type``: who delivers, who sets statuses."""
    warehouse_id: str
    warehouse: str
    method: str
    carrier: str
    tracking: str
    ordered_at: datetime | None
    ship_by: datetime | None
    """``shipment_date``: assemble and hand over by then; Ozon may move it at any time."""
    late_from: datetime | None
    """``shipment_date_without_delay``: afterwards the posting counts as late."""
    handed_over_at: datetime | None
    """``delivering_date``."""
    tariff_steps: tuple[TariffStep, ...]
    actions: tuple[str, ...]
    """``available_actions``: what Ozon allows now."""
    lines: tuple[Line, ...]

    @property
    def units(self) -> int:
        """Pieces over all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def goods_price(self) -> Money | None:
        """Price of all goods, None where a line has no price or the currencies differ."""
        currency, total = None, Decimal(0)
        for line in self.lines:
            if line.price is None or currency not in (None, line.price.currency):
                return None
            currency = line.price.currency
            total += line.price.amount * line.quantity
        return None if currency is None else Money(total, currency)
