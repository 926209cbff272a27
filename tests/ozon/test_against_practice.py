"""The client against the practice shop, over HTTP: every section, every trouble, and the true state behind it."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from ozon_xl import errors
from ozon_xl.domain.statuses import ACTING, WAITING
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.notes import RetryNote
from ozon_xl.ozon.paging import Window
from ozon_xl.ozon.postings import LIST_POSTINGS, LIST_UNFULFILLED
from ozon_xl.ozon.shop import Shop
from ozon_xl.ozon.stocks import UPDATE_STOCKS, StockWrite
from ozon_xl.practice.server import PracticeServer
from tests.ozon.fakes import flat

DAY = timedelta(days=1)
OPEN = (*ACTING, *WAITING)


class SkippingClock:
    """Real time plus what was slept: waits cost nothing, and the shop's clock moves with them."""

    def __init__(self, practice: PracticeServer) -> None:
        self._practice = practice
        self.skipped_s = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.skipped_s)

    def monotonic(self) -> float:
        return time.monotonic() + self.skipped_s

    def sleep(self, seconds: float) -> None:
        self.skipped_s += seconds
        self._practice.control.advance(seconds)


class Desk:
    """A client at a practice shop."""

    def __init__(self, practice: PracticeServer, deadline_s: float = 10) -> None:
        self.practice = practice
        self.clock = SkippingClock(practice)
        self.notes: list[RetryNote] = []
        shop = Shop(practice.client_id, practice.api_key, practice.url)
        self.client = OzonClient(shop, clock=self.clock, on_note=self.notes.append, deadline_s=deadline_s)
        practice.control.faults("")
        practice.control.forget()

    def queue(self, back: timedelta = 180 * DAY) -> list[Any]:
        now = self.practice.control.now()
        return flat(self.client.postings.unfulfilled(now - back, now + 180 * DAY, OPEN))

    def history(self) -> list[Any]:
        now = self.practice.control.now()
        return flat(self.client.postings.processed(now - 180 * DAY, now))

    def stock(self) -> list[Any]:
        """What is really there, every pair."""
        rows: list[Any] = self.practice.control._ask("GET", "/stock")["stock"]
        return rows

    def requests(self, path: str) -> list[Any]:
        return self.practice.control.requests(path)


@pytest.fixture(scope="module")
def practice() -> Iterator[PracticeServer]:
    with PracticeServer(postings=450, offers=300, lag_s=0, limits=False) as server:
        yield server


@pytest.fixture
def desk(practice: PracticeServer) -> Iterator[Desk]:
    desk = Desk(practice)
    with desk.client:
        yield desk
    practice.control.faults("")


# --- every section ---------------------------------------------------------------------------------------------------


def test_account(desk: Desk) -> None:
    roles = desk.client.account.roles()
    assert {LIST_UNFULFILLED.path, LIST_POSTINGS.path, UPDATE_STOCKS.path} <= roles.methods
    assert roles.expires_at is not None
    assert desk.client.account.seller().name
    gap = desk.client.clock_error
    assert gap is not None
    assert abs(gap + desk.practice.control.now() - desk.clock.now()) < timedelta(seconds=2)


def test_stock_is_the_true_stock(desk: Desk) -> None:
    truth = {
        (row["offer_id"], row["warehouse_id"]): (row["present"], row["reserved"], row["free"]) for row in desk.stock()
    }
    warehouses = desk.client.warehouses.list()
    by_warehouse = [level for warehouse in warehouses for level in flat(desk.client.stocks.of_warehouse(warehouse.id))]
    assert {tuple(level.pair): (level.present, level.reserved, level.free) for level in by_warehouse} == truth
    by_offer = desk.client.stocks.of_offers(sorted({offer for offer, _warehouse in truth}))
    assert {tuple(level.pair): (level.present, level.reserved, level.free) for level in by_offer} == truth
    assert {level.warehouse_id for level in by_offer} <= {warehouse.id for warehouse in warehouses}


def test_offers_and_names(desk: Desk) -> None:
    offers = flat(desk.client.products.offers())
    names = desk.client.products.info([offer.product_id for offer in offers])
    assert [(product.offer, product.product_id, product.sku) for product in names] == [offer[:3] for offer in offers]
    assert {"00123", "1E5", "12-05", "=1+1"} <= {offer.offer for offer in offers}
    assert all(product.name for product in names)
    totals = flat(desk.client.stocks.totals())
    assert {total.offer for total in totals} <= {offer.offer for offer in offers}


def test_delivery_methods(desk: Desk) -> None:
    warehouses = {warehouse.id: warehouse for warehouse in desk.client.warehouses.list()}
    methods = desk.client.warehouses.delivery_methods()
    assert methods
    assert all(warehouses[method.warehouse_id].is_rfbs for method in methods)


