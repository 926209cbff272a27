"""The blocks of the Today sheet: the error index, simulated forward, and the tariff at stake."""

from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ozon_xl.actions.book import open_book
from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.standing import Ratings, index_standing, money_figures, poor_text
from ozon_xl.domain.error_index import ErrorIndex, PostingError, Rating, RatingSummary
from ozon_xl.domain.outlook import Outlook
from ozon_xl.domain.postings import Money, TariffStep
from ozon_xl.domain.risk import ClockKind, Clocks, Risk, Tier
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.tariff import FOREVER
from ozon_xl.ozon.ratings import INDEX_INFO, INDEX_POSTINGS, SUMMARY
from ozon_xl.sheets.columns import Cell
from ozon_xl.sheets.figures import FIGURES, INDEX_FIGURES
from ozon_xl.sheets.rows import Standing
from tests.actions.conftest import Desk
from tests.domain.make import NOW, posting
from tests.ozon.fakes import flat

DAY = timedelta(days=1)
RULES = Rules()
FINE = RatingSummary((), is_penalty_exceeded=False)


def told(value: float | None, *failed: PostingError) -> Ratings:
    return Ratings(ErrorIndex(value, None, None, None, ()), failed, FINE)


def failed(number: str, days_ago: float) -> PostingError:
    return PostingError(number, "SELLER_DELAY", NOW - days_ago * DAY, "FBS", False, None, None, None)


def row(number: str, tier: Tier, steps: tuple[TariffStep, ...] = ()) -> Standing:
    nothing = Clocks(None, None, None, None, None)
    risk = Risk(tier, ClockKind.NONE, None, None)
    return Standing(posting(number=number, tariff_steps=steps), 0, nothing, risk)


def test_ozons_own_index_says_how_many_were_created() -> None:
    """We know of ten postings; two errors that are two per cent are two of a hundred."""
    known = [NOW - 3 * DAY] * 10
    index = index_standing(told(2.0, failed("a", 2), failed("b", 5)), known, [], RULES, NOW)
    assert (index.percent, index.zone) == (2.0, 0)
    assert (index.now.created, index.now.errors, index.now.allowed) == (100, 2, 2)


def test_without_ozons_index_our_own_count_stands() -> None:
    index = index_standing(told(None, failed("a", 2)), [NOW - 3 * DAY] * 10, [], RULES, NOW)
    assert (index.percent, index.zone, index.now.created) == (10.0, 1, 10)


def test_red_orders_count_unless_they_do_already() -> None:
    queue = [row("a", Tier.MISSED), row("b", Tier.CRITICAL), row("c", Tier.URGENT)]
    index = index_standing(told(2.0, failed("a", 2), failed("x", 3)), [], queue, RULES, NOW)
    assert index.red == 1
    assert (index.if_failed.errors, index.if_failed.zone) == (3, 0)
    assert index.leaving is not None
    assert index.leaving[1] == 1


def test_days_end_at_midnight_in_moscow() -> None:
    """21:30 UTC is tomorrow there: it does not count before the day after."""
    yesterday_late = NOW.replace(hour=21, minute=30) - DAY
    index = index_standing(told(None), [yesterday_late, yesterday_late - DAY], [], RULES, NOW)
    assert index.now.created == 1


def named(desk: Desk) -> dict[str, Cell]:
    return {name: desk.host.get(name).value for name in FIGURES}


def test_a_refresh_fills_the_blocks_as_the_shop_stands(desk: Desk) -> None:
    desk.refresh()
    cells = named(desk)
    index = desk.client.ratings.index()
    assert index.value is not None
    assert cells["IndexNow"] == index.value
    assert cells["IndexTrouble"] is None
    now = desk.clock.now()
    listed = flat(desk.client.ratings.errors(now - 15 * DAY, now))
    assert 0 < int(str(cells["IndexErrors"])) <= len(listed)
    assert index.value == pytest.approx(
        100 * int(str(cells["IndexErrors"])) / int(str(cells["IndexCreated"])), rel=0.05
    )
    assert cells["IndexZone"] == sum(index.value > 100 * edge for edge in RULES.zones)
    assert cells["OrdersLost"]
    assert "RUB" in str(cells["MoneyLost"])


