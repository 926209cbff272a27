"""Refresh over real HTTP into a real file: whole or nothing, nothing lost, nothing hidden."""

import uuid
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook

from ozon_xl import errors
from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.stock import Consent, check_usable, make_plan, push
from ozon_xl.domain.statuses import ACTING, GONE, WAITING
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.xlsx.book import Book
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.practice.goods import Level
from ozon_xl.practice.keyset import Keyset
from ozon_xl.sheets import LINES, ORDERS, STOCK
from ozon_xl.sheets.columns import moment
from ozon_xl.sheets.figures import CHOICES
from ozon_xl.sheets.names import RULES
from ozon_xl.sheets.zone import Zone
from ozon_xl.texts import LANGS
from tests.actions.conftest import Desk, SkippingClock
from tests.untouched import untouched


def offered(desk: Desk, options: str) -> list[str]:
    return str(desk.host.get(options).value).split("\n")


@pytest.mark.parametrize("attr", ["warehouse", "carrier", "pickup"])
def test_what_was_chosen_on_today_stays_and_what_there_is_to_choose_from_is_that_of_the_orders(
    desk: Desk, attr: str
) -> None:
    (choice,) = [one for one in CHOICES if one.attr == attr]
    host = desk.host
    host.put(choice.cell, "12-05")
    host.save()
    refresh(desk.host, desk.client, desk.store, desk.clock)
    host = FileHost(desk.book)
    assert host.get(choice.cell).value == "12-05"
    rows = host.read(ORDERS, (attr, "todo", "ship_by"))
    waiting = [row for row in rows if attr != "pickup" or row.cells["todo"].value]
    stand = {row.cells[attr].value for row in waiting} - {None}
    told = offered(desk, choice.options)
    assert set(told) <= stand
    assert len(told) == min(len(stand), choice.most)
    refresh(desk.host, desk.client, desk.store, desk.clock)
    assert FileHost(desk.book).get(choice.cell).value == "12-05"


class WrongClock:
    """A clock that is set wrong."""

    def __init__(self, true: SkippingClock, off: timedelta) -> None:
        self._true, self._off = true, off
        self.monotonic, self.sleep = true.monotonic, true.sleep

    def now(self) -> datetime:
        return self._true.now() + self._off


def open_numbers(desk: Desk) -> set[str]:
    """The postings that are open in the shop."""
    return {number for number, one in desk.practice.world.shop.postings.items() if one.status not in GONE}


def test_every_open_posting_and_every_stock_row_is_in_the_workbook(desk: Desk) -> None:
    result = refresh(desk.host, desk.client, desk.store, desk.clock)
    shop = desk.practice.world.shop
    shown = {row.key[0] for row in desk.host.read(ORDERS)}
    assert {number: shop.postings[number].status for number in shown ^ open_numbers(desk)} == {}
    assert result.orders == len(open_numbers(desk))
    pairs = {(level.product.offer, str(level.warehouse.id)) for level in shop.levels()}
    assert {row.key for row in desk.host.read(STOCK)} == pairs
    lines = sum(len(posting.lines) for posting in shop.postings.values() if posting.status not in GONE)
    assert len(desk.host.read(LINES)) == lines


