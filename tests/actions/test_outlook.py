"""What is learnt from a shop's past and when, and how it gets into the workbook."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ozon_xl.actions.outlook import ANEW_AFTER, SOON_AFTER, learn_from_past, start_figures
from ozon_xl.actions.remember import remember
from ozon_xl.domain.outlook import Model
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.schedule import Start
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import ORDERS
from ozon_xl.sheets.columns import moment, serial
from ozon_xl.sheets.figures import START_FIGURES, START_NOTE
from ozon_xl.sheets.rows import Setting
from ozon_xl.sheets.zone import Zone
from ozon_xl.store import History, Store
from ozon_xl.texts import outlook as texts
from tests.actions.conftest import Desk
from tests.domain.make import NOW, hours
from tests.store.make import SHOP, posting

HOUR = timedelta(hours=1)
SETTING = Setting("en", NOW, Zone(timedelta(hours=8)), Rules(), date1904=False)


class CountedStore:
    """A store that counts how often its past was read."""

    def __init__(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.store, self.read = store, 0
        cases = store.snapshots.cases

        def counted(shop: str, since: datetime) -> History:
            self.read += 1
            return cases(shop, since)

        monkeypatch.setattr(store.snapshots, "cases", counted)

    def learn(self, now: datetime) -> Model:
        return learn_from_past(self.store, SHOP, now)


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CountedStore]:
    with Store.open(tmp_path / "store.sqlite") as store:
        yield CountedStore(store, monkeypatch)


def hand_over(store: Store, count: int) -> None:
    """So many are packed within the hour and handed over within the next."""
    numbers = [f"{number}-1" for number in range(count)]
    for look, status in enumerate(("awaiting_packaging", "awaiting_deliver", "delivering")):
        told = [posting(number, status=status, warehouse_id="W", late_from=hours(40)) for number in numbers]
        gone = told if status == "delivering" else []
        kept = [] if gone else told
        store.snapshots.save(SHOP, hours(look), postings=kept, left=gone, stock=(), warehouses=())


def test_a_past_is_learnt_from_once_a_day(counted: CountedStore) -> None:
    hand_over(counted.store, 60)
    model = counted.learn(hours(3))
    assert model.forecast is not None
    assert counted.learn(hours(3) + ANEW_AFTER - HOUR / 60) == model
    assert counted.read == 1
    counted.learn(hours(3) + ANEW_AFTER)
    assert counted.read == 2


def test_while_there_is_too_little_it_is_looked_at_every_hour(counted: CountedStore) -> None:
    assert counted.learn(hours(0)).forecast is None
    hand_over(counted.store, 60)
    assert counted.learn(hours(0) + SOON_AFTER / 2).forecast is None
    assert counted.read == 1
    assert counted.learn(hours(3)).forecast is not None


def test_a_clock_that_was_put_back_does_not_keep_it_from_learning(counted: CountedStore) -> None:
    hand_over(counted.store, 60)
    counted.learn(hours(3) + timedelta(days=4000))
    assert counted.learn(hours(3)).done == {"W": 60}
    assert counted.read == 2


def test_the_lines_of_today_the_earliest_first_and_as_many_as_there_is_room_for() -> None:
    starts = {f"W{number}": Start(number + 1, hours(10 - number)) for number in range(7)}
    figures = start_figures(starts, [], SETTING, is_told=True)
    assert len(figures) == 3 * len(START_FIGURES)
    assert [figures[place] for place, _, _ in START_FIGURES] == ["W6", "W5", "W4", "W3", "W2"]
    assert [figures[orders] for _, orders, _ in START_FIGURES] == [7, 6, 5, 4, 3]
    assert [figures[at] for _, _, at in START_FIGURES] == [serial(hours(n)) for n in (4, 5, 6, 7, 8)]


@pytest.mark.parametrize(("is_told", "words"), [(True, texts.NOTHING_TO_START), (False, texts.HOURS_UNKNOWN)])
def test_where_nothing_is_to_be_started_the_reason_stands(is_told: bool, words: object) -> None:
    assert start_figures({}, [], SETTING, is_told=is_told) == {START_NOTE: getattr(words, "en", "")}


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Desk]:
    """A shop with a team and a carrier; nobody has looked at it yet."""
    with PracticeServer(scenario="workshop", postings=0, offers=120, seed=5) as server:
        desk = Desk(tmp_path, server)
        yield desk
        desk.close()


@pytest.mark.slow
def test_a_shop_that_was_watched_for_some_days_knows_its_chances(workshop: Desk) -> None:
    workshop.refresh()
    fresh = workshop.host.read(ORDERS, ("chance",))
    assert {row.cells["chance"].value for row in fresh} <= {"not enough history (0 of 60)", None}
    assert workshop.host.get(START_NOTE).value == texts.HOURS_UNKNOWN.en
    now = workshop.clock.now()
    workshop.clock.sleep((13 - now.hour) % 24 * 3600)  # else what is due within three days depends on the time of day
    for _ in range(60):
        workshop.clock.sleep(timedelta(hours=1.9).total_seconds())
        remember(workshop.client, workshop.store)
    workshop.refresh()
    rows = workshop.host.read(ORDERS, ("chance", "start_at", "start_by", "status", "late_from"))
    now = workshop.clock.now()
    shown = [row.cells["chance"].value for row in rows]
    chances = [value for value in shown if isinstance(value, float)]
    assert len(chances) > 20
    assert all(0.01 <= chance <= 0.99 for chance in chances)
    assert len(set(chances)) > 3
    little = {f"not enough history ({count} of 10)" for count in range(10)}
    assert {value for value in shown if isinstance(value, str)} <= {"too late", "no goods", *little}
    assert sum(value in little for value in shown) < len(chances), "only a warehouse with hardly any orders lacks them"
    starts = [row.cells["start_at"].value for row in rows if row.cells["status"].value == "to be packed"]
    moments = [moment(value) for value in starts if isinstance(value, float)]
    assert moments
    assert all(abs(at - now) < timedelta(days=8) for at in moments)
    assert all(row.cells["start_by"].is_formula for row in rows)
    assert not any(row.cells["start_at"].value for row in rows if row.cells["status"].value == "to be handed over")
    place, orders, at = (workshop.host.get(name).value for name in START_FIGURES[0])
    assert place in {warehouse.name for warehouse in workshop.practice.world.shop.warehouses.values()}
    assert isinstance(orders, (int, float))
    assert isinstance(at, float)
    assert 0 < orders <= len(rows)
    assert min(moments) <= moment(at) <= max(moments)
    assert workshop.host.get(START_NOTE).value is None
