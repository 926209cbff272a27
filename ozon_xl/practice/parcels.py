"""What the shop knows of a posting: more than it tells."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from ozon_xl.domain.statuses import RESERVING
from ozon_xl.practice.goods import DeliveryMethod, Level, Product, Warehouse


class Line(NamedTuple):
    """One article of a posting; the price is of one piece."""

    product: Product
    quantity: int
    price: Decimal
    currency: str


class TariffStep(NamedTuple):
    """One rung of the price ladder; None is for ever."""

    until: datetime | None
    kind: str
    rate: float
    charge: str
    minimum: str | None


class Cancellation(NamedTuple):
    """Who cancelled, and whether it counts against the seller."""

    reason_id: int
    reason: str
    initiator: str
    kind: str
    after_ship: bool
    counts: bool


class StatusChange(NamedTuple):
    """One step in a posting's life."""

    at: datetime
    status: str
    substatus: str


@dataclass(slots=True, eq=False)
class Posting:
    """One parcel. Ozon sorts it by ``cutoff`` even where it shows no ``shipment_date`` (``undated``)."""

    id: int
    number: str
    order_number: str
    order_id: int
    warehouse: Warehouse
    method: DeliveryMethod
    lines: tuple[Line, ...]
    in_process_at: datetime
    cutoff: datetime
    late_from: datetime | None
    tariff: tuple[TariffStep, ...]
    status: str
    substatus: str
    changed_at: datetime
    previous_substatus: str = ""
    undated: bool = False
    digits: int = 0
    """Digits after the second in its moments: 0, 3 or 6."""
    schema: str = ""
    """``delivery_schema``; empty where Ozon is silent."""
    tracking: str = ""
    delivering_at: datetime | None = None
    cancellation: Cancellation | None = None
    extra_actions: tuple[str, ...] = ()
    parent: str = ""
    """The posting that it was split from."""
    packing_ends: datetime | None = None
    """When a packing that was asked for takes effect ..."""
    packing_fails: bool = False
    """... or fails."""
    left: bool = False
    """The goods have left the shelf."""
    history: list[StatusChange] = field(default_factory=list)
    levels: tuple[Level, ...] = ()
    """Of its lines, in their order."""
    told: dict[str, bytes] = field(default_factory=dict)
    """Its JSON, once made; emptied by every change."""
    told_until: datetime | None = None
    """When that JSON changes by itself."""

    @property
    def holds(self) -> bool:
        """Whether its goods are reserved."""
        return self.status in RESERVING

    @property
    def is_rfbs(self) -> bool:
        """Whether the seller delivers."""
        return self.warehouse.is_rfbs
