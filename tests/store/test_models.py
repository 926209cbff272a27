"""What was learnt is kept as it is."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from ozon_xl.domain.outlook import Model, learn_model
from ozon_xl.store import Learnt, Store
from ozon_xl.store.database import Database
from ozon_xl.store.migrations import STEPS, bring_up_to_date
from tests.domain.past import START, Past
from tests.store.make import NOW, SHOP

CASES = [parcel.case(START + timedelta(days=40)) for parcel in Past(5, days=40).parcels()]
TOLD_APART = learn_model(CASES, timedelta(hours=5, minutes=30))
AS_ONE = learn_model([case._replace(packed_at=None) for case in CASES], timedelta(hours=-3), 4)


@pytest.mark.parametrize("model", [Model(), TOLD_APART, AS_ONE], ids=["nothing", "two waits", "one wait"])
def test_a_model_comes_back_identical(store: Store, model: Model) -> None:
    assert store.learnt(SHOP) is None
    store.keep_learnt(SHOP, Learnt(TOLD_APART, NOW - timedelta(days=1)))
    store.keep_learnt(SHOP, Learnt(model, NOW))
    assert store.learnt(SHOP) == Learnt(model, NOW)
    assert store.learnt("other") is None


def test_the_models_are_what_their_names_say() -> None:
    assert TOLD_APART.forecast is not None
    assert TOLD_APART.forecast.packing is not None
    assert TOLD_APART.packing.keys() == TOLD_APART.pickups.keys() == {"msk", "spb"}
    assert AS_ONE.forecast is not None
    assert AS_ONE.forecast.packing is None


@pytest.mark.parametrize("other", ["{", "[]", "null", '{"forecast": [1, 2]}', '{"forecast": null, "done": {}}'])
def test_what_another_version_learnt_is_learnt_anew(store: Store, database: Database, other: str) -> None:
    store.keep_learnt(SHOP, Learnt(TOLD_APART, NOW))
    with database.writing() as connection:
        connection.execute(text("UPDATE models SET json = :json"), {"json": other})
    assert store.learnt(SHOP) is None


def test_an_older_store_gets_its_table(store: Store, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("DROP TABLE models"))
        connection.execute(text("UPDATE meta SET value = '4' WHERE name = 'schema'"))
    bring_up_to_date(database, STEPS[:4])
    store.keep_learnt(SHOP, Learnt(TOLD_APART, NOW))
    assert store.learnt(SHOP) == Learnt(TOLD_APART, NOW)