@pytest.mark.parametrize("off", [timedelta(hours=-2), timedelta(hours=2), timedelta(days=-40)])
def test_a_clock_that_is_wrong_loses_no_order_and_spoils_no_plan(desk: Desk, off: timedelta) -> None:
    """The windows that are asked for, the moments in the cells and the age of the data go by Ozon's clock."""
    shop = Shop(desk.practice.client_id, desk.practice.api_key, desk.practice.url)
    with OzonClient(shop, clock=WrongClock(desk.clock, off)) as client:
        refresh(desk.host, client, desk.store, client.clock)
        assert {row.key[0] for row in desk.host.read(ORDERS)} == open_numbers(desk)
        last = desk.store.snapshots.last(desk.practice.client_id)
        assert last is not None
        assert abs(last.taken_at - desk.clock.now()) < timedelta(seconds=10)
        read_at = moment(cast("float", desk.host.get("RefreshedAt").value))
        assert abs(read_at - desk.clock.now()) < timedelta(seconds=10)
        fast_s = cast("float", desk.host.get("ClockError").value)
        assert abs(off - timedelta(seconds=fast_s)) < timedelta(seconds=10)
        host = desk.host
        row = next(row for row in host.read(STOCK, ("free",)) if row.cells["free"].value == 0)
        host.update(STOCK, {row.key: {"new_free": 3}})
        host.save()
        plan = make_plan(desk.host, client, client.clock, store=desk.store)
        check_usable(plan, desk.host, client.clock.now())
        result = push(plan, Consent(plan.hash, second=True), desk.host, client, desk.store, client.clock)
        assert [outcome.state for outcome in result.outcomes] == [State.VERIFIED]