def test_money_never_mixes_currencies() -> None:
    yuan, roubles = (
        (
            TariffStep(NOW + DAY, "no_discount", None),
            TariffStep(FOREVER, "commission", Money(Decimal(amount), currency)),
        )
        for amount, currency in (("0.07", "CNY"), ("12345.6", "RUB"))
    )
    yuan = (yuan[0]._replace(charge=Money(Decimal(0), "CNY")), yuan[1])
    roubles = (roubles[0]._replace(charge=Money(Decimal(0), "RUB")), roubles[1])
    queue = [
        row("a", Tier.SOON, yuan),
        row("b", Tier.URGENT, roubles),
        row("c", Tier.SOON, roubles),
        row("d", Tier.DONE, yuan),
    ]
    money = money_figures(queue, RULES, NOW)
    assert (money["OrdersSavable"], money["MoneySavable"]) == (2, "0.07 CNY + 12\u00a0345.60 RUB")
    assert (money["OrdersAtRisk"], money["MoneyAtRisk"]) == (1, "12\u00a0345.60 RUB")
    assert (money["OrdersLost"], money["MoneyLost"]) == (0, "")


def test_a_forecast_says_what_is_at_high_risk_and_the_seller_says_how_sure_is_sure() -> None:
    steps = (
        TariffStep(NOW + DAY, "no_discount", Money(Decimal(0), "RUB")),
        TariffStep(FOREVER, "commission", Money(Decimal(100), "RUB")),
    )
    likely = row("a", Tier.URGENT, steps)._replace(outlook=Outlook(0.85))
    unlikely = row("b", Tier.CALM, steps)._replace(outlook=Outlook(0.7))
    unknown = [row(tier.name, tier, steps)._replace(outlook=Outlook(lack=(3, 60))) for tier in (Tier.CALM, Tier.URGENT)]

    def at_risk(rules: Rules, *queue: Standing) -> Cell:
        return money_figures(queue, rules, NOW)["OrdersAtRisk"]

    assert (at_risk(RULES, likely), at_risk(RULES, unlikely), at_risk(RULES, *unknown)) == (0, 1, 1)
    assert at_risk(Rules(sure_share=0.9), likely) == 1
    assert at_risk(Rules(sure_share=0.5), unlikely) == 0


def test_ratings_that_ask_for_attention_are_named() -> None:
    ratings = (
        Rating("rating_on_time", "Вовремя", 90.0, "PERCENT", "WARNING"),
        Rating("rating_price", "", None, "", "CRITICAL"),
        Rating("rating_fine", "Fine", 1.0, "", "OK"),
    )
    said = poor_text(RatingSummary(ratings, is_penalty_exceeded=True), "en")
    assert said == "Вовремя: 90 (WARNING); rating_price (CRITICAL); penalty points exceeded"


@pytest.mark.parametrize("path", [INDEX_INFO.path, INDEX_POSTINGS.path, SUMMARY.path])
@pytest.mark.parametrize("fault", ["refuse:role", "refuse:subscription", "obsolete"])
def test_a_refused_rating_costs_no_refresh_and_is_said(desk: Desk, path: str, fault: str) -> None:
    desk.refresh()
    desk.practice.control.faults(f"{fault}@{path}")
    result = refresh(desk.host, desk.client, desk.store, desk.clock, whole=True)
    assert result.orders
    cells = named(desk)
    assert cells["IndexTrouble"]
    assert {name for name in INDEX_FIGURES if cells[name] is not None} == {"IndexTrouble"}
    assert cells["MoneyLost"], "money needs no rating"


def test_a_workbook_without_its_today_sheet_is_refreshed(desk: Desk) -> None:
    book = load_workbook(desk.book)
    for name in FIGURES:
        del book.defined_names[name]
    book.save(desk.book)
    desk.refresh()
    assert desk.host.get("SnapshotId").value


def test_a_workbook_made_before_these_rules_goes_by_their_defaults(desk: Desk) -> None:
    book = load_workbook(desk.book)
    for name in (*FIGURES, "IndexDays", "FirstZone"):
        del book.defined_names[name]
    book.save(desk.book)
    assert open_book(desk.host, desk.practice.client_id).rules == Rules()
