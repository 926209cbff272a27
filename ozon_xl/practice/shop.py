"""The state of the shop and everything that may happen to it. It reads no clock: ``now`` is always an argument."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from ozon_xl.domain.statuses import RESERVING
from ozon_xl.ozon.stocks import PAIR_REST_S
from ozon_xl.practice.goods import LedgerEntry, Level, Product, Warehouse
from ozon_xl.practice.keyset import Keyset
from ozon_xl.practice.parcels import Cancellation, Line, Posting, StatusChange

STOCK_TOO_BIG = 1_000_000
"""A write must stay below it. Source: errors of ``/v2/products/stocks``, read 2026-11-23."""
PAIR_PAUSE = timedelta(seconds=PAIR_REST_S)
AUTO_CANCEL = timedelta(days=10)
"""realFBS: Ozon cancels what was not handed over. Source: realFBS help (copies differ), read 2026-11-23."""

PACKING = timedelta(seconds=2)
"""From the answer to the wish to pack until it shows. Our guess: Ozon names no time."""

CANCELLED = ("cancelled", "cancelled_from_split_pending")
BY_BUYER = Cancellation(
    reason_id=0, reason="Покупатель передумал", initiator="Client", kind="client", after_ship=False, counts=False
)
BY_OZON = Cancellation(
    reason_id=401,
    reason="Отправление не передано в доставку",
    initiator="Ozon",
    kind="ozon",
    after_ship=False,
    counts=True,
)
BY_SELLER = Cancellation(
    reason_id=352, reason="Товар закончился на складе", initiator="Seller", kind="seller", after_ship=False, counts=True
)
_AFTER = {
    "pack": ("awaiting_deliver", "posting_in_carriage"),
    "hand_over": ("delivering", "posting_on_way_to_city"),
    "deliver": ("delivered", "posting_received"),
    "fail_pack": ("awaiting_packaging", "ship_failed"),
    "dispute": ("arbitration", "posting_in_arbitration"),
}
STEPS = (*_AFTER, "cancel")
"""What may be done to a posting by name."""


class Shop:
    """Products, warehouses, stock and postings, with what was written and what has changed."""

    def __init__(
        self,
        warehouses: Iterable[Warehouse],
        products: Iterable[Product],
        opened_at: datetime,
        *,
        lag_s: float = 1.0,
    ) -> None:
        self.warehouses = {warehouse.id: warehouse for warehouse in warehouses}
        self.products = Keyset[Product](lambda product: (product.id,), products)
        self.range, _ = self.products.page(len(self.products))
        self.by_offer = {product.offer: product for product in self.range}
        self.by_id = {product.id: product for product in self.range}
        self.by_sku = {product.sku: product for product in self.range}
        self.by_warehouse = {number: Keyset[Level](lambda level: (level.product.sku,)) for number in self.warehouses}
        self.postings: dict[str, Posting] = {}
        self.by_cutoff = Keyset[Posting](lambda posting: (posting.cutoff, posting.in_process_at, posting.id))
        self.by_start = Keyset[Posting](lambda posting: (posting.in_process_at, posting.id))
        self.ledger: list[LedgerEntry] = []
        self.lag_s = lag_s
        """How long readers still see the old stock after a write, in the shop's seconds."""
        self.revision = 0
        """Grows with every change of a posting or of stock."""
        self.posting_ids = count(1_208_972_202)
        self._being_packed: list[Posting] = []
        self._forgotten = (opened_at - AUTO_CANCEL,)  # what was forgotten before the shop opened stays forgotten

    # --- stock -------------------------------------------------------------------------------------------------------
    def level(self, product: Product, warehouse: Warehouse, now: datetime) -> Level:
        """The stock of a pair; a pair that never was gets an empty one."""
        if warehouse.id not in product.levels:
            product.levels[warehouse.id] = level = Level(product, warehouse, now)
            self.by_warehouse[warehouse.id].add(level)
        return product.levels[warehouse.id]

    def levels(self) -> Iterator[Level]:
        """The stock of every pair there is."""
        return (level for product in self.range for level in product.levels.values())

    def find_product(self, offer: str, product_id: int) -> Product | None:
        """The product that a stock write means: the offer wins over the number."""
        return self.by_offer.get(offer) if offer else self.by_id.get(product_id)

    def refusal(self, product: Product | None, warehouse_id: int, stock: int, now: datetime) -> tuple[str, str] | None:
        """Code and message that a write of this pair gets, None where it may pass."""
        warehouse = self.warehouses.get(warehouse_id)
        if product is None:
            return "NOT_FOUND_ERROR", "offer_id_not_found"
        if warehouse is None or not warehouse.sells:
            return "WAREHOUSE_NOT_FOUND", f"warehouse has wrong id: {warehouse_id}"
        if product.refusal:
            return product.refusal, _REFUSALS[product.refusal]
        if product.is_kgt != warehouse.is_kgt:
            code = "OVER_MAX_OVH_NON_KGT" if product.is_kgt else "NON_KGT_ON_KGT_WAREHOUSE"
            return code, _REFUSALS[code]
        if stock >= STOCK_TOO_BIG:
            return "STOCK_TOO_BIG", f"stock must be less than {STOCK_TOO_BIG}"
        level = product.levels.get(warehouse_id)
        if level and level.written_at is not None and now - level.written_at < PAIR_PAUSE:
            return "TOO_MANY_REQUESTS", "Stock is updated too frequently"
        return None

    def write_free(self, level: Level, free: int, now: datetime, *, lag_s: float | None = None) -> None:
        """An accepted write: from now on exactly ``free`` can be sold, and readers see it ``lag_s`` later."""
        present = free + level.reserved
        hidden = level.lag if level.lag_until is not None and now < level.lag_until else 0
        level.lag, level.lag_until = (
            hidden + present - level.present,
            now + timedelta(seconds=self.lag_s if lag_s is None else lag_s),
        )
        level.present, level.updated_at, level.written_at = present, now, now
        self.revision += 1

    def set_free(self, level: Level, free: int, now: datetime, *, by: str) -> None:
        """Somebody writes behind the API's back: seen at once, and neither bound by the pause nor starting one."""
        before = level.counts()
        self.count_shelf(level, free + level.reserved, now)
        self.ledger.append(
            LedgerEntry(
                at=now,
                by=by,
                request=0,
                offer_id=level.product.offer,
                product_id=level.product.id,
                warehouse_id=level.warehouse.id,
                stock=free,
                updated=True,
                before=before,
                after=level.counts(),
            )
        )

    def count_shelf(self, level: Level, present: int, now: datetime) -> None:
        """Somebody sets the shelf to what is really there, reserved or not."""
        level.present, level.updated_at = present, now
        level.lag, level.lag_until = 0, None
        self.revision += 1

    # --- postings ----------------------------------------------------------------------------------------------------
    def accept(self, posting: Posting, now: datetime, *, stocked: bool = False) -> Posting:
        """Let a posting in: its goods are reserved. ``stocked`` adds them to the shelf first (for a shop's past)."""
        posting.levels = tuple(self.level(line.product, posting.warehouse, now) for line in posting.lines)
        if posting.holds:
            self._move(posting, reserved=1, present=int(stocked))
        self.postings[posting.number] = posting
        self.by_cutoff.add(posting)
        self.by_start.add(posting)
        posting.history.append(StatusChange(posting.changed_at, posting.status, posting.substatus))
        self.revision += 1
        return posting

    def step(self, posting: Posting, name: str, now: datetime) -> None:
        """Do one of ``STEPS``."""
        if name == "cancel":
            self.cancel(posting, BY_BUYER, now)
        else:
            self.set_status(posting, *_AFTER[name], now)

    def pack(
        self, posting: Posting, packages: Sequence[tuple[Line, ...]], now: datetime, *, fails: bool
    ) -> list[Posting]:
        """Take the wish to pack, a posting for each package; ``finish_packing`` does it, or fails."""
        parcels = [posting] if fails else [posting, *(self._split_off(posting, lines, now) for lines in packages[1:])]
        for parcel in parcels:
            parcel.packing_ends, parcel.packing_fails = now + PACKING, fails
            self._changed(parcel)
        self._being_packed += parcels
        return parcels

    def finish_packing(self, now: datetime) -> None:
        """What was asked to be packed a while ago is packed by now, or has failed."""
        under_way, self._being_packed = self._being_packed, []
        for posting in under_way:
            ends = posting.packing_ends
            if ends is not None and ends > now:
                self._being_packed.append(posting)
                continue
            posting.packing_ends = None
            if ends is not None and posting.status == "awaiting_packaging":  # nobody was quicker
                self.step(posting, "fail_pack" if posting.packing_fails else "pack", ends)
            self._changed(posting)

    def _split_off(self, posting: Posting, lines: tuple[Line, ...], now: datetime) -> Posting:
        """A part of a posting as a posting of its own, with the next number of the order."""
        gone = Counter({line.product: line.quantity for line in lines})
        self._move(posting, reserved=-1, present=0)
        left = [line._replace(quantity=line.quantity - gone[line.product]) for line in posting.lines]
        kept = [place for place, line in enumerate(left) if line.quantity]
        posting.lines = tuple(left[place] for place in kept)
        posting.levels = tuple(posting.levels[place] for place in kept)
        self._move(posting, reserved=1, present=0)
        siblings = (one.number for one in self.postings.values() if one.order_number == posting.order_number)
        number = 1 + max(int(sibling.rsplit("-", 1)[1]) for sibling in siblings)
        part = replace(
            posting,
            id=next(self.posting_ids),
            number=f"{posting.order_number}-{number}",
            lines=lines,
            parent=posting.number,
            history=[],
            levels=(),
            told={},
            told_until=None,
        )
        return self.accept(part, now)

    def cancel(self, posting: Posting, cancellation: Cancellation, now: datetime) -> None:
        """Cancel; what still lies on the shelf can be sold again."""
        posting.cancellation = cancellation._replace(after_ship=posting.left)
        self.set_status(posting, "cancelled", "posting_canceled", now)

    def set_status(self, posting: Posting, status: str, substatus: str, now: datetime) -> None:
        """Move a posting to any status, known or not; goods and reserve follow."""
        held, holds = posting.holds, status in RESERVING
        if held and not holds:
            gone = status not in CANCELLED
            self._move(posting, reserved=-1, present=-int(gone))
            posting.left = gone
        elif holds and not held:
            self._move(posting, reserved=1, present=int(posting.left))
            posting.left = False
        if status == "delivering" and posting.delivering_at is None:
            posting.delivering_at = now
        posting.previous_substatus = posting.substatus
        posting.status, posting.substatus, posting.changed_at = status, substatus, now
        posting.history.append(StatusChange(now, status, substatus))
        self._changed(posting)

    def move_cutoff(self, posting: Posting, cutoff: datetime) -> None:
        """Ozon sets another ship-by moment; the lateness and the ladder move with it."""
        shift = cutoff - posting.cutoff
        self.by_cutoff.remove(posting)
        posting.cutoff = cutoff
        self.by_cutoff.add(posting)
        if posting.late_from is not None:
            posting.late_from += shift
        posting.tariff = tuple(
            step._replace(until=step.until + shift) if step.until else step for step in posting.tariff
        )
        self._changed(posting)

    def cancel_forgotten(self, now: datetime) -> None:
        """What realFBS sellers have not handed over in ten days, Ozon cancels as time passes."""
        low, self._forgotten = self._forgotten, (now - AUTO_CANCEL,)
        old, _ = self.by_start.page(
            len(self.by_start),
            low=low,
            high=self._forgotten,
            wanted=lambda posting: posting.is_rfbs and posting.holds,
        )
        for posting in old:
            self.cancel(posting, BY_OZON, posting.in_process_at + AUTO_CANCEL)

    def _move(self, posting: Posting, *, reserved: int, present: int) -> None:
        for line, level in zip(posting.lines, posting.levels, strict=True):
            level.reserved += reserved * line.quantity
            level.present = max(0, level.present + present * line.quantity)

    def _changed(self, posting: Posting) -> None:
        posting.told.clear()
        self.revision += 1


_REFUSALS = {
    "product_is_not_created": "product is not created",
    "PRICE_IS_NOT_SENT": "price is not sent",
    "PRODUCT_HAS_NOT_BEEN_TAGGED_YET": "product has not been tagged yet",
    "OVER_MAX_OVH_NON_KGT": "product is too large for this warehouse",
    "NON_KGT_ON_KGT_WAREHOUSE": "warehouse is for bulky products only",
    "MULTIBOX_NOT_ALLOWED_FOR_FBS": "multibox is not allowed for fbs",
}
