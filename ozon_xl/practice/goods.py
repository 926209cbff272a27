"""What the shop sells and where it lies: products, warehouses, and the stock of each pair of them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DeliveryMethod:
    """How parcels leave a warehouse."""

    id: int
    name: str
    provider_id: int
    provider: str
    flow: str
    """``ozon``, ``aggregator``, ``3pl_tracking`` or ``non_integrated``."""
    cutoff: str
    """A local clock time, ``15:00``."""
    status: str = "ACTIVE"


@dataclass(frozen=True, slots=True, eq=False)
class Warehouse:
    """One warehouse of the seller; ``status`` ``created`` means active."""

    id: int
    name: str
    address: str
    utc: str
    status: str
    is_rfbs: bool
    methods: tuple[DeliveryMethod, ...]
    is_kgt: bool = False
    paused_at: datetime | None = None

    @property
    def sells(self) -> bool:
        """Whether stock may be written here and is sold from here."""
        return self.status == "created"


@dataclass(slots=True, eq=False)
class Product:
    """One article. ``refusal`` is the item error that every stock write gets, empty where writes are allowed."""

    id: int
    sku: int
    offer: str
    name: str
    color: str
    price: Decimal
    currency: str
    weight_g: int
    created_at: datetime
    is_kgt: bool = False
    archived: bool = False
    refusal: str = ""
    levels: "dict[int, Level]" = field(default_factory=dict)
    """By warehouse id, for each warehouse that ever had some."""
    card: bytes = b""
    """The unchanging part of its JSON, once made."""

    def shelves(self) -> "list[Level]":
        """Its stock in each warehouse, in the order of the warehouses' ids."""
        return [self.levels[number] for number in sorted(self.levels)]


@dataclass(slots=True, eq=False)
class Level:
    """Pieces of one product in one warehouse.

    After a write, readers still see ``lag`` fewer or more pieces on the shelf than there are, until ``lag_until``.
    """

    product: Product
    warehouse: Warehouse
    updated_at: datetime
    present: int = 0
    reserved: int = 0
    written_at: datetime | None = None
    """When the last write through the API was accepted."""
    lag: int = 0
    lag_until: datetime | None = None

    @property
    def free(self) -> int:
        """What can still be sold; 0 where the shelf holds less than is promised."""
        return max(0, self.present - self.reserved)

    def counts(self) -> dict[str, int]:
        """What is really there."""
        return {"present": self.present, "reserved": self.reserved, "free": self.free}

    def seen(self, now: datetime) -> tuple[int, int, int]:
        """Present, reserved and free as a reader sees them at ``now``."""
        present = self.present
        if self.lag_until is not None:
            if now < self.lag_until:
                present = max(0, present - self.lag)
            else:
                self.lag, self.lag_until = 0, None
        return present, self.reserved, max(0, present - self.reserved)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of the ledger of stock writes: what was asked of a pair, by whom, and what came of it."""

    at: datetime
    by: str
    """``api:<Client-Id>`` or who wrote behind the API's back."""
    request: int
    """Number of the request in the log of requests; 0 where it came another way."""
    offer_id: str
    product_id: int
    warehouse_id: int
    stock: int
    updated: bool
    errors: tuple[tuple[str, str], ...] = ()
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