def test_the_zone_is_that_of_the_wrong_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By which NOW() goes: it is put forward late where it is slow."""
    asked: list[datetime] = []

    def zone_at(now: datetime) -> Zone:
        asked.append(now)
        return Zone(timedelta(hours=5))

    monkeypatch.setattr("ozon_xl.actions.refresh.zone_at", zone_at)
    shop = Shop(desk.practice.client_id, desk.practice.api_key, desk.practice.url)
    with OzonClient(shop, clock=WrongClock(desk.clock, timedelta(hours=-2))) as client:
        refresh(desk.host, client, desk.store, client.clock)
    assert abs(asked[0] - (desk.clock.now() - timedelta(hours=2))) < timedelta(seconds=10)
    assert desk.host.get("UtcOffset").value == 5


def test_old_data_is_old_whatever_the_clock_says(desk: Desk) -> None:
    shop = Shop(desk.practice.client_id, desk.practice.api_key, desk.practice.url)
    with OzonClient(shop, clock=WrongClock(desk.clock, timedelta(hours=-2))) as client:
        refresh(desk.host, client, desk.store, client.clock)
        host = desk.host
        host.update(STOCK, {host.read(STOCK)[0].key: {"new_free": 3}})
        host.save()
        plan = make_plan(desk.host, client, client.clock, store=desk.store)
        desk.clock.sleep(3700)
        with pytest.raises(errors.PlanUnusableError):
            push(plan, Consent(plan.hash, second=True), desk.host, client, desk.store, client.clock)


def test_the_shop_has_what_the_refresh_must_not_lose(desk: Desk) -> None:
    """Guards the test above: a shop without overdue, undated and unknown postings would prove little."""
    postings = [posting for posting in desk.practice.world.shop.postings.values() if posting.status not in GONE]
    now = desk.clock.now()
    desk.refresh()
    rows = desk.host.read(ORDERS, ("tier", "ship_by"))
    assert any(row.cells["tier"].value == "MISSED" for row in rows)
    assert any(row.cells["ship_by"].is_blank for row in rows)
    assert any(posting.status not in (*ACTING, *WAITING) for posting in postings)
    assert any(posting.cutoff < now for posting in postings)


def test_a_downloaded_workbook_gets_an_id_of_its_own_and_keeps_it(desk: Desk) -> None:
    host = desk.host
    host.put("WorkbookId", None)
    host.save()
    desk.refresh()
    made = desk.host.get("WorkbookId").value
    assert isinstance(made, str)
    assert str(uuid.UUID(made)) == made
    desk.refresh()
    assert desk.host.get("WorkbookId").value == made


def test_notes_stay_with_their_posting_and_finished_orders_with_notes_stay(desk: Desk) -> None:
    desk.refresh()
    host = desk.host
    rows = host.read(ORDERS, ("status",))
    packable = [n for n, p in desk.practice.world.shop.postings.items() if p.status == "awaiting_packaging"]
    noted, shipped = packable[0], packable[1]
    host.update(ORDERS, {(noted,): {"remark": "call Anna"}, (shipped,): {"owner": "李雷"}})
    host.save()
    desk.practice.control.step(shipped, "pack")
    desk.practice.control.step(shipped, "hand_over")
    desk.clock.sleep(60)
    desk.refresh()
    after = {row.key[0]: row for row in desk.host.read(ORDERS, ("remark", "owner", "tier"))}
    assert after[noted].cells["remark"].value == "call Anna"
    assert after[shipped].cells["owner"].value == "李雷"
    assert after[shipped].cells["tier"].value == "done"
    assert len(after) == len(rows)


def test_an_order_that_left_without_notes_leaves_the_sheet_and_is_remembered(desk: Desk) -> None:
    desk.refresh()
    number = next(n for n, p in desk.practice.world.shop.postings.items() if p.status == "awaiting_packaging")
    desk.practice.control.set_status(number, "delivering")
    result = refresh(desk.host, desk.client, desk.store, desk.clock)
    assert result.left == 1
    assert number not in {row.key[0] for row in desk.host.read(ORDERS)}
    assert [event.status for event in desk.store.snapshots.timeline(desk.practice.client_id, number)] == [
        "awaiting_packaging",
        "delivering",
    ]


def test_an_unsent_edit_stays_and_says_when_its_base_moved(desk: Desk) -> None:
    desk.refresh()
    host = desk.host
    row = next(row for row in host.read(STOCK, ("free",)) if (row.cells["free"].value or 0) != 0)
    host.update(STOCK, {row.key: {"new_free": 77}})
    host.save()
    free = int(str(row.cells["free"].value))
    offer, warehouse = row.key
    desk.practice.control.write_stock(offer, warehouse, free + 3)
    desk.clock.sleep(60)
    desk.refresh()
    after = next(one for one in desk.host.read(STOCK, ("free", "new_free", "result")) if one.key == row.key)
    assert after.cells["new_free"].value == 77
    assert after.cells["free"].value == free + 3
    assert str(free) in str(after.cells["result"].value)


@pytest.mark.parametrize(
    "faults",
    ["5xx", "internal", "html", "truncate", "half", "obsolete", "circle", "drop", "refuse:role"],
)
def test_a_refresh_that_fails_leaves_the_workbook_as_it_was_but_for_its_banner(desk: Desk, faults: str) -> None:
    desk.refresh()
    before = untouched(desk.book)
    desk.practice.control.faults(faults)
    with pytest.raises(errors.OzonXLError) as caught:
        desk.refresh()
    assert untouched(desk.book) == before
    assert all(caught.value.say(lang) for lang in ("en", "ru", "zh"))


@pytest.mark.parametrize("days", [7, 30, 100])
def test_windows_that_ozon_finds_too_long_are_cut_by_every_refresh(desk: Desk, days: int) -> None:
    desk.practice.control.faults(f"period:{days}")
    for _time in range(2):
        desk.refresh()
        assert {row.key[0] for row in desk.host.read(ORDERS)} == open_numbers(desk)


@pytest.mark.parametrize("path", ["", "/v1/product/info/warehouse/stocks", "/v4/posting/fbs/"])
@pytest.mark.parametrize("skip", [0, 2])
def test_pages_that_stay_empty_are_never_taken_for_an_empty_shop(desk: Desk, path: str, skip: int) -> None:
    def refused() -> None:
        desk.practice.control.faults(f"empty-page@{path or '/'}+{skip}")
        before = untouched(desk.book)
        with pytest.raises(errors.PageMissingError):
            desk.refresh(whole=True)
        assert untouched(desk.book) == before
        desk.practice.control.faults("")

    refused()
    desk.refresh(whole=True)
    refused()


def empty(desk: Desk, warehouse_id: int) -> None:
    """The seller takes all goods off a warehouse's list, or a fault makes it look so."""
    for product in desk.practice.world.shop.range:
        product.levels.pop(warehouse_id, None)
    levels = desk.practice.world.shop.by_warehouse[warehouse_id]
    for level in levels.page(len(levels))[0]:
        levels.remove(level)


