"""A refresh of the changes alone: the same workbook, for requests and work that go by what changed."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from ozon_xl.actions.fetch import SMALL_STOCK
from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.remember import remember
from ozon_xl.errors import OzonXLError
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import LINES, ORDERS, STOCK
from ozon_xl.store import Store
from tests.actions.conftest import Desk

MINUTE = 60.0


Content = set[tuple[tuple[str, ...], str, object]]
TIMELY = {"check", "reading", "tariff_at", "charge"}
"""Go by the moment of the refresh; whole postings are compared beside them."""


def content(desk: Desk) -> Content:
    """All that we wrote into the sheets, but for what counts by itself from the time of the refresh."""
    found: Content = set()
    for table in (ORDERS, LINES, STOCK):
        attrs = tuple(column.attr for column in table.ours if not column.formula and column.attr not in TIMELY)
        for row in desk.host.read(table, attrs):
            found |= {(row.key, attr, raw.value) for attr, raw in row.cells.items()}
    return found


def difference(desk: Desk) -> Content:
    """What a whole refresh makes different from the sheets as they are."""
    before, postings = content(desk), desk.store.snapshots.postings(desk.practice.client_id)
    assert refresh(desk.host, desk.client, desk.store, desk.clock, whole=True).whole
    assert desk.store.snapshots.postings(desk.practice.client_id) == postings
    return {cell for cell in before ^ content(desk) if cell[1] != "changed_at"}


def live_on(desk: Desk, share: float, seed: int) -> int:
    """Some of the open orders change, one is new; returns how many."""
    dice = random.Random(seed)
    postings = [one for one in desk.practice.world.shop.postings.values() if one.status == "awaiting_packaging"]
    chosen = dice.sample(postings, max(1, round(len(postings) * share)))
    for one in chosen:
        desk.practice.control.step(one.number, dice.choice(("pack", "cancel")))
    return len(chosen)


def test_the_second_refresh_asks_for_the_changes_and_the_sheets_are_as_after_a_whole_one(desk: Desk) -> None:
    assert refresh(desk.host, desk.client, desk.store, desk.clock).whole
    for round_ in range(3):
        live_on(desk, 0.1, round_)
        level = next(level for level in desk.practice.world.shop.levels() if level.free > 3)
        desk.practice.control.order(level.product.offer, level.warehouse.id)
        desk.practice.control.write_stock(level.product.offer, level.warehouse.id, 2 + round_)
        desk.clock.sleep(5)
        assert not refresh(desk.host, desk.client, desk.store, desk.clock).whole
        assert difference(desk) == set()


def test_everything_is_read_again_after_an_hour(desk: Desk) -> None:
    desk.refresh()
    desk.clock.sleep(59 * MINUTE)
    assert not refresh(desk.host, desk.client, desk.store, desk.clock).whole
    desk.clock.sleep(2 * MINUTE)
    assert refresh(desk.host, desk.client, desk.store, desk.clock).whole
    assert not refresh(desk.host, desk.client, desk.store, desk.clock).whole


def test_nothing_is_read_in_part_where_the_rules_say_so(desk: Desk) -> None:
    host = desk.host
    host.put("WholeMinutes", 0)
    host.save()
    desk.refresh()
    assert refresh(desk.host, desk.client, desk.store, desk.clock).whole


def test_a_deadline_that_comes_near_or_leaves_is_seen_without_a_whole_refresh(desk: Desk) -> None:
    """Ozon moves deadlines without a change of status, so what is due soon is read again each time."""
    desk.refresh()
    shop, now = desk.practice.world.shop, desk.clock.now()
    packing = [one for one in shop.postings.values() if one.status == "awaiting_packaging" and not one.undated]
    far = next(one for one in packing if one.cutoff > now + timedelta(hours=30))
    near = next(one for one in packing if timedelta(0) < one.cutoff - now < timedelta(hours=3))
    desk.practice.control.move_cutoff(far.number, now + timedelta(hours=2))
    desk.practice.control.move_cutoff(near.number, now + timedelta(hours=50))
    assert not refresh(desk.host, desk.client, desk.store, desk.clock).whole
    assert difference(desk) == set()


def test_of_very_much_stock_only_the_offers_concerned_are_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.actions.fetch.SMALL_STOCK", 10)
    desk.refresh()
    level = next(level for level in desk.practice.world.shop.levels() if level.free > 3)
    desk.practice.control.order(level.product.offer, level.warehouse.id, 2)
    desk.clock.sleep(5)
    desk.practice.control.forget()
    assert not refresh(desk.host, desk.client, desk.store, desk.clock).whole
    assert not desk.practice.control.requests("/v1/product/info/warehouse/stocks")
    assert difference(desk) == set()


def test_a_failure_in_the_middle_keeps_what_was(desk: Desk) -> None:
    desk.refresh()
    live_on(desk, 0.2, 1)
    before = content(desk)
    desk.practice.control.faults("internal")
    with pytest.raises(OzonXLError):
        refresh(desk.host, desk.client, desk.store, desk.clock)
    assert content(desk) == before
    desk.practice.control.faults("")
    assert not refresh(desk.host, desk.client, desk.store, desk.clock).whole
    assert difference(desk) == set()


@pytest.mark.slow
def test_requests_go_by_what_changed(tmp_path: Path) -> None:
    """One in a hundred of 20,000 orders changed: at most a twentieth of the requests of a whole refresh."""
    with PracticeServer(postings=20_000, offers=500, seed=5) as practice:
        desk = Desk(tmp_path, practice)
        remember(desk.client, desk.store)
        desk.clock.sleep(4 * 3600)  # what came with the shop is older than the overlap
        remember(desk.client, desk.store, whole=True)
        desk.clock.sleep(300)
        changed = live_on(desk, 0.012, 7)
        assert changed >= 100
        asked = {}
        for whole in (False, True):
            practice.control.forget()
            done = remember(desk.client, desk.store, whole=whole)
            asked[whole] = len(practice.control.requests())
            assert done.fetched.whole is whole
        assert asked[False] <= 0.05 * asked[True]
        with Store.open(tmp_path / "store.sqlite") as store:
            shown = {posting.number for posting in store.snapshots.postings(practice.client_id)}
        assert shown == {posting.number for posting in done.fetched.postings}
        desk.close()


def test_small_means_few_requests() -> None:
    assert SMALL_STOCK <= 5 * 1000