def test_the_queue_is_whole_and_get_agrees(desk: Desk) -> None:
    queue = desk.queue()
    assert len({posting.number for posting in queue}) == len(queue) > 200
    now = desk.practice.control.now()
    assert any(posting.ship_by and posting.ship_by < now - 60 * DAY for posting in queue), "the overdue ones too"
    assert any(posting.ship_by is None for posting in queue)
    for posting in queue[:: len(queue) // 12]:
        assert desk.client.postings.get(posting.number) == posting
    history = {posting.number: posting for posting in desk.history()}
    assert all(history[posting.number] == posting for posting in queue)
    assert {posting.status for posting in history.values()} - set(OPEN), "with statuses that nobody filters"


def test_windows_side_by_side_give_the_same_queue(desk: Desk) -> None:
    now = desk.practice.control.now()
    windows = Window(now - 180 * DAY, now + 180 * DAY).cut(40)

    def read(window: Window) -> list[Any]:
        return flat(desk.client.postings.unfulfilled(*window, statuses=OPEN))

    jobs = [partial(read, window) for window in windows]
    side_by_side = {posting.number: posting for part in desk.client.side_by_side(jobs) for posting in part}
    assert side_by_side == {posting.number: posting for posting in desk.queue()}


def test_orders_and_what_changed(desk: Desk) -> None:
    now = desk.practice.control.now()
    queue = desk.queue()
    chosen = queue[:60]
    found = flat(desk.client.postings.by_orders([posting.order_number for posting in chosen], now - 180 * DAY, now))
    assert {posting.number for posting in chosen} <= {posting.number for posting in found}
    packed = next(posting for posting in queue if posting.status == "awaiting_packaging")
    began = desk.practice.control.now()
    desk.practice.control.set_status(packed.number, "a_status_of_tomorrow")
    changed = flat(desk.client.postings.changed(now - 180 * DAY, now, began - timedelta(seconds=1), now + DAY))
    assert (packed.number, "a_status_of_tomorrow") in {(posting.number, posting.status) for posting in changed}
    assert packed.number not in {posting.number for posting in desk.queue()}


def test_a_write_sets_the_free_quantity(desk: Desk) -> None:
    row = next(row for row in desk.stock() if row["reserved"])
    (answer,) = desk.client.stocks.update([StockWrite(row["offer_id"], row["warehouse_id"], 77)])
    assert (answer.updated, answer.errors, tuple(answer.pair)) == (True, (), (row["offer_id"], row["warehouse_id"]))
    now = desk.practice.control.level(row["offer_id"], row["warehouse_id"])
    assert (now["free"], now["reserved"], now["present"]) == (77, row["reserved"], 77 + row["reserved"])
    (again,) = desk.client.stocks.update([StockWrite(row["offer_id"], row["warehouse_id"], 78)])
    assert (again.updated, again.errors[0].code) == (False, "TOO_MANY_REQUESTS")
    (unknown,) = desk.client.stocks.update([StockWrite("nobody has this", row["warehouse_id"], 1)])
    assert unknown.updated is False
    assert unknown.errors


def test_a_wrong_key(practice: PracticeServer) -> None:
    shop = Shop(practice.client_id, "demo-of-another-shop", practice.url)
    with OzonClient(shop) as client, pytest.raises(errors.WrongKeyError):
        client.account.seller()


# --- troubles --------------------------------------------------------------------------------------------------------

HARMLESS = {
    "busy": f"429:2@{LIST_UNFULFILLED.path}*2+1",
    "busy without a hint": f"429@{LIST_UNFULFILLED.path}*3",
    "circle": f"circle@{LIST_UNFULFILLED.path}*1+2",
    "gateway": f"5xx:503@{LIST_UNFULFILLED.path}*2",
    "internal": f"internal@{LIST_UNFULFILLED.path}*1",
    "dropped": f"drop@{LIST_UNFULFILLED.path}*2+1",
    "dropped after": f"drop-after@{LIST_UNFULFILLED.path}*1",
    "half": f"half@{LIST_UNFULFILLED.path}*2",
    "truncated": f"truncate@{LIST_UNFULFILLED.path}*2",
    "a page": f"html@{LIST_UNFULFILLED.path}*1",
    "ids as text": "string-ids",
    "wrapped": "wrapped",
    "no total": "no-total",
    "one in eight": "429%4,5xx%4,truncate%4",
}


@pytest.mark.parametrize("kind", HARMLESS)
def test_a_passing_trouble_does_not_change_what_is_read(desk: Desk, kind: str) -> None:
    expected = desk.queue()
    desk.practice.control.faults(HARMLESS[kind])
    assert desk.queue() == expected
    if "*" in HARMLESS[kind]:
        assert desk.notes, "the trouble struck"


LASTING = {
    "429": errors.RateLimitedError,
    "circle": errors.CircleOpenError,
    "5xx": errors.ServerTroubleError,
    "internal": errors.ServerTroubleError,
    "refuse:deactivated": errors.KeyDeactivatedError,
    "refuse:role": errors.RoleMissingError,
    "refuse:network": errors.KeyTiedToNetworkError,
    "refuse:offer": errors.OfferNotSignedError,
    "refuse:blocked": errors.CompanyBlockedError,
    "refuse:subscription": errors.SubscriptionMissingError,
    "obsolete": errors.MethodRetiredError,
    "drop": errors.UnreachableError,
    "drop-after": errors.UnreachableError,
    "half": errors.BrokenAnswerError,
    "truncate": errors.BrokenAnswerError,
    "html": errors.BrokenAnswerError,
    "repeat-cursor": errors.PagingStuckError,
    "empty-page": errors.PageMissingError,
}


@pytest.mark.parametrize("kind", LASTING)
def test_a_lasting_trouble_is_never_a_shorter_list(desk: Desk, kind: str) -> None:
    desk.practice.control.faults(f"{kind}@{LIST_UNFULFILLED.path}+1")
    with pytest.raises(errors.OzonXLError) as caught:
        desk.queue()
    assert type(caught.value) is LASTING[kind]
    assert len(desk.requests(LIST_UNFULFILLED.path)) <= 10


def test_a_dripping_answer_ends(practice: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.ozon.retry.PACES", {})
    desk = Desk(practice, deadline_s=0.5)
    practice.control.faults("drip:30,stall:0")
    began = time.monotonic()
    with desk.client, pytest.raises(errors.TimedOutError):
        desk.client.account.seller()
    assert time.monotonic() - began < 2
    practice.control.faults("")


def test_windows_that_are_too_long_are_halved(desk: Desk) -> None:
    expected = {posting.number: posting for posting in desk.history()}
    desk.practice.control.faults(f"period:8@{LIST_POSTINGS.path}")
    desk.practice.control.forget()
    assert {posting.number: posting for posting in desk.history()} == expected
    assert len(desk.requests(LIST_POSTINGS.path)) > 24


def test_ship_by_windows_that_are_too_long_are_halved(desk: Desk) -> None:
    expected = desk.queue()
    for days in (1, 30, 100):
        desk.practice.control.faults(f"period:{days}@{LIST_UNFULFILLED.path}")
        assert sorted(posting.number for posting in desk.queue()) == sorted(posting.number for posting in expected)


@pytest.mark.parametrize("skip", [0, 1])
def test_a_page_that_comes_empty_once_is_not_lost(desk: Desk, skip: int) -> None:
    expected = desk.queue()
    desk.practice.control.faults(f"empty-page@{LIST_UNFULFILLED.path}*1+{skip}")
    assert desk.queue() == expected


@pytest.mark.parametrize("kind", ["drop-after", "half", "truncate", "html", "5xx", "internal", "circle"])
def test_a_write_is_sent_once(desk: Desk, kind: str) -> None:
    desk.practice.control.advance(60)
    row = desk.stock()[0]
    desk.practice.control.faults(f"{kind}@{UPDATE_STOCKS.path}")
    with pytest.raises(errors.RetryableError):
        desk.client.stocks.update([StockWrite(row["offer_id"], row["warehouse_id"], 5)])
    assert len(desk.requests(UPDATE_STOCKS.path)) == 1


def test_a_write_refused_for_speed_goes_again(desk: Desk) -> None:
    desk.practice.control.advance(60)
    row = desk.stock()[0]
    desk.practice.control.faults(f"429:1@{UPDATE_STOCKS.path}*2")
    write = partial(desk.client.stocks.update, [StockWrite(row["offer_id"], row["warehouse_id"], 5)])
    (answer,) = desk.client.patiently(UPDATE_STOCKS, write)
    assert answer.updated is True
    assert len(desk.practice.control.writes()) == 1
    assert len(desk.requests(UPDATE_STOCKS.path)) == 3


# --- limits ----------------------------------------------------------------------------------------------------------


def test_the_shop_that_counts_never_refuses() -> None:
    with PracticeServer(postings=50, offers=20) as practice:
        notes: list[RetryNote] = []
        shop = Shop(practice.client_id, practice.api_key, practice.url)
        with OzonClient(shop, on_note=notes.append) as client:
            began = time.monotonic()
            client.side_by_side([client.account.seller] * 175)
            seconds = time.monotonic() - began
        seen = practice.control.requests("/v1/seller/info")
        assert (len(seen), notes) == (175, [])
        assert all(request["status"] == 200 for request in seen)
        assert 3 <= seconds < 4, "175 requests at 50 a second, evenly: three and a half"
