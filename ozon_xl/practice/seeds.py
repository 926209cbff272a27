"""A shop's past and present, made from a seed: the same seed at the same moment gives the same shop."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from ozon_xl.practice import catalogue
from ozon_xl.practice.goods import Level, Warehouse
from ozon_xl.practice.orders import Terms, new_posting
from ozon_xl.practice.parcels import Line, Posting
from ozon_xl.practice.shop import BY_BUYER, BY_SELLER, CANCELLED, Shop

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seeding:
    """How much of what."""

    postings: int = 300
    offers: int = 500
    short: float = 0.04
    """Share of the open postings whose shelf holds less than is promised."""
    hurry: float = 1.0
    """Above 1: deadlines come that much sooner."""


def new_shop(seeding: Seeding, *, seed: int, now: datetime, lag_s: float = 1.0) -> Shop:
    """A shop full of goods and orders, seen at ``now``. Two stock rows an offer on average."""
    rng = Random(seed)  # noqa: S311 - data for practice, no secret
    shop = Shop(catalogue.warehouses(now), catalogue.products(rng, seeding.offers, now), now, lag_s=lag_s)
    _stock(shop, rng, now)
    shelves = {
        warehouse: [level for level in _levels(shop, warehouse) if not level.product.archived]
        for warehouse in shop.warehouses.values()
    }
    places = [warehouse for warehouse, levels in shelves.items() if levels and warehouse.sells]
    if not places:
        return shop
    weights = [len(shelves[warehouse]) for warehouse in places]
    terms = _terms(rng, now, seeding)
    posting: Posting | None = None
    for _ in range(seeding.postings):
        warehouse = rng.choices(places, weights)[0]
        sibling = posting if rng.random() < 0.08 else None
        posting = new_posting(shop, rng, warehouse, _lines(rng, shelves[warehouse]), next(terms), sibling=sibling)
        if posting.status in CANCELLED:
            posting.cancellation = rng.choice((BY_BUYER, BY_SELLER))
        shop.accept(posting, now, stocked=True)
    _lose(shop, rng, seeding, now)
    return shop


def _levels(shop: Shop, warehouse: Warehouse) -> list[Level]:
    shelf = shop.by_warehouse[warehouse.id]
    return shelf.page(len(shelf))[0]


def _stock(shop: Shop, rng: Random, now: datetime) -> None:
    """Russian goods lie in the FBS warehouses, Chinese ones in the realFBS ones, bulky ones in their own."""
    kgt = [warehouse for warehouse in shop.warehouses.values() if warehouse.is_kgt]
    sides = {
        rfbs: [w for w in shop.warehouses.values() if w.is_rfbs == rfbs and not w.is_kgt and w.sells]
        for rfbs in (False, True)
    }
    resting = [warehouse for warehouse in shop.warehouses.values() if not warehouse.sells]
    for product in shop.range:
        if product.refusal:
            continue
        homes = kgt[:1] if product.is_kgt else list(sides[product.currency == "CNY"])
        if rng.random() < 0.06:
            homes.append(rng.choice(resting))
        elif rng.random() < 0.06:
            homes = homes[:1]
        for warehouse in homes:
            level = shop.level(product, warehouse, now - timedelta(seconds=rng.randrange(60, 800_000)))
            level.present = rng.choice((0, 1, 2, 3, 5, 8, 13, 20, 40, 75, 120, 400))


def _lines(rng: Random, shelf: list[Level]) -> list[Line]:
    levels = rng.sample(shelf, min(len(shelf), rng.choices((1, 2, 3, 5), (70, 20, 8, 2))[0]))
    return [
        Line(
            level.product,
            rng.choices((1, 2, 3, 4, 12), (72, 16, 6, 4, 2))[0],
            level.product.price,
            level.product.currency,
        )
        for level in levels
    ]


def _lose(shop: Shop, rng: Random, seeding: Seeding, now: datetime) -> None:
    """Some goods that were promised are not there."""
    holding = [posting for posting in shop.postings.values() if posting.holds]
    if seeding.short and holding:
        for posting in rng.sample(holding, max(1, round(len(holding) * seeding.short))):
            level = rng.choice(posting.levels)
            shop.count_shelf(level, max(0, level.reserved - rng.randint(1, 3)), now)


def _terms(rng: Random, now: datetime, seeding: Seeding) -> Iterator[Terms]:
    """First one of each curiosity, so that the smallest shop has them all; then the daily bread."""
    yield from _curiosities(now)
    while True:
        status = rng.choices(*_STATUSES)[0]
        yield _daily(rng, now, status, seeding.hurry)


def _curiosities(now: datetime) -> Iterator[Terms]:
    hour = _HOUR
    day = 24 * hour
    yield Terms(now - 3 * day, now - 30 * hour)  # overdue, and late
    yield Terms(now - 2 * day, now - hour, late_after=6 * hour)  # ship-by passed, not late yet
    yield Terms(now - 2 * day, now + hour / 4)
    yield Terms(now - 2 * day, now + 3 * hour, status="awaiting_deliver", digits=3)
    yield Terms(now - day, now + 2 * day, undated=True, late_after=None)
    yield Terms(now - day, now + 9 * hour, late_after=None)
    yield Terms(now - day, now + 20 * hour, late_after=timedelta(0), digits=6)
    yield Terms(now - day, now + 5 * hour, substatus="ship_failed")
    yield Terms(now - day, now + 6 * hour, substatus="posting_waiting_for_customs_photo")
    yield Terms(now - day, now + 7 * hour, status="awaiting_customs_code")
    yield Terms(now - day, now + 8 * hour, extra_actions=("scan_to_confirm",))
    yield Terms(now - day, now + day, status="awaiting_registration", undated=True, late_after=None)
    yield Terms(now - day, now + day, status="awaiting_approve")
    yield Terms(now - day, now + 10 * hour, status="awaiting_verification")
    yield Terms(now - 2 * day, now - 2 * hour, status="awaiting_deliver", late_after=timedelta(0))
    yield Terms(now - 3 * day, now - day, status="not_accepted")
    yield Terms(now - 6 * day, now - 4 * day, status="arbitration")
    yield Terms(now - 8 * day, now - 6 * day, status="client_arbitration")
    yield Terms(now - 3 * day, now - day, status="driver_pickup")
    yield Terms(now - 4 * day, now - 2 * day, status="sent_by_seller")
    yield Terms(now - 100 * day, now - 95 * day, status="awaiting_deliver")  # forgotten for months
    yield Terms(now - 7 * day, now + 24 * day)


_STATUSES = (
    (
        "awaiting_packaging",
        "awaiting_deliver",
        "awaiting_registration",
        "awaiting_approve",
        "acceptance_in_progress",
        "delivering",
        "delivered",
        "cancelled",
        "arbitration",
        "client_arbitration",
        "not_accepted",
        "driver_pickup",
        "sent_by_seller",
    ),
    (52, 26, 2, 1, 2, 6, 4, 3, 1, 1, 1, 0.5, 0.5),
)


def _daily(rng: Random, now: datetime, status: str, hurry: float) -> Terms:
    """A posting like most: due any time from three days ago to some weeks ahead, most within two days."""
    low, high = rng.choices(
        ((-72, -1), (0, 1), (1, 4), (4, 12), (12, 24), (24, 96), (96, 700)), (7, 6, 11, 17, 22, 34, 3)
    )[0]
    hours = rng.uniform(low, high) / hurry
    if status in ("delivering", "delivered", "cancelled", "sent_by_seller", "arbitration", "client_arbitration"):
        hours = -rng.uniform(1, 200)
    due = now + hours * _HOUR
    cutoff = due.replace(second=0, microsecond=0) if rng.random() < 0.7 else due
    if rng.random() < 0.8 and not 0 <= hours < 2:
        cutoff = cutoff.replace(minute=0)  # many share a carrier's hour: ties in Ozon's order
    return Terms(
        ordered_at=min(now - timedelta(seconds=rng.randrange(1, 3600)), cutoff - rng.uniform(4, 130) * _HOUR),
        cutoff=cutoff,
        status=status,
        late_after=None if rng.random() < 0.05 else rng.choice((0, 3, 8, 12, 24)) * _HOUR,
        digits=rng.choice((0, 0, 0, 3, 6)),
    )
