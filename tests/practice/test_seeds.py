"""What a shop is filled with."""

from datetime import timedelta

import pytest

from ozon_xl.domain.statuses import RESERVING
from ozon_xl.practice.catalogue import NASTY_OFFERS
from ozon_xl.practice.posting_wire import list_entry
from ozon_xl.practice.seeds import Seeding, new_shop
from ozon_xl.practice.shop import Shop
from tests.practice.conftest import NOW


@pytest.fixture(scope="module")
def shop() -> Shop:
    return new_shop(Seeding(), seed=1, now=NOW)


def told(shop: Shop) -> list[bytes]:
    return [list_entry(posting, frozenset(), NOW) for posting in shop.postings.values()]


def test_the_same_seed_gives_the_same_shop(shop: Shop) -> None:
    assert told(new_shop(Seeding(), seed=1, now=NOW)) == told(shop)
    assert told(new_shop(Seeding(), seed=2, now=NOW)) != told(shop)


def test_it_moves_with_the_moment_it_opens(shop: Shop) -> None:
    later = new_shop(Seeding(), seed=1, now=NOW + timedelta(days=100))
    due = [posting.cutoff > NOW for posting in shop.postings.values()]
    assert [posting.cutoff > NOW + timedelta(days=100) for posting in later.postings.values()] == due
    assert 0.4 < sum(due) / len(due) < 0.9


def test_ids_are_as_long_as_ozons_and_do_not_end_in_zeros(shop: Shop) -> None:
    numbers = [
        *shop.warehouses,
        *(method.id for place in shop.warehouses.values() if place.is_rfbs for method in place.methods),
    ]
    for number in numbers:
        assert len(str(number)) == 16
        assert number % 1000
    assert len(set(numbers)) == len(numbers)
    assert len(shop.by_sku) == len(shop.by_id) == len(shop.by_offer) == 500


def test_the_nasty_codes_are_for_sale_and_in_orders(shop: Shop) -> None:
    assert set(NASTY_OFFERS) >= {"00123", "1E5", "12-05", "=1+1", "+7", "-5", "@x", "MARCH1", "_x0041_"}
    assert all(shop.by_offer[offer].levels for offer in NASTY_OFFERS)
    ordered = {line.product.offer for posting in shop.postings.values() for line in posting.lines}
    assert len(ordered & set(NASTY_OFFERS)) > 10


@pytest.mark.parametrize("postings", [30, 300, 2000])
def test_every_curiosity_is_there(postings: int) -> None:
    shop = new_shop(Seeding(postings=postings), seed=3, now=NOW)
    found = list(shop.postings.values())
    assert len(found) == postings
    assert any(posting.holds and posting.cutoff < NOW - timedelta(hours=24) for posting in found)
    assert any(posting.holds and posting.cutoff < NOW - timedelta(days=90) for posting in found)
    assert any(posting.holds and NOW < posting.cutoff < NOW + timedelta(hours=1) for posting in found)
    assert any(posting.holds and posting.cutoff > NOW + timedelta(days=14) for posting in found)
    assert any(posting.undated and posting.late_from is None for posting in found)
    assert any(not posting.undated and posting.late_from is None for posting in found)
    assert {posting.digits for posting in found} == {0, 3, 6}
    assert {"awaiting_customs_code", "awaiting_verification"} <= {posting.status for posting in found}
    assert {"ship_failed", "posting_waiting_for_customs_photo"} <= {posting.substatus for posting in found}
    assert any(posting.extra_actions for posting in found)
    assert any(len(posting.lines) > 1 for posting in found)
    assert len({posting.order_number for posting in found}) < len(found)
    assert any(posting.number.startswith("0") for posting in found)
    assert any(line.quantity > 1 for posting in found for line in posting.lines)
    assert {line.currency for posting in found for line in posting.lines} == {"RUB", "CNY"}
    assert {posting.is_rfbs for posting in found} == {True, False}
    assert any(level.present < level.reserved for level in shop.levels())
    assert {step.kind for posting in found for step in posting.tariff} == {"discount", "commission"}


def test_dates_with_and_without_milliseconds(shop: Shop) -> None:
    text = b"".join(told(shop)).decode()
    dates = [part[:28].split('"')[0] for part in text.split('"in_process_at":"')[1:]]
    assert {len(date) for date in dates} == {len("2026-11-23T09:00:00Z") + extra for extra in (0, 4, 7)}


@pytest.mark.parametrize("seed", range(5))
def test_stock_and_reserve_fit_the_open_postings(seed: int) -> None:
    shop = new_shop(Seeding(postings=400, offers=90, short=0.2), seed=seed, now=NOW)
    for level in shop.levels():
        wanted = sum(
            line.quantity
            for posting in shop.postings.values()
            for line in posting.lines
            if posting.status in RESERVING and posting.warehouse is level.warehouse and line.product is level.product
        )
        assert level.reserved == wanted
        assert level.present >= 0


@pytest.mark.parametrize(("postings", "offers"), [(0, 0), (0, 5), (5, 0), (1, 1), (50, 1)])
def test_small_shops_open_too(postings: int, offers: int) -> None:
    shop = new_shop(Seeding(postings=postings, offers=offers), seed=1, now=NOW)
    assert len(shop.postings) == (postings if offers else 0)
    assert len(shop.range) == offers


def test_about_two_stock_rows_an_offer() -> None:
    shop = new_shop(Seeding(postings=0, offers=5000), seed=1, now=NOW)
    assert 1.9 < sum(1 for _ in shop.levels()) / 5000 < 2.1
