"""What Orders tells of the past, and two refreshes compared, through the practice shop."""

from datetime import timedelta

import pytest

from ozon_xl.actions.changes import compare
from ozon_xl.errors import NothingToCompareError
from ozon_xl.sheets import ORDERS
from tests.actions.conftest import Desk

HOUR = 3600.0


def cells(desk: Desk, number: str) -> dict[str, object]:
    (row,) = [row for row in desk.host.read(ORDERS, ("changed", "idle", "touched_at", "pin")) if row.key == (number,)]
    return {attr: raw.value for attr, raw in row.cells.items()}


def to_pack(desk: Desk) -> str:
    postings = desk.practice.world.shop.postings.values()
    return next(
        one.number
        for one in postings
        if one.status == "awaiting_packaging" and not one.is_rfbs and one.cutoff > desk.clock.now() + timedelta(hours=9)
    )


def test_the_first_refresh_calls_nothing_new(desk: Desk) -> None:
    desk.refresh()
    assert {row.cells["changed"].value for row in desk.host.read(ORDERS, ("changed",))} == {None}


def test_packing_a_moved_deadline_and_a_new_order_are_told(desk: Desk) -> None:
    desk.refresh()
    number, shop = to_pack(desk), desk.practice.world.shop
    old = shop.postings[number].cutoff
    desk.practice.control.step(number, "pack")
    desk.practice.control.move_cutoff(number, old - timedelta(hours=5))
    level = next(level for level in shop.levels() if level.free > 3)
    new = desk.practice.control.order(level.product.offer, level.warehouse.id)
    desk.refresh()
    told = str(cells(desk, number)["changed"])
    assert "to be packed → to be handed over" in told
    moscow = old + timedelta(hours=3)
    assert f"ship by: {moscow:%m-%d %H:%M} → {moscow - timedelta(hours=5):%m-%d %H:%M}" in told
    assert str(cells(desk, new)["changed"]).endswith("new")
    desk.clock.sleep(25 * HOUR)
    desk.refresh()
    assert "→ to be handed over" not in str(cells(desk, number)["changed"])
    assert "ship by" in str(cells(desk, number)["changed"]), "a deadline that was moved stays in sight"


def test_hours_without_a_touch_end_where_somebody_writes(desk: Desk) -> None:
    desk.refresh()
    number = to_pack(desk)
    assert cells(desk, number)["idle"] not in (None, 0)
    host = desk.host
    host.update(ORDERS, {(number,): {"remark": "box is missing"}})
    host.save()
    desk.refresh()
    assert cells(desk, number)["idle"] == 0
    desk.clock.sleep(3 * HOUR)
    desk.refresh()
    assert cells(desk, number)["idle"] == 3


def test_what_is_pinned_leads_the_queue_whatever_its_state(desk: Desk) -> None:
    desk.refresh()
    last = [row.key[0] for row in desk.host.read(ORDERS, ("todo",)) if row.cells["todo"].value][-1]
    host = desk.host
    host.update(ORDERS, {(last,): {"pin": "first"}})
    host.save()
    desk.refresh()
    assert desk.host.read(ORDERS)[0].key == (last,)
    assert cells(desk, last)["pin"] == "first"


def test_two_refreshes_are_compared(desk: Desk) -> None:
    shop = desk.practice.client_id
    with pytest.raises(NothingToCompareError):
        compare(desk.store, shop, "en", since=None, until=None)
    desk.refresh()
    with pytest.raises(NothingToCompareError):
        compare(desk.store, shop, "en", since=None, until=None)
    number = to_pack(desk)
    between = desk.clock.now()
    desk.practice.control.step(number, "pack")
    level = next(level for level in desk.practice.world.shop.levels() if level.free > 3)
    desk.practice.control.write_stock(level.product.offer, level.warehouse.id, 2)
    desk.clock.sleep(60)
    desk.refresh()
    found = compare(desk.store, shop, "en", since=None, until=None)
    assert any(one.posting == number and "→ to be handed over" in one.what for one in found.postings)
    changed = {(one.pair.offer, one.pair.warehouse_id): one for one in found.stock}
    change = changed[level.product.offer, str(level.warehouse.id)]
    assert change.after is not None
    assert change.after.free == 2
    desk.clock.sleep(60)
    desk.refresh()
    assert not any(one.posting == number for one in compare(desk.store, shop, "en", since=None, until=None).postings)
    longer = compare(desk.store, shop, "en", since=between, until=None)
    assert any(one.posting == number for one in longer.postings)
