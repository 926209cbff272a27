"""The last word about each order, kept over restarts, crashes and migrations."""

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import inspect, text

from ozon_xl.domain.alerts import DIGEST, OLD_DATA, Danger, Fate, Told
from ozon_xl.domain.risk import Tier
from ozon_xl.store import Store, Try, schema
from ozon_xl.store.database import Database
from ozon_xl.store.migrations import STEPS, bring_up_to_date
from tests.store.make import NOW, SHOP, posting, save, start

DUE = NOW + timedelta(hours=3)


def danger(number: str = "1-1", tier: Tier = Tier.URGENT) -> Danger:
    return Danger(number, tier, DUE)


def a_try(fate: Fate, second: int = 0, channel: str = "mail", why: str = "") -> Try:
    return Try("m1", channel, NOW + timedelta(seconds=second), fate, why)


def test_an_intent_is_known_before_anything_is_sent(store: Store) -> None:
    save(store, [posting(), posting("2-2")])
    assert store.alerts.told(SHOP) == {}
    store.alerts.intend(SHOP, "m1", NOW, [danger(), danger("2-2", Tier.MISSED)])
    assert store.alerts.told(SHOP) == {
        "1-1": Told(Tier.URGENT, DUE, "m1", Fate.SENDING),
        "2-2": Told(Tier.MISSED, DUE, "m1", Fate.SENDING),
    }
    assert store.alerts.told("other") == {}


def test_its_fate_and_every_try_are_kept(store: Store) -> None:
    save(store, [posting()])
    store.alerts.intend(SHOP, "m1", NOW, [danger()])
    store.alerts.settle(SHOP, "m1", Fate.SENT, [a_try(Fate.FAILED, 1, why="refused"), a_try(Fate.SENT, 2, "wecom")])
    assert store.alerts.told(SHOP)["1-1"].fate is Fate.SENT
    assert store.alerts.last_try("mail") == a_try(Fate.FAILED, 1, why="refused")
    store.alerts.settle(SHOP, "m1", Fate.SENT, [a_try(Fate.SENT, 3)])
    assert store.alerts.last_try("mail") == a_try(Fate.SENT, 3)
    assert store.alerts.last_try("nobody") is None


def test_a_later_word_takes_the_place_of_the_earlier(store: Store) -> None:
    save(store, [posting()])
    store.alerts.intend(SHOP, "m1", NOW, [danger()])
    store.alerts.intend(SHOP, "m2", NOW, [Danger("1-1", Tier.UNDATED, None)])
    store.alerts.settle(SHOP, "m1", Fate.FAILED, [])
    assert store.alerts.told(SHOP) == {"1-1": Told(Tier.UNDATED, None, "m2", Fate.SENDING)}


def test_only_open_orders_are_asked_about(store: Store) -> None:
    save(store, [posting(), posting("2-2")])
    special = [Danger(DIGEST, Tier.DONE, NOW), Danger(OLD_DATA, Tier.URGENT, NOW)]
    store.alerts.intend(SHOP, "m1", NOW, [danger(), danger("2-2"), *special])
    save(store, [posting()])
    assert store.alerts.told(SHOP).keys() == {"1-1", DIGEST, OLD_DATA}


def test_it_survives_a_restart(path: Path) -> None:
    with Store.open(path) as store:
        save(store, [posting()])
        store.alerts.intend(SHOP, "m1", NOW, [danger()])
    with Store.open(path) as store:
        assert store.alerts.told(SHOP)["1-1"].message == "m1"


def test_a_store_from_before_alerts_gets_their_tables(database: Database) -> None:
    def shape() -> list[object]:
        seen = inspect(database.engine)
        return [
            [(column["name"], str(column["type"]), column["nullable"]) for column in seen.get_columns(table)]
            + [seen.get_pk_constraint(table)["constrained_columns"]]
            for table in ("alerts", "alert_tries")
        ]

    fresh = shape()
    with database.writing() as connection:
        schema.METADATA.drop_all(connection, [schema.alerts, schema.alert_tries])
        connection.execute(text("UPDATE meta SET value = '1' WHERE name = 'schema'"))
    bring_up_to_date(database, STEPS[:1])
    assert shape() == fresh


HOLD = """
import sys, time
from ozon_xl.store import Store
with Store.open(sys.argv[1]) as store, store.telling(sys.argv[2]) as is_ours:
    print(is_ours)
    time.sleep(60)
"""


def test_one_tells_at_a_time_and_a_push_does_not_mind(place: Path | str, store: Store) -> None:
    holder = start(HOLD, str(place), SHOP)
    assert holder.stdout is not None
    with holder.stdout:
        assert holder.stdout.readline() == "True\n"
        with store.telling(SHOP) as is_ours, store.lock(SHOP):
            assert not is_ours
        holder.kill()
        holder.wait()
    with store.telling(SHOP) as is_ours:
        assert is_ours


def test_writers_of_two_shops_do_not_disturb_each_other(store: Store) -> None:
    save(store, [posting()])
    save(store, [posting()], shop="other")

    def tell(shop: str) -> None:
        for number in range(20):
            store.alerts.intend(shop, f"{shop}{number}", NOW, [danger()])
            store.alerts.settle(shop, f"{shop}{number}", Fate.SENT, [a_try(Fate.SENT, number, channel=shop)])

    threads = [Thread(target=tell, args=(shop,)) for shop in (SHOP, "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.alerts.told(shop)["1-1"].message for shop in (SHOP, "other")] == [f"{SHOP}19", "other19"]


@pytest.mark.parametrize("why", ["", "отказ 拒绝 " + "x" * 5000, "'; DROP TABLE alerts; --"])
def test_what_a_channel_says_is_kept_as_it_is(store: Store, why: str) -> None:
    store.alerts.settle(SHOP, "m1", Fate.FAILED, [a_try(Fate.FAILED, why=why)])
    found = store.alerts.last_try("mail")
    assert found
    assert found.why == why