def test_a_warehouse_that_is_suddenly_empty_is_believed_when_it_is_told_again(desk: Desk) -> None:
    desk.refresh(whole=True)
    before, rows = untouched(desk.book), desk.host.read(STOCK)
    warehouse = next(
        one for one in desk.practice.world.shop.warehouses.values() if any(row.key[1] == str(one.id) for row in rows)
    )
    empty(desk, warehouse.id)
    with pytest.raises(errors.WarehousesEmptiedError) as caught:
        desk.refresh(whole=True)
    assert untouched(desk.book) == before
    for lang in LANGS:
        assert warehouse.name in caught.value.say(lang)
        assert str(sum(row.key[1] == str(warehouse.id) for row in rows)) in caught.value.say(lang)
    desk.refresh(whole=True)
    kept = [row.key for row in rows if row.key[1] != str(warehouse.id)]
    assert [row.key for row in desk.host.read(STOCK)] == kept


def test_a_warehouse_that_came_back_must_be_told_empty_twice_anew(desk: Desk) -> None:
    desk.refresh(whole=True)
    levels = desk.practice.world.shop.by_warehouse
    number = next(number for number in levels if len(levels[number]))
    full = levels[number]
    for listed in (Keyset[Level](full.key), full, Keyset[Level](full.key)):
        levels[number] = listed
        if len(listed):
            desk.refresh(whole=True)
            continue
        with pytest.raises(errors.WarehousesEmptiedError):
            desk.refresh(whole=True)


def test_warehouses_that_are_no_longer_listed_are_doubted_like_empty_ones(desk: Desk) -> None:
    desk.refresh(whole=True)
    desk.practice.world.shop.warehouses.clear()
    with pytest.raises(errors.WarehousesEmptiedError):
        desk.refresh(whole=True)


def test_the_warehouse_that_could_not_be_read_is_named(desk: Desk) -> None:
    desk.practice.control.faults("5xx@/v1/product/info/warehouse/stocks")
    with pytest.raises(errors.OzonXLError) as caught:
        desk.refresh()
    names = {warehouse.name for warehouse in desk.practice.world.shop.warehouses.values()}
    name = caught.value.say("ru").split(": ")[0]
    assert name in names
    assert desk.host.get("FailedWhat").value == name
    failed_at = desk.host.get("FailedAt").value
    assert isinstance(failed_at, float)
    assert abs(moment(failed_at) - desk.clock.now()) < timedelta(seconds=10)
    assert str(desk.host.get("Status").value).startswith(f"{name}: ")
    desk.practice.control.faults("")
    desk.refresh()
    assert [desk.host.get(cell).value for cell in ("FailedAt", "FailedWhat", "Status")] == [None, None, None]


def test_while_the_trouble_stays_the_same_the_file_is_left_alone(desk: Desk) -> None:
    """Each writing of it would be an upload where the folder is synchronised."""
    desk.refresh()
    desk.practice.control.faults("refuse:role@/v2/warehouse/list")
    before = set()
    for _time in range(3):
        with pytest.raises(errors.RoleMissingError):
            desk.refresh()
        before.add(desk.book.read_bytes())
        desk.clock.sleep(900)
    assert len(before) == 1


def test_without_a_warehouse_to_blame_the_failed_shop_is_named(desk: Desk) -> None:
    desk.refresh()
    desk.practice.control.faults("refuse:role@/v4/posting/fbs/")
    with pytest.raises(errors.OzonXLError):
        desk.refresh()
    assert desk.host.get("FailedWhat").value == desk.host.get("ShopName").value


