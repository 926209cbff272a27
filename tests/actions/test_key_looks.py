"""Keys are asked about before they are kept and once a day while they work; what Ozon says reaches the user in time."""

from datetime import timedelta

import pytest

from ozon_xl.actions.key_looks import look_at_key
from ozon_xl.actions.refresh import RefreshResult, refresh
from ozon_xl.actions.shops import NEEDED
from ozon_xl.actions.stock import Consent, make_plan, push
from ozon_xl.actions.verbs import refreshed
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.sheets import STOCK
from ozon_xl.texts import LANGS
from tests.actions.conftest import Desk

ROLES, SELLER, WRITE = "/v1/roles", "/v1/seller/info", "/v2/products/stocks"


def fill(desk: Desk) -> RefreshResult:
    return refresh(desk.host, desk.client, desk.store, desk.clock, whole=True)


def asked(desk: Desk) -> int:
    return len(desk.practice.control.requests(ROLES))


def test_ozon_is_asked_once_a_day(desk: Desk) -> None:
    for _time in range(3):
        assert fill(desk).warnings == ()
    assert asked(desk) == 1
    desk.clock.sleep(23 * 3600)
    look_at_key(desk.client, desk.store)
    assert asked(desk) == 1
    desk.clock.sleep(2 * 3600)
    look_at_key(desk.client, desk.store)
    assert asked(desk) == 2


def test_another_key_is_asked_about_at_once(desk: Desk) -> None:
    look_at_key(desk.client, desk.store)
    desk.practice.world.api_key = "demo-the-new-one"
    shop = Shop(desk.practice.client_id, "demo-the-new-one", desk.practice.url)
    with OzonClient(shop, clock=desk.clock) as client:
        look_at_key(client, desk.store)
    assert asked(desk) == 2


def test_a_key_that_ends_soon_is_told_after_every_refresh(desk: Desk) -> None:
    desk.practice.control.faults("key-ends:10.5")
    for days in (10, 10):
        result = fill(desk)
        for lang in LANGS:
            assert f"ozon-xl shop add {desk.practice.client_id}" in refreshed(result, lang)
        assert f"ends in {days} days" in str(desk.host.get("Status").value)
    assert asked(desk) == 1
    desk.clock.sleep(86_000)
    (words,) = look_at_key(desk.client, desk.store)
    assert "ends in 9 days" in words.en
    assert asked(desk) == 1


def test_a_right_that_is_missing_is_told_and_forgotten_when_it_is_there(desk: Desk) -> None:
    desk.practice.control.faults(f"refuse:role@{WRITE}")
    (words,) = fill(desk).warnings
    assert WRITE in words.ru
    assert WRITE in str(desk.host.get("Status").value)
    desk.practice.control.faults("")
    desk.clock.sleep(timedelta(days=1).total_seconds())
    assert fill(desk).warnings == ()
    assert desk.host.get("Status").value is None


@pytest.mark.parametrize("fault", ["refuse:role", "refuse:subscription", "obsolete", "5xx", "truncate", "html"])
@pytest.mark.parametrize("path", [ROLES, SELLER])
def test_neither_a_name_nor_an_end_that_ozon_does_not_tell_costs_the_refresh(desk: Desk, fault: str, path: str) -> None:
    fill(desk)
    name = desk.host.get("ShopName").value
    assert name
    desk.clock.sleep(2 * 86_400)
    desk.practice.control.faults(f"{fault}@{path}")
    assert fill(desk).orders > 0
    assert desk.host.get("ShopName").value == name


def test_the_time_is_learnt_from_a_refusal_too(desk: Desk) -> None:
    desk.practice.control.faults("refuse:role")
    desk.client.learn_time()
    assert desk.client.clock_error is not None


def test_the_needed_methods_are_those_that_the_work_asks(desk: Desk) -> None:
    fill(desk)
    number = next(n for n, p in desk.practice.world.shop.postings.items() if p.status == "awaiting_packaging")
    posting = desk.practice.world.shop.postings.pop(number)  # lost from all lists: it is looked up by itself
    desk.practice.world.shop.by_cutoff.remove(posting)
    desk.practice.world.shop.by_start.remove(posting)
    with pytest.raises(Exception, match=number):
        fill(desk)
    desk.practice.world.shop.accept(posting, desk.clock.now())
    host = desk.host
    row = next(row for row in host.read(STOCK, ("free",)) if row.cells["free"].value == 0)
    host.update(STOCK, {row.key: {"new_free": 3}})
    host.save()
    plan = make_plan(desk.host, desk.client, desk.clock, store=desk.store)
    push(plan, Consent(plan.hash, second=True), desk.host, desk.client, desk.store, desk.clock)
    paths = {str(request["path"]) for request in desk.practice.control.requests()}
    dispensable = {path for path in paths if path.startswith("/v1/rating/")} | {ROLES}
    assert paths - dispensable == {endpoint.path for endpoint in NEEDED}