def test_stopping_a_refresh_is_no_failure(desk: Desk) -> None:
    desk.refresh()
    desk.client.stop()
    with pytest.raises(errors.StoppedByUserError):
        desk.refresh()
    assert desk.host.get("FailedAt").value is None


def test_the_warehouses_that_are_suddenly_empty_are_named(desk: Desk) -> None:
    desk.refresh(whole=True)
    warehouse = next(iter(desk.practice.world.shop.warehouses.values()))
    empty(desk, warehouse.id)
    with pytest.raises(errors.WarehousesEmptiedError):
        desk.refresh(whole=True)
    assert desk.host.get("FailedWhat").value == warehouse.name


def test_a_wrong_key_is_said_and_never_shown_as_no_orders(desk: Desk) -> None:
    desk.refresh()
    before = untouched(desk.book)
    shop = Shop(desk.practice.client_id, "demo-wrong", desk.practice.url)
    with OzonClient(shop, clock=desk.clock) as client, pytest.raises(errors.WrongKeyError):
        refresh(desk.host, client, desk.store, desk.clock)
    assert untouched(desk.book) == before


def test_a_workbook_of_another_shop_is_refused(desk: Desk) -> None:
    host = desk.host
    host.put("Shop", "999")
    host.save()
    with pytest.raises(errors.WorkbookOfOtherShopError):
        desk.refresh()


def extremes() -> list[dict[str, float]]:
    wild = {"AutoCancelDays": 1e9, "WatchHours": 1e300, "ClockError": 1e15, "StaleMinutes": -1e9}
    least, most = ({rule.name: getattr(rule, end) for rule in RULES} for end in ("least", "most"))
    return [least, most, *({"IndexDays": days} for days in (1e7, 0.5, 0)), wild]


@pytest.mark.parametrize("numbers", extremes(), ids=["least", "most", "huge", "half", "none", "wild"])
def test_a_refresh_lives_with_whatever_stands_in_the_rules(desk: Desk, numbers: dict[str, float]) -> None:
    host = desk.host
    for name, number in numbers.items():
        host.put(name, number)
    host.save()
    desk.refresh()
    assert abs(float(desk.host.get("ClockError").value or 0)) < 10
    assert len(desk.host.read(ORDERS)) == len(open_numbers(desk))
    assert desk.host.get("IndexDays").value == numbers.get("IndexDays", 14)


def test_no_buyer_and_no_key_gets_into_the_workbook_or_the_store(desk: Desk, tmp_path: Path) -> None:
    desk.refresh()
    with zipfile.ZipFile(desk.book) as package:
        parts = b"".join(package.read(name) for name in package.namelist())
    kept = parts + b"".join(path.read_bytes() for path in tmp_path.iterdir() if "store" in path.name)
    assert b"CANARY" not in kept
    assert desk.practice.api_key.encode() not in kept


def test_nothing_from_ozon_is_a_formula(desk: Desk) -> None:
    desk.refresh()
    ours = {column.heading.en for table in (ORDERS, LINES, STOCK) for column in table.columns if column.formula}
    book = load_workbook(desk.book)
    for table in (ORDERS, LINES, STOCK):
        sheet = book[table.sheet.en]
        heads = [cell.value for cell in sheet[4]]
        for row in sheet.iter_rows(min_row=5):
            for head, cell in zip(heads, row, strict=True):
                assert cell.data_type != "f" or head in ours, (head, cell.value)


def test_each_sheet_of_a_file_is_unpacked_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot change while we fetch, unlike a workbook that is open."""
    desk.refresh()
    unpacked = Counter[str]()
    real = Package.chunks

    def counted(package: Package, part: str) -> Iterator[bytes]:
        unpacked[part] += 1
        return real(package, part)

    book = Book(Package(desk.book))
    parts = [book.place(table, "en").sheet_part for table in (ORDERS, LINES, STOCK)]
    monkeypatch.setattr(Package, "chunks", counted)
    desk.refresh()
    assert [unpacked[part] for part in parts] == [1, 1, 1]
